#include "pages/site.h"

#include "base/text.h"
#include "script/data.h"

#include <string.h>

/* A site.lua is a page of text; more is a mistake. */
enum { SITE_FILE_LIMIT = 1024 * 1024 };

#define DEFAULT_COLOUR "#0017c1"

static const DataField menu_fields[] = {
  {"title", DATA_STRING, true, NULL},
  {"href", DATA_STRING, true, NULL},
  {0},
};

static const DataField about_fields[] = {
  {"policy", DATA_STRING, true, NULL},
  {"text", DATA_STRING, true, NULL},
  {0},
};

static const DataField place_fields[] = {
  {"name", DATA_STRING, true, NULL},  {"policy", DATA_STRING, true, NULL},
  {"part", DATA_STRING, false, NULL}, {"paper", DATA_STRING, false, NULL},
  {"size", DATA_STRING, false, NULL}, {0},
};

static const DataField site_fields[] = {
  {"name", DATA_STRING, true, NULL},
  {"short", DATA_STRING, false, NULL},
  {"postal", DATA_STRING, false, NULL},
  {"address", DATA_STRING, false, NULL},
  {"tel", DATA_STRING, false, NULL},
  {"fax", DATA_STRING, false, NULL},
  {"hours", DATA_STRING, false, NULL},
  {"email", DATA_STRING, false, NULL},
  {"lang", DATA_STRING, false, NULL},
  {"timezone", DATA_STRING, false, NULL},
  {"base_url", DATA_STRING, false, NULL},
  {"training_url", DATA_STRING, false, NULL},
  {"key_colour", DATA_STRING, false, NULL},
  {"about", DATA_LIST, false, about_fields},
  {"two_persons", DATA_BOOL, false, NULL},
  {"deploy", DATA_LIST, false, NULL},
  {"menu", DATA_LIST, false, menu_fields},
  {"places", DATA_LIST, false, place_fields},
  {0},
};

static const DataForm site_forms[] = {{"site", site_fields}, {0}};

static void menu_item_free(gpointer data)
{
  MenuItem *item = data;
  g_free(item->title);
  g_free(item->href);
  g_free(item);
}

static void about_free(gpointer data)
{
  About *about = data;
  g_free(about->policy);
  g_free(about->text);
  g_free(about);
}

static void place_free(gpointer data)
{
  PostingPlace *place = data;
  char *strings[] = {place->name, place->policy, place->part, place->paper, place->size};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_free(place);
}

static void page_source_free(gpointer data)
{
  PageSource *page = data;
  g_free(page->source);
  g_free(page->url);
  g_free(page);
}

void policy_source_free(gpointer data)
{
  PolicySource *policy = data;
  g_free(policy->folder);
  ledger_free(policy->ledger);
  g_free(policy);
}

void site_free(Site *site)
{
  if (site == NULL)
    return;
  char *strings[] = {site->root,         site->name,      site->short_name, site->postal,
                     site->address,      site->tel,       site->fax,        site->hours,
                     site->email,        site->lang,      site->timezone,   site->base_url,
                     site->training_url, site->key_colour};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_strfreev(site->deploy);
  g_ptr_array_unref(site->menu);
  g_ptr_array_unref(site->about);
  g_ptr_array_unref(site->places);
  g_ptr_array_unref(site->pages);
  g_ptr_array_unref(site->policies);
  g_ptr_array_unref(site->modules);
  g_ptr_array_unref(site->drafts);
  g_ptr_array_unref(site->unread);
  g_ptr_array_unref(site->keys);
  g_free(site);
}

bool site_is_unread(const Site *site, const char *address)
{
  if (g_str_has_prefix(address, "now/"))
    address += strlen("now/");
  gsize length = strcspn(address, "/");
  for (guint i = 0; i < site->unread->len; i++) {
    const char *name = g_ptr_array_index(site->unread, i);
    if (strlen(name) == length && strncmp(name, address, length) == 0)
      return true;
  }
  return false;
}

bool site_name_reserved(const char *name)
{
  static const char *const reserved[] = {"now",      "assets",    "verify",      "index.html",
                                         "404.html", "404",       "sitemap.xml", "robots.txt",
                                         "feed.xml", "built.json"};
  for (guint i = 0; i < G_N_ELEMENTS(reserved); i++)
    if (strcmp(name, reserved[i]) == 0)
      return true;
  return false;
}

