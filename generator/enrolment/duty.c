#include "enrolment/duty.h"

#include "enrolment/asker.h"
#include "records/attempt.h"
#include "records/completion.h"
#include "records/event.h"

#include <string.h>

static const char *const state_names[] = {"overdue", "due", "done", "exempt", "unasked"};

const char *duty_state_name(DutyState state)
{
  return state_names[state];
}

bool duty_limited(const Duty *duty)
{
  return (duty->state == DUTY_OVERDUE || duty->state == DUTY_DUE) && duty->left != G_MAXUINT;
}

bool duty_state_named(const char *name, DutyState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS(state_names); i++)
    if (strcmp(state_names[i], name) == 0) {
      *state = (DutyState)i;
      return true;
    }
  return false;
}

/* --- the list, as it is worked on --------------------------------------------------------- */

/* A module that is asked for in the year. */
typedef struct {
  const Course *course;
  guint module; /* index among the courses */
  Rule *rule;
} Asked;

struct DutyList {
  GPtrArray *courses; /* of const Course * */
  const char **modules;
  GArray *asked;          /* of Asked */
  GPtrArray *retrainings; /* of Retraining: those due in the year, */
  GPtrArray *askers;      /* and an Asker each */
  char *site, *role, *module;
  bool narrowed; /* to one state: */
  DutyState state;
  Day today;
  Day day; /* on which a person must be on the roster to be asked */
  gint64 seq;
  char *after;
};

static void asked_clear(gpointer data)
{
  rule_free(((Asked *)data)->rule);
}

static void asker_free_it(gpointer data)
{
  asker_free(data);
}

void duty_list_free(DutyList *list)
{
  if (list == NULL)
    return;
  g_ptr_array_unref(list->askers);
  if (list->retrainings != NULL)
    g_ptr_array_unref(list->retrainings);
  g_array_unref(list->asked);
  if (list->courses != NULL)
    g_ptr_array_unref(list->courses);
  g_free(list->modules);
  g_free(list->site);
  g_free(list->role);
  g_free(list->module);
  g_free(list->after);
  g_free(list);
}

/* Retrainings that are due in another year stand in that year's list. */
static void keep_year(GPtrArray *retrainings, int year)
{
  for (guint i = retrainings->len; year != 0 && i-- > 0;) {
    const Retraining *one = g_ptr_array_index(retrainings, i);
    if (day_fiscal_year(one->demand->due) != year)
      g_ptr_array_remove_index(retrainings, i);
  }
}

static bool add_things(DutyList *list, const Enrolment *with, int year, Report *report)
{
  list->retrainings = retraining_list(with, report);
  if (list->retrainings == NULL)
    return false;
  keep_year(list->retrainings, year);
  list->courses = asker_courses(with->curriculum, year, list->retrainings);
  list->modules = asker_modules(list->courses);
  for (guint i = 0; i < list->courses->len; i++) {
    const Course *course = g_ptr_array_index(list->courses, i);
    Asked asked = {course, i, NULL};
    if (year != 0 && course->module->year != year)
      continue;
    asked.rule = audience_rule(with, course, report);
    if (asked.rule == NULL)
      return false;
    g_array_append_val(list->asked, asked);
  }
  for (guint i = 0; i < list->retrainings->len; i++) {
    Asker *asker = asker_new(with, g_ptr_array_index(list->retrainings, i), list->courses, report);
    if (asker == NULL)
      return false;
    g_ptr_array_add(list->askers, asker);
  }
  return true;
}

/* Of a year that is over: who was on the roster on its last day. */
static Day roster_day(Day today, int year)
{
  Day last = {(gint16)(year + 1), 3, 31};
  return year != 0 && day_compare(last, today) < 0 ? last : today;
}

DutyList *duty_list_new(const Enrolment *with, int year, const DutyFilter *filter, Report *report)
{
  g_autoptr(DutyList) list = g_new0(DutyList, 1);
  list->asked = g_array_new(FALSE, TRUE, sizeof(Asked));
  g_array_set_clear_func(list->asked, asked_clear);
  list->askers = g_ptr_array_new_with_free_func(asker_free_it);
  list->today = with->today;
  list->day = roster_day(with->today, year);
  if (filter != NULL) {
    list->site = g_strdup(filter->site);
    list->role = g_strdup(filter->role);
    list->module = g_strdup(filter->module);
    list->narrowed = filter->state != NULL;
    list->state = filter->state != NULL ? *filter->state : DUTY_DUE;
  }
  if (!events_head(with->store, &list->seq, NULL, report) || !add_things(list, with, year, report))
    return NULL;
  return g_steal_pointer(&list);
}

