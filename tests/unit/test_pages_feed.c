/* pages/feed, pages/sitemap, pages/jsonld: what programs read of the site. */
#include "pages/feed.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "pages/inspect.h"
#include "pages/jsonld.h"
#include "pages/sitemap.h"

#define ATOM "http://www.w3.org/2005/Atom"

static void assert_well_formed(const char *xml, gsize length)
{
  g_autoptr(Report) report = report_new();
  g_assert_cmpuint(strlen(xml), ==, length);
  g_assert_true(inspect_xml(xml, length, "feed.xml", report));
}

/* ---- ids ---- */

static void test_ids(void)
{
  g_autofree char *a = feed_id("会", "privacy", "2018-12-01", NULL);
  g_autofree char *again = feed_id("会", "privacy", "2018-12-01", NULL);
  g_autofree char *other = feed_id("会", "privacy", "2018-12-02", NULL);
  g_autofree char *divided = feed_id("会", "privacy2018-12-01", NULL);
  g_autofree char *shorter = feed_id("会", "privacy", NULL);
  g_assert_cmpstr(a, ==, again);
  g_assert_cmpstr(a, !=, other);
  g_assert_cmpstr(a, !=, divided);
  g_assert_cmpstr(a, !=, shorter);
  g_assert_true(g_str_has_prefix(a, "urn:uuid:"));
  g_assert_true(g_uuid_string_is_valid(a + strlen("urn:uuid:")));
  g_assert_true(g_regex_match_simple("^urn:uuid:.{8}-.{4}-5.{3}-[89ab].{3}-.{12}$", a, 0, 0));
  /* For ever: readers would see every entry as new. */
  g_assert_cmpstr(a, ==, "urn:uuid:d1494148-9697-5eb3-bc13-2b5d2da7c4e0");
}

/* ---- the feed ---- */

static const FeedEntry entries[] = {
  {.id = "urn:uuid:1",
   .title = "第9版 <一部変更>",
   .updated = 1543633200,
   .summary = "連絡先 & 時間",
   .link = "2018-12-01/",
   .comparison = "2018-12-01/from/2013-02-01/",
   .comparison_title = "新旧対照表"},
  {.id = "urn:uuid:2", .title = "第8版", .updated = 1359687600, .link = "2013-02-01/"},
};

static Feed feed_of(void)
{
  return (Feed){.id = "urn:uuid:0",
                .title = "方針",
                .lang = "ja",
                .author = "会",
                .self = "https://example.org/privacy/feed.xml",
                .alternate = "./"};
}

