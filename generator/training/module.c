#include "training/module.h"

#include "base/files.h"
#include "base/text.h"
#include "script/data.h"

#include <string.h>

static const char magic[] = "kaitei-module 1\n";

static const DataField module_fields[] = {
  {"title", DATA_STRING, true, NULL},    {"year", DATA_NUMBER, true, NULL},
  {"policy", DATA_STRING, true, NULL},   {"draw", DATA_NUMBER, false, NULL},
  {"pass", DATA_NUMBER, false, NULL},    {"attempts", DATA_NUMBER, false, NULL},
  {"partial", DATA_STRING, false, NULL}, {"audience", DATA_LIST, false, NULL},
  {"due", DATA_STRING, false, NULL},     {0},
};
static const DataForm module_forms[] = {{"module", module_fields}, {0}};

enum { DRAW_DEFAULT = 10, PASS_DEFAULT = 80, ATTEMPTS_MOST = 100 };

static void edition_free(gpointer data)
{
  ModuleEdition *edition = data;
  g_free(edition->lang);
  quiz_free(edition->quiz);
  lesson_free(edition->lesson);
  g_free(edition);
}

static void file_free(gpointer data)
{
  ModuleFile *file = data;
  g_free(file->name);
  g_free(file->text);
  g_free(file);
}

void module_free(Module *module)
{
  if (module == NULL)
    return;
  g_free(module->id);
  g_free(module->folder);
  g_free(module->title);
  g_free(module->policy);
  g_strfreev(module->audience);
  g_ptr_array_unref(module->files);
  g_ptr_array_unref(module->editions);
  confirmed_free(module->confirmed);
  g_free(module);
}

static Module *module_new(const char *id)
{
  Module *module = g_new0(Module, 1);
  module->id = g_strdup(id);
  module->folder = g_strconcat("quizzes/", id, NULL);
  module->files = g_ptr_array_new_with_free_func(file_free);
  module->editions = g_ptr_array_new_with_free_func(edition_free);
  return module;
}

static char *name_in(const Module *module, const char *name)
{
  return g_strconcat(module->folder, "/", name, NULL);
}

/* --- module.lua ----------------------------------------------------------------------- */

typedef struct {
  const DataTable *table;
  Place place;
  Report *report;
} Fields;

static guint read_number(const Fields *fields, const char *name, gint64 otherwise, gint64 least,
                         gint64 most)
{
  gint64 number = data_number(fields->table, name, otherwise);
  if (number >= least && number <= most)
    return (guint)number;
  g_autofree char *given = g_strdup_printf("%" G_GINT64_FORMAT, number);
  g_autofree char *from = g_strdup_printf("%" G_GINT64_FORMAT, least);
  g_autofree char *to = g_strdup_printf("%" G_GINT64_FORMAT, most);
  report_add(fields->report, DIAG_MODULE_NUMBER, fields->place, name, given, from, to, NULL);
  return (guint)otherwise;
}

static Day read_due(const Fields *fields, int year)
{
  const char *due = data_string(fields->table, "due");
  if (due == NULL)
    return (Day){(gint16)(year + 1), 3, 31};
  WarekiReading reading = wareki_read(due);
  if (reading.status != WAREKI_OK || !day_exact(reading.day)) {
    report_add(fields->report, DIAG_MODULE_DUE, fields->place, due, NULL);
    return (Day){(gint16)(year + 1), 3, 31};
  }
  if (day_fiscal_year(reading.day) != year) {
    g_autofree char *figure = g_strdup_printf("%d", year);
    report_add(fields->report, DIAG_MODULE_DUE_OUTSIDE, fields->place, due, figure, NULL);
  }
  return reading.day;
}

static Partial read_partial(const Fields *fields)
{
  const char *partial = data_string(fields->table, "partial");
  if (partial == NULL || strcmp(partial, "none") == 0)
    return PARTIAL_NONE;
  if (strcmp(partial, "share") != 0)
    report_add(fields->report, DIAG_MODULE_PARTIAL, fields->place, partial, NULL);
  return PARTIAL_SHARE;
}

static void read_fields(Module *module, const Fields *fields)
{
  const DataTable *table = fields->table;
  gint64 year = data_number(table, "year", 0), pass = data_number(table, "pass", PASS_DEFAULT);
  if (year < 2000 || year > 2200) {
    g_autofree char *given = g_strdup_printf("%" G_GINT64_FORMAT, year);
    report_add(fields->report, DIAG_MODULE_YEAR, fields->place, given, NULL);
    year = 2000;
  }
  if (pass < 1 || pass > 100) {
    g_autofree char *given = g_strdup_printf("%" G_GINT64_FORMAT, pass);
    report_add(fields->report, DIAG_MODULE_PASS, fields->place, given, NULL);
    pass = PASS_DEFAULT;
  }
  module->title = g_strdup(data_string(table, "title"));
  module->policy = g_strdup(data_string(table, "policy"));
  module->year = (int)year;
  module->pass = (guint)pass;
  module->draw = read_number(fields, "draw", DRAW_DEFAULT, 1, QUIZ_QUESTIONS);
  module->attempts = read_number(fields, "attempts", 0, 0, ATTEMPTS_MOST);
  module->partial = read_partial(fields);
  module->due = read_due(fields, module->year);
  guint groups = data_list_length(table, "audience");
  module->audience = groups > 0 ? g_new0(char *, groups + 1) : NULL;
  for (guint i = 0; i < groups; i++)
    module->audience[i] = g_strdup(data_list_string(table, "audience", i));
}

