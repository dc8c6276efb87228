#include "print/pdf_links.h"

#include "print/pdf_tags.h"
#include "print/pdf_text.h"

#include <string.h>

typedef struct {
  PdfFile *file;
  const PdfMarks *marks;
  const FinishPaper *paper;
  GHashTable *kept;
  Report *report;
  bool fine;
} Links;

/* The address that a link gets: the caller's. NULL where it may not stand. */
static char *address(const FinishPaper *paper, const char *uri)
{
  if (!g_str_has_prefix(uri, "file:"))
    return g_strdup(uri);
  if (paper->link_from == NULL || paper->link_to == NULL)
    return NULL;
  g_autofree char *folder = g_canonicalize_filename(paper->link_from, NULL);
  g_autofree char *base = g_filename_to_uri(folder, NULL, NULL);
  gsize length = strlen(base);
  if (!g_str_has_prefix(uri, base) || (uri[length] != '/' && uri[length] != '\0'))
    return NULL;
  const char *rest = uri + length + (uri[length] == '/' ? 1 : 0);
  return g_strconcat(paper->link_to, g_str_has_suffix(paper->link_to, "/") ? "" : "/", rest, NULL);
}

/* The action of a link as it is to be written; "" where it has none. */
static char *action(Links *links, const char *annotation)
{
  PdfToken old = pdf_find_in(annotation, "/A");
  g_autofree char *apart = pdf_reference(&old) != 0
                             ? pdf_file_object(links->file, pdf_reference(&old))
                             : g_strndup(old.start, old.length);
  PdfToken uri = pdf_find_in(apart, "/URI");
  if (uri.type != PDF_STRING)
    return g_strdup("");
  g_autoptr(GString) bytes = g_string_new(NULL);
  pdf_string_bytes(&uri, bytes);
  g_autofree char *to = address(links->paper, bytes->str);
  if (to == NULL) {
    report_add(links->report, DIAG_PRINT_LINK, place_at(links->paper->html_name, 0, 0),
               links->paper->name, bytes->str, NULL);
    links->fine = false;
    return g_strdup("");
  }
  GString *out = g_string_new("/A << /Type /Action /S /URI /URI ");
  pdf_put_string(out, to);
  g_string_append(out, " >> ");
  return g_string_free(out, FALSE);
}

static void put_link(Links *links, int id, const char *text)
{
  static const char *const kept[] = {"/Border", "/Dest", "/Rect", "/StructParent", "/P"};
  g_autofree char *annotation = pdf_file_object(links->file, id);
  g_autofree char *leads = action(links, annotation);
  g_autoptr(GString) out = g_string_new("<< /Type /Annot /Subtype /Link /F 4 ");
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
    PdfToken value = pdf_find_in(annotation, kept[i]);
    if (value.type != PDF_END)
      g_string_append_printf(out, "%s %.*s ", kept[i], (int)value.length, value.start);
  }
  g_string_append(out, leads);
  g_string_append(out, "/Contents ");
  pdf_put_string(out, text);
  g_string_append(out, " >>");
  pdf_file_put(links->file, id, out->str, (gssize)out->len);
}

/* What a link that shows no text is called: by its picture, else by where it leads. */
static char *description(const Links *links, const Element *element, int id)
{
  g_autofree char *text = tags_text(element, links->marks);
  if (*text != '\0')
    return g_steal_pointer(&text);
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT && kid->element->alt != NULL)
      return g_strdup(kid->element->alt);
  }
  g_autofree char *annotation = pdf_file_object(links->file, id);
  PdfToken action_of = pdf_find_in(annotation, "/A");
  PdfToken uri = pdf_find(&action_of, "/URI"), target = pdf_find_in(annotation, "/Dest");
  return uri.type == PDF_STRING ? pdf_string_utf8(&uri) : g_strndup(target.start, target.length);
}

static void walk(Links *links, const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      walk(links, kid->element);
    if (kid->type != KID_OBJECT)
      continue;
    g_autofree char *text = description(links, element, kid->owner);
    if (g_hash_table_add(links->kept, GINT_TO_POINTER(kid->owner)))
      put_link(links, kid->owner, text);
  }
}

bool pdf_links_write(PdfFile *file, const Element *document, const PdfMarks *marks,
                     const FinishPaper *paper, GHashTable *kept, Report *report)
{
  Links links = {file, marks, paper, kept, report, true};
  walk(&links, document);
  return links.fine;
}
