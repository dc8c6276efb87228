#include "enrolment/events_walk.h"

#include "enrolment/kept.h"
#include "records/event.h"
#include "records/kept_text.h"
#include "training/grade.h"

#include <jansson.h>
#include <string.h>

/* An attempt on the way: from its beginning until it is finished, and, where it was passed,
 * completed. */
typedef struct {
  char *subject, *module, *round, *text;
  char *json; /* the form, as kept */
  Form *form;
  char **answers;
  bool passed;
} Begun;

typedef struct {
  const Enrolment *with;
  Soundness *soundness;
  GPtrArray *corrected;
  GHashTable *begun;    /* attempt's id → Begun */
  GHashTable *finished; /* ids of attempts that are over */
  GHashTable *numbers;  /* "subject module round" → the last number */
  GHashTable *attended; /* "session subject" */
  GHashTable *modules;  /* text's hash → Module */
  const Event *event;
  const json_t *body;
  Report *report;
} Walk;

void events_walk_fault(Report *report, Soundness *soundness, gint64 seq, DiagCode code,
                       const char *what)
{
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, seq);
  report_add(report, code, place_none(), number, what, NULL);
  if (soundness->first_bad == 0 || seq < soundness->first_bad)
    soundness->first_bad = seq;
}

static bool fault(Walk *walk, DiagCode code, const char *what)
{
  events_walk_fault(walk->report, walk->soundness, walk->event->seq, code, what);
  return false;
}

static const char *text_of(const Walk *walk, const char *field)
{
  const char *text = json_string_value(json_object_get(walk->body, field));
  return text != NULL ? text : "";
}

static gint64 number_of(const Walk *walk, const char *field)
{
  return json_integer_value(json_object_get(walk->body, field));
}

static bool flag_of(const Walk *walk, const char *field)
{
  return json_is_true(json_object_get(walk->body, field));
}

static void begun_free(gpointer data)
{
  Begun *begun = data;
  char *strings[] = {begun->subject, begun->module, begun->round, begun->text, begun->json};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  form_free(begun->form);
  g_strfreev(begun->answers);
  g_free(begun);
}

static void module_free_it(gpointer data)
{
  module_free(data);
}

/* --- attempts ----------------------------------------------------------------------------- */

static bool check_number(Walk *walk)
{
  char *key =
    g_strjoin("\n", walk->event->subject, text_of(walk, "module"), text_of(walk, "round"), NULL);
  guint last = GPOINTER_TO_UINT(g_hash_table_lookup(walk->numbers, key));
  gint64 number = number_of(walk, "number"), most = number_of(walk, "most");
  g_hash_table_replace(walk->numbers, key, GUINT_TO_POINTER(last + 1));
  return number == (gint64)last + 1 && (most == 0 || number <= most);
}

static bool walk_begun(Walk *walk)
{
  const char *id = text_of(walk, "attempt");
  bool counted = check_number(walk);
  Form *form =
    kept_form_read(text_of(walk, "form"), text_of(walk, "module"), text_of(walk, "text"));
  if (form == NULL || *walk->event->subject == '\0' || g_hash_table_contains(walk->begun, id) ||
      g_hash_table_contains(walk->finished, id)) {
    form_free(form);
    return fault(walk, DIAG_RECORDS_EVENT, id);
  }
  Begun *begun = g_new0(Begun, 1);
  begun->subject = g_strdup(walk->event->subject);
  begun->module = g_strdup(text_of(walk, "module"));
  begun->round = g_strdup(text_of(walk, "round"));
  begun->text = g_strdup(text_of(walk, "text"));
  begun->json = g_strdup(text_of(walk, "form"));
  begun->form = form;
  begun->answers = g_new0(char *, form->questions->len + 1);
  for (guint i = 0; i < form->questions->len; i++)
    begun->answers[i] = g_strdup("");
  g_hash_table_insert(walk->begun, g_strdup(id), begun);
  return counted || fault(walk, DIAG_RECORDS_EVENT, id);
}

