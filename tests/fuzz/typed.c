/*
 * Fuzzes what people type to sign in: codes, PINs, one-time codes. What is taken has the one form that is
 * kept, and is read back as itself.
 */
#include "records/secret.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_code(const char *typed)
{
  g_autofree char *code = secret_code_read(typed);
  if (code == NULL)
    return;
  g_autofree char *shown = secret_code_shown(code);
  g_autofree char *again = secret_code_read(shown);
  if (strlen(code) != SECRET_CODE || g_strcmp0(again, code) != 0 ||
      strspn(code, "23456789ABCDEFGHJKMNPQRSTUVWXYZ") != SECRET_CODE)
    abort();
}

static void check_pin(const char *typed)
{
  g_autofree char *pin = pin_read(typed);
  if (pin == NULL)
    return;
  g_autofree char *again = pin_read(pin);
  gsize length = strlen(pin);
  if (length < 6 || length > 32 || strspn(pin, "0123456789") != length || strcmp(again, pin) != 0)
    abort();
  pin_is_weak(pin);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup((const char *)data, size);
  const char *secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  gint64 step = 0;
  char code[7];
  check_code(typed);
  check_pin(typed);
  passphrase_good(typed);
  totp_code(typed, 1, code);
  if (totp_check(secret, typed, G_GINT64_CONSTANT(1800000000000), 0, &step) &&
      ABS(step - 60000000) > 1)
    abort();
  if (secret_is_hex(typed, 32) && strlen(typed) != 32)
    abort();
  return 0;
}
