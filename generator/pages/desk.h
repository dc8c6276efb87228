/*
 * The desk at which what is published is changed: the site as it stands, its
 * repository, and the lock under which nobody else changes it.
 *
 * A change is made in two steps, so that a person can be shown what is about to
 * happen: a *proposal* (publication.h, amendment.h) is checked and changes nothing;
 * proposal_commit() then makes one commit of it, whole or not at all
 * (ledger/changeset.h). Command line and screen both go this way.
 *
 * Every proposal appends to the ledger and writes the receipt of what the ledger
 * then holds to receipt.txt beside it, in the same commit. A commit cannot hold its
 * own id, so the receipt names the commit before: what that one fixes is all that
 * went before, and what the receipt's own proof fixes is every entry, the new ones
 * among them. Nothing stays out of both.
 */
#ifndef PAGES_DESK_H
#define PAGES_DESK_H

#include "ledger/append.h"
#include "ledger/changeset.h"
#include "pages/site.h"

typedef struct {
  char *root;
  Repository *repository;
  Changeset *changeset;
  Site *site;
  Day as_of;      /* today */
  char *identity; /* who commits: "Name <mail>" */
} Desk;

/* Opens it. `as_of` may be no day: today in the site's time zone. NULL where
 * something was reported: no commit can be made here, or the site cannot be read. */
Desk *desk_open(const char *root, Day as_of, Report *report);

/* The same for somebody who has signed in (repository_open_as()); borrowed. */
Desk *desk_open_as(const char *root, Day as_of, const Committer *committer, Report *report);

/* The same for a policy that may be about to begin: that its folder, content/<id>/, has
 * a policy.md and no ledger yet is then no fault. */
Desk *desk_open_for(const char *root, Day as_of, const char *id, Report *report);
void desk_free(Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

/* A file of a proposal. */
typedef struct {
  char *path; /* relative to the site's folder */
  char *seen; /* blob id of what is there now; NULL: nothing */
  char *bytes;
  gsize size;
} ProposedFile;

/* A change that was checked and is not made yet. */
typedef struct {
  const PolicySource *policy; /* the desk's, or `begun` */
  PolicySource *begun;        /* a policy that is not there yet; NULL where it is */
  char *begins;               /* what the ledger of that one holds before proposal_append() */
  char *subject;              /* first line of the commit's message */
  char *key;                  /* the revision that it makes or concerns; NULL for an approval */
  char *before;               /* the revision that a new one follows; NULL where none */
  char *path;                 /* of the frozen text that it makes; NULL where none */
  Ledger *ledger;             /* as it will be; NULL until proposal_append() */
  GPtrArray *files;           /* of ProposedFile, in the order in which they are put in place */
} Proposal;

Proposal *proposal_new(const PolicySource *policy);

/* A proposal that begins a policy: content/<id>/ledger.lua is made with policy { … },
 * not sealed. NULL where something was reported: an id or a title that cannot be, or
 * PUBLISH_LEDGER_EDITED where git has a ledger there that the work tree lacks. */
Proposal *proposal_begin(Desk *desk, const char *id, const char *title, Report *report);
void proposal_free(Proposal *proposal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proposal, proposal_free)

/* Adds a file, whose bytes are copied. */
void proposal_file(Proposal *proposal, const char *path, const char *seen, const char *bytes,
                   gsize size);

/* Adds the ledger with these entries at its end, and the receipt. Reports what is at
 * fault in the ledger that would come of it, and PUBLISH_LEDGER_EDITED where the
 * ledger holds what was never committed. */
bool proposal_append(Desk *desk, Proposal *proposal, const Append *append, Report *report);

/* Makes the whole site as it would be on this day, without writing it, and reports
 * every error: a link that leads to a clause that is gone, for example. */
bool proposal_try(const Desk *desk, const Proposal *proposal, Day day, Report *report);

/* Commits it; the commit's id, which is the caller's, or NULL where something was
 * reported. The desk's site is then of the past: open another. */
char *proposal_commit(Desk *desk, const Proposal *proposal, Report *report);

/* The bytes of a file of the site and their blob id. False where it cannot be read
 * (reported). Both are the caller's. */
bool desk_read(const Desk *desk, const char *path, char **bytes, gsize *size, char **blob,
               Report *report);

/* The blob id of a file that need not be there: NULL where it is not. */
char *desk_blob(const Desk *desk, const char *path);

#endif
