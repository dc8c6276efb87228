/* What waits: questions and sections of a training whose clauses have changed since a person
 * looked at them. Both wordings side by side, below them what rests on each, and buttons to
 * say that it still holds: one, all of a clause, or all that are shown. */
#include "pages/confirming.h"
#include "pages/sides.h"
#include "pages/training_values.h"
#include "serve/screens.h"

#include <string.h>

/* Most that are shown at once: each brings its texts along. */
enum { SHOWN_MOST = 200 };

/* The module that is looked at. */
typedef struct {
  Visit *visit;
  Repository *repository;
  Texts *texts;
  Module *module;
  GArray *waiting; /* of Waiting */
  guint shown;     /* how many of these, from the first */
  Comparer *comparer;
  GPtrArray *rows; /* of GString, which the values borrow until the page is rendered */
} Looking;

static void looking_clear(Looking *looking)
{
  g_ptr_array_unref(looking->rows);
  comparer_free(looking->comparer);
  if (looking->waiting != NULL)
    g_array_unref(looking->waiting);
  module_free(looking->module);
  texts_free(looking->texts);
  repository_free(looking->repository);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Looking, looking_clear)

static void free_rows(gpointer rows)
{
  g_string_free(rows, TRUE);
}

static Looking looking_new(Visit *visit)
{
  g_autoptr(Report) unsaid = report_new();
  Repository *repository = repository_open(visit->root, unsaid);
  return (Looking){.visit = visit,
                   .repository = repository,
                   .texts = site_texts(visit->site, repository, visit->as_of),
                   .comparer = comparer_new(),
                   .rows = g_ptr_array_new_with_free_func(free_rows)};
}

/* False where it cannot be read (reported). */
static bool look_at(Looking *looking, const char *folder)
{
  looking->module = module_read(looking->visit->root, folder, looking->visit->report);
  if (looking->module == NULL)
    return false;
  g_autoptr(Report) unsaid = report_new(); /* `check` tells it */
  quiz_words(module_edition(looking->module, "ja")->quiz, unsaid);
  looking->waiting = waiting_new(looking->module, looking->texts, NULL, false);
  looking->shown = MIN(looking->waiting->len, SHOWN_MOST);
  return true;
}

static const Waiting *waiting_at(const Looking *looking, guint index)
{
  return &g_array_index(looking->waiting, Waiting, index);
}

/* ---- which of them a button is for ---- */

/* What is NULL does not matter. */
typedef struct {
  const char *clause, *last, *kind, *id;
} Selection;

static const char *kind_of(const Waiting *one)
{
  return one->pending.section ? "section" : "question";
}

static const char *last_of(const Waiting *one)
{
  return one->last != NULL ? one->last : "";
}

static bool fits(const char *wanted, const char *has)
{
  return wanted == NULL || strcmp(wanted, has) == 0;
}

static bool is_selected(const Selection *selection, const Waiting *one)
{
  return one->pending.freshness != UNRESOLVED && fits(selection->clause, one->clause) &&
         fits(selection->last, last_of(one)) && fits(selection->kind, kind_of(one)) &&
         fits(selection->id, one->pending.id);
}

/* A fingerprint of what a button says: which of them, against which wording. NULL for none. */
static char *selection_seen(const Looking *looking, const Selection *selection, guint *count)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  *count = 0;
  for (guint i = 0; i < looking->shown; i++) {
    const Waiting *one = waiting_at(looking, i);
    if (!is_selected(selection, one))
      continue;
    g_autofree char *line =
      g_strdup_printf("%s %s %s %s\n", kind_of(one), one->pending.id, one->clause, one->now.hash);
    g_checksum_update(sum, (const guchar *)line, -1);
    (*count)++;
  }
  return *count > 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

