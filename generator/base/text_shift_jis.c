/* Shift_JIS as Windows means it. */
#include "base/text.h"

#include <unicode/ucnv.h>

char *text_from_shift_jis(const char *bytes, gsize size, gsize *fault)
{
  UErrorCode error = U_ZERO_ERROR;
  UConverter *from = ucnv_open("windows-31j", &error), *into = ucnv_open("UTF-8", &error);
  /* What cannot be read stops it; ICU would put a sign in its place. */
  ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
  gsize most = size * 3 + 1; /* one byte (half-width kana) gives three at most */
  char *text = g_malloc(most + 1), *at = text;
  const char *source = bytes;
  UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;
  if (U_SUCCESS(error) && size > 0)
    ucnv_convertEx(into, from, &at, text + most, &source, bytes + size, pivot, &pivot_source,
                   &pivot_target, pivot + G_N_ELEMENTS(pivot), TRUE, TRUE, &error);
  ucnv_close(from);
  ucnv_close(into);
  *at = '\0';
  if (U_SUCCESS(error))
    return text;
  if (fault != NULL)
    *fault = (gsize)(source - bytes);
  g_free(text);
  return NULL;
}
