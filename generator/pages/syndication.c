#include "pages/syndication.h"

#include "pages/address.h"
#include "pages/built.h"
#include "pages/feed.h"
#include "pages/frame.h"
#include "pages/jsonld.h"
#include "pages/sitemap.h"

#include <string.h>

static gint newest_first(gconstpointer a, gconstpointer b)
{
  const SiteChange *x = a, *y = b;
  int order = day_compare(y->revision->effective, x->revision->effective);
  if (order != 0)
    return order;
  order = strcmp(x->plan->ledger->id, y->plan->ledger->id);
  return order != 0 ? order : strcmp(y->revision->key, x->revision->key);
}

static void add_changes(GArray *changes, const PolicyPlan *plan)
{
  for (guint i = 0; i < plan->ledger->revisions->len; i++) {
    SiteChange change = {plan, g_ptr_array_index(plan->ledger->revisions, i)};
    if (!change.revision->cancelled)
      g_array_append_val(changes, change);
  }
}

GArray *syndication_changes(const Build *build)
{
  GArray *changes = g_array_new(FALSE, FALSE, sizeof(SiteChange));
  for (guint i = 0; i < build->plan->policies->len; i++)
    add_changes(changes, g_ptr_array_index(build->plan->policies, i));
  g_array_sort(changes, newest_first);
  return changes;
}

/* --- addresses for programs --------------------------------------------------------- */

/* An address of the site as others should know it: absolute where base_url is
 * given, else relative from the folder `from`. The caller frees it. */
static char *outward(const Build *build, const char *from, const char *address)
{
  g_autoptr(GString) url = g_string_new(build->site->base_url);
  if (build->site->base_url == NULL)
    address_root(from, url);
  g_string_append_uri_escaped(url, address, "/!$&'()*+,;=:@", FALSE);
  return g_string_free(g_steal_pointer(&url), FALSE);
}

/* Only where it is absolute; NULL otherwise. */
static char *absolute(const Build *build, const char *address)
{
  return build->site->base_url != NULL ? outward(build, "", address) : NULL;
}

static char *revision_outward(const Build *build, const char *from, const Ledger *ledger,
                              const Revision *revision)
{
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(ledger, revision, "ja", address);
  return outward(build, from, address->str);
}

static char *pair_outward(const Build *build, const char *from, const PolicyPlan *plan,
                          const Revision *revision)
{
  const RevisionPair *pair = policy_plan_previous(plan, revision);
  if (pair == NULL)
    return NULL;
  g_autoptr(GString) address = g_string_new(NULL);
  pair_address(plan->ledger, pair, address);
  return outward(build, from, address->str);
}

/* --- JSON-LD ---------------------------------------------------------------------- */

static JsonldOrganisation organisation_of(const Site *site)
{
  return (JsonldOrganisation){
    .name = site->name,
    .url = site->base_url,
    .telephone = site->tel,
    .fax = site->fax,
    .email = site->email,
    .postal = site->postal,
    .address = site->address,
  };
}

char *syndication_organisation(const Build *build)
{
  JsonldOrganisation organisation = organisation_of(build->site);
  return jsonld_organisation(&organisation);
}

static char *edition_address(PolicyJob *job, const Revision *revision, const char *lang,
                             const char *rest)
{
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(job->ledger, revision, lang, address);
  g_string_append(address, rest);
  return absolute(job->worker->build, address->str);
}

