/* From events to tables. */
#include "records/project.h"

#include "records/account.h"
#include "records/attempt.h"
#include "records/gathering.h"
#include "records/staff.h"

#include <string.h>

const char *body_text(const json_t *body, const char *field)
{
  return or_empty(json_string_value(json_object_get(body, field)));
}

gint64 body_number(const json_t *body, const char *field)
{
  return json_integer_value(json_object_get(body, field));
}

bool body_flag(const json_t *body, const char *field)
{
  return json_is_true(json_object_get(body, field));
}

char *body_json(const json_t *body, const char *field)
{
  const json_t *value = json_object_get(body, field);
  return value != NULL ? json_canonical(value) : g_strdup("[]");
}

typedef bool Projection(Store *store, const Event *event, json_t *body, Report *report);

/* ---- staff ---- */

static bool staff_added(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autofree char *groups = body_json(body, "groups");
  return sql_run(store, report, "INSERT INTO staff VALUES (?1, 0, ?2, ?3, ?4, ?5, '', ?6, ?7)",
                 "tttttti", event->subject, body_text(body, "site"), body_text(body, "role"),
                 groups, body_text(body, "joined"), body_text(body, "seal"), event->seq);
}

/* What is not in the body stays. */
static bool staff_changed(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autofree char *groups = body_json(body, "groups");
  return sql_run(store, report,
                 "UPDATE staff SET site = coalesce(?2, site), role = coalesce(?3, role),"
                 " groups = coalesce(?4, groups), joined = coalesce(?5, joined),"
                 " seal = coalesce(?6, seal) WHERE id = ?1",
                 "tttttt", event->subject, json_string_value(json_object_get(body, "site")),
                 json_string_value(json_object_get(body, "role")),
                 json_object_get(body, "groups") != NULL ? groups : NULL,
                 json_string_value(json_object_get(body, "joined")),
                 json_string_value(json_object_get(body, "seal")));
}

static bool set_state(Store *store, const Event *event, StaffState state, const char *on,
                      Report *report)
{
  return sql_run(store, report,
                 "UPDATE staff SET state = ?2, left_on = coalesce(?3, left_on) WHERE id = ?1",
                 "tit", event->subject, I(state), on);
}

static bool staff_left(Store *store, const Event *event, json_t *body, Report *report)
{
  return set_state(store, event, STAFF_LEFT, body_text(body, "on"), report);
}

static bool staff_returned(Store *store, const Event *event, json_t *body, Report *report)
{
  (void)body;
  return set_state(store, event, STAFF_PRESENT, "", report);
}

static bool staff_erased(Store *store, const Event *event, json_t *body, Report *report)
{
  (void)body;
  return set_state(store, event, STAFF_ERASED, NULL, report);
}

/* ---- attempts ---- */

static bool attempt_begun(Store *store, const Event *event, json_t *body, Report *report)
{
  bool paper = strcmp(body_text(body, "medium"), "paper") == 0;
  return sql_run(store, report,
                 "INSERT INTO attempts (seq, id, subject, module, text, round, number, most, lang,"
                 " medium, form, begun) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                 "itttttiititi", event->seq, body_text(body, "attempt"), event->subject,
                 body_text(body, "module"), body_text(body, "text"), body_text(body, "round"),
                 body_number(body, "number"), body_number(body, "most"), body_text(body, "lang"),
                 I(paper ? MEDIUM_PAPER : MEDIUM_SCREEN), body_text(body, "form"), event->at);
}

static bool answered(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report,
                 "INSERT INTO answers SELECT seq, ?2, ?3, ?4 FROM attempts WHERE id = ?1"
                 " ON CONFLICT (attempt, place) DO UPDATE SET answer = ?3, seq = ?4",
                 "titi", body_text(body, "attempt"), body_number(body, "place"),
                 body_text(body, "answer"), event->seq);
}

static bool attempt_finished(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report,
                 "UPDATE attempts SET finished = ?2, finished_seq = ?3, units = ?4, whole = ?5,"
                 " percent = ?6, must_missed = ?7, passed = ?8 WHERE id = ?1 AND finished IS NULL",
                 "tiiiiiii", body_text(body, "attempt"), event->at, event->seq,
                 body_number(body, "units"), body_number(body, "of"), body_number(body, "percent"),
                 I(body_flag(body, "must_missed")), I(body_flag(body, "passed")));
}

