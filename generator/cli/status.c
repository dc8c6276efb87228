/* status: how every policy stands today. */
#include "pages/standing.h"

#include "cli/policies.h"
#include "cli/proposing.h"
#include "cli/shown.h"
#include "pages/deploy.h"
#include "pages/modules.h"
#include "pages/posting.h"
#include "training/pending.h"

#include <jansson.h>
#include <string.h>

/* ---- in words ---- */

static void print_in_force(const Invocation *in, const Standing *standing)
{
  const Revision *revision = standing->in_force;
  if (revision == NULL) {
    puts(say(in, "  現行の版はまだありません。", "  Nothing is in force yet."));
    return;
  }
  g_autofree char *day = shown_day(in, revision->effective);
  if (revision->change == CHANGE_WITHDRAWN)
    printf(say(in, "  %sに廃止されました（%s）。\n", "  Withdrawn on %s (%s).\n"), day,
           revision->key);
  else
    printf(say(in, "  現行: %sから（%s）\n", "  In force: since %s (%s)\n"), day, revision->key);
}

static void print_scheduled(const Invocation *in, const Standing *standing)
{
  for (guint i = 0; i < standing->scheduled->len; i++) {
    const Revision *revision = g_ptr_array_index(standing->scheduled, i);
    g_autofree char *day = shown_day(in, revision->effective);
    printf(say(in, "  施行予定: %s（%s、%s）\n", "  Scheduled: %s (%s, %s)\n"), day, revision->key,
           shown_change(in, revision->change));
  }
}

static void print_draft(const Invocation *in, const Standing *standing)
{
  if (standing->draft == DRAFT_MISSING)
    puts(say(in, "  下書き: policy.md がありません。", "  Draft: there is no policy.md."));
  else if (standing->draft == DRAFT_NONE)
    puts(say(in, "  下書き: なし（発行した文章と同じです）",
             "  Draft: none (the working text is published)"));
  else if (standing->undone != NULL) {
    g_autofree char *day = shown_day(in, standing->undone->effective);
    printf(say(in, "  下書き: あり（%s施行の予定で発行し、そのあと取り消した文章です）\n",
               "  Draft: the text of a revision that was cancelled (%s)\n"),
           day);
  } else if (standing->approval != NULL) {
    g_autofree char *day = shown_day(in, standing->approval->on);
    printf(say(in, "  下書き: あり（%s、%s 承認済み）\n", "  Draft: approved (%s, %s)\n"),
           standing->approval->by, day);
  } else if (standing->voided != NULL) {
    g_autofree char *day = shown_day(in, standing->voided->on);
    printf(say(in, "  下書き: あり（%s、%s の承認は、その後の変更で無効です）\n",
               "  Draft: edited since its approval, which is void (%s, %s)\n"),
           standing->voided->by, day);
  } else
    puts(say(in, "  下書き: あり（未承認）", "  Draft: not approved"));
}

static void print_rest(const Invocation *in, const Standing *standing, Online online)
{
  for (guint i = 0; i < standing->lagging->len; i++) {
    const LaggingEdition *lagging = &g_array_index(standing->lagging, LaggingEdition, i);
    printf(say(in, "  翻訳の遅れ: %s（%s の版まで）\n", "  Edition lagging: %s (at revision %s)\n"),
           lagging->lang, lagging->of->key);
  }
  if (online == ONLINE_YES)
    puts(say(in, "  公開済み", "  Online"));
  else if (online == ONLINE_NO)
    puts(say(in, "  この PC で発行済み・未公開（kaitei build --deploy で公開します）",
             "  Published here, not online (kaitei build --deploy brings it online)"));
  if (!day_known(standing->next))
    return;
  g_autofree char *day = shown_day(in, standing->next);
  printf(say(in, "  次にサイトを作り直す日: %s\n", "  Next build due: %s\n"), day);
}

/* ---- training ---- */

/* A module of the policy, and what of it waits. */
typedef struct {
  Module *module;
  GArray *pending;
} Training;

static void training_clear(gpointer data)
{
  Training *training = data;
  module_free(training->module);
  g_array_unref(training->pending);
}

/* The modules that train on a policy. Faults in them are told by `check`. */
static GArray *training_of(const Site *site, const PolicySource *policy, Texts *texts)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Training));
  g_autoptr(Report) unsaid = report_new();
  g_array_set_clear_func(list, training_clear);
  for (guint i = 0; i < site->modules->len; i++) {
    g_autoptr(Module) module = module_read(site->root, g_ptr_array_index(site->modules, i), unsaid);
    if (module == NULL || strcmp(module->policy, policy->ledger->id) != 0)
      continue;
    GArray *pending = module_pending(module, texts, NULL, false);
    Training training = {g_steal_pointer(&module), pending};
    g_array_append_val(list, training);
  }
  return list;
}

/* `all`: one line of each thing that waits, too. */
static void print_training(const Invocation *in, const GArray *list, bool all)
{
  bool more = false;

  for (guint i = 0; i < list->len; i++) {
    const Training *training = &g_array_index(list, Training, i);
    printf(say(in, "  研修 %s: %u問、確かめるもの %u件\n",
               "  training %s: %u questions, %u to confirm\n"),
           training->module->id, module_quiz(training->module)->questions->len,
           training->pending->len);
    more |= training->pending->len > 0;
    for (guint k = 0; all && k < training->pending->len; k++) {
      const Pending *one = &g_array_index(training->pending, Pending, k);
      printf("    %s:%d: %s (%s#%s)\n", one->file, one->line, one->id, one->policy, one->clause);
    }
  }
  if (more && !all)
    puts(say(in, "    一つずつ見るには kaitei status --all", "    kaitei status --all lists them"));
}

