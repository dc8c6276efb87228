/*
 * The policies of the site at hand, for the commands that look into ledgers.
 */
#ifndef CLI_POLICIES_H
#define CLI_POLICIES_H

#include "cli/command.h"
#include "pages/site.h"

/* Completes or takes back what a killed publication left (ledger/changeset.h), before
 * anything is read. */
void site_settle(Invocation *in);

/* The site of the command line, with its ledgers, settled; NULL where nothing can be
 * read (reported). */
Site *policies_read(Invocation *in);

/* A policy by its id or its folder's name; `name` NULL: the only one.
 * NULL where it is not known (POLICY_UNKNOWN, POLICY_NOT_NAMED). */
const PolicySource *policy_named(const Site *site, const char *name, Report *report);

#endif
