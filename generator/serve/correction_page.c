/* Corrections: one of an event, with its reason; and all that were made. */
#include "serve/office_pages.h"

#include "enrolment/correct.h"
#include "enrolment/paper.h"
#include "enrolment/sitting.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"
#include "serve/correction_words.h"
#include "serve/office_page.h"

#include <string.h>

/* What of an event can be corrected on this page. */
typedef struct {
  const char *kind;
  const char *fields[5];
} Correctable;

static const Correctable correctables[] = {
  {"completion", {"void", NULL}},
  {"session.attended", {"void", NULL}},
  {"session.held", {"date", "place", "minutes", NULL}},
  {"answer", {"answer", NULL}},
  {"paper.entered", {"on", NULL}},
};

static const Correctable *correctable_of(const Event *event)
{
  for (guint i = 0; i < G_N_ELEMENTS(correctables); i++)
    if (strcmp(correctables[i].kind, event->kind) == 0)
      return &correctables[i];
  return NULL;
}

/* ---- all of them ---- */

void corrections_page(Call *call)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  gint64 after = 0;
  bool more = true, good = true;

  while (more) {
    GPtrArray *piece = correction_list(call->store, NULL, 0, after, call->report);
    if (piece == NULL) {
      call_fail(call);
      return;
    }
    g_ptr_array_add(pieces, piece);
    for (guint i = 0; i < piece->len; i++) {
      g_ptr_array_add(all, g_ptr_array_index(piece, i));
      after = ((const Correction *)g_ptr_array_index(piece, i))->seq;
    }
    more = piece->len == STORE_CHUNK;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "rows");
  for (guint i = all->len; i > 0 && good; i--)
    good = correction_put(call, g_ptr_array_index(all, i - 1));
  values_close(call->values);
  if (good)
    call_show(call, "corrections.html");
  else
    call_fail(call);
}

/* ---- one ---- */

/* What of an event is looked at: its fields, and what each says now. */
typedef struct {
  Event *event;
  const char *const *fields;
  GPtrArray *values; /* of char *, a field each */
  char *attempt;     /* of a paper; NULL */
} Subject;

static void subject_clear(Subject *subject)
{
  event_free(subject->event);
  g_clear_pointer(&subject->values, g_ptr_array_unref);
  g_free(subject->attempt);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Subject, subject_clear)

/* False: the store failed. A field that cannot be corrected, as the answer given on a screen, leaves fewer values
 * than fields. */
static bool read_values(Call *call, Subject *subject)
{
  subject->values = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; subject->fields[i] != NULL; i++) {
    char *value = NULL;
    if (!correction_value(call->store, subject->event->seq, subject->fields[i], &value,
                          call->report))
      return false;
    if (value != NULL)
      g_ptr_array_add(subject->values, value);
  }
  return true;
}

/* The event of the path, where something of it can be corrected. False: the outcome is set. */
static bool read_subject(Call *call, Subject *subject)
{
  guint64 seq = 0;
  const Correctable *can = NULL;

  if (!g_ascii_string_to_unsigned(call->parts[0], 10, 1, G_MAXINT64, &seq, NULL)) {
    call_refuse(call, 404);
    return false;
  }
  bool good = event_find(call->store, (gint64)seq, &subject->event, call->report);
  if (good && subject->event != NULL && (can = correctable_of(subject->event)) != NULL) {
    subject->fields = can->fields;
    good = read_values(call, subject);
  }
  if (!good)
    call_fail(call);
  else if (can == NULL || subject->values->len < g_strv_length((char **)can->fields))
    call_refuse(call, 404);
  else if (strcmp(can->kind, "answer") == 0 || strcmp(can->kind, "paper.entered") == 0)
    subject->attempt = event_text(subject->event, "attempt");
  return good && can != NULL && subject->values->len == g_strv_length((char **)can->fields);
}

