/* Group sessions: planned, held, cancelled. */
#include "serve/office_pages.h"

#include "enrolment/session.h"
#include "enrolment/yearly.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/office_print.h"
#include "serve/premises.h"

#include <string.h>

/* Files that a session's form takes. */
enum { MATERIAL_FIELDS = 3 };

static const OfficeColumn columns[] = {
  {"day", true, false},      {"module", true, false},  {"place", true, false},
  {"lecturer", true, false}, {"attended", true, true}, {"state", true, false},
};

static const char *state_name(const Gathering *gathering)
{
  static const char *const names[] = {"planned", "held", "cancelled"};
  return names[gathering->state];
}

/* Its day has passed, and nobody has said what became of it. */
static bool is_late(const Call *call, const Gathering *gathering)
{
  return gathering->state == GATHERING_PLANNED && day_compare(gathering->date, call->today) < 0;
}

/* ---- the list ---- */

static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
  const Gathering *x = *(const Gathering *const *)a, *y = *(const Gathering *const *)b;
  const OfficeColumn *order = data;
  const char *key = order != NULL ? order->key : "day";

  if (strcmp(key, "module") == 0)
    return strcmp(x->module, y->module);
  if (strcmp(key, "place") == 0)
    return strcmp(x->place, y->place);
  if (strcmp(key, "lecturer") == 0)
    return strcmp(x->lecturer, y->lecturer);
  if (strcmp(key, "attended") == 0)
    return (int)x->attended - (int)y->attended;
  if (strcmp(key, "state") == 0)
    return (int)x->state - (int)y->state;
  return day_compare(x->date, y->date);
}

static void put_row(Call *call, const Gathering *gathering)
{
  Values *values = call->values;

  values_open(values, NULL);
  values_string(values, "id", gathering->id);
  values_day(values, "day", gathering->date);
  values_string(values, "module", office_module(call, gathering->module));
  values_string(values, "place", gathering->place);
  values_string(values, "lecturer", gathering->lecturer);
  values_number(values, "attended", gathering->attended);
  values_string(values, "state", state_name(gathering));
  values_bool(values, "late", is_late(call, gathering));
  values_close(values);
}

void sessions_page(Call *call)
{
  int year = office_year(call);
  bool back;
  const OfficeColumn *order = office_order(call, columns, G_N_ELEMENTS(columns), &back);
  Day from = {.year = (gint16)year, .month = 4, .day = 1};
  Day to = {.year = (gint16)(year + 1), .month = 3, .day = 31};
  g_autoptr(GPtrArray) list = gathering_list(call->store, from, to, NULL, call->report);

  if (list == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "sessions"))
    return;
  g_ptr_array_sort_with_data(list, compare, (gpointer)order);
  office_put_above(call, office_year_label(call, year), NULL);
  office_put_years(call, year);
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  values_open(call->values, "year");
  values_string(call->values, "label", office_year_label(call, year));
  values_close(call->values);
  values_list(call->values, "rows");
  for (guint i = 0; i < list->len; i++)
    put_row(call, g_ptr_array_index(list, back ? list->len - 1 - i : i));
  values_close(call->values);
  call_show(call, "sessions.html");
}

/* ---- one of them ---- */

static Gathering *gathering_of_path(Call *call)
{
  g_autoptr(Gathering) gathering = NULL;
  if (!gathering_find(call->store, call->parts[0], &gathering, call->report))
    call_fail(call);
  else if (gathering == NULL)
    call_refuse(call, 404);
  return g_steal_pointer(&gathering);
}

static void put_above(Call *call, const Gathering *gathering)
{
  g_autofree char *href = g_strconcat("/office/sessions/", gathering->id, NULL);
  office_put_above(call, office_module(call, gathering->module), href);
}

static void put_gathering(Call *call, const Gathering *gathering)
{
  Values *values = call->values;
  g_autofree char *date = day_iso(gathering->date);
  g_autofree char *minutes =
    gathering->minutes > 0 ? g_strdup_printf("%u", gathering->minutes) : NULL;

  values_open(values, "session");
  values_string(values, "id", gathering->id);
  values_string(values, "state", state_name(gathering));
  values_bool(values, "late", is_late(call, gathering));
  values_day(values, "day", gathering->date);
  values_string(values, "date", date);
  values_string(values, "place", gathering->place);
  values_string(values, "lecturer", gathering->lecturer);
  values_string(values, "minutes", minutes);
  values_string(values, "module", gathering->module);
  values_string(values, "title", office_module(call, gathering->module));
  values_number(values, "event", gathering->seq);
  values_close(values);
  values_list(values, "material");
  for (guint i = 0; i < gathering->material->len; i++) {
    const Material *material = g_ptr_array_index(gathering->material, i);
    values_open(values, NULL);
    values_string(values, "name", material->name);
    values_string(values, "hash", *material->sha256 != '\0' ? material->sha256 : NULL);
    values_close(values);
  }
  values_close(values);
}

