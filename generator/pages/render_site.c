/* What belongs to the site as a whole: home, 404, feed, sitemap, built.json, assets. */
#include "pages/render.h"

#include "base/text.h"
#include "pages/colour.h"
#include "pages/frame.h"
#include "pages/output.h"
#include "pages/policy_texts.h"
#include "pages/stylesheet.h"
#include "pages/syndication.h"

#include <string.h>

/* So many changes stand on the home page. */
enum { LATEST_CHANGES = 5 };

/* --- home ------------------------------------------------------------------------ */

/* The first sentence of a text, with its 「。」; all of it where it has none. */
static char *first_sentence(char *text)
{
  static const char stop[] = "。";
  char *end = strstr(text, stop);
  if (end != NULL)
    end[strlen(stop)] = '\0';
  return text;
}

/* One plain sentence on a policy: site.lua's, else the first of its text in force. */
static char *sentence_of(Worker *worker, const Ledger *ledger, const Revision *in_force)
{
  const char *about = site_about(worker->build->site, ledger->id);
  if (about != NULL)
    return g_strdup(about);
  const Edition *edition = in_force != NULL ? revision_edition(in_force, "ja") : NULL;
  if (edition == NULL)
    return NULL;
  /* Its faults are reported when the policy's own pages are made. */
  g_autoptr(Report) elsewhere = report_new();
  Report *own = worker->report;
  worker->report = elsewhere;
  g_autoptr(Text) text = text_read(worker, ledger, edition);
  worker->report = own;
  return text != NULL ? first_sentence(document_summary(text->document)) : NULL;
}

static void put_policy_summary(Worker *worker, const Ledger *ledger)
{
  Day as_of = worker->build->as_of;
  const Revision *in_force = ledger_in_force(ledger, as_of);
  const Revision *scheduled = ledger_scheduled(ledger, as_of);
  g_autofree char *sentence = sentence_of(worker, ledger, in_force);

  values_open(worker->values, NULL);
  put_policy(worker, "policy", ledger);
  if (in_force != NULL)
    put_revision(worker, "in_force", ledger, in_force, "ja");
  if (scheduled != NULL)
    put_revision(worker, "scheduled", ledger, scheduled, "ja");
  values_bool(worker->values, "withdrawn",
              in_force != NULL && in_force->change == CHANGE_WITHDRAWN);
  values_string(worker->values, "sentence", sentence);
  values_close(worker->values);
}

static void put_latest(Worker *worker)
{
  g_autoptr(GArray) changes = syndication_changes(worker->build);

  values_list(worker->values, "latest");
  for (guint i = 0; i < changes->len && i < LATEST_CHANGES; i++) {
    const SiteChange *change = &g_array_index(changes, SiteChange, i);
    const Ledger *ledger = change->plan->ledger;
    const RevisionPair *pair = policy_plan_previous(change->plan, change->revision);
    values_open(worker->values, NULL);
    put_policy(worker, "policy", ledger);
    put_revision(worker, "revision", ledger, change->revision, "ja");
    if (pair != NULL) {
      g_autoptr(GString) address = g_string_new(NULL);
      pair_address(ledger, pair, address);
      put_href(worker, "comparison_href", address->str);
    }
    values_close(worker->values);
  }
  values_close(worker->values);
}

static void render_home(Worker *worker)
{
  const Site *site = worker->build->site;
  g_autofree char *description =
    worker_phrase(worker, site->lang, "description.home", "name", site->name, NULL);
  g_autofree char *jsonld = syndication_organisation(worker->build);
  g_autofree char *title =
    worker_phrase(worker, site->lang, "title.home", "name", site->name, NULL);

  worker_begin(worker, "");
  put_frame(worker, &(Frame){.kind = "home",
                             .title = title,
                             .description = description,
                             .lang = site->lang,
                             .feed_title = site->name,
                             .feed = "feed.xml",
                             .jsonld = jsonld});
  values_list(worker->values, "policies");
  for (guint i = 0; i < site->policies->len; i++)
    put_policy_summary(worker,
                       ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger);
  values_close(worker->values);
  put_latest(worker);
  worker_finish(worker, "home.html", NULL);
}

/* --- 404 --------------------------------------------------------------------------- */