static bool attempt_granted(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "INSERT INTO grants VALUES (?1, ?2, ?3, ?4, ?5)", "ittti",
                 event->seq, event->subject, body_text(body, "module"), body_text(body, "round"),
                 body_number(body, "more"));
}

static bool paper_entered(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "INSERT INTO papers VALUES (?1, ?2, ?3, ?4, ?5)", "itttt",
                 event->seq, body_text(body, "attempt"), event->subject, body_text(body, "form"),
                 body_text(body, "on")) &&
         sql_run(store, report, "UPDATE attempts SET on_day = ?2 WHERE id = ?1", "tt",
                 body_text(body, "attempt"), body_text(body, "on"));
}

/* ---- completions ---- */

static bool completed(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autofree char *clauses = body_json(body, "clauses");
  return sql_run(store, report,
                 "INSERT INTO clause_sets (id, clauses)"
                 " SELECT 1 + (SELECT count(*) FROM clause_sets), ?1"
                 " WHERE NOT EXISTS (SELECT 1 FROM clause_sets WHERE clauses = ?1)",
                 "t", clauses) &&
         sql_run(store, report,
                 "INSERT INTO completions SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                 " iif(?9 = '', 'session', iif(t.medium = 1, 'paper', 'screen')),"
                 " coalesce(t.percent, 0), s.id, 0"
                 " FROM clause_sets s LEFT JOIN attempts t ON t.id = ?9 WHERE s.clauses = ?11",
                 "ittitttittt", event->seq, event->subject, body_text(body, "module"),
                 body_number(body, "year"), body_text(body, "round"), body_text(body, "revision"),
                 body_text(body, "on"), event->at, body_text(body, "attempt"),
                 body_text(body, "session"), clauses);
}

static bool retrain_set(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autofree char *clauses = body_json(body, "clauses");
  return sql_run(store, report,
                 "INSERT OR REPLACE INTO demands VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)", "tttttti",
                 body_text(body, "round"), body_text(body, "policy"), body_text(body, "revision"),
                 clauses, body_text(body, "due"), body_text(body, "reason"), event->seq);
}

static bool retrain_dropped(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "UPDATE demands SET dropped = 1, seq = ?2 WHERE round = ?1", "ti",
                 body_text(body, "round"), event->seq);
}

/* ---- gatherings ---- */

static bool put_gathering(Store *store, const Event *event, json_t *body, GatheringState state,
                          Report *report)
{
  g_autofree char *material = body_json(body, "material");
  return sql_run(store, report,
                 "INSERT INTO gatherings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                 " ON CONFLICT (id) DO UPDATE SET state = ?2, module = ?3, date = ?4, place = ?5,"
                 " seal = ?6, minutes = ?7, note = ?8, material = ?9, seq = ?10",
                 "tittttitti", body_text(body, "session"), I(state), body_text(body, "module"),
                 body_text(body, "date"), body_text(body, "place"), body_text(body, "lecturer"),
                 body_number(body, "minutes"), body_text(body, "note"), material, event->seq);
}

static bool session_planned(Store *store, const Event *event, json_t *body, Report *report)
{
  return put_gathering(store, event, body, GATHERING_PLANNED, report);
}

static bool session_held(Store *store, const Event *event, json_t *body, Report *report)
{
  return put_gathering(store, event, body, GATHERING_HELD, report);
}

static bool session_cancelled(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(
    store, report, "UPDATE gatherings SET state = ?2, note = ?3, seq = ?4 WHERE id = ?1", "titi",
    body_text(body, "session"), I(GATHERING_CANCELLED), body_text(body, "note"), event->seq);
}

static bool session_attended(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "INSERT INTO attendance VALUES (?1, ?2, ?3, ?4, 0)", "itti",
                 event->seq, body_text(body, "session"), event->subject, event->at);
}

/* ---- rules, accounts, checkpoints ---- */

