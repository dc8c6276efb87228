/* What the records tell beside who is trained: certificates, the questions, what is kept how long. And the
 * list of all pages that are not in the menu. */
#include "serve/office_pages.h"

#include "enrolment/items.h"
#include "enrolment/retention.h"
#include "records/certificate.h"
#include "serve/certification.h"
#include "records/completion.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* ---- certificates ---- */

static const OfficeColumn columns[] = {{"name", true, false},
                                       {"module", true, false},
                                       {"day", true, false},
                                       {"certificate", false, false}};

typedef struct {
  Person *person;
  Completion *completion;
  const char *module;
} Issued;

static void issued_free(gpointer data)
{
  Issued *issued = data;
  person_free(issued->person);
  completion_free(issued->completion);
  g_free(issued);
}

/* Of people whose names are there: an erased one's certificates are gone. */
static bool add_completions(Call *call, GPtrArray *completions, GPtrArray *list)
{
  for (guint i = 0; i < completions->len; i++) {
    Completion *completion = g_ptr_array_index(completions, i);
    g_autoptr(Person) person = NULL;
    if (!staff_find(call->store, completion->subject, &person, call->report))
      return false;
    if (person == NULL || person->state == STAFF_ERASED)
      continue;
    Issued *issued = g_new0(Issued, 1);
    issued->person = g_steal_pointer(&person);
    issued->module = office_module(call, completion->module);
    issued->completion = completion;
    completions->pdata[i] = NULL;
    g_ptr_array_add(list, issued);
  }
  return true;
}

static GPtrArray *completions_of(Call *call, int year)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(issued_free);
  CompletionQuery query = {.year = year};
  for (;;) {
    g_autoptr(GPtrArray) piece = completion_list(call->store, &query, call->report);
    if (piece == NULL)
      return NULL;
    guint count = piece->len;
    if (count > 0)
      query.after = ((const Completion *)g_ptr_array_index(piece, count - 1))->seq;
    if (!add_completions(call, piece, list))
      return NULL;
    if (count < STORE_CHUNK)
      return g_steal_pointer(&list);
  }
}

static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
  const Issued *x = *(const Issued *const *)a, *y = *(const Issued *const *)b;
  const OfficeColumn *order = data;

  if (order == NULL || strcmp(order->key, "day") == 0)
    return day_compare(x->completion->on, y->completion->on);
  if (strcmp(order->key, "module") == 0)
    return strcmp(x->module, y->module);
  return strcmp(*x->person->kana != '\0' ? x->person->kana : x->person->name,
                *y->person->kana != '\0' ? y->person->kana : y->person->name);
}

static bool put_issued(Call *call, const Issued *issued)
{
  g_autoptr(Certificate) certificate = NULL;
  if (!certificate_find_of(call->store, issued->completion->seq, &certificate, call->report))
    return false;
  values_open(call->values, NULL);
  values_string(call->values, "person", issued->person->id);
  values_string(call->values, "name", issued->person->name);
  values_string(call->values, "module", issued->module);
  values_day(call->values, "day", issued->completion->on);
  values_number(call->values, "completion", issued->completion->seq);
  values_string(call->values, "id", certificate != NULL ? certificate->id : NULL);
  values_close(call->values);
  return true;
}

