#include "serve/editing.h"

#include "base/text.h"

#include <string.h>

/* "ja", "easy", "en", "zh-Hans": what a file's name may say, and no path. */
static bool is_lang(const char *lang)
{
  gsize length = strlen(lang);
  for (const char *p = lang; *p != '\0'; p++)
    if (!g_ascii_isalnum(*p) && !(*p == '-' && p > lang && g_ascii_isalnum(p[1])))
      return false;
  return length >= 2 && length <= 35 && g_ascii_islower(*lang);
}

Editing editing_begin(Visit *visit)
{
  Editing editing = {.lang = "ja", .pages = live_pages(screen_live(visit->screen), visit->report)};
  guint count = g_strv_length(visit->parts);

  if (editing.pages == NULL)
    return editing;
  const Site *site = draft_pages_site(editing.pages);
  visit->site = (Site *)site;
  visit->as_of = draft_pages_as_of(editing.pages);
  if (count >= 3 && *visit->parts[2] != '\0')
    editing.lang = visit->parts[2];
  if (count >= 2 && count <= 3 && is_lang(editing.lang))
    editing.policy = visit->policy = site_policy(site, visit->parts[1]);
  return editing;
}

char *editing_address(const Editing *editing)
{
  const char *id = editing->policy->ledger->id;
  return strcmp(editing->lang, "ja") == 0 ? g_strdup(id)
                                          : g_strconcat(id, "/", editing->lang, NULL);
}

/* One tag "<a …>" whose attributes begin at `attributes` and end before `end`. */
static void append_link(GString *out, const char *attributes, const char *end, const char *own)
{
  static const char name[] = " href=\"";
  const char *href = g_strstr_len(attributes, end - attributes, name);
  const char *target = href != NULL ? href + strlen(name) : NULL;

  if (target != NULL && *target == '#') {
    text_append(out, attributes, (gsize)(target - attributes));
    text_escape_href(out, own, -1);
    text_append(out, target, (gsize)(end - target));
    return;
  }
  if (target != NULL)
    g_string_append(out, " target=\"_blank\"");
  text_append(out, attributes, (gsize)(end - attributes));
}

GString *editing_framed(const Editing *editing, const GString *page, const char *own)
{
  GString *out = g_string_sized_new(page->len + page->len / 8);
  const char *from = page->str;
  const char *head = strstr(from, "<head>");

  if (head != NULL) {
    head += strlen("<head>");
    text_append(out, from, (gsize)(head - from));
    g_string_append(out, "<base href=\"/");
    text_escape_href(out, editing->policy->ledger->id, -1);
    if (strcmp(editing->lang, "ja") != 0)
      g_string_append_printf(out, "/%s", editing->lang);
    g_string_append(out, "/\" />");
    from = head;
  }
  for (const char *tag; (tag = strstr(from, "<a ")) != NULL;) {
    const char *attributes = tag + strlen("<a");
    const char *end = attributes + strcspn(attributes, ">");
    text_append(out, from, (gsize)(attributes - from));
    append_link(out, attributes, end, own);
    from = end;
  }
  g_string_append(out, from);
  return out;
}