/* The attempt of this event, where it is this person's and open. */
static Begun *open_attempt(const Walk *walk)
{
  Begun *begun = g_hash_table_lookup(walk->begun, text_of(walk, "attempt"));
  return begun != NULL && begun->form != NULL && strcmp(begun->subject, walk->event->subject) == 0
           ? begun
           : NULL;
}

static bool walk_answer(Walk *walk)
{
  Begun *begun = open_attempt(walk);
  gint64 place = number_of(walk, "place");
  const char *answer = text_of(walk, "answer");
  if (begun == NULL || place < 1 || place > begun->form->questions->len ||
      !kept_answer_fits(answer, form_question(begun->form, (guint)place - 1)->count))
    return fault(walk, DIAG_RECORDS_EVENT, text_of(walk, "attempt"));
  g_free(begun->answers[place - 1]);
  begun->answers[place - 1] = g_strdup(answer);
  return true;
}

static const Module *module_for(Walk *walk, const char *hash)
{
  Module *module = g_hash_table_lookup(walk->modules, hash);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (module != NULL)
    return module;
  g_autoptr(Report) unsaid = report_new();
  if (kept_text_get(walk->with->store, hash, &bytes, &length, unsaid) && bytes != NULL)
    module = module_from_text(bytes, length, unsaid);
  if (module == NULL)
    return NULL;
  walk->soundness->texts++;
  g_hash_table_insert(walk->modules, g_strdup(hash), module);
  return module;
}

static bool same_score(const Walk *walk, const Grade *graded)
{
  return number_of(walk, "units") == (gint64)graded->units &&
         number_of(walk, "of") == (gint64)graded->questions->len * POINT_UNITS &&
         number_of(walk, "percent") == graded->percent &&
         flag_of(walk, "must_missed") == graded->must_missed &&
         flag_of(walk, "passed") == graded->passed;
}

static bool walk_finished(Walk *walk)
{
  const char *id = text_of(walk, "attempt");
  Begun *begun = open_attempt(walk);
  if (begun == NULL)
    return fault(walk, DIAG_RECORDS_EVENT, id);
  walk->soundness->attempts++;
  const Module *module = module_for(walk, begun->text);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Grade) graded =
    module != NULL ? grade(module, begun->form, (const char *const *)begun->answers, unsaid) : NULL;
  bool good = graded != NULL && same_score(walk, graded);
  begun->passed = graded != NULL && graded->passed;
  walk->soundness->scores++;
  g_clear_pointer(&begun->form, form_free);
  g_clear_pointer(&begun->answers, g_strfreev);
  if (!begun->passed) { /* nothing can come of it but by a correction, which is looked at later */
    g_hash_table_add(walk->finished, g_strdup(id));
    g_hash_table_remove(walk->begun, id);
  }
  if (graded == NULL)
    return fault(walk, DIAG_RECORDS_TEXT, id);
  return good || fault(walk, DIAG_RECORDS_SCORE, id);
}

/* --- completions -------------------------------------------------------------------------- */

static bool same_clauses(const Walk *walk, const char *form)
{
  g_autofree char *revision = NULL;
  g_autoptr(GPtrArray) clauses = kept_form_clauses(form, &revision);
  const json_t *given = json_object_get(walk->body, "clauses");
  if (clauses == NULL || strcmp(revision, text_of(walk, "revision")) != 0 ||
      json_object_size(given) != clauses->len)
    return false;
  for (guint i = 0; i < clauses->len; i++) {
    const ClauseHash *clause = g_ptr_array_index(clauses, i);
    const char *hash = json_string_value(json_object_get(given, clause->clause));
    if (g_strcmp0(hash, clause->hash) != 0)
      return false;
  }
  return true;
}