static void render_missing(Worker *worker)
{
  const char *lang = worker->build->site->lang;
  worker_begin(worker, "404.html");
  put_frame(worker, &(Frame){.kind = "404",
                             .title = worker_word(worker, lang, "title.404"),
                             .description = worker_word(worker, lang, "description.404"),
                             .lang = lang,
                             .noindex = true,
                             .from_root = true});
  worker_finish(worker, "404.html", NULL);
}

/* --- where certificates are checked --------------------------------------------------- */

static void put_keys(Worker *worker)
{
  const GPtrArray *keys = worker->build->site->keys;
  values_list(worker->values, "keys");
  for (guint i = 0; i < keys->len; i++) {
    const PublicKey *key = g_ptr_array_index(keys, i);
    values_open(worker->values, NULL);
    values_string(worker->values, "hex", key->hex);
    put_day(worker, "since", key->since);
    values_close(worker->values);
  }
  values_close(worker->values);
}

static void render_verify(Worker *worker)
{
  const char *lang = worker->build->site->lang;
  if (worker->build->site->keys->len == 0)
    return;
  worker_begin(worker, "verify/");
  put_frame(worker, &(Frame){.kind = "verify",
                             .title = worker_word(worker, lang, "verify.title"),
                             .description = worker_word(worker, lang, "verify.lead"),
                             .lang = lang,
                             .noindex = true});
  put_keys(worker);
  worker_finish(worker, "verify.html", NULL);
}

/* --- the rest ------------------------------------------------------------------------ */

typedef struct {
  Report *report;
  const char *file;
} Sheet;

static void on_foreign(const char *address, int line, void *data)
{
  const Sheet *sheet = data;
  report_add(sheet->report, DIAG_STYLE_FOREIGN, place_at(sheet->file, line, 0), address, NULL);
}

/* Read in another character set, a style sheet could say what was not checked. */
static bool is_utf8(const char *css, gsize length)
{
  static const char names[] = "@charset", good[] = "@charset \"utf-8\";";
  if (!g_utf8_validate(css, (gssize)length, NULL))
    return false;
  if (length < strlen(names) || g_ascii_strncasecmp(css, names, strlen(names)) != 0)
    return true;
  return length >= strlen(good) && g_ascii_strncasecmp(css, good, strlen(good)) == 0;
}

/* No style sheet calls another host: a visitor's reading is known to nobody else. */
static void check_sheet(Worker *worker, const char *asset, const char *css, gsize length)
{
  g_autofree char *file = g_strconcat("theme/", asset, NULL);
  g_autofree char *ending = g_ascii_strdown(asset, -1);
  if (!g_str_has_suffix(ending, ".css"))
    return;
  if (!is_utf8(css, length))
    report_add(worker->report, DIAG_STYLE_ENCODING, place_at(file, 0, 0), NULL);
  else
    style_foreign(css, length, on_foreign, &(Sheet){worker->report, file});
}

/* The same file in every tree: each can be served by itself. */
static void put_asset(Worker *worker, const char *file, const char *bytes, gsize length)
{
  static const char *const trees[] = {"", TREE_STAFF, TREE_OFFICE};
  guint count = worker->build->site->modules->len > 0 ? G_N_ELEMENTS(trees) : 1;
  for (guint i = 0; i < count; i++) {
    g_autofree char *path = g_strconcat(trees[i], file, NULL);
    worker_put(worker, path, bytes, length);
  }
}

static void render_assets(Worker *worker)
{
  const Theme *theme = worker->build->theme;
  const Site *site = worker->build->site;
  for (guint i = 0; i < theme_asset_count(theme); i++) {
    gsize length = 0;
    const char *bytes = theme_asset_bytes(theme, i, &length);
    g_autofree char *file = g_strconcat("assets/", theme_asset_name(theme, i), NULL);
    check_sheet(worker, file, bytes, length);
    put_asset(worker, file, bytes, length);
  }
  g_autofree char *css =
    colour_css(site->key_colour, place_at("content/site.lua", site->line, 0), worker->report);
  if (css != NULL)
    put_asset(worker, "assets/colour.css", css, strlen(css));
}

void render_site(Worker *worker)
{
  render_drafts(worker);
  render_home(worker);
  render_missing(worker);
  render_verify(worker);
  render_training(worker);
  render_assets(worker);
  render_site_feed(worker);
  render_sitemap(worker);
  render_robots(worker);
  render_built(worker);
}
