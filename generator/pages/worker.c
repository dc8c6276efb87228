#include "pages/worker.h"

#include "base/text.h"
#include "markup/html.h"
#include "pages/address.h"
#include "pages/output.h"

#include <string.h>

static void day_text_free(gpointer data)
{
  DayText *text = data;
  g_free(text->iso);
  g_free(text->wareki);
  g_free(text->both);
  g_free(text->english);
  g_free(text);
}

Worker *worker_new(const Build *build, Report *report)
{
  Worker *worker = g_new0(Worker, 1);
  worker->build = build;
  worker->stage = stage_new(build->theme, report);
  worker->unstaged = worker->stage == NULL;
  worker->values = values_new();
  worker->inspector = inspector_new();
  worker->comparer = comparer_new();
  worker->report = report_new();
  worker->links = links_new();
  worker->tree = "";
  worker->days = g_hash_table_new_full(NULL, NULL, NULL, day_text_free);
  worker->made = g_array_new(FALSE, FALSE, sizeof(Made));
  worker->page = g_string_sized_new(64 * 1024);
  worker->body = g_string_sized_new(32 * 1024);
  worker->rows = g_string_sized_new(32 * 1024);
  worker->href = g_string_sized_new(256);
  return worker;
}

void worker_forget_made(Worker *worker)
{
  for (guint i = 0; i < worker->made->len; i++)
    g_free((char *)g_array_index(worker->made, Made, i).file.file);
  g_array_set_size(worker->made, 0);
}

void worker_free(Worker *worker)
{
  if (worker == NULL)
    return;
  worker_forget_made(worker);
  g_array_unref(worker->made);
  GString *buffers[] = {worker->page, worker->body, worker->rows, worker->href};
  for (guint i = 0; i < G_N_ELEMENTS(buffers); i++)
    g_string_free(buffers[i], TRUE);
  g_free(worker->at);
  g_clear_pointer(&worker->places, g_hash_table_unref);
  stage_free(worker->stage);
  values_free(worker->values);
  inspector_free(worker->inspector);
  comparer_free(worker->comparer);
  report_free(worker->report);
  links_free(worker->links);
  g_hash_table_unref(worker->days);
  g_free(worker);
}

const char *worker_word(const Worker *worker, const char *lang, const char *key)
{
  const char *word = theme_string(worker->build->theme, lang, key);
  if (word == key)
    report_add(worker->report, DIAG_THEME_WORD_MISSING, place_none(), key, NULL);
  return word;
}

/* The value that goes with a name in the pairs that follow `key`; NULL: none does. */
static const char *value_of(const char *name, gsize length, va_list pairs)
{
  for (const char *given; (given = va_arg(pairs, const char *)) != NULL;) {
    const char *value = va_arg(pairs, const char *);
    if (strlen(given) == length && memcmp(given, name, length) == 0)
      return value;
  }
  return NULL;
}

char *worker_phrase(const Worker *worker, const char *lang, const char *key, ...)
{
  const char *rest = worker_word(worker, lang, key), *open, *close;
  g_autoptr(GString) out = g_string_sized_new(256);

  while ((open = strchr(rest, '{')) != NULL && (close = strchr(open, '}')) != NULL) {
    va_list pairs;
    va_start(pairs, key);
    const char *value = value_of(open + 1, (gsize)(close - open - 1), pairs);
    va_end(pairs);
    text_append(out, rest, (gsize)((value != NULL ? open : close + 1) - rest));
    if (value != NULL)
      text_append(out, value, strlen(value));
    rest = close + 1;
  }
  text_append(out, rest, strlen(rest));
  return g_string_free(g_steal_pointer(&out), FALSE);
}

void worker_begin(Worker *worker, const char *address)
{
  worker_begin_in(worker, "", address);
}

void worker_begin_in(Worker *worker, const char *tree, const char *address)
{
  worker->tree = tree;
  g_free(worker->at);
  worker->at = g_strdup(address);
  g_clear_pointer(&worker->places, g_hash_table_unref);
  values_clear(worker->values);
}

/* --- a text's links ------------------------------------------------------- */

typedef struct {
  Worker *worker;
  const PageText *text;
  GString *address;
} Linking;

/* A link may name the Markdown source ("accessibility.md"), as people write it
 * who read the sources on a forge; it then leads to the page made of it. */
static bool follow_source(const Linking *linking, const char *target, char **fragment)
{
  g_autofree char *folder = g_path_get_dirname(document_name(linking->text->document));
  g_autofree char *base = g_strconcat(folder, "/", NULL);
  gsize path = strcspn(target, "?#");
  if (path < 3 || strncmp(target + path - 3, ".md", 3) != 0)
    return false;
  if (!address_follow(base, target, linking->address, fragment))
    return false;
  g_autofree char *address = plan_address_of(linking->worker->build->plan, linking->address->str);
  if (address == NULL) {
    g_clear_pointer(fragment, g_free);
    return false;
  }
  g_string_assign(linking->address, address);
  return true;
}

static void append_encoded(GString *out, const char *address)
{
  g_string_append_uri_escaped(out, address, "/!$&'()*+,;=:@", FALSE);
}