guint64 site_frame_hash(const Site *site)
{
  guint64 hash = site->policies->len;
  for (guint i = 0; i < site->policies->len; i++) {
    const Ledger *ledger = ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger;
    hash = hash * 1099511628211ULL ^ g_str_hash(ledger->id);
    hash = hash * 1099511628211ULL ^ g_str_hash(ledger->title);
  }
  return hash;
}

const PolicySource *site_policy(const Site *site, const char *id)
{
  for (guint i = 0; id != NULL && i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (strcmp(policy->ledger->id, id) == 0)
      return policy;
  }
  return NULL;
}

const char *site_about(const Site *site, const char *policy)
{
  for (guint i = 0; i < site->about->len; i++) {
    const About *about = g_ptr_array_index(site->about, i);
    if (strcmp(about->policy, policy) == 0)
      return about->text;
  }
  return NULL;
}

static void read_about(Site *site, const DataTable *table)
{
  for (guint i = 0; i < data_list_length(table, "about"); i++) {
    const DataTable *entry = data_list_table(table, "about", i);
    About *about = g_new0(About, 1);
    about->policy = g_strdup(data_string(entry, "policy"));
    about->text = g_strdup(data_string(entry, "text"));
    g_ptr_array_add(site->about, about);
  }
}

static char *string_or(const DataTable *table, const char *name, const char *otherwise)
{
  const char *value = data_string(table, name);
  return g_strdup(value != NULL ? value : otherwise);
}

/* A place is called by its name, in records and by `kaitei print --posted`. */
static bool place_known(const Site *site, const char *name)
{
  for (guint i = 0; i < site->places->len; i++)
    if (strcmp(((const PostingPlace *)g_ptr_array_index(site->places, i))->name, name) == 0)
      return true;
  return false;
}

static void read_places(Site *site, const DataTable *table, const char *named, int line,
                        Report *report)
{
  static const char *const papers[] = {"notice", "large-print", "poster", NULL};
  static const char *const sizes[] = {"A4", "A3", NULL};

  for (guint i = 0; i < data_list_length(table, "places"); i++) {
    const DataTable *entry = data_list_table(table, "places", i);
    PostingPlace *place = g_new0(PostingPlace, 1);
    place->name = g_strdup(data_string(entry, "name"));
    place->policy = g_strdup(data_string(entry, "policy"));
    place->part = string_or(entry, "part", NULL);
    place->paper = string_or(entry, "paper", "notice");
    place->size = string_or(entry, "size", strcmp(place->paper, "poster") == 0 ? "A3" : "A4");
    const char *wrong = text_is_blank(place->name) || !text_is_line(place->name) ? "name"
                        : place_known(site, place->name)                         ? "name"
                        : !g_strv_contains(papers, place->paper)                 ? "paper"
                        : strcmp(place->paper, "poster") == 0 && strcmp(place->size, "A3") != 0
                          ? "size"
                        : !g_strv_contains(sizes, place->size) ? "size"
                                                               : NULL;
    if (wrong != NULL)
      report_add(report, DIAG_SITE_PLACE, place_at(named, line, 0), place->name, wrong, NULL);
    g_ptr_array_add(site->places, place);
  }
}

static char **read_list(const DataTable *table, const char *name)
{
  guint count = data_list_length(table, name);
  char **list = count > 0 ? g_new0(char *, count + 1) : NULL;
  for (guint i = 0; i < count; i++)
    list[i] = g_strdup(data_list_string(table, name, i));
  return list;
}

static void read_menu(Site *site, const DataTable *table)
{
  for (guint i = 0; i < data_list_length(table, "menu"); i++) {
    const DataTable *entry = data_list_table(table, "menu", i);
    MenuItem *item = g_new0(MenuItem, 1);
    item->title = g_strdup(data_string(entry, "title"));
    item->href = g_strdup(data_string(entry, "href"));
    g_ptr_array_add(site->menu, item);
  }
}

static bool has_control(const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl(*text))
      return true;
  return false;
}

#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

