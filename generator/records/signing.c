/* Ed25519: the key in its file, signatures. */
#include "records/secret.h"

#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char HEAD[] = "kaitei-key 1\n";

struct SigningKey {
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  char public[2 * crypto_sign_PUBLICKEYBYTES + 1];
};

static SigningKey *key_of_seed(const unsigned char *seed)
{
  SigningKey *key = g_new0(SigningKey, 1);
  unsigned char public[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_seed_keypair(public, key->secret, seed);
  sodium_bin2hex(key->public, sizeof key->public, public, sizeof public);
  return key;
}

void signing_key_free(SigningKey *key)
{
  if (key != NULL)
    sodium_memzero(key, sizeof *key);
  g_free(key);
}

/* Written at once and to the disk; nobody but the owner can read it at any moment. */
static bool write_private(const char *path, const char *text, Report *report)
{
  int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    report_add(report, DIAG_SECRET_KEY_THERE, place_at(path, 0, 0), NULL);
    return false;
  }
  gssize length = (gssize)strlen(text);
  bool written = fd >= 0 && write(fd, text, (gsize)length) == length && fsync(fd) == 0;
  int error = errno;
  if (fd >= 0)
    close(fd);
  if (written)
    return true;
  if (fd >= 0)
    unlink(path);
  file_report_unwritable(path, error, report);
  return false;
}

SigningKey *signing_key_create(const char *path, Report *report)
{
  unsigned char seed[crypto_sign_SEEDBYTES];
  char hex[2 * sizeof seed + 1];
  if (!secret_ready(report))
    return NULL;
  randombytes_buf(seed, sizeof seed);
  sodium_bin2hex(hex, sizeof hex, seed, sizeof seed);
  char *text = g_strconcat(HEAD, hex, "\n", NULL);
  SigningKey *key = write_private(path, text, report) ? key_of_seed(seed) : NULL;
  secret_free(text);
  sodium_memzero(seed, sizeof seed);
  sodium_memzero(hex, sizeof hex);
  return key;
}

static bool is_private(const char *path, Report *report)
{
  struct stat found;
  if (stat(path, &found) != 0 || (found.st_mode & 077) == 0)
    return true;
  report_add(report, DIAG_SECRET_KEY_OPEN, place_at(path, 0, 0), NULL);
  return false;
}

SigningKey *signing_key_read(const char *path, Report *report)
{
  gsize length = 0;
  if (!secret_ready(report) || !is_private(path, report))
    return NULL;
  char *text = file_read(path, NULL, 4096, &length, report);
  if (text == NULL)
    return NULL;
  unsigned char seed[crypto_sign_SEEDBYTES];
  gsize count = 0, head = strlen(HEAD);
  const char *end = NULL;
  bool good =
    strlen(text) == head + 2 * sizeof seed + 1 && g_str_has_prefix(text, HEAD) &&
    text[head + 2 * sizeof seed] == '\n' &&
    sodium_hex2bin(seed, sizeof seed, text + head, 2 * sizeof seed, NULL, &count, &end) == 0 &&
    count == sizeof seed;
  secret_free(text);
  if (!good)
    report_add(report, DIAG_SECRET_KEY_FORM, place_at(path, 0, 0), NULL);
  SigningKey *key = good ? key_of_seed(seed) : NULL;
  sodium_memzero(seed, sizeof seed);
  return key;
}

const char *signing_key_public(const SigningKey *key)
{
  return key->public;
}

char *signing_key_sign(const SigningKey *key, const void *bytes, gsize length)
{
  unsigned char signature[crypto_sign_BYTES];
  crypto_sign_detached(signature, NULL, bytes, length, key->secret);
  char *hex = g_malloc(2 * sizeof signature + 1);
  return sodium_bin2hex(hex, 2 * sizeof signature + 1, signature, sizeof signature);
}

bool signature_good(const char *public_key, const void *bytes, gsize length, const char *signature)
{
  unsigned char key[crypto_sign_PUBLICKEYBYTES], sign[crypto_sign_BYTES];
  return secret_is_hex(public_key, 2 * sizeof key) && secret_is_hex(signature, 2 * sizeof sign) &&
         sodium_hex2bin(key, sizeof key, public_key, 2 * sizeof key, NULL, NULL, NULL) == 0 &&
         sodium_hex2bin(sign, sizeof sign, signature, 2 * sizeof sign, NULL, NULL, NULL) == 0 &&
         crypto_sign_verify_detached(sign, bytes, length, key) == 0;
}
