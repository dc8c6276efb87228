#include "serve/head.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

/* ---- the target ---- */

/* One byte of a path; -1 where it is none. Moves *at on. */
static int path_byte(const char **at)
{
  const guchar *byte = (const guchar *)*at;
  /* RFC 3986 has these in a path; all else is encoded. */
  static const char plain[] = "-._~!$&'()*+,;=:@/";
  if (*byte == '%') {
    int high = g_ascii_xdigit_value((char)byte[1]);
    int low = high >= 0 ? g_ascii_xdigit_value((char)byte[2]) : -1;
    *at += 3;
    int value = low >= 0 ? high * 16 + low : -1;
    return value < ' ' || value == 0x7f || value == '/' || value == '\\' ? -1 : value;
  }
  *at += 1;
  return g_ascii_isalnum(*byte) || strchr(plain, *byte) != NULL ? *byte : -1;
}

static bool parts_are_good(const char *path)
{
  g_auto(GStrv) parts = g_strsplit(path + 1, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++) {
    bool last = parts[i + 1] == NULL;
    if ((*parts[i] == '\0' && !last) || strcmp(parts[i], ".") == 0 || strcmp(parts[i], "..") == 0)
      return false;
  }
  return true;
}

/* Behind the question mark: RFC 3986 has these in a query. */
static bool query_is_good(const char *query)
{
  for (const char *byte = query; *byte != '\0'; byte++) {
    if (*byte == '%' && (!g_ascii_isxdigit(byte[1]) || !g_ascii_isxdigit(byte[2])))
      return false;
    if (!g_ascii_isalnum(*byte) && strchr("-._~!$&'()*+,;=:@/?%", *byte) == NULL)
      return false;
  }
  return true;
}

char *head_path(const char *target)
{
  g_autoptr(GString) path = g_string_new(NULL);
  if (target[0] != '/')
    return NULL;
  const char *at = target;
  while (*at != '\0' && *at != '?') {
    int byte = path_byte(&at);
    if (byte < 0)
      return NULL;
    g_string_append_c(path, (char)byte);
  }
  if (!parts_are_good(path->str) || !query_is_good(*at == '?' ? at + 1 : "") ||
      !g_utf8_validate(path->str, (gssize)path->len, NULL))
    return NULL;
  return g_strdup(path->str);
}

/* ---- headers ---- */

typedef struct {
  gsize size;
  guint once; /* a bit for each of `single` that was seen */
  bool good;
} Seen;

static const char *const single[] = {
  "Host",   "Content-Length", "Content-Type",   "Transfer-Encoding",
  "Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest",
  "Cookie", "Expect",
};

static bool is_name(const char *name)
{
  gsize length = strspn(name, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return length > 0 && name[length] == '\0';
}

static bool is_value(const char *value)
{
  for (const guchar *byte = (const guchar *)value; *byte != '\0'; byte++)
    if ((*byte < ' ' && *byte != '\t') || *byte == 0x7f)
      return false;
  return true;
}

static enum MHD_Result see(void *data, enum MHD_ValueKind kind, const char *name, size_t name_size,
                           const char *value, size_t value_size)
{
  Seen *seen = data;
  (void)kind;
  seen->size += name_size + value_size + strlen(": \r\n");
  /* A NUL within it is one that C's functions do not see beyond. */
  if (!is_name(name) || strlen(name) != name_size || value == NULL || strlen(value) != value_size ||
      !is_value(value))
    seen->good = false;
  for (guint i = 0; i < G_N_ELEMENTS(single); i++)
    if (g_ascii_strcasecmp(single[i], name) == 0) {
      seen->good = seen->good && (seen->once & (1u << i)) == 0;
      seen->once |= 1u << i;
    }
  return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Whether the length of the body is said once and plainly; a GET has none. */
static bool body_is_clear(struct MHD_Connection *connection, bool posts, bool is_1_1)
{
  const char *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  const char *coding = header(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING);
  if (coding != NULL)
    return length == NULL && posts && is_1_1 && g_ascii_strcasecmp(coding, "chunked") == 0;
  if (length == NULL)
    return true;
  gsize digits = strspn(length, "0123456789");
  return digits > 0 && digits < 16 && length[digits] == '\0' &&
         (posts || strspn(length, "0") == digits);
}

/* What another site's page loads into itself: a picture, a frame, a question of a script. A
 * link or an address typed is a navigation, and welcome: GET changes nothing. */
static bool is_foreign_part(struct MHD_Connection *connection)
{
  const char *site = header(connection, "Sec-Fetch-Site");
  const char *mode = header(connection, "Sec-Fetch-Mode");
  const char *dest = header(connection, "Sec-Fetch-Dest");
  if (site == NULL || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0)
    return false;
  return g_strcmp0(mode, "navigate") != 0 || (dest != NULL && strcmp(dest, "document") != 0);
}

guint head_check(struct MHD_Connection *connection, gsize target_size, const char *method,
                 const char *version, const char *host)
{
  Seen seen = {.size = strlen(method) + target_size + strlen("  HTTP/1.1\r\n\r\n"), .good = true};
  bool posts = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
  bool is_1_1 = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;

  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, see, &seen);
  if (seen.size > HEAD_LIMIT)
    return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
  if (!is_1_1 && strcmp(version, MHD_HTTP_VERSION_1_0) != 0)
    return MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
  if (!seen.good || !body_is_clear(connection, posts, is_1_1))
    return MHD_HTTP_BAD_REQUEST;
  const char *given = header(connection, MHD_HTTP_HEADER_HOST);
  if (given == NULL || g_ascii_strcasecmp(given, host) != 0)
    return MHD_HTTP_MISDIRECTED_REQUEST;
  if (!posts && strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
      strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
    return MHD_HTTP_METHOD_NOT_ALLOWED;
  return !posts && is_foreign_part(connection) ? MHD_HTTP_FORBIDDEN : 0;
}

/* ---- who asks ---- */

static enum MHD_Result take_last(void *data, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
  const char **last = data;
  (void)kind;
  if (g_ascii_strcasecmp(name, "X-Forwarded-For") == 0)
    *last = value != NULL ? value : "";
  return MHD_YES;
}

/* A proxy may add a header of its own behind one that the browser sent: the last one is its word. */
char *head_peer(struct MHD_Connection *connection)
{
  const char *all = NULL;
  MHD_get_connection_values(connection, MHD_HEADER_KIND, take_last, &all);
  if (all == NULL)
    return NULL;
  const char *comma = strrchr(all, ',');
  g_autofree char *last = g_strstrip(g_strdup(comma != NULL ? comma + 1 : all));
  struct in_addr four;
  struct in6_addr six;
  char text[INET6_ADDRSTRLEN];

  if (inet_pton(AF_INET, last, &four) == 1)
    return g_strdup(inet_ntop(AF_INET, &four, text, sizeof text));
  /* Not an address: all who come so are one peer. */
  if (inet_pton(AF_INET6, last, &six) != 1)
    return g_strdup("?");
  memset(six.s6_addr + 8, 0, 8);
  return g_strdup(inet_ntop(AF_INET6, &six, text, sizeof text));
}

const char *head_language(struct MHD_Connection *connection)
{
  const char *all = header(connection, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
  g_auto(GStrv) wanted = g_strsplit(all != NULL ? all : "", ",", 20);
  for (guint i = 0; wanted[i] != NULL; i++) {
    const char *one = g_strchug(wanted[i]);
    if (g_ascii_strncasecmp(one, "ja", 2) == 0)
      return "ja";
    if (g_ascii_strncasecmp(one, "en", 2) == 0)
      return "en";
  }
  return "ja";
}
