/*
 * The screens of the office, one file each. Each answers a visit (visit.h), whether GET
 * or POST; which it takes, and whether it is of a policy, its line in screen.c's table
 * says.
 */
#ifndef SERVE_SCREENS_H
#define SERVE_SCREENS_H

#include "serve/visit.h"

/* Where we stand. */
Reply *standing_screen(Visit *visit);

#endif