static bool walk_completion(Walk *walk)
{
  const char *attempt = text_of(walk, "attempt"), *session = text_of(walk, "session");
  g_autofree char *attended = g_strjoin("\n", session, walk->event->subject, NULL);
  walk->soundness->completions++;
  if (*attempt == '\0')
    return g_hash_table_contains(walk->attended, attended) ||
           fault(walk, DIAG_RECORDS_COMPLETION, session);
  const Begun *begun = g_hash_table_lookup(walk->begun, attempt);
  /* Of an attempt that was failed and corrected since: check_corrected() has it. */
  if (begun == NULL &&
      g_ptr_array_find_with_equal_func(walk->corrected, attempt, g_str_equal, NULL))
    return true;
  bool good = begun != NULL && begun->passed && strcmp(begun->subject, walk->event->subject) == 0 &&
              strcmp(begun->module, text_of(walk, "module")) == 0 &&
              strcmp(begun->round, text_of(walk, "round")) == 0 && same_clauses(walk, begun->json);
  if (begun != NULL) {
    g_hash_table_add(walk->finished, g_strdup(attempt));
    g_hash_table_remove(walk->begun, attempt);
  }
  return good || fault(walk, DIAG_RECORDS_COMPLETION, attempt);
}

static bool walk_attended(Walk *walk)
{
  g_hash_table_add(walk->attended,
                   g_strjoin("\n", text_of(walk, "session"), walk->event->subject, NULL));
  return true;
}

/* The attempt that a correction concerns, of an answer or a score. */
static bool walk_correction(Walk *walk)
{
  g_autoptr(Event) event = NULL;
  gint64 of = number_of(walk, "of");
  if (!event_find(walk->with->store, of, &event, walk->report))
    return false;
  if (event == NULL || event->seq >= walk->event->seq)
    return fault(walk, DIAG_RECORDS_EVENT, text_of(walk, "field"));
  g_autofree char *attempt = event_text(event, "attempt");
  bool graded = strcmp(event->kind, "answer") == 0 || strcmp(event->kind, "attempt.finished") == 0;
  if (graded && attempt != NULL &&
      !g_ptr_array_find_with_equal_func(walk->corrected, attempt, g_str_equal, NULL))
    g_ptr_array_add(walk->corrected, g_steal_pointer(&attempt));
  return true;
}

/* --- the walk ----------------------------------------------------------------------------- */

static bool walk_event(Walk *walk)
{
  static const struct {
    const char *kind;
    bool (*check)(Walk *walk);
  } checks[] = {
    {"attempt.begun", walk_begun},       {"answer", walk_answer},
    {"attempt.finished", walk_finished}, {"completion", walk_completion},
    {"session.attended", walk_attended}, {"correction", walk_correction},
  };
  for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
    if (strcmp(walk->event->kind, checks[i].kind) == 0)
      return checks[i].check(walk);
  return true;
}

static bool walk_chunk(Walk *walk, const GPtrArray *events)
{
  bool good = true;
  for (guint i = 0; i < events->len; i++) {
    walk->event = g_ptr_array_index(events, i);
    json_t *body = json_loads(walk->event->body, 0, NULL);
    walk->body = body;
    good = (body != NULL ? walk_event(walk) : fault(walk, DIAG_RECORDS_EVENT, walk->event->kind)) &&
           good;
    json_decref(body);
  }
  return good;
}

bool events_walk(const Enrolment *with, Soundness *soundness, GPtrArray *corrected, Report *report)
{
  g_autoptr(GHashTable) begun = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, begun_free);
  g_autoptr(GHashTable) finished = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) attended = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) modules =
    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, module_free_it);
  Walk walk = {with,     soundness, corrected, begun, finished, numbers,
               attended, modules,   NULL,      NULL,  report};
  bool good = true;
  gint64 after = 0;
  for (;;) {
    EventQuery query = {.after = after, .upto = soundness->head};
    g_autoptr(GPtrArray) events = events_read(with->store, &query, report);
    if (events == NULL)
      return false;
    good = walk_chunk(&walk, events) && good;
    if (events->len < STORE_CHUNK)
      break;
    after = ((const Event *)g_ptr_array_index(events, events->len - 1))->seq;
  }
  return good;
}
