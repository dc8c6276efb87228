#include "print/pdf_marks_parts.h"

#include <string.h>

/* Of the page's height, from either edge: where unmarked text is a running head or foot. */
#define EDGE 0.15

typedef enum { OPEN_NONE, OPEN_LAYOUT, OPEN_HEAD, OPEN_FOOT } Open;

typedef struct {
  double a, b, c, d, e, f;
} Matrix;

/* How a mark that is open was written. */
typedef enum { LEVEL_KEPT, LEVEL_ARTIFACT, LEVEL_LEFT_OUT } Level;

typedef struct {
  const PdfMarks *marks;
  const Stream *stream;
  GString *out;
  GArray *levels;   /* of Level */
  GArray *matrices; /* saved by q */
  Matrix matrix;
  Open open;        /* the artifact made for unmarked content */
  const char *path; /* the start of an unmarked path that is being built */
} Writer;

static Matrix product(const Matrix *m, const Matrix *n)
{
  return (Matrix){m->a * n->a + m->b * n->c,        m->a * n->b + m->b * n->d,
                  m->c * n->a + m->d * n->c,        m->c * n->b + m->d * n->d,
                  m->e * n->a + m->f * n->c + n->e, m->e * n->b + m->f * n->d + n->f};
}

static Matrix matrix_of(const PdfOperation *operation)
{
  const PdfToken *o = operation->operands;
  return (Matrix){pdf_number(&o[0]), pdf_number(&o[1]), pdf_number(&o[2]),
                  pdf_number(&o[3]), pdf_number(&o[4]), pdf_number(&o[5])};
}

static void follow_matrix(Writer *writer, const PdfOperation *operation)
{
  if (pdf_is(&operation->name, "q")) {
    g_array_append_val(writer->matrices, writer->matrix);
  } else if (pdf_is(&operation->name, "Q") && writer->matrices->len > 0) {
    writer->matrix = g_array_index(writer->matrices, Matrix, writer->matrices->len - 1);
    g_array_set_size(writer->matrices, writer->matrices->len - 1);
  } else if (pdf_is(&operation->name, "cm") && operation->count == 6) {
    Matrix by = matrix_of(operation);
    writer->matrix = product(&by, &writer->matrix);
  }
}

static void copy(Writer *writer, const char *from, const char *to)
{
  g_string_append_len(writer->out, from, to - from);
  g_string_append_c(writer->out, '\n');
}

static void close_artifact(Writer *writer)
{
  if (writer->open != OPEN_NONE)
    g_string_append(writer->out, "EMC\n");
  writer->open = OPEN_NONE;
}

static void open_artifact(Writer *writer, Open kind)
{
  static const char *const lists[] = {"", "<</Type /Layout>>",
                                      "<</Type /Pagination /Subtype /Header>>",
                                      "<</Type /Pagination /Subtype /Footer>>"};
  if (writer->open == kind)
    return;
  close_artifact(writer);
  g_string_append_printf(writer->out, "/Artifact %s BDC\n", lists[kind]);
  writer->open = kind;
}

/* What unmarked text is, by where it stands; `text` is behind its BT. */
static Open kind_of_text(const Writer *writer, PdfText text)
{
  for (PdfOperation next; (next = pdf_next_operation(&text)).name.type != PDF_END;) {
    if (pdf_is(&next.name, "ET"))
      break;
    if (writer->stream->form || !pdf_is(&next.name, "Tm") || next.count < 6)
      continue;
    Matrix own = matrix_of(&next);
    Matrix place = product(&own, &writer->matrix);
    double height = writer->stream->height;
    return place.f > height * (1 - EDGE) ? OPEN_HEAD
           : place.f < height * EDGE     ? OPEN_FOOT
                                         : OPEN_LAYOUT;
  }
  return OPEN_LAYOUT;
}

