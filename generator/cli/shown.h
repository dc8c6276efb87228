/*
 * How the commands show what the pages show too: days, kinds of change, where a text came from.
 */
#ifndef CLI_SHOWN_H
#define CLI_SHOWN_H

#include "cli/command.h"
#include "ledger/ledger.h"

/* A day in the user's calendar and language. The caller frees it. */
char *shown_day(const Invocation *in, Day day);

/* The name of a kind of change in the user's language. Static. */
const char *shown_change(const Invocation *in, ChangeKind change);

/* Where a text came from, in the user's language. Static. */
const char *shown_provenance(const Invocation *in, Provenance provenance);

/* Prints a line "name: value" of what is about to happen; not with --quiet or --json.
 * A NULL value prints nothing. */
void print_fact(const Invocation *in, const char *name, const char *value);

#endif
