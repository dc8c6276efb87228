/* A comparison for other programs: JSON, and an HTML page. */
#include "cli/diff.h"

#include "base/text.h"

#include <jansson.h>

/* ---- JSON ---- */

static const char *kind_name(RowKind kind)
{
  static const char *const names[] = {
    [ROW_SAME] = "same",
    [ROW_CHANGED] = "changed",
    [ROW_RENUMBERED] = "renumbered",
    [ROW_ADDED] = "added",
    [ROW_REMOVED] = "removed",
    [ROW_MOVED_HERE] = "moved-here",
    [ROW_MOVED_AWAY] = "moved-away",
    [ROW_OMITTED] = "omitted",
  };
  return names[kind];
}

static json_t *side_json(const char *name, const char *key)
{
  return json_pack("{s:s, s:s?}", "name", name, "revision", key);
}

static json_t *cell_json(const Cell *cell)
{
  json_t *spans = json_array();
  for (guint i = 0; i < cell->count; i++) {
    const Span *span = &cell->spans[i];
    json_array_append_new(spans, json_pack("{s:s%, s:b, s:b}", "text", span->text, span->length,
                                           "marked", span->marked, "number", span->number));
  }
  return spans;
}

static json_t *row_json(const Row *row)
{
  return json_pack("{s:s, s:s, s:i, s:i, s:s, s:o, s:o}", "kind", kind_name(row->kind), "clause",
                   row->clause, "change", (int)row->change, "blocks", (int)row->blocks, "place",
                   row->place, "now", cell_json(&row->now), "before", cell_json(&row->before));
}

static json_t *changes_json(const Comparison *comparison)
{
  json_t *changes = json_array();
  for (guint i = 0; i < comparison_change_count(comparison); i++) {
    const Change *change = comparison_change(comparison, i);
    json_array_append_new(changes, json_pack("{s:s, s:s, s:s}", "kind", kind_name(change->kind),
                                             "clause", change->clause, "title", change->title));
  }
  return changes;
}

void diff_json(const Difference *difference, FILE *out)
{
  json_t *rows = json_array();
  for (guint i = 0; i < comparison_row_count(difference->comparison); i++)
    json_array_append_new(rows, row_json(comparison_row(difference->comparison, i)));

  json_t *object =
    json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "policy", difference->policy, "title",
              difference->title, "now", side_json(difference->now_name, difference->now_key),
              "before", side_json(difference->before_name, difference->before_key), "changes",
              changes_json(difference->comparison), "rows", rows);
  json_dumpf(object, out, JSON_INDENT(2));
  fputc('\n', out);
  json_decref(object);
}

/* ---- HTML ---- */

static const char style[] =
  "body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; line-height: 1.8;\n"
  "  font-family: \"BIZ UDPGothic\", \"Hiragino Sans\", \"Noto Sans JP\", sans-serif; }\n"
  "table { border-collapse: collapse; width: 100%; table-layout: fixed; }\n"
  "th, td { border: 1px solid #767676; padding: 0.5rem 0.75rem; text-align: left;\n"
  "  vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }\n"
  "td.heading { font-weight: bold; }\n"
  "ins, del { text-decoration: underline; text-decoration-thickness: 2px; }\n"
  ".word { color: #595959; }\n"
  ".heard { position: absolute; width: 1px; height: 1px; overflow: hidden;\n"
  "  clip-path: inset(50%); white-space: nowrap; }\n"
  ".unbroken { white-space: nowrap; }\n"
  "@media (prefers-color-scheme: dark) {\n"
  "  body { background: #1a1a1a; color: #f1f1f1; } .word { color: #b3b3b3; }\n"
  "  a { color: #9db7f9; } }\n"
  "@media print { tr { break-inside: avoid; } }\n";

static void append_escaped(GString *out, const char *before, const char *text, const char *after)
{
  g_string_append(out, before);
  text_escape_xml(out, text, -1);
  g_string_append(out, after);
}

static void append_list(const Invocation *in, const Comparison *comparison, GString *out)
{
  guint count = comparison_change_count(comparison);
  g_string_append_printf(out, say(in, "<p>変更は %u か所です。</p>\n", "<p>Changes: %u</p>\n"),
                         count);
  if (count == 0)
    return;
  g_string_append(out, "<ul>\n");
  for (guint i = 0; i < count; i++) {
    g_string_append_printf(out, "<li><a href=\"#c%u\">", i + 1);
    text_escape_xml(out, comparison_change(comparison, i)->title, -1);
    g_string_append(out, "</a></li>\n");
  }
  g_string_append(out, "</ul>\n");
}

char *diff_html(const Invocation *in, const Difference *difference)
{
  GString *out = g_string_new(NULL);
  CompareWords words = diff_words(in);

  g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n", say(in, "ja", "en"));
  g_string_append(out, "<meta charset=\"utf-8\" />\n<meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\" />\n");
  append_escaped(out, "<title>", difference->title, "</title>\n");
  g_string_append(out, "<style>\n");
  g_string_append(out, style);
  g_string_append(out, "</style>\n</head>\n<body>\n<main>\n");
  append_escaped(out, "<h1>", difference->title, say(in, " 新旧対照表</h1>\n", ": changes</h1>\n"));
  append_list(in, difference->comparison, out);
  g_string_append(out, "<table>\n<thead><tr>");
  append_escaped(out, "<th scope=\"col\">", words.now, "<br />");
  append_escaped(out, "", difference->now_name, "</th>");
  append_escaped(out, "<th scope=\"col\">", words.before, "<br />");
  append_escaped(out, "", difference->before_name, "</th></tr></thead>\n");
  append_escaped(out, "<tbody lang=\"", difference->lang, "\">\n");
  comparison_html(difference->comparison, &words, out);
  g_string_append(out, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
  return g_string_free(out, FALSE);
}
