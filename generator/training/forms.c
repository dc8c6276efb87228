#include "training/forms.h"

#include "base/files.h"
#include "base/text.h"

#include <string.h>

/* How often in a row a form may come out like one that is there. */
enum { TRIES = 200, FORM_BYTES = 1024 * 1024 };

static char *name_of(const Module *module, const char *name, const char *ending)
{
  return g_strconcat(module->folder, "/forms/", name, ending, NULL);
}

static bool id_good(const char *id)
{
  return strlen(id) == 8 && strspn(id, "0123456789abcdef") == 8;
}

GPtrArray *forms_find(const char *root, const Module *module)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Report) unsaid = report_new(); /* that there is no such folder is no fault */
  g_autofree char *named = g_strconcat(module->folder, "/forms", NULL);
  g_autofree char *path = g_build_filename(root, named, NULL);
  g_autoptr(GPtrArray) files =
    g_file_test(path, G_FILE_TEST_IS_DIR) ? files_walk(path, named, ".lua", unsaid) : NULL;
  for (guint i = 0; files != NULL && i < files->len; i++) {
    const char *name = ((const FoundFile *)g_ptr_array_index(files, i))->path;
    g_autofree char *id = g_strndup(name, strlen(name) - strlen(".lua"));
    if (id_good(id))
      g_ptr_array_add(ids, g_steal_pointer(&id));
  }
  return ids;
}

Form *forms_read(const char *root, const Module *module, const char *id, Report *report)
{
  g_autofree char *named = name_of(module, id, ".lua");
  g_autofree char *path = g_build_filename(root, named, NULL);
  if (!id_good(id) || !g_file_test(path, G_FILE_TEST_EXISTS)) {
    report_add(report, DIAG_FORM_UNKNOWN, place_none(), module->id, id, NULL);
    return NULL;
  }
  gsize size = 0;
  g_autofree char *bytes = file_read(path, named, FORM_BYTES, &size, report);
  g_autofree char *text = bytes != NULL ? text_normalise(bytes, size, named, NULL, report) : NULL;
  g_autoptr(Form) form = text != NULL ? form_read(text, named, report) : NULL;
  if (form == NULL)
    return NULL;
  if (strcmp(form->id, id) == 0 && strcmp(form->module, module->id) == 0)
    return g_steal_pointer(&form);
  report_add(report, DIAG_FORM_FORM, place_at(named, 0, 0), form->id, NULL);
  return NULL;
}

/* --- the module's text ------------------------------------------------------------------- */

/* Bytes of the text with that hash: as it was kept, else of the module as it is now. */
static char *text_of(const char *root, const Module *module, const char *hash, gsize *length)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *named = name_of(module, hash, ".text");
  g_autofree char *path = g_build_filename(root, named, NULL);
  g_autofree char *text = file_read(path, named, 0, length, unsaid);
  if (text == NULL)
    text = module_text(module, length);
  g_autofree char *found =
    g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, *length);
  return strcmp(found, hash) == 0 ? g_steal_pointer(&text) : NULL;
}

static bool belongs(const Module *module, const Form *form)
{
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *shown = form_question(form, i);
    const Question *question = quiz_find(module_quiz(module), shown->id);
    if (question == NULL || question->choices->len != shown->count)
      return false;
  }
  return true;
}

Module *forms_module(const char *root, const Module *module, const Form *form, Report *report)
{
  g_autofree char *named = name_of(module, form->id, ".lua");
  gsize length = 0;
  g_autofree char *text = text_of(root, module, form->text, &length);
  g_autoptr(Report) unsaid = report_new(); /* told when it was drawn */
  g_autoptr(Module) then = text != NULL ? module_from_text(text, length, unsaid) : NULL;
  if (then == NULL || module_quiz(then) == NULL || !belongs(then, form)) {
    report_add(report, DIAG_FORM_TEXT, place_at(named, 0, 0), form->id, form->text, NULL);
    return NULL;
  }
  for (guint i = 0; i < then->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(then->editions, i);
    if (edition->quiz != NULL)
      quiz_words(edition->quiz, unsaid);
  }
  return g_steal_pointer(&then);
}

