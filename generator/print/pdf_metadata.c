#include "print/pdf_metadata.h"

#include "base/text.h"
#include "print/pdf_text.h"

#define TOOL "kaitei"

static char *date(const FinishPaper *paper, const char *format)
{
  g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(paper->when);
  return when != NULL ? g_date_time_format(when, format) : g_strdup("");
}

static void put_entry(GString *out, const char *key, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append_printf(out, "%s ", key);
  pdf_put_string(out, text);
  g_string_append_c(out, ' ');
}

int pdf_put_info(PdfFile *file, const FinishPaper *paper)
{
  g_autofree char *when = date(paper, "D:%Y%m%d%H%M%SZ");
  g_autoptr(GString) out = g_string_new("<< ");
  put_entry(out, "/Title", paper->title);
  put_entry(out, "/Author", paper->author);
  put_entry(out, "/Subject", paper->subject);
  put_entry(out, "/Creator", TOOL);
  put_entry(out, "/Producer", TOOL);
  put_entry(out, "/CreationDate", when);
  put_entry(out, "/ModDate", when);
  g_string_append(out, ">>");
  int id = pdf_file_new(file);
  pdf_file_put(file, id, out->str, (gssize)out->len);
  return id;
}

/* Only characters that XML 1.0 has. */
static void put_escaped(GString *out, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
    if ((guchar)*at >= ' ' || *at == '\n' || *at == '\t')
      text_escape_xml(out, at, g_utf8_next_char(at) - at);
}

static void put_simple(GString *out, const char *element, const char *text)
{
  g_string_append_printf(out, "<%s>", element);
  put_escaped(out, text);
  g_string_append_printf(out, "</%s>\n", element);
}

/* A property whose value is a list of one. */
static void put_list(GString *out, const char *element, const char *list, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  bool alternatives = g_str_equal(list, "Alt");
  g_string_append_printf(out, "<%s><rdf:%s><rdf:li%s>", element, list,
                         alternatives ? " xml:lang=\"x-default\"" : "");
  put_escaped(out, text);
  g_string_append_printf(out, "</rdf:li></rdf:%s></%s>\n", list, element);
}

/* PDF/A knows no pdfuaid: what it is has to be said (ISO 19005-2, 6.6.2.3). */
static const char extension[] =
  "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
  "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
  "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
  "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
  "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
  "<pdfaProperty:name>part</pdfaProperty:name>\n"
  "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
  "<pdfaProperty:category>internal</pdfaProperty:category>\n"
  "<pdfaProperty:description>Part of ISO 14289 to which the file conforms"
  "</pdfaProperty:description>\n"
  "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
  "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static const char packet_begin[] =
  "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
  "<rdf:Description rdf:about=\"\""
  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
  " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
  " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
  " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
  " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
  " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
  " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
  " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n";

int pdf_put_metadata(PdfFile *file, const FinishPaper *paper)
{
  g_autofree char *when = date(paper, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr(GString) out = g_string_new(packet_begin);
  put_simple(out, "pdfaid:part", "2");
  put_simple(out, "pdfaid:conformance", "A");
  put_simple(out, "pdfuaid:part", "1");
  put_simple(out, "dc:format", "application/pdf");
  put_list(out, "dc:title", "Alt", paper->title);
  put_list(out, "dc:creator", "Seq", paper->author);
  put_list(out, "dc:description", "Alt", paper->subject);
  put_list(out, "dc:language", "Bag", paper->lang != NULL ? paper->lang : "ja");
  put_simple(out, "xmp:CreatorTool", TOOL);
  put_simple(out, "pdf:Producer", TOOL);
  put_simple(out, "xmp:CreateDate", when);
  put_simple(out, "xmp:ModifyDate", when);
  g_string_append(out, extension);
  g_string_append(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
  int id = pdf_file_new(file);
  pdf_file_put_stream(file, id, "/Type /Metadata /Subtype /XML", out->str, out->len);
  return id;
}