/* Whether an XObject has marks of its own: then it is no artifact, and what places it is none. */
static bool places_marks(const Writer *writer, const PdfOperation *operation)
{
  int id = operation->count > 0 ? stream_named(writer->stream->forms, &operation->operands[0]) : 0;
  const Stream *form = g_hash_table_lookup(writer->marks->by_owner, GINT_TO_POINTER(id));
  return form != NULL && form->marks->len > 0;
}

static void begin_level(Writer *writer, const PdfOperation *operation)
{
  int number = mark_number(operation);
  const PdfMark *mark = stream_mark(writer->stream, number);
  Level level = LEVEL_KEPT;
  /* Inside an artifact nothing is marked, not even a replacement text. */
  if (writer->open != OPEN_NONE && number < 0)
    level = LEVEL_LEFT_OUT;
  for (guint i = 0; i < writer->levels->len; i++)
    if (g_array_index(writer->levels, Level, i) == LEVEL_ARTIFACT)
      level = LEVEL_LEFT_OUT;
  if (level == LEVEL_KEPT)
    close_artifact(writer);
  if (level == LEVEL_KEPT && mark != NULL && mark->fate != MARK_REAL) {
    level = LEVEL_ARTIFACT;
    g_string_append(writer->out, mark->fate == MARK_LAYOUT
                                   ? "/Artifact <</Type /Layout>> BDC\n"
                                   : "/Artifact <</Type /Pagination>> BDC\n");
  } else if (level == LEVEL_KEPT) {
    copy(writer, operation->start, operation->end);
  }
  g_array_append_val(writer->levels, level);
}

static void end_level(Writer *writer)
{
  if (writer->levels->len == 0)
    return;
  Level level = g_array_index(writer->levels, Level, writer->levels->len - 1);
  g_array_set_size(writer->levels, writer->levels->len - 1);
  if (level != LEVEL_LEFT_OUT)
    g_string_append(writer->out, "EMC\n");
}

/* One operation outside all marks. */
static void write_unmarked(Writer *writer, const PdfOperation *operation, const PdfText *rest)
{
  PdfDoes does = pdf_does(operation);
  if (does == PDF_DOES_BUILD) {
    writer->path = writer->path != NULL ? writer->path : operation->start;
    return;
  }
  const char *from = writer->path != NULL ? writer->path : operation->start;
  writer->path = NULL;
  if (does == PDF_DOES_PAINT || does == PDF_DOES_FILL ||
      (does == PDF_DOES_PLACE && !places_marks(writer, operation)))
    open_artifact(writer, OPEN_LAYOUT);
  else if (pdf_is(&operation->name, "BT"))
    open_artifact(writer, kind_of_text(writer, *rest));
  else if (pdf_is(&operation->name, "q") || pdf_is(&operation->name, "Q") || does == PDF_DOES_PLACE)
    close_artifact(writer);
  copy(writer, from, operation->end);
}

static void write_operation(Writer *writer, const PdfOperation *operation, const PdfText *rest)
{
  follow_matrix(writer, operation);
  if (begins_mark(operation))
    begin_level(writer, operation);
  else if (pdf_is(&operation->name, "EMC"))
    end_level(writer);
  else if (writer->levels->len > 0 && g_array_index(writer->levels, Level, 0) != LEVEL_LEFT_OUT)
    copy(writer, operation->start, operation->end);
  else
    write_unmarked(writer, operation, rest);
}

/* A page's annotations, without those that are not in `kept`. */
static void put_annotations(PdfFile *file, const char *page, GHashTable *kept, GString *out)
{
  PdfToken found = pdf_find_in(page, "/Annots");
  g_autofree char *list = pdf_reference(&found) != 0 ? pdf_file_object(file, pdf_reference(&found))
                                                     : g_strndup(found.start, found.length);
  PdfText text = pdf_text(list, strlen(list));
  PdfToken array = pdf_next_object(&text);
  PdfText inside = pdf_inside(&array);
  bool any = false;
  for (PdfToken one; (one = pdf_next_object(&inside)).type != PDF_END;) {
    if (!g_hash_table_contains(kept, GINT_TO_POINTER(pdf_reference(&one))))
      continue;
    g_string_append_printf(out, "%s%.*s ", any ? "" : "/Annots [ ", (int)one.length, one.start);
    any = true;
  }
  g_string_append(out, any ? "] " : "");
}

