/*
 * libgit2 inside this room: the handles behind a Repository, and the cleanups of
 * libgit2's types, declared once. No other room includes this header.
 */
#ifndef LEDGER_GIT_H
#define LEDGER_GIT_H

#include "ledger/repository.h"

#include <git2.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_repository, git_repository_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_odb, git_odb_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_odb_object, git_odb_object_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_commit, git_commit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_tree, git_tree_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_object, git_object_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_blob, git_blob_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_config, git_config_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_revwalk, git_revwalk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_index, git_index_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_reference, git_reference_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_signature, git_signature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_tree_entry, git_tree_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(git_treebuilder, git_treebuilder_free)

/* Starts libgit2, once in the life of the process. */
void git_start(void);

/* The libgit2 handle; NULL where there is no repository. Whoever uses it holds
 * the lock. */
git_repository *repository_git(Repository *repository);
void repository_lock(Repository *repository);
void repository_unlock(Repository *repository);

/* What git is told of a person: `role` "author" or "committer", `what` "name" or "email".
 * NULL where nothing; the caller frees it. (identity.c) */
char *git_person(git_repository *git, const char *role, const char *what);

/* Of git_oid, for a GHashTable. An id is a hash already: a part of it serves. */
guint oid_hash(gconstpointer oid);
gboolean oid_equal(gconstpointer a, gconstpointer b);

/* libgit2's words for what just failed. Borrowed until its next call. */
const char *git_words(void);

#endif
