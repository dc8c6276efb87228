#include "serve/lookup.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Only parts that a built site can have. */
static bool path_is_plain(const char *path)
{
  if (*path != '/' || !g_utf8_validate(path, -1, NULL) || strchr(path, '\\') != NULL)
    return false;

  for (const char *part = path; part != NULL; part = strchr(part + 1, '/')) {
    bool last = part[1] == '\0';
    if (!last && (part[1] == '/' || part[1] == '.'))
      return false;
  }
  return true;
}

/* `path` with links resolved, where it lies below `root`; NULL otherwise. */
static char *resolved_below(const char *root, const char *path)
{
  char *real_root = realpath(root, NULL);
  char *real = realpath(path, NULL);
  char *found = NULL;

  if (real_root != NULL && real != NULL) {
    gsize length = strlen(real_root);
    if (strncmp(real, real_root, length) == 0 && (real[length] == '/' || real[length] == '\0'))
      found = g_strdup(real);
  }
  free(real_root);
  free(real);
  return found;
}

Lookup lookup_path(const char *root, const char *path)
{
  if (!path_is_plain(path))
    return (Lookup){LOOKUP_NOTHING, NULL};

  g_autofree char *joined = g_strconcat(root, path, NULL);
  g_autofree char *found = resolved_below(root, joined);
  if (found == NULL)
    return (Lookup){LOOKUP_NOTHING, NULL};

  bool slash = g_str_has_suffix(path, "/");
  if (g_file_test(found, G_FILE_TEST_IS_REGULAR) && !slash)
    return (Lookup){LOOKUP_FILE, g_steal_pointer(&found)};

  g_autofree char *index = g_build_filename(joined, "index.html", NULL);
  g_autofree char *page = resolved_below(root, index);
  if (page == NULL || !g_file_test(page, G_FILE_TEST_IS_REGULAR))
    return (Lookup){LOOKUP_NOTHING, NULL};
  if (slash)
    return (Lookup){LOOKUP_FILE, g_steal_pointer(&page)};

  g_autofree char *encoded = g_uri_escape_string(path, "/", FALSE);
  return (Lookup){LOOKUP_REDIRECT, g_strconcat(encoded, "/", NULL)};
}

const char *media_type(const char *name)
{
  static const struct {
    const char *suffix;
    const char *type;
  } types[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {"feed.xml", "application/atom+xml; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".pdf", "application/pdf"},
    {".csv", "text/csv; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
  };
  g_autofree char *lower = g_ascii_strdown(name, -1);
  for (guint i = 0; i < G_N_ELEMENTS(types); i++)
    if (g_str_has_suffix(lower, types[i].suffix))
      return types[i].type;
  return "application/octet-stream";
}
