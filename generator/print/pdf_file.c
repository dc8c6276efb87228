#include "print/pdf_file.h"

#include "print/pdf_text.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

struct PdfFile {
  qpdf_data qpdf;
  GBytes *bytes;
  GString *update;
  GArray *places; /* of each object of the update */
  char *fault;
  int next;
};

typedef struct {
  int id;
  gsize offset; /* in the update; 0: it is dropped */
} ObjectPlace;

/* Errors that nobody asked for would be printed at the end, by libqpdf itself. */
static void close_qpdf(qpdf_data *qpdf)
{
  if (*qpdf == NULL)
    return;
  (void)qpdf_get_error(*qpdf);
  qpdf_cleanup(qpdf);
}

/* NULL where the bytes are no sound PDF; *fault (may be NULL) is then what is wrong with them. */
static qpdf_data read_pdf(const char *bytes, gsize length, char **fault)
{
  qpdf_data qpdf = qpdf_init();
  qpdf_silence_errors(qpdf);
  qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
  qpdf_set_attempt_recovery(qpdf, QPDF_FALSE);
  QPDF_ERROR_CODE code = qpdf_read_memory(qpdf, "paper", bytes, length, NULL);
  if ((code & QPDF_ERRORS) != 0 && fault != NULL)
    *fault = g_strdup(qpdf_get_error_full_text(qpdf, qpdf_get_error(qpdf)));
  if ((code & QPDF_ERRORS) != 0)
    close_qpdf(&qpdf);
  return qpdf;
}

PdfFile *pdf_file_open(GBytes *bytes)
{
  gsize length = 0;
  const char *start = g_bytes_get_data(bytes, &length);
  qpdf_data qpdf = read_pdf(start, length, NULL);
  if (qpdf == NULL)
    return NULL;
  PdfFile *file = g_new0(PdfFile, 1);
  file->qpdf = qpdf;
  file->bytes = g_bytes_ref(bytes);
  file->update = g_string_new("\n");
  file->places = g_array_new(FALSE, FALSE, sizeof(ObjectPlace));
  g_autofree char *trailer = pdf_file_trailer(file);
  PdfToken size = pdf_find_in(trailer, "/Size");
  file->next = pdf_integer(&size);
  if (file->next > 0 && pdf_file_pages(file) > 0)
    return file;
  pdf_file_close(file);
  return NULL;
}

void pdf_file_close(PdfFile *file)
{
  if (file == NULL)
    return;
  close_qpdf(&file->qpdf);
  g_bytes_unref(file->bytes);
  g_string_free(file->update, TRUE);
  g_array_unref(file->places);
  g_free(file->fault);
  g_free(file);
}

/* Whether libqpdf met an error; it is kept, and told only once. */
static bool faulty(PdfFile *file)
{
  if (file->qpdf == NULL || !qpdf_has_error(file->qpdf))
    return file->fault != NULL;
  g_free(file->fault);
  file->fault = g_strdup(qpdf_get_error_full_text(file->qpdf, qpdf_get_error(file->qpdf)));
  return true;
}

const char *pdf_file_fault(const PdfFile *file)
{
  return file->fault != NULL ? file->fault : "";
}

char *pdf_file_trailer(PdfFile *file)
{
  qpdf_oh trailer = qpdf_get_trailer(file->qpdf);
  char *text = g_strdup(qpdf_oh_unparse_resolved(file->qpdf, trailer));
  qpdf_oh_release_all(file->qpdf);
  return text;
}

char *pdf_file_object(PdfFile *file, int id)
{
  qpdf_oh object = qpdf_get_object_by_id(file->qpdf, id, 0);
  if (qpdf_oh_is_stream(file->qpdf, object))
    object = qpdf_oh_get_dict(file->qpdf, object);
  const char *found = qpdf_oh_unparse_resolved(file->qpdf, object);
  char *text = g_strdup(found != NULL ? found : "null");
  qpdf_oh_release_all(file->qpdf);
  return text;
}

char *pdf_file_stream(PdfFile *file, int id, gsize *length)
{
  qpdf_oh object = qpdf_get_object_by_id(file->qpdf, id, 0);
  unsigned char *data = NULL;
  QPDF_BOOL filtered = QPDF_FALSE;
  char *copy = NULL;
  if (qpdf_oh_is_stream(file->qpdf, object) &&
      (qpdf_oh_get_stream_data(file->qpdf, object, qpdf_dl_all, &filtered, &data, length) &
       QPDF_ERRORS) == 0 &&
      filtered) {
    copy = g_malloc(*length + 1);
    memcpy(copy, data, *length);
    copy[*length] = '\0';
  }
  free(data);
  qpdf_oh_release_all(file->qpdf);
  return copy;
}

