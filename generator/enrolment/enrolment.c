#include "enrolment/enrolment.h"

#include "records/staff.h"

#include <string.h>

int enrolment_year(const Enrolment *with)
{
  return day_fiscal_year(with->today);
}

/* A name without the spaces between its parts. */
static char *joined(const char *name)
{
  GString *text = g_string_new(name);
  g_string_replace(text, "　", "", 0);
  g_string_replace(text, " ", "", 0);
  return g_string_free(text, FALSE);
}

/* Counts those whose name it is; the first one's id goes into *found. */
static guint count_named(const GPtrArray *people, const char *name, char **found)
{
  guint count = 0;
  for (guint i = 0; i < people->len; i++) {
    const Person *person = g_ptr_array_index(people, i);
    g_autofree char *other = joined(person->name);
    if (strcmp(other, name) != 0)
      continue;
    if (*found == NULL)
      *found = g_strdup(person->id);
    count++;
  }
  return count;
}

static char *by_name(const Enrolment *with, const char *given, Report *report)
{
  g_autofree char *name = joined(given), *found = NULL;
  /* The first character is in the name however its parts are set; it narrows the list. */
  g_autofree char *first = g_utf8_substring(name, 0, MIN(1, g_utf8_strlen(name, -1)));
  guint count = 0;
  for (guint offset = 0;; offset += STORE_CHUNK) {
    StaffQuery query = {.text = first, .left = true, .offset = offset};
    g_autoptr(GPtrArray) people = staff_list(with->store, &query, report);
    if (people == NULL)
      return NULL;
    count += count_named(people, name, &found);
    if (people->len < STORE_CHUNK)
      break;
  }
  if (count == 1)
    return g_steal_pointer(&found);
  report_add(report, count == 0 ? DIAG_PERSON_UNKNOWN : DIAG_PERSON_SEVERAL, place_none(), given,
             NULL);
  return NULL;
}

char *enrolment_person(const Enrolment *with, const char *given, Report *report)
{
  g_autoptr(Person) person = NULL;
  if (!g_utf8_validate(given, -1, NULL)) {
    report_add(report, DIAG_PERSON_UNKNOWN, place_none(), given, NULL);
    return NULL;
  }
  if (!staff_find_number(with->store, given, &person, report))
    return NULL;
  if (person == NULL && strlen(given) == 32 && !staff_find(with->store, given, &person, report))
    return NULL;
  return person != NULL ? g_strdup(person->id) : by_name(with, given, report);
}
