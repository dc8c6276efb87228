#include "print/pdf_tags.h"

#include <string.h>

#define HEADINGS_DEEP 16

/* ---- what an element says ---- */

static void add_text(const Element *element, const PdfMarks *marks, GString *out)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT) {
      add_text(kid->element, marks, out);
    } else if (kid->type == KID_MARK) {
      const PdfMark *mark = pdf_marks_get(marks, kid->owner, kid->number);
      if (mark != NULL)
        g_string_append(out, mark->text);
    }
  }
  static const char *const blocks[] = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", NULL};
  if (g_strv_contains(blocks, element->type) && out->len > 0 && out->str[out->len - 1] != ' ')
    g_string_append_c(out, ' ');
}

char *tags_text(const Element *element, const PdfMarks *marks)
{
  GString *out = g_string_new(NULL);
  add_text(element, marks, out);
  return g_strstrip(g_string_free(out, FALSE));
}

const Element *tags_bare_figure(const Element *document)
{
  if (element_is(document, "Figure") && (document->alt == NULL || *document->alt == '\0'))
    return document;
  for (guint i = 0; i < document->kids->len; i++) {
    const Kid *kid = element_kid(document, i);
    const Element *found = kid->type == KID_ELEMENT ? tags_bare_figure(kid->element) : NULL;
    if (found != NULL)
      return found;
  }
  return NULL;
}

/* ---- artifacts ---- */

/* Drops the marks that say nothing, and those that the content does not have. */
static void drop_silent(Element *element, PdfMarks *marks, bool in_figure)
{
  in_figure = in_figure || element_is(element, "Figure");
  for (guint i = element->kids->len; i-- > 0;) {
    Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      drop_silent(kid->element, marks, in_figure);
    if (kid->type != KID_MARK)
      continue;
    PdfMark *mark = pdf_marks_get(marks, kid->owner, kid->number);
    bool bullet = mark != NULL && mark->painted && element_is(element, "Lbl");
    if (mark != NULL &&
        (*mark->text != '\0' || bullet || (in_figure && (mark->painted || mark->pictured))))
      continue;
    if (mark != NULL)
      mark->fate = MARK_LAYOUT;
    g_array_remove_index(element->kids, i);
  }
}

/* What an element says page by page. */
typedef struct {
  GArray *pages;    /* of int */
  GPtrArray *texts; /* of GString */
} ByPage;

static void gather(const Element *element, const PdfMarks *marks, ByPage *by)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      gather(kid->element, marks, by);
    if (kid->type != KID_MARK)
      continue;
    guint at = 0;
    while (at < by->pages->len && g_array_index(by->pages, int, at) != kid->page)
      at++;
    if (at == by->pages->len) {
      g_array_append_val(by->pages, kid->page);
      g_ptr_array_add(by->texts, g_string_new(NULL));
    }
    g_string_append(by->texts->pdata[at], pdf_marks_get(marks, kid->owner, kid->number)->text);
  }
}

/* Takes out what stands on another page than the first. */
static void drop_repeats(Element *element, PdfMarks *marks, int first_page)
{
  for (guint i = element->kids->len; i-- > 0;) {
    Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      drop_repeats(kid->element, marks, first_page);
    if (kid->type != KID_MARK || kid->page == first_page)
      continue;
    pdf_marks_get(marks, kid->owner, kid->number)->fate = MARK_REPEAT;
    g_array_remove_index(element->kids, i);
  }
}

static void free_string(gpointer string)
{
  g_string_free(string, TRUE);
}

/* Whether an element says the very same on two pages or more: Chromium painted it anew. */
static bool repeats(const Element *element, const PdfMarks *marks, int *first_page)
{
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(free_string);
  ByPage by = {pages, texts};
  gather(element, marks, &by);
  if (pages->len < 2)
    return false;
  *first_page = g_array_index(pages, int, 0);
  const GString *first = texts->pdata[0];
  bool same = first->len > 0 || element_is(element, "Figure");
  for (guint i = 1; i < texts->len; i++)
    same = same && g_string_equal(first, texts->pdata[i]);
  return same;
}

static void find_repeats(Element *element, PdfMarks *marks)
{
  static const char *const whole[] = {"Document", "Part", "Art", "Sect", "Div",
                                      "Table",    "TR",   "L",   "LI",   NULL};
  int first_page = 0;
  if (!g_strv_contains(whole, element->type) && repeats(element, marks, &first_page)) {
    drop_repeats(element, marks, first_page);
    return;
  }
  for (guint i = 0; i < element->kids->len; i++)
    if (element_kid(element, i)->type == KID_ELEMENT)
      find_repeats(element_kid(element, i)->element, marks);
}

void tags_make_artifacts(Element *document, PdfMarks *marks)
{
  drop_silent(document, marks, false);
  find_repeats(document, marks);
}

/* ---- NonStruct ---- */

