/* The roster: added, changed, left, erased. */
#include "records/staff.h"

#include "records/person.h"
#include "records/secret.h"
#include "records/web_session.h"

#include <string.h>

void person_free(Person *person)
{
  if (person == NULL)
    return;
  g_free(person->id);
  g_free(person->site);
  g_free(person->role);
  g_strfreev(person->groups);
  g_free(person->number);
  g_free(person->name);
  g_free(person->kana);
  g_free(person->lang);
  g_free(person);
}

void person_seal(const char *salt, const char *number, const char *name, char seal[65])
{
  g_autofree char *text = g_strdup_printf("kaitei-person 1\n%s\n%s\n%s\n", salt, number, name);
  secret_sha256(text, strlen(text), seal);
}

static bool unknown(const char *id, Report *report)
{
  report_add(report, DIAG_RECORD_UNKNOWN, place_none(), or_empty(id), NULL);
  return false;
}

/* ---- what is written ---- */

static bool fits(const Person *person, Report *report)
{
  for (guint i = 0; person->groups != NULL && person->groups[i] != NULL; i++)
    if (i >= 50 || !value_fits("groups", person->groups[i], 100, true, report))
      return false;
  return value_fits("name", person->name, 200, true, report) &&
         value_fits("number", person->number, 100, false, report) &&
         value_fits("kana", person->kana, 200, false, report) &&
         value_fits("site", person->site, 100, false, report) &&
         value_fits("role", person->role, 100, false, report) &&
         value_fits("lang", person->lang, 20, false, report);
}

/* Whether nobody else has that number. */
static bool number_free(Store *store, const char *number, const char *id, Report *report)
{
  gint64 taken = 0;
  if (*or_empty(number) == '\0')
    return true;
  if (!sql_number(store, report, &taken, NULL,
                  "SELECT count(*) FROM people WHERE number = ?1 AND number <> '' AND id IS NOT ?2",
                  "tt", number, id))
    return false;
  if (taken > 0)
    report_add(report, DIAG_RECORD_TAKEN, place_none(), number, NULL);
  return taken == 0;
}

bool staff_add(Store *store, const Act *act, const Person *person, char **id, Report *report)
{
  g_autofree char *made = secret_id();
  g_autofree char *salt = secret_id();
  char seal[65];
  if (!fits(person, report) || !act_begin(store, report))
    return false;
  if (!number_free(store, person->number, NULL, report))
    return act_end(store, false, report);
  g_auto(GStrv) groups = list_of_sorted((const char *const *)person->groups);
  person_seal(salt, or_empty(person->number), person->name, seal);
  json_t *body = json_object();
  body_put_text(body, "site", person->site);
  body_put_text(body, "role", person->role);
  json_object_set_new(body, "groups", list_of_json((const char *const *)groups));
  body_put_day(body, "joined", person->joined);
  body_put_text(body, "seal", seal);
  bool ok =
    event_append(store, act, "staff.added", made, body, NULL, report) &&
    sql_run(store, report,
            "INSERT INTO people (id, salt, number, name, kana, site, lang, ruby)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            "ttttttti", made, salt, or_empty(person->number), person->name, or_empty(person->kana),
            or_empty(person->site),
            person->lang != NULL && *person->lang != '\0' ? person->lang : "ja", I(person->ruby));
  if (!act_end(store, ok, report))
    return false;
  if (id != NULL)
    *id = g_steal_pointer(&made);
  return true;
}

static bool differs(const char *a, const char *b)
{
  return strcmp(or_empty(a), or_empty(b)) != 0;
}

/* The fields that are told of in an event, where they differ. An empty body: nothing to tell. */
static json_t *told(const Person *old, const Person *new, const char *salt)
{
  json_t *body = json_object();
  g_auto(GStrv) groups = list_of_sorted((const char *const *)new->groups);
  g_autofree char *joined = day_iso(new->joined);
  char seal[65];
  if (differs(old->site, new->site))
    body_put_text(body, "site", new->site);
  if (differs(old->role, new->role))
    body_put_text(body, "role", new->role);
  if (!g_strv_equal((const char *const *)old->groups, (const char *const *)groups))
    json_object_set_new(body, "groups", list_of_json((const char *const *)groups));
  if (day_compare(old->joined, new->joined) != 0)
    body_put_text(body, "joined", joined);
  if (differs(old->number, new->number) || differs(old->name, new->name)) {
    person_seal(salt, or_empty(new->number), or_empty(new->name), seal);
    body_put_text(body, "seal", seal);
  }
  return body;
}

static bool salt_of(Store *store, const char *id, char salt[33], Report *report)
{
  Rows rows = rows_of(store, report, "SELECT salt FROM people WHERE id = ?1", "t", id);
  salt[0] = '\0';
  if (rows_next(&rows))
    g_strlcpy(salt, row_text(&rows, 0), 33);
  return rows_end(&rows);
}