static bool read_lua(Module *module, const char *text, Report *report)
{
  g_autofree char *named = name_in(module, "module.lua");
  g_autoptr(DataFile) file = data_file_run(text, named, module_forms, report);
  if (file == NULL)
    return false;
  if (data_file_count(file) != 1) {
    report_add(report, DIAG_MODULE_NOT_ONE, place_at(named, 0, 0), NULL);
    return false;
  }
  const DataCall *call = data_file_call(file, 0);
  module->line = call->line;
  read_fields(module, &(Fields){call->table, place_at(named, call->line, 0), report});
  return true;
}

/* --- editions --------------------------------------------------------------------------- */

/* The language of "quiz.easy.md": "easy"; of "quiz.md": "ja". NULL where the name is none of
 * `stem`'s. The caller frees it. */
static char *lang_of(const char *name, const char *stem)
{
  gsize length = strlen(stem);
  if (strncmp(name, stem, length) != 0 || !g_str_has_suffix(name, ".md") || name[length] != '.')
    return NULL;
  if (strcmp(name + length, ".md") == 0)
    return g_strdup("ja");
  const char *lang = name + length + 1;
  gsize letters = strlen(lang) - strlen(".md");
  if (letters == 0 || strspn(lang, "abcdefghijklmnopqrstuvwxyz-") != letters)
    return NULL;
  return g_strndup(lang, letters);
}

char *module_lesson_lang(const char *name)
{
  return lang_of(name, "lesson");
}

static ModuleEdition *edition_for(Module *module, const char *lang)
{
  for (guint i = 0; i < module->editions->len; i++) {
    ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (strcmp(edition->lang, lang) == 0)
      return edition;
  }
  ModuleEdition *edition = g_new0(ModuleEdition, 1);
  edition->lang = g_strdup(lang);
  bool first = strcmp(lang, "ja") == 0;
  g_ptr_array_insert(module->editions, first ? 0 : (int)module->editions->len, edition);
  return edition;
}

static void read_editions(Module *module, bool lessons, Report *report)
{
  edition_for(module, "ja");
  for (guint i = 0; i < module->files->len; i++) {
    const ModuleFile *file = g_ptr_array_index(module->files, i);
    g_autofree char *named = name_in(module, file->name);
    g_autofree char *quiz = lang_of(file->name, "quiz");
    g_autofree char *lesson = lang_of(file->name, "lesson");
    if (quiz != NULL)
      edition_for(module, quiz)->quiz = quiz_read(file->text, named, report);
    else if (lesson != NULL && lessons)
      edition_for(module, lesson)->lesson = lesson_read(file->text, named, report);
  }
}

const ModuleEdition *module_edition(const Module *module, const char *lang)
{
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (strcmp(edition->lang, lang) == 0)
      return edition;
  }
  return NULL;
}

const Quiz *module_quiz(const Module *module)
{
  return ((const ModuleEdition *)g_ptr_array_index(module->editions, 0))->quiz;
}

/* --- from its folder --------------------------------------------------------------------- */

/* The text of a file; NULL where it cannot be read. */
static char *read_text(const char *root, const char *named, Report *report)
{
  g_autofree char *path = g_build_filename(root, named, NULL);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, named, QUIZ_LIMIT, &size, report);
  return bytes != NULL ? text_normalise(bytes, size, named, NULL, report) : NULL;
}

static void add_file(Module *module, const char *name, char *text)
{
  ModuleFile *file = g_new0(ModuleFile, 1);
  file->name = g_strdup(name);
  file->text = text;
  g_ptr_array_add(module->files, file);
}

static bool has_file(const Module *module, const char *name)
{
  for (guint i = 0; i < module->files->len; i++)
    if (strcmp(((const ModuleFile *)g_ptr_array_index(module->files, i))->name, name) == 0)
      return true;
  return false;
}

/* module.lua first, then lessons and quizzes by name. */
static bool take_files(Module *module, const char *root, Report *report)
{
  g_autofree char *path = g_build_filename(root, module->folder, NULL);
  g_autoptr(GPtrArray) found = files_walk(path, module->folder, NULL, report);
  g_autofree char *lua = name_in(module, "module.lua");
  g_autofree char *first = read_text(root, lua, report);
  bool good = first != NULL;
  if (!good)
    return false;
  add_file(module, "module.lua", g_steal_pointer(&first));
  for (guint i = 0; i < found->len; i++) {
    const char *name = ((const FoundFile *)g_ptr_array_index(found, i))->path;
    g_autofree char *quiz = lang_of(name, "quiz");
    g_autofree char *lesson = lang_of(name, "lesson");
    if (quiz == NULL && lesson == NULL)
      continue;
    g_autofree char *named = name_in(module, name);
    g_autofree char *text = read_text(root, named, report);
    if (text == NULL)
      good = false;
    else
      add_file(module, name, g_steal_pointer(&text));
  }
  return good;
}

