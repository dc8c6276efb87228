#include "print/pdf_tags.h"

#include <string.h>

/* A label is a few characters long. */
#define LABEL_LONGEST 8

/* ---- lists ---- */

static bool is_figure_sign(gunichar c)
{
  static const char numerals[] = "一二三四五六七八九十〇";
  return g_unichar_isdigit(c) || (c >= 0x2460 && c <= 0x24FF) || (c >= 0x3220 && c <= 0x32FE) ||
         (c >= 0x2776 && c <= 0x2793) || (c >= 0x2160 && c <= 0x217F) ||
         g_utf8_strchr(numerals, -1, c) != NULL;
}

static bool is_bullet_sign(gunichar c)
{
  static const char bullets[] = "・•‣◦●○◎◯■□▪▫◆◇▶▸–—※✓☐☑";
  return g_utf8_strchr(bullets, -1, c) != NULL;
}

/* Whether a text that stands by itself at the start of an item is its label: ①, (1), （ア）, 1、, ・ */
static bool is_label(const char *text)
{
  g_autofree char *bare = g_strstrip(g_strdup(text));
  glong length = g_utf8_strlen(bare, -1);
  if (length == 0 || length > LABEL_LONGEST)
    return false;
  bool counted = false, closed = false;
  for (const char *at = bare; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (is_bullet_sign(c))
      return length == 1;
    if (c == 0x3000 || g_utf8_strchr("(（第条項号", -1, c) != NULL)
      continue;
    if (g_utf8_strchr(")）、，．.：:", -1, c) != NULL)
      closed = true;
    else if (is_figure_sign(c))
      counted = true;
    else if (!g_unichar_isalpha(c) || length > 3)
      return false;
  }
  return counted || closed;
}

/* The label of an item that Chromium did not see one in; NULL where there is none. */
static Element *find_label(Element *item, const PdfMarks *marks)
{
  Kid first = *element_kid(item, 0);
  if (first.type != KID_MARK || item->kids->len < 2)
    return NULL;
  const PdfMark *mark = pdf_marks_get(marks, first.owner, first.number);
  if (mark == NULL || !is_label(mark->text))
    return NULL;
  Element *label = element_new("Lbl");
  element_append(label, first);
  g_array_remove_index(item->kids, 0);
  return label;
}

static void tidy_item(Element *item, const PdfMarks *marks)
{
  GArray *old = item->kids;
  Element *body = NULL;
  g_autoptr(GPtrArray) labels = g_ptr_array_new();
  Element *found = old->len > 0 ? find_label(item, marks) : NULL;
  if (found != NULL)
    g_ptr_array_add(labels, found);
  item->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  for (guint i = 0; i < old->len; i++) {
    Kid kid = g_array_index(old, Kid, i);
    if (kid.type == KID_ELEMENT && element_is(kid.element, "Lbl")) {
      g_ptr_array_add(labels, kid.element);
    } else if (kid.type == KID_ELEMENT && element_is(kid.element, "LBody") && body == NULL) {
      body = kid.element;
    } else {
      if (body == NULL)
        body = element_new("LBody");
      element_append(body, kid);
    }
  }
  g_array_unref(old);
  for (guint i = 0; i < labels->len; i++) {
    Element *label = labels->pdata[i];
    g_autofree char *text = tags_text(label, marks);
    if (*text == '\0' && label->actual == NULL)
      label->actual = g_strdup("•");
    element_append(item, kid_of(label));
  }
  if (body != NULL)
    element_append(item, kid_of(body));
}

/* How a list is numbered, by its first label: what a reader is told. (ISO 32000-1, Table 347) */
static const char *numbering_of(const Element *list, const PdfMarks *marks)
{
  const Kid *first = list->kids->len > 0 ? element_kid(list, 0) : NULL;
  if (first == NULL || first->type != KID_ELEMENT || first->element->kids->len == 0)
    return NULL;
  const Kid *kid = element_kid(first->element, 0);
  if (kid->type != KID_ELEMENT || !element_is(kid->element, "Lbl"))
    return NULL;
  g_autofree char *text = tags_text(kid->element, marks);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (is_figure_sign(c))
      return "Decimal";
    if (g_unichar_isupper(c) && c < 0x80)
      return "UpperAlpha";
    if (g_unichar_islower(c) && c < 0x80)
      return "LowerAlpha";
  }
  return *text == '\0' || is_bullet_sign(g_utf8_get_char(text)) ? "Disc" : "Decimal";
}