/* An absolute https (or http) address; a slash is put at its end. */
static char *read_base_url(const DataTable *table, const char *named, int line, Report *report)
{
  const char *url = data_string(table, "base_url");
  if (url == NULL || *url == '\0')
    return NULL;
  g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
  bool web = uri != NULL && (strcmp(g_uri_get_scheme(uri), "https") == 0 ||
                             strcmp(g_uri_get_scheme(uri), "http") == 0);
  /* It goes into attributes, feeds and robots.txt: what must be encoded is refused. */
  if (!web || strpbrk(url, " \"<>\\^`{|}") != NULL || has_control(url) ||
      g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0' || g_uri_get_query(uri) != NULL ||
      g_uri_get_fragment(uri) != NULL) {
    report_add(report, DIAG_SITE_BASE_URL, place_at(named, line, 0), url, NULL);
    return NULL;
  }
  return g_str_has_suffix(url, "/") ? g_strdup(url) : g_strconcat(url, "/", NULL);
}

char *training_address(const char *given, Place place, Report *report)
{
  g_autoptr(GUri) uri = g_uri_parse(given, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme(uri) : "";
  const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;
  const char *path = uri != NULL ? g_uri_get_path(uri) : "";
  bool here = host != NULL && (strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0);
  bool safe = strcmp(scheme, "https") == 0 || (here && strcmp(scheme, "http") == 0);

  if (!safe || host == NULL || strspn(host, HOST_CHARACTERS) != strlen(host) || *host == '\0' ||
      g_uri_get_userinfo(uri) != NULL || g_uri_get_query(uri) != NULL ||
      g_uri_get_fragment(uri) != NULL || (*path != '\0' && strcmp(path, "/") != 0)) {
    report_add(report, DIAG_SITE_TRAINING_URL, place, given, NULL);
    return NULL;
  }
  g_autofree char *small = g_ascii_strdown(host, -1);
  int port = g_uri_get_port(uri);
  int usual = strcmp(scheme, "https") == 0 ? 443 : 80;
  return port < 0 || port == usual ? g_strdup_printf("%s://%s", scheme, small)
                                   : g_strdup_printf("%s://%s:%d", scheme, small, port);
}

static char *read_training_url(const DataTable *table, const char *named, int line, Report *report)
{
  const char *url = data_string(table, "training_url");
  return url != NULL && *url != '\0' ? training_address(url, place_at(named, line, 0), report)
                                     : NULL;
}

static char *read_timezone(const DataTable *table, const char *named, int line, Report *report)
{
  const char *name = data_string(table, "timezone");
  if (name == NULL)
    return g_strdup("Asia/Tokyo");
  GTimeZone *zone = g_time_zone_new_identifier(name);
  if (zone == NULL)
    report_add(report, DIAG_SITE_TIMEZONE, place_at(named, line, 0), name, NULL);
  else
    g_time_zone_unref(zone);
  return g_strdup(name);
}

/* A tag in the manner of BCP 47: it becomes the lang of every page. */
static char *read_lang(const DataTable *table, const char *named, int line, Report *report)
{
  const char *lang = data_string(table, "lang");
  if (lang == NULL || g_regex_match_simple("\\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\z", lang, 0, 0))
    return g_strdup(lang != NULL ? lang : "ja");
  report_add(report, DIAG_SITE_LANG, place_at(named, line, 0), lang, NULL);
  return g_strdup("ja");
}

static void read_fields(Site *site, const DataCall *call, const char *named, Report *report)
{
  const DataTable *table = call->table;
  site->name = string_or(table, "name", "");
  site->short_name = string_or(table, "short", site->name);
  site->postal = string_or(table, "postal", NULL);
  site->address = string_or(table, "address", NULL);
  site->tel = string_or(table, "tel", NULL);
  site->fax = string_or(table, "fax", NULL);
  site->hours = string_or(table, "hours", NULL);
  site->email = string_or(table, "email", NULL);
  site->line = call->line;
  site->lang = read_lang(table, named, call->line, report);
  site->key_colour = string_or(table, "key_colour", DEFAULT_COLOUR);
  site->deploy = read_list(table, "deploy");
  site->two_persons = data_bool(table, "two_persons", false);
  site->timezone = read_timezone(table, named, call->line, report);
  site->base_url = read_base_url(table, named, call->line, report);
  site->training_url = read_training_url(table, named, call->line, report);
  read_menu(site, table);
  read_about(site, table);
  read_places(site, table, named, call->line, report);
}

/* So that the rest of the sources can be checked as well. */
static void stand_in(Site *site)
{
  site->name = g_strdup("?");
  site->short_name = g_strdup("?");
  site->lang = g_strdup("ja");
  site->timezone = g_strdup("Asia/Tokyo");
  site->key_colour = g_strdup(DEFAULT_COLOUR);
}

static bool read_site_file(Site *site, Report *report)
{
  static const char named[] = "content/site.lua";
  g_autofree char *path = g_build_filename(site->root, named, NULL);
  gsize length = 0;
  g_autofree char *bytes = file_read(path, named, SITE_FILE_LIMIT, &length, report);
  if (bytes == NULL)
    return false;
  g_autofree char *text = text_normalise(bytes, length, named, NULL, report);
  if (text == NULL)
    return false;
  g_autoptr(DataFile) file = data_file_run(text, named, site_forms, report);
  if (file == NULL)
    return false;
  if (data_file_count(file) != 1) {
    report_add(report, DIAG_SITE_NOT_ONE, place_at(named, 0, 0), NULL);
    return false;
  }
  read_fields(site, data_file_call(file, 0), named, report);
  return true;
}

/* A page's address is its path, so a part of it must not be empty or hidden,
 * and its first part must not be one that kaitei's own pages use. */
static bool page_name_fits(const char *path, const char *source, Report *report)
{
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  if (site_name_reserved(parts[0])) {
    report_add(report, DIAG_PAGE_RESERVED, place_at(source, 0, 0), parts[0], NULL);
    return false;
  }
  if (!g_utf8_validate(path, -1, NULL) || strpbrk(path, "\\?#%") != NULL || has_control(path)) {
    g_autofree char *shown = g_utf8_make_valid(source, -1);
    report_add(report, DIAG_PAGE_NAME, place_at(shown, 0, 0), NULL);
    return false;
  }
  return true;
}

static void add_page(Site *site, const FoundFile *file, Report *report)
{
  const char *path = file->path + strlen("pages/");
  g_autofree char *source = g_strconcat("content/", file->path, NULL);
  g_autofree char *name = g_strndup(path, strlen(path) - strlen(".md"));
  if (!page_name_fits(name, source, report))
    return;
  PageSource *page = g_new0(PageSource, 1);
  page->url = g_strconcat(name, "/", NULL);
  page->source = g_steal_pointer(&source);
  g_ptr_array_add(site->pages, page);
}

static void add_policy(Site *site, const FoundFile *file, Report *report)
{
  g_autofree char *path = g_strconcat("content/", file->path, NULL);
  Ledger *ledger = ledger_read(site->root, path, report);
  if (ledger == NULL) {
    g_ptr_array_add(site->unread, g_strndup(file->path, strcspn(file->path, "/")));
    return;
  }
  PolicySource *policy = g_new0(PolicySource, 1);
  policy->folder = g_path_get_dirname(path);
  policy->ledger = ledger;
  g_ptr_array_add(site->policies, policy);
}

/* A folder of quizzes/ that holds a module.lua. */
static void add_module(Site *site, const char *path)
{
  const char *name = path + strlen(SITE_QUIZZES);
  const char *slash = strchr(name, '/');
  if (slash != NULL && strcmp(slash, "/module.lua") == 0)
    g_ptr_array_add(site->modules, g_strdup_printf("quizzes/%.*s", (int)(slash - name), name));
}

static bool is_draft(const char *name)
{
  return g_str_has_prefix(name, "policy.") && g_str_has_suffix(name, ".md") &&
         strchr(name, '/') == NULL;
}

/* content/pages/ holds the plain pages; every other folder of content/ that
 * holds a ledger is a policy. */
static void take_sources(Site *site, const GPtrArray *sources, Report *report)
{
  for (guint i = 0; i < sources->len; i++) {
    const FoundFile *file = g_ptr_array_index(sources, i);
    const char *slash = strchr(file->path, '/');
    if (slash == NULL)
      continue;
    if (g_str_has_prefix(file->path, SITE_QUIZZES)) {
      add_module(site, file->path);
    } else if (g_str_has_prefix(file->path, "pages/")) {
      if (g_str_has_suffix(slash + 1, ".md"))
        add_page(site, file, report);
    } else if (strcmp(slash + 1, "ledger.lua") == 0) {
      add_policy(site, file, report);
    } else if (is_draft(slash + 1)) {
      g_ptr_array_add(site->drafts, g_strconcat("content/", file->path, NULL));
    }
  }
}

/* A policy and a page must not claim the same address. */
static void check_addresses(const Site *site, Report *report)
{
  g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (site_name_reserved(policy->ledger->id))
      report_add(report, DIAG_PAGE_RESERVED, place_at(policy->ledger->path, 0, 0),
                 policy->ledger->id, NULL);
    g_hash_table_add(ids, policy->ledger->id);
  }
  for (guint i = 0; i < site->pages->len; i++) {
    const PageSource *page = g_ptr_array_index(site->pages, i);
    g_autofree char *first = g_strndup(page->url, strcspn(page->url, "/"));
    if (g_hash_table_contains(ids, first))
      report_add(report, DIAG_PAGE_IS_POLICY, place_at(page->source, 0, 0), first, NULL);
  }
}

