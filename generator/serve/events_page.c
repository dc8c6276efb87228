/* What happened, newest first, in plain words. */
#include "serve/office_pages.h"

#include "records/account.h"
#include "records/event.h"
#include "records/secret.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

typedef struct {
  const char *name; /* events.kind_NAME in strings/ */
  const char *kind; /* as EventQuery takes it */
} Kind;

static const Kind kinds[] = {
  {"staff", "staff."},
  {"attempt", "attempt."},
  {"session", "session."},
  {"completion", "completion"},
  {"correction", "correction"},
  {"account", "account."},
  {"rule", "rule."},
  {"exempt", "exempt."},
};

/* ---- one event ---- */

/* What stands behind the sentence: a title, a score, a reason. NULL where there is nothing to say. */
static const char *detail_of(Call *call, const Event *event)
{
  g_autofree char *module = event_text(event, "module"), *why = event_text(event, "why");
  g_autofree char *reason = event_text(event, "reason"), *place = event_text(event, "place");
  gint64 percent = event_number(event, "percent", -1);

  if (percent >= 0)
    return office_words(call, "detail.points", "percent", office_figure(call, percent), NULL);
  if (why != NULL)
    return call_keep(call, g_steal_pointer(&why));
  if (reason != NULL && module != NULL)
    return call_keep(call, g_strconcat(office_module(call, module), "　", reason, NULL));
  if (reason != NULL)
    return call_keep(call, g_steal_pointer(&reason));
  if (strcmp(event->kind, "answer") == 0) {
    gint64 number = event_number(event, "place", 0);
    return office_words(call, "detail.place", "place", office_figure(call, number), NULL);
  }
  if (module != NULL && place != NULL)
    return call_keep(call, g_strconcat(office_module(call, module), "　", place, NULL));
  return module != NULL ? call_keep(call, g_strdup(office_module(call, module))) : NULL;
}

/* The person whom it is about, by the name of now. */
static bool put_person(Call *call, const char *subject)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(call->store, subject, &person, call->report))
    return false;
  bool known = person != NULL && person->state != STAFF_ERASED;
  values_open(call->values, "person");
  values_string(call->values, "id", known ? person->id : NULL);
  values_string(call->values, "name", known ? person->name : call_string(call, "word.erased"));
  values_close(call->values);
  return true;
}

/* An account that it is about. */
static bool put_account(Call *call, const Event *event)
{
  g_autofree char *id = event_text(event, "account");
  g_autoptr(Account) account = NULL;
  if (id == NULL)
    return true;
  if (!account_find(call->store, id, &account, call->report))
    return false;
  values_open(call->values, "person");
  values_string(call->values, "name", account != NULL ? account->name : id);
  values_close(call->values);
  return true;
}

static bool put_event(Call *call, const Event *event)
{
  g_autofree char *key = g_strconcat("event.", event->kind, NULL);
  const char *what = call_string(call, key);
  bool known = what != key, good = true;
  Values *values = call->values;

  values_open(values, NULL);
  values_number(values, "seq", event->seq);
  values_day(values, "day", office_day_of(call, event->at));
  values_string(values, "time", office_time_of(call, event->at));
  values_string(values, "who", office_who(call, event->actor));
  values_string(values, "what", known ? what : call_string(call, "event.other"));
  values_string(values, "detail", known ? detail_of(call, event) : event->kind);
  if (*event->subject != '\0')
    good = put_person(call, event->subject);
  else if (g_str_has_prefix(event->kind, "account."))
    good = put_account(call, event);
  values_close(values);
  return good;
}

/* ---- the page ---- */

static const Kind *chosen_kind(Call *call)
{
  const char *words = call_words(call, "kind");
  for (guint i = 0; words != NULL && i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].name, words) == 0)
      return &kinds[i];
  return NULL;
}

static bool put_whose(Call *call, const char *subject)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find(call->store, subject, &person, call->report))
    return false;
  bool known = person != NULL && person->state != STAFF_ERASED;
  values_string(call->values, "person", subject);
  values_string(call->values, "whose", known ? person->name : call_string(call, "word.erased"));
  return true;
}

void events_page(Call *call)
{
  const char *subject = call_words(call, "person"), *before = call_words(call, "before");
  const Kind *kind = chosen_kind(call);
  EventQuery query = {.kind = kind != NULL ? kind->kind : NULL,
                      .upto = before != NULL ? g_ascii_strtoll(before, NULL, 10) : 0,
                      .limit = OFFICE_LINES + 1,
                      .newest_first = true};
  bool good = true;

  if (subject != NULL && secret_is_hex(subject, 32))
    query.subject = subject;
  g_autoptr(GPtrArray) list = events_read(call->store, &query, call->report);
  if (list == NULL || (query.subject != NULL && !put_whose(call, subject))) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "kinds");
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    values_open(call->values, NULL);
    values_string(call->values, "name", kinds[i].name);
    values_bool(call->values, "chosen", &kinds[i] == kind);
    values_close(call->values);
  }
  values_close(call->values);
  values_list(call->values, "rows");
  for (guint i = 0; good && i < MIN(list->len, (guint)OFFICE_LINES); i++)
    good = put_event(call, g_ptr_array_index(list, i));
  values_close(call->values);
  if (list->len > OFFICE_LINES) {
    const Event *next = g_ptr_array_index(list, OFFICE_LINES);
    values_string(call->values, "older",
                  office_address(call, "before", office_figure(call, next->seq)));
  }
  if (good)
    call_show(call, "events.html");
  else
    call_fail(call);
}