static void tidy_list(Element *list, const PdfMarks *marks)
{
  for (guint i = 0; i < list->kids->len; i++) {
    Kid *kid = element_kid(list, i);
    if (kid->type == KID_ELEMENT && element_is(kid->element, "LI")) {
      tidy_item(kid->element, marks);
    } else if (kid->type != KID_ELEMENT ||
               !(element_is(kid->element, "L") || element_is(kid->element, "Caption"))) {
      Element *item = element_new("LI");
      element_append(item, *kid);
      tidy_item(item, marks);
      *element_kid(list, i) = kid_of(item);
    }
  }
  if (list->numbering == NULL)
    list->numbering = numbering_of(list, marks);
}

void tags_lists(Element *document, const PdfMarks *marks)
{
  if (element_is(document, "L"))
    tidy_list(document, marks);
  for (guint i = 0; i < document->kids->len; i++)
    if (element_kid(document, i)->type == KID_ELEMENT)
      tags_lists(element_kid(document, i)->element, marks);
}

/* ---- tables ---- */

static bool is_cell(const Kid *kid)
{
  return kid->type == KID_ELEMENT &&
         (element_is(kid->element, "TH") || element_is(kid->element, "TD"));
}

/* Whatever lies in a row and is no cell gets one. */
static void tidy_row(Element *row)
{
  bool heads_only = true;
  for (guint i = 0; i < row->kids->len; i++) {
    Kid *kid = element_kid(row, i);
    if (!is_cell(kid)) {
      Element *cell = element_new("TD");
      element_append(cell, *kid);
      *kid = kid_of(cell);
    }
    heads_only = heads_only && element_is(kid->element, "TH");
  }
  for (guint i = 0; i < row->kids->len; i++) {
    Element *cell = element_kid(row, i)->element;
    if (element_is(cell, "TH") && cell->scope == NULL)
      cell->scope = heads_only ? "Column" : "Row";
  }
}

static bool is_head_row(const Element *row)
{
  for (guint i = 0; i < row->kids->len; i++) {
    const Element *cell = element_kid(row, i)->element;
    if (!element_is(cell, "TH") || g_strcmp0(cell->scope, "Row") == 0)
      return false;
  }
  return row->kids->len > 0;
}

/* The rows of a table, in THead and TBody alike. Borrowed; the caller frees the list. */
static GPtrArray *rows_of(const Element *table)
{
  GPtrArray *rows = g_ptr_array_new();
  for (guint i = 0; i < table->kids->len; i++) {
    const Element *part = element_kid(table, i)->element;
    for (guint k = 0; part->type[0] == 'T' && k < part->kids->len; k++)
      g_ptr_array_add(rows, element_kid(part, k)->element);
  }
  return rows;
}

/* In which column a cell stands, by the head that it names; -1 where it names none. */
static int column_of(const Element *cell, const Element *heads)
{
  for (guint i = 0; cell->headers != NULL && i < heads->kids->len; i++) {
    const char *id = element_kid(heads, i)->element->id;
    for (guint k = 0; id != NULL && k < cell->headers->len; k++)
      if (strcmp(cell->headers->pdata[k], id) == 0)
        return (int)i;
  }
  return -1;
}

/* Chromium has no cell where there is nothing in it. Only of tables where no cell spans others can
 * be told where it was. */
static void fill_rows(const Element *table)
{
  g_autoptr(GPtrArray) rows = rows_of(table);
  guint most = 0;
  for (guint i = 0; i < rows->len; i++) {
    const Element *row = rows->pdata[i];
    most = MAX(most, row->kids->len);
    for (guint k = 0; k < row->kids->len; k++)
      if (element_kid(row, k)->element->rows > 1 || element_kid(row, k)->element->columns > 1)
        return;
  }
  for (guint i = 0; i < rows->len; i++) {
    Element *row = rows->pdata[i];
    for (guint k = 0; k < most && row->kids->len < most; k++) {
      int column =
        k < row->kids->len ? column_of(element_kid(row, k)->element, rows->pdata[0]) : (int)most;
      if (column <= (int)k)
        continue;
      Kid empty = kid_of(element_new("TD"));
      g_array_insert_val(row->kids, k, empty);
    }
  }
}