static void put_button(Looking *looking, const char *name, const Selection *selection)
{
  Values *values = looking->visit->values;
  guint count = 0;
  g_autofree char *seen = selection_seen(looking, selection, &count);
  if (seen == NULL)
    return;
  values_open(values, name);
  values_string(values, "clause", selection->clause);
  values_string(values, "last", selection->last);
  values_string(values, "kind", selection->kind);
  values_string(values, "id", selection->id);
  values_string(values, "seen", seen);
  values_number(values, "count", count);
  values_close(values);
}

/* ---- one of them ---- */

static void put_strings(Values *values, const char *name, const GPtrArray *strings, guint from)
{
  values_list(values, name);
  for (guint i = from; i < strings->len; i++)
    values_string(values, NULL, g_ptr_array_index(strings, i));
  values_close(values);
}

static void put_section(Looking *looking, const char *id)
{
  Values *values = looking->visit->values;
  const Lesson *lesson = module_edition(looking->module, "ja")->lesson;
  const Section *section = &g_array_index(lesson->sections, Section, lesson_find(lesson, id));
  g_autoptr(GPtrArray) words = lesson_words(lesson, id);
  values_raw(values, "title", section->title_html, strlen(section->title_html));
  put_strings(values, "words", words, 1); /* behind its heading */
}

static void put_item(Looking *looking, const Waiting *one)
{
  Values *values = looking->visit->values;
  const Pending *pending = &one->pending;
  Selection alone = {one->clause, last_of(one), kind_of(one), pending->id};
  values_open(values, NULL);
  values_string(values, "kind", kind_of(one));
  values_string(values, "file", pending->file);
  values_number(values, "line", pending->line);
  if (pending->section)
    put_section(looking, pending->id);
  else
    put_question_key(looking->visit->values, quiz_find(module_quiz(looking->module), pending->id));
  put_button(looking, "button", &alone);
  values_close(values);
}

/* ---- a clause, and what rests on it ---- */

static bool same_group(const Waiting *one, const Waiting *other)
{
  return strcmp(one->clause, other->clause) == 0 && strcmp(last_of(one), last_of(other)) == 0;
}

static const char *group_state(const Waiting *one)
{
  if (one->pending.freshness == UNRESOLVED)
    return "gone";
  if (one->last == NULL)
    return "first";
  return one->known ? "changed" : "lost";
}

static void put_both(Looking *looking, const Waiting *one, guint number)
{
  Visit *visit = looking->visit;
  g_auto(ClauseComparison) both = clause_compare(looking->comparer, &one->now, &one->before);
  g_autofree char *anchor = g_strdup_printf("w%u-", number);
  GString *rows = g_string_new(NULL);
  g_ptr_array_add(looking->rows, rows);
  sides_put_rows(visit->values, screen_theme(visit->screen), both.comparison, anchor, rows,
                 visit->report);
  values_day(visit->values, "before", one->before.revision->effective);
}

static void put_group(Looking *looking, guint first, guint number)
{
  Visit *visit = looking->visit;
  Values *values = visit->values;
  const Waiting *one = waiting_at(looking, first);
  const char *state = group_state(one);
  values_open(values, NULL);
  values_number(values, "number", number);
  values_string(values, "state", state);
  values_string(values, "clause", one->clause);
  if (one->pending.freshness != UNRESOLVED) {
    values_string(values, "title", one->now.clause->title);
    values_string(values, "policy", one->now.ledger->title);
    values_day(visit->values, "now", one->now.revision->effective);
    g_autoptr(GPtrArray) words = clause_words(&one->now);
    if (strcmp(state, "changed") == 0)
      put_both(looking, one, number);
    else
      put_strings(values, "words", words, 0);
  }
  values_list(values, "items");
  for (guint i = first; i < looking->shown; i++)
    if (same_group(one, waiting_at(looking, i)))
      put_item(looking, waiting_at(looking, i));
  values_close(values);
  put_button(looking, "button", &(Selection){one->clause, last_of(one), NULL, NULL});
  values_close(values);
}

