/* Gatherings: planned, held, cancelled, attended. */
#include "records/gathering.h"

#include "records/database.h"
#include "records/person.h"
#include "records/secret.h"

#include <string.h>

static const char SELECT_GATHERING[] =
  "SELECT g.id, g.state, g.module, g.date, g.place, coalesce(l.name, ''), g.minutes, g.note,"
  " g.material, g.seq, (SELECT count(*) FROM attendance a WHERE a.gathering = g.id"
  " AND a.voided = 0) FROM gatherings g LEFT JOIN lecturers l ON l.gathering = g.id"
  " WHERE (?1 IS NULL OR g.id = ?1) AND (?2 = '' OR g.date >= ?2) AND (?3 = '' OR g.date <= ?3)"
  " AND (?4 IS NULL OR g.module = ?4) ORDER BY g.date, g.id LIMIT ?5";

void gathering_free(Gathering *gathering)
{
  if (gathering == NULL)
    return;
  g_free(gathering->id);
  g_free(gathering->module);
  g_free(gathering->place);
  g_free(gathering->lecturer);
  g_free(gathering->note);
  g_clear_pointer(&gathering->material, g_ptr_array_unref);
  g_free(gathering);
}

static void material_free(gpointer data)
{
  Material *material = data;
  g_free(material->name);
  g_free(material->sha256);
  g_free(material);
}

GPtrArray *material_new(void)
{
  return g_ptr_array_new_with_free_func(material_free);
}

void material_add(GPtrArray *material, const char *name, const char *sha256)
{
  Material *each = g_new0(Material, 1);
  each->name = g_strdup(name);
  each->sha256 = g_strdup(or_empty(sha256));
  g_ptr_array_add(material, each);
}

/* ---- written ---- */

static bool fits(const Gathering *gathering, Report *report)
{
  for (guint i = 0; gathering->material != NULL && i < gathering->material->len; i++) {
    const Material *each = gathering->material->pdata[i];
    if (i >= 100 || !value_fits("material", each->name, 200, true, report))
      return false;
    if (*or_empty(each->sha256) != '\0' && !secret_is_hex(each->sha256, 64)) {
      report_add(report, DIAG_RECORD_VALUE, place_none(), "material", NULL);
      return false;
    }
  }
  if (!day_exact(gathering->date) || gathering->minutes > 100000) {
    report_add(report, DIAG_RECORD_VALUE, place_none(),
               day_exact(gathering->date) ? "minutes" : "date", NULL);
    return false;
  }
  return value_fits("module", gathering->module, 100, false, report) &&
         value_fits("place", gathering->place, 200, false, report) &&
         value_fits("lecturer", gathering->lecturer, 200, false, report) &&
         value_fits("note", gathering->note, 1000, false, report);
}

static json_t *material_json(const GPtrArray *material)
{
  json_t *array = json_array();
  for (guint i = 0; material != NULL && i < material->len; i++) {
    const Material *each = material->pdata[i];
    json_t *object = json_object();
    body_put_text(object, "name", each->name);
    body_put_text(object, "sha256", each->sha256);
    json_array_append_new(array, object);
  }
  return array;
}

/* The name goes beside the event, which has its seal alone. */
static bool write_lecturer(Store *store, const char *id, const char *name, char seal[65],
                           Report *report)
{
  g_autofree char *salt = secret_id();
  g_autofree char *text = g_strdup_printf("kaitei-lecturer 1\n%s\n%s\n", salt, or_empty(name));
  secret_sha256(text, strlen(text), seal);
  return sql_run(store, report, "INSERT OR REPLACE INTO lecturers VALUES (?1, ?2, ?3)", "ttt", id,
                 salt, or_empty(name));
}

static bool write_gathering(Store *store, const Act *act, const char *kind, const char *id,
                            const Gathering *gathering, Report *report)
{
  char seal[65];
  if (!write_lecturer(store, id, gathering->lecturer, seal, report))
    return false;
  json_t *body = json_object();
  body_put_text(body, "session", id);
  body_put_text(body, "module", gathering->module);
  body_put_day(body, "date", gathering->date);
  body_put_text(body, "place", gathering->place);
  body_put_number(body, "minutes", gathering->minutes);
  body_put_text(body, "lecturer", seal);
  body_put_text(body, "note", gathering->note);
  json_object_set_new(body, "material", material_json(gathering->material));
  return event_append(store, act, kind, "", body, NULL, report);
}