/* Chromium has the rows right in the table, whatever the page says. */
static void tidy_table(Element *table)
{
  GArray *old = table->kids;
  Element *head = NULL, *body = NULL;
  table->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  for (guint i = 0; i < old->len; i++) {
    Kid kid = g_array_index(old, Kid, i);
    if (kid.type == KID_ELEMENT && element_is(kid.element, "Caption")) {
      element_append(table, kid);
      continue;
    }
    if (kid.type != KID_ELEMENT || !element_is(kid.element, "TR")) {
      Element *row = element_new("TR");
      element_append(row, kid);
      kid = kid_of(row);
    }
    tidy_row(kid.element);
    bool in_head = body == NULL && is_head_row(kid.element) && i + 1 < old->len;
    Element **part = in_head ? &head : &body;
    if (*part == NULL) {
      *part = element_new(in_head ? "THead" : "TBody");
      element_append(table, kid_of(*part));
    }
    element_append(*part, kid);
  }
  g_array_unref(old);
  fill_rows(table);
}

/* Should Chromium ever tag parts of a table, their rows are taken out, to be put in parts again. */
static void take_out_rows(Element *table)
{
  static const char *const parts[] = {"THead", "TBody", "TFoot", NULL};
  for (guint i = 0; i < table->kids->len;) {
    Element *part = element_kid(table, i)->element;
    if (part == NULL || !g_strv_contains(parts, part->type)) {
      i++;
      continue;
    }
    GArray *rows = g_steal_pointer(&part->kids);
    part->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
    element_free(part);
    g_array_remove_index(table->kids, i);
    g_array_insert_vals(table->kids, i, rows->data, rows->len);
    i += rows->len;
    g_array_unref(rows);
  }
}

void tags_tables(Element *document)
{
  if (element_is(document, "Table")) {
    take_out_rows(document);
    tidy_table(document);
  }
  for (guint i = 0; i < document->kids->len; i++)
    if (element_kid(document, i)->type == KID_ELEMENT)
      tags_tables(element_kid(document, i)->element);
}

/* ---- figures and ruby ---- */

static Element *only_figure(const Element *figure, guint *at)
{
  Element *found = NULL;
  for (guint i = 0; i < figure->kids->len; i++) {
    const Kid *kid = element_kid(figure, i);
    if (kid->type != KID_ELEMENT || !element_is(kid->element, "Figure"))
      continue;
    if (found != NULL)
      return NULL;
    found = kid->element;
    *at = i;
  }
  return found;
}

/* <figure><img><figcaption>: the picture's text becomes the figure's. */
static void tidy_figure(Element *figure)
{
  guint at = 0;
  Element *inner = only_figure(figure, &at);
  if (figure->alt != NULL)
    return;
  if (inner == NULL || inner->alt == NULL) {
    /* No picture of its own: a group, such as a figure of text or of several pictures. */
    if (inner != NULL || figure->kids->len > 1 ||
        (figure->kids->len == 1 && element_kid(figure, 0)->type == KID_ELEMENT))
      figure->type = "Div";
    return;
  }
  figure->alt = g_steal_pointer(&inner->alt);
  GArray *kids = g_steal_pointer(&inner->kids);
  inner->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  element_free(inner);
  g_array_remove_index(figure->kids, at);
  g_array_insert_vals(figure->kids, at, kids->data, kids->len);
  g_array_unref(kids);
}

/* The base of a ruby is whatever is not its reading. */
static void tidy_ruby(Element *ruby)
{
  static const char *const parts[] = {"RB", "RT", "RP", NULL};
  GArray *old = ruby->kids;
  ruby->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  Element *base = NULL;
  for (guint i = 0; i < old->len; i++) {
    Kid kid = g_array_index(old, Kid, i);
    bool part = kid.type == KID_ELEMENT && g_strv_contains(parts, kid.element->type);
    if (part) {
      base = NULL;
      element_append(ruby, kid);
    } else {
      if (base == NULL) {
        base = element_new("RB");
        element_append(ruby, kid_of(base));
      }
      element_append(base, kid);
    }
  }
  g_array_unref(old);
}

void tags_figures(Element *document)
{
  if (element_is(document, "Figure"))
    tidy_figure(document);
  else if (element_is(document, "Ruby"))
    tidy_ruby(document);
  for (guint i = 0; i < document->kids->len; i++)
    if (element_kid(document, i)->type == KID_ELEMENT)
      tags_figures(element_kid(document, i)->element);
}
