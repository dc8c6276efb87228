/* The roster: who is on it, and one person's entry. */
#include "serve/office_pages.h"

#include "enrolment/enrolment.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* A longer roster keeps the order in which the store has it: by site, reading, number. */
enum { SORTED_MOST = 5000 };

static const OfficeColumn columns[] = {
  {"name", true, false}, {"number", true, false},  {"site", true, false},
  {"role", true, false}, {"groups", false, false}, {"joined", true, false},
};

static void put_row(Call *call, const Person *person)
{
  Values *values = call->values;

  values_open(values, NULL);
  office_put_entry(call, person);
  values_day(values, "left", person->left);
  values_close(values);
}

static void put_shows(Call *call, const char *chosen)
{
  static const char *const shows[] = {"present", "left", "all"};
  values_list(call->values, "shows");
  for (guint i = 0; i < G_N_ELEMENTS(shows); i++) {
    values_open(call->values, NULL);
    values_string(call->values, "value", shows[i]);
    values_bool(call->values, "chosen", strcmp(shows[i], chosen) == 0);
    values_close(call->values);
  }
  values_close(call->values);
}

/* ---- the order ---- */

static const char *reading_of(const Person *person)
{
  return *person->kana != '\0' ? person->kana : person->name;
}

static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
  const Person *x = *(const Person *const *)a, *y = *(const Person *const *)b;
  const char *key = data;

  if (strcmp(key, "name") == 0)
    return strcmp(reading_of(x), reading_of(y));
  if (strcmp(key, "number") == 0)
    return strcmp(x->number, y->number);
  if (strcmp(key, "site") == 0)
    return strcmp(x->site, y->site);
  if (strcmp(key, "role") == 0)
    return strcmp(x->role, y->role);
  return day_compare(x->joined, y->joined);
}

/* All of them; NULL: reported. */
static GPtrArray *read_all(Call *call, const StaffQuery *query)
{
  StaffQuery piece = *query;
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
  for (;;) {
    g_autoptr(GPtrArray) list = staff_list(call->store, &piece, call->report);
    if (list == NULL)
      return NULL;
    guint count = list->len;
    g_ptr_array_extend_and_steal(all, g_steal_pointer(&list));
    if (count < STORE_CHUNK)
      return g_steal_pointer(&all);
    piece.offset += count;
  }
}

/* Those of the page. */
static GPtrArray *read_page(Call *call, StaffQuery *query, guint all)
{
  bool back;
  guint first, count;
  const OfficeColumn *order = office_order(call, columns, G_N_ELEMENTS(columns), &back);

  office_put_pages(call, all, &first, &count);
  if (order == NULL || all > SORTED_MOST) {
    query->offset = first;
    query->limit = OFFICE_LINES;
    return staff_list(call->store, query, call->report);
  }
  g_autoptr(GPtrArray) list = read_all(call, query);
  if (list == NULL)
    return NULL;
  g_ptr_array_sort_with_data(list, compare, (gpointer)order->key);
  GPtrArray *page = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
  for (guint i = first; i < MIN(first + count, list->len); i++) {
    guint at = back ? list->len - 1 - i : i;
    g_ptr_array_add(page, list->pdata[at]);
    list->pdata[at] = NULL;
  }
  return page;
}

/* The people of the address's filters, and how many there are in all. */
static bool put_people(Call *call, StaffQuery *query)
{
  guint all, present;
  StaffQuery everybody = {.left = true}, here = {0};

  if (!staff_count(call->store, query, &all, call->report) ||
      !staff_count(call->store, &here, &present, call->report))
    return false;
  g_autoptr(GPtrArray) list = read_page(call, query, all);
  if (list == NULL || !staff_count(call->store, &everybody, &all, call->report))
    return false;
  values_number(call->values, "all", all);
  values_string(call->values, "sentence",
                office_words(call, "people.lead", "present", office_figure(call, present), NULL));
  values_list(call->values, "rows");
  for (guint i = 0; i < list->len; i++)
    put_row(call, g_ptr_array_index(list, i));
  values_close(call->values);
  return true;
}

void roster_page(Call *call)
{
  const char *show = call_words(call, "show");
  StaffQuery query = {.site = call_words(call, "site"),
                      .role = call_words(call, "role"),
                      .text = call_words(call, "words")};

  show = show != NULL && (strcmp(show, "left") == 0 || strcmp(show, "all") == 0) ? show : "present";
  query.left = strcmp(show, "all") == 0;
  query.only_left = strcmp(show, "left") == 0;
  if (!office_open(call, "people") || !office_put_sites(call, query.site) ||
      !office_put_roles(call, query.role))
    return;
  values_string(call->values, "words", query.text);
  put_shows(call, show);
  office_put_columns(call, columns, G_N_ELEMENTS(columns));
  if (put_people(call, &query))
    call_show(call, "people.html");
  else
    call_fail(call);
}

/* ---- one entry ---- */

