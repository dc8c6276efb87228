/* Going online: how it stands, its output as it comes, and the page after every change of
 * what is published. */
#include "pages/deploy.h"
#include "pages/policy_plan.h"
#include "pages/posting.h"
#include "serve/screens.h"

#include <string.h>

/* How often a page that shows what runs is loaded again, without a script. Seconds. */
enum { LOOK_EVERY = 2 };

static bool any_not_online(const Visit *visit)
{
  for (guint i = 0; i < visit->site->policies->len; i++)
    if (deploy_state(visit->site, visit->options->out, g_ptr_array_index(visit->site->policies, i),
                     visit->as_of) == ONLINE_NO)
      return true;
  return false;
}

static void put_command(Visit *visit)
{
  values_list(visit->values, "command");
  for (char **word = visit->site->deploy; word != NULL && *word != NULL; word++)
    values_string(visit->values, NULL, *word);
  values_close(visit->values);
}

/* Whether it runs. Writes `online`. */
static bool put_online(Visit *visit)
{
  g_auto(DeploymentView) view = deployment_look(screen_deployment(visit->screen));
  bool running = deployment_is_running(&view);

  values_open(visit->values, "online");
  values_string(visit->values, "phase", deployment_phase_name(view.phase));
  values_bool(visit->values, "running", running);
  values_bool(visit->values, "again", view.again);
  values_bool(visit->values, "deploys", visit->site->deploy != NULL);
  values_bool(visit->values, "behind", any_not_online(visit));
  values_bool(visit->values, "pages_behind",
              deploy_site_state(visit->site, visit->options->out) == ONLINE_NO);
  values_string(visit->values, "output", *view.output != '\0' ? view.output : NULL);
  values_number(visit->values, "seconds", running ? view.seconds : 0);
  put_command(visit);
  visit_put_faults(visit, "faults", view.report);
  values_close(visit->values);
  return running;
}

/* A page that looks again by itself while something runs, unless it is told not to: to
 * some readers a page that changes under them is a hindrance. */
static Reply *show(Visit *visit, const char *template)
{
  bool running = put_online(visit);
  bool still = request_ticked(visit->request, "still");

  values_bool(visit->values, "still", still);
  values_string(visit->values, "here", visit->request->path);
  Reply *reply = visit_show(visit, template);
  reply->refresh = running && !still ? LOOK_EVERY : 0;
  return reply;
}

Reply *online_screen(Visit *visit)
{
  Deployment *deployment = screen_deployment(visit->screen);

  if (!visit->request->posts)
    return show(visit, "online.html");
  if (request_ticked(visit->request, "stop"))
    deployment_stop(deployment);
  else
    deployment_start(deployment, false);
  return visit_go(visit, "online");
}

/* ---- after a change ---- */

static const Revision *revision_of(const Visit *visit)
{
  const char *key = request_field(visit->request, "of");
  return key != NULL ? ledger_find(visit->policy->ledger, key) : NULL;
}

static void put_revision(Visit *visit, const Revision *revision)
{
  if (revision == NULL)
    return;
  const char *given = request_field(visit->request, "lang");
  const char *lang = given != NULL && revision_edition(revision, given) != NULL ? given : "ja";
  const char *site = visit_site_address(visit);
  g_autoptr(GString) href = g_string_new(site);
  revision_address(visit->policy->ledger, revision, lang, href);
  bool later = day_compare(revision->effective, visit->as_of) > 0;

  values_open(visit->values, "revision");
  values_string(visit->values, "key", revision->key);
  values_number(visit->values, "number", revision->number);
  values_bool(visit->values, "later", later);
  values_string(visit->values, "href", site != NULL ? href->str : NULL);
  values_day(visit->values, "effective", revision->effective);
  values_close(visit->values);
}

/* The receipt of what the ledger holds now (ledger/receipt.h), to be copied by hand. */
static void put_receipt(Visit *visit)
{
  const Ledger *ledger = visit->policy->ledger;
  values_open(visit->values, "receipt");
  values_number(visit->values, "entries", ledger->entries);
  values_string(visit->values, "proof", ledger->proof);
  values_close(visit->values);
}

/* The words of done.what.WHAT; NULL where there are none: an address that somebody made up. */
static const char *words_of(const Visit *visit, const char *what)
{
  g_autofree char *key = g_strconcat("done.what.", what != NULL ? what : "", NULL);
  const char *words = theme_string(screen_theme(visit->screen), "ja", key);
  return words != key ? words : NULL;
}

static void put_stale(Visit *visit)
{
  g_autoptr(GPtrArray) postings = postings_new(visit->site, visit->as_of, visit->report);
  values_list(visit->values, "replace");
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    if (posting->policy == visit->policy && posting->replace)
      values_string(visit->values, NULL, posting->place->name);
  }
  values_close(visit->values);
}

/* What an approval was recorded for: the screen that comes next. */
static void put_next(Visit *visit)
{
  const char *key = request_field(visit->request, "cancel");
  const Revision *revision = key != NULL ? ledger_find(visit->policy->ledger, key) : NULL;
  bool withdrawal = request_ticked(visit->request, "withdrawal");

  values_string(visit->values, "next",
                revision != NULL ? "cancel"
                : withdrawal     ? "withdraw"
                                 : "publish");
  values_string(visit->values, "cancel", revision != NULL ? revision->key : NULL);
}

Reply *done_screen(Visit *visit)
{
  const char *what = request_field(visit->request, "what");

  if (words_of(visit, what) == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  values_string(visit->values, "what", what);
  values_bool(visit->values, "repeated", request_ticked(visit->request, "again"));
  put_next(visit);
  put_revision(visit, revision_of(visit));
  put_receipt(visit);
  put_stale(visit);
  return show(visit, "done.html");
}
