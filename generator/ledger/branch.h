/*
 * A branch that is written without a work tree: files are added to its newest tree in one commit, the
 * index and what is checked out are left alone, no hook runs. For what a program records on
 * its own account, under its own name.
 */
#ifndef LEDGER_BRANCH_H
#define LEDGER_BRANCH_H

#include "ledger/repository.h"

/* A file of a folder of the branch. */
typedef struct {
  char *name;  /* below the folder */
  char *bytes; /* NUL behind them */
  gsize size;
} BranchFile;

/* The files of one folder of the branch's newest commit, by name, of BranchFile; empty where there is
 * no such branch or folder. NULL: reported (BRANCH_GIT). Free with g_ptr_array_unref(). */
GPtrArray *branch_read(Repository *repository, const char *branch, const char *folder,
                       Report *report);

/* A list for branch_commit(), and one more in it (copied). */
GPtrArray *branch_files_new(void);
void branch_files_add(GPtrArray *files, const char *name, const char *bytes, gsize size);

/* Commits files into a folder of the branch, beside those that are there, on its newest commit; a branch
 * that is not there begins with it. Author and committer are `name` and `mail`, the time is `at` (seconds
 * since 1970, UTC). False: BRANCH_GIT, BRANCH_MOVED where somebody else wrote to it meanwhile. */
bool branch_commit(Repository *repository, const char *branch, const char *folder,
                   const GPtrArray *files, const char *name, const char *mail, gint64 at,
                   const char *message, Report *report);

#endif
