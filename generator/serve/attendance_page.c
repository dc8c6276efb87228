/* Who was at a group session: a box for each who is on the roster and not recorded yet. */
#include "serve/office_pages.h"

#include "enrolment/audience.h"
#include "enrolment/session.h"
#include "records/staff.h"
#include "serve/office_page.h"
#include "serve/premises.h"

#include <string.h>

/* Boxes on one page: a form has so many fields and no more (serve/exchange.h). */
enum { BOXES_MOST = 400 };

/* The one of the path, where it was held; NULL: the outcome is set. */
static Gathering *held_of_path(Call *call)
{
  g_autoptr(Gathering) gathering = NULL;
  if (!gathering_find(call->store, call->parts[0], &gathering, call->report))
    call_fail(call);
  else if (gathering == NULL)
    call_refuse(call, 404);
  else if (gathering->state != GATHERING_HELD)
    call_refuse(call, 409);
  else
    return g_steal_pointer(&gathering);
  return NULL;
}

/* The ids of those who are recorded. */
static GHashTable *recorded(Call *call, const Gathering *gathering)
{
  GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gint64 after = 0;
  for (;;) {
    g_autoptr(GPtrArray) list =
      attendance_list(call->store, gathering->id, NULL, after, call->report);
    if (list == NULL) {
      g_hash_table_unref(ids);
      return NULL;
    }
    for (guint i = 0; i < list->len; i++) {
      const Attendance *one = g_ptr_array_index(list, i);
      g_hash_table_add(ids, g_strdup(one->subject));
      after = one->seq;
    }
    if (list->len < STORE_CHUNK)
      return ids;
  }
}

static char *box_of(const char *id)
{
  return g_strconcat("who.", id, NULL);
}

static void put_box(Call *call, const Person *person, const Rule *rule, const Gathering *gathering)
{
  g_autofree char *box = box_of(person->id);
  values_open(call->values, NULL);
  values_string(call->values, "id", person->id);
  values_string(call->values, "name", person->name);
  values_string(call->values, "number", person->number);
  values_string(call->values, "site", person->site);
  values_bool(call->values, "chosen", request_ticked(call->request, box));
  /* Whoever came was there, asked for or not; who is not asked for is told apart. */
  values_bool(call->values, "unasked",
              rule != NULL && !audience_asks(rule, person, gathering->date));
  values_close(call->values);
}

static bool put_boxes(Call *call, const Gathering *gathering, const char *site)
{
  Enrolment with = call_enrolment(call);
  const Course *course = curriculum_find(call->premises->curriculum, gathering->module);
  g_autoptr(Rule) rule = course != NULL ? audience_rule(&with, course, call->report) : NULL;
  g_autoptr(GHashTable) there = recorded(call, gathering);
  StaffQuery query = {.site = site};
  guint shown = 0;
  bool more = true;

  if (there == NULL)
    return false;
  values_list(call->values, "people");
  while (more && shown < BOXES_MOST) {
    g_autoptr(GPtrArray) list = staff_list(call->store, &query, call->report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len && shown < BOXES_MOST; i++) {
      const Person *person = g_ptr_array_index(list, i);
      if (g_hash_table_contains(there, person->id))
        continue;
      put_box(call, person, rule, gathering);
      shown++;
    }
    query.offset += list->len;
    more = list->len == STORE_CHUNK;
  }
  values_close(call->values);
  values_number(call->values, "shown", shown);
  values_bool(call->values, "cut", shown == BOXES_MOST);
  return true;
}

static void show(Call *call, guint status, const Gathering *gathering)
{
  const char *site = call_words(call, "site");
  g_autofree char *href = g_strconcat("/office/sessions/", gathering->id, NULL);

  if (!office_open(call, "sessions") || !office_put_sites(call, site))
    return;
  office_put_above(call, office_module(call, gathering->module), href);
  values_open(call->values, "session");
  values_string(call->values, "id", gathering->id);
  values_close(call->values);
  values_string(call->values, "site_chosen", site != NULL ? site : "");
  if (put_boxes(call, gathering, site))
    call_show_as(call, status, "attendance.html");
  else
    call_fail(call);
}

void attendance_page(Call *call)
{
  g_autoptr(Gathering) gathering = held_of_path(call);
  if (gathering != NULL)
    show(call, 200, gathering);
}

void attendance_post(Call *call)
{
  g_autoptr(Gathering) gathering = held_of_path(call);
  if (gathering == NULL)
    return;
  Enrolment with = call_enrolment(call);
  g_auto(GStrv) ids = office_ticked(call, "who");

  if (*ids == NULL) {
    report_add(call->report, DIAG_OFFICE_NOBODY_CHOSEN, place_none(), NULL);
    show(call, 422, gathering);
    return;
  }
  if (!office_mark(call))
    return;
  if (office_settle(
        call, session_attend(&with, gathering->id, (const char *const *)ids, NULL, call->report)))
    office_go(call, "attended", "sessions/%s", gathering->id);
  else
    show(call, 422, gathering);
}
