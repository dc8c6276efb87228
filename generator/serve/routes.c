#include "serve/routes.h"

#include <string.h>

/* Whether `path` is of this pattern; what its names stood for is added to `found`. */
static bool matches(const char *pattern, const char *path, GPtrArray *found)
{
  while (*pattern != '\0') {
    if (pattern[0] == ':' && pattern[1] == ':') {
      g_ptr_array_add(found, g_strdup(path));
      return true;
    }
    if (*pattern == ':') {
      gsize length = strcspn(path, "/");
      if (length == 0)
        return false;
      g_ptr_array_add(found, g_strndup(path, length));
      path += length;
      pattern += strcspn(pattern, "/");
    } else if (*pattern++ != *path++) {
      return false;
    }
  }
  return *path == '\0';
}

const Route *routes_find(const Routes *routes, const char *path, char ***parts)
{
  for (const Route *const *part = routes->parts; *part != NULL; part++)
    for (const Route *route = *part; route->path != NULL; route++) {
      g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
      if (!matches(route->path, path, found))
        continue;
      g_ptr_array_add(found, NULL);
      *parts = (char **)g_ptr_array_steal(found, NULL);
      return route;
    }
  *parts = NULL;
  return NULL;
}

static bool has_role(const Who *who, const char *role)
{
  return who->level == OFFICE && who->role != NULL &&
         (strcmp(who->role, "all") == 0 || (role != NULL && strcmp(who->role, role) == 0));
}

bool route_allows(const Route *route, const Who *who)
{
  switch (route->may) {
  case MAY_ANYBODY:
    return true;
  case MAY_HALF_STAFF:
    return who->level == HALF_STAFF || who->level == STAFF;
  case MAY_STAFF:
    return who->level == STAFF;
  case MAY_HALF_OFFICE:
    return who->level == HALF_OFFICE || who->level == OFFICE;
  case MAY_OFFICE:
    return who->level == OFFICE;
  case MAY_TRAINING:
    return has_role(who, "training");
  case MAY_PUBLISHING:
    return has_role(who, "publishing");
  case MAY_ALL:
    return has_role(who, NULL);
  }
  return false;
}

bool path_is_office(const char *path)
{
  return strncmp(path, "/office", 7) == 0 && (path[7] == '\0' || path[7] == '/');
}