/* Whether markup has reported the target (LINK_SCHEME). */
static bool is_refused(const char *target)
{
  static const char *const schemes[] = {"https:", "mailto:", "tel:"};
  for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
    if (g_ascii_strncasecmp(target, schemes[i], strlen(schemes[i])) == 0)
      return false;
  return !address_is_internal(target);
}

/* Texts are written as if read at their own address ("privacy/"); the same text
 * stands at others too (a permalink, an edition), where the way is longer. */
static bool write_link(const char *target, bool image, GString *url, gpointer data)
{
  Linking *linking = data;
  g_autofree char *fragment = NULL;
  (void)image;

  if (is_refused(target)) {
    g_string_assign(url, "#"); /* told with its place in the text: not again for the page */
    return true;
  }
  if (!address_is_internal(target) || *target == '#' || *target == '\0')
    return false;
  if (!follow_source(linking, target, &fragment)) {
    if (strcmp(linking->text->base, linking->worker->at) == 0)
      return false;
    if (!address_follow(linking->text->base, target, linking->address, &fragment))
      return false;
  }
  address_root(linking->worker->at, url);
  append_encoded(url, linking->address->str);
  if (fragment != NULL) {
    g_string_append_c(url, '#');
    append_encoded(url, fragment);
  }
  return true;
}

void worker_body(Worker *worker, const PageText *text, const char *lang, bool skip_title)
{
  g_autoptr(GString) address = g_string_new(NULL);
  Linking linking = {worker, text, address};
  HtmlOptions options = {
    .heading_shift = skip_title ? 0 : 1,
    .skip_title = skip_title,
    .anchor_label = worker_word(worker, lang, "anchor.label"),
    .link = write_link,
    .link_data = &linking,
  };
  g_string_truncate(worker->body, 0);
  document_html(text->document, &options, worker->body);
}

/* --- checking a page's links ---------------------------------------------- */

/* The links of the text by what became of them on the page, the first of each. A text may
 * hold twenty thousand that are broken: looking through them all for each takes minutes. */
static GHashTable *places_of(Worker *worker, const PageText *text)
{
  if (worker->places != NULL)
    return worker->places;
  g_autoptr(GString) address = g_string_new(NULL);
  g_autoptr(GString) url = g_string_new(NULL);
  Linking linking = {worker, text, address};

  worker->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < document_link_count(text->document); i++) {
    const Link *link = document_link(text->document, i);
    g_string_truncate(url, 0);
    if (!write_link(link->target, link->image, url, &linking))
      text_escape_href(url, link->target, -1);
    if (!g_hash_table_contains(worker->places, url->str))
      g_hash_table_insert(worker->places, g_strdup(url->str), (gpointer)link);
  }
  return worker->places;
}

/* The place in the text where a link stands that became *href on the page, which then
 * becomes the link as it was written; no place where no text has it. */
static Place place_of_link(Worker *worker, const PageText *text, const char **href)
{
  if (text == NULL || text->document == NULL)
    return place_none();
  const Link *link = g_hash_table_lookup(places_of(worker, text), *href);
  if (link == NULL)
    return place_none();
  *href = link->target;
  return place_at(document_name(text->document), link->line, link->column);
}

/* A link that stands in no text comes from a template and so stands on page after
 * page: it is told without the page, which makes all its reports one. */
static void report_frame_link(Worker *worker, const char *file, const char *id)
{
  if (id != NULL)
    report_add(worker->report, DIAG_FRAME_ANCHOR_BROKEN, place_none(), file, id, NULL);
  else
    report_add(worker->report, DIAG_FRAME_LINK_BROKEN, place_none(), file, NULL);
}

/* `file`: where the link leads; `id`: the place that it lacks, NULL where there is no
 * such file. */
static void report_link(Worker *worker, const PageText *text, const char *href, const char *file,
                        const char *id)
{
  Place place = place_of_link(worker, text, &href);
  if (place.file == NULL)
    report_frame_link(worker, file, id);
  else if (id != NULL)
    report_add(worker->report, *href == '#' ? DIAG_ANCHOR_BROKEN_HERE : DIAG_ANCHOR_BROKEN, place,
               href, id, NULL);
  else
    report_add(worker->report, DIAG_LINK_BROKEN, place, href, NULL);
}

static void check_link(Worker *worker, const PageText *text, const char *href, GString *address)
{
  g_autofree char *fragment = NULL;

  if (!address_is_internal(href))
    return;
  if (*href == '#') {
    bool encoded = strchr(href, '%') != NULL;
    g_autofree char *decoded = encoded ? g_uri_unescape_string(href + 1, NULL) : NULL;
    const char *id = encoded ? decoded : href + 1;
    if (href[1] != '\0' && (id == NULL || !inspector_has_id(worker->inspector, id)))
      report_link(worker, text, href, worker->at, id != NULL ? id : href + 1);
    return;
  }
  /* 404.html is shown at any depth, so its links begin at the site's own root. */
  const char *root = worker->build->base_path;
  const char *target =
    *href == '/' && g_str_has_prefix(href, root) ? href + strlen(root) - 1 : href;
  bool followed = address_follow(worker->at, target, address, &fragment);
  if (followed) {
    if (address->len == 0 || address->str[address->len - 1] == '/')
      g_string_append(address, "index.html");
    g_string_prepend(address, worker->tree);
    followed = plan_has(worker->build->plan, address->str);
  }
  if (!followed && !site_is_unread(worker->build->site, address->str))
    report_link(worker, text, href, address->str, NULL);
  else if (followed && fragment != NULL) {
    Place place = place_of_link(worker, text, &href);
    links_await(worker->links, address->str, fragment, place.file != NULL ? href : address->str,
                place);
  }
}

