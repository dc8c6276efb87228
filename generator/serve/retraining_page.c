/* After a publication: whose training rests on a clause that changed, and by when they are trained again. */
#include "serve/office_pages.h"

#include "enrolment/retraining.h"
#include "ledger/ledger.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* What a clause is called, with its policy: "個人情報の保護について：4、安全管理措置". */
static const char *clause_title(Call *call, const char *name)
{
  const Curriculum *curriculum = call->premises->curriculum;
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const CourseClause *clause = course_clause(curriculum_get(curriculum, i), name);
    if (clause != NULL && clause->title != NULL)
      return clause->title;
  }
  return name;
}

static const Ledger *ledger_of(Call *call, const char *policy)
{
  return curriculum_ledger(call->premises->curriculum, policy);
}

/* ---- the list ---- */

static void put_revision(Call *call, const Ledger *ledger, const Revision *revision)
{
  Values *values = call->values;
  values_string(values, "id", ledger->id);
  values_string(values, "policy", ledger->title);
  values_string(values, "revision", revision->key);
  values_day(values, "effective", revision->effective);
}

static void put_demand(Call *call, const Demand *demand)
{
  const Ledger *ledger = ledger_of(call, demand->policy);
  const Revision *revision = ledger != NULL ? ledger_find(ledger, demand->revision) : NULL;

  if (revision == NULL)
    return;
  values_open(call->values, NULL);
  put_revision(call, ledger, revision);
  values_day(call->values, "due", demand->due);
  values_list(call->values, "clauses");
  for (char **clause = demand->clauses; *clause != NULL; clause++)
    values_string(call->values, NULL, clause_title(call, *clause));
  values_close(call->values);
  values_close(call->values);
}

static bool has_demand(const GPtrArray *list, const Ledger *ledger, const Revision *revision)
{
  for (guint i = 0; i < list->len; i++) {
    const Demand *demand = ((const Retraining *)g_ptr_array_index(list, i))->demand;
    if (strcmp(demand->policy, ledger->id) == 0 && strcmp(demand->revision, revision->key) == 0)
      return true;
  }
  return false;
}

/* Newest first: what was published last is what somebody comes for. The first revision changed nothing, and of
 * one whose text is not kept nobody can say what it changed. */
static void put_revisions(Call *call, const Ledger *ledger, const GPtrArray *demands)
{
  for (guint i = ledger->revisions->len; i > 1; i--) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i - 1);
    if (revision->cancelled || revision_edition(revision, "ja") == NULL ||
        has_demand(demands, ledger, revision))
      continue;
    g_autofree char *key = g_strconcat("change.", change_name(revision->change), NULL);
    values_open(call->values, NULL);
    put_revision(call, ledger, revision);
    values_string(call->values, "change", call_string(call, key));
    values_bool(call->values, "erratum",
                revision->change == CHANGE_ERRATUM || revision->change == CHANGE_WITHDRAWN);
    values_close(call->values);
  }
}

void retrainings_page(Call *call)
{
  const Curriculum *curriculum = call->premises->curriculum;
  Enrolment with = call_enrolment(call);
  g_autoptr(GPtrArray) list = retraining_list(&with, call->report);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);

  if (list == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "demands");
  for (guint i = list->len; i > 0; i--)
    put_demand(call, ((const Retraining *)g_ptr_array_index(list, i - 1))->demand);
  values_close(call->values);
  values_list(call->values, "revisions");
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const Ledger *ledger = curriculum_get(curriculum, i)->ledger;
    if (ledger != NULL && g_hash_table_add(seen, (gpointer)ledger))
      put_revisions(call, ledger, list);
  }
  values_close(call->values);
  call_show(call, "retraining.html");
}

/* ---- one revision ---- */

/* Cancelled, or without a text: not a fault of the server, but nothing to look at. */
static bool has_no_changes(const Report *report)
{
  DiagCode code = report_count(report) > 0 ? report_get(report, 0)->code : DIAG_COUNT;
  return code == DIAG_RETRAIN_REVISION || code == DIAG_RETRAIN_NO_TEXT;
}

