#include "serve/writing.h"

#include "base/text.h"
#include "pages/draft.h"

#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

void writing_free(Writing *writing)
{
  if (writing == NULL)
    return;
  g_free(writing->path);
  g_free(writing->full);
  g_free(writing->bytes);
  g_free(writing->blob);
  g_free(writing->text);
  g_free(writing);
}

/* Where a file lies once links are followed; NULL where that is outside the site
 * (reported). One that is not there lies where it is named. */
static char *followed(const char *root, const char *path, Report *report)
{
  g_autofree char *full = g_build_filename(root, path, NULL);
  char *real = realpath(full, NULL);
  char *real_root = realpath(root, NULL);
  char *found = NULL;

  if (real == NULL || real_root == NULL) {
    found = g_strdup(full);
  } else {
    g_autofree char *inside = g_strconcat(real_root, "/", NULL);
    found = g_str_has_prefix(real, inside) ? g_strdup(real) : NULL;
  }
  if (found == NULL)
    report_add(report, DIAG_LINK_LEADS_OUT, place_at(path, 0, 0), path, NULL);
  free(real);
  free(real_root);
  return found;
}

static void read_file(Writing *writing, Report *report)
{
  gsize length = 0;
  writing->bytes =
    file_read(writing->full, writing->path, MARKUP_TEXT_LIMIT, &writing->size, report);
  if (writing->bytes == NULL)
    return;
  writing->text = text_normalise(writing->bytes, writing->size, writing->path, &length, report);
  g_free(writing->blob);
  writing->blob = blob_id(writing->bytes, writing->size);
}

Writing *writing_open(const char *root, const PolicySource *policy, const char *lang,
                      Report *report)
{
  Writing *writing = g_new0(Writing, 1);
  writing->path = draft_path(policy, lang);
  writing->full = followed(root, writing->path, report);
  writing->blob = g_strdup("");
  if (writing->full == NULL)
    return writing;
  writing->there = g_file_test(writing->full, G_FILE_TEST_EXISTS);
  /* The stamp first: what is read may be newer, and is then found to be another. */
  if (writing->there && file_stamp(writing->full, &writing->stamp))
    read_file(writing, report);
  else if (writing->there)
    report_add(report, DIAG_FILE_NOT_PLAIN, place_at(writing->path, 0, 0), writing->path, NULL);
  else
    writing->text = g_strdup("");
  return writing;
}

/* Whether most of its lines end in CR LF. */
static bool has_crlf(const Writing *writing)
{
  gsize all = 0, crlf = 0;
  for (gsize i = 0; i < writing->size; i++) {
    all += writing->bytes[i] == '\n';
    crlf += writing->bytes[i] == '\n' && i > 0 && writing->bytes[i - 1] == '\r';
  }
  return crlf > 0 && crlf * 2 >= all;
}

char *writing_bytes(const Writing *writing, const char *text, gsize *size)
{
  if (writing->bytes != NULL && g_strcmp0(text, writing->text) == 0) {
    *size = writing->size;
    return g_memdup2(writing->bytes, writing->size + 1);
  }
  bool marked =
    writing->bytes != NULL && writing->size >= 3 && memcmp(writing->bytes, BYTE_ORDER_MARK, 3) == 0;
  bool crlf = has_crlf(writing);
  bool ends =
    writing->text == NULL || *writing->text == '\0' || g_str_has_suffix(writing->text, "\n");
  GString *out = g_string_new(marked ? BYTE_ORDER_MARK : NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\n' && crlf)
      g_string_append_c(out, '\r');
    g_string_append_c(out, *p);
  }
  if (ends && *text != '\0' && !g_str_has_suffix(text, "\n"))
    g_string_append(out, crlf ? "\r\n" : "\n");
  *size = out->len;
  return g_string_free(out, FALSE);
}

Saving writing_save(const Writing *writing, const char *seen, const char *text, Report *report)
{
  gsize size = 0;
  bool changed = false;

  if (writing->full == NULL)
    return SAVE_FAILED; /* reported when it was opened */
  if (strcmp(seen, writing->blob) != 0 || (writing->there && writing->bytes == NULL))
    return SAVE_CHANGED;
  g_autofree char *bytes = writing_bytes(writing, text, &size);
  if (size > MARKUP_TEXT_LIMIT) {
    g_autofree char *kib = g_strdup_printf("%d", MARKUP_TEXT_LIMIT / 1024);
    report_add(report, DIAG_TEXT_TOO_LONG, place_at(writing->path, 0, 0), kib, NULL);
    return SAVE_FAILED;
  }
  if (writing->bytes != NULL && size == writing->size && memcmp(bytes, writing->bytes, size) == 0)
    return SAVED;
  if (file_write_over(writing->full, writing->there ? &writing->stamp : NULL, bytes, size, &changed,
                      report))
    return SAVED;
  return changed ? SAVE_CHANGED : SAVE_FAILED;
}