/* A policy must not leave the site in silence because its ledger is mislaid. */
static void check_ledgers(const Site *site, const GPtrArray *sources, Report *report)
{
  for (guint i = 0; i < site->drafts->len; i++) {
    const char *draft = g_ptr_array_index(site->drafts, i);
    g_autofree char *folder = g_path_get_dirname(draft + strlen("content/"));
    g_autofree char *ledger = g_build_filename(folder, "ledger.lua", NULL);
    bool found = false;
    for (guint j = 0; j < sources->len && !found; j++)
      found = strcmp(((const FoundFile *)g_ptr_array_index(sources, j))->path, ledger) == 0;
    if (!found && g_str_has_suffix(draft, "/policy.md"))
      report_add(report, DIAG_POLICY_WITHOUT_LEDGER, place_at(draft, 0, 0), ledger, NULL);
  }
}

/* A place that shows a policy which is not there shows nothing, and nobody would notice. */
static void check_places(const Site *site, Report *report)
{
  for (guint i = 0; i < site->places->len; i++) {
    const PostingPlace *place = g_ptr_array_index(site->places, i);
    if (!site_is_unread(site, place->policy) && site_policy(site, place->policy) == NULL)
      report_add(report, DIAG_SITE_PLACE_POLICY, place_at("content/site.lua", site->line, 0),
                 place->name, place->policy, NULL);
  }
}

