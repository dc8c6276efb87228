#include "pages/address.h"

#include "base/text.h"

#include <string.h>

void address_root(const char *page, GString *out)
{
  gsize start = out->len;
  for (const char *p = page; *p; p++)
    if (*p == '/')
      text_append(out, "../", 3);
  if (out->len == start)
    g_string_append(out, "./");
}

bool address_is_internal(const char *target)
{
  if (g_str_has_prefix(target, "//"))
    return false;
  const char *p = target;
  if (!g_ascii_isalpha(*p))
    return true;
  while (g_ascii_isalnum(*p) || *p == '+' || *p == '-' || *p == '.')
    p++;
  return *p != ':';
}

/* Drops the last part of a folder address "a/b/" → "a/"; false at the root. */
static bool climb(GString *address)
{
  if (address->len == 0)
    return false;
  gsize end = address->len - 1;
  while (end > 0 && address->str[end - 1] != '/')
    end--;
  g_string_truncate(address, end);
  return true;
}

static bool append_part(GString *address, const char *part, gsize length, bool folder)
{
  if (length == 0 || (length == 1 && part[0] == '.'))
    return true;
  if (length == 2 && part[0] == '.' && part[1] == '.')
    return climb(address);
  if (memchr(part, '%', length) == NULL) { /* as most are: nothing to decode */
    if (!g_utf8_validate(part, (gssize)length, NULL))
      return false;
    g_string_append_len(address, part, (gssize)length);
  } else {
    g_autofree char *decoded = g_uri_unescape_segment(part, part + length, "/");
    if (decoded == NULL || !g_utf8_validate(decoded, -1, NULL))
      return false;
    g_string_append(address, decoded);
  }
  if (folder)
    g_string_append_c(address, '/');
  return true;
}

bool address_follow(const char *base, const char *target, GString *address, char **fragment)
{
  *fragment = NULL;
  gsize path = strcspn(target, "?#");
  const char *hash = strchr(target, '#');
  if (hash != NULL && hash[1] != '\0') {
    *fragment = g_uri_unescape_string(hash + 1, NULL);
    if (*fragment == NULL)
      return false;
  }

  g_string_truncate(address, 0);
  if (target[0] != '/')
    g_string_append(address, base);
  for (gsize i = 0; i < path;) {
    gsize length = strcspn(target + i, "/?#");
    if (!append_part(address, target + i, length, target[i + length] == '/')) {
      g_clear_pointer(fragment, g_free);
      return false;
    }
    i += length + 1;
  }
  return true;
}

void address_file(const char *address, GString *out)
{
  g_string_append(out, address);
  if (*address == '\0' || g_str_has_suffix(address, "/"))
    g_string_append(out, "index.html");
}
