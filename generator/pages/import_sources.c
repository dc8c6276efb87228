/* What can be imported: the files of a folder, or the commits that changed a file. */
#include "base/files.h"
#include "base/text.h"
#include "pages/draft.h"
#include "pages/import.h"

#include <string.h>

enum { SHORT_COMMIT = 12, NUMBER_MOST = 999 };

static void text_free(gpointer data)
{
  ImportText *text = data;
  g_free(text->lang);
  g_free(text->named);
  g_free(text->path);
  g_free(text->blob);
  g_free(text);
}

void import_row_free(gpointer data)
{
  ImportRow *row = data;
  g_free(row->source);
  g_free(row->summary);
  g_free(row->subject);
  g_free(row->file);
  g_ptr_array_unref(row->texts);
  g_free(row);
}

void import_free(Import *import)
{
  if (import == NULL)
    return;
  char *strings[] = {import->policy,          import->title, import->list, import->folder,
                     import->repository_path, import->file,  import->tip};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  repository_free(import->repository);
  g_ptr_array_unref(import->rows);
  g_free(import);
}

static Import *import_new(void)
{
  Import *import = g_new0(Import, 1);
  import->rows = g_ptr_array_new_with_free_func(import_row_free);
  import->provenance = PROVENANCE_COPY;
  return import;
}

static ImportRow *add_row(Import *import)
{
  ImportRow *row = g_new0(ImportRow, 1);
  row->texts = g_ptr_array_new_with_free_func(text_free);
  row->change = import->rows->len == 0 ? CHANGE_CREATED : CHANGE_PARTIAL;
  g_ptr_array_add(import->rows, row);
  return row;
}

/* ---- names of files ---- */

/* What a file's name says. */
typedef struct {
  char *name;
  char *lang;
  Day day;
  guint number;
} Named;

static void named_free(gpointer data)
{
  Named *named = data;
  g_free(named->name);
  g_free(named->lang);
  g_free(named);
}

static bool is_day(const char *text, Day *day)
{
  WarekiReading reading = wareki_read(text);
  *day = reading.day;
  return reading.status == WAREKI_OK && !reading.fiscal && !reading.mismatch &&
         day_exact(reading.day);
}

/* Whether nothing stands behind the day: 平成30年12月1日案 is no revision. */
static bool ends_as_day(const char *text)
{
  static const char *const ends[] = {"日", "年)", "年）", NULL};
  for (guint i = 0; ends[i] != NULL; i++)
    if (g_str_has_suffix(text, ends[i]))
      return true;
  gunichar last = *text != '\0' ? g_utf8_get_char(g_utf8_prev_char(text + strlen(text))) : 0;
  return g_unichar_isdigit(last) ||
         (last != 0 && g_utf8_strchr("〇一二三四五六七八九十", -1, last) != NULL);
}

/* Takes a tail off in place: true where `stem` ended in it. */
static bool take_off(char *stem, const char *tail)
{
  if (!g_str_has_suffix(stem, tail))
    return false;
  stem[strlen(stem) - strlen(tail)] = '\0';
  return true;
}

/* "2018-12-01-2": the number, with `stem` cut; 1 where there is none. */
static guint take_number(char *stem)
{
  char *dash = strrchr(stem, '-');
  guint64 number = 0;
  Day day;

  if (dash == NULL || !g_ascii_string_to_unsigned(dash + 1, 10, 2, NUMBER_MOST, &number, NULL))
    return 1;
  *dash = '\0';
  if (is_day(stem, &day))
    return (guint)number;
  *dash = '-';
  return 1;
}

/* "2018-12-01.en": the language, with `stem` cut; "ja" where there is none. */
static char *take_lang(char *stem)
{
  char *dot = strrchr(stem, '.');
  if (dot == NULL ||
      !g_regex_match_simple("\\A(easy|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)\\z", dot + 1, 0, 0))
    return g_strdup("ja");
  *dot = '\0';
  return g_strdup(dot + 1);
}

/* Whether a name was meant to be a day: it begins with figures or an era. */
static bool means_a_day(const char *name)
{
  static const char *const eras[] = {"明治", "大正", "昭和", "平成", "令和", NULL};
  for (guint i = 0; eras[i] != NULL; i++)
    if (g_str_has_prefix(name, eras[i]))
      return true;
  return g_unichar_isdigit(g_utf8_get_char(name)) ||
         g_regex_match_simple("\\A[MTSHR][0-9]", name, 0, 0);
}

