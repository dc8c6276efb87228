#include "pages/sitemap.h"

#include <libxml/xmlwriter.h>

#define SITEMAP "http://www.sitemaps.org/schemas/sitemap/0.9"

static void write_url(xmlTextWriterPtr writer, const char *base_url, const SitemapEntry *entry)
{
  /* The characters of a path that need no encoding (RFC 3986, 3.3). */
  g_autofree char *path = g_uri_escape_string(entry->path, "/!$&'()*+,;=:@", FALSE);
  g_autofree char *address = g_strconcat(base_url, path, NULL);

  xmlTextWriterStartElement(writer, BAD_CAST "url");
  xmlTextWriterWriteElement(writer, BAD_CAST "loc", BAD_CAST address);
  if (entry->modified != NULL)
    xmlTextWriterWriteElement(writer, BAD_CAST "lastmod", BAD_CAST entry->modified);
  xmlTextWriterEndElement(writer);
}

char *sitemap_write(const char *base_url, const SitemapEntry *entries, guint count, gsize *length)
{
  xmlBufferPtr buffer = xmlBufferCreate();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);

  xmlTextWriterSetIndent(writer, 1);
  xmlTextWriterSetIndentString(writer, BAD_CAST "  ");
  xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
  xmlTextWriterStartElement(writer, BAD_CAST "urlset");
  xmlTextWriterWriteAttribute(writer, BAD_CAST "xmlns", BAD_CAST SITEMAP);
  for (guint i = 0; i < MIN(count, SITEMAP_MOST); i++)
    write_url(writer, base_url, &entries[i]);
  xmlTextWriterEndDocument(writer);
  xmlFreeTextWriter(writer); /* writes what is left into the buffer */

  *length = (gsize)xmlBufferLength(buffer);
  char *text = g_strndup((const char *)xmlBufferContent(buffer), *length);
  xmlBufferFree(buffer);
  return text;
}

char *robots_write(const char *base_url)
{
  if (base_url == NULL)
    return g_strdup("User-agent: *\nDisallow:\n");
  return g_strdup_printf("User-agent: *\nDisallow:\n\nSitemap: %ssitemap.xml\n", base_url);
}
