/* What the staff's pages have in common: the frame, words, clauses. */
#include "serve/learner.h"

#include "markup/html.h"
#include "pages/training_values.h"
#include "records/staff.h"
#include "serve/premises.h"

#include <stdarg.h>
#include <string.h>

Enrolment learner_enrolment(const Call *call)
{
  return (Enrolment){.store = call->store,
                     .curriculum = call->premises->curriculum,
                     .act = {.actor = call->who.actor, .at = call->now},
                     .today = call->today,
                     .timezone = call->premises->site->timezone};
}

/* ---- the frame ---- */

bool learner_frame(Call *call)
{
  g_autoptr(Person) person = NULL;

  if (!staff_find(call->store, call->who.id, &person, call->report)) {
    call_fail(call);
    return false;
  }
  if (person == NULL) {
    call_refuse(call, 404);
    return false;
  }
  values_open(call->values, "person");
  values_string(call->values, "name", person->name);
  values_close(call->values);
  return true;
}

void learner_title_words(Call *call, const char *title)
{
  values_string(call->values, "title", title);
}

void learner_title(Call *call, const char *key)
{
  learner_title_words(call, call_string(call, key));
}

void learner_above(Call *call, const char *text, const char *href)
{
  values_open(call->values, "above");
  values_string(call->values, "text", text);
  values_string(call->values, "href", href);
  values_close(call->values);
}

static void fill_in(GString *text, const char *name, const char *value)
{
  g_autofree char *mark = g_strconcat("{", name, "}", NULL);
  g_string_replace(text, mark, value, 0);
}

const char *learner_phrase(Call *call, const char *key, ...)
{
  GString *text = g_string_new(call_string(call, key));
  const char *name;
  va_list pairs;

  va_start(pairs, key);
  while ((name = va_arg(pairs, const char *)) != NULL)
    fill_in(text, name, va_arg(pairs, const char *));
  va_end(pairs);
  return call_keep(call, g_string_free(text, FALSE));
}

void learner_refuse(Call *call, const char *key, gint64 seconds)
{
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, seconds);
  g_autofree char *words = g_strconcat("refused.", key, NULL);
  g_autofree char *help = g_strconcat(words, "_hint", NULL);

  values_list(call->values, "refused");
  values_open(call->values, NULL);
  values_string(call->values, "text", learner_phrase(call, words, "seconds", number, NULL));
  if (call_string(call, help) != help)
    values_string(call->values, "hint", learner_phrase(call, help, "seconds", number, NULL));
  values_close(call->values);
  values_close(call->values);
}

bool learner_was(const Call *call, DiagCode code)
{
  return report_count(call->report) > 0 && report_get(call->report, 0)->code == code;
}

/* ---- modules ---- */

const Course *learner_course(Call *call)
{
  const Course *course = curriculum_find(call->premises->curriculum, call->parts[0]);
  if (course == NULL)
    call_refuse(call, 404);
  return course;
}

void learner_put_course(Call *call, const Course *course, Day due)
{
  values_open(call->values, "module");
  values_string(call->values, "id", course->id);
  values_string(call->values, "title", course->module->title);
  values_day(call->values, "due", due);
  values_close(call->values);
  if (module_edition(course->module, call->lang) == NULL)
    values_string(call->values, "quiz_lang", "ja");
}

GPtrArray *learner_duties(Call *call)
{
  Enrolment with = learner_enrolment(call);
  GPtrArray *duties = duties_of(&with, call->who.id, 0, call->report);

  if (duties == NULL)
    call_fail(call);
  return duties;
}

bool duty_waits(const Duty *duty)
{
  return duty->state == DUTY_OVERDUE || duty->state == DUTY_DUE;
}