/* Where the event is looked at: the paper's page, the person's or the session's. */
static char *back_of(const Subject *subject)
{
  const Event *event = subject->event;
  g_autofree char *session = event_text(event, "session");
  return subject->attempt != NULL  ? g_strconcat("paper/answers/", subject->attempt, NULL)
         : *event->subject != '\0' ? g_strconcat("people/", event->subject, NULL)
                                   : g_strconcat("sessions/", session, NULL);
}

static bool is_voided(const Subject *subject)
{
  return strcmp(subject->fields[0], "void") == 0 &&
         strcmp(g_ptr_array_index(subject->values, 0), "yes") == 0;
}

static void put_fact(Call *call, const char *name, const char *value)
{
  values_open(call->values, NULL);
  values_string(call->values, "name", name);
  values_string(call->values, "value", value);
  values_close(call->values);
}

/* What the event is about: the day and the module are the session's or the paper's, else its own. */
static bool put_facts(Call *call, const Subject *subject)
{
  const Event *event = subject->event;
  g_autofree char *session = event_text(event, "session"), *module = event_text(event, "module");
  g_autofree char *kind = g_strdelimit(g_strdup(event->kind), ".", '_');
  g_autofree char *key = g_strconcat("correction.kind_", kind, NULL), *on = event_text(event, "on");
  g_autoptr(Gathering) gathering = NULL;
  g_autoptr(Attempt) attempt = NULL;

  if ((session != NULL && !gathering_find(call->store, session, &gathering, call->report)) ||
      (subject->attempt != NULL &&
       !attempt_find(call->store, subject->attempt, &attempt, call->report)))
    return false;
  Day day = gathering != NULL ? gathering->date
            : attempt != NULL ? attempt->on
            : on != NULL      ? day_from_iso(on)
                              : (Day){0};
  const char *title = gathering != NULL ? gathering->module
                      : attempt != NULL ? attempt->module
                      : module != NULL  ? module
                                        : "";
  values_list(call->values, "facts");
  put_fact(call, "what", call_string(call, key));
  if (*event->subject != '\0')
    put_fact(call, "person", correction_person(call, event->subject));
  put_fact(call, "module", office_module(call, title));
  if (day_known(day))
    put_fact(call, "day", call_keep(call, day_both(day)));
  values_close(call->values);
  return true;
}

static void put_fields(Call *call, const Subject *subject)
{
  const char *chosen = request_field(call->request, "field");
  values_list(call->values, "fields");
  for (guint i = 0; subject->fields[i] != NULL; i++) {
    const char *field = subject->fields[i];
    const char *label = correction_field(call, field);
    const char *now = correction_words(call, field, g_ptr_array_index(subject->values, i));
    values_open(call->values, NULL);
    values_string(call->values, "value", field);
    values_string(call->values, "name", label);
    values_string(call->values, "now", now);
    values_string(call->values, "label",
                  office_words(call, "correction.choice", "field", label, "now", now, NULL));
    values_bool(call->values, "chosen", g_strcmp0(field, chosen) == 0);
    values_close(call->values);
  }
  values_close(call->values);
  gint64 place = event_number(subject->event, "place", 0);
  if (place > 0)
    values_number(call->values, "place", place);
}

/* What was corrected of it before, and how often: the form brings that back (is_as_shown()). */
static bool put_earlier(Call *call, const Subject *subject)
{
  g_autoptr(GPtrArray) earlier =
    correction_list(call->store, NULL, subject->event->seq, 0, call->report);
  bool good = earlier != NULL;
  values_number(call->values, "seen", good ? earlier->len : 0);
  values_list(call->values, "rows");
  for (guint i = good ? earlier->len : 0; i > 0 && good; i--)
    good = correction_put(call, g_ptr_array_index(earlier, i - 1));
  values_close(call->values);
  return good;
}

static void put_above(Call *call, const Subject *subject, const char *href)
{
  const char *text = subject->attempt != NULL ? "paper-answers.title"
                     : *subject->event->subject != '\0'
                       ? correction_person(call, subject->event->subject)
                       : "sessions.title";
  office_put_above(call, text, href);
}

