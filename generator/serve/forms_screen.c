/* Quiz papers: the forms of each training that are stored, with their PDFs; drawing new ones, and
 * printing one in another edition or size. What is drawn is committed: it tells what was asked. */
#include "base/files.h"
#include "ledger/changeset.h"
#include "pages/modules.h"
#include "print/printing.h"
#include "serve/lookup.h"
#include "serve/screens.h"
#include "training/forms.h"

#include <string.h>

/* Most that are drawn at one press, and listed. */
enum { DRAWN_MOST = 30, LISTED_MOST = 100 };

/* ---- the page ---- */

static char *print_folder(const Visit *visit)
{
  g_autofree char *out = visit->options->out != NULL ? g_strdup(visit->options->out)
                                                     : g_build_filename(visit->root, "_site", NULL);
  return g_build_filename(out, "office", "print", NULL);
}

static void put_pdf(Visit *visit, const char *folder, const char *id, const char *kind,
                    const char *lang)
{
  bool ja = strcmp(lang, "ja") == 0;
  g_autofree char *name =
    g_strdup_printf("%s/form-%s/%s%s%s.pdf", folder, id, kind, ja ? "" : "-", ja ? "" : lang);
  g_autofree char *under = print_folder(visit);
  g_autofree char *path = g_build_filename(under, name, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return;
  g_autofree char *href = g_strconcat("paper/", name, NULL);
  values_open(visit->values, NULL);
  values_string(visit->values, "label", paper_kind(kind)->title[MESSAGES_JA]);
  values_string(visit->values, "lang", ja ? NULL : visit_language(visit, lang));
  values_string(visit->values, "href", href);
  values_close(visit->values);
}

/* Whether it was made by the press of the button that led here: forms?made=ID.ID */
static bool is_made(const Visit *visit, const char *id)
{
  const char *made = request_field(visit->request, "made");
  g_auto(GStrv) ids = g_strsplit(made != NULL ? made : "", ".", DRAWN_MOST + 1);
  return g_strv_contains((const char *const *)ids, id);
}

static void put_form(Visit *visit, const Module *module, const char *id)
{
  static const char *const kinds[] = {"quiz", "quiz-large", "quiz-sheet", "quiz-sheet-large",
                                      "quiz-key"};
  values_open(visit->values, NULL);
  values_string(visit->values, "id", id);
  values_bool(visit->values, "made", is_made(visit, id));
  values_list(visit->values, "pdfs");
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
      put_pdf(visit, module->id, id, kinds[k], edition->lang);
  }
  values_close(visit->values);
  values_close(visit->values);
}

static void put_variants(Visit *visit, const Module *module)
{
  values_list(visit->values, "langs");
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->quiz == NULL)
      continue;
    values_open(visit->values, NULL);
    values_string(visit->values, "code", edition->lang);
    values_string(visit->values, "name", visit_language(visit, edition->lang));
    values_close(visit->values);
  }
  values_close(visit->values);
}

static void put_module(Visit *visit, const Module *module)
{
  g_autoptr(GPtrArray) ids = forms_find(visit->root, module);
  values_open(visit->values, NULL);
  values_string(visit->values, "id", module->id);
  values_string(visit->values, "title", module->title);
  values_number(visit->values, "count", ids->len);
  values_number(visit->values, "rest", ids->len > LISTED_MOST ? ids->len - LISTED_MOST : 0);
  put_variants(visit, module);
  values_list(visit->values, "forms");
  for (guint i = 0; i < MIN(ids->len, LISTED_MOST); i++)
    put_form(visit, module, g_ptr_array_index(ids, i));
  values_close(visit->values);
  values_close(visit->values);
}

static Reply *show(Visit *visit, guint status)
{
  values_list(visit->values, "modules");
  for (guint i = 0; i < visit->site->modules->len; i++) {
    g_autoptr(Module) module =
      module_read(visit->root, g_ptr_array_index(visit->site->modules, i), visit->report);
    if (module != NULL)
      put_module(visit, module);
  }
  values_close(visit->values);
  values_number(visit->values, "most", DRAWN_MOST);
  return visit_show_as(visit, status, "forms.html");
}

/* ---- what is done ---- */

static bool has(const GPtrArray *ids, const char *id)
{
  return g_ptr_array_find_with_equal_func((GPtrArray *)ids, id, g_str_equal, NULL);
}

