/* pages/inspect: each rule by a page that breaks it and by one that just does not. */
#include "pages/inspect.h"

#include <libxml/parser.h>
#include <string.h>

#define DOCTYPE "<!DOCTYPE html>\n"
#define HTML "<html lang=\"ja\">"
#define TITLE "<title>題</title>"
#define VIEWPORT "<meta name=\"viewport\" content=\"width=device-width\" />"
#define PAGE(head, body) DOCTYPE HTML "<head>" head "</head>\n<body>\n" body "\n</body></html>\n"
#define IN_MAIN(content) PAGE(TITLE VIEWPORT, "<main><h1>題</h1>" content "\n</main>")

#define GOOD DIAG_COUNT /* no fault at all */

typedef struct {
  const char *name;
  const char *html;
  DiagCode code;        /* the one fault that is wanted */
  int line;             /* in the page; 0 where none is known */
  const char *argument; /* after the page; NULL: not looked at */
} Case;

static const Case cases[] = {
  {"a good page", IN_MAIN("<p>文</p>"), GOOD, 0, NULL},

  {"not closed", IN_MAIN("<p>文"), DIAG_PAGE_MALFORMED, 5, NULL},
  {"bare ampersand", IN_MAIN("<p>a & b</p>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"attribute twice", IN_MAIN("<p class=\"a\" class=\"b\">x</p>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"named entity", IN_MAIN("<p>a&nbsp;b</p>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"invalid UTF-8", IN_MAIN("<p>\xe3\x81</p>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"empty", "", DIAG_PAGE_MALFORMED, 0, NULL},
  {"character that XML forbids", IN_MAIN("<p>\xef\xbf\xbf</p>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"wide space in a tag",
   IN_MAIN("<p\xe3\x80\x80"
           "class=\"a\">x</p>"),
   DIAG_PAGE_MALFORMED, 4, NULL},
  {"sign in a name", IN_MAIN("<p\xc3\x97>x</p\xc3\x97>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"caret in a name", IN_MAIN("<p^>x</p^>"), DIAG_PAGE_MALFORMED, 4, NULL},
  {"caret", IN_MAIN("<p title=\"^&amp;^\">^題^</p>"), GOOD, 0, NULL},
  {"ids that only characters tell apart", IN_MAIN("<p id=\"甲\">x</p><p id=\"乙\">x</p>"), GOOD, 0,
   NULL},
  {"id with a reference twice", IN_MAIN("<p id=\"甲&amp;乙\">x</p><p id=\"甲&#38;乙\">x</p>"),
   DIAG_PAGE_ID_TWICE, 4, "甲&乙"},
  {"ids with a reference", IN_MAIN("<p id=\"甲&amp;\">x</p><p id=\"乙&amp;\">x</p>"), GOOD, 0,
   NULL},
  {"heading of a wide space", IN_MAIN("<h2>\xe3\x80\x80</h2>"), DIAG_PAGE_HEADING_EMPTY, 4, NULL},
  {"character references", IN_MAIN("<p>&#12354;&#x3042;&lt;&amp;</p>"), GOOD, 0, NULL},

  {"no doctype", HTML "<head>" TITLE VIEWPORT "</head><body><main><h1>題</h1></main></body></html>",
   DIAG_PAGE_DOCTYPE, 1, NULL},
  {"old doctype",
   "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
   "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">" HTML "<head>" TITLE VIEWPORT
   "</head><body><main><h1>題</h1></main></body></html>",
   DIAG_PAGE_DOCTYPE, 1, NULL},
  {"entities of its own",
   "<!DOCTYPE html [<!ENTITY a \"b\">]>" HTML "<head>" TITLE VIEWPORT
   "</head><body><main><h1>題</h1></main></body></html>",
   DIAG_PAGE_DOCTYPE, 1, NULL},

  {"no lang",
   DOCTYPE "<html><head>" TITLE VIEWPORT "</head><body><main><h1>題</h1></main></body></html>",
   DIAG_PAGE_LANG, 0, NULL},
  {"empty lang",
   DOCTYPE "<html lang=\" \"><head>" TITLE VIEWPORT
           "</head><body><main><h1>題</h1></main></body></html>",
   DIAG_PAGE_LANG, 0, NULL},
  {"no title", PAGE(VIEWPORT, "<main><h1>題</h1></main>"), DIAG_PAGE_TITLE, 0, NULL},
  {"two titles", PAGE(TITLE TITLE VIEWPORT, "<main><h1>題</h1></main>"), DIAG_PAGE_TITLE, 0, NULL},
  {"title of spaces", PAGE("<title> &#160;　\n</title>" VIEWPORT, "<main><h1>題</h1></main>"),
   DIAG_PAGE_TITLE, 2, NULL},
  {"a drawing's title",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>絵</title></svg>"), GOOD, 0, NULL},
  {"no viewport", PAGE(TITLE, "<main><h1>題</h1></main>"), DIAG_PAGE_VIEWPORT, 0, NULL},
  {"no main", PAGE(TITLE VIEWPORT, "<h1>題</h1>"), DIAG_PAGE_MAIN, 0, "0"},
  {"two mains", PAGE(TITLE VIEWPORT, "<main><h1>題</h1></main><main></main>"), DIAG_PAGE_MAIN, 0,
   "2"},

  {"no h1", PAGE(TITLE VIEWPORT, "<main><p>文</p></main>"), DIAG_PAGE_H1, 0, "0"},
  {"two h1", IN_MAIN("<h1>題</h1>"), DIAG_PAGE_H1, 0, "2"},
  {"an h2 first", PAGE(TITLE VIEWPORT, "<main><h2>先</h2><h1>題</h1></main>"),
   DIAG_PAGE_HEADING_FIRST, 4, "h2"},
  {"a level skipped", IN_MAIN("<h2>一</h2>\n<h4>三</h4>"), DIAG_PAGE_HEADING_SKIP, 5, "h4"},
  {"levels up and down", IN_MAIN("<h2>一</h2><h3>二</h3><h4>三</h4><h2>四</h2><h3>五</h3>"), GOOD,
   0, NULL},
  {"an empty heading", IN_MAIN("<h2><span> </span></h2>"), DIAG_PAGE_HEADING_EMPTY, 4, "h2"},
  {"a heading of a sign alone", IN_MAIN("<h2><a href=\"#\" aria-hidden=\"true\">#</a></h2>"),
   DIAG_PAGE_HEADING_EMPTY, 4, "h2"},

  {"an id twice", IN_MAIN("<p id=\"a\">1</p>\n<p id=\"a\">2</p>"), DIAG_PAGE_ID_TWICE, 5, "a"},
  {"an empty id", IN_MAIN("<p id=\"\">1</p>"), DIAG_PAGE_ID_BAD, 4, ""},
  {"an id of two words", IN_MAIN("<p id=\"a b\">1</p>"), DIAG_PAGE_ID_BAD, 4, "a b"},
  {"labelled by nothing", IN_MAIN("<nav aria-labelledby=\"a b\"><p id=\"a\">x</p></nav>"),
   DIAG_PAGE_ID_MISSING, 4, "aria-labelledby"},
  {"described by what comes later",
   IN_MAIN("<p aria-describedby=\"a b\">1</p><p id=\"b\">x</p><p id=\"a\">x</p>"), GOOD, 0, NULL},
  {"a label for nothing", IN_MAIN("<label for=\"a\">名</label>"), DIAG_PAGE_ID_MISSING, 4, "for"},
  {"headers that are not there",
   IN_MAIN("<table><tr><th scope=\"col\">a</th></tr><tr><td headers=\"h\">b</td></tr></table>"),
   DIAG_PAGE_ID_MISSING, 4, "headers"},

  {"an image without alt", IN_MAIN("<img src=\"a.png\" />"), DIAG_PAGE_ALT, 4, "a.png"},
  {"an ornament", IN_MAIN("<img src=\"a.png\" alt=\"\" />"), GOOD, 0, NULL},
  {"an image for a button", IN_MAIN("<input type=\"image\" src=\"a.png\" />"), DIAG_PAGE_ALT, 4,
   "input"},
  {"th without scope", IN_MAIN("<table><tr><th>a</th></tr></table>"), DIAG_PAGE_TH_SCOPE, 4, NULL},
  {"th with a wrong scope", IN_MAIN("<table><tr><th scope=\"column\">a</th></tr></table>"),
   DIAG_PAGE_TH_SCOPE, 4, NULL},
  {"a table without th", IN_MAIN("<table><tr><td>a</td></tr></table>"), DIAG_PAGE_TABLE_TH, 4,
   NULL},
  {"th of an inner table",
   IN_MAIN("<table><tr><td>\n<table><tr><th scope=\"row\">a</th></tr></table></td></tr></table>"),
   DIAG_PAGE_TABLE_TH, 4, NULL},
  {"a table for layout", IN_MAIN("<table role=\"presentation\"><tr><td>a</td></tr></table>"), GOOD,
   0, NULL},

  {"a field without label", IN_MAIN("<input type=\"text\" id=\"a\" />"), DIAG_PAGE_FIELD_LABEL, 4,
   "input"},
  {"a select without label", IN_MAIN("<select><option>1</option></select>"), DIAG_PAGE_FIELD_LABEL,
   4, "select"},
  {"a button without text", IN_MAIN("<button type=\"submit\"></button>"), DIAG_PAGE_FIELD_LABEL, 4,
   "button"},
  {"fields with labels",
   IN_MAIN("<label>名 <input /></label><input id=\"b\" /><label for=\"b\">名</label>"
           "<textarea aria-label=\"名\"></textarea><input type=\"hidden\" />"
           "<input type=\"submit\" value=\"送る\" /><button>送る</button>"),
   GOOD, 0, NULL},

  {"a link without text", IN_MAIN("<a href=\"../\"><span></span></a>"), DIAG_PAGE_LINK_TEXT, 4,
   "../"},
  {"a link of a hidden sign", IN_MAIN("<a href=\"#a\"><span aria-hidden=\"true\">#</span></a>"),
   DIAG_PAGE_LINK_TEXT, 4, "#a"},
  {"a link of an unnamed image", IN_MAIN("<a href=\"a\"><img src=\"b\" alt=\"\" /></a>"),
   DIAG_PAGE_LINK_TEXT, 4, "a"},
  {"links with names",
   IN_MAIN("<a href=\"a\"><img src=\"b\" alt=\"絵\" /></a><a href=\"b\" aria-label=\"名\"></a>"
           "<a id=\"c\"></a><a href=\"d\"><span aria-label=\"名\"></span></a>"),
   GOOD, 0, NULL},

  {"text after what is hidden",
   IN_MAIN("<p><span aria-hidden=\"true\">#</span><a href=\"a\">文</a></p>"), GOOD, 0, NULL},
  {"nobody hears what is hidden",
   IN_MAIN("<p aria-hidden=\"true\"><a href=\"a\" tabindex=\"-1\"></a></p>"), GOOD, 0, NULL},

  {"links that may be",
   IN_MAIN("<a href=\"https://example.org/\">a</a><a href=\"mailto:a@example.org\">b</a>"
           "<a href=\"TEL:03\">c</a><a href=\"../a:b/\">d</a><a href=\"#x\">e</a>"
           "<a href=\"?a:b\">f</a><a href=\"accessibility-statement-of-2026/a:b\">g</a>"
           "<p style=\"background: url(accessibility-statement.png)\">h</p>"),
   GOOD, 0, NULL},
  {"http", IN_MAIN("<a href=\"http://example.org/\">a</a>"), DIAG_PAGE_LINK_SCHEME, 4,
   "http://example.org/"},
  {"no scheme", IN_MAIN("<a href=\"//example.org/\">a</a>"), DIAG_PAGE_LINK_SCHEME, 4, NULL},
  {"backslashes", IN_MAIN("<a href=\"/\\example.org/\">a</a>"), DIAG_PAGE_LINK_SCHEME, 4, NULL},
  {"a script for a link", IN_MAIN("<a href=\"javascript:alert(1)\">a</a>"), DIAG_PAGE_LINK_SCHEME,
   4, NULL},
  {"a script in disguise", IN_MAIN("<a href=\" &#1;JaVa&#10;Script&#9;:alert(1)\">a</a>"),
   DIAG_PAGE_MALFORMED, 4, NULL},
  {"a script in another disguise", IN_MAIN("<a href=\" JaVa&#10;Script&#9;:alert(1)\">a</a>"),
   DIAG_PAGE_LINK_SCHEME, 4, NULL},
  {"an unknown scheme of great length", IN_MAIN("<a href=\"abcdefghijklmnopqrstuvwxyz:a\">a</a>"),
   DIAG_PAGE_LINK_SCHEME, 4, NULL},
  {"a handler", IN_MAIN("<p onclick=\"x()\">a</p>"), DIAG_PAGE_HANDLER, 4, "onclick"},

  {"a script from elsewhere",
   PAGE(TITLE VIEWPORT "<script src=\"https://example.org/a.js\"></script>",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_FOREIGN, 2, "script"},
  {"a style sheet from elsewhere",
   PAGE(TITLE VIEWPORT "<link rel=\"alternate stylesheet\" href=\"//example.org/a.css\" />",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_FOREIGN, 2, "link"},
  {"links that fetch nothing",
   PAGE(TITLE VIEWPORT "<link rel=\"canonical\" href=\"https://example.org/\" />"
                       "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/en/\" />"
                       "<link rel=\"stylesheet\" href=\"../a.css\" />",
        "<main><h1>題</h1></main>"),
   GOOD, 0, NULL},
  {"an image from elsewhere", IN_MAIN("<img src=\"https://example.org/a.png\" alt=\"\" />"),
   DIAG_PAGE_FOREIGN, 4, "img"},
  {"an image in itself", IN_MAIN("<img src=\"data:image/png;base64,AA\" alt=\"\" />"), GOOD, 0,
   NULL},
  {"a page in itself", IN_MAIN("<iframe src=\"data:text/html,a\" title=\"a\"></iframe>"),
   DIAG_PAGE_FOREIGN, 4, "iframe"},
  {"one of a srcset",
   IN_MAIN("<img src=\"a.png\" srcset=\"b.png 1x, https://example.org/c.png 2x\" alt=\"\" />"),
   DIAG_PAGE_FOREIGN, 4, "img"},
  {"a form to elsewhere",
   IN_MAIN("<form action=\"https://example.org/\"><button>送る</button></form>"), DIAG_PAGE_FOREIGN,
   4, "form"},
  {"a style that imports",
   PAGE(TITLE VIEWPORT "<style>/* 注 */ @import 'https://example.org/a.css';</style>",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_FOREIGN, 2, "style"},
  {"a style attribute that fetches",
   IN_MAIN("<p style=\"background: URL( &quot;//example.org/a.png&quot; )\">a</p>"),
   DIAG_PAGE_FOREIGN, 4, "style"},
  {"a style of one's own",
   PAGE(TITLE VIEWPORT "<style>p { background: url(a.png) } @import url('b.css');</style>",
        "<main><h1>題</h1></main>"),
   GOOD, 0, NULL},
  {"an element in capitals", IN_MAIN("<P>a</P>"), DIAG_PAGE_NOT_HTML, 4, "P"},
  {"an attribute in capitals", IN_MAIN("<p Class=\"x\">a</p>"), DIAG_PAGE_NOT_HTML, 4, "Class"},
  {"an address in capitals", IN_MAIN("<img SRC=\"https://example.org/a.png\" alt=\"\" />"),
   DIAG_PAGE_NOT_HTML, 4, "SRC"},
  {"an element with a prefix", IN_MAIN("<p xmlns:x=\"u\"><x:b>a</x:b></p>"), DIAG_PAGE_NOT_HTML, 4,
   "x:b"},
  {"an attribute with a prefix",
   IN_MAIN("<a xmlns:x=\"u\" href=\"https://example.org/\" x:href=\"a\">a</a>"), DIAG_PAGE_NOT_HTML,
   4, "x:href"},
  {"xlink outside a drawing", IN_MAIN("<a xmlns:xlink=\"u\" href=\"a\" xlink:href=\"b\">a</a>"),
   DIAG_PAGE_NOT_HTML, 4, "xlink:href"},
  {"a language for XML", IN_MAIN("<p lang=\"en\" xml:lang=\"en\">a</p>"), GOOD, 0, NULL},
  {"a drawing",
   IN_MAIN(
     "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
     "aria-hidden=\"true\"><defs><linearGradient id=\"g\" gradientUnits=\"userSpaceOnUse\"><stop "
     "offset=\"0\"/></linearGradient></defs><path viewBox=\"0 0 1 1\" d=\"M0 0\" "
     "fill=\"url(#g)\"/><use href=\"#g\" xlink:href=\"#g\"/></svg>"),
   GOOD, 0, NULL},
  {"a drawing that fetches",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><use xlink:href=\"https://example.org/a.svg#b\"/></svg>"),
   DIAG_PAGE_FOREIGN, 4, "use"},
  {"the first of two addresses",
   IN_MAIN(
     "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
     "aria-hidden=\"true\"><use href=\"https://example.org/a.svg#b\" xlink:href=\"#b\"/></svg>"),
   DIAG_PAGE_FOREIGN, 4, "use"},
  {"a fill from elsewhere",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><path fill=\"url(//example.org/a.svg#b)\"/></svg>"),
   DIAG_PAGE_FOREIGN, 4, "style"},
  {"a fill in disguise",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><path fill=\"u\\72l(//example.org/a.svg#b)\"/></svg>"),
   DIAG_PAGE_FOREIGN, 4, "style"},
  {"a script of capitals in a drawing",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><g><SCRIPT>x()</SCRIPT></g></svg>"),
   DIAG_PAGE_NOT_HTML, 4, "SCRIPT"},
  {"what moves in a drawing",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><g><set to=\"a\"/></g></svg>"),
   DIAG_PAGE_NOT_HTML, 4, "set"},
  {"HTML in a drawing",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><foreignObject>a</foreignObject></svg>"),
   DIAG_PAGE_NOT_HTML, 4, "foreignObject"},
  {"an attribute of capitals in a drawing",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><use HREF=\"a\"/></svg>"),
   DIAG_PAGE_NOT_HTML, 4, "HREF"},
  {"an element in a drawing's title",
   IN_MAIN("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "aria-hidden=\"true\"><title>a<path d=\"M0 0\"/></title></svg>"),
   DIAG_PAGE_NOT_HTML, 4, "path"},
  {"a void paragraph", IN_MAIN("<p/>"), DIAG_PAGE_NOT_HTML, 4, "<p/>"},
  {"a void element with attributes", IN_MAIN("<p class=\"a/\" id=\"x\" />"), DIAG_PAGE_NOT_HTML, 4,
   "<p/>"},
  {"a void script", PAGE(TITLE VIEWPORT "<script src=\"a.js\" />", "<main><h1>題</h1></main>"),
   DIAG_PAGE_NOT_HTML, 2, "<script/>"},
  {"void elements", IN_MAIN("<p>a<br/>b<br />c<wbr/></p><hr/>"), GOOD, 0, NULL},
  {"CDATA", IN_MAIN("<p><![CDATA[><script src=\"https://example.org/\"></script>]]></p>"),
   DIAG_PAGE_NOT_HTML, 4, "<![CDATA[ ]]>"},
  {"an instruction", IN_MAIN("<?x ><script src=\"https://example.org/\"></script> ?>"),
   DIAG_PAGE_NOT_HTML, 4, "<? ?>"},
  {"a comment with markup", IN_MAIN("<!--><script src=\"https://example.org/\"></script>-->"),
   DIAG_PAGE_NOT_HTML, 4, "<!-- -->"},
  {"a comment", IN_MAIN("<!-- 注 -->"), GOOD, 0, NULL},
  {"math", IN_MAIN("<math></math>"), DIAG_PAGE_NOT_HTML, 4, "math"},
  {"an image of HTML's own kind", IN_MAIN("<image src=\"a\"></image>"), DIAG_PAGE_NOT_HTML, 4,
   "image"},
  {"another base", PAGE(TITLE VIEWPORT "<base href=\"a/\" />", "<main><h1>題</h1></main>"),
   DIAG_PAGE_NOT_HTML, 2, "base"},
  {"a refresh",
   PAGE(TITLE VIEWPORT "<meta http-equiv=\"Refresh\" content=\"0; url=https://example.org/\" />",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_ATTRIBUTE, 2, "http-equiv=\"refresh\""},
  {"another character set",
   PAGE(TITLE VIEWPORT "<meta charset=\"iso-2022-jp\" />", "<main><h1>題</h1></main>"),
   DIAG_PAGE_ATTRIBUTE, 2, "charset"},
  {"a script in the page",
   PAGE(TITLE VIEWPORT "<script>fetch(0)</script>", "<main><h1>題</h1></main>"), DIAG_PAGE_SCRIPT,
   2, NULL},
  {"a module in the page",
   PAGE(TITLE VIEWPORT "<script type=\"module\">fetch(0)</script>", "<main><h1>題</h1></main>"),
   DIAG_PAGE_SCRIPT, 2, NULL},
  {"data and a script file",
   PAGE(TITLE VIEWPORT "<script type=\"application/ld+json\">{}</script><script "
                       "src=\"a.js\"></script><meta charset=\"utf-8\" />",
        "<main><h1>題</h1></main>"),
   GOOD, 0, NULL},
  {"the attribute ping", IN_MAIN("<a href=\"a\" ping=\"b\">a</a>"), DIAG_PAGE_ATTRIBUTE, 4, "ping"},
  {"the attribute background", IN_MAIN("<div background=\"a.png\">a</div>"), DIAG_PAGE_ATTRIBUTE, 4,
   "background"},
  {"the attribute srcdoc", IN_MAIN("<iframe srcdoc=\"a\" title=\"a\"></iframe>"),
   DIAG_PAGE_ATTRIBUTE, 4, "srcdoc"},
  {"a button to elsewhere",
   IN_MAIN("<form action=\"a\"><button formaction=\"https://example.org/\">a</button></form>"),
   DIAG_PAGE_FOREIGN, 4, "button"},
  {"a preloaded set",
   PAGE(TITLE VIEWPORT "<link rel=\"preload\" as=\"image\" href=\"a.png\" imagesrcset=\"a.png 1x, "
                       "//example.org/b.png 2x\" />",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_FOREIGN, 2, "link"},
  {"commas before an address",
   IN_MAIN("<img src=\"a\" srcset=\",,//example.org/b.png 2x\" alt=\"\" />"), DIAG_PAGE_FOREIGN, 4,
   "img"},
  {"brackets in a set",
   IN_MAIN("<img src=\"a\" srcset=\"a (x, y),//example.org/b.png 2x\" alt=\"\" />"),
   DIAG_PAGE_NOT_HTML, 4, "srcset: ("},
  {"a line break in a scheme", IN_MAIN("<a href=\"java\nscript:alert(1)\">a</a>"),
   DIAG_PAGE_LINK_SCHEME, 5, NULL},
  {"a line break in a host", IN_MAIN("<img src=\"/\n/example.org/a.png\" alt=\"\" />"),
   DIAG_PAGE_FOREIGN, 5, "img"},
  {"a link in a link", IN_MAIN("<a href=\"a\">a<b><a href=\"b\">b</a></b></a>"), DIAG_PAGE_NOT_HTML,
   4, "a a"},
  {"a cell outside a table", IN_MAIN("<div><td>a</td></div>"), DIAG_PAGE_NOT_HTML, 4, "td"},
  {"a row outside a table", IN_MAIN("<table><tr><th scope=\"col\">a</th></tr></table><tr></tr>"),
   DIAG_PAGE_NOT_HTML, 4, "tr"},
  {"a whole table",
   IN_MAIN("<table><caption>a</caption><colgroup><col/></colgroup><thead><tr><th "
           "scope=\"col\">a</th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>"),
   GOOD, 0, NULL},
  {"a style in a comment",
   PAGE(TITLE VIEWPORT "<style>/* &#42;/ p { color: red } /* */</style>",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_NOT_HTML, 2, "style: &"},
  {"an image set",
   PAGE(TITLE VIEWPORT "<style>p { background: image-set('//example.org/a.png' 1x) }</style>",
        "<main><h1>題</h1></main>"),
   DIAG_PAGE_FOREIGN, 2, "style"},
};

static void test_case(gconstpointer data)
{
  const Case *one = data;
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  bool good = inspect_page(inspector, one->html, strlen(one->html), "a/index.html", NULL, report);
  if (one->code == GOOD) {
    ReportStyle style = {.lang = MESSAGES_EN};
    report_print(report, &style, stderr);
    g_assert_true(good);
    g_assert_cmpuint(report_count(report), ==, 0);
    return;
  }
  g_assert_false(good);
  g_assert_cmpuint(report_count(report), ==, 1);
  const Diag *diag = report_get(report, 0);
  g_assert_cmpstr(diag_code_name(diag->code), ==, diag_code_name(one->code));
  g_assert_null(diag->file); /* no file of the user's: the text names the page */
  if (one->code != DIAG_PAGE_MALFORMED || one->line > 0) {
    g_autofree char *where =
      one->line > 0 ? g_strdup_printf("a/index.html:%d", one->line) : g_strdup("a/index.html");
    g_assert_cmpstr(diag->arguments[0], ==, where);
  }
  if (one->argument != NULL)
    g_assert_cmpstr(diag->arguments[1], ==, one->argument);
}

/* ---- one inspector, many pages ---- */

static bool look(Inspector *inspector, const char *html, const char *source, Report *report)
{
  return inspect_page(inspector, html, strlen(html), "p.html", source, report);
}

static void test_gathers(void)
{
  static const char html[] =
    PAGE(TITLE VIEWPORT "<link rel=\"canonical\" href=\"https://example.org/?a=1&amp;b=2\" />",
         "<main id=\"main\"><h1 id=\"題\">題</h1>\n<a href=\"../a/#b\">a</a>"
         "<img src=\"c.png\" srcset=\"d.png, e.png 2x,f.png 3x\" alt=\"\" /></main>");
  static const char *const links[] = {
    "https://example.org/?a=1&b=2", "../a/#b", "c.png", "d.png", "e.png", "f.png"};
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  for (int round = 0; round < 3; round++) { /* nothing is left of the page before */
    g_assert_true(look(inspector, html, NULL, report));
    g_assert_cmpuint(inspector_id_count(inspector), ==, 2);
    g_assert_cmpstr(inspector_id(inspector, 1), ==, "題");
    g_assert_true(inspector_has_id(inspector, "main"));
    g_assert_false(inspector_has_id(inspector, "mai"));
    g_assert_cmpuint(inspector_link_count(inspector), ==, G_N_ELEMENTS(links));
    for (guint i = 0; i < G_N_ELEMENTS(links); i++)
      g_assert_cmpstr(inspector_link(inspector, i), ==, links[i]);
    g_assert_false(look(inspector, IN_MAIN("<p id=\"x\"><b></p>"), NULL, report));
    g_assert_false(inspector_has_id(inspector, "main"));
    g_assert_true(look(inspector, IN_MAIN("<p id=\"x\">y</p>"), NULL, report));
  }
}

static void test_many_ids(void)
{
  g_autoptr(GString) html =
    g_string_new(DOCTYPE HTML "<head>" TITLE VIEWPORT "</head><body><main><h1>題</h1>");
  for (int i = 0; i < 5000; i++)
    g_string_append_printf(html, "<p id=\"p%d\">%d</p>", i, i);
  g_string_append(html, "<p id=\"p4711\">x</p></main></body></html>");
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  g_assert_false(look(inspector, html->str, NULL, report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpuint(inspector_id_count(inspector), ==, 5000);
  g_assert_true(inspector_has_id(inspector, "p4999"));
  g_assert_false(inspector_has_id(inspector, "p5000"));
}

static void test_source(void)
{
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  g_assert_false(look(inspector, IN_MAIN("<img src=\"a\" />"), "content/a.md", report));
  const Diag *diag = report_get(report, 0);
  g_assert_cmpstr(diag->file, ==, "content/a.md");
  g_assert_cmpint(diag->line, ==, 0);
  g_assert_cmpstr(diag->arguments[0], ==, "p.html:4");
}

static void test_bounded(void)
{
  g_autoptr(GString) body =
    g_string_new(DOCTYPE HTML "<head>" TITLE VIEWPORT "</head><body><main><h1>題</h1>");
  for (int i = 0; i < 500; i++)
    g_string_append(body, "<img src=\"a\" />\n");
  g_string_append(body, "</main></body></html>");
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  g_assert_false(look(inspector, body->str, NULL, report));
  g_assert_cmpuint(report_count(report), ==, 11);
  const Diag *last = report_get(report, 10);
  g_assert_cmpint(last->code, ==, DIAG_PAGE_MORE);
  g_assert_cmpstr(last->arguments[1], ==, "490");
}

static void test_deep(void)
{
  g_autoptr(GString) html =
    g_string_new(DOCTYPE HTML "<head>" TITLE VIEWPORT "</head><body><main><h1>題</h1>");
  for (int i = 0; i < 3000; i++)
    g_string_append(html, "<div>");
  for (int i = 0; i < 3000; i++)
    g_string_append(html, "</div>");
  g_string_append(html, "</main></body></html>");
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) report = report_new();
  g_assert_true(look(inspector, html->str, NULL, report));
}

/* A file of entities that would grow to gigabytes, and one that names a file. */
static void test_bombs(void)
{
  static const char *const bombs[] = {
    "<!DOCTYPE html [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d "
    "\"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>" HTML "<p title=\"&d;&d;\">&d;&d;&d;</p></html>",
    "<!DOCTYPE html [<!ENTITY a SYSTEM \"/etc/hostname\">]>" HTML "<p id=\"a\">&a;</p></html>",
    "<!DOCTYPE html [<!ENTITY % a SYSTEM \"/etc/hostname\">%a;]>" HTML "<p>x</p></html>",
    "<!DOCTYPE html [<!ATTLIST p id CDATA \"a\" href CDATA \"https://example.org/a/long/address/\">"
    "]>" HTML "<p/><p/><p/><p/><p/><p/><p/><p/><p/><p/><p/><p/><p/><p/></html>",
  };
  g_autoptr(Inspector) inspector = inspector_new();
  for (guint i = 0; i < G_N_ELEMENTS(bombs); i++) {
    g_autoptr(Report) report = report_new();
    g_assert_false(look(inspector, bombs[i], NULL, report));
    g_assert_cmpuint(inspector_link_count(inspector), ==, 0);
  }
}

static void test_xml(void)
{
  static const char good[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed>題</feed>\n";
  static const char bad[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed>\n<a></feed>\n";
  g_autoptr(Report) report = report_new();
  g_assert_true(inspect_xml(good, sizeof good - 1, "feed.xml", report));
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_false(inspect_xml(bad, sizeof bad - 1, "feed.xml", report));
  g_assert_cmpuint(report_count(report), ==, 1);
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_PAGE_MALFORMED);
  g_assert_cmpstr(report_get(report, 0)->arguments[0], ==, "feed.xml:3");
  g_assert_false(inspect_xml("", 0, "feed.xml", report));
}

/* ---- chance ---- */

static const char whole[] = PAGE(
  TITLE VIEWPORT "<link rel=\"canonical\" href=\"https://example.org/?a=1&amp;b=2\" />"
                 "<style>p { background: url(a.png) }</style>",
  "<main id=\"main\"><h1 "
  "id=\"題\">題</h1>\n<h2>個人情報の<ruby>取扱<rp>（</rp><rt>とりあつかい</rt></ruby></h2>"
  "<a href=\"../a/#b\">a &lt; &#12354; b</a><img src=\"c.png\" srcset=\"d.png 1x, e.png 2x\" "
  "alt=\"\" />"
  "<table><tr><th scope=\"col\" id=\"h\">日</th></tr><tr><td headers=\"h\">一</td></tr></table>"
  "<form action=\"../\"><label for=\"f\">名</label><input id=\"f\" list=\"l\" />"
  "<datalist id=\"l\"></datalist><button aria-label=\"送る\"></button></form>"
  "<p aria-describedby=\"main h\" style=\"color: red\">文</p></main>");

/* A page is UTF-8, whatever its first bytes say: a browser is told so. */
static void test_character_set(void)
{
  static const char *const others[] = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "IBM037"};
  static const char latin[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" IN_MAIN("");
  g_autoptr(Inspector) inspector = inspector_new();
  for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
    g_autoptr(Report) report = report_new();
    gsize length = 0;
    g_autofree char *page = g_convert(DOCTYPE HTML, -1, others[i], "UTF-8", NULL, &length, NULL);
    g_assert_nonnull(page);
    g_assert_false(inspect_page(inspector, page, length, "p.html", NULL, report));
    g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_PAGE_DOCTYPE);
  }
  g_autoptr(Report) report = report_new();
  g_assert_false(look(inspector, latin, NULL, report));
  g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_PAGE_DOCTYPE);
  g_autoptr(Report) quiet = report_new();
  g_assert_true(look(inspector, "\xef\xbb\xbf" IN_MAIN(""), NULL, quiet));
}

static void test_cut(void)
{
  g_autoptr(Inspector) inspector = inspector_new();
  g_autoptr(Report) first = report_new();
  g_assert_true(look(inspector, whole, NULL, first));
  for (gsize length = 0; length < sizeof whole - 2; length++) { /* all but the last line's end */
    g_autoptr(Report) report = report_new();
    g_autofree char *cut = g_memdup2(whole, length + 1); /* no byte to read beyond it */
    g_assert_false(inspect_page(inspector, cut, length, "p.html", NULL, report));
    g_assert_cmpuint(report_count(report), >, 0);
  }
  g_assert_true(look(inspector, whole, NULL, first));
}

static bool is_well_formed(const GString *page)
{
  xmlParserCtxtPtr parser = xmlNewParserCtxt();
  xmlFreeDoc(xmlCtxtReadMemory(parser, page->str, (int)page->len, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  bool well_formed = parser->wellFormed;
  xmlFreeParserCtxt(parser);
  return well_formed;
}

/* Bytes changed, moved, doubled: what is said must agree with the result. */
static void test_spoiled(void)
{
  static const char marks[] = "<>&;\"'/=! \n-[]#a^\xe3\x80\xef\xbf\xc3\x97\x00";
  g_autoptr(Inspector) inspector = inspector_new();
  for (int round = 0; round < 4000; round++) {
    g_autoptr(GString) page = g_string_new_len(whole, sizeof whole - 1);
    for (int i = g_test_rand_int_range(1, 6); i > 0; i--) {
      gint32 end = (gint32)page->len;
      gsize at = (gsize)g_test_rand_int_range(0, end);
      gsize from = (gsize)g_test_rand_int_range(0, end);
      gsize wanted = (gsize)g_test_rand_int_range(1, 40);
      gsize length = MIN(wanted, page->len - from);
      g_autofree char *piece = g_memdup2(page->str + from, length);
      switch (g_test_rand_int_range(0, 3)) {
      case 0:
        page->str[at] = marks[g_test_rand_int_range(0, sizeof marks - 1)];
        break;
      case 1:
        g_string_insert_len(page, (gssize)at, piece, (gssize)length);
        break;
      default:
        g_string_erase(page, (gssize)from, (gssize)length);
        break;
      }
    }
    g_autoptr(Report) report = report_new();
    bool good = inspect_page(inspector, page->str, page->len, "p.html", NULL, report);
    g_assert_cmpint(good, ==, report_count(report) == 0);
    if (good) /* it was read with its characters masked: so it is well-formed without the mask */
      g_assert_true(is_well_formed(page));
    for (guint i = 0; i < inspector_id_count(inspector); i++)
      g_assert_true(inspector_has_id(inspector, inspector_id(inspector, i)));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strconcat("/inspect/rule/", cases[i].name, NULL);
    g_test_add_data_func(path, &cases[i], test_case);
  }
  g_test_add_func("/inspect/character set", test_character_set);
  g_test_add_func("/inspect/gathers", test_gathers);
  g_test_add_func("/inspect/many ids", test_many_ids);
  g_test_add_func("/inspect/source", test_source);
  g_test_add_func("/inspect/bounded", test_bounded);
  g_test_add_func("/inspect/deep", test_deep);
  g_test_add_func("/inspect/bombs", test_bombs);
  g_test_add_func("/inspect/xml", test_xml);
  g_test_add_func("/inspect/cut", test_cut);
  g_test_add_func("/inspect/spoiled", test_spoiled);
  return g_test_run();
}
