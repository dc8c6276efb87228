/*
 * Fuzzes the reading of PDF's notation: tokens, objects, strings, operations. Every step goes on or
 * ends, stays inside the text, and what a string says can be put and read back.
 */
#include "print/pdf_content.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_string(const PdfToken *token)
{
  g_autofree char *said = pdf_string_utf8(token);
  if (!g_utf8_validate(said, -1, NULL))
    abort();
  g_autoptr(GString) out = g_string_new(NULL);
  pdf_put_string(out, said);
  PdfText text = pdf_text(out->str, out->len);
  PdfToken put = pdf_next_object(&text);
  g_autofree char *again = pdf_string_utf8(&put);
  if (put.type != PDF_STRING || text.at != text.end || strcmp(said, again) != 0)
    abort();
}

static void check_object(const PdfToken *object)
{
  (void)pdf_reference(object);
  (void)pdf_number(object);
  (void)pdf_find(object, "/Key");
  if (object->type == PDF_STRING)
    check_string(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  /* A copy of this very size: the sanitizer sees a step beyond it. */
  g_autofree char *copy = g_memdup2(data, size);
  PdfText objects = pdf_text(copy, size);
  for (PdfToken token; (token = pdf_next_object(&objects)).type != PDF_END;) {
    if (token.length == 0 || token.start < copy || token.start + token.length > copy + size)
      abort();
    check_object(&token);
  }
  PdfText operations = pdf_text(copy, size);
  for (PdfOperation next; (next = pdf_next_operation(&operations)).name.type != PDF_END;) {
    if (next.start < copy || next.end > copy + size || next.end <= next.start)
      abort();
    (void)pdf_does(&next);
  }
  return 0;
}
