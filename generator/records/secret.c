/* Random ids and codes; hashes of what people know. */
#include "records/secret.h"

#include <sodium.h>
#include <string.h>

static const char ALPHABET[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/* OWASP's least for argon2id: 19 MiB, 2 passes, 1 lane. */
enum { PASSES = 2, MEMORY = 19 * 1024 * 1024 };

bool secret_ready(Report *report)
{
  if (sodium_init() >= 0)
    return true;
  report_add(report, DIAG_SECRET_UNREADY, place_none(), NULL);
  return false;
}

void secret_bytes(void *bytes, gsize count)
{
  randombytes_buf(bytes, count);
}

static char *random_hex(gsize count)
{
  unsigned char bytes[32];
  randombytes_buf(bytes, count);
  char *hex = g_malloc(2 * count + 1);
  sodium_bin2hex(hex, 2 * count + 1, bytes, count);
  sodium_memzero(bytes, sizeof bytes);
  return hex;
}

char *secret_id(void)
{
  return random_hex(16);
}

char *secret_token(void)
{
  return random_hex(32);
}

guint64 secret_number(void)
{
  guint64 number;
  randombytes_buf(&number, sizeof number);
  return number;
}

char *secret_code(void)
{
  char *code = g_malloc(SECRET_CODE + 1);
  for (int i = 0; i < SECRET_CODE; i++)
    code[i] = ALPHABET[randombytes_uniform(sizeof ALPHABET - 1)];
  code[SECRET_CODE] = '\0';
  return code;
}

char *secret_code_shown(const char *code)
{
  GString *shown = g_string_sized_new(SECRET_CODE + 4);
  for (int i = 0; code[i] != '\0'; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c(shown, '-');
    g_string_append_c(shown, code[i]);
  }
  return g_string_free(shown, FALSE);
}

/* A full-width sign as its plain one. */
static gunichar narrow(gunichar c)
{
  return c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
}

/* What stands between the groups of a code, however it was typed. */
static bool is_between(gunichar c)
{
  return g_unichar_isspace(c) || c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
         c == 0x30fc || c == 0xff70;
}

char *secret_code_read(const char *typed)
{
  if (typed == NULL || strlen(typed) > 256 || !g_utf8_validate(typed, -1, NULL))
    return NULL;
  char code[SECRET_CODE + 1];
  int count = 0;
  for (; *typed != '\0'; typed = g_utf8_next_char(typed)) {
    gunichar c = narrow(g_utf8_get_char(typed));
    if (is_between(c))
      continue;
    int sign = c < 0x80 ? g_ascii_toupper((char)c) : 0;
    if (sign == 0 || strchr(ALPHABET, sign) == NULL || count == SECRET_CODE)
      return NULL;
    code[count++] = (char)sign;
  }
  char *read = count == SECRET_CODE ? g_strndup(code, SECRET_CODE) : NULL;
  sodium_memzero(code, sizeof code);
  return read;
}

bool secret_is_hex(const char *text, gsize digits)
{
  return text != NULL && strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

/* ---- hashes ---- */

void secret_sha256(const void *bytes, gsize length, char hex[65])
{
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, bytes, length);
  sodium_bin2hex(hex, 65, hash, sizeof hash);
}

char *secret_token_hash(const char *token)
{
  char hex[65];
  secret_sha256(token, strlen(token), hex);
  return g_strdup(hex);
}

char *secret_code_hash(const char *typed)
{
  char *code = secret_code_read(typed);
  char *hash = code != NULL ? secret_token_hash(code) : NULL;
  secret_free(code);
  return hash;
}

char *secret_hash(const char *known, Report *report)
{
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, known, strlen(known), PASSES, MEMORY,
                            crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_strdup(hash);
  report_add(report, DIAG_SECRET_MEMORY, place_none(), NULL);
  return NULL;
}

/* What takes the place of a hash that is not there: as dear to compute, and of nothing that can
 * be typed (the bytes hashed hold a line feed). */
static const char *no_hash(void)
{
  static gsize made = 0;
  static char hash[crypto_pwhash_STRBYTES];
  if (g_once_init_enter(&made)) {
    char unknown[33];
    randombytes_buf(unknown, sizeof unknown);
    unknown[0] = '\n';
    if (crypto_pwhash_str_alg(hash, unknown, sizeof unknown, PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
      hash[0] = '\0';
    g_once_init_leave(&made, 1);
  }
  return hash;
}

bool secret_matches(const char *hash, const char *known)
{
  bool right = crypto_pwhash_str_verify(hash != NULL ? hash : no_hash(), known, strlen(known)) == 0;
  return right && hash != NULL;
}

char *pin_read(const char *typed)
{
  if (typed == NULL || strlen(typed) > 128 || !g_utf8_validate(typed, -1, NULL))
    return NULL;
  char pin[33];
  gsize count = 0;
  for (; *typed != '\0'; typed = g_utf8_next_char(typed)) {
    gunichar c = narrow(g_utf8_get_char(typed));
    if (c < '0' || c > '9' || count == sizeof pin - 1)
      return NULL;
    pin[count++] = (char)c;
  }
  pin[count] = '\0';
  char *read = count >= 6 ? g_strdup(pin) : NULL;
  sodium_memzero(pin, sizeof pin);
  return read;
}

bool passphrase_good(const char *passphrase)
{
  return passphrase != NULL && g_utf8_validate(passphrase, -1, NULL) && strlen(passphrase) >= 12 &&
         strlen(passphrase) <= 256;
}

/* All steps between neighbours alike (111111, 123456, 987654), or the second half the first
 * (123123), or pairs (112233). */
bool pin_is_weak(const char *pin)
{
  gsize length = strlen(pin), half = length / 2;
  bool steps = true, pairs = true;
  for (gsize i = 1; i < length; i++)
    steps = steps && pin[i] - pin[i - 1] == pin[1] - pin[0];
  for (gsize i = 0; i + 1 < length; i += 2)
    pairs = pairs && pin[i] == pin[i + 1] && (i == 0 || pin[i] - pin[i - 2] == pin[2] - pin[0]);
  bool twice = length % 2 == 0 && strncmp(pin, pin + half, half) == 0;
  return length < 2 || (steps && ABS(pin[1] - pin[0]) <= 1) || (pairs && length % 2 == 0) || twice;
}

Moment tries_wait(guint tries)
{
  if (tries < 3)
    return 0;
  Moment wait = 30 * MOMENT_SECOND;
  for (guint i = 3; i < tries && wait < MOMENT_HOUR; i++)
    wait *= 2;
  return MIN(wait, MOMENT_HOUR);
}

bool secret_equal(const char *a, const char *b)
{
  if (a == NULL || b == NULL || strlen(a) != strlen(b))
    return false;
  return sodium_memcmp(a, b, strlen(a)) == 0;
}

void secret_clear(void *bytes, gsize length)
{
  sodium_memzero(bytes, length);
}

void secret_free(char *text)
{
  if (text != NULL)
    sodium_memzero(text, strlen(text));
  g_free(text);
}