static void show_one(Call *call, guint status, const Subject *subject)
{
  static const char *const typed[] = {"new", "why", NULL};
  g_autofree char *back = back_of(subject), *href = g_strconcat("/office/", back, NULL);

  if (!office_open(call, *subject->event->subject != '\0' ? "people" : "sessions"))
    return;
  put_above(call, subject, href);
  if (call->request->posts)
    office_put_form(call, typed);
  values_number(call->values, "event", subject->event->seq);
  values_string(call->values, "back", back);
  values_bool(call->values, "voids", strcmp(subject->fields[0], "void") == 0);
  values_bool(call->values, "voided", is_voided(subject));
  put_fields(call, subject);
  if (put_facts(call, subject) && put_earlier(call, subject))
    call_show_as(call, status, "correction.html");
  else
    call_fail(call);
}

void correction_page(Call *call)
{
  g_auto(Subject) subject = {0};
  if (read_subject(call, &subject))
    show_one(call, 200, &subject);
}

/* Whether nobody corrected it since the page was shown: a form that is sent twice, or by two people,
 * would take back what the first one did. False: reported. */
static bool is_as_shown(Call *call, const Subject *subject)
{
  g_autoptr(GPtrArray) earlier =
    correction_list(call->store, NULL, subject->event->seq, 0, call->report);
  if (earlier == NULL)
    return false;
  guint seen = 0;
  bool same = office_number(call, "seen", 0, STORE_CHUNK, &seen) && seen == earlier->len;
  if (!same)
    report_add(call->report, DIAG_OFFICE_MEANWHILE, place_none(), NULL);
  return same;
}

/* The signs of a sheet, as the record wants them. */
static const char *answer_of_form(Call *call, const Subject *subject)
{
  const char *typed = call_words(call, "new");
  guint place = (guint)event_number(subject->event, "place", 0);
  Enrolment with = call_enrolment(call);
  g_autoptr(Sitting) sitting = sitting_glance(&with, NULL, subject->attempt, call->report);
  if (sitting == NULL)
    return NULL;
  char *word = answer_sheet_word(sitting->form, place, typed != NULL ? typed : "");
  if (word == NULL) {
    g_autofree char *number = g_strdup_printf("%u", place);
    report_add(call->report, DIAG_SHEET_ANSWER, place_none(), number, typed, NULL);
  }
  return word != NULL ? call_keep(call, word) : NULL;
}

/* What the form says, as the record wants it; NULL where it cannot be (reported). */
static const char *value_of_form(Call *call, const Subject *subject, const char *field)
{
  Day day;
  if (strcmp(field, "void") == 0)
    return is_voided(subject) ? "no" : "yes";
  /* Nothing marked is an answer too. */
  if (strcmp(field, "answer") == 0)
    return answer_of_form(call, subject);
  if (!office_needs(call, "new"))
    return NULL;
  if (strcmp(field, "date") != 0 && strcmp(field, "on") != 0)
    return call_words(call, "new");
  return office_day(call, "new", &day) ? call_keep(call, day_iso(day)) : NULL;
}

void correction_post(Call *call)
{
  g_auto(Subject) subject = {0};
  if (!read_subject(call, &subject))
    return;
  const char *field = request_field(call->request, "field");
  Enrolment with = call_enrolment(call);
  g_autofree char *back = back_of(&subject);

  /* Where there is one thing to correct, nobody is asked which. */
  if (subject.fields[1] == NULL)
    field = subject.fields[0];
  if (field == NULL || !g_strv_contains(subject.fields, field)) {
    report_add(call->report, DIAG_OFFICE_UNCHOSEN, place_none(), "field", NULL);
    show_one(call, 422, &subject);
    return;
  }
  if (!is_as_shown(call, &subject)) {
    show_one(call, 422, &subject);
    return;
  }
  const char *value = value_of_form(call, &subject, field);
  bool good = office_needs(call, "why") && value != NULL;
  if (!office_mark(call))
    return;
  if (office_settle(call, good && correct(&with, subject.event->seq, field, value,
                                          call_words(call, "why"), call->report)))
    office_go(call, "corrected", "%s", back);
  else
    show_one(call, 422, &subject);
}
