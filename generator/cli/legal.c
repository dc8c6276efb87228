#include "cli/legal.h"

#include "base/text.h"
#include "cli/policies.h"
#include "cli/shown.h"
#include "pages/legal.h"

#include <jansson.h>

/* ---- in words ---- */

static void print_notice(const Invocation *in)
{
  puts(say(in,
           "言葉があるかどうかを探しただけで、意味は読んでいません。これは覚え書きで、法律の"
           "助言ではありません。\n"
           "「未確認」は、kaitei を作った者が根拠の条文を読んで確かめていないという意味です。",
           "Words were looked for, not meaning. These are reminders, and no legal advice.\n"
           "\"Unconfirmed\" means that those who made kaitei did not read the source's own text."));
}

/* One line, indented; the text is that of a site's own rules, so nothing of it may rule
 * the terminal. */
static void print_line(const char *mark, const char *text)
{
  g_autofree char *shown = text_visible(text);
  printf("    %s%s\n", mark, shown);
}

static void print_source(const Invocation *in, const LegalRule *rule)
{
  g_autoptr(GString) line = g_string_new(NULL);

  g_string_append_printf(line, say(in, "根拠: %s", "Source: %s"), rule->source[in->lang]);
  if (day_known(rule->since)) {
    g_autofree char *day = shown_day(in, rule->since);
    g_string_append_printf(line, say(in, "、%sから", ", since %s"), day);
  }
  if (rule->confirmed[in->lang] != NULL)
    g_string_append_printf(line, say(in, " ［確認: %s］", " [read at: %s]"),
                           rule->confirmed[in->lang]);
  else
    g_string_append(line, say(in, " ［未確認］", " [unconfirmed]"));
  print_line("", line->str);
}

static void print_places(const Invocation *in, const LegalFinding *finding)
{
  if (finding->rule->on_page && finding->state == LEGAL_SAID)
    print_line("", say(in, "方針のページに、台帳の施行日が出ます。",
                       "The policy's page shows the day in force, as the ledger has it."));
  for (guint i = 0; i < finding->places->len; i++) {
    const LegalPlace *place = g_ptr_array_index(finding->places, i);
    g_autofree char *line = place->id != NULL
                              ? g_strdup_printf(say(in, "%d行目「%s」#%s", "line %d: \"%s\" #%s"),
                                                place->line, place->title, place->id)
                              : g_strdup_printf(say(in, "%d行目から（初めの見出しの前）",
                                                    "from line %d on, before the first heading"),
                                                place->line);
    print_line("", line);
  }
}

static void print_finding(const Invocation *in, const LegalFinding *finding)
{
  const LegalRule *rule = finding->rule;
  g_autofree char *title = text_visible(rule->title[in->lang]);

  printf("  - %s [%s]\n", title, rule->id);
  if (finding->state == LEGAL_MISSING && finding->found > 0)
    printf(
      say(in, "    必要な%uつのうち、%uつだけが見つかりました:\n", "    Of %u wanted, %u found:\n"),
      rule->at_least, finding->found);
  print_places(in, finding);
  if (finding->state == LEGAL_MISSING)
    print_line("→ ", rule->advice[in->lang]);
  print_source(in, rule);
}

static void print_group(const Invocation *in, const Legal *legal, LegalState state)
{
  static const char *const names[][2] = {
    [LEGAL_SAID] = {"書かれている", "Said"},
    [LEGAL_MISSING] = {"見当たらない、または足りない", "Not found, or not all of it"},
    [LEGAL_NOT_CONCERNED] = {"該当なし（方針が触れていない）", "Not concerned"},
  };
  guint number = legal_count(legal, state);
  if (number == 0)
    return;
  printf(say(in, "%s（%u）\n", "%s (%u)\n"), names[state][in->lang], number);
  for (guint i = 0; i < legal->findings->len; i++) {
    const LegalFinding *finding = g_ptr_array_index(legal->findings, i);
    if (finding->state == state && !finding->coming)
      print_finding(in, finding);
  }
  putchar('\n');
}

static void print_coming(const Invocation *in, const Legal *legal)
{
  static const char *const states[][2] = {
    [LEGAL_SAID] = {"すでに書かれています。", "It is said already."},
    [LEGAL_MISSING] = {"まだ見当たりません。", "It is not found yet."},
    [LEGAL_NOT_CONCERNED] = {"該当しません。", "It is not concerned."},
  };
  guint number = legal_count_coming(legal);
  if (number == 0)
    return;
  printf(say(in, "この日にはまだ始まっていない（%u）\n", "Not yet in force on that day (%u)\n"),
         number);
  for (guint i = 0; i < legal->findings->len; i++) {
    const LegalFinding *finding = g_ptr_array_index(legal->findings, i);
    if (!finding->coming)
      continue;
    g_autofree char *title = text_visible(finding->rule->title[in->lang]);
    printf("  - %s [%s]\n", title, finding->rule->id);
    print_line("", states[finding->state][in->lang]);
    print_source(in, finding->rule);
  }
  putchar('\n');
}