bool gathering_plan(Store *store, const Act *act, const Gathering *gathering, char **id,
                    Report *report)
{
  g_autofree char *made = secret_id();
  if (!fits(gathering, report) || !act_begin(store, report) ||
      !act_end(store, write_gathering(store, act, "session.planned", made, gathering, report),
               report))
    return false;
  *id = g_steal_pointer(&made);
  return true;
}

/* Its state; RECORD_UNKNOWN where there is none, RECORD_CANCELLED where it was cancelled. */
static bool state_of(Store *store, const char *id, GatheringState *state, Report *report)
{
  gint64 number = 0;
  bool found = false;
  if (!sql_number(store, report, &number, &found, "SELECT state FROM gatherings WHERE id = ?1", "t",
                  id))
    return false;
  *state = (GatheringState)number;
  if (!found)
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(id), NULL);
  else if (*state == GATHERING_CANCELLED)
    report_add(report, DIAG_RECORD_CANCELLED, place_none(), NULL);
  return found && *state != GATHERING_CANCELLED;
}

bool gathering_hold(Store *store, const Act *act, const Gathering *gathering, Report *report)
{
  GatheringState state;
  return fits(gathering, report) && act_begin(store, report) &&
         act_end(store,
                 state_of(store, gathering->id, &state, report) &&
                   write_gathering(store, act, "session.held", gathering->id, gathering, report),
                 report);
}

bool gathering_replan(Store *store, const Act *act, const Gathering *gathering, Report *report)
{
  GatheringState state = GATHERING_PLANNED;
  if (!fits(gathering, report) || !act_begin(store, report))
    return false;
  bool ok = state_of(store, gathering->id, &state, report);
  if (ok && state != GATHERING_PLANNED) {
    report_add(report, DIAG_RECORD_FIELD, place_none(), "session", NULL);
    ok = false;
  }
  ok = ok && write_gathering(store, act, "session.planned", gathering->id, gathering, report);
  return act_end(store, ok, report);
}

bool gathering_cancel(Store *store, const Act *act, const char *id, const char *reason,
                      Report *report)
{
  GatheringState state = GATHERING_PLANNED;
  if (!reason_fits(reason, report) || !act_begin(store, report))
    return false;
  bool ok = state_of(store, id, &state, report);
  if (ok && state != GATHERING_PLANNED) {
    report_add(report, DIAG_RECORD_FIELD, place_none(), "session", NULL);
    ok = false;
  }
  if (ok) {
    json_t *body = json_object();
    body_put_text(body, "session", id);
    body_put_text(body, "note", reason);
    ok = event_append(store, act, "session.cancelled", "", body, NULL, report);
  }
  return act_end(store, ok, report);
}

static bool write_attended(Store *store, const Act *act, const char *id, const char *subject,
                           bool *first, Report *report)
{
  GatheringState state = GATHERING_PLANNED;
  gint64 before = 0;
  if (!state_of(store, id, &state, report))
    return false;
  if (state != GATHERING_HELD) {
    report_add(report, DIAG_RECORD_NOT_HELD, place_none(), NULL);
    return false;
  }
  if (!sql_number(store, report, &before, NULL,
                  "SELECT count(*) FROM attendance WHERE gathering = ?1 AND subject = ?2"
                  " AND voided = 0",
                  "tt", id, subject))
    return false;
  *first = before == 0;
  if (before > 0)
    return true;
  gint64 there = 0;
  if (!sql_number(store, report, &there, NULL,
                  "SELECT count(*) FROM staff WHERE id = ?1 AND state <> 2", "t", subject))
    return false;
  if (there == 0) {
    report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(subject), NULL);
    return false;
  }
  json_t *body = json_object();
  body_put_text(body, "session", id);
  return event_append(store, act, "session.attended", subject, body, NULL, report);
}