static void test_feed(void)
{
  static const char wanted[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n"
    "  <id>urn:uuid:0</id>\n"
    "  <title>方針</title>\n"
    "  <updated>2018-12-01T03:00:00Z</updated>\n"
    "  <link rel=\"self\" type=\"application/atom+xml\" "
    "href=\"https://example.org/privacy/feed.xml\"/>\n"
    "  <link rel=\"alternate\" type=\"text/html\" href=\"./\"/>\n"
    "  <author>\n"
    "    <name>会</name>\n"
    "  </author>\n"
    "  <entry>\n"
    "    <id>urn:uuid:1</id>\n"
    "    <title>第9版 &lt;一部変更&gt;</title>\n"
    "    <updated>2018-12-01T03:00:00Z</updated>\n"
    "    <link rel=\"alternate\" type=\"text/html\" href=\"2018-12-01/\"/>\n"
    "    <link rel=\"related\" type=\"text/html\" title=\"新旧対照表\" "
    "href=\"2018-12-01/from/2013-02-01/\"/>\n"
    "    <summary>連絡先 &amp; 時間</summary>\n"
    "  </entry>\n"
    "  <entry>\n"
    "    <id>urn:uuid:2</id>\n"
    "    <title>第8版</title>\n"
    "    <updated>2013-02-01T03:00:00Z</updated>\n"
    "    <link rel=\"alternate\" type=\"text/html\" href=\"2013-02-01/\"/>\n"
    "  </entry>\n"
    "</feed>\n";
  Feed feed = feed_of();
  gsize length = 0;
  g_autofree char *text = feed_write(&feed, entries, G_N_ELEMENTS(entries), &length);
  g_assert_cmpstr(text, ==, wanted);
  assert_well_formed(text, length);
}

/* The children of `parent` of this name, in Atom's name space. */
static guint children(xmlNodePtr parent, const char *name)
{
  guint count = 0;
  for (xmlNodePtr node = parent->children; node != NULL; node = node->next)
    count += node->type == XML_ELEMENT_NODE && node->ns != NULL &&
             strcmp((const char *)node->ns->href, ATOM) == 0 &&
             strcmp((const char *)node->name, name) == 0;
  return count;
}

/* What RFC 4287 asks of any feed (4.1.1, 4.1.2), whatever the facts. */
static void test_rfc(void)
{
  Feed feed = feed_of();
  feed.self = feed.subtitle = NULL;
  for (guint count = 0; count <= G_N_ELEMENTS(entries); count++) {
    gsize length = 0;
    g_autofree char *text = feed_write(&feed, entries, count, &length);
    xmlDocPtr doc = xmlReadMemory(text, (int)length, NULL, NULL, XML_PARSE_NONET);
    g_assert_nonnull(doc);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    g_assert_cmpuint(children(root, "id"), ==, 1);
    g_assert_cmpuint(children(root, "title"), ==, 1);
    g_assert_cmpuint(children(root, "updated"), ==, 1);
    g_assert_cmpuint(children(root, "author"), ==, 1);
    g_assert_cmpuint(children(root, "link"), ==, 1);
    g_assert_cmpuint(children(root, "entry"), ==, count);
    for (xmlNodePtr node = root->children; node != NULL; node = node->next) {
      if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, "entry") != 0)
        continue;
      g_assert_cmpuint(children(node, "id"), ==, 1);
      g_assert_cmpuint(children(node, "title"), ==, 1);
      g_assert_cmpuint(children(node, "updated"), ==, 1);
      g_assert_cmpuint(children(node, "link"), >=, 1); /* there is no content: a must */
    }
    xmlFreeDoc(doc);
  }
}

static void test_unclean(void)
{
  Feed feed = feed_of();
  FeedEntry entry = entries[0];
  feed.title = "a\x01"
               "b\xff"
               "c\xef\xbf\xbf"
               "d\te]]>";
  entry.link = "a\"b'<&>\x02";
  gsize length = 0;
  g_autofree char *text = feed_write(&feed, &entry, 1, &length);
  assert_well_formed(text, length);
  g_assert_nonnull(strstr(text, "<title>a\xef\xbf\xbd"
                                "b\xef\xbf\xbd"
                                "c\xef\xbf\xbd"
                                "d\te]]&gt;</title>"));
}

/* ---- sitemap and robots ---- */

static void test_sitemap(void)
{
  static const SitemapEntry pages[] = {
    {"", NULL}, {"privacy/2018-12-01/", "2018-12-01"}, {"案内 図/a&b's/100%/", NULL}};
  gsize length = 0;
  g_autofree char *text =
    sitemap_write("https://example.org/s/", pages, G_N_ELEMENTS(pages), &length);
  g_assert_cmpstr(
    text, ==,
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    "  <url>\n    <loc>https://example.org/s/</loc>\n  </url>\n"
    "  <url>\n    <loc>https://example.org/s/privacy/2018-12-01/</loc>\n"
    "    <lastmod>2018-12-01</lastmod>\n  </url>\n"
    "  <url>\n    "
    "<loc>https://example.org/s/%E6%A1%88%E5%86%85%20%E5%9B%B3/a&amp;b's/100%25/</loc>\n"
    "  </url>\n"
    "</urlset>\n");
  assert_well_formed(text, length);
}

static guint occurrences(const char *text, const char *word)
{
  guint count = 0;
  for (; (text = strstr(text, word)) != NULL; text += strlen(word))
    count++;
  return count;
}