/* NULL where it is none of ours; what is to be said of it is reported. */
static Named *read_name(const char *folder, const char *name, Report *report)
{
  g_autofree char *place = g_build_filename(folder, name, NULL);
  g_autofree char *stem = g_utf8_make_valid(name, -1);
  g_autofree char *shown = text_visible(name);
  bool markdown = take_off(stem, ".md") || take_off(stem, ".MD");
  Day day;

  if (!markdown) {
    report_add(report, DIAG_IMPORT_NAME_PASSED, place_at(folder, 0, 0), shown, NULL);
    return NULL;
  }
  g_autofree char *lang = take_lang(stem);
  guint number = take_number(stem);
  take_off(stem, "施行");
  if (!is_day(stem, &day) || !ends_as_day(stem) || strpbrk(name, "|\n") != NULL ||
      strstr(name, "｜") != NULL) {
    report_add(report, means_a_day(stem) ? DIAG_IMPORT_NAME_DAY : DIAG_IMPORT_NAME_PASSED,
               place_at(folder, 0, 0), shown, NULL);
    return NULL;
  }
  Named *named = g_new0(Named, 1);
  named->name = g_strdup(name);
  named->lang = g_steal_pointer(&lang);
  named->day = day;
  named->number = number;
  return named;
}

/* By day and number, the Japanese text first. */
static int by_day(gconstpointer a, gconstpointer b)
{
  const Named *one = *(const Named *const *)a;
  const Named *other = *(const Named *const *)b;
  int order = day_compare(one->day, other->day);
  if (order == 0)
    order = (one->number > other->number) - (one->number < other->number);
  bool ja[] = {strcmp(one->lang, "ja") == 0, strcmp(other->lang, "ja") == 0};
  if (order == 0 && ja[0] != ja[1])
    return ja[0] ? -1 : 1;
  if (order == 0)
    order = strcmp(one->lang, other->lang);
  return order != 0 ? order : strcmp(one->name, other->name);
}

static GPtrArray *read_names(const char *folder, Report *report)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  GPtrArray *names = g_ptr_array_new_with_free_func(named_free);
  const char *name;

  if (dir == NULL)
    report_add(report, DIAG_FILE_UNREADABLE, place_none(), folder, error->message, NULL);
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (*name == '.' || g_file_test(path, G_FILE_TEST_IS_DIR))
      continue;
    Named *named = read_name(folder, name, report);
    if (named != NULL)
      g_ptr_array_add(names, named);
  }
  g_ptr_array_sort(names, by_day);
  return names;
}

/* ---- a folder ---- */

static void add_file(const Import *import, ImportRow *row, const char *folder, const Named *named)
{
  ImportText *text = g_new0(ImportText, 1);
  text->lang = g_strdup(named->lang);
  text->named = g_build_filename(folder, named->name, NULL);
  text->path = g_build_filename(import->folder, named->name, NULL);
  g_ptr_array_add(row->texts, text);
  if (strcmp(named->lang, "ja") == 0)
    row->source = g_strdup(named->name);
}

static void add_files(Import *import, const char *folder, const GPtrArray *names, Report *report)
{
  const Named *before = NULL;
  ImportRow *row = NULL;

  for (guint i = 0; i < names->len; i++) {
    const Named *named = g_ptr_array_index(names, i);
    bool same = before != NULL && day_compare(before->day, named->day) == 0 &&
                before->number == named->number;
    if (same && strcmp(before->lang, named->lang) == 0) {
      report_add(report, DIAG_IMPORT_NAME_TWICE, place_at(folder, 0, 0), before->name, named->name,
                 NULL);
      continue;
    }
    if (!same) {
      row = add_row(import);
      row->effective = named->day;
      row->number = named->number;
    }
    add_file(import, row, folder, named);
    before = named;
  }
}

Import *import_from_folder(const char *folder, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(Import) import = import_new();
  import->folder = g_canonicalize_filename(folder, NULL);
  g_autoptr(GPtrArray) names = read_names(folder, own);
  add_files(import, folder, names, own);
  if (import->rows->len == 0 && !report_failed(own))
    report_add(own, DIAG_IMPORT_FOLDER_EMPTY, place_none(), folder, NULL);
  bool failed = report_failed(own);
  report_merge(report, own);
  return failed ? NULL : g_steal_pointer(&import);
}

/* ---- git ---- */

static void add_change(Import *import, const FileChange *change)
{
  ImportRow *row = add_row(import);
  row->source = g_strdup(change->commit);
  row->day = change->day;
  row->subject = g_strdup(change->subject);
  row->file = g_strdup(change->path);
  row->edge = change->edge;
  row->deleted = change->blob == NULL;
  if (row->deleted)
    return;
  ImportText *text = g_new0(ImportText, 1);
  g_autofree char *shown = text_visible(change->path);
  text->lang = g_strdup("ja");
  text->named = g_strdup_printf("%s@%.*s", shown, SHORT_COMMIT, change->commit);
  text->blob = g_strdup(change->blob);
  text->size = change->size;
  g_ptr_array_add(row->texts, text);
}

