/*
 * check --legal: the reminders of pages/legal.h, printed.
 */
#ifndef CLI_LEGAL_H
#define CLI_LEGAL_H

#include "cli/command.h"

/* Looks at the policy that is named on the command line, else at all, and prints what was
 * found: at the text in force, or with `draft` at the working text. */
void legal_show(Invocation *in, bool draft);

#endif