static bool write_change(Store *store, const Act *act, const Person *old, const Person *person,
                         Report *report)
{
  char salt[33];
  if (!number_free(store, person->number, person->id, report) ||
      !salt_of(store, person->id, salt, report))
    return false;
  json_t *body = told(old, person, salt);
  bool silent = json_object_size(body) == 0;
  if (silent)
    json_decref(body);
  const char *lang = *or_empty(person->lang) != '\0' ? person->lang : old->lang;
  return (silent || event_append(store, act, "staff.changed", person->id, body, NULL, report)) &&
         sql_run(
           store, report,
           "UPDATE people SET number = ?2, name = ?3, kana = ?4, site = ?5, lang = ?6, ruby = ?7"
           " WHERE id = ?1",
           "tttttti", person->id, or_empty(person->number), person->name, or_empty(person->kana),
           or_empty(person->site), lang, I(person->ruby));
}

bool staff_change(Store *store, const Act *act, const Person *person, Report *report)
{
  g_autoptr(Person) old = NULL;
  if (!fits(person, report) || !act_begin(store, report))
    return false;
  bool ok = staff_find(store, person->id, &old, report);
  if (ok && (old == NULL || old->state == STAFF_ERASED))
    ok = unknown(person->id, report);
  ok = ok && write_change(store, act, old, person, report);
  return act_end(store, ok, report);
}

bool staff_set_language(Store *store, const char *id, const char *lang, bool ruby, Report *report)
{
  if (!value_fits("lang", lang, 20, true, report) || !act_begin(store, report))
    return false;
  return act_end(store,
                 sql_run(store, report, "UPDATE people SET lang = ?2, ruby = ?3 WHERE id = ?1",
                         "tti", id, lang, I(ruby)),
                 report);
}

/* ---- coming and going ---- */

bool person_sign_out(Store *store, const char *id, Report *report)
{
  g_autofree char *whom = actor_subject(id);
  return web_session_end_all(store, whom, report);
}

bool person_present(Store *store, const char *id, Report *report)
{
  gint64 state = 0;
  bool found = false;
  if (!sql_number(store, report, &state, &found, "SELECT state FROM staff WHERE id = ?1", "t", id))
    return false;
  if (!found || state == STAFF_ERASED)
    return unknown(id, report);
  if (state == STAFF_LEFT)
    report_add(report, DIAG_RECORD_LEFT, place_none(), id, NULL);
  return state == STAFF_PRESENT;
}

static bool move(Store *store, const Act *act, const char *id, StaffState into, Day on,
                 Report *report)
{
  gint64 state = 0;
  bool found = false;
  if (!sql_number(store, report, &state, &found, "SELECT state FROM staff WHERE id = ?1", "t", id))
    return false;
  if (!found || state == STAFF_ERASED)
    return unknown(id, report);
  if (state == (gint64)into)
    return true;
  json_t *body = json_object();
  body_put_day(body, "on", on);
  return event_append(store, act, into == STAFF_LEFT ? "staff.left" : "staff.returned", id, body,
                      NULL, report) &&
         person_sign_out(store, id, report);
}

bool staff_leave(Store *store, const Act *act, const char *id, Day on, Report *report)
{
  if (!day_exact(on)) {
    report_add(report, DIAG_RECORD_VALUE, place_none(), "left", NULL);
    return false;
  }
  return act_begin(store, report) &&
         act_end(store, move(store, act, id, STAFF_LEFT, on, report), report);
}

bool staff_return(Store *store, const Act *act, const char *id, Day on, Report *report)
{
  return act_begin(store, report) &&
         act_end(store, move(store, act, id, STAFF_PRESENT, on, report), report);
}

/* ---- erasing ---- */

static bool forget(Store *store, const char *id, Report *report)
{
  return person_sign_out(store, id, report) &&
         sql_run(store, report, "DELETE FROM people WHERE id = ?1", "t", id) &&
         sql_run(store, report, "DELETE FROM certificates WHERE subject = ?1", "t", id) &&
         sql_run(store, report, "DELETE FROM practice WHERE subject = ?1", "t", id) &&
         sql_run(store, report, "DELETE FROM drafts WHERE subject = ?1", "t", id);
}

/* One that left before it was erased elsewhere (backup.c) is erased by the same words. */
bool staff_erase(Store *store, const Act *act, const char *id, const char *rule, const char *why,
                 Report *report)
{
  gint64 state = 0;
  bool found = false;
  if (!reason_fits(why, report) || !value_fits("rule", rule, 100, true, report) ||
      !act_begin(store, report))
    return false;
  bool ok =
    sql_number(store, report, &state, &found, "SELECT state FROM staff WHERE id = ?1", "t", id);
  if (ok && (!found || state == STAFF_ERASED))
    ok = unknown(id, report);
  else if (ok && state != STAFF_LEFT) {
    report_add(report, DIAG_RECORD_NOT_LEFT, place_none(), id, NULL);
    ok = false;
  }
  if (ok) {
    json_t *body = json_object();
    body_put_text(body, "rule", rule);
    body_put_text(body, "why", why);
    ok =
      event_append(store, act, "staff.erased", id, body, NULL, report) && forget(store, id, report);
  }
  return act_end(store, ok, report);
}
