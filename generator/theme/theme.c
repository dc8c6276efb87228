#include "base/files.h"
#include "base/installed.h"
#include "base/text.h"
#include "theme/parts.h"

#include <string.h>

enum { FILE_LIMIT = 16 * 1024 * 1024, TEMPLATE_LIMIT = 512 * 1024 };

typedef struct {
  char *name;  /* in the theme: "policy.html", "assets/theme.css" */
  char *path;  /* on the disk */
  char *named; /* in diagnostics */
  bool own;    /* of the site, not of the default theme */
  char *bytes;
  gsize length;
} ThemeFile;

struct Theme {
  GPtrArray *files;    /* of ThemeFile, by name */
  GPtrArray *assets;   /* of ThemeFile, borrowed from `files` */
  GHashTable *strings; /* language -> GHashTable: key -> text */
  guint64 hash;
};

static void free_file(gpointer data)
{
  ThemeFile *file = data;
  g_free(file->name);
  g_free(file->path);
  g_free(file->named);
  g_free(file->bytes);
  g_free(file);
}

static void unref_table(gpointer table)
{
  g_hash_table_unref(table);
}

void theme_free(Theme *theme)
{
  if (theme == NULL)
    return;
  g_ptr_array_unref(theme->files);
  g_ptr_array_unref(theme->assets);
  g_hash_table_unref(theme->strings);
  g_free(theme);
}

static bool is_asset(const char *name)
{
  return g_str_has_prefix(name, "assets/");
}

static bool is_template(const char *name)
{
  return g_str_has_suffix(name, ".html") && !is_asset(name);
}

/* What templates of paper write into their pages: "print/print.css". */
static bool is_style(const char *name)
{
  return g_str_has_suffix(name, ".css") && !is_asset(name) && strchr(name, '/') != NULL;
}

static bool is_strings(const char *name)
{
  return g_str_has_prefix(name, "strings/") && g_str_has_suffix(name, ".lua");
}

/* Adds the files of one folder; those that are there already win, but for
 * strings, of which a site changes single words. */
static void gather(Theme *theme, GHashTable *found, const char *folder, const char *named, bool own,
                   Report *report)
{
  g_autoptr(GPtrArray) files = files_walk(folder, named, NULL, report);

  for (guint i = 0; i < files->len; i++) {
    const FoundFile *walked = g_ptr_array_index(files, i);
    bool wanted = is_asset(walked->path) || is_template(walked->path) || is_strings(walked->path) ||
                  is_style(walked->path);
    if (!wanted || (!is_strings(walked->path) && g_hash_table_contains(found, walked->path)))
      continue;
    ThemeFile *file = g_new0(ThemeFile, 1);
    file->name = g_strdup(walked->path);
    file->path = g_build_filename(folder, walked->path, NULL);
    file->named = g_build_filename(named, walked->path, NULL);
    file->own = own;
    g_hash_table_add(found, file->name);
    g_ptr_array_add(theme->files, file);
  }
}

static int by_name(gconstpointer a, gconstpointer b)
{
  const ThemeFile *const *left = a, *const *right = b;
  int order = strcmp((*left)->name, (*right)->name);
  return order != 0 ? order : (*left)->own - (*right)->own;
}

static guint64 hash_bytes(guint64 hash, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8)bytes[i]) * G_GUINT64_CONSTANT(0x100000001B3);
  return (hash ^ length) * G_GUINT64_CONSTANT(0x100000001B3);
}

