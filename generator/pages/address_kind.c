#include "pages/address_kind.h"

#include <glib.h>
#include <string.h>

static bool is_ignored(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

AddressKind address_kind(const char *address, bool *https)
{
  char start[16];
  gsize length = 0;
  const char *at = address;
  while (*at != '\0' && (guchar)*at <= ' ')
    at++;
  if (!g_ascii_isalpha(*at) && *at != '/' && *at != '\\') { /* as most links: ../ or # */
    if (https != NULL)
      *https = false;
    return ADDRESS_HERE;
  }
  for (const char *c = at; *c != '\0' && length < sizeof start - 1; c++)
    if (!is_ignored(*c))
      start[length++] = *c == '\\' ? '/' : g_ascii_tolower(*c);
  start[length] = '\0';

  bool secure = g_str_has_prefix(start, "https:");
  if (https != NULL)
    *https = secure;
  if (g_str_has_prefix(start, "//") || secure || g_str_has_prefix(start, "http:"))
    return ADDRESS_ELSEWHERE;
  if (g_str_has_prefix(start, "mailto:") || g_str_has_prefix(start, "tel:"))
    return ADDRESS_WRITE;
  if (g_str_has_prefix(start, "data:"))
    return ADDRESS_DATA;
  if (!g_ascii_isalpha(start[0]))
    return ADDRESS_HERE;
  while (g_ascii_isalnum(*at) || strchr("+-. \t\n\r", *at) != NULL) {
    if (*at == '\0')
      return ADDRESS_HERE;
    at++;
  }
  return *at == ':' ? ADDRESS_OTHER : ADDRESS_HERE;
}