static json_t *training_json(const GArray *list)
{
  json_t *modules = json_array();
  for (guint i = 0; i < list->len; i++) {
    const Training *training = &g_array_index(list, Training, i);
    json_t *stale = json_array();
    for (guint k = 0; k < training->pending->len; k++) {
      const Pending *one = &g_array_index(training->pending, Pending, k);
      g_autofree char *clause = g_strconcat(one->policy, "#", one->clause, NULL);
      json_array_append_new(stale, json_pack("{s:s, s:s, s:s, s:b}", "kind",
                                             one->section ? "section" : "question", "id", one->id,
                                             "clause", clause, "confirmed_before",
                                             one->freshness == STALE));
    }
    json_array_append_new(modules, json_pack("{s:s, s:i, s:i, s:o}", "module", training->module->id,
                                             "year", training->module->year, "questions",
                                             (int)module_quiz(training->module)->questions->len,
                                             "stale", stale));
  }
  return modules;
}

static void print_standing(const Invocation *in, const Standing *standing, Online online,
                           const GPtrArray *postings)
{
  const Ledger *ledger = standing->policy->ledger;
  printf("%s (%s)\n", ledger->title, ledger->id);
  print_in_force(in, standing);
  print_scheduled(in, standing);
  print_draft(in, standing);
  print_postings(in, postings, standing->policy);
  print_rest(in, standing, online);
}

/* ---- as JSON ---- */

static json_t *revision_json(const Revision *revision)
{
  if (revision == NULL)
    return json_null();
  g_autofree char *day = day_iso(revision->effective);
  return json_pack("{s:s, s:s, s:s}", "revision", revision->key, "effective", day, "change",
                   change_name(revision->change));
}

static json_t *approval_json(const Approval *approval)
{
  if (approval == NULL)
    return json_null();
  g_autofree char *day = day_iso(approval->on);
  return json_pack("{s:s, s:s, s:s}", "by", approval->by, "on", day, "blob", approval->blob);
}

static json_t *postings_json(const GPtrArray *postings, const PolicySource *policy)
{
  json_t *list = json_array();
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (posting->policy == policy && posting->replace)
      json_array_append_new(list, json_pack("{s:s, s:s?, s:s?}", "place", posting->place->name,
                                            "hangs", posting->hangs, "wanted",
                                            posting->wanted != NULL ? posting->wanted->key : NULL));
  }
  return list;
}

static json_t *standing_json(const Standing *standing, Online online, const GPtrArray *postings)
{
  json_t *scheduled = json_array();
  json_t *lagging = json_array();
  for (guint i = 0; i < standing->scheduled->len; i++)
    json_array_append_new(scheduled, revision_json(g_ptr_array_index(standing->scheduled, i)));
  for (guint i = 0; i < standing->lagging->len; i++) {
    const LaggingEdition *edition = &g_array_index(standing->lagging, LaggingEdition, i);
    json_array_append_new(
      lagging, json_pack("{s:s, s:s}", "lang", edition->lang, "revision", edition->of->key));
  }
  g_autofree char *next = day_known(standing->next) ? day_iso(standing->next) : NULL;
  return json_pack("{s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:s, s:s?, s:o}", "policy",
                   standing->policy->ledger->id, "title", standing->policy->ledger->title,
                   "in_force", revision_json(standing->in_force), "scheduled", scheduled, "draft",
                   draft_state_name(standing->draft), "approval", approval_json(standing->approval),
                   "void", approval_json(standing->voided), "lagging", lagging, "online",
                   online_name(online), "next", next, "replace",
                   postings_json(postings, standing->policy));
}

/* What is built of the other pages, or with another theme, is no policy's. */
static void print_site(const Invocation *in, Online site)
{
  if (site == ONLINE_NO)
    puts(say(in,
             "サイト: 作り直したページに、まだ公開していないものがあります"
             "（kaitei build --deploy で公開します）",
             "Site: pages were built that are not online "
             "(kaitei build --deploy brings them online)"));
}

static void status(Invocation *in, bool all)
{
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return;
  Day as_of = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autoptr(GPtrArray) postings = postings_new(site, as_of, in->report);
  g_autoptr(Repository) repository = repository_near(site->root, in->report);
  g_autoptr(Texts) texts = site_texts(site, repository, as_of);
  Online built = deploy_site_state(site, in->out);
  json_t *list = json_array();

  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (in->count > 0 && policy != policy_named(site, in->arguments[0], in->report))
      continue;
    g_autoptr(Standing) standing = standing_new(site->root, policy, as_of);
    Online online = deploy_state(site, in->out, policy, as_of);
    g_autoptr(GArray) training = training_of(site, policy, texts);
    if (in->json) {
      json_t *one = standing_json(standing, online, postings);
      json_object_set_new(one, "site", json_string(online_name(built)));
      json_object_set_new(one, "training", training_json(training));
      json_array_append_new(list, one);
    } else {
      print_standing(in, standing, online, postings);
      print_training(in, training, all);
    }
  }
  if (in->json) {
    g_autofree char *text = json_dumps(list, JSON_INDENT(2));
    puts(text);
  } else {
    print_site(in, built);
  }
  json_decref(list);
}

int command_status(Invocation *in)
{
  gboolean all = FALSE;
  const Option options[] = {
    {"all",
     G_OPTION_ARG_NONE,
     &all,
     NULL,
     {"研修で確かめるものを、一つずつ表示します",
      "list one by one what is to be confirmed of the training"}},
    {0},
  };
  if (invocation_parse(in, options, 0, 1))
    status(in, all);
  return invocation_finish(in);
}
