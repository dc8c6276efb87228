/* Corrections: one of an event, with its reason; and all that were made. */
#include "serve/office_pages.h"

#include "enrolment/correct.h"
#include "records/correction.h"
#include "records/event.h"
#include "records/gathering.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* What of an event can be corrected on this page; of papers' answers, entering the sheet anew is the
 * way. */
typedef struct {
  const char *kind;
  const char *fields[5];
} Correctable;

static const Correctable correctables[] = {
  {"completion", {"void", NULL}},
  {"session.attended", {"void", NULL}},
  {"session.held", {"date", "place", "minutes", NULL}},
};

static const Correctable *correctable_of(const Event *event)
{
  for (guint i = 0; i < G_N_ELEMENTS(correctables); i++)
    if (strcmp(correctables[i].kind, event->kind) == 0)
      return &correctables[i];
  return NULL;
}

/* Whether it may be chosen, and what it says now. */
static const char *const *fields_of(const Event *event)
{
  return correctable_of(event)->fields;
}

/* ---- all of them ---- */

static const char *person_name(Call *call, const char *subject)
{
  g_autoptr(Person) person = NULL;
  g_autoptr(Report) unsaid = report_new();
  if (*subject == '\0')
    return "";
  if (!staff_find(call->store, subject, &person, unsaid) || person == NULL ||
      person->state == STAFF_ERASED)
    return call_string(call, "word.erased");
  return call_keep(call, g_strdup(person->name));
}

/* "yes" and "no" of a void, a day, or the text itself. */
static const char *value_text(Call *call, const char *field, const char *value)
{
  if (strcmp(field, "void") == 0)
    return call_string(call, strcmp(value, "yes") == 0 ? "corrections.voided" : "corrections.void");
  Day day = strcmp(field, "date") == 0 || strcmp(field, "on") == 0 ? day_from_iso(value) : (Day){0};
  return day_known(day) ? call_keep(call, day_wareki(day)) : value;
}

static void put_correction(Call *call, const Correction *correction)
{
  g_autofree char *key = g_strconcat("correction.field_", correction->field, NULL);
  const char *of = call_string(call, key);
  Values *values = call->values;

  values_open(values, NULL);
  values_day(values, "day", office_day_of(call, correction->at));
  values_string(values, "person", person_name(call, correction->subject));
  values_string(values, "of", of != key ? of : correction->field);
  values_string(values, "old", value_text(call, correction->field, correction->old));
  values_string(values, "new", value_text(call, correction->field, correction->new));
  values_string(values, "why", correction->why);
  values_string(values, "who", office_who(call, correction->actor));
  values_close(values);
}

void corrections_page(Call *call)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  gint64 after = 0;
  bool more = true;

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
  for (guint i = all->len; i > 0; i--)
    put_correction(call, g_ptr_array_index(all, i - 1));
  values_close(call->values);
  call_show(call, "corrections.html");
}

/* ---- one ---- */

/* The event of the path, where something of it can be corrected. */
static Event *event_of_path(Call *call)
{
  guint64 seq = 0;
  g_autoptr(Event) event = NULL;

  if (!g_ascii_string_to_unsigned(call->parts[0], 10, 1, G_MAXINT64, &seq, NULL)) {
    call_refuse(call, 404);
    return NULL;
  }
  if (!event_find(call->store, (gint64)seq, &event, call->report))
    call_fail(call);
  else if (event == NULL || correctable_of(event) == NULL)
    call_refuse(call, 404);
  else
    return g_steal_pointer(&event);
  return NULL;
}

/* Where the event is looked at: the person's page or the session's. */
static char *back_of(const Event *event)
{
  g_autofree char *session = event_text(event, "session");
  return *event->subject != '\0' ? g_strconcat("people/", event->subject, NULL)
                                 : g_strconcat("sessions/", session, NULL);
}

static void put_fact(Call *call, const char *name, const char *value)
{
  values_open(call->values, NULL);
  values_string(call->values, "name", name);
  values_string(call->values, "value", value);
  values_close(call->values);
}

