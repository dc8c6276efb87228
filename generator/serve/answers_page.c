/* Answers on paper: which sheet, whose; its answers, typed; typed again; and where the two differ, which holds.
 * What was typed first waits in the store (records/attempt.h), where another page cannot lose it. */
#include "serve/office_pages.h"

#include "enrolment/paper.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* Names that the field offers. */
enum { OFFERED_MOST = 1000 };

/* ---- which sheet, and whose ---- */

static void show_begin(Call *call, guint status)
{
  static const char *const fields[] = {"form", "person", "day", NULL};
  StaffQuery query = {.limit = OFFERED_MOST};
  g_autoptr(GPtrArray) people = staff_list(call->store, &query, call->report);
  g_autofree char *today = day_iso(call->today);

  if (people == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "paper"))
    return;
  if (call->request->posts)
    office_put_form(call, fields);
  values_string(call->values, "today", today);
  values_list(call->values, "people");
  for (guint i = 0; i < people->len; i++) {
    const Person *person = g_ptr_array_index(people, i);
    values_open(call->values, NULL);
    values_string(call->values, "value", *person->number != '\0' ? person->number : person->name);
    values_string(call->values, "name", person->name);
    values_close(call->values);
  }
  values_close(call->values);
  call_show_as(call, status, "paper.html");
}

void answers_page(Call *call)
{
  show_begin(call, 200);
}

/* As it is printed: small letters, no spaces. */
static char *form_id(const char *typed)
{
  g_autofree char *plain = g_utf8_normalize(typed, -1, G_NORMALIZE_NFKC);
  g_autofree char *small = plain != NULL ? g_ascii_strdown(plain, -1) : g_strdup("");
  return g_strdup(g_strstrip(small));
}

/* What is on the paper lies in files: looked up aside, for the step that follows. */
typedef struct {
  char *id;
  AnswerSheet *sheet; /* NULL: not found (reported) */
} Lookup;

static void lookup_free(gpointer data)
{
  Lookup *lookup = data;
  answer_sheet_free(lookup->sheet);
  g_free(lookup->id);
  g_free(lookup);
}

static void look_up(Call *call, gpointer data)
{
  Lookup *lookup = data;
  lookup->sheet = answer_sheet_find(call->premises->curriculum, lookup->id, call->report);
}

static void find_sheet(Call *call, char *id, CallStep then)
{
  Lookup *lookup = g_new0(Lookup, 1);
  lookup->id = id;
  call_carry(call, lookup, lookup_free);
  call_read(call, look_up, lookup, NULL, then);
}

static const AnswerSheet *found_sheet(const Call *call)
{
  const Lookup *lookup = call_carried(call);
  return lookup != NULL ? lookup->sheet : NULL;
}

/* All is checked in one step, so that all that is wrong is told at once. */
static void begin_entry(Call *call)
{
  Enrolment with = call_enrolment(call);
  const char *person = call_words(call, "person");
  const AnswerSheet *sheet = found_sheet(call);
  g_autofree char *subject = NULL;
  bool good = office_needs(call, "form");
  Day day;

  good &= office_needs(call, "person");
  good &= office_needs(call, "day") && office_day(call, "day", &day);
  if (person != NULL)
    good &= (subject = enrolment_person(&with, person, call->report)) != NULL;
  if (!good || sheet == NULL) {
    show_begin(call, 422);
    return;
  }
  g_autofree char *iso = day_iso(day);
  /* What was typed for this sheet before is begun anew. */
  if (paper_draft_drop(call->store, subject, sheet->form->id, call->report))
    office_go(call, NULL, "paper/%s/%s?day=%s", sheet->form->id, subject, iso);
  else
    call_fail(call);
}

void answers_post(Call *call)
{
  const char *form = call_words(call, "form");
  if (form != NULL)
    find_sheet(call, form_id(form), begin_entry);
  else
    begin_entry(call);
}

/* ---- the answers ---- */

