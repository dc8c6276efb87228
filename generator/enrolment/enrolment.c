#include "enrolment/enrolment.h"

#include "records/staff.h"

#include <string.h>

int enrolment_year(const Enrolment *with)
{
  return day_fiscal_year(with->today);
}

/* Those whose name it is; a name with and without the space between its parts is the same. */
static guint named(const GPtrArray *people, const char *given, const Person **found)
{
  g_auto(GStrv) words = g_strsplit_set(given, " \t", -1);
  g_autofree char *joined = g_strjoinv("", words);
  guint count = 0;
  for (guint i = 0; i < people->len; i++) {
    const Person *person = g_ptr_array_index(people, i);
    g_auto(GStrv) parts = g_strsplit(person->name, "　", -1);
    g_autofree char *narrow = g_strjoinv("", parts);
    g_auto(GStrv) pieces = g_strsplit(narrow, " ", -1);
    g_autofree char *name = g_strjoinv("", pieces);
    if (strcmp(name, joined) != 0)
      continue;
    *found = person;
    count++;
  }
  return count;
}

static char *by_name(const Enrolment *with, const char *given, Report *report)
{
  /* A part of the name that is surely in it narrows the list; what is left is looked at here. */
  g_autofree char *first = g_strndup(given, strcspn(given, " \t"));
  StaffQuery query = {.text = first, .left = true};
  g_autoptr(GPtrArray) people = staff_list(with->store, &query, report);
  const Person *found = NULL;
  guint count = people != NULL ? named(people, given, &found) : 0;
  if (count == 1)
    return g_strdup(found->id);
  if (people != NULL)
    report_add(report, count == 0 ? DIAG_PERSON_UNKNOWN : DIAG_PERSON_SEVERAL, place_none(), given,
               NULL);
  return NULL;
}

char *enrolment_person(const Enrolment *with, const char *given, Report *report)
{
  g_autoptr(Person) person = NULL;
  if (!staff_find_number(with->store, given, &person, report))
    return NULL;
  if (person == NULL && strlen(given) == 32 && !staff_find(with->store, given, &person, report))
    return NULL;
  return person != NULL ? g_strdup(person->id) : by_name(with, given, report);
}