char *policy_jsonld(PolicyJob *job, const Revision *revision, const char *lang)
{
  const Build *build = job->worker->build;
  JsonldOrganisation publisher = organisation_of(build->site);
  RevisionState state = revision_state(job->ledger, revision, build->as_of);
  Day last = policy_job_last_day(job, revision);
  bool never_held = state == STATE_SUPERSEDED && !day_known(last);
  const Revision *before = policy_plan_born_after(job->plan, revision);
  g_autofree char *url = edition_address(job, revision, lang, "");
  g_autofree char *source = edition_address(job, revision, lang, "policy.md");
  g_autofree char *original =
    strcmp(lang, "ja") != 0 ? edition_address(job, revision, "ja", "") : NULL;
  g_autofree char *previous = before != NULL ? edition_address(job, before, "ja", "") : NULL;
  g_autofree char *policy = g_strconcat(job->ledger->id, "/", NULL);
  g_autofree char *part_of = absolute(build, policy);
  g_autofree char *version = g_strdup_printf("%d", revision->number);
  g_autofree char *decided = day_known(revision->decided) ? day_iso(revision->decided) : NULL;
  g_autofree char *effective = day_iso(revision->effective);
  g_autofree char *until = day_known(last) ? day_iso(last) : NULL;

  return jsonld_document(&(JsonldDocument){
    .name = job->ledger->title,
    .url = url,
    .part_of = part_of,
    .lang = lang_tag(lang),
    .version = revision->number > 0 ? version : NULL,
    .status = revision_state_name(state),
    .decided = decided,
    .published = effective,
    .from = state == STATE_CANCELLED || never_held ? NULL : effective,
    .until = until,
    .summary = revision->summary,
    .previous = previous,
    .original = original,
    .source = revision_edition(revision, lang) != NULL ? source : NULL,
    .publisher = &publisher,
  });
}

/* --- feeds --------------------------------------------------------------------------- */

/* When a reader of the feed could first hear of it: the day on which it was decided, where that is
 * known, else the day of effect. (An erratum is decided after the day from which it holds.) */
static gint64 heard_of(const Site *site, const Revision *revision)
{
  return day_epoch(day_known(revision->decided) ? revision->decided : revision->effective,
                   site->timezone);
}

static void clear_entry(gpointer data)
{
  FeedEntry *entry = data;
  g_free((char *)entry->id);
  g_free((char *)entry->title);
  g_free((char *)entry->link);
  g_free((char *)entry->comparison);
}

static FeedEntry entry_of(Worker *worker, const char *from, const SiteChange *change)
{
  const Build *build = worker->build;
  const Ledger *ledger = change->plan->ledger;
  const Revision *revision = change->revision;
  g_autofree char *date = day_both(revision->effective);
  g_autofree char *key = g_strconcat("change.", change_name(revision->change), NULL);

  return (FeedEntry){
    .id = feed_id(build->site->name, ledger->id, revision->key, NULL),
    .title = worker_phrase(worker, "ja", "feed.entry", "title", ledger->title, "date", date,
                           "change", worker_word(worker, "ja", key), NULL),
    .updated = heard_of(build->site, revision),
    .summary = revision->summary,
    .link = revision_outward(build, from, ledger, revision),
    .comparison = pair_outward(build, from, change->plan, revision),
    .comparison_title = worker_word(worker, "ja", "feed.comparison"),
  };
}

/* Writes the feed that goes with the page at `page`; `name` is for its id. */
static void put_feed(Worker *worker, const char *name, const char *title, const char *page,
                     const GArray *changes)
{
  const Build *build = worker->build;
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(FeedEntry));
  g_autofree char *id = feed_id(build->site->name, name, NULL);
  g_autofree char *address = g_strconcat(page, "feed.xml", NULL);
  g_autofree char *self = absolute(build, address);
  g_autofree char *alternate = outward(build, page, page);

  g_array_set_clear_func(entries, clear_entry);
  for (guint i = 0; i < changes->len; i++) {
    FeedEntry entry = entry_of(worker, page, &g_array_index(changes, SiteChange, i));
    g_array_append_val(entries, entry);
  }
  gsize length = 0;
  g_autofree char *xml =
    feed_write(&(Feed){.id = id,
                       .title = title,
                       .lang = "ja",
                       .author = build->site->name,
                       .self = self,
                       .alternate = alternate},
               (const FeedEntry *)(gpointer)entries->data, entries->len, &length);
  inspect_xml(xml, length, address, worker->report);
  worker_put(worker, address, xml, length);
}