/* --- judging one person ------------------------------------------------------------------- */

typedef struct {
  DutyList *list;
  Store *store;
  DutyVisit visit;
  gpointer data;
  Report *report;
} Judging;

static const Done *find_done(const StandingRow *row, guint module, const char *round)
{
  for (guint i = row->done->len; i-- > 0;) {
    const Done *done = &g_array_index(row->done, Done, i);
    if ((module == G_MAXUINT || done->module == module) && strcmp(done->round, round) == 0)
      return done;
  }
  return NULL;
}

static const Tried *find_tried(const StandingRow *row, guint module, const char *round)
{
  for (guint i = 0; row->tried != NULL && i < row->tried->len; i++) {
    const Tried *tried = &g_array_index(row->tried, Tried, i);
    if (tried->module == module && strcmp(tried->round, round) == 0)
      return tried;
  }
  return NULL;
}

static bool is_exempt(const StandingRow *row, guint module, Day day)
{
  for (guint i = 0; row->exempt != NULL && i < row->exempt->len; i++) {
    const Exempted *exempt = &g_array_index(row->exempt, Exempted, i);
    if (exempt->module == module &&
        (!day_known(exempt->until) || day_compare(exempt->until, day) >= 0))
      return true;
  }
  return false;
}

static void show(const Judging *run, DutyRow *row, const Done *done, const Tried *tried)
{
  const DutyList *list = run->list;
  if (list->module != NULL && strcmp(list->module, row->course->id) != 0)
    return;
  if (done != NULL) {
    row->state = DUTY_DONE;
    row->done = done->on;
    row->medium = done->medium;
    row->completion = done->seq;
  }
  bool by_attempt = done != NULL && strcmp(done->medium, "session") != 0;
  row->begun = tried != NULL ? tried->begun : 0;
  row->scored = by_attempt || (tried != NULL && tried->last != NULL);
  row->percent = by_attempt ? done->percent : row->scored ? tried->percent : 0;
  if (!list->narrowed || list->state == row->state)
    run->visit(row, run->data);
}

static void judge_asked(const Judging *run, const StandingRow *standing, const Asked *asked)
{
  const DutyList *list = run->list;
  const Person *person = standing->person;
  const Done *done = find_done(standing, asked->module, "");
  const Tried *tried = find_tried(standing, asked->module, "");
  DutyRow row = {.person = person,
                 .course = asked->course,
                 .round = "",
                 .due = audience_due(asked->rule, person),
                 .medium = ""};
  bool asks = audience_asks(asked->rule, person, list->day) &&
              (!day_known(person->joined) || day_compare(person->joined, list->day) <= 0);
  if (!asks && done == NULL && tried == NULL)
    return;
  if (!asks)
    row.state = DUTY_UNASKED;
  else if (is_exempt(standing, asked->module, list->day))
    row.state = DUTY_EXEMPT;
  else
    row.state = day_compare(list->today, row.due) > 0 ? DUTY_OVERDUE : DUTY_DUE;
  show(run, &row, done, tried);
}

static bool judge_retraining(const Judging *run, const StandingRow *standing, guint index)
{
  DutyList *list = run->list;
  const Demand *demand = ((const Retraining *)g_ptr_array_index(list->retrainings, index))->demand;
  DutyRow row = {
    .person = standing->person, .round = demand->round, .due = demand->due, .medium = ""};
  const Done *done = find_done(standing, G_MAXUINT, demand->round);
  bool asks = false;
  if (!asker_judge(g_ptr_array_index(list->askers, index), run->store, standing, &asks, &row.course,
                   run->report))
    return false;
  if (done != NULL)
    row.course = g_ptr_array_index(list->courses, done->module);
  bool here =
    standing->person->state == STAFF_PRESENT || day_compare(standing->person->left, list->day) >= 0;
  if (row.course == NULL || (done == NULL && (!asks || !here)))
    return true;
  guint module = 0;
  while (g_ptr_array_index(list->courses, module) != row.course)
    module++;
  if (is_exempt(standing, module, list->day))
    row.state = DUTY_EXEMPT;
  else
    row.state = day_compare(list->today, row.due) > 0 ? DUTY_OVERDUE : DUTY_DUE;
  show(run, &row, done, find_tried(standing, module, demand->round));
  return true;
}