/* Opens it, or says why not. */
static Repository *open_repository(const char *folder, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(Repository) repository = repository_open(folder, own);
  if (repository_present(repository))
    return g_steal_pointer(&repository); /* its notes speak of the site's texts */
  report_merge_from(report, own, LEVEL_WARNING);
  report_add(report, DIAG_IMPORT_NO_REPOSITORY, place_none(), folder, NULL);
  return NULL;
}

/* Takes the repository over. */
static Import *from_history(Repository *repository, const char *path, const char *tip,
                            Report *report)
{
  g_autoptr(Import) import = import_new();
  import->repository = repository;
  g_autoptr(FileHistory) history = file_history_read(repository, path, tip, report);
  if (history == NULL)
    return NULL;
  import->repository_path = repository_folder(repository);
  import->file = g_strdup(path);
  import->tip = g_strdup(history->tip);
  import->cut = history->cut;
  for (guint i = 0; i < history->changes->len; i++)
    add_change(import, g_ptr_array_index(history->changes, i));
  if (import->rows->len == 0) {
    g_autofree char *shown = text_visible(path);
    report_add(report, DIAG_IMPORT_NEVER, place_none(), shown, import->repository_path, NULL);
    return NULL;
  }
  if (import->cut)
    report_add(report, DIAG_IMPORT_CUT, place_none(), import->repository_path, NULL);
  return g_steal_pointer(&import);
}

/* The nearest folder above a file that is there. */
static char *folder_of(const char *file)
{
  char *folder = g_path_get_dirname(file);
  while (!g_file_test(folder, G_FILE_TEST_IS_DIR) && strcmp(folder, "/") != 0 &&
         strcmp(folder, ".") != 0) {
    char *above = g_path_get_dirname(folder);
    g_free(folder);
    folder = above;
  }
  return folder;
}

Import *import_from_git(const char *repository, const char *file, Report *report)
{
  g_autofree char *folder = repository != NULL ? g_strdup(repository) : folder_of(file);
  g_autoptr(Repository) opened = open_repository(folder, report);
  if (opened == NULL)
    return NULL;

  /* In a bare repository there is no folder for a path to begin at. */
  bool as_given = repository == NULL || g_path_is_absolute(file) || repository_bare(opened);
  g_autofree char *whole = as_given ? g_strdup(file) : g_build_filename(repository, file, NULL);
  g_autofree char *path = file_history_path(opened, whole);
  if (path == NULL) {
    g_autofree char *shown = text_visible(file);
    report_add(report, DIAG_IMPORT_OUTSIDE, place_none(), shown, folder, NULL);
    return NULL;
  }
  return from_history(g_steal_pointer(&opened), path, NULL, report);
}

Import *import_from_commit(const char *repository, const char *path, const char *tip,
                           Report *report)
{
  Repository *opened = open_repository(repository, report);
  return opened != NULL ? from_history(opened, path, tip, report) : NULL;
}

/* ---- texts ---- */

char *import_bytes(const Import *import, const ImportText *text, gsize *size, Report *report)
{
  if (text->path != NULL)
    return file_read(text->path, text->named, MARKUP_TEXT_LIMIT, size, report);
  if (text->size > MARKUP_TEXT_LIMIT) {
    g_autofree char *kib = g_strdup_printf("%d", MARKUP_TEXT_LIMIT / 1024);
    report_add(report, DIAG_FILE_TOO_LARGE, place_at(text->named, 0, 0), text->named, kib, NULL);
    return NULL;
  }
  char *bytes = repository_blob(import->repository, text->blob, size);
  if (bytes == NULL)
    report_add(report, DIAG_IMPORT_BLOB_MISSING, place_at(text->named, 0, 0), text->blob,
               import->repository_path, NULL);
  return bytes;
}

static Draft *read_text(const Import *import, const ImportText *text, Report *report)
{
  gsize size = 0;
  char *bytes = import_bytes(import, text, &size, report);
  return bytes != NULL ? draft_of(text->named, bytes, size, report) : NULL;
}

guint import_row_faults(const Import *import, const ImportRow *row)
{
  g_autoptr(Report) report = report_new();
  for (guint i = 0; i < row->texts->len; i++) {
    g_autoptr(Draft) draft = read_text(import, g_ptr_array_index(row->texts, i), report);
  }
  return report_count_of(report, LEVEL_ERROR) + report_count_of(report, LEVEL_SYSTEM);
}

char *import_title(const Import *import)
{
  g_autoptr(Report) unsaid = report_new();
  for (guint i = import->rows->len; i-- > 0;) {
    const ImportRow *row = g_ptr_array_index(import->rows, i);
    g_autoptr(Draft) draft = row->source != NULL && row->texts->len > 0
                               ? read_text(import, g_ptr_array_index(row->texts, 0), unsaid)
                               : NULL;
    const char *title = draft != NULL ? document_title(draft->document) : NULL;
    if (title != NULL && *title != '\0')
      return g_strdelimit(g_strdup(title), "\n\t", ' ');
  }
  return NULL;
}