void render_feed(PolicyJob *job)
{
  g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(SiteChange));
  g_autofree char *page = g_strconcat(job->ledger->id, "/", NULL);
  g_autofree char *title =
    worker_phrase(job->worker, "ja", "feed.policy", "title", job->ledger->title, NULL);
  add_changes(changes, job->plan);
  g_array_sort(changes, newest_first);
  put_feed(job->worker, job->ledger->id, title, page, changes);
}

void render_site_feed(Worker *worker)
{
  enum { NEWS_ENTRIES = 50 };
  g_autoptr(GArray) changes = syndication_changes(worker->build);
  g_autofree char *title =
    worker_phrase(worker, "ja", "feed.site", "name", worker->build->site->name, NULL);
  g_array_set_size(changes, MIN(changes->len, NEWS_ENTRIES));
  put_feed(worker, "", title, "", changes);
}

/* --- sitemap, robots.txt, built.json -------------------------------------------------------------- */

static void clear_place(gpointer data)
{
  SitemapEntry *entry = data;
  g_free((char *)entry->path);
  g_free((char *)entry->modified);
}

static void add_place(GArray *entries, char *path, char *modified)
{
  SitemapEntry entry = {path, modified};
  g_array_append_val(entries, entry);
}

/* A revision's permalinks, in every language that it has. */
static void add_revision_places(GArray *entries, const Ledger *ledger, const Revision *revision)
{
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(ledger, revision, "ja", address);
  add_place(entries, g_strdup(address->str), NULL);
  for (guint i = 0; i < revision->editions->len; i++) {
    const char *lang = ((const Edition *)g_ptr_array_index(revision->editions, i))->lang;
    if (strcmp(lang, "ja") == 0)
      continue;
    g_string_truncate(address, 0);
    revision_address(ledger, revision, lang, address);
    add_place(entries, g_strdup(address->str), NULL);
  }
}

static void add_policy_places(GArray *entries, const PolicyPlan *plan, Day as_of)
{
  static const char *const fixed[] = {"", "history/", "on/"};
  const Ledger *ledger = plan->ledger;
  const Revision *in_force = ledger_in_force(ledger, as_of);
  for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
    add_place(entries, g_strconcat(ledger->id, "/", fixed[i], NULL),
              in_force != NULL ? day_iso(in_force->effective) : NULL);
  for (guint i = 0; i < plan->langs->len; i++) {
    g_autoptr(GString) address = g_string_new(NULL);
    policy_address(ledger, g_ptr_array_index(plan->langs, i), address);
    add_place(entries, g_strdup(address->str), NULL);
  }
  for (guint i = ledger->revisions->len; i-- > 0;)
    add_revision_places(entries, ledger, g_ptr_array_index(ledger->revisions, i));
}

void render_sitemap(Worker *worker)
{
  const Site *site = worker->build->site;
  if (site->base_url == NULL)
    return;
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(SitemapEntry));
  g_array_set_clear_func(entries, clear_place);

  add_place(entries, g_strdup(""), NULL);
  GPtrArray *policies = worker->build->plan->policies;
  for (guint i = 0; i < policies->len; i++)
    add_policy_places(entries, g_ptr_array_index(policies, i), worker->build->as_of);
  for (guint i = 0; i < site->pages->len; i++)
    add_place(entries, g_strdup(((const PageSource *)g_ptr_array_index(site->pages, i))->url),
              NULL);

  gsize length = 0;
  g_autofree char *xml = sitemap_write(
    site->base_url, (const SitemapEntry *)(gpointer)entries->data, entries->len, &length);
  inspect_xml(xml, length, "sitemap.xml", worker->report);
  worker_put(worker, "sitemap.xml", xml, length);
}

void render_robots(Worker *worker)
{
  g_autofree char *text = robots_write(worker->build->site->base_url);
  worker_put(worker, "robots.txt", text, strlen(text));
}

void render_built(Worker *worker)
{
  g_autoptr(Built) built = built_new(worker->build->site, worker->build->as_of);
  gsize length = 0;
  g_autofree char *json = built_write(built, &length);
  worker_put(worker, BUILT_FILE, json, length);
}
