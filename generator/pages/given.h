/*
 * What a person gives with a proposal, in words, read into what it means: the same for an
 * option of a command and a field of a form.
 */
#ifndef PAGES_GIVEN_H
#define PAGES_GIVEN_H

#include "ledger/ledger.h"

/* A day, in either calendar. NULL is no day. False where it is none, is not told to the day,
 * or two years in it disagree (DAY_UNREADABLE), and where no ledger could hold it
 * (DAY_BEYOND); the second argument of both is `name`: that of the option or field. */
bool given_day(const char *name, const char *text, Day *day, Report *report);

/* What changed, in words. False where there are none (PUBLISH_NO_SUMMARY). For whoever does
 * not come as far as publication_propose(), which looks itself. */
bool given_summary(const char *text, Report *report);

/* A kind of change, in either language. Without one (NULL): 作成 for the first revision,
 * 一部変更 for the others. False where it is none (KIND_UNKNOWN). */
bool given_kind(const char *text, const Ledger *ledger, ChangeKind *kind, Report *report);

#endif