bool gathering_attend(Store *store, const Act *act, const char *id, const char *subject,
                      bool *first, Report *report)
{
  bool is_first = false;
  bool ok = act_begin(store, report) &&
            act_end(store, write_attended(store, act, id, subject, &is_first, report), report);
  if (first != NULL)
    *first = ok && is_first;
  return ok;
}

bool gathering_erase_lecturer(Store *store, const Act *act, const char *id, Report *report)
{
  (void)act;
  return act_begin(store, report) &&
         act_end(store,
                 sql_run(store, report, "DELETE FROM lecturers WHERE gathering = ?1", "t", id),
                 report);
}

/* ---- read ---- */

static GPtrArray *material_read(const char *json)
{
  GPtrArray *material = material_new();
  json_t *array = json_loads(json, 0, NULL), *each;
  gsize i;
  json_array_foreach(array, i, each)
    material_add(material, or_empty(json_string_value(json_object_get(each, "name"))),
                 json_string_value(json_object_get(each, "sha256")));
  json_decref(array);
  return material;
}

static Gathering *gathering_of(const Rows *rows)
{
  Gathering *gathering = g_new0(Gathering, 1);
  gathering->id = row_copy(rows, 0);
  gathering->state = (GatheringState)row_number(rows, 1);
  gathering->module = row_copy(rows, 2);
  gathering->date = row_day(rows, 3);
  gathering->place = row_copy(rows, 4);
  gathering->lecturer = row_copy(rows, 5);
  gathering->minutes = (guint)row_number(rows, 6);
  gathering->note = row_copy(rows, 7);
  gathering->material = material_read(row_text(rows, 8));
  gathering->seq = row_number(rows, 9);
  gathering->attended = (guint)row_number(rows, 10);
  return gathering;
}

bool gathering_find(Store *store, const char *id, Gathering **found, Report *report)
{
  *found = NULL;
  Rows rows =
    rows_of(store, report, SELECT_GATHERING, "tddti", or_empty(id), (Day){0}, (Day){0}, NULL, I(1));
  if (rows_next(&rows))
    *found = gathering_of(&rows);
  if (rows_end(&rows))
    return true;
  g_clear_pointer(found, gathering_free);
  return false;
}

GPtrArray *gathering_list(Store *store, Day from, Day to, const char *module, Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gathering_free);
  Rows rows =
    rows_of(store, report, SELECT_GATHERING, "tddti", NULL, from, to, module, I(STORE_CHUNK));
  while (rows_next(&rows))
    g_ptr_array_add(list, gathering_of(&rows));
  return rows_end(&rows) ? g_steal_pointer(&list) : NULL;
}

#define SELECT_ATTENDANCE "SELECT gathering, subject, seq, at FROM attendance WHERE voided = 0 AND "

void attendance_free(Attendance *attendance)
{
  if (attendance == NULL)
    return;
  g_free(attendance->gathering);
  g_free(attendance->subject);
  g_free(attendance);
}

GPtrArray *attendance_list(Store *store, const char *gathering, const char *subject, gint64 after,
                           Report *report)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)attendance_free);
  /* Each by its own index. */
  const char *sql =
    subject != NULL ? SELECT_ATTENDANCE
      "subject = ?2 AND (?1 IS NULL OR gathering = ?1) AND seq > ?3 ORDER BY seq LIMIT ?4"
                    : SELECT_ATTENDANCE
      "gathering = ?1 AND ?2 IS NULL AND seq > ?3 ORDER BY seq LIMIT ?4";
  Rows rows = rows_of(store, report, sql, "ttii", gathering, subject, after, I(STORE_CHUNK));
  while (rows_next(&rows)) {
    Attendance *attendance = g_new0(Attendance, 1);
    attendance->gathering = row_copy(&rows, 0);
    attendance->subject = row_copy(&rows, 1);
    attendance->seq = row_number(&rows, 2);
    attendance->at = row_number(&rows, 3);
    g_ptr_array_add(list, attendance);
  }
  return rows_end(&rows) ? g_steal_pointer(&list) : NULL;
}