static bool is_group(const Element *element)
{
  static const char *const types[] = {"Document", "Part",  "Art",        "Sect",
                                      "Div",      "Index", "BlockQuote", NULL};
  return g_strv_contains(types, element->type);
}

static bool is_block(const Element *element)
{
  static const char *const types[] = {
    "P",     "H",       "H1",  "H2",    "H3",  "H4", "H5", "H6",    "L",     "LI",    "TR",
    "Table", "Caption", "TOC", "LBody", "Lbl", "TD", "TH", "THead", "TBody", "TFoot", NULL};
  return is_group(element) || g_strv_contains(types, element->type);
}

static bool all_marks(const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++)
    if (element_kid(element, i)->type == KID_ELEMENT)
      return false;
  return true;
}

/* Whether it holds one line's things alone. Around each text Chromium puts a NonStruct; one with
 * such a NonStruct in it is a block of the page (div, dt, summary). */
static bool all_inline(const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT &&
        (is_block(kid->element) ||
         (element_is(kid->element, "NonStruct") && !all_marks(kid->element))))
      return false;
  }
  return true;
}

/* Puts the kids of a kid in its place. */
static void splice(Element *element, guint at)
{
  Element *gone = element_kid(element, at)->element;
  GArray *kids = g_steal_pointer(&gone->kids);
  gone->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  element_free(gone);
  g_array_remove_index(element->kids, at);
  g_array_insert_vals(element->kids, at, kids->data, kids->len);
  g_array_unref(kids);
}

/* In a group, text and what belongs to a line of text gets a P around it; figures stand alone. */
static void wrap_lines(Element *element)
{
  GArray *old = element->kids;
  element->kids = g_array_new(FALSE, FALSE, sizeof(Kid));
  Element *line = NULL;
  for (guint i = 0; i < old->len; i++) {
    Kid kid = g_array_index(old, Kid, i);
    bool alone = kid.type == KID_ELEMENT &&
                 (is_block(kid.element) || (line == NULL && element_is(kid.element, "Figure")));
    if (alone) {
      line = NULL;
      element_append(element, kid);
    } else {
      if (line == NULL) {
        line = element_new("P");
        element_append(element, kid_of(line));
      }
      element_append(line, kid);
    }
  }
  g_array_unref(old);
}

/* What becomes of a NonStruct: true where its kids are to take its place. */
static bool dissolve(const Element *parent, Element *element)
{
  static const char *const mixed[] = {"TD", "TH", "LBody", "LI", "Caption", NULL};
  bool inline_only = all_inline(element);
  bool alone = parent->kids->len == 1;
  bool to_block = is_group(parent) ? inline_only
                                   : g_strv_contains(mixed, parent->type) && inline_only &&
                                       !all_marks(element) && !alone && !element_is(parent, "LI");
  if (!to_block || element->lang != NULL) {
    if (element->lang == NULL)
      return true;
    /* A language must not be lost with its element. */
    element->type = inline_only && !is_group(parent) ? "Span" : inline_only ? "P" : "Div";
    return false;
  }
  element->type = "P";
  return false;
}

void tags_flatten(Element *document)
{
  for (guint i = 0; i < document->kids->len;) {
    Kid *kid = element_kid(document, i);
    Element *element = kid->type == KID_ELEMENT ? kid->element : NULL;
    if (element != NULL && element_is(element, "NonStruct") && dissolve(document, element)) {
      if (is_group(document)) {
        element->type = "Div";
        tags_flatten(element);
      }
      splice(document, i);
      continue;
    }
    if (element != NULL)
      tags_flatten(element);
    /* Pages have many wrappers around nothing. */
    if (element != NULL && element->kids->len == 0 && !element_is(element, "TD") &&
        !element_is(element, "TH")) {
      element_free(element);
      g_array_remove_index(document->kids, i);
      continue;
    }
    i++;
  }
  if (is_group(document))
    wrap_lines(document);
}

/* ---- headings ---- */

typedef struct {
  int said[HEADINGS_DEEP]; /* the levels that are open, as the page has them */
  int deep;
} Headings;

static void number_headings(Element *element, Headings *headings)
{
  const char *type = element->type;
  if (type[0] == 'H' && type[1] >= '1' && type[1] <= '6' && type[2] == '\0') {
    int level = type[1] - '0';
    while (headings->deep > 0 && headings->said[headings->deep - 1] >= level)
      headings->deep--;
    headings->said[headings->deep++] = level;
    char name[] = {'H', (char)('0' + headings->deep), '\0'};
    element->type = g_intern_string(name);
  }
  for (guint i = 0; i < element->kids->len; i++)
    if (element_kid(element, i)->type == KID_ELEMENT)
      number_headings(element_kid(element, i)->element, headings);
}

void tags_tidy(Element *document, PdfMarks *marks)
{
  Headings headings = {{0}, 0};
  tags_make_artifacts(document, marks);
  tags_figures(document);
  tags_flatten(document);
  tags_lists(document, marks);
  tags_tables(document);
  number_headings(document, &headings);
}
