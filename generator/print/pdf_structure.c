#include "print/pdf_structure.h"

#include "print/pdf_text.h"

#include <string.h>

#define DEEP 200
#define ELEMENTS_MOST 2000000

/* ---- elements ---- */

Element *element_new(const char *type)
{
  Element *element = g_new0(Element, 1);
  element->type = g_intern_string(type);
  element->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  return element;
}

void element_free(Element *element)
{
  if (element == NULL)
    return;
  for (guint i = 0; i < element->kids->len; i++)
    element_free(element_kid(element, i)->element);
  g_array_unref(element->kids);
  if (element->headers != NULL)
    g_ptr_array_unref(element->headers);
  g_free(element->id);
  g_free(element->alt);
  g_free(element->actual);
  g_free(element->lang);
  g_free(element);
}

Kid *element_kid(const Element *element, guint index)
{
  return &g_array_index(element->kids, Kid, index);
}

void element_append(Element *element, Kid kid)
{
  g_array_append_val(element->kids, kid);
}

bool element_is(const Element *element, const char *type)
{
  return strcmp(element->type, type) == 0;
}

Kid kid_of(Element *element)
{
  return (Kid){.type = KID_ELEMENT, .element = element};
}

/* ---- reading ---- */

typedef struct {
  PdfFile *file;
  GHashTable *seen; /* object numbers: a tree has none twice */
} Reading;

static const char *name_of(const PdfToken *token)
{
  if (token->type != PDF_NAME)
    return NULL;
  g_autofree char *name = g_strndup(token->start + 1, token->length - 1);
  return g_intern_string(name);
}

static char *string_of(const char *dictionary, const char *key)
{
  PdfToken token = pdf_find_in(dictionary, key);
  return token.type == PDF_STRING ? pdf_string_utf8(&token) : NULL;
}

static void read_headers(Element *element, const PdfToken *list)
{
  PdfText text = pdf_inside(list);
  element->headers = g_ptr_array_new_with_free_func(g_free);
  for (PdfToken id; (id = pdf_next_object(&text)).type != PDF_END;)
    g_ptr_array_add(element->headers, pdf_string_utf8(&id));
}

static void read_attributes(Element *element, const PdfToken *list)
{
  PdfText text = *list->start == '[' ? pdf_inside(list) : pdf_text(list->start, list->length);
  for (PdfToken one; (one = pdf_next_object(&text)).type != PDF_END;) {
    PdfText inside = pdf_inside(&one);
    for (PdfToken name; (name = pdf_next(&inside)).type != PDF_END;) {
      PdfToken value = pdf_next_object(&inside);
      if (pdf_is(&name, "/Scope"))
        element->scope = name_of(&value);
      else if (pdf_is(&name, "/ListNumbering"))
        element->numbering = name_of(&value);
      else if (pdf_is(&name, "/RowSpan"))
        element->rows = pdf_integer(&value);
      else if (pdf_is(&name, "/ColSpan"))
        element->columns = pdf_integer(&value);
      else if (pdf_is(&name, "/Headers") && element->headers == NULL)
        read_headers(element, &value);
    }
  }
}

static Element *read_element(Reading *reading, int id, int page, int deep);

/* One entry of /K: a number, a reference to an element, or a dictionary that refers to content. */
static bool read_kid(Reading *reading, Element *into, const PdfToken *kid, int page, int deep)
{
  int reference = pdf_reference(kid);
  if (reference != 0) {
    Element *element = read_element(reading, reference, page, deep + 1);
    if (element != NULL)
      element_append(into, kid_of(element));
    return element != NULL;
  }
  Kid found = {.type = KID_MARK, .owner = page, .page = page};
  if (kid->type == PDF_OPEN) {
    PdfToken object = pdf_find(kid, "/Obj"), number = pdf_find(kid, "/MCID");
    PdfToken stream = pdf_find(kid, "/Stm"), own_page = pdf_find(kid, "/Pg");
    if (own_page.type != PDF_END)
      found.page = found.owner = pdf_reference(&own_page);
    if (object.type != PDF_END) {
      found.type = KID_OBJECT;
      found.owner = pdf_reference(&object);
    } else if (stream.type != PDF_END) {
      found.owner = pdf_reference(&stream);
    }
    found.number = pdf_integer(&number);
  } else {
    found.number = pdf_integer(kid);
  }
  element_append(into, found);
  return true;
}

static bool read_kids(Reading *reading, Element *element, const char *dictionary, int page,
                      int deep)
{
  PdfToken kids = pdf_find_in(dictionary, "/K");
  bool many = kids.type == PDF_OPEN && *kids.start == '[';
  PdfText list = many ? pdf_inside(&kids) : pdf_text(kids.start, kids.length);
  for (PdfToken kid; (kid = pdf_next_object(&list)).type != PDF_END;)
    if (!read_kid(reading, element, &kid, page, deep))
      return false;
  return true;
}

static Element *read_element(Reading *reading, int id, int page, int deep)
{
  if (deep > DEEP || g_hash_table_size(reading->seen) > ELEMENTS_MOST ||
      !g_hash_table_add(reading->seen, GINT_TO_POINTER(id)))
    return NULL;
  g_autofree char *dictionary = pdf_file_object(reading->file, id);
  pdf_file_drop(reading->file, id);
  PdfToken type = pdf_find_in(dictionary, "/S");
  PdfToken own_page = pdf_find_in(dictionary, "/Pg");
  PdfToken attributes = pdf_find_in(dictionary, "/A");
  const char *name = name_of(&type);
  g_autoptr(Element) element = element_new(name != NULL ? name : "NonStruct");
  element->alt = string_of(dictionary, "/Alt");
  element->actual = string_of(dictionary, "/ActualText");
  element->lang = string_of(dictionary, "/Lang");
  element->id = string_of(dictionary, "/ID");
  if (attributes.type == PDF_OPEN)
    read_attributes(element, &attributes);
  if (own_page.type != PDF_END)
    page = pdf_reference(&own_page);
  if (!read_kids(reading, element, dictionary, page, deep))
    return NULL;
  return g_steal_pointer(&element);
}

/* The number of an object that a reference in another one names; 0 where there is none. */
static int step(PdfFile *file, int id, const char *key)
{
  g_autofree char *dictionary = pdf_file_object(file, id);
  PdfToken value = pdf_find_in(dictionary, key);
  return pdf_reference(&value);
}

Element *structure_read(PdfFile *file)
{
  g_autofree char *trailer = pdf_file_trailer(file);
  PdfToken catalog = pdf_find_in(trailer, "/Root");
  int root = step(file, pdf_reference(&catalog), "/StructTreeRoot");
  if (root == 0)
    return NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  Reading reading = {file, seen};
  g_autofree char *dictionary = pdf_file_object(file, root);
  pdf_file_drop(file, root);
  g_autoptr(Element) top = element_new("Document");
  if (!read_kids(&reading, top, dictionary, 0, 0) || top->kids->len == 0)
    return NULL;
  Kid *only = element_kid(top, 0);
  if (top->kids->len == 1 && only->type == KID_ELEMENT && element_is(only->element, "Document"))
    return g_steal_pointer(&only->element);
  return g_steal_pointer(&top);
}