static bool rule_was_set(Store *store, const Event *event, json_t *body, Report *report)
{
  g_autofree char *sites = body_json(body, "sites");
  g_autofree char *roles = body_json(body, "roles");
  g_autofree char *groups = body_json(body, "groups");
  return sql_run(
    store, report, "INSERT OR REPLACE INTO rules VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    "tttttttii", body_text(body, "module"), sites, roles, groups, body_text(body, "due"),
    body_text(body, "reason"), event->actor, event->at, event->seq);
}

static bool rule_dropped(Store *store, const Event *event, json_t *body, Report *report)
{
  (void)event;
  return sql_run(store, report, "DELETE FROM rules WHERE module = ?1", "t",
                 body_text(body, "module"));
}

static bool exempt_set(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report,
                 "INSERT OR REPLACE INTO exemptions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "tttttii",
                 event->subject, body_text(body, "module"), body_text(body, "reason"),
                 body_text(body, "until"), event->actor, event->at, event->seq);
}

static bool exempt_ended(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "DELETE FROM exemptions WHERE subject = ?1 AND module = ?2", "tt",
                 event->subject, body_text(body, "module"));
}

static bool account_added(Store *store, const Event *event, json_t *body, Report *report)
{
  OfficeRole role = OFFICE_TRAINING;
  office_role_named(body_text(body, "role"), &role);
  return sql_run(store, report, "INSERT INTO offices VALUES (?1, ?2, 0, ?3)", "tii",
                 body_text(body, "account"), I(role), event->seq);
}

static bool account_changed(Store *store, const Event *event, json_t *body, Report *report)
{
  OfficeRole role;
  if (!office_role_named(body_text(body, "role"), &role))
    return true;
  return sql_run(store, report, "UPDATE offices SET role = ?2, seq = ?3 WHERE account = ?1", "tii",
                 body_text(body, "account"), I(role), event->seq);
}

static bool account_ended(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report, "UPDATE offices SET ended = 1, seq = ?2 WHERE account = ?1", "ti",
                 body_text(body, "account"), event->seq);
}

/* Kept for good, like events: where the tables are made anew it is there already. */
static bool checkpointed(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report,
                 "INSERT INTO checkpoints SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                 " WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE seq = ?1)",
                 "ititti", body_number(body, "seq"), body_text(body, "hash"), event->at,
                 body_text(body, "key"), body_text(body, "signature"), event->seq);
}

static bool corrected(Store *store, const Event *event, json_t *body, Report *report)
{
  return sql_run(store, report,
                 "INSERT INTO corrections VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", "iitttttti",
                 event->seq, body_number(body, "of"), event->subject, body_text(body, "field"),
                 body_text(body, "old"), body_text(body, "new"), body_text(body, "why"),
                 event->actor, event->at) &&
         project_correction(store, event, body, report);
}

static const struct {
  const char *kind;
  Projection *projection;
} projections[] = {
  {"answer", answered},
  {"attempt.begun", attempt_begun},
  {"attempt.finished", attempt_finished},
  {"completion", completed},
  {"staff.added", staff_added},
  {"staff.changed", staff_changed},
  {"staff.left", staff_left},
  {"staff.returned", staff_returned},
  {"staff.erased", staff_erased},
  {"attempt.granted", attempt_granted},
  {"paper.entered", paper_entered},
  {"retrain.set", retrain_set},
  {"retrain.dropped", retrain_dropped},
  {"session.planned", session_planned},
  {"session.held", session_held},
  {"session.cancelled", session_cancelled},
  {"session.attended", session_attended},
  {"rule.set", rule_was_set},
  {"rule.dropped", rule_dropped},
  {"exempt.set", exempt_set},
  {"exempt.ended", exempt_ended},
  {"account.added", account_added},
  {"account.changed", account_changed},
  {"account.ended", account_ended},
  {"checkpoint", checkpointed},
  {"correction", corrected},
};

bool event_project(Store *store, const Event *event, json_t *body, Report *report)
{
  for (gsize i = 0; i < G_N_ELEMENTS(projections); i++)
    if (strcmp(projections[i].kind, event->kind) == 0)
      return projections[i].projection(store, event, body, report);
  return true;
}