static void check_links(Worker *worker, const PageText *text)
{
  for (guint i = 0; i < inspector_link_count(worker->inspector); i++)
    check_link(worker, text, inspector_link(worker->inspector, i), worker->href);
  g_clear_pointer(&worker->places, g_hash_table_unref); /* its text may go now */
}

void worker_check_links(Worker *worker, const PageText *text)
{
  const Document *document = text->document;
  g_autoptr(GString) url = g_string_new(NULL);
  Linking linking = {worker, text, worker->href};

  for (guint i = 0; i < document_link_count(document); i++) {
    const Link *link = document_link(document, i);
    g_string_truncate(url, 0);
    if (!write_link(link->target, link->image, url, &linking))
      g_string_assign(url, link->target);
    if (*url->str != '#')
      check_link(worker, text, url->str, worker->href);
    else if (url->len > 1 && document_find_clause(document, url->str + 1) == NULL)
      report_add(worker->report, DIAG_ANCHOR_BROKEN_HERE,
                 place_at(document_name(document), link->line, link->column), url->str,
                 url->str + 1, NULL);
  }
  g_clear_pointer(&worker->places, g_hash_table_unref);
}

/* --- putting files -------------------------------------------------------- */

/* Whether a page that is already there has an id that the new one lacks. */
static bool loses_id(Worker *worker, const char *path)
{
  gsize length = 0;
  g_autofree char *old = outbox_read(worker->build->outbox, path, &length);
  if (old == NULL)
    return false;
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) ignored = report_new();
  inspect_page(inspector, old, length, path, NULL, ignored);
  for (guint i = 0; i < inspector_id_count(inspector); i++)
    if (!inspector_has_id(worker->inspector, inspector_id(inspector, i)))
      return true;
  return false;
}

static void put(Worker *worker, const char *file, const char *bytes, gsize length, bool page,
                bool offers)
{
  Made made = {.file = {.file = g_strdup(file), .job = worker->job, .page = page}};
  Outbox *outbox = worker->build->outbox;
  if (outbox != NULL) {
    g_autofree char *path = output_path(file);
    made.lost = offers && worker->build->keeps && loses_id(worker, path);
    outbox_put(outbox, path, bytes, length, &made.file.stamp, worker->report);
  }
  g_array_append_val(worker->made, made);
}

void worker_put(Worker *worker, const char *file, const char *bytes, gsize length)
{
  put(worker, file, bytes, length, false, false);
}

/* A template that ran out of steps or memory would do so on page after page, and each
 * time it takes long: the first is told, and no page is staged after it. */
static bool stage_page(Worker *worker, const char *template, const char *file)
{
  g_string_truncate(worker->page, 0);
  if (worker->unstaged)
    return false;
  if (stage_render(worker->stage, template, worker->values, worker->page, file, worker->report))
    return true;
  worker->stopped_at = report_count(worker->report) - 1;
  worker->stopped_by = worker->job;
  DiagCode code = report_get(worker->report, worker->stopped_at)->code;
  worker->unstaged = code == DIAG_TEMPLATE_ENDLESS || code == DIAG_TEMPLATE_MEMORY;
  return false;
}

/* What is wrong with a text has been told with its line there; the page made of it
 * would tell the same again with a line of HTML that nobody has written. */
static void inspect(Worker *worker, const char *file, const PageText *text)
{
  bool own = text != NULL && text->document != NULL;
  g_autoptr(Report) told = own && text->faulty ? report_new() : NULL;
  inspect_page(worker->inspector, worker->page->str, worker->page->len, file,
               own ? document_name(text->document) : NULL, told != NULL ? told : worker->report);
}

void worker_finish(Worker *worker, const char *template, const PageText *text)
{
  g_autoptr(GString) file = g_string_new(worker->tree);
  if (g_str_has_suffix(worker->at, ".html"))
    g_string_append(file, worker->at);
  else
    address_file(worker->at, file);

  if (!stage_page(worker, template, file->str))
    return;
  inspect(worker, file->str, text);
  check_links(worker, text);

  /* Only pages with a text of their own are often linked to at a place inside; of the
   * others the file is looked into, unless none is written. */
  if (text != NULL || worker->build->outbox == NULL) {
    links_made(worker->links, file->str);
    for (guint i = 0; i < inspector_id_count(worker->inspector); i++)
      links_offer(worker->links, file->str, inspector_id(worker->inspector, i));
  }
  put(worker, file->str, worker->page->str, worker->page->len, true, text != NULL);
}
