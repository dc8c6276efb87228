/*
 * Lineage: whether the entries of a ledger stand unchanged and in order in the
 * ledger that follows it.
 *
 * An entry is compared by what it says (data_call_text): its name and the values
 * of its fields. Comments, blanks and the order of fields within an entry say
 * nothing, and may change; hashing the characters of the call besides would only
 * turn a tidied-up file into an alarm.
 *
 * With one parent, the parent's entries must be the first ones of the child. A
 * merge has several: the entries of each must stand in it in their order, and
 * what no parent has may only stand at the end.
 */
#ifndef LEDGER_LINEAGE_H
#define LEDGER_LINEAGE_H

#include "base/report.h"

typedef struct {
  const GPtrArray **parents; /* the entries of each, of char * */
  guint count;
  const GPtrArray *child;
  bool unsealed; /* said already: policy{} itself is passed over */
  Place place;
  const char *see; /* the git command that shows the change */
} Lineage;

/* False where something was reported: HISTORY_CHANGED, HISTORY_DROPPED,
 * HISTORY_REORDERED, HISTORY_INSERTED. */
bool lineage_check(const Lineage *lineage, Report *report);

#endif