static bool put_attendees(Call *call, const Gathering *gathering)
{
  g_autoptr(GPtrArray) list = attendance_list(call->store, gathering->id, NULL, 0, call->report);
  bool good = list != NULL;

  values_list(call->values, "attendees");
  for (guint i = 0; good && i < list->len; i++) {
    const Attendance *one = g_ptr_array_index(list, i);
    g_autoptr(Person) person = NULL;
    good = staff_find(call->store, one->subject, &person, call->report);
    bool known = person != NULL && person->state != STAFF_ERASED;
    values_open(call->values, NULL);
    values_string(call->values, "id", known ? person->id : NULL);
    values_string(call->values, "name", known ? person->name : call_string(call, "word.erased"));
    values_string(call->values, "site", known ? person->site : "");
    values_close(call->values);
  }
  values_close(call->values);
  return good;
}

void session_page(Call *call)
{
  g_autoptr(Gathering) gathering = gathering_of_path(call);
  if (gathering == NULL || !office_open(call, "sessions"))
    return;
  office_put_title(call, office_module(call, gathering->module));
  office_put_above(call, "sessions.title", "/office/sessions");
  put_gathering(call, gathering);
  if (put_attendees(call, gathering))
    call_show(call, "session.html");
  else
    call_fail(call);
}

/* ---- the plan ---- */

static const char *const fields[] = {"module", "date", "place", "lecturer", "minutes", NULL};

static void put_modules(Call *call)
{
  const Curriculum *curriculum = call->premises->curriculum;
  values_list(call->values, "modules");
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const Course *course = curriculum_get(curriculum, i);
    values_open(call->values, NULL);
    values_string(call->values, "value", course->id);
    values_string(call->values, "label", course->module->title);
    values_close(call->values);
  }
  values_close(call->values);
}

/* What the form says; `id` is left to the caller. NULL where it cannot be (reported). */
static Gathering *read_form(Call *call)
{
  static const char *const needed[] = {"date", "place", "lecturer", "minutes"};
  const char *minutes = call_words(call, "minutes"), *module = call_words(call, "module");
  guint count = 0;
  bool good = true;
  Day date;

  for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
    good &= office_needs(call, needed[i]);
  good &= office_day(call, "date", &date);
  if (minutes != NULL && !office_number(call, "minutes", 1, 1440, &count)) {
    report_add(call->report, DIAG_OFFICE_MINUTES, place_none(), NULL);
    good = false;
  }
  if (!good)
    return NULL;
  Gathering *gathering = g_new0(Gathering, 1);
  gathering->module = g_strdup(module != NULL ? module : "");
  gathering->date = date;
  gathering->place = g_strdup(call_words(call, "place"));
  gathering->lecturer = g_strdup(call_words(call, "lecturer"));
  gathering->minutes = count;
  gathering->material = material_new();
  return gathering;
}

static void show_plan(Call *call, guint status, const Gathering *old)
{
  if (!office_open(call, "sessions"))
    return;
  if (old != NULL) {
    office_put_title(call, call_string(call, "session-plan.change_title"));
    put_above(call, old);
    put_gathering(call, old);
  } else {
    office_put_above(call, "sessions.title", "/office/sessions");
  }
  if (call->request->posts)
    office_put_form(call, fields);
  put_modules(call);
  call_show_as(call, status, "session-plan.html");
}

/* The id of a session that is planned with just these words: a form that was sent twice. The caller
 * frees it; NULL: there is none. */
static char *planned_already(Call *call, const Gathering *wanted)
{
  g_autoptr(GPtrArray) list =
    gathering_list(call->store, wanted->date, wanted->date, wanted->module, call->report);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const Gathering *one = g_ptr_array_index(list, i);
    if (one->state == GATHERING_PLANNED && strcmp(one->place, wanted->place) == 0 &&
        strcmp(one->lecturer, wanted->lecturer) == 0 && one->minutes == wanted->minutes)
      return g_strdup(one->id);
  }
  return NULL;
}

static void plan(Call *call, const Gathering *old)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(Gathering) gathering = read_form(call);
  g_autofree char *id = gathering != NULL && old == NULL ? planned_already(call, gathering) : NULL;

  if (id != NULL) {
    office_go(call, "planned", "sessions/%s", id);
    return;
  }
  if (gathering != NULL && old != NULL)
    gathering->id = g_strdup(old->id);
  if (!office_mark(call))
    return;
  if (office_settle(call, gathering != NULL && session_plan(&with, gathering, &id, call->report)))
    office_go(call, "planned", "sessions/%s", old != NULL ? old->id : id);
  else
    show_plan(call, 422, old);
}