static bool put_facts(Call *call, const Event *event)
{
  g_autofree char *session = event_text(event, "session"), *module = event_text(event, "module");
  g_autofree char *kind = g_strdelimit(g_strdup(event->kind), ".", '_');
  g_autofree char *key = g_strconcat("correction.kind_", kind, NULL);
  g_autofree char *on = event_text(event, "on");
  g_autoptr(Gathering) gathering = NULL;

  if (session != NULL && !gathering_find(call->store, session, &gathering, call->report))
    return false;
  Day day = gathering != NULL ? gathering->date : on != NULL ? day_from_iso(on) : (Day){0};
  const char *title = gathering != NULL ? gathering->module : module != NULL ? module : "";
  values_list(call->values, "facts");
  put_fact(call, "what", call_string(call, key));
  if (*event->subject != '\0')
    put_fact(call, "person", person_name(call, event->subject));
  put_fact(call, "module", office_module(call, title));
  if (day_known(day))
    put_fact(call, "day", call_keep(call, day_both(day)));
  values_close(call->values);
  return true;
}

static void show_one(Call *call, guint status, const Event *event)
{
  static const char *const typed[] = {"new", "why", NULL};
  const char *const *fields = fields_of(event);
  const char *chosen = request_field(call->request, "field");
  g_autofree char *back = back_of(event), *href = g_strconcat("/office/", back, NULL);

  if (!office_open(call, *event->subject != '\0' ? "people" : "sessions"))
    return;
  office_put_above(call, *event->subject != '\0' ? person_name(call, event->subject) : "sessions.title",
                   href);
  if (call->request->posts)
    office_put_form(call, typed);
  values_number(call->values, "event", event->seq);
  values_string(call->values, "back", back);
  values_bool(call->values, "voids", strcmp(fields[0], "void") == 0);
  values_list(call->values, "fields");
  for (guint i = 0; fields[i] != NULL; i++) {
    g_autofree char *key = g_strconcat("correction.field_", fields[i], NULL);
    values_open(call->values, NULL);
    values_string(call->values, "value", fields[i]);
    values_string(call->values, "label", call_string(call, key));
    values_bool(call->values, "chosen", g_strcmp0(fields[i], chosen) == 0);
    values_close(call->values);
  }
  values_close(call->values);
  if (put_facts(call, event))
    call_show_as(call, status, "correction.html");
  else
    call_fail(call);
}

void correction_page(Call *call)
{
  g_autoptr(Event) event = event_of_path(call);
  if (event != NULL)
    show_one(call, 200, event);
}

/* What the form says, as the record wants it; NULL where it cannot be (reported). */
static const char *value_of_form(Call *call, const char *field)
{
  if (strcmp(field, "void") == 0)
    return "yes";
  if (!office_needs(call, "new"))
    return NULL;
  if (strcmp(field, "date") != 0)
    return call_words(call, "new");
  Day day;
  return office_day(call, "new", &day) ? call_keep(call, day_iso(day)) : NULL;
}

void correction_post(Call *call)
{
  g_autoptr(Event) event = event_of_path(call);
  if (event == NULL)
    return;
  const char *const *fields = fields_of(event);
  const char *field = request_field(call->request, "field");
  Enrolment with = call_enrolment(call);
  g_autofree char *back = back_of(event);

  /* Where there is one thing to correct, nobody is asked which. */
  if (fields[1] == NULL)
    field = fields[0];
  if (field == NULL || !g_strv_contains(fields, field)) {
    report_add(call->report, DIAG_OFFICE_UNCHOSEN, place_none(), "field", NULL);
    show_one(call, 422, event);
    return;
  }
  const char *value = value_of_form(call, field);
  bool good = office_needs(call, "why") && value != NULL;
  if (!office_mark(call))
    return;
  if (office_settle(call, good && correct(&with, event->seq, field, value, call_words(call, "why"),
                                          call->report)))
    office_go(call, "corrected", "%s", back);
  else
    show_one(call, 422, event);
}