static void test_sitemap_bound(void)
{
  g_autofree SitemapEntry *pages = g_new0(SitemapEntry, SITEMAP_MOST + 1);
  for (guint i = 0; i <= SITEMAP_MOST; i++)
    pages[i].path = i == SITEMAP_MOST ? "last/" : "a/";
  gsize length = 0;
  g_autofree char *text = sitemap_write("https://example.org/", pages, SITEMAP_MOST + 1, &length);
  g_assert_cmpuint(occurrences(text, "<loc>"), ==, SITEMAP_MOST);
  g_assert_null(strstr(text, "last/"));
}

static void test_robots(void)
{
  g_autofree char *offline = robots_write(NULL);
  g_autofree char *online = robots_write("https://example.org/");
  g_assert_cmpstr(offline, ==, "User-agent: *\nDisallow:\n");
  g_assert_cmpstr(online, ==,
                  "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n");
}

/* ---- JSON-LD ---- */

static const JsonldOrganisation organisation = {.name = "</script><b>会</b> & 友",
                                                .telephone = "03-0000-0000",
                                                .postal = "100-0001",
                                                .address = "東京都"};

static void test_organisation(void)
{
  g_autofree char *text = jsonld_organisation(&organisation);
  g_assert_cmpstr(text, ==,
                  "{\"@context\":\"https://schema.org\",\"@type\":\"Organization\","
                  "\"address\":{\"@type\":\"PostalAddress\",\"addressCountry\":\"JP\","
                  "\"postalCode\":\"100-0001\",\"streetAddress\":\"東京都\"},"
                  "\"name\":\"\\u003c/script\\u003e\\u003cb\\u003e会\\u003c/b\\u003e \\u0026 友\","
                  "\"telephone\":\"03-0000-0000\"}");
}

/* What a program reads back is what was meant. */
static void test_document(void)
{
  JsonldDocument document = {.name = "方針",
                             .lang = "ja",
                             .version = "9",
                             .from = "2018-12-01",
                             .source = "policy.md",
                             .source_sha256 = "00ff",
                             .part_of = "https://example.org/privacy/",
                             .summary = "a \"b\" \\ <!-- ]]> \xff",
                             .publisher = &organisation};
  g_autofree char *text = jsonld_document(&document);
  g_assert_null(strpbrk(text, "<>&"));
  json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  g_assert_nonnull(root);
#define STRING(object, key) json_string_value(json_object_get(object, key))
  g_assert_cmpstr(STRING(root, "@type"), ==, "DigitalDocument");
  g_assert_cmpstr(STRING(root, "name"), ==, "方針");
  g_assert_cmpstr(STRING(root, "abstract"), ==, "a \"b\" \\ <!-- ]]> \xef\xbf\xbd");
  g_assert_cmpstr(STRING(root, "temporalCoverage"), ==, "2018-12-01/..");
  g_assert_cmpstr(STRING(json_object_get(root, "isPartOf"), "@id"), ==,
                  "https://example.org/privacy/");
  g_assert_cmpstr(STRING(json_object_get(root, "encoding"), "sha256"), ==, "00ff");
  g_assert_cmpstr(STRING(json_object_get(root, "publisher"), "name"), ==, organisation.name);
  g_assert_null(json_object_get(root, "url"));
  g_assert_null(json_object_get(json_object_get(root, "publisher"), "@context"));
  json_decref(root);

  document.until = "2020-03-31";
  g_autofree char *closed = jsonld_document(&document);
  g_assert_nonnull(strstr(closed, "\"temporalCoverage\":\"2018-12-01/2020-03-31\""));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/feed/ids", test_ids);
  g_test_add_func("/feed/feed", test_feed);
  g_test_add_func("/feed/rfc 4287", test_rfc);
  g_test_add_func("/feed/unclean", test_unclean);
  g_test_add_func("/feed/sitemap", test_sitemap);
  g_test_add_func("/feed/sitemap bound", test_sitemap_bound);
  g_test_add_func("/feed/robots", test_robots);
  g_test_add_func("/jsonld/organisation", test_organisation);
  g_test_add_func("/jsonld/document", test_document);
  return g_test_run();
}
