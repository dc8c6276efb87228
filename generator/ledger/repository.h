/*
 * The git repository around a site: blobs by id, and commits for the proof.
 *
 * A site need not lie in a repository, and the repository may be a shallow
 * clone: then texts come from their frozen files. One `Repository` may be used
 * by several threads; blob reads take turns behind a lock, since one object
 * database shared without order, or two on one pack, is slower than one reader
 * (measured), and parsing and rendering cost ten times as much as reading.
 *
 * git2.h stays in this room.
 */
#ifndef LEDGER_REPOSITORY_H
#define LEDGER_REPOSITORY_H

#include "base/report.h"

typedef struct Repository Repository;

/* Opens the repository in which `folder` lies; git's own rules apply,
 * safe.directory among them (reported as REPOSITORY_OWNER, a warning, texts
 * then come from files). Never NULL: without a repository the result answers
 * "not there" to everything (REPOSITORY_NONE, a note). A shallow clone and one
 * with very many loose objects get a note too. Bare repositories and linked work
 * trees are repositories like others. */
Repository *repository_open(const char *folder, Report *report);

/* Who commits, where git's own settings are not to tell: somebody who has signed in. Name and mail
 * address must be there. */
typedef struct {
  const char *name, *mail;
} Committer;

/* The same for a committer, who goes before git's environment and configuration (identity.h); NULL: as
 * those tell. */
Repository *repository_open_as(const char *folder, const Committer *committer, Report *report);

/* Whether the git directory of the repository around `folder` surely holds no file
 * `name`, as the file system alone tells: git's library, which takes its time to start, is
 * not asked. False where only it could tell. */
bool repository_lacks(const char *folder, const char *name);

/* The same for whoever may need nothing of it, as a build whose frozen files
 * hold: starting libgit2 costs as much as twenty pages. That there is no
 * repository, and what is peculiar about it (somebody else's, shallow, bare, a
 * linked work tree) is found and said at once; a plain one of our own is opened
 * when it is first asked, and what is wrong with it is said then, from whichever
 * thread asks, behind the lock. `report` outlives it, and is left alone by others
 * while several threads ask. */
Repository *repository_near(const char *folder, Report *report);
void repository_free(Repository *repository);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Repository, repository_free)

/* Whether there is one at all; whether it is a shallow clone. */
bool repository_present(Repository *repository);
bool repository_shallow(const Repository *repository);

/* Whether there is one that git does not open: somebody else's, or damaged. */
bool repository_closed(const Repository *repository);

/* The id of the commit that HEAD names, in hex; NULL where there is none. The
 * caller frees it. */
char *repository_head(Repository *repository);

/* Makes `folder` a repository whose first branch is main. True too where it is
 * one already. Reports REPOSITORY_NOT_MADE. */
bool repository_create(const char *folder, Report *report);

/* Commits all that lies in the new repository of `folder` as its first commit,
 * under the name and address that git is told by its environment or configuration.
 * False, with nothing reported, where there are none or it does not come about:
 * whoever made the folder can commit by hand. */
bool repository_begin(const char *folder, const char *message);

/* The bytes of a blob by its id in hex; NULL (nothing reported) where it is not
 * there or damaged: the bytes are held against the id here, with git's own
 * detection of forged SHA-1, for libgit2 is told not to. The caller frees them; they end in an uncounted NUL. */
char *repository_blob(Repository *repository, const char *id, gsize *size);

/* The git blob id of these bytes: SHA-1 of "blob <size>\0" and the bytes, in
 * hex (40 characters). The caller frees it. Needs no repository. */
char *blob_id(const char *bytes, gsize size);

#endif
