/*
 * Next year's module: made from this year's, to be looked through by a person.
 */
#ifndef TRAINING_NEXT_H
#define TRAINING_NEXT_H

#include "training/module.h"

/* The id of the next year's: its year in the name, plus one ("2026-privacy" → "2027-privacy");
 * NULL where the name does not hold the year. The caller frees it. */
char *module_next_id(const Module *module);

/* module.lua for the next year: `year` and `due` a year on, and the year wherever the title
 * says it (2026, 令和8年度); all else as it was written, comments too. NULL where `year` cannot be
 * found in it. The caller frees it. */
char *module_next_lua(const Module *module, const char *source);

/* A text in which the year's names are a year on: 2026年度 → 2027年度, 令和8年度 → 令和9年度. */
char *module_next_text(const Module *module, const char *source);

#endif