void session_plan_page(Call *call)
{
  show_plan(call, 200, NULL);
}

void session_plan_post(Call *call)
{
  plan(call, NULL);
}

/* The gathering of the path, where it is still planned. */
static Gathering *planned_of_path(Call *call)
{
  g_autoptr(Gathering) gathering = gathering_of_path(call);
  if (gathering == NULL || gathering->state == GATHERING_PLANNED)
    return g_steal_pointer(&gathering);
  call_refuse(call, 409);
  return NULL;
}

void session_change_page(Call *call)
{
  g_autoptr(Gathering) old = planned_of_path(call);
  if (old != NULL)
    show_plan(call, 200, old);
}

void session_change_post(Call *call)
{
  g_autoptr(Gathering) old = planned_of_path(call);
  if (old != NULL)
    plan(call, old);
}

/* ---- held ---- */

/* A form about a session that is planned: what was typed into `typed` stands there again. */
static void show_planned(Call *call, guint status, const Gathering *gathering,
                         const char *const *typed, const char *template)
{
  if (!office_open(call, "sessions"))
    return;
  put_above(call, gathering);
  if (call->request->posts)
    office_put_form(call, typed);
  put_gathering(call, gathering);
  call_show_as(call, status, template);
}

static void show_held(Call *call, guint status, const Gathering *gathering)
{
  show_planned(call, status, gathering, fields, "session-held.html");
}

void session_held_page(Call *call)
{
  g_autoptr(Gathering) gathering = planned_of_path(call);
  if (gathering != NULL)
    show_held(call, 200, gathering);
}

/* The files that were chosen, each by its name as typed beside it, else by its field. */
static void add_material(Call *call, Gathering *gathering)
{
  for (guint i = 1; i <= MATERIAL_FIELDS; i++) {
    g_autofree char *field = g_strdup_printf("material%u", i);
    g_autofree char *named = g_strdup_printf("material%u-name", i);
    GBytes *file = request_file(call->request, field);
    const char *name = call_words(call, named);
    gsize size = 0;
    const char *bytes = file != NULL ? g_bytes_get_data(file, &size) : NULL;
    if (size > 0)
      session_material(gathering->material, name != NULL ? name : field, bytes, size);
    else if (name != NULL)
      material_add(gathering->material, name, "");
  }
}

void session_held_post(Call *call)
{
  g_autoptr(Gathering) planned = planned_of_path(call);
  if (planned == NULL)
    return;
  Enrolment with = call_enrolment(call);
  g_autoptr(Gathering) gathering = read_form(call);

  if (gathering != NULL) {
    gathering->id = g_strdup(planned->id);
    g_free(gathering->module);
    gathering->module = g_strdup(planned->module);
    add_material(call, gathering);
  }
  if (!office_mark(call))
    return;
  if (office_settle(call, gathering != NULL && session_hold(&with, gathering, call->report)))
    office_go(call, "held", "sessions/%s", planned->id);
  else
    show_held(call, 422, planned);
}

/* ---- cancelled ---- */

static void show_cancel(Call *call, guint status, const Gathering *gathering)
{
  static const char *const why[] = {"why", NULL};
  show_planned(call, status, gathering, why, "session-cancel.html");
}

void session_cancel_page(Call *call)
{
  g_autoptr(Gathering) gathering = planned_of_path(call);
  if (gathering != NULL)
    show_cancel(call, 200, gathering);
}

void session_cancel_post(Call *call)
{
  g_autoptr(Gathering) gathering = planned_of_path(call);
  Act act = call_act(call);

  if (gathering == NULL)
    return;
  if (office_needs(call, "why") &&
      gathering_cancel(call->store, &act, gathering->id, call_words(call, "why"), call->report))
    office_go(call, "cancelled", "sessions/%s", gathering->id);
  else
    show_cancel(call, 422, gathering);
}

/* ---- 研修記録簿 ---- */

typedef struct {
  Yearly *yearly;
  char *id;
} Record;

static void record_free(gpointer data)
{
  Record *record = data;
  yearly_free(record->yearly);
  g_free(record->id);
  g_free(record);
}

static GString *write_record(const Leaves *leaves, Call *call, gpointer data)
{
  const Record *record = data;
  return leaf_gatherings(leaves, record->yearly, record->id, call->report);
}

void session_record(Call *call)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(Gathering) gathering = gathering_of_path(call);
  if (gathering == NULL)
    return;
  Yearly *yearly = yearly_read(&with, day_fiscal_year(gathering->date), call->report);
  if (yearly == NULL) {
    call_fail(call);
    return;
  }
  Record *record = g_new0(Record, 1);
  record->yearly = yearly;
  record->id = g_strdup(gathering->id);
  call->lang = "ja";
  office_print(call, write_record, record, record_free, call_string(call, "session.record"), NULL);
}