static void print_nothing(const Invocation *in, const Legal *legal)
{
  switch (legal->source) {
  case LEGAL_NOT_IN_FORCE:
    puts(say(in, "現行の版はまだありません。--draft を付けると、下書きを調べます。",
             "Nothing is in force yet. --draft looks at the working text."));
    break;
  case LEGAL_WITHDRAWN:
    puts(say(in, "この方針は廃止されています。", "This policy is withdrawn."));
    break;
  default:
    puts(say(in, "現行の版の文章が残っていないため、調べられません。",
             "The text in force is not kept, so it cannot be looked at."));
  }
  putchar('\n');
}

static void print_legal(const Invocation *in, const Legal *legal)
{
  g_autofree char *as_of = shown_day(in, legal->as_of);
  g_autofree char *title = text_visible(legal->policy->ledger->title);

  printf("%s (%s)\n", title, legal->policy->ledger->id);
  if (legal->source != LEGAL_READ) {
    print_nothing(in, legal);
    return;
  }
  if (legal->revision != NULL) {
    g_autofree char *day = shown_day(in, legal->revision->effective);
    printf(say(in, "%s施行の文章（%s）を、%sの時点で調べました。\n\n",
               "The text of %s (%s), as of %s.\n\n"),
           day, legal->path, as_of);
  } else
    printf(
      say(in, "下書き（%s）を、%sの時点で調べました。\n\n", "The working text (%s), as of %s.\n\n"),
      legal->path, as_of);
  print_group(in, legal, LEGAL_SAID);
  print_group(in, legal, LEGAL_MISSING);
  print_group(in, legal, LEGAL_NOT_CONCERNED);
  print_coming(in, legal);
}

/* ---- as JSON ---- */

static json_t *text_json(const LegalText text)
{
  if (text[MESSAGES_JA] == NULL)
    return json_null();
  return json_pack("{s:s, s:s}", "ja", text[MESSAGES_JA], "en", text[MESSAGES_EN]);
}

static json_t *finding_json(const LegalFinding *finding)
{
  const LegalRule *rule = finding->rule;
  g_autofree char *since = day_known(rule->since) ? day_iso(rule->since) : NULL;
  json_t *clauses = json_array();

  for (guint i = 0; i < finding->places->len; i++) {
    const LegalPlace *place = g_ptr_array_index(finding->places, i);
    json_array_append_new(clauses,
                          json_pack("{s:s?, s:s?, s:i, s:s}", "id", place->id, "title",
                                    place->title, "line", place->line, "words", place->written));
  }
  return json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:s?, s:o, s:i, s:i, s:b, s:o, s:s, s:i}",
                   "rule", rule->id, "state", legal_state_name(finding->state), "coming",
                   finding->coming, "title", text_json(rule->title), "source",
                   text_json(rule->source), "confirmed", text_json(rule->confirmed), "since", since,
                   "clauses", clauses, "found", (int)finding->found, "wanted", (int)rule->at_least,
                   "on_page", rule->on_page, "advice", text_json(rule->advice), "file", rule->file,
                   "line", rule->line);
}

static json_t *legal_json(const Legal *legal)
{
  g_autofree char *as_of = day_iso(legal->as_of);
  json_t *findings = json_array();

  for (guint i = 0; i < legal->findings->len; i++)
    json_array_append_new(findings, finding_json(g_ptr_array_index(legal->findings, i)));
  return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:o}", "policy", legal->policy->ledger->id, "as_of",
                   as_of, "text", legal_source_name(legal->source), "revision",
                   legal->revision != NULL ? legal->revision->key : NULL, "file", legal->path,
                   "findings", findings);
}

/* ---- the command ---- */

static void show_each(Invocation *in, const Site *site, const LegalRules *rules, bool draft,
                      json_t *list)
{
  Day as_of = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  const PolicySource *wanted =
    in->count > 0 ? policy_named(site, in->arguments[0], in->report) : NULL;
  g_autoptr(Repository) repository = repository_open(site->root, in->report);

  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    if (in->count > 0 && policy != wanted)
      continue;
    g_autoptr(Legal) legal = legal_new(site, policy, repository, rules, as_of, draft, in->report);
    if (legal == NULL)
      continue;
    if (in->json)
      json_array_append_new(list, legal_json(legal));
    else
      print_legal(in, legal);
  }
}

void legal_show(Invocation *in, bool draft)
{
  g_autoptr(Site) site = policies_read(in);
  g_autoptr(LegalRules) rules = site != NULL ? legal_rules_read(site->root, in->report) : NULL;
  if (rules == NULL)
    return;

  json_t *list = json_array();
  show_each(in, site, rules, draft, list);
  if (in->json) {
    g_autofree char *text = json_dumps(list, JSON_INDENT(2));
    puts(text);
  } else if (report_status(in->report) < 2)
    print_notice(in);
  json_decref(list);
}
