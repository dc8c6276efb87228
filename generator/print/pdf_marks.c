#include "print/pdf_marks.h"

#include "print/pdf_marks_parts.h"

#include <string.h>

#define FORMS_DEEP 8

static void mark_free(gpointer data)
{
  PdfMark *mark = data;
  if (mark != NULL)
    g_free(mark->text);
  g_free(mark);
}

static void stream_free(gpointer data)
{
  Stream *stream = data;
  g_free(stream->dictionary);
  g_hash_table_unref(stream->fonts);
  g_hash_table_unref(stream->forms);
  g_ptr_array_unref(stream->marks);
  g_free(stream);
}

void pdf_marks_free(PdfMarks *marks)
{
  if (marks == NULL)
    return;
  g_ptr_array_unref(marks->streams);
  g_hash_table_unref(marks->by_owner);
  g_free(marks);
}

PdfMark *stream_mark(const Stream *stream, int number)
{
  return number >= 0 && (guint)number < stream->marks->len ? stream->marks->pdata[number] : NULL;
}

PdfMark *pdf_marks_get(const PdfMarks *marks, int owner, int number)
{
  const Stream *stream = g_hash_table_lookup(marks->by_owner, GINT_TO_POINTER(owner));
  return stream != NULL ? stream_mark(stream, number) : NULL;
}

bool pdf_marks_unmarked_missing(const PdfMarks *marks, int owner)
{
  const Stream *stream = g_hash_table_lookup(marks->by_owner, GINT_TO_POINTER(owner));
  return stream != NULL && stream->missing;
}

void pdf_marks_each(const PdfMarks *marks,
                    void (*each)(int owner, int page, int key, guint count, gpointer data),
                    gpointer data)
{
  for (guint i = 0; i < marks->streams->len; i++) {
    const Stream *stream = marks->streams->pdata[i];
    each(stream->owner, stream->page, stream->key, stream->marks->len, data);
  }
}

/* ---- reading ---- */

/* Names and object numbers of one kind of resource. */
static GHashTable *resources(PdfFile *file, const char *dictionary, const char *kind)
{
  GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  PdfToken all = pdf_find_in(dictionary, "/Resources");
  g_autofree char *apart = pdf_reference(&all) != 0 ? pdf_file_object(file, pdf_reference(&all))
                                                    : g_strndup(all.start, all.length);
  PdfToken found = pdf_find_in(apart, kind);
  g_autofree char *list = pdf_reference(&found) != 0 ? pdf_file_object(file, pdf_reference(&found))
                                                     : g_strndup(found.start, found.length);
  PdfText text = pdf_text(list, strlen(list));
  PdfToken object = pdf_next_object(&text);
  PdfText inside = pdf_inside(&object);
  for (PdfToken name; (name = pdf_next(&inside)).type != PDF_END;) {
    PdfToken value = pdf_next_object(&inside);
    g_hash_table_insert(table, g_strndup(name.start, name.length),
                        GINT_TO_POINTER(pdf_reference(&value)));
  }
  return table;
}

int stream_named(GHashTable *table, const PdfToken *name)
{
  g_autofree char *key = g_strndup(name->start, name->length);
  return GPOINTER_TO_INT(g_hash_table_lookup(table, key));
}

int mark_number(const PdfOperation *operation)
{
  if (operation->count < 2 || operation->operands[1].type != PDF_OPEN)
    return -1;
  PdfToken number = pdf_find(&operation->operands[1], "/MCID");
  return number.type == PDF_WORD ? pdf_integer(&number) : -1;
}

bool begins_mark(const PdfOperation *operation)
{
  return pdf_is(&operation->name, "BDC") || pdf_is(&operation->name, "BMC");
}

/* Where the reading of a stream stands. */
typedef struct {
  const PdfMarks *marks;
  Stream *stream;
  const PdfFont *font;
  GArray *levels;  /* of int: the numbers of the marks that are open, -1 for other marks */
  GString *text;   /* of the innermost mark with a number */
  PdfMark *mark;   /* that mark */
  gsize said_from; /* where in `text` the replaced text begins; G_MAXSIZE: none is */
  char *instead;
} Reader;