typedef struct {
  const AnswerSheet *sheet; /* the call's */
  Person *person;
  Day day;
  PaperDraft *first; /* NULL: it is typed the first time */
  GPtrArray *typed;  /* of char *, as typed now, a place each */
  GPtrArray *words;  /* of char *, as read; NULL where it cannot be one */
  bool unreadable;
  GArray *differing; /* of guint; NULL where it was not compared */
} Entry;

static void entry_clear(Entry *entry)
{
  person_free(entry->person);
  paper_draft_free(entry->first);
  g_clear_pointer(&entry->typed, g_ptr_array_unref);
  g_clear_pointer(&entry->words, g_ptr_array_unref);
  g_clear_pointer(&entry->differing, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Entry, entry_clear)

/* The sheet and the person of the path, and the day of the address or form. */
static bool open_entry(Call *call, Entry *entry)
{
  const char *day = request_field(call->request, "day");
  if (!staff_find(call->store, call->parts[1], &entry->person, call->report)) {
    call_fail(call);
    return false;
  }
  entry->sheet = found_sheet(call);
  entry->day = day != NULL ? wareki_read(day).day : (Day){0};
  if (entry->sheet == NULL || entry->person == NULL || entry->person->state == STAFF_ERASED ||
      !day_exact(entry->day)) {
    call_refuse(call, 404);
    return false;
  }
  if (paper_draft_find(call->store, entry->person->id, entry->sheet->form->id, &entry->first,
                       call->report))
    return true;
  call_fail(call);
  return false;
}

static guint question_count(const Entry *entry)
{
  return entry->sheet->form->questions->len;
}

/* What the boxes hold. */
static void read_boxes(Call *call, Entry *entry)
{
  entry->typed = g_ptr_array_new_with_free_func(g_free);
  entry->words = g_ptr_array_new_with_free_func(g_free);
  for (guint place = 1; place <= question_count(entry); place++) {
    g_autofree char *field = g_strdup_printf("a%u", place);
    const char *typed = call_words(call, field);
    char *word = answer_sheet_word(entry->sheet->form, place, typed != NULL ? typed : "");
    entry->unreadable |= word == NULL;
    g_ptr_array_add(entry->typed, g_strdup(typed != NULL ? typed : ""));
    g_ptr_array_add(entry->words, word);
  }
  g_ptr_array_add(entry->words, NULL);
}

static bool differs(const Entry *entry, guint place)
{
  for (guint i = 0; entry->differing != NULL && i < entry->differing->len; i++)
    if (g_array_index(entry->differing, guint, i) == place)
      return true;
  return false;
}

static void put_question(Call *call, const Entry *entry, guint place)
{
  const char *first = entry->first != NULL && g_strv_length(entry->first->answers) >= place
                        ? entry->first->answers[place - 1]
                        : "";
  const char *typed = entry->typed != NULL ? g_ptr_array_index(entry->typed, place - 1) : "";
  const char *word = entry->words != NULL ? g_ptr_array_index(entry->words, place - 1) : "";
  g_autofree char *before = answer_sheet_signs(first);
  g_autofree char *now = answer_sheet_signs(word != NULL ? word : "");
  const char *blank = call_string(call, "paper-entry.blank");
  Values *values = call->values;

  values_open(values, NULL);
  values_number(values, "place", place);
  values_string(values, "value", typed);
  values_bool(values, "fault", word == NULL);
  if (differs(entry, place)) {
    values_bool(values, "differs", true);
    values_string(values, "first", *before != '\0' ? before : blank);
    values_string(values, "second", *now != '\0' ? now : blank);
  }
  values_close(values);
}

static void show_entry(Call *call, guint status, const Entry *entry)
{
  Values *values = call->values;

  if (!office_open(call, "paper"))
    return;
  office_put_above(call, "paper.title", "/office/paper");
  values_bool(values, "again", entry->first != NULL);
  values_bool(values, "differing", entry->differing != NULL && entry->differing->len > 0);
  values_bool(values, "unreadable", entry->unreadable);
  values_string(values, "sheet", entry->sheet->form->id);
  values_day(values, "day", entry->day);
  values_open(values, "person");
  values_string(values, "id", entry->person->id);
  values_string(values, "name", entry->person->name);
  values_string(values, "site", entry->person->site);
  values_close(values);
  values_open(values, "module");
  values_string(values, "title", entry->sheet->module->title);
  values_close(values);
  values_list(values, "questions");
  for (guint place = 1; place <= question_count(entry); place++)
    put_question(call, entry, place);
  values_close(values);
  call_show_as(call, status, "paper-entry.html");
}

static void look_at_entry(Call *call)
{
  g_auto(Entry) entry = {0};
  if (open_entry(call, &entry))
    show_entry(call, 200, &entry);
}

void answers_entry_page(Call *call)
{
  find_sheet(call, g_strdup(call->parts[0]), look_at_entry);
}

static void keep_first(Call *call, const Entry *entry)
{
  g_autofree char *iso = day_iso(entry->day);
  PaperDraft draft = {.subject = entry->person->id,
                      .module = (char *)entry->sheet->course->id,
                      .round = (char *)"",
                      .form = entry->sheet->form->id,
                      .on = entry->day,
                      .answers = (char **)entry->words->pdata,
                      .actor = (char *)call->who.actor,
                      .at = call->now};

  if (paper_draft_put(call->store, &draft, call->report))
    office_go(call, NULL, "paper/%s/%s?day=%s", draft.form, draft.subject, iso);
  else
    call_fail(call);
}

/* The second typing agrees with the first: it is recorded. */
static void record(Call *call, Entry *entry)
{
  Enrolment with = call_enrolment(call);
  bool passed = false;
  const char *const *words = (const char *const *)entry->words->pdata;

  if (!office_mark(call))
    return;
  g_autofree char *attempt =
    answer_sheet_record(&with, entry->sheet, entry->person->id, "", entry->day,
                        (const char *const *)entry->first->answers, words, &passed, call->report);
  if (office_settle(call,
                    attempt != NULL && paper_draft_drop(call->store, entry->person->id,
                                                        entry->sheet->form->id, call->report)))
    office_go(call, NULL, "paper/done/%s", attempt);
  else
    show_entry(call, 422, entry);
}

static void take_entry(Call *call)
{
  g_auto(Entry) entry = {0};
  bool settles = request_ticked(call->request, "settle");

  if (!open_entry(call, &entry))
    return;
  read_boxes(call, &entry);
  if (entry.unreadable) {
    show_entry(call, 422, &entry);
    return;
  }
  if (entry.first == NULL) {
    keep_first(call, &entry);
    return;
  }
  const char *const *words = (const char *const *)entry.words->pdata;
  entry.differing =
    answer_sheet_differences(entry.sheet, (const char *const *)entry.first->answers, words);
  /* Once the differences have been shown, what stands in the boxes was compared with the paper: it
   * takes the first one's place. */
  if (entry.differing->len > 0 && settles) {
    g_strfreev(entry.first->answers);
    entry.first->answers = g_strdupv((char **)words);
    g_array_set_size(entry.differing, 0);
  }
  if (entry.differing->len > 0)
    show_entry(call, 422, &entry);
  else
    record(call, &entry);
}

void answers_entry_post(Call *call)
{
  find_sheet(call, g_strdup(call->parts[0]), take_entry);
}

void answers_done_page(Call *call)
{
  Enrolment with = call_enrolment(call);
  g_autoptr(Sitting) sitting = sitting_glance(&with, NULL, call->parts[0], call->report);
  g_autoptr(Person) person = NULL;

  if (sitting == NULL ||
      !staff_find(call->store, sitting->attempt->subject, &person, call->report) ||
      person == NULL) {
    call_refuse(call, 404);
    return;
  }
  if (!office_open(call, "paper"))
    return;
  office_put_above(call, "paper.title", "/office/paper");
  values_string(call->values, "attempt", sitting->attempt->id);
  values_bool(call->values, "passed", sitting->attempt->score.passed);
  values_number(call->values, "percent", sitting->attempt->score.percent);
  values_bool(call->values, "must_missed", sitting->attempt->score.must_missed);
  values_open(call->values, "person");
  values_string(call->values, "id", person->id);
  values_string(call->values, "name", person->name);
  values_close(call->values);
  call_show(call, "paper-done.html");
}
