/*
 * The modules of a site, for whoever looks at training from outside of a build.
 */
#ifndef PAGES_MODULES_H
#define PAGES_MODULES_H

#include "pages/site.h"
#include "training/module.h"

/* The texts in force on a day, of all policies. Borrows from both. */
Texts *site_texts(const Site *site, Repository *repository, Day day);

/* A module by its id, read; `id` NULL: the only one. NULL where it is not known
 * (MODULE_UNKNOWN) or cannot be read. */
Module *site_module(const Site *site, const char *id, Report *report);

#endif