int pdf_file_pages(PdfFile *file)
{
  return qpdf_get_num_pages(file->qpdf);
}

int pdf_file_page(PdfFile *file, int index)
{
  qpdf_oh page = qpdf_get_page_n(file->qpdf, (size_t)index);
  int id = qpdf_oh_get_object_id(file->qpdf, page);
  qpdf_oh_release_all(file->qpdf);
  return id;
}

int pdf_file_new(PdfFile *file)
{
  return file->next++;
}

void pdf_file_drop(PdfFile *file, int id)
{
  ObjectPlace place = {id, 0};
  g_array_append_val(file->places, place);
}

static void begin_object(PdfFile *file, int id)
{
  ObjectPlace place = {id, file->update->len};
  g_array_append_val(file->places, place);
  g_string_append_printf(file->update, "%d 0 obj\n", id);
}

void pdf_file_put(PdfFile *file, int id, const char *object, gssize length)
{
  begin_object(file, id);
  g_string_append_len(file->update, object, length);
  g_string_append(file->update, "\nendobj\n");
}

void pdf_file_put_stream(PdfFile *file, int id, const char *dictionary, const char *data,
                         gsize length)
{
  begin_object(file, id);
  g_string_append_printf(file->update, "<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", dictionary,
                         length);
  g_string_append_len(file->update, data, (gssize)length);
  g_string_append(file->update, "\nendstream\nendobj\n");
}

/* Where the file's own cross-reference table begins; -1 where it does not say. */
static gint64 table_of(const char *bytes, gsize length)
{
  static const char word[] = "startxref";
  /* Not by a string function: streams end close by, and hold NULs. */
  for (gsize at = length; at-- > 0 && length - at < 1024;) {
    if (length - at < sizeof word || memcmp(bytes + at, word, sizeof word - 1) != 0)
      continue;
    PdfText text = pdf_text(bytes + at + sizeof word - 1, length - at - (sizeof word - 1));
    PdfToken number = pdf_next(&text);
    return pdf_integer(&number);
  }
  return -1;
}

/* File and update in one piece. */
static GString *joined(PdfFile *file, int catalog, int info)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data(file->bytes, &length);
  GString *all = g_string_sized_new(length + file->update->len + file->places->len * 32 + 256);
  g_string_append_len(all, bytes, (gssize)length);
  g_string_append_len(all, file->update->str, (gssize)file->update->len);
  gsize table = all->len;
  g_string_append(all, "xref\n");
  for (guint i = 0; i < file->places->len; i++) {
    const ObjectPlace *place = &g_array_index(file->places, ObjectPlace, i);
    if (place->offset == 0)
      g_string_append_printf(all, "%d 1\n0000000000 00001 f \n", place->id);
    else
      g_string_append_printf(all, "%d 1\n%010" G_GSIZE_FORMAT " 00000 n \n", place->id,
                             length + place->offset);
  }
  g_string_append_printf(all,
                         "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %" G_GINT64_FORMAT
                         " >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                         file->next, catalog, info, table_of(bytes, length), table);
  return all;
}

GBytes *pdf_file_write(PdfFile *file, int catalog, int info)
{
  /* Something could not be read, and would be lost. */
  if (faulty(file))
    return NULL;
  close_qpdf(&file->qpdf);
  g_autoptr(GString) all = joined(file, catalog, info);
  g_string_free(file->update, TRUE);
  file->update = g_string_new(NULL);
  file->qpdf = read_pdf(all->str, all->len, &file->fault);
  if (file->qpdf == NULL || qpdf_init_write_memory(file->qpdf) != QPDF_SUCCESS)
    return NULL;
  qpdf_set_object_stream_mode(file->qpdf, qpdf_o_generate);
  qpdf_set_stream_data_mode(file->qpdf, qpdf_s_compress);
  qpdf_set_newline_before_endstream(file->qpdf, QPDF_TRUE);
  qpdf_set_deterministic_ID(file->qpdf, QPDF_TRUE);
  qpdf_force_pdf_version(file->qpdf, "1.7");
  if ((qpdf_write(file->qpdf) & QPDF_ERRORS) != 0) {
    (void)faulty(file);
    return NULL;
  }
  return g_bytes_new(qpdf_get_buffer(file->qpdf), qpdf_get_buffer_length(file->qpdf));
}
