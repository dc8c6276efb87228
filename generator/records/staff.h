/*
 * The roster: who is trained.
 *
 * What events tell of a person is a random id, the site, the role (職種), the groups, and when they
 * came and left. What names them lies apart, in rows that can be erased: name, reading, number,
 * language, slip, PIN. Erasing takes away those, their certificates, practice and sign-ins;
 * events, attempts and completions stay under the id, and counts with them.
 *
 * That the names were not exchanged behind kaitei's back is seen by the *seal*: staff.added and
 * staff.changed hold the SHA-256 of "kaitei-person 1\n" SALT "\n" NUMBER "\n" NAME "\n"; the salt
 * (128 random bits) lies with the name and goes with it, after which the seal tells nothing.
 */
#ifndef RECORDS_STAFF_H
#define RECORDS_STAFF_H

#include "records/store.h"

typedef enum { STAFF_PRESENT, STAFF_LEFT, STAFF_ERASED } StaffState;

/* One person. Texts are never NULL, "" where not told or erased; `groups` is never NULL. */
typedef struct {
  char *id; /* random, 32 hex digits */
  StaffState state;
  char *site;
  char *role;
  char **groups; /* sorted, each once */
  Day joined;    /* no day where not told */
  Day left;      /* no day while present */

  /* What can be erased. */
  char *number; /* the organisation's own; unique where it is not "" */
  char *name;
  char *kana; /* reading, for sorting */
  char *lang; /* "ja", "easy", "en" */
  bool ruby;
  bool slip;        /* has a slip, */
  Moment slip_ends; /* good until then */
  bool pin;         /* has set a PIN */
} Person;

void person_free(Person *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Person, person_free)

/* ---- changing: each one event (see event.h), in the caller's transaction ---- */

/* Adds a person: of `person` number, name, kana, site, role, groups, joined, lang, ruby are taken
 * (NULL counts as ""). *id is the new id, the caller's; may be NULL. RECORD_TAKEN, RECORD_VALUE. */
bool staff_add(Store *store, const Act *act, const Person *person, char **id, Report *report);

/* Makes the person `person->id` read like `person` (the same fields). Where nothing differs,
 * nothing is written; where only kana, lang or ruby do, no event. RECORD_UNKNOWN. */
bool staff_change(Store *store, const Act *act, const Person *person, Report *report);

/* The person's own settings; no event. */
bool staff_set_language(Store *store, const char *id, const char *lang, bool ruby, Report *report);

/* Leaves on a day (the last one there), returns on a day. Twice the same is no fault and writes
 * nothing. Leaving ends all sign-ins. */
bool staff_leave(Store *store, const Act *act, const char *id, Day on, Report *report);
bool staff_return(Store *store, const Act *act, const char *id, Day on, Report *report);

/* Erases; for good. `rule` names the rule of retention ("left+5y"), `why` what was said to it; both
 * stand in the event, so they name nobody. RECORD_NOT_LEFT where the person is still there. */
bool staff_erase(Store *store, const Act *act, const char *id, const char *rule, const char *why,
                 Report *report);

/* ---- finding ---- */

bool staff_find(Store *store, const char *id, Person **found, Report *report);
bool staff_find_number(Store *store, const char *number, Person **found, Report *report);

/* What is NULL, 0 or no day does not narrow. */
typedef struct {
  const char *site;
  const char *role;
  const char *group;
  const char *text; /* in the name, reading or number */
  bool left;        /* those too who left */
  bool erased;      /* and the erased */
  bool only_left;   /* those alone who left, and are not erased */
  Day left_before;  /* who left before this day: for retention */
  Day joined_from;  /* who joined on this day or after */
  guint offset;
  guint limit; /* 0 and above STORE_CHUNK: STORE_CHUNK */
} StaffQuery;

/* Of Person, by site, reading, number, id. Free with g_ptr_array_unref(). */
GPtrArray *staff_list(Store *store, const StaffQuery *query, Report *report);

/* How many there are in all, whatever offset and limit say. */
bool staff_count(Store *store, const StaffQuery *query, guint *count, Report *report);

/* All persons not erased, by id, in chunks: those behind the id `after` (NULL: from the start).
 * For the import of a roster, which holds every person against every line. */
GPtrArray *staff_chunk(Store *store, const char *after, Report *report);

/* The values in use by persons present, sorted, each with how many have it. */
typedef enum { STAFF_SITES, STAFF_ROLES, STAFF_GROUPS } StaffField;
typedef struct {
  char *value;
  guint count;
} StaffValue;
void staff_value_free(StaffValue *value);
GPtrArray *staff_values(Store *store, StaffField field, Report *report);

/* Whether a person's row is what its last event sealed; true where it is erased. */
bool staff_seal_holds(Store *store, const char *id, bool *holds, Report *report);

#endif