static bool need_file(const Module *module, const char *name, Report *report)
{
  if (has_file(module, name))
    return true;
  report_add(report, DIAG_MODULE_FILE_MISSING, place_at(module->folder, 0, 0), module->id, name,
             NULL);
  return false;
}

bool module_id_good(const char *id)
{
  return *id != '\0' && *id != '-' &&
         strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static bool id_is_good(const char *id, const char *folder, Report *report)
{
  if (module_id_good(id))
    return true;
  report_add(report, DIAG_MODULE_NAME, place_at(folder, 0, 0), id, NULL);
  return false;
}

Module *module_read(const char *root, const char *folder, Report *report)
{
  g_autofree char *id = g_path_get_basename(folder);
  if (!id_is_good(id, folder, report))
    return NULL;
  g_autoptr(Module) module = module_new(id);
  if (!take_files(module, root, report) || !need_file(module, "quiz.md", report) ||
      !read_lua(module, ((ModuleFile *)g_ptr_array_index(module->files, 0))->text, report))
    return NULL;
  need_file(module, "lesson.md", report);

  g_autofree char *named = name_in(module, "confirmed.lua");
  g_autofree char *path = g_build_filename(root, named, NULL);
  FileStamp stamp;
  g_autofree char *confirmed = file_stamp(path, &stamp) ? read_text(root, named, report) : NULL;
  module->confirmed =
    confirmed != NULL ? confirmed_read(confirmed, named, report) : confirmed_new();
  read_editions(module, true, report);
  return g_steal_pointer(&module);
}

GPtrArray *modules_find(const char *root)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *path = g_build_filename(root, "quizzes", NULL);
  g_autoptr(GPtrArray) files = files_walk(path, "quizzes", "module.lua", unsaid);
  for (guint i = 0; i < files->len; i++) {
    const char *name = ((const FoundFile *)g_ptr_array_index(files, i))->path;
    const char *slash = strchr(name, '/');
    if (slash != NULL && strcmp(slash, "/module.lua") == 0)
      g_ptr_array_add(found, g_strdup_printf("quizzes/%.*s", (int)(slash - name), name));
  }
  return found;
}

/* --- its text ------------------------------------------------------------------------------ */

char *module_text(const Module *module, gsize *length)
{
  GString *out = g_string_new(magic);
  g_string_append_printf(out, "%s\n", module->id);
  for (guint i = 0; i < module->files->len; i++) {
    const ModuleFile *file = g_ptr_array_index(module->files, i);
    g_string_append_printf(out, "%s %" G_GSIZE_FORMAT "\n%s\n", file->name, strlen(file->text),
                           file->text);
  }
  if (length != NULL)
    *length = out->len;
  return g_string_free(out, FALSE);
}

char *module_hash(const Module *module)
{
  gsize length = 0;
  g_autofree char *text = module_text(module, &length);
  return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, length);
}

/* Takes one file off the text; NULL where it is not of the form. */
static const char *take_part(Module *module, const char *at, const char *end)
{
  const char *line = memchr(at, '\n', (gsize)(end - at));
  const char *space = line != NULL ? memchr(at, ' ', (gsize)(line - at)) : NULL;
  if (space == NULL)
    return NULL;
  g_autofree char *name = g_strndup(at, (gsize)(space - at));
  g_autofree char *figures = g_strndup(space + 1, (gsize)(line - space - 1));
  guint64 size;
  if (!g_ascii_string_to_unsigned(figures, 10, 0, QUIZ_LIMIT, &size, NULL) ||
      (guint64)(end - line) < size + 2 || line[1 + size] != '\n' ||
      strlen(line + 1) < size) /* a NUL in it */
    return NULL;
  add_file(module, name, g_strndup(line + 1, size));
  return line + 1 + size + 1;
}

Module *module_from_text(const char *text, gsize length, Report *report)
{
  const char *end = text + length, *at = text + strlen(magic);
  const char *line = length > strlen(magic) && g_str_has_prefix(text, magic)
                       ? memchr(at, '\n', (gsize)(end - at))
                       : NULL;
  g_autofree char *id = line != NULL ? g_strndup(at, (gsize)(line - at)) : NULL;
  g_autoptr(Module) module = id != NULL ? module_new(id) : NULL;

  for (at = line != NULL ? line + 1 : NULL; at != NULL && at < end;)
    at = take_part(module, at, end);
  if (at == NULL || module->files->len == 0 || !has_file(module, "quiz.md")) {
    report_add(report, DIAG_MODULE_TEXT, place_none(), NULL);
    return NULL;
  }
  module->confirmed = confirmed_new();
  if (!read_lua(module, ((ModuleFile *)g_ptr_array_index(module->files, 0))->text, report))
    return NULL;
  read_editions(module, false, report);
  return g_steal_pointer(&module);
}
