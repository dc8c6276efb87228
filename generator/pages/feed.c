#include "pages/feed.h"

#include <libxml/xmlwriter.h>
#include <string.h>

#define ATOM "http://www.w3.org/2005/Atom"

/* ---- ids ---- */

/* kaitei's own name space for UUIDs, drawn once by chance. */
static const guint8 name_space[16] = {0x5c, 0x0e, 0x2a, 0x9d, 0x71, 0xb3, 0x4f, 0x86,
                                      0x9a, 0x4e, 0xd2, 0x17, 0x6b, 0xc8, 0x03, 0xf5};

char *feed_id(const char *name, ...)
{
  g_autoptr(GChecksum) sha1 = g_checksum_new(G_CHECKSUM_SHA1);
  guint8 id[20];
  gsize size = sizeof id;
  va_list names;

  g_checksum_update(sha1, name_space, sizeof name_space);
  va_start(names, name);
  for (; name != NULL; name = va_arg(names, const char *))
    g_checksum_update(sha1, (const guchar *)name, (gssize)strlen(name) + 1); /* NUL divides */
  va_end(names);
  g_checksum_get_digest(sha1, id, &size);
  id[6] = (id[6] & 0x0f) | 0x50; /* version 5 */
  id[8] = (id[8] & 0x3f) | 0x80; /* variant of RFC 4122 */
  return g_strdup_printf("urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                         "%02x%02x%02x%02x%02x%02x",
                         id[0], id[1], id[2], id[3], id[4], id[5], id[6], id[7], id[8], id[9],
                         id[10], id[11], id[12], id[13], id[14], id[15]);
}

/* ---- writing ---- */

/* The text with what XML 1.0 does not allow replaced. */
static char *clean(const char *text)
{
  char *valid = g_utf8_make_valid(text, -1);
  bool fine = true;
  for (const char *at = valid; *at != '\0' && fine; at++)
    fine = (guchar)*at >= 0x20 || *at == '\t' || *at == '\n';
  if (fine && strstr(valid, "\xef\xbf\xbe") == NULL && strstr(valid, "\xef\xbf\xbf") == NULL)
    return valid;

  GString *out = g_string_new(NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    bool allowed = (c >= 0x20 || c == '\t' || c == '\n') && c != 0xfffe && c != 0xffff;
    g_string_append_unichar(out, allowed ? c : 0xfffd);
  }
  g_free(valid);
  return g_string_free(out, FALSE);
}

static void element(xmlTextWriterPtr writer, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_autofree char *cleaned = clean(text);
  xmlTextWriterWriteElement(writer, BAD_CAST name, BAD_CAST cleaned);
}

static void attribute(xmlTextWriterPtr writer, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *cleaned = clean(value);
  xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST cleaned);
}

static void write_link(xmlTextWriterPtr writer, const char *rel, const char *type,
                       const char *title, const char *href)
{
  if (href == NULL)
    return;
  xmlTextWriterStartElement(writer, BAD_CAST "link");
  attribute(writer, "rel", rel);
  attribute(writer, "type", type);
  attribute(writer, "title", title);
  attribute(writer, "href", href);
  xmlTextWriterEndElement(writer);
}

static void updated(xmlTextWriterPtr writer, gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
  g_autofree char *text = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
  element(writer, "updated", text);
}

static void write_entry(xmlTextWriterPtr writer, const FeedEntry *entry)
{
  xmlTextWriterStartElement(writer, BAD_CAST "entry");
  element(writer, "id", entry->id);
  element(writer, "title", entry->title);
  updated(writer, entry->updated);
  write_link(writer, "alternate", "text/html", NULL, entry->link);
  write_link(writer, "related", "text/html", entry->comparison_title, entry->comparison);
  element(writer, "summary", entry->summary);
  xmlTextWriterEndElement(writer);
}

static void write_head(xmlTextWriterPtr writer, const Feed *feed, gint64 latest)
{
  element(writer, "id", feed->id);
  element(writer, "title", feed->title);
  element(writer, "subtitle", feed->subtitle);
  updated(writer, latest);
  write_link(writer, "self", "application/atom+xml", NULL, feed->self);
  write_link(writer, "alternate", "text/html", NULL, feed->alternate);
  xmlTextWriterStartElement(writer, BAD_CAST "author");
  element(writer, "name", feed->author);
  xmlTextWriterEndElement(writer);
}

char *feed_write(const Feed *feed, const FeedEntry *entries, guint count, gsize *length)
{
  xmlBufferPtr buffer = xmlBufferCreate();
  xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);
  gint64 latest = count == 0 ? 0 : entries[0].updated;
  for (guint i = 1; i < count; i++)
    latest = MAX(latest, entries[i].updated);

  xmlTextWriterSetIndent(writer, 1);
  xmlTextWriterSetIndentString(writer, BAD_CAST "  ");
  xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
  xmlTextWriterStartElement(writer, BAD_CAST "feed");
  attribute(writer, "xmlns", ATOM);
  attribute(writer, "xml:lang", feed->lang);
  write_head(writer, feed, latest);
  for (guint i = 0; i < count; i++)
    write_entry(writer, &entries[i]);
  xmlTextWriterEndDocument(writer);
  xmlFreeTextWriter(writer); /* writes what is left into the buffer */

  *length = (gsize)xmlBufferLength(buffer);
  char *text = g_strndup((const char *)xmlBufferContent(buffer), *length);
  xmlBufferFree(buffer);
  return text;
}