const Duty *learner_duty(const GPtrArray *duties, const Course *course)
{
  const Duty *waiting = NULL, *other = NULL;

  for (guint i = 0; i < duties->len; i++) {
    const Duty *one = g_ptr_array_index(duties, i);
    if (one->course != course)
      continue;
    /* What was begun is gone on with, also where something else was asked since and comes first. */
    if (duty_waits(one) && one->open != NULL)
      return one;
    if (waiting == NULL && duty_waits(one))
      waiting = one;
    if (other == NULL || one->round[0] == '\0')
      other = one;
  }
  return waiting != NULL ? waiting : other;
}

bool learner_put_count(Call *call, const Course *course, const Duty *duty)
{
  Enrolment with = learner_enrolment(call);
  const char *round = duty != NULL && duty_waits(duty) ? duty->round : "";
  guint count = 0;

  if (!sitting_length(&with, course, round, &count, call->report)) {
    call_fail(call);
    return false;
  }
  values_number(call->values, "count", count);
  return true;
}

/* ---- words ---- */

void learner_put_wording(Call *call, const char *name, const Wording *wording)
{
  values_string(call->values, name, wording->html);
}

void learner_put_choice(Call *call, const Choice *choice, bool right, bool chosen)
{
  values_open(call->values, NULL);
  values_bool(call->values, "right", right);
  values_bool(call->values, "chosen", chosen);
  learner_put_wording(call, "words", &choice->words);
  learner_put_wording(call, "feedback", &choice->feedback);
  values_close(call->values);
}

/* Of one choice the field is "c", of several "c1", "c2", …: each box has a name of its own. */
const char *learner_chosen(Call *call)
{
  const char *one = call_words(call, "c");
  g_autoptr(GString) chosen = g_string_new(NULL);

  if (one != NULL)
    return one;
  for (guint i = 1; i <= QUIZ_CHOICES; i++) {
    char name[8];
    g_snprintf(name, sizeof name, "c%u", i);
    if (call_words(call, name) != NULL)
      g_string_append_printf(chosen, "%s%u", chosen->len > 0 ? " " : "", i);
  }
  return chosen->len > 0 ? call_keep(call, g_strdup(chosen->str)) : NULL;
}

/* ---- clauses ---- */

/* 「個人情報の保護について」平成30年12月1日（2018年）施行（第9版）から */
static const char *cite_words(Call *call, const TextClause *clause)
{
  const char *which = "";
  if (clause->revision != NULL) {
    Day day = clause->revision->effective;
    g_autofree char *date = strcmp(call->lang, "en") == 0 ? day_english(day) : day_both(day);
    g_autofree char *number = g_strdup_printf("%d", clause->revision->number);
    which = learner_phrase(call, clause->revision->number > 0 ? "status.line" : "status.unnumbered",
                           "date", date, "number", number, NULL);
  }
  return learner_phrase(call, "training.cite", "title", clause->ledger->title, "which", which,
                        NULL);
}

char *learner_cite(const TextClause *clause, gpointer data)
{
  Call *call = data;
  return clause_cite(call->premises->site, clause, cite_words(call, clause));
}

bool learner_clause_link(const char *target, bool image, GString *url, gpointer data)
{
  const Call *call = data;
  (void)image;
  return clause_link(call->premises->site, target, url);
}

static void put_clause(Call *call, const TextClause *clause)
{
  g_autoptr(GString) body = g_string_new(NULL);
  g_autofree char *href = clause_address(call->premises->site, clause);
  HtmlOptions options = {.heading_shift = 3, .link = learner_clause_link, .link_data = call};

  clause_html(clause->document, clause->index, &options, body);
  values_open(call->values, NULL);
  values_string(call->values, "body", body->str);
  values_string(call->values, "cite", cite_words(call, clause));
  values_string(call->values, "href", href);
  values_close(call->values);
}

void learner_put_clauses(Call *call, const GPtrArray *names)
{
  values_list(call->values, "clauses");
  for (guint i = 0; i < names->len; i++) {
    TextClause clause;
    if (curriculum_clause(call->premises->curriculum, g_ptr_array_index(names, i), &clause))
      put_clause(call, &clause);
  }
  values_close(call->values);
}
