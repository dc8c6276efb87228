#include "markup/rawhtml.h"

/* Tags with a Markdown form of their own. */
static const struct {
  const char *names; /* parted by spaces, with one at each end */
  DiagCode code;
} tags[] = {
  {" br ", DIAG_HTML_BREAK},
  {" ruby rb rt rp ", DIAG_HTML_RUBY},
  {" a ", DIAG_HTML_LINK},
  {" img ", DIAG_HTML_IMAGE},
  {" table thead tbody tr th td caption ", DIAG_HTML_TABLE},
  {" b strong i em u ", DIAG_HTML_EMPHASIS},
};

/* Tags that have no end. */
static const char VOID_TAGS[] = " area base br col embed hr img input link meta source track wbr ";

/* Past all white space and whole comments. */
static const char *skip_comments(const char *p)
{
  for (;;) {
    while (g_ascii_isspace(*p))
      p++;
    if (!g_str_has_prefix(p, "<!--"))
      return p;
    const char *end = strstr(p + 4, "-->");
    p = end ? end + 3 : p + strlen(p);
  }
}

static DiagCode code_for(const char *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
    if (strstr(tags[i].names, wanted))
      return tags[i].code;
  return DIAG_HTML_TAG;
}

bool rawhtml_check(Parse *parse, const char *html, const char *position)
{
  if (!*skip_comments(html)) {
    if (parse->document->kind == DOCUMENT_POLICY)
      parse_report(parse, DIAG_HTML_COMMENT, position, NULL);
    return false;
  }
  while (g_ascii_isspace(*html))
    html++;
  const char *start = html + (*html == '<');
  bool closes = *start == '/';
  start += closes;
  const char *end = start;
  while (g_ascii_isalnum(*end) || *end == '-')
    end++;
  g_autofree char *name = g_ascii_strdown(start, MIN(end - start, 40));
  g_autofree char *wanted = g_strdup_printf(" %s ", name);

  /* What was said of a tag holds for its end. */
  if (closes && parse->open_tags) {
    parse->open_tags--;
    return true;
  }
  if (!closes && !strstr(VOID_TAGS, wanted))
    parse->open_tags++;
  g_autofree char *shown =
    *name ? g_strdup_printf("<%s%s>", closes ? "/" : "", name) : g_strdup("<…>");
  parse_report(parse, code_for(wanted), position, shown, NULL);
  return true;
}