static void finish_mark(Reader *reader)
{
  if (reader->mark == NULL)
    return;
  g_autofree char *before = reader->mark->text;
  reader->mark->text = g_strconcat(before, reader->text->str, NULL);
  g_string_truncate(reader->text, 0);
  reader->mark = NULL;
}

static void begin_mark(Reader *reader, const PdfOperation *operation)
{
  int number = mark_number(operation);
  g_array_append_val(reader->levels, number);
  GPtrArray *marks = reader->stream->marks;
  if (number >= 0 && number < 1000000) {
    finish_mark(reader);
    if ((guint)number >= marks->len)
      g_ptr_array_set_size(marks, number + 1);
    if (marks->pdata[number] == NULL) {
      marks->pdata[number] = g_new0(PdfMark, 1);
      ((PdfMark *)marks->pdata[number])->text = g_strdup("");
    }
    reader->mark = marks->pdata[number];
  } else if (operation->count >= 2) {
    PdfToken actual = pdf_find(&operation->operands[1], "/ActualText");
    if (actual.type == PDF_STRING && reader->instead == NULL) {
      reader->instead = pdf_string_utf8(&actual);
      reader->said_from = reader->text->len;
    }
  }
}

static void end_mark(Reader *reader)
{
  if (reader->levels->len == 0)
    return;
  int number = g_array_index(reader->levels, int, reader->levels->len - 1);
  g_array_set_size(reader->levels, reader->levels->len - 1);
  if (number >= 0) {
    finish_mark(reader);
  } else if (reader->instead != NULL) {
    /* A missing glyph stays one, whatever text stands behind it. */
    g_autofree char *missing = g_strdup(reader->text->str + reader->said_from);
    bool lost = g_utf8_strchr(missing, -1, GLYPH_MISSING) != NULL;
    if (!lost) {
      g_string_truncate(reader->text, reader->said_from);
      g_string_append(reader->text, reader->instead);
    }
    g_clear_pointer(&reader->instead, g_free);
  }
}

static void show(Reader *reader, const PdfOperation *operation)
{
  if (reader->font == NULL || operation->count == 0)
    return;
  const PdfToken *shown = &operation->operands[operation->count - 1];
  PdfText text = pdf_text(shown->start, shown->length);
  g_autoptr(GString) bytes = g_string_new(NULL);
  for (PdfToken token; (token = pdf_next(&text)).type != PDF_END;)
    pdf_string_bytes(&token, bytes);
  if (reader->mark != NULL) {
    pdf_font_decode(reader->font, bytes->str, bytes->len, reader->text);
    return;
  }
  g_autoptr(GString) unmarked = g_string_new(NULL);
  pdf_font_decode(reader->font, bytes->str, bytes->len, unmarked);
  if (g_utf8_strchr(unmarked->str, -1, GLYPH_MISSING) != NULL)
    reader->stream->missing = true;
}

static void take_operation(Reader *reader, const PdfOperation *operation)
{
  PdfDoes does = pdf_does(operation);
  if (begins_mark(operation))
    begin_mark(reader, operation);
  else if (pdf_is(&operation->name, "EMC"))
    end_mark(reader);
  else if (pdf_is(&operation->name, "Tf") && operation->count > 0)
    reader->font = pdf_fonts_get(reader->marks->fonts,
                                 stream_named(reader->stream->fonts, &operation->operands[0]));
  else if (does == PDF_DOES_SHOW)
    show(reader, operation);
  else if (does == PDF_DOES_PAINT && reader->mark != NULL)
    reader->mark->painted = true;
  else if ((does == PDF_DOES_PLACE || does == PDF_DOES_FILL) && reader->mark != NULL)
    reader->mark->pictured = true;
}

