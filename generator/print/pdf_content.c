#include "print/pdf_content.h"

#include <string.h>

static bool is_operand(const PdfToken *token)
{
  if (token->type != PDF_WORD)
    return true;
  char c = *token->start;
  return g_ascii_isdigit(c) || c == '-' || c == '+' || c == '.' || pdf_is(token, "true") ||
         pdf_is(token, "false") || pdf_is(token, "null");
}

static bool is_blank(char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Behind the data of an inline image, which may hold anything. */
static void skip_image(PdfText *text)
{
  for (const char *at = text->at; at + 3 <= text->end; at++)
    if (is_blank(at[0]) && at[1] == 'E' && at[2] == 'I' &&
        (at + 3 == text->end || is_blank(at[3]))) {
      text->at = at + 3;
      return;
    }
  text->at = text->end;
}

PdfOperation pdf_next_operation(PdfText *text)
{
  PdfOperation operation = {0};
  for (;;) {
    PdfToken token = pdf_next_object(text);
    if (operation.start == NULL)
      operation.start = token.start;
    if (token.type == PDF_END || !is_operand(&token)) {
      operation.name = token;
      /* An inline image is one operation, from BI to EI. */
      if (pdf_is(&token, "ID"))
        skip_image(text);
      else if (pdf_is(&token, "BI")) {
        operation.count = 0;
        continue;
      }
      operation.end = text->at;
      return operation;
    }
    if (operation.count < PDF_OPERANDS)
      operation.operands[operation.count++] = token;
  }
}

static bool among(const PdfToken *name, const char *const *names)
{
  for (; *names != NULL; names++)
    if (pdf_is(name, *names))
      return true;
  return false;
}

PdfDoes pdf_does(const PdfOperation *operation)
{
  static const char *const build[] = {"m", "l", "c", "v", "y", "h", "re", "W", "W*", NULL};
  static const char *const paint[] = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", NULL};
  static const char *const show[] = {"Tj", "TJ", "'", "\"", NULL};
  static const char *const fill[] = {"sh", "ID", NULL};
  const PdfToken *name = &operation->name;
  if (among(name, build))
    return PDF_DOES_BUILD;
  if (among(name, paint))
    return PDF_DOES_PAINT;
  if (among(name, show))
    return PDF_DOES_SHOW;
  if (among(name, fill))
    return PDF_DOES_FILL;
  return pdf_is(name, "n") ? PDF_DOES_DROP : pdf_is(name, "Do") ? PDF_DOES_PLACE : PDF_DOES_OTHER;
}