/* In the order in which they first come. */
static void put_groups(Looking *looking)
{
  guint number = 0;
  values_list(looking->visit->values, "groups");
  for (guint i = 0; i < looking->shown; i++) {
    guint first = 0;
    while (!same_group(waiting_at(looking, first), waiting_at(looking, i)))
      first++;
    if (first == i)
      put_group(looking, i, ++number);
  }
  values_close(looking->visit->values);
}

/* ---- the page ---- */

static Reply *show(Looking *looking, guint status)
{
  Visit *visit = looking->visit;
  values_open(visit->values, "module");
  values_string(visit->values, "id", looking->module->id);
  values_string(visit->values, "title", looking->module->title);
  values_number(visit->values, "count", looking->waiting->len);
  values_number(visit->values, "rest", looking->waiting->len - looking->shown);
  values_close(visit->values);
  values_string(visit->values, "done", request_field(visit->request, "done"));
  put_groups(looking);
  put_button(looking, "button_all", &(Selection){0});
  return visit_show_as(visit, status, "pending.html");
}

static Reply *confirm(Looking *looking)
{
  Visit *visit = looking->visit;
  const Request *request = visit->request;
  Selection selection = {request_field(request, "clause"), request_field(request, "last"),
                         request_field(request, "kind"), request_field(request, "id")};
  guint count = 0;
  g_autofree char *seen = selection_seen(looking, &selection, &count);
  g_autofree char *back = g_strdup_printf("pending/%s?done=%u", looking->module->id, count);
  if (seen == NULL && report_failed(visit->report))
    return show(looking, 409);
  if (seen == NULL) /* it was done already: a second press of the button */
    return visit_go(visit, back);
  if (g_strcmp0(seen, request_field(request, "seen")) != 0) {
    values_bool(visit->values, "changed", true);
    return show(looking, 409);
  }
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Confirmation));
  for (guint i = 0; i < looking->shown; i++) {
    const Waiting *one = waiting_at(looking, i);
    Confirmation entry = waiting_confirmation(one, visit->as_of);
    if (is_selected(&selection, one))
      g_array_append_val(entries, entry);
  }
  bool done = confirmations_commit(visit->site, looking->module,
                                   (const Confirmation *)(gconstpointer)entries->data, entries->len,
                                   visit->report);
  return done ? visit_go(visit, back) : show(looking, 409);
}

/* ---- all trainings ---- */

static void put_modules(Visit *visit)
{
  g_auto(Looking) looking = looking_new(visit);
  values_list(visit->values, "modules");
  for (guint i = 0; i < visit->site->modules->len; i++) {
    g_autoptr(Module) module =
      module_read(visit->root, g_ptr_array_index(visit->site->modules, i), visit->report);
    if (module == NULL)
      continue;
    g_autoptr(GArray) pending = module_pending(module, looking.texts, NULL, false);
    values_open(visit->values, NULL);
    values_string(visit->values, "id", module->id);
    values_string(visit->values, "title", module->title);
    values_number(visit->values, "questions", module_quiz(module)->questions->len);
    values_number(visit->values, "count", pending->len);
    values_close(visit->values);
  }
  values_close(visit->values);
}

static const char *folder_of(const Site *site, const char *id)
{
  for (guint i = 0; i < site->modules->len; i++) {
    const char *folder = g_ptr_array_index(site->modules, i);
    if (strcmp(strrchr(folder, '/') + 1, id) == 0)
      return folder;
  }
  return NULL;
}

Reply *pending_screen(Visit *visit)
{
  const char *id = visit->parts[1];
  if (id == NULL) {
    put_modules(visit);
    return visit_show(visit, "pending.html");
  }
  const char *folder = folder_of(visit->site, id);
  if (folder == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  Reply *elsewhere = visit->request->posts ? NULL : visit_ask_identity(visit);
  if (elsewhere != NULL)
    return elsewhere;
  g_auto(Looking) looking = looking_new(visit);
  if (!look_at(&looking, folder))
    return visit_show_as(visit, 500, "fault.html");
  return visit->request->posts ? confirm(&looking) : show(&looking, 200);
}
