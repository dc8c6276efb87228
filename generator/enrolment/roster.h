/*
 * The roster (名簿) as a CSV file, as Excel writes it: Shift_JIS (CP932), UTF-8 with a BOM or
 * without; commas, tabs or semicolons; quoted fields with line breaks in them; CR LF or LF.
 *
 * The first line names the columns, in any order; those that are known, in Japanese or English:
 *
 *   職員番号 number (needed) · 氏名 name (needed) · ふりがな/フリガナ kana · 事業所 site · 職種 role ·
 *   グループ groups · 入職日 joined · 退職日 left · 言語 lang
 *
 * Others are told of and passed over. A person is known by the number. Reading makes a preview:
 * who would be added, who changed (and in what), who is as they were, who is on the roster and not
 * in the file: these are left as they are, for nobody is deleted by being missing. Applying does
 * what the preview says, if the roster has not changed since. A 退職日 that has not come is told of
 * (ROSTER_LEFT_AHEAD) and passed over; another than the one recorded is a correction (leaving.h).
 *
 * The file is outside input: at most ROSTER_LIMIT bytes, ROSTER_ROWS rows, fields of at most 200
 * characters in one line each; nothing of it is taken on trust. Formulas (=, +, -, @ at the start
 * of a field) are plain text here; csv.h guards them when they are written.
 */
#ifndef ENROLMENT_ROSTER_H
#define ENROLMENT_ROSTER_H

#include "enrolment/enrolment.h"

enum { ROSTER_LIMIT = 4 * 1024 * 1024, ROSTER_ROWS = 100000 };

typedef enum { ROSTER_ADDED, ROSTER_CHANGED, ROSTER_SAME, ROSTER_MISSING } RosterFate;

typedef struct {
  char *field; /* "name", "kana", "site", "role", "groups", "joined", "left", "lang" */
  char *old, *new;
} RosterChange;

typedef struct {
  RosterFate fate;
  int line;      /* in the file; 0 of one who is missing */
  char *subject; /* id; NULL of one to be added */
  char *number, *name, *kana, *site, *role, *groups, *lang;
  Day joined, left;
  GPtrArray *changes; /* of RosterChange; empty but for ROSTER_CHANGED */
} RosterRow;

typedef struct {
  GPtrArray *rows; /* of RosterRow: as in the file, then those who are missing by number */
  guint added, changed, same, missing;
  char *encoding; /* "Shift_JIS", "UTF-8" */
  char **ignored; /* names of columns that were passed over */
  gint64 seq;     /* of the last event that touched the roster that it was held against */
} Roster;
void roster_free(Roster *roster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Roster, roster_free)

/* Reads the bytes and holds them against the store. NULL where something was reported, with its
 * line: ROSTER_EMPTY, ROSTER_TOO_LARGE, ROSTER_ENCODING, ROSTER_QUOTE, ROSTER_COLUMN (a needed one
 * is missing, or one stands twice), ROSTER_FIELD, ROSTER_DAY, ROSTER_TWICE (one number twice). All
 * faults up to 100 are reported, not the first alone. `named` is how diagnostics call the file. */
Roster *roster_read(const Enrolment *with, const char *bytes, gsize size, const char *named,
                    Report *report);

/* The same without a store: every row is ROSTER_ADDED. For the fuzzer and for looking at a file. */
Roster *roster_parse(const char *bytes, gsize size, const char *named, Report *report);

/* Does what it says. Refused: ROSTER_MOVED where the store's roster is another than it was held
 * against (`seq`: a page posts it back with the file), for then the preview told something else. */
bool roster_apply(const Enrolment *with, const Roster *roster, Report *report);

/* The last event that touched the roster; -1: reported. */
gint64 roster_seq(const Enrolment *with, Report *report);

#endif