static bool judge(const Judging *run, const StandingRow *standing)
{
  const DutyList *list = run->list;
  if (list->role != NULL && strcmp(list->role, standing->person->role) != 0)
    return true;
  for (guint i = 0; i < list->asked->len; i++)
    judge_asked(run, standing, &g_array_index(list->asked, Asked, i));
  for (guint i = 0; i < list->retrainings->len; i++)
    if (!judge_retraining(run, standing, i))
      return false;
  return true;
}

bool duty_list_next(DutyList *list, Store *store, DutyVisit visit, gpointer data, bool *more,
                    Report *report)
{
  StandingQuery query = {.modules = list->modules,
                         .seq = list->seq,
                         .after = list->after,
                         .site = list->site,
                         .left = true,
                         .tried = true};
  g_autoptr(StandingChunk) chunk = standing_read(store, &query, report);
  if (chunk == NULL)
    return false;
  Judging run = {list, store, visit, data, report};
  for (guint i = 0; i < chunk->rows->len; i++)
    if (!judge(&run, g_ptr_array_index(chunk->rows, i)))
      return false;
  *more = chunk->more;
  g_free(list->after);
  list->after = g_strdup(chunk->last);
  return true;
}

bool duties_each(const Enrolment *with, int year, const DutyFilter *filter, DutyVisit visit,
                 gpointer data, Report *report)
{
  g_autoptr(DutyList) list = duty_list_new(with, year, filter, report);
  bool more = list != NULL;
  while (more)
    if (!duty_list_next(list, with->store, visit, data, &more, report))
      return false;
  return list != NULL;
}

/* --- one person --------------------------------------------------------------------------- */

/* What the record says of one person, as standing_read() would tell it of many. */
typedef struct {
  StandingRow row;
  GPtrArray *completions, *attempts, *exemptions;
  DutyList *list;
} Single;

static void single_clear(Single *single)
{
  person_free(single->row.person);
  GArray *arrays[] = {single->row.done, single->row.tried, single->row.exempt};
  GPtrArray *lists[] = {single->completions, single->attempts, single->exemptions};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++) {
    if (arrays[i] != NULL)
      g_array_unref(arrays[i]);
    if (lists[i] != NULL)
      g_ptr_array_unref(lists[i]);
  }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Single, single_clear)

static bool module_of(const DutyList *list, const char *id, guint *module)
{
  for (*module = 0; *module < list->courses->len; (*module)++)
    if (strcmp(list->modules[*module], id) == 0)
      return true;
  return false;
}

/* How a completion came about. */
static const char *medium_of(const Single *single, const Completion *completion)
{
  for (guint i = 0; i < single->attempts->len; i++) {
    const Attempt *attempt = g_ptr_array_index(single->attempts, i);
    if (strcmp(attempt->id, completion->attempt) == 0)
      return attempt->medium == MEDIUM_PAPER ? "paper" : "screen";
  }
  return "session";
}

static void take_completions(Single *single)
{
  for (guint i = 0; i < single->completions->len; i++) {
    const Completion *one = g_ptr_array_index(single->completions, i);
    Done done = {.seq = one->seq,
                 .round = one->round,
                 .revision = one->revision,
                 .on = one->on,
                 .at = one->at,
                 .medium = medium_of(single, one),
                 .clauses = i};
    if (!module_of(single->list, one->module, &done.module))
      continue;
    g_array_append_val(single->row.done, done);
    for (guint k = 0; k < single->list->askers->len; k++)
      asker_learn(g_ptr_array_index(single->list->askers, k), i, one->clauses);
  }
}