static const char *const fields[] = {"number", "name",   "kana", "site", "role",
                                     "groups", "joined", "lang", NULL};

static void put_languages(Call *call)
{
  static const char *const languages[] = {"ja", "easy", "en"};
  values_list(call->values, "languages");
  for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
    g_autofree char *key = g_strconcat("person.lang_", languages[i], NULL);
    values_open(call->values, NULL);
    values_string(call->values, "value", languages[i]);
    values_string(call->values, "label", call_string(call, key));
    values_close(call->values);
  }
  values_close(call->values);
}

/* The form; `person` NULL: of a new one. */
static void show_form(Call *call, guint status, const Person *person)
{
  Values *values = call->values;

  if (!office_open(call, "people") || !office_put_sites(call, NULL) ||
      !office_put_roles(call, NULL))
    return;
  g_autofree char *groups = person != NULL ? g_strjoinv("、", person->groups) : NULL;
  g_autofree char *joined =
    person != NULL && day_known(person->joined) ? day_iso(person->joined) : NULL;
  g_autofree char *href = person != NULL ? g_strconcat("/office/people/", person->id, NULL) : NULL;
  g_autofree char *action =
    person != NULL ? g_strconcat("people/", person->id, "/change", NULL) : g_strdup("people/add");
  if (person == NULL)
    office_put_title(call, call_string(call, "person-form.add_title"));
  office_put_above(call, person != NULL ? person->name : "people.title",
                   person != NULL ? href : "/office/people");
  if (call->request->posts)
    office_put_form(call, fields);
  put_languages(call);
  values_bool(values, "new", person == NULL);
  values_string(values, "action", action);
  values_open(values, "person");
  values_string(values, "id", person != NULL ? person->id : NULL);
  values_string(values, "number", person != NULL ? person->number : NULL);
  values_string(values, "name", person != NULL ? person->name : NULL);
  values_string(values, "kana", person != NULL ? person->kana : NULL);
  values_string(values, "site", person != NULL ? person->site : NULL);
  values_string(values, "role", person != NULL ? person->role : NULL);
  values_string(values, "groups", groups);
  values_string(values, "joined", joined);
  values_string(values, "lang", person != NULL && *person->lang != '\0' ? person->lang : "ja");
  values_close(values);
  call_show_as(call, status, "person-form.html");
}

/* "訪問、夜勤", "a b": each once. */
static char **read_groups(const char *words)
{
  g_autoptr(GStrvBuilder) groups = g_strv_builder_new();
  g_auto(GStrv) parts = NULL;
  g_autoptr(GString) text = g_string_new(words);

  g_string_replace(text, "、", " ", 0);
  g_string_replace(text, "，", " ", 0);
  g_string_replace(text, "\xE3\x80\x80", " ", 0);
  g_string_replace(text, ",", " ", 0);
  parts = g_strsplit(text->str, " ", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_strv_builder_add(groups, *part);
  return g_strv_builder_end(groups);
}

static char *field_of(Call *call, const char *name)
{
  const char *words = call_words(call, name);
  return g_strdup(words != NULL ? words : "");
}

/* What the form says, over `old` (NULL: of nobody yet). NULL where something is missing (reported). */
static Person *read_form(Call *call, const Person *old)
{
  static const char *const needed[] = {"name", "site"};
  bool good = true;
  Day joined;

  for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
    good &= office_needs(call, needed[i]);
  good &= office_day(call, "joined", &joined);
  if (!good)
    return NULL;
  Person *person = g_new0(Person, 1);
  g_autofree char *groups = field_of(call, "groups");
  person->id = g_strdup(old != NULL ? old->id : "");
  person->number = field_of(call, "number");
  person->name = field_of(call, "name");
  person->kana = field_of(call, "kana");
  person->site = field_of(call, "site");
  person->role = field_of(call, "role");
  person->lang = field_of(call, "lang");
  person->groups = read_groups(groups);
  person->joined = joined;
  person->ruby = old == NULL || old->ruby;
  return person;
}

void person_add_page(Call *call)
{
  show_form(call, 200, NULL);
}

void person_add_post(Call *call)
{
  g_autoptr(Person) person = read_form(call, NULL);
  g_autofree char *id = NULL;
  Act act = call_act(call);

  if (person == NULL || !staff_add(call->store, &act, person, &id, call->report))
    show_form(call, 422, NULL);
  else
    office_go(call, "added", "people/%s", id);
}

void person_change_page(Call *call)
{
  g_autoptr(Person) person = office_person(call);
  if (person != NULL)
    show_form(call, 200, person);
}

void person_change_post(Call *call)
{
  g_autoptr(Person) old = office_person(call);
  if (old == NULL)
    return;
  g_autoptr(Person) person = read_form(call, old);
  Act act = call_act(call);

  if (person == NULL || !staff_change(call->store, &act, person, call->report))
    show_form(call, 422, old);
  else
    office_go(call, "saved", "people/%s", old->id);
}