/* --- making ------------------------------------------------------------------------------- */

typedef struct {
  const char *root;
  const Module *module;
  Report *report;
  GHashTable *known; /* what each stored form asks, and in which order */
} Making;

static char *asked(const Form *form)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *question = form_question(form, i);
    g_string_append_printf(out, "%s", question->id);
    for (guint k = 0; k < question->count; k++)
      g_string_append_printf(out, " %u", question->order[k]);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

/* Adds a file; one that is there is left as it is, and *there set. */
static bool add_file(const Making *making, const char *named, const char *bytes, gsize length,
                     bool *there)
{
  g_autofree char *path = g_build_filename(making->root, named, NULL);
  g_autofree char *folder = g_path_get_dirname(path);
  *there = false;
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    *there = true;
    return true;
  }
  return folder_make(folder, making->report) &&
         (file_write_over(path, NULL, bytes, length, there, making->report) || *there);
}

static bool keep_text(const Making *making)
{
  gsize length = 0;
  bool there = false;
  g_autofree char *text = module_text(making->module, &length);
  g_autofree char *hash = module_hash(making->module);
  g_autofree char *named = name_of(making->module, hash, ".text");
  return add_file(making, named, text, length, &there);
}

static void note_stored(const Making *making)
{
  g_autoptr(GPtrArray) ids = forms_find(making->root, making->module);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(Report) unsaid = report_new();
    g_autoptr(Form) form =
      forms_read(making->root, making->module, g_ptr_array_index(ids, i), unsaid);
    if (form != NULL)
      g_hash_table_add(making->known, asked(form));
  }
}

typedef enum { MADE, AGAIN, BROKEN } Made;

/* With `again`, one that is stored with the same bytes is taken. */
static Made store(const Making *making, const Form *form, bool again)
{
  bool there = false;
  g_autofree char *asks = asked(form);
  g_autofree char *named = name_of(making->module, form->id, ".lua");
  g_autofree char *text = form_text(form);
  if (!g_hash_table_contains(making->known, asks)) {
    if (!add_file(making, named, text, strlen(text), &there))
      return BROKEN;
    if (!there) {
      g_hash_table_add(making->known, g_steal_pointer(&asks));
      return MADE;
    }
  }
  if (!again)
    return AGAIN;
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *path = g_build_filename(making->root, named, NULL);
  g_autofree char *stored = file_read(path, named, FORM_BYTES, NULL, unsaid);
  return stored != NULL && strcmp(stored, text) == 0 ? MADE : AGAIN;
}

bool forms_make(const char *root, const Module *module, Texts *texts, guint count,
                const guint64 *seed, GPtrArray *ids, Report *report)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Making making = {root, module, report, known};
  g_autoptr(Pool) pool = pool_new(module, texts, report);
  if (pool == NULL || !keep_text(&making))
    return false;
  note_stored(&making);
  guint64 next = seed != NULL ? *seed : 0;
  for (guint made = 0, tries = 0; made < count;) {
    if (seed == NULL)
      next = (guint64)g_random_int() << 32 | g_random_int();
    g_autoptr(Form) form = form_draw(pool, next++);
    Made outcome = store(&making, form, seed != NULL);
    if (outcome == BROKEN)
      return false;
    if (outcome == MADE) {
      g_ptr_array_add(ids, g_strdup(form->id));
      made++;
      tries = 0;
    } else if (++tries == TRIES) {
      char number[16];
      g_snprintf(number, sizeof number, "%u", made);
      report_add(report, DIAG_FORMS_ALIKE, place_at(module->folder, 0, 0), module->id, number,
                 NULL);
      return false;
    }
  }
  return true;
}