void certificates_page(Call *call)
{
  int year = office_year(call);
  guint first, count;
  bool back, good = true;
  const OfficeColumn *order = office_order(call, columns, G_N_ELEMENTS(columns), &back);
  g_autoptr(GPtrArray) list = completions_of(call, year);

  if (list == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  g_ptr_array_sort_with_data(list, compare, (gpointer)order);
  back = back || order == NULL;
  office_put_above(call, "more.title", "/office/more");
  office_put_years(call, year);
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  values_bool(call->values, "can_make", certification_can(call));
  office_put_pages(call, list->len, &first, &count);
  values_list(call->values, "rows");
  for (guint i = first; good && i < first + count; i++)
    good = put_issued(call, g_ptr_array_index(list, back ? list->len - 1 - i : i));
  values_close(call->values);
  if (good)
    call_show(call, "certificates.html");
  else
    call_fail(call);
}

/* "ID.pdf", as it was issued. */
void certificate_file(Call *call)
{
  g_autoptr(Certificate) certificate = NULL;
  g_autofree char *id = g_str_has_suffix(call->parts[0], ".pdf")
                          ? g_strndup(call->parts[0], strlen(call->parts[0]) - strlen(".pdf"))
                          : NULL;

  if (id != NULL && !certificate_find(call->store, id, &certificate, call->report))
    call_fail(call);
  else if (certificate == NULL || certificate->pdf == NULL)
    call_refuse(call, 404);
  else
    call_bytes(call, "application/pdf", NULL,
               g_bytes_new(certificate->pdf, certificate->pdf_length));
}

/* The certificate is made: back to the list. */
static void certificate_made(Call *call)
{
  if (certification_end(call))
    call_go(call, "/office/certificates");
}

/* Whoever was trained on paper or in a group never comes here to press a button: the office makes
 * theirs. */
void certificates_post(Call *call)
{
  g_autoptr(Completion) completion = NULL;
  g_autoptr(Certificate) certificate = NULL;
  const char *given = call_words(call, "completion");
  gint64 seq = 0;

  if (given == NULL || !g_ascii_string_to_signed(given, 10, 1, G_MAXINT64, &seq, NULL)) {
    call_refuse(call, 422);
    return;
  }
  if (!completion_find(call->store, seq, &completion, call->report) ||
      !certificate_find_of(call->store, seq, &certificate, call->report))
    call_fail(call);
  else if (completion == NULL || completion->voided)
    call_refuse(call, 404);
  else if (certificate != NULL)
    call_go(call, "/office/certificates");
  else
    certification_begin(call, completion, certificate_made);
}

/* ---- item analysis ---- */

static void put_choices(Call *call, const Item *item, const Question *question)
{
  values_list(call->values, "choices");
  for (guint i = 0; question != NULL && i < question->choices->len; i++) {
    const Choice *choice = question_choice(question, i);
    values_open(call->values, NULL);
    values_string(call->values, "words", choice->words.text);
    values_bool(call->values, "right", choice->right);
    values_number(call->values, "chosen", item->chosen[i]);
    values_bool(call->values, "unpicked", (item->unpicked >> i & 1) != 0);
    values_close(call->values);
  }
  values_close(call->values);
}

static void put_item(Call *call, const Course *course, const Item *item)
{
  const Question *question =
    item->gone ? NULL : quiz_find(module_quiz(course->module), item->question);
  Values *values = call->values;

  values_open(values, NULL);
  values_string(values, "title", question != NULL ? question->title.text : item->question);
  values_number(values, "asked", item->asked);
  values_number(values, "right", item->right);
  values_number(values, "percent", item->asked > 0 ? item->right * 100 / item->asked : 0);
  values_list(values, "marks");
  if (item->gone)
    values_string(values, NULL, "gone");
  if (item->too_easy)
    values_string(values, NULL, "too_easy");
  if (item->too_hard)
    values_string(values, NULL, "too_hard");
  if (item->discriminates && item->discrimination < 0)
    values_string(values, NULL, "turned");
  values_close(values);
  put_choices(call, item, question);
  values_close(values);
}

void items_page(Call *call)
{
  const Curriculum *curriculum = call->premises->curriculum;
  const char *wanted = call_words(call, "module");
  const Course *course = wanted != NULL ? curriculum_find(curriculum, wanted) : NULL;
  Enrolment with = call_enrolment(call);

  if (course == NULL && curriculum_count(curriculum) > 0)
    course = curriculum_get(curriculum, 0);
  g_autoptr(GPtrArray) items =
    course != NULL ? items_of(&with, course, call->report) : g_ptr_array_new();
  if (items == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "modules");
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const Course *one = curriculum_get(curriculum, i);
    values_open(call->values, NULL);
    values_string(call->values, "id", one->id);
    values_string(call->values, "title", one->module->title);
    values_bool(call->values, "chosen", one == course);
    values_close(call->values);
  }
  values_close(call->values);
  values_list(call->values, "rows");
  for (guint i = 0; i < items->len; i++)
    put_item(call, course, g_ptr_array_index(items, i));
  values_close(call->values);
  call_show(call, "questions.html");
}

/* ---- retention ---- */

void retention_page(Call *call)
{
  Enrolment with = call_enrolment(call);
  const GPtrArray *rules = premises_retention(call->premises, call->report);
  g_autoptr(GPtrArray) due = rules != NULL ? retention_due(&with, rules, call->report) : NULL;

  if (due == NULL) {
    call_fail(call);
    return;
  }
  if (!office_open(call, "more"))
    return;
  office_put_above(call, "more.title", "/office/more");
  values_list(call->values, "rules");
  for (guint i = 0; i < rules->len; i++) {
    const RetentionRule *rule = g_ptr_array_index(rules, i);
    values_open(call->values, NULL);
    values_number(call->values, "years", rule->years);
    values_bool(call->values, "from_year", rule->from_year);
    values_string(call->values, "reason", rule->reason);
    values_close(call->values);
  }
  values_close(call->values);
  values_list(call->values, "rows");
  for (guint i = 0; i < due->len; i++) {
    const RetentionDue *one = g_ptr_array_index(due, i);
    values_open(call->values, NULL);
    values_string(call->values, "id", one->subject);
    values_string(call->values, "name", one->name);
    values_day(call->values, "left", one->left);
    values_day(call->values, "since", one->since);
    values_string(call->values, "reason", one->rule->reason);
    values_close(call->values);
  }
  values_close(call->values);
  call_show(call, "retention.html");
}

/* ---- the list of pages ---- */

typedef struct {
  const char *group, *name, *href;
  bool all; /* for accounts of the role "all" alone */
} Way;

void office_more_page(Call *call)
{
  static const Way ways[] = {
    {"staff", "slips", "slips", false},
    {"staff", "rules", "rules", false},
    {"staff", "retraining", "retraining", false},
    {"record", "certificates", "certificates", false},
    {"record", "inspection", "inspection", false},
    {"record", "questions", "questions", false},
    {"record", "corrections", "corrections", false},
    {"record", "retention", "retention", false},
    {"record", "events", "events", false},
    {"office", "accounts", "accounts", true},
  };
  const char *group = "";
  bool all = strcmp(call->who.role, "all") == 0;

  if (!office_open(call, "more"))
    return;
  values_list(call->values, "groups");
  for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
    if (ways[i].all && !all)
      continue;
    if (strcmp(group, ways[i].group) != 0) {
      if (*group != '\0') {
        values_close(call->values);
        values_close(call->values);
      }
      group = ways[i].group;
      values_open(call->values, NULL);
      values_string(call->values, "name", group);
      values_list(call->values, "ways");
    }
    values_open(call->values, NULL);
    values_string(call->values, "name", ways[i].name);
    values_string(call->values, "href", ways[i].href);
    values_close(call->values);
  }
  values_close(call->values);
  values_close(call->values);
  values_close(call->values);
  call_show(call, "more.html");
}