static bool put_file(Changeset *changeset, const Visit *visit, const char *named, Report *report)
{
  g_autofree char *path = g_build_filename(visit->root, named, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, named, 0, &size, report);
  if (bytes == NULL)
    return false;
  g_autofree char *blob = blob_id(bytes, size);
  changeset_put(changeset, named, blob, bytes, size);
  return true;
}

/* Commits the forms that were not there before, with the text that they were drawn from. */
static bool commit_new(Visit *visit, const Module *module, const GPtrArray *before)
{
  g_autoptr(GPtrArray) now = forms_find(visit->root, module);
  g_autoptr(Repository) repository = visit_repository(visit, visit->report);
  g_autoptr(Changeset) changeset =
    repository != NULL ? changeset_begin(repository, visit->root, visit->report) : NULL;
  g_autofree char *hash = module_hash(module);
  g_autofree char *text = g_strdup_printf("%s/forms/%s.text", module->folder, hash);
  g_autofree char *id = NULL;
  guint count = 0;
  if (changeset == NULL || !put_file(changeset, visit, text, visit->report))
    return false;
  for (guint i = 0; i < now->len; i++) {
    const char *form = g_ptr_array_index(now, i);
    g_autofree char *named = g_strdup_printf("%s/forms/%s.lua", module->folder, form);
    if (has(before, form))
      continue;
    if (!put_file(changeset, visit, named, visit->report))
      return false;
    count++;
  }
  g_autofree char *message =
    g_strdup_printf("Store %u form%s of %s\n", count, count == 1 ? "" : "s", module->id);
  return count == 0 || changeset_commit(changeset, message, &id, visit->report);
}

/* How many are to be drawn: "3", of any width. 0 where it is no number that can be. */
static guint asked_count(const Visit *visit)
{
  g_autofree char *words = request_words(visit->request, "count");
  g_autofree char *plain =
    words != NULL ? g_utf8_normalize(words, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  guint64 count = 0;
  if (plain == NULL || !g_ascii_string_to_unsigned(plain, 10, 1, DRAWN_MOST, &count, NULL)) {
    g_autofree char *most = g_strdup_printf("%d", DRAWN_MOST);
    report_add(visit->report, DIAG_PAPER_FORM_NUMBER, place_none(), "--forms", most, NULL);
  }
  return (guint)count;
}

/* Back to the page, which marks what was made: `form`, else what was not there before. */
static Reply *go_back(const Visit *visit, const Module *module, const char *form,
                      const GPtrArray *before)
{
  g_autoptr(GPtrArray) now = forms_find(visit->root, module);
  g_autoptr(GString) screen = g_string_new("forms?made=");
  gsize bare = screen->len;
  for (guint i = 0; i < now->len; i++) {
    const char *id = g_ptr_array_index(now, i);
    if (form != NULL ? strcmp(form, id) == 0 : !has(before, id))
      g_string_append_printf(screen, "%s%s", screen->len > bare ? "." : "", id);
  }
  return visit_go(visit, screen->str);
}

static Reply *make(Visit *visit, const Module *module)
{
  g_autofree char *form = request_words(visit->request, "form");
  g_autofree char *lang = request_words(visit->request, "lang");
  g_autoptr(GPtrArray) before = forms_find(visit->root, module);
  g_auto(PrintResult) result = {0};
  guint count = form == NULL ? asked_count(visit) : 0;
  PrintOptions options = {
    .site = visit->options->site,
    .out = visit->options->out,
    .as_of = visit->options->as_of,
    .wish = {.kind = request_ticked(visit->request, "large") ? "quiz-large" : "quiz",
             .module = module->id,
             .form = form,
             .edition = lang,
             .new_forms = count}};
  if (form == NULL && count == 0)
    return show(visit, 422);
  bool printed = screen_print(visit->screen, &options, &result, visit->report);
  bool kept = count == 0 || commit_new(visit, module, before);
  return printed && kept ? go_back(visit, module, form, before) : show(visit, 422);
}

Reply *forms_screen(Visit *visit)
{
  if (!visit->request->posts) {
    Reply *elsewhere = visit_ask_identity(visit);
    return elsewhere != NULL ? elsewhere : show(visit, 200);
  }
  const char *id = request_field(visit->request, "module");
  g_autoptr(Report) unsaid = report_new(); /* show() reads it again */
  g_autoptr(Module) module = site_module(visit->site, id != NULL ? id : "", unsaid);
  return module != NULL ? make(visit, module) : visit_show_as(visit, 404, "nothing.html");
}