static RetrainingPlan *plan_of_path(Call *call, const Ledger **ledger, const Revision **revision)
{
  Enrolment with = call_enrolment(call);
  *ledger = ledger_of(call, call->parts[0]);
  *revision = *ledger != NULL ? ledger_find(*ledger, call->parts[1]) : NULL;
  if (*revision == NULL) {
    call_refuse(call, 404);
    return NULL;
  }
  RetrainingPlan *plan = retraining_plan(&with, call->parts[0], call->parts[1], call->report);
  if (plan == NULL && has_no_changes(call->report))
    call_refuse(call, 404);
  else if (plan == NULL)
    call_fail(call);
  return plan;
}

static void put_plan(Call *call, const RetrainingPlan *plan)
{
  Values *values = call->values;

  values_bool(values, "erratum", !plan->asks);
  values_bool(values, "scheduled", plan->scheduled);
  values_number(values, "people", plan->people);
  values_number(values, "unasked", plan->unasked);
  values_list(values, "clauses");
  for (guint i = 0; i < plan->clauses->len; i++)
    values_string(values, NULL, clause_title(call, g_ptr_array_index(plan->clauses, i)));
  values_close(values);
  values_list(values, "shares");
  for (guint i = 0; i < plan->shares->len; i++) {
    const RetrainingShare *share = g_ptr_array_index(plan->shares, i);
    values_open(values, NULL);
    values_string(values, "module", share->course->module->title);
    values_number(values, "people", share->people);
    values_number(values, "questions", share->questions);
    values_close(values);
  }
  values_close(values);
}

static void show(Call *call, guint status)
{
  static const char *const fields[] = {"due", "reason", NULL};
  const Ledger *ledger;
  const Revision *revision;
  g_autoptr(RetrainingPlan) plan = plan_of_path(call, &ledger, &revision);

  if (plan == NULL || !office_open(call, "more"))
    return;
  office_put_above(call, "retraining.title", "/office/retraining");
  if (call->request->posts)
    office_put_form(call, fields);
  put_revision(call, ledger, revision);
  put_plan(call, plan);
  call_show_as(call, status, "retrain.html");
}

/* ---- taking a demand back ---- */

/* The demand of the path; NULL: the outcome is set. */
static Demand *demand_of_path(Call *call, const Ledger **ledger, const Revision **revision)
{
  g_autofree char *round = g_strconcat(call->parts[0], "/", call->parts[1], NULL);
  Demand *demand = NULL;

  *ledger = ledger_of(call, call->parts[0]);
  *revision = *ledger != NULL ? ledger_find(*ledger, call->parts[1]) : NULL;
  if (!demand_find(call->store, round, &demand, call->report))
    call_fail(call);
  else if (demand == NULL || demand->dropped || *revision == NULL)
    call_refuse(call, 404);
  else
    return demand;
  demand_free(demand);
  return NULL;
}

static void show_drop(Call *call, guint status, const Demand *demand, const Ledger *ledger,
                      const Revision *revision)
{
  static const char *const fields[] = {"reason", NULL};
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "retraining.title", "/office/retraining");
  if (call->request->posts)
    office_put_form(call, fields);
  put_revision(call, ledger, revision);
  values_day(call->values, "due", demand->due);
  call_show_as(call, status, "retrain-drop.html");
}

void retraining_drop_page(Call *call)
{
  const Ledger *ledger;
  const Revision *revision;
  g_autoptr(Demand) demand = demand_of_path(call, &ledger, &revision);
  if (demand != NULL)
    show_drop(call, 200, demand, ledger, revision);
}

void retraining_drop_post(Call *call)
{
  const Ledger *ledger;
  const Revision *revision;
  g_autoptr(Demand) demand = demand_of_path(call, &ledger, &revision);
  Act act = call_act(call);

  if (demand == NULL)
    return;
  if (office_needs(call, "reason") &&
      demand_drop(call->store, &act, demand->round, call_words(call, "reason"), call->report))
    office_go(call, "demand_dropped", "retraining");
  else
    show_drop(call, 422, demand, ledger, revision);
}

/* ---- what a revision asks ---- */

void retraining_page(Call *call)
{
  show(call, 200);
}

void retraining_post(Call *call)
{
  Enrolment with = call_enrolment(call);
  const char *reason = call_words(call, "reason");
  bool good = office_needs(call, "due");
  Day due;

  good &= office_day(call, "due", &due);
  good &= office_needs(call, "reason");
  if (!office_mark(call))
    return;
  if (office_settle(call, good && retraining_set(&with, call->parts[0], call->parts[1], due, reason,
                                                 call->report)))
    office_go(call, "retrained", "retraining");
  else
    show(call, 422);
}
