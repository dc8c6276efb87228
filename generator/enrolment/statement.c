#include "enrolment/statement.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "kaitei-certificate 1"

enum { SALT_DIGITS = 32, SIGNATURE_DIGITS = 128, LINK_LIMIT = 4096 };

void statement_free(Statement *statement)
{
  if (statement == NULL)
    return;
  g_free(statement->id);
  g_free(statement->title);
  g_free(statement->name_hash);
  g_free(statement);
}

char *statement_id(void)
{
  char *code = secret_code();
  char *shown = secret_code_shown(code);
  secret_free(code);
  return shown;
}

/* ---- bytes, in hex and base64url ---- */

/* Bytes of hex digits; the caller has checked that they are such. */
static guint8 *bytes_of_hex(const char *hex, gsize *length)
{
  *length = strlen(hex) / 2;
  guint8 *bytes = g_malloc(*length + 1);
  for (gsize i = 0; i < *length; i++)
    bytes[i] =
      (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
  return bytes;
}

static char *hex_of_bytes(const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc(2 * length + 1);
  for (gsize i = 0; i < length; i++) {
    hex[2 * i] = digits[bytes[i] >> 4];
    hex[2 * i + 1] = digits[bytes[i] & 15];
  }
  hex[2 * length] = '\0';
  return hex;
}

static char *base64url(const void *bytes, gsize length)
{
  char *text = g_base64_encode(bytes, length);
  g_strdelimit(text, "+", '-');
  g_strdelimit(text, "/", '_');
  *strchrnul(text, '=') = '\0';
  return text;
}

/* NULL where it is none. */
static guint8 *bytes_of_base64url(const char *text, gsize *length)
{
  static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (*text == '\0' || strspn(text, signs) != strlen(text) || strlen(text) % 4 == 1)
    return NULL;
  g_autoptr(GString) padded = g_string_new(text);
  g_string_replace(padded, "-", "+", 0);
  g_string_replace(padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c(padded, '=');
  return g_base64_decode(padded->str, length);
}

/* ---- the name ---- */

char *statement_name_hash(const char *salt, const char *name)
{
  g_autofree char *normal = g_utf8_normalize(name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree guint8 *bytes = NULL;
  g_autoptr(GByteArray) hashed = g_byte_array_new();
  gsize length = 0;
  char hex[65];

  bytes = bytes_of_hex(salt, &length);
  g_byte_array_append(hashed, bytes, (guint)length);
  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char(p))
    if (!g_unichar_isspace(g_utf8_get_char(p)))
      g_byte_array_append(hashed, (const guint8 *)p, (guint)(g_utf8_next_char(p) - p));
  secret_sha256(hashed->data, hashed->len, hex);
  return g_strdup(hex);
}

/* ---- the text ---- */

char *statement_text(const Statement *statement)
{
  g_autofree char *done = day_iso(statement->done);
  return g_strdup_printf(HEAD "\n%s\n%s\n%d\n%s\n%s\n", statement->id, statement->title,
                         statement->year, done, statement->name_hash);
}

Statement *statement_read(const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", 8);
  guint64 year = 0;

  if (g_strv_length(lines) != 7 || strcmp(lines[0], HEAD) != 0 || *lines[6] != '\0' ||
      !g_ascii_string_to_unsigned(lines[3], 10, 1900, 9999, &year, NULL) ||
      !secret_is_hex(lines[5], 64))
    return NULL;
  Day done = day_from_iso(lines[4]);
  if (!day_known(done))
    return NULL;
  Statement *statement = g_new0(Statement, 1);
  statement->id = g_strdup(lines[1]);
  statement->title = g_strdup(lines[2]);
  statement->year = (int)year;
  statement->done = done;
  statement->name_hash = g_strdup(lines[5]);
  return statement;
}

/* ---- the link ---- */

char *statement_link(const char *text, const char *signature, const char *salt)
{
  gsize signed_length = 0, salt_length = 0;
  g_autofree guint8 *signed_bytes = bytes_of_hex(signature, &signed_length);
  g_autofree guint8 *salt_bytes = bytes_of_hex(salt, &salt_length);
  g_autofree char *first = base64url(text, strlen(text));
  g_autofree char *second = base64url(signed_bytes, signed_length);
  g_autofree char *third = base64url(salt_bytes, salt_length);
  return g_strconcat("1.", first, ".", second, ".", third, NULL);
}

void statement_link_free(StatementLink *link)
{
  if (link == NULL)
    return;
  g_free(link->text);
  g_free(link->signature);
  g_free(link->salt);
  g_free(link);
}

/* A part of the link as hex of so many digits; NULL where it is none. */
static char *hex_part(const char *part, gsize digits)
{
  gsize length = 0;
  g_autofree guint8 *bytes = bytes_of_base64url(part, &length);
  return bytes != NULL && 2 * length == digits ? hex_of_bytes(bytes, length) : NULL;
}

static char *text_part(const char *part)
{
  gsize length = 0;
  g_autofree guint8 *bytes = bytes_of_base64url(part, &length);
  if (bytes == NULL || memchr(bytes, '\0', length) != NULL ||
      !g_utf8_validate((const char *)bytes, (gssize)length, NULL))
    return NULL;
  return g_strndup((const char *)bytes, length);
}

StatementLink *statement_link_read(const char *link)
{
  const char *mark = strchr(link, '#');
  const char *from = mark != NULL ? mark + 1 : link;
  g_auto(GStrv) parts = strlen(from) <= LINK_LIMIT ? g_strsplit(from, ".", 5) : NULL;

  if (parts == NULL || g_strv_length(parts) != 4 || strcmp(parts[0], "1") != 0)
    return NULL;
  g_autoptr(StatementLink) read = g_new0(StatementLink, 1);
  read->text = text_part(parts[1]);
  read->signature = hex_part(parts[2], SIGNATURE_DIGITS);
  read->salt = hex_part(parts[3], SALT_DIGITS);
  return read->text != NULL && read->signature != NULL && read->salt != NULL
           ? g_steal_pointer(&read)
           : NULL;
}

StatementVerdict statement_check(const StatementLink *link, const char *const *keys,
                                 const char *name, Statement **statement)
{
  g_autoptr(Statement) read = statement_read(link->text);
  bool ours = false;

  if (statement != NULL)
    *statement = NULL;
  if (read == NULL)
    return STATEMENT_NONE;
  for (guint i = 0; !ours && keys[i] != NULL; i++)
    ours = signature_good(keys[i], link->text, strlen(link->text), link->signature);
  g_autofree char *hash = name != NULL ? statement_name_hash(link->salt, name) : NULL;
  bool theirs = hash == NULL || strcmp(hash, read->name_hash) == 0;
  if (statement != NULL)
    *statement = g_steal_pointer(&read);
  return !ours ? STATEMENT_FORGED : theirs ? STATEMENT_GOOD : STATEMENT_OTHER_NAME;
}