static int by_path(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const FoundFile *const *)a)->path, (*(const FoundFile *const *)b)->path);
}

/* The files of the modules, as if seen from content/. What lies in quizzes/ itself, and the
 * forms that were printed, make no page. */
static void add_quizzes(GPtrArray *sources, const char *root, Report *report)
{
  g_autofree char *quizzes = g_build_filename(root, "quizzes", NULL);
  g_autoptr(GPtrArray) found = files_walk(quizzes, "quizzes", NULL, report);
  g_ptr_array_set_free_func(found, NULL);
  for (guint i = 0; i < found->len; i++) {
    FoundFile *file = g_ptr_array_index(found, i);
    const char *slash = strchr(file->path, '/');
    if (slash == NULL || strchr(slash + 1, '/') != NULL) {
      g_free(file->path);
      g_free(file);
      continue;
    }
    char *path = g_strconcat(SITE_QUIZZES, file->path, NULL);
    g_free(file->path);
    file->path = path;
    g_ptr_array_add(sources, file);
  }
  g_ptr_array_sort(sources, by_path);
}

GPtrArray *site_sources(const char *root, Report *report)
{
  g_autofree char *content = g_build_filename(root, "content", NULL);
  GPtrArray *sources = files_walk(content, "content", NULL, report);
  add_quizzes(sources, root, report);
  return sources;
}

Site *site_read(const char *root, const GPtrArray *sources, Report *report)
{
  g_autoptr(Site) site = g_new0(Site, 1);
  site->root = g_strdup(root);
  site->menu = g_ptr_array_new_with_free_func(menu_item_free);
  site->about = g_ptr_array_new_with_free_func(about_free);
  site->places = g_ptr_array_new_with_free_func(place_free);
  site->pages = g_ptr_array_new_with_free_func(page_source_free);
  site->policies = g_ptr_array_new_with_free_func(policy_source_free);
  site->modules = g_ptr_array_new_with_free_func(g_free);
  site->drafts = g_ptr_array_new_with_free_func(g_free);
  site->unread = g_ptr_array_new_with_free_func(g_free);

  bool good = read_site_file(site, report);
  g_autofree char *path = g_build_filename(root, "content/site.lua", NULL);
  FileStamp stamp;
  if (!good && !file_stamp(path, &stamp))
    return NULL;
  if (!good)
    stand_in(site);
  take_sources(site, sources, report);
  check_addresses(site, report);
  check_ledgers(site, sources, report);
  check_places(site, report);
  site->keys = public_keys_read(root, report);
  if (site->keys == NULL)
    site->keys = g_ptr_array_new();
  return g_steal_pointer(&site);
}