static void take_attempts(Single *single)
{
  for (guint i = 0; i < single->attempts->len; i++) {
    const Attempt *one = g_ptr_array_index(single->attempts, i);
    Tried fresh = {.round = one->round};
    if (!module_of(single->list, one->module, &fresh.module))
      continue;
    Tried *tried = (Tried *)find_tried(&single->row, fresh.module, one->round);
    if (tried == NULL) {
      g_array_append_val(single->row.tried, fresh);
      tried = &g_array_index(single->row.tried, Tried, single->row.tried->len - 1);
    }
    tried->begun++;
  }
}

static bool single_read(Single *single, const Enrolment *with, const char *subject, Report *report)
{
  if (!staff_find(with->store, subject, &single->row.person, report))
    return false;
  if (single->row.person == NULL) {
    report_add(report, DIAG_PERSON_UNKNOWN, place_none(), subject, NULL);
    return false;
  }
  CompletionQuery completed = {.subject = subject};
  AttemptQuery tried = {.subject = subject};
  single->completions = completion_list(with->store, &completed, report);
  single->attempts = attempt_list(with->store, &tried, report);
  single->exemptions = exemption_list(with->store, subject, NULL, report);
  if (single->completions == NULL || single->attempts == NULL || single->exemptions == NULL)
    return false;
  single->row.done = g_array_new(FALSE, TRUE, sizeof(Done));
  single->row.tried = g_array_new(FALSE, TRUE, sizeof(Tried));
  single->row.exempt = g_array_new(FALSE, TRUE, sizeof(Exempted));
  take_completions(single);
  take_attempts(single);
  for (guint i = 0; i < single->exemptions->len; i++) {
    const Exemption *one = g_ptr_array_index(single->exemptions, i);
    Exempted exempt = {.reason = one->reason, .until = one->until};
    if (module_of(single->list, one->module, &exempt.module))
      g_array_append_val(single->row.exempt, exempt);
  }
  return true;
}

static void duty_free(gpointer data)
{
  Duty *duty = data;
  g_free(duty->round);
  g_free(duty->medium);
  g_free(duty->open);
  g_free(duty->last);
  g_free(duty);
}

static void keep_duty(const DutyRow *row, gpointer data)
{
  Duty *duty = g_new0(Duty, 1);
  duty->course = row->course;
  duty->round = g_strdup(row->round);
  duty->state = row->state;
  duty->due = row->due;
  duty->completion = row->completion;
  duty->done = row->done;
  duty->medium = g_strdup(row->medium);
  g_ptr_array_add(data, duty);
}

static bool complete_duty(Duty *duty, const Enrolment *with, const Single *single, Report *report)
{
  for (guint i = 0; i < single->attempts->len; i++) {
    const Attempt *one = g_ptr_array_index(single->attempts, i);
    if (strcmp(one->module, duty->course->id) != 0 || strcmp(one->round, duty->round) != 0)
      continue;
    if (one->finished == 0 && one->medium == MEDIUM_SCREEN) {
      g_free(duty->open);
      duty->open = g_strdup(one->id);
    } else if (one->finished != 0) {
      g_free(duty->last);
      duty->last = g_strdup(one->id);
      duty->percent = one->score.percent;
      duty->passed = one->score.passed;
    }
  }
  return attempt_left(with->store, single->row.person->id, duty->course->id, duty->round,
                      duty->course->module->attempts, &duty->left, report);
}

static int by_urgency(gconstpointer a, gconstpointer b)
{
  const Duty *one = *(const Duty *const *)a, *other = *(const Duty *const *)b;
  if (one->state != other->state)
    return (int)one->state - (int)other->state;
  int days = day_compare(one->due, other->due);
  return days != 0 ? days : strcmp(one->course->id, other->course->id);
}

GPtrArray *duties_of(const Enrolment *with, const char *subject, int year, Report *report)
{
  g_autoptr(DutyList) list = duty_list_new(with, year, NULL, report);
  g_auto(Single) single = {.list = list};
  if (list == NULL || !single_read(&single, with, subject, report))
    return NULL;
  g_autoptr(GPtrArray) duties = g_ptr_array_new_with_free_func(duty_free);
  if (!judge(&(Judging){list, with->store, keep_duty, duties, report}, &single.row))
    return NULL;
  for (guint i = 0; i < duties->len; i++)
    if (!complete_duty(g_ptr_array_index(duties, i), with, &single, report))
      return NULL;
  g_ptr_array_sort(duties, by_urgency);
  return g_steal_pointer(&duties);
}