/* Puts a page with other content. */
static void put_page(PdfFile *file, const Stream *page, int content, GHashTable *kept)
{
  g_autoptr(GString) out = g_string_new("<< ");
  PdfText text = pdf_text(page->dictionary, strlen(page->dictionary));
  PdfToken object = pdf_next_object(&text);
  PdfText inside = pdf_inside(&object);
  for (PdfToken name; (name = pdf_next(&inside)).type != PDF_END;) {
    PdfToken old = pdf_next_object(&inside);
    if (!pdf_is(&name, "/Contents") && !pdf_is(&name, "/Annots") && !pdf_is(&name, "/Tabs"))
      g_string_append_printf(out, "%.*s %.*s ", (int)name.length, name.start, (int)old.length,
                             old.start);
  }
  put_annotations(file, page->dictionary, kept, out);
  g_string_append_printf(out, "/Tabs /S /Contents %d 0 R >>", content);
  pdf_file_put(file, page->owner, out->str, (gssize)out->len);
}

/* A form's dictionary without what belongs to its old data. */
static char *form_entries(const char *dictionary)
{
  static const char *const dropped[] = {"/Length", "/Filter", "/DecodeParms"};
  GString *out = g_string_new(NULL);
  PdfText text = pdf_text(dictionary, strlen(dictionary));
  PdfToken object = pdf_next_object(&text);
  PdfText inside = pdf_inside(&object);
  for (PdfToken name; (name = pdf_next(&inside)).type != PDF_END;) {
    PdfToken value = pdf_next_object(&inside);
    bool drop = false;
    for (gsize i = 0; i < G_N_ELEMENTS(dropped); i++)
      drop = drop || pdf_is(&name, dropped[i]);
    if (!drop)
      g_string_append_printf(out, "%.*s %.*s ", (int)name.length, name.start, (int)value.length,
                             value.start);
  }
  return g_string_free(out, FALSE);
}

static void put_stream(PdfFile *file, const Stream *stream, const GString *content,
                       GHashTable *kept)
{
  if (stream->form) {
    g_autofree char *entries = form_entries(stream->dictionary);
    pdf_file_put_stream(file, stream->owner, entries, content->str, content->len);
    return;
  }
  int id = pdf_file_new(file);
  pdf_file_put_stream(file, id, "", content->str, content->len);
  put_page(file, stream, id, kept);
}

static void write_stream(const PdfMarks *marks, const Stream *stream, GHashTable *kept)
{
  gsize length = 0;
  g_autofree char *content = content_of(marks->file, stream, &length);
  if (content == NULL)
    return;
  Writer writer = {.marks = marks, .stream = stream, .matrix = {1, 0, 0, 1, 0, 0}};
  writer.out = g_string_sized_new(length + length / 8);
  writer.levels = g_array_new(FALSE, FALSE, sizeof(Level));
  writer.matrices = g_array_new(FALSE, FALSE, sizeof(Matrix));
  PdfText text = pdf_text(content, length);
  for (PdfOperation operation; (operation = pdf_next_operation(&text)).name.type != PDF_END;)
    write_operation(&writer, &operation, &text);
  close_artifact(&writer);
  put_stream(marks->file, stream, writer.out, kept);
  g_array_unref(writer.levels);
  g_array_unref(writer.matrices);
  g_string_free(writer.out, TRUE);
}

void pdf_marks_write(PdfMarks *marks, GHashTable *kept)
{
  for (guint i = 0; i < marks->streams->len; i++)
    write_stream(marks, marks->streams->pdata[i], kept);
}
