/*
 * Fuzzes the first line of a request to `kaitei serve`: its target, and the row of routes that it is of. What is taken for a
 * path is one that cannot be read in two ways; encoded again and read again it is the same.
 */
#include "serve/head.h"
#include "serve/routes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Route rows[] = {
  {.path = "/"},
  {.path = "/quiz/:module/end"},
  {.path = "/quiz/:module/:place"},
  {.path = "/office/publish/::screen"},
  {0},
};

static void check_path(const char *path)
{
  g_auto(GStrv) parts = g_strsplit(path + 1, "/", -1);
  if (*path != '/' || !g_utf8_validate(path, -1, NULL) || strchr(path, '\\') != NULL)
    abort();
  for (const guchar *byte = (const guchar *)path; *byte != '\0'; byte++)
    if (*byte < ' ' || *byte == 0x7f)
      abort();
  for (guint i = 0; parts[i] != NULL; i++)
    if (strcmp(parts[i], ".") == 0 || strcmp(parts[i], "..") == 0 ||
        (*parts[i] == '\0' && parts[i + 1] != NULL))
      abort();
}

static void check_route(const char *path)
{
  static const Route *const all[] = {rows, NULL};
  const Routes routes = {all};
  g_auto(GStrv) parts = NULL;
  const Route *route = routes_find(&routes, path, &parts);
  if ((route == NULL) != (parts == NULL))
    abort();
  guint wanted = route == NULL || route == &rows[0] ? 0 : route == &rows[2] ? 2 : 1;
  if (route != NULL && g_strv_length(parts) != wanted)
    abort();
  for (guint i = 0; route != NULL && route != &rows[3] && parts[i] != NULL; i++)
    if (*parts[i] == '\0' || strchr(parts[i], '/') != NULL)
      abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *target = g_strndup((const char *)data, size);
  g_autofree char *path = head_path(target);
  if (path == NULL)
    return 0;
  check_path(path);
  check_route(path);
  g_autofree char *encoded = g_uri_escape_string(path, "/", FALSE);
  g_autofree char *again = head_path(encoded);
  if (again == NULL || strcmp(again, path) != 0)
    abort();
  return 0;
}
