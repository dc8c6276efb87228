#include "print/finish.h"

#include "print/pdf_colour.h"
#include "print/pdf_glyphs.h"
#include "print/pdf_links.h"
#include "print/pdf_metadata.h"
#include "print/pdf_tags.h"
#include "print/pdf_text.h"

#include <string.h>

/* What of Chromium's catalog stays: where its pages, bookmarks and link targets are. */
static void keep(GString *out, const char *catalog, const char *key)
{
  PdfToken value = pdf_find_in(catalog, key);
  if (value.type != PDF_END)
    g_string_append_printf(out, "%s %.*s ", key, (int)value.length, value.start);
}

static int put_profile(PdfFile *file)
{
  g_autoptr(GByteArray) profile = pdf_srgb_profile();
  int id = pdf_file_new(file);
  pdf_file_put_stream(file, id, "/N 3 /Alternate /DeviceRGB", (const char *)profile->data,
                      profile->len);
  return id;
}

static int put_catalog(PdfFile *file, const char *old, const FinishPaper *paper, int structure)
{
  g_autoptr(GString) out = g_string_new("<< /Type /Catalog ");
  keep(out, old, "/Pages");
  keep(out, old, "/Outlines");
  keep(out, old, "/Dests");
  keep(out, old, "/Names");
  g_string_append(out, "/Lang ");
  pdf_put_string(out, paper->lang != NULL ? paper->lang : "ja");
  g_string_append_printf(
    out,
    " /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> "
    "/StructTreeRoot %d 0 R /Metadata %d 0 R "
    "/OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1 "
    "/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) "
    "/RegistryName (http://www.color.org) /DestOutputProfile %d 0 R >> ] >>",
    structure, pdf_put_metadata(file, paper), put_profile(file));
  int id = pdf_file_new(file);
  pdf_file_put(file, id, out->str, (gssize)out->len);
  return id;
}

/* A bookmark's /SE names an element of the tree that is no more. */
static void put_bookmarks(PdfFile *file, int id, GHashTable *seen)
{
  while (id != 0 && g_hash_table_add(seen, GINT_TO_POINTER(id))) {
    g_autofree char *item = pdf_file_object(file, id);
    g_autoptr(GString) out = g_string_new("<< ");
    PdfText text = pdf_text(item, strlen(item));
    PdfToken object = pdf_next_object(&text);
    PdfText inside = pdf_inside(&object);
    for (PdfToken name; (name = pdf_next(&inside)).type != PDF_END;) {
      PdfToken value = pdf_next_object(&inside);
      if (!pdf_is(&name, "/SE"))
        g_string_append_printf(out, "%.*s %.*s ", (int)name.length, name.start, (int)value.length,
                               value.start);
    }
    g_string_append(out, ">>");
    pdf_file_put(file, id, out->str, (gssize)out->len);
    PdfToken first = pdf_find_in(item, "/First"), next = pdf_find_in(item, "/Next");
    put_bookmarks(file, pdf_reference(&first), seen);
    id = pdf_reference(&next);
  }
}

static bool complain(DiagCode code, const FinishPaper *paper, const char *what, Report *report)
{
  report_add(report, code, place_at(paper->html_name, 0, 0), paper->name, what, NULL);
  return false;
}

/* Whatever a file cannot be made good by. */
static bool sound(const PdfMarks *marks, const PdfFonts *fonts, const FinishPaper *paper,
                  Report *report)
{
  const char *foreign = pdf_fonts_foreign(fonts);
  bool fine = foreign == NULL || complain(DIAG_PRINT_FONT, paper, foreign, report);
  return pdf_glyphs_check(marks, fonts, paper, report) && fine;
}

/* The numbers under which the finished file begins. */
typedef struct {
  int catalog;
  int info;
} Heads;

/* Puts all that is to change. What it needs for that is freed before anything is written. */
static bool prepare(PdfFile *file, const FinishPaper *paper, Heads *heads, Report *report)
{
  g_autoptr(PdfFonts) fonts = pdf_fonts_new(file);
  g_autoptr(PdfMarks) marks = pdf_marks_read(file, fonts);
  g_autoptr(Element) document = structure_read(file);
  if (document == NULL)
    return complain(DIAG_PRINT_BROKEN, paper, "StructTreeRoot", report);
  if (!sound(marks, fonts, paper, report))
    return false;
  tags_tidy(document, marks);
  if (tags_bare_figure(document) != NULL)
    return complain(DIAG_PRINT_ALT, paper, NULL, report);
  g_autoptr(GHashTable) links = g_hash_table_new(NULL, NULL);
  if (!pdf_links_write(file, document, marks, paper, links, report))
    return false;
  g_autofree char *trailer = pdf_file_trailer(file);
  PdfToken root = pdf_find_in(trailer, "/Root");
  g_autofree char *catalog = pdf_file_object(file, pdf_reference(&root));
  PdfToken outlines = pdf_find_in(catalog, "/Outlines");
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  pdf_marks_write(marks, links);
  put_bookmarks(file, pdf_reference(&outlines), seen);
  int structure = structure_write(file, document, marks);
  heads->catalog = put_catalog(file, catalog, paper, structure);
  heads->info = pdf_put_info(file, paper);
  return true;
}

static GBytes *finish(PdfFile *file, const FinishPaper *paper, Report *report)
{
  Heads heads = {0, 0};
  if (!prepare(file, paper, &heads, report))
    return NULL;
  GBytes *done = pdf_file_write(file, heads.catalog, heads.info);
  if (done == NULL)
    (void)complain(DIAG_PRINT_BROKEN, paper, pdf_file_fault(file), report);
  return done;
}

GBytes *finish_pdf(GBytes *pdf, const FinishPaper *paper, guint *pages, Report *report)
{
  g_autoptr(PdfFile) file = pdf_file_open(pdf);
  if (file == NULL) {
    (void)complain(DIAG_PRINT_BROKEN, paper, "PDF", report);
    return NULL;
  }
  if (pages != NULL)
    *pages = (guint)pdf_file_pages(file);
  return finish(file, paper, report);
}

guint finish_count_pages(GBytes *pdf)
{
  g_autoptr(PdfFile) file = pdf_file_open(pdf);
  return file != NULL ? (guint)pdf_file_pages(file) : 0;
}