/* Texts are normalised; assets go out byte for byte. */
static bool read_file(Theme *theme, ThemeFile *file, Report *report)
{
  gsize limit = is_asset(file->name) ? FILE_LIMIT : TEMPLATE_LIMIT;
  g_autofree char *bytes = file_read(file->path, file->named, limit, &file->length, report);
  if (bytes == NULL)
    return false;
  file->bytes = is_asset(file->name)
                  ? g_steal_pointer(&bytes)
                  : text_normalise(bytes, file->length, file->named, &file->length, report);
  if (file->bytes == NULL)
    return false;

  theme->hash = hash_bytes(theme->hash, file->name, strlen(file->name));
  theme->hash = hash_bytes(theme->hash, file->bytes, file->length);
  if (is_asset(file->name))
    g_ptr_array_add(theme->assets, file);
  if (!is_strings(file->name))
    return true;

  g_autofree char *base = g_path_get_basename(file->name);
  base[strlen(base) - strlen(".lua")] = '\0';
  GHashTable *strings = g_hash_table_lookup(theme->strings, base);
  if (strings == NULL) {
    strings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert(theme->strings, g_steal_pointer(&base), strings);
  }
  return strings_read(file->bytes, file->named, strings, report);
}

Theme *theme_read(const char *own, const char *standard, Report *report)
{
  g_autoptr(Theme) theme = g_new0(Theme, 1);
  g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);
  g_autofree char *own_named = own != NULL ? g_path_get_basename(own) : NULL;
  bool good = true;

  theme->files = g_ptr_array_new_with_free_func(free_file);
  theme->assets = g_ptr_array_new();
  theme->strings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_table);
  theme->hash = G_GUINT64_CONSTANT(0xCBF29CE484222325);
  if (own != NULL)
    gather(theme, found, own, own_named, true, report);
  gather(theme, found, standard, standard, false, report);

  g_ptr_array_sort(theme->files, by_name);
  for (guint i = 0; i < theme->files->len; i++)
    good = read_file(theme, g_ptr_array_index(theme->files, i), report) && good;
  return good ? g_steal_pointer(&theme) : NULL;
}

char *theme_folder(const char *name, Report *report)
{
  g_autofree char *folder = g_build_filename("themes", name, NULL);
  char *found = installed_folder(folder, folder, "base.html");
  if (found != NULL)
    return found;
  g_autofree char *place = installed_place(folder);
  report_add(report, DIAG_THEME_MISSING, place_none(), place, NULL);
  return NULL;
}

char *theme_standard_folder(Report *report)
{
  return theme_folder("default", report);
}

guint64 theme_hash(const Theme *theme)
{
  return theme->hash;
}

guint theme_asset_count(const Theme *theme)
{
  return theme->assets->len;
}

const char *theme_style(const Theme *theme, const char *name)
{
  for (guint i = 0; i < theme->files->len; i++) {
    const ThemeFile *file = g_ptr_array_index(theme->files, i);
    if (is_style(file->name) && strcmp(file->name, name) == 0)
      return file->bytes;
  }
  return NULL;
}

static const ThemeFile *asset(const Theme *theme, guint index)
{
  return g_ptr_array_index(theme->assets, index);
}

const char *theme_asset_name(const Theme *theme, guint index)
{
  return asset(theme, index)->name + strlen("assets/");
}

const char *theme_asset_bytes(const Theme *theme, guint index, gsize *length)
{
  *length = asset(theme, index)->length;
  return asset(theme, index)->bytes;
}

/* "ja-x-easy" looks into ja-x-easy.lua, ja.lua; "en" into en.lua, ja.lua. */
const char *theme_string(const Theme *theme, const char *lang, const char *key)
{
  char tag[64];

  g_strlcpy(tag, lang != NULL ? lang : "ja", sizeof tag);
  for (;;) {
    GHashTable *strings = g_hash_table_lookup(theme->strings, tag);
    const char *text = strings != NULL ? g_hash_table_lookup(strings, key) : NULL;
    if (text != NULL)
      return text;
    char *dash = strrchr(tag, '-');
    if (dash != NULL)
      *dash = '\0';
    else if (strcmp(tag, "ja") != 0)
      g_strlcpy(tag, "ja", sizeof tag);
    else
      return key;
  }
}

void theme_each_template(const Theme *theme, TemplateVisit visit, gpointer data)
{
  for (guint i = 0; i < theme->files->len; i++) {
    const ThemeFile *file = g_ptr_array_index(theme->files, i);
    if (is_template(file->name))
      visit(file->name, file->named, file->bytes, file->length, data);
  }
}
