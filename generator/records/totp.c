/* One-time codes: RFC 6238 over RFC 4226, SHA-1. */
#include "records/secret.h"

#include <string.h>

enum { STEP = 30 };

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* 20 bytes are 32 characters exactly: no padding. */
char *totp_secret(void)
{
  guint8 bytes[TOTP_SECRET];
  secret_bytes(bytes, sizeof bytes);
  char *text = g_malloc(TOTP_SECRET * 8 / 5 + 1);
  for (guint i = 0; i < TOTP_SECRET * 8 / 5; i++) {
    guint bit = i * 5, value = 0;
    for (guint b = bit; b < bit + 5; b++)
      value = value << 1 | (bytes[b / 8] >> (7 - b % 8) & 1);
    text[i] = BASE32[value];
  }
  text[TOTP_SECRET * 8 / 5] = '\0';
  secret_clear(bytes, sizeof bytes);
  return text;
}

static bool decode(const char *secret, guint8 bytes[TOTP_SECRET])
{
  memset(bytes, 0, TOTP_SECRET);
  if (secret == NULL || strlen(secret) != TOTP_SECRET * 8 / 5)
    return false;
  for (guint i = 0; secret[i] != '\0'; i++) {
    const char *at = strchr(BASE32, secret[i]);
    if (at == NULL)
      return false;
    guint value = (guint)(at - BASE32);
    for (guint b = 0; b < 5; b++)
      if (value >> (4 - b) & 1)
        bytes[(i * 5 + b) / 8] |= (guint8)(1 << (7 - (i * 5 + b) % 8));
  }
  return true;
}

char *totp_url(const char *secret, const char *issuer, const char *login)
{
  g_autofree char *from = g_uri_escape_string(issuer, NULL, false);
  g_autofree char *who = g_uri_escape_string(login, NULL, false);
  return g_strdup_printf("otpauth://totp/%s:%s?secret=%s&issuer=%s", from, who, secret, from);
}

bool totp_code(const char *secret, gint64 step, char code[7])
{
  guint8 key[TOTP_SECRET], counter[8], digest[20];
  gsize length = sizeof digest;
  code[0] = '\0';
  if (!decode(secret, key))
    return false;
  for (int i = 0; i < 8; i++)
    counter[i] = (guint8)(step >> (56 - 8 * i));
  GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA1, key, sizeof key);
  g_hmac_update(hmac, counter, sizeof counter);
  g_hmac_get_digest(hmac, digest, &length);
  g_hmac_unref(hmac);
  guint at = digest[19] & 15;
  guint32 number = (guint32)(digest[at] & 127) << 24 | (guint32)digest[at + 1] << 16 |
                   (guint32)digest[at + 2] << 8 | digest[at + 3];
  g_snprintf(code, 7, "%06u", number % 1000000);
  secret_clear(key, sizeof key);
  return true;
}

/* Six digits, with spaces and full-width ones as people type them. */
static bool read_code(const char *typed, char code[7])
{
  guint count = 0;
  if (typed == NULL || strlen(typed) > 64 || !g_utf8_validate(typed, -1, NULL))
    return false;
  for (; *typed != '\0'; typed = g_utf8_next_char(typed)) {
    gunichar c = g_utf8_get_char(typed);
    if (g_unichar_isspace(c))
      continue;
    int digit = c >= 0xff10 && c <= 0xff19 ? (int)c - 0xff10 : (int)c - '0';
    if (digit < 0 || digit > 9 || count == 6)
      return false;
    code[count++] = (char)('0' + digit);
  }
  code[count] = '\0';
  return count == 6;
}

bool totp_check(const char *secret, const char *typed, Moment now, gint64 last, gint64 *step)
{
  char given[7], right[7];
  bool good = false;
  if (!read_code(typed, given))
    return false;
  gint64 middle = now / MOMENT_SECOND / STEP;
  for (gint64 at = middle - 1; at <= middle + 1; at++)
    if (totp_code(secret, at, right) && secret_equal(given, right) && at > last && !good) {
      good = true;
      *step = at;
    }
  secret_clear(right, sizeof right);
  return good;
}
