/* Where we stand: every policy in a few lines, and the step that comes next. */
#include "pages/standing.h"

#include "ledger/identity.h"
#include "pages/deploy.h"
#include "pages/modules.h"
#include "pages/posting.h"
#include "serve/screens.h"
#include "serve/turn.h"
#include "training/pending.h"

static void put_revision_line(Visit *visit, const char *name, const Revision *revision)
{
  if (revision == NULL)
    return;
  values_open(visit->values, name);
  values_string(visit->values, "key", revision->key);
  values_string(visit->values, "change", change_name(revision->change));
  values_number(visit->values, "number", revision->number);
  values_day(visit->values, "effective", revision->effective);
  values_close(visit->values);
}

/* Whether there is a text to compare the working text with. */
static bool is_comparable(const Ledger *ledger)
{
  for (guint i = 0; i < ledger->revisions->len; i++)
    if (revision_edition(g_ptr_array_index(ledger->revisions, i), "ja") != NULL)
      return true;
  return false;
}

/* What whoever looks at this most likely came to do. */
static const char *next_step(const Standing *standing, Online online)
{
  if (standing->draft == DRAFT_DIFFERS && standing->approval != NULL && standing->undone == NULL)
    return "publish";
  if (standing->draft == DRAFT_DIFFERS)
    return is_comparable(standing->policy->ledger) ? "compare" : "approve";
  return online == ONLINE_NO ? "online" : "edit";
}

static void put_postings(Visit *visit, const GPtrArray *postings, const PolicySource *policy)
{
  values_list(visit->values, "replace");
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (posting->policy == policy && posting->replace)
      values_string(visit->values, NULL, posting->place->name);
  }
  values_close(visit->values);
}

static void put_standing(Visit *visit, const Standing *standing, Online online, const char *person,
                         const GPtrArray *postings)
{
  Values *values = visit->values;

  values_open(values, NULL);
  values_string(values, "id", standing->policy->ledger->id);
  values_string(values, "title", standing->policy->ledger->title);
  values_string(values, "online", online_name(online));
  values_string(values, "draft", draft_state_name(standing->draft));
  values_string(values, "step", next_step(standing, online));
  if (standing->draft == DRAFT_DIFFERS)
    values_string(values, "turn", turn_of(visit->site, standing, person));
  put_revision_line(visit, "in_force", standing->in_force);
  values_list(values, "scheduled");
  for (guint i = 0; i < standing->scheduled->len; i++)
    put_revision_line(visit, NULL, g_ptr_array_index(standing->scheduled, i));
  values_close(values);
  put_revision_line(visit, "undone", standing->undone);
  visit_put_approval(visit, "approval", standing->approval);
  visit_put_approval(visit, "voided", standing->voided);
  values_list(values, "lagging");
  for (guint i = 0; i < standing->lagging->len; i++) {
    const LaggingEdition *edition = &g_array_index(standing->lagging, LaggingEdition, i);
    values_open(values, NULL);
    values_string(values, "lang", visit_language(visit, edition->lang));
    values_day(visit->values, "of", edition->of->effective);
    values_close(values);
  }
  values_close(values);
  values_day(visit->values, "next", standing->next);
  put_postings(visit, postings, standing->policy);
  values_close(values);
}

/* The trainings of which something waits to be confirmed. */
static void put_trainings(Visit *visit, Repository *repository)
{
  g_autoptr(Texts) texts = site_texts(visit->site, repository, visit->as_of);
  values_list(visit->values, "trainings");
  for (guint i = 0; i < visit->site->modules->len; i++) {
    g_autoptr(Report) unsaid = report_new(); /* the screen that is led to tells it */
    g_autoptr(Module) module =
      module_read(visit->root, g_ptr_array_index(visit->site->modules, i), unsaid);
    g_autoptr(GArray) pending = module != NULL ? module_pending(module, texts, NULL, false) : NULL;
    if (pending == NULL || pending->len == 0)
      continue;
    values_open(visit->values, NULL);
    values_string(visit->values, "id", module->id);
    values_string(visit->values, "title", module->title);
    values_number(visit->values, "count", pending->len);
    values_close(visit->values);
  }
  values_close(visit->values);
}

/* Whether what was published is on its way at this moment. */
static bool goes_online(const Visit *visit)
{
  g_auto(DeploymentView) view = deployment_look(screen_deployment(visit->screen));
  return deployment_is_running(&view);
}

Reply *standing_screen(Visit *visit)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = visit_repository(visit, unsaid);
  g_autofree char *person = identity_known(repository);

  g_autoptr(GPtrArray) postings = postings_new(visit->site, visit->as_of, visit->report);

  values_string(visit->values, "person", person);
  values_bool(visit->values, "goes_online", goes_online(visit));
  values_bool(visit->values, "pages_behind",
              deploy_site_state(visit->site, visit->options->out) == ONLINE_NO);
  values_bool(visit->values, "deploys", visit->site->deploy != NULL);
  values_day(visit->values, "today", visit->as_of);
  put_trainings(visit, repository);
  values_bool(visit->values, "has_trainings", visit->site->modules->len > 0);
  values_list(visit->values, "policies");
  for (guint i = 0; i < visit->site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(visit->site->policies, i);
    g_autoptr(Standing) standing = standing_new(visit->root, policy, visit->as_of);
    Online online = deploy_state(visit->site, visit->options->out, policy, visit->as_of);
    put_standing(visit, standing, online, person, postings);
  }
  values_close(visit->values);
  return visit_show(visit, "standing.html");
}
