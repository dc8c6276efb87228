#include "training/wording.h"

#include "base/text.h"
#include "markup/blocks.h"
#include "markup/html.h"

#include <string.h>

void wording_clear(Wording *wording)
{
  g_free(wording->source);
  g_free(wording->text);
  g_free(wording->html);
  *wording = (Wording){0};
}

/* Where markup found something, as a place of the quiz: a title was read behind "# ". */
typedef struct {
  const Wording *wording;
  int before; /* characters that were put before the first line */
} Shift;

static bool shift(Diag *diag, gpointer data)
{
  const Shift *by = data;
  if (diag->line == 0)
    diag->line = 1;
  if (diag->column > 0)
    diag->column = diag->line == 1 ? MAX(1, diag->column - by->before) + by->wording->column - 1
                                   : diag->column + MAX(by->wording->below, 1) - 1;
  diag->line += by->wording->line - 1;
  return true;
}

/* What the blocks say, one a line, with their numbers. */
static char *text_of(const Document *document, guint *count)
{
  g_autoptr(Blocks) blocks = document_blocks(document);
  GString *text = g_string_new(NULL);
  *count = blocks_count(blocks);
  for (guint i = 0; i < *count; i++) {
    const Block *block = blocks_get(blocks, i);
    if (i > 0)
      g_string_append_c(text, '\n');
    g_string_append(text, block->number);
    g_string_append(text, block->text);
  }
  return g_string_free(text, FALSE);
}

/* Takes the one element off that stands around the whole; false where there is none, or
 * another. */
static bool unwrap(GString *html, const char *open, const char *close)
{
  gsize begin = strlen(open), end = strlen(close);
  while (html->len > 0 && html->str[html->len - 1] == '\n')
    g_string_truncate(html, html->len - 1);
  if (html->len < begin + end || !g_str_has_prefix(html->str, open) ||
      !g_str_has_suffix(html->str, close))
    return false;
  g_string_truncate(html, html->len - end);
  g_string_erase(html, 0, (gssize)begin);
  return true;
}

static void check_links(const Document *document, const char *named, Report *report)
{
  static const char *const schemes[] = {"https:", "mailto:", "tel:"};
  for (guint i = 0; i < document_link_count(document); i++) {
    const Link *link = document_link(document, i);
    bool away = false;
    for (guint k = 0; k < G_N_ELEMENTS(schemes); k++)
      away = away || g_ascii_strncasecmp(link->target, schemes[k], strlen(schemes[k])) == 0;
    if (link->image || !away)
      report_add(report, DIAG_QUIZ_LINK, place_at(named, link->line, link->column), link->target,
                 NULL);
  }
}

/* Most pieces are one line of plain words: markup would give them back as they are. */
static bool is_plain(const char *source)
{
  gunichar first = g_utf8_get_char(source);
  if (first < 0x3040 || (first > 0x30FF && first < 0x4E00) || first > 0x9FFF)
    return false;
  for (const char *p = source; *p != '\0'; p++)
    if ((guchar)*p < 0x20 || strchr("\\`*_[]()<>&!{}|\"#=~:@", *p) != NULL || *p == '\x7F' ||
        ((guchar)*p == 0xEF && (guchar)p[1] >= 0xB7))
      return false;
  return !g_ascii_isspace(source[strlen(source) - 1]);
}

static bool read_plain(Wording *wording, WordingKind kind)
{
  if (!is_plain(wording->source))
    return false;
  wording->text = g_strdup(wording->source);
  wording->html = kind == WORDING_BLOCKS ? g_strconcat("<p>", wording->source, "</p>\n", NULL)
                                         : g_strdup(wording->source);
  return true;
}

bool wording_read(Wording *wording, WordingKind kind, const char *named, Report *report)
{
  if (wording->source == NULL || wording->html != NULL || read_plain(wording, kind))
    return true;
  const char *before = kind == WORDING_LINE ? "# " : "";
  g_autofree char *source = g_strconcat(before, wording->source, NULL);
  g_autoptr(Report) found = report_new();
  g_autoptr(Document) document =
    document_parse(source, strlen(source), named, DOCUMENT_FRAGMENT, found);
  check_links(document, named, found);

  guint count = 0;
  wording->text = text_of(document, &count);
  g_autoptr(GString) html = g_string_new(NULL);
  document_html(document, &(HtmlOptions){0}, html);
  bool whole = kind == WORDING_BLOCKS || unwrap(html, kind == WORDING_LINE ? "<h1>" : "<p>",
                                                kind == WORDING_LINE ? "</h1>" : "</p>");
  if ((!whole || count != 1) && kind != WORDING_BLOCKS)
    report_add(found, DIAG_QUIZ_NOT_WORDS, place_at(named, 1, 1), NULL);
  wording->html = g_string_free(g_steal_pointer(&html), FALSE);

  bool good = !report_failed(found);
  report_filter(found, shift, &(Shift){wording, kind == WORDING_LINE ? 2 : 0});
  report_merge(report, found);
  return good;
}