char *content_of(PdfFile *file, const Stream *stream, gsize *length)
{
  if (stream->form)
    return pdf_file_stream(file, stream->owner, length);
  PdfToken contents = pdf_find_in(stream->dictionary, "/Contents");
  PdfText list =
    contents.type == PDF_OPEN ? pdf_inside(&contents) : pdf_text(contents.start, contents.length);
  GString *all = g_string_new(NULL);
  for (PdfToken one; (one = pdf_next_object(&list)).type != PDF_END;) {
    gsize size = 0;
    g_autofree char *data = pdf_file_stream(file, pdf_reference(&one), &size);
    if (data != NULL) {
      g_string_append_len(all, data, (gssize)size);
      g_string_append_c(all, '\n');
    }
  }
  *length = all->len;
  return g_string_free(all, FALSE);
}

static void read_stream(PdfMarks *marks, int owner, int page, bool form, double height, int deep);

static void read_forms(PdfMarks *marks, const Stream *stream, int deep)
{
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(stream->forms), (GCompareFunc)strcmp);
  for (GList *name = names; name != NULL; name = name->next) {
    int id = GPOINTER_TO_INT(g_hash_table_lookup(stream->forms, name->data));
    g_autofree char *dictionary = pdf_file_object(marks->file, id);
    PdfToken subtype = pdf_find_in(dictionary, "/Subtype");
    if (id != 0 && pdf_is(&subtype, "/Form") && deep < FORMS_DEEP &&
        !g_hash_table_contains(marks->by_owner, GINT_TO_POINTER(id)))
      read_stream(marks, id, stream->page, true, stream->height, deep + 1);
  }
}

static void read_content(PdfMarks *marks, Stream *stream)
{
  gsize length = 0;
  g_autofree char *content = content_of(marks->file, stream, &length);
  if (content == NULL)
    return;
  Reader reader = {.marks = marks, .stream = stream};
  reader.levels = g_array_new(FALSE, FALSE, sizeof(int));
  reader.text = g_string_new(NULL);
  PdfText text = pdf_text(content, length);
  for (PdfOperation operation; (operation = pdf_next_operation(&text)).name.type != PDF_END;)
    take_operation(&reader, &operation);
  finish_mark(&reader);
  g_array_unref(reader.levels);
  g_string_free(reader.text, TRUE);
  g_free(reader.instead);
}

static void read_stream(PdfMarks *marks, int owner, int page, bool form, double height, int deep)
{
  Stream *stream = g_new0(Stream, 1);
  stream->owner = owner;
  stream->page = page;
  stream->form = form;
  stream->height = height;
  stream->dictionary = pdf_file_object(marks->file, owner);
  stream->fonts = resources(marks->file, stream->dictionary, "/Font");
  stream->forms = resources(marks->file, stream->dictionary, "/XObject");
  stream->marks = g_ptr_array_new_with_free_func(mark_free);
  PdfToken key = pdf_find_in(stream->dictionary, "/StructParents");
  stream->key = key.type == PDF_WORD ? pdf_integer(&key) : -1;
  PdfToken box = pdf_find_in(stream->dictionary, "/MediaBox");
  PdfText numbers = pdf_inside(&box);
  for (int i = 0; !form && i < 4; i++) {
    PdfToken number = pdf_next(&numbers);
    stream->height = pdf_number(&number);
  }
  g_ptr_array_add(marks->streams, stream);
  g_hash_table_insert(marks->by_owner, GINT_TO_POINTER(owner), stream);
  read_content(marks, stream);
  read_forms(marks, stream, deep);
}

PdfMarks *pdf_marks_read(PdfFile *file, PdfFonts *fonts)
{
  PdfMarks *marks = g_new0(PdfMarks, 1);
  marks->file = file;
  marks->fonts = fonts;
  marks->streams = g_ptr_array_new_with_free_func(stream_free);
  marks->by_owner = g_hash_table_new(NULL, NULL);
  for (int page = 0; page < pdf_file_pages(file); page++)
    read_stream(marks, pdf_file_page(file, page), page, false, 0, 0);
  return marks;
}
