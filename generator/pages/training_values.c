#include "pages/training_values.h"

#include "base/text.h"
#include "pages/address.h"

#include <string.h>

void put_wording(Values *values, const char *name, const Wording *wording)
{
  if (wording->html != NULL)
    values_raw(values, name, wording->html, strlen(wording->html));
}

void put_question_key(Values *values, const Question *question)
{
  put_wording(values, "title", &question->title);
  put_wording(values, "stem", &question->stem);
  put_wording(values, "explanation", &question->explanation);
  values_list(values, "choices");
  for (guint i = 0; i < question->choices->len; i++) {
    const Choice *choice = question_choice(question, i);
    values_open(values, NULL);
    values_bool(values, "right", choice->right);
    put_wording(values, "words", &choice->words);
    put_wording(values, "feedback", &choice->feedback);
    values_close(values);
  }
  values_close(values);
}

char *clause_address(const Site *site, const TextClause *clause)
{
  return site->base_url == NULL
           ? NULL
           : g_strconcat(site->base_url, clause->ledger->id, "/#", clause->clause->id, NULL);
}

char *clause_cite(const Site *site, const TextClause *clause, const char *words)
{
  g_autofree char *href = clause_address(site, clause);
  g_autoptr(GString) out = g_string_new(NULL);

  if (href != NULL) {
    g_string_append(out, "<a href=\"");
    text_escape_href(out, href, -1);
    g_string_append(out, "\">");
  }
  text_escape_xml(out, words, -1);
  if (href != NULL)
    g_string_append(out, "</a>");
  return g_string_free(g_steal_pointer(&out), FALSE);
}

bool clause_link(const Site *site, const char *target, GString *url)
{
  if (!address_is_internal(target))
    return false;
  g_string_assign(url, site->base_url != NULL ? site->base_url : "#");
  return true;
}
