/*
 * The history of one file in git: every commit that changed it, oldest first. For
 * `kaitei import`, in any repository; building never walks through history.
 *
 * As `git log` does it: where a commit has the file as one of its parents has it, only
 * that parent is followed, so a merge counts only where its text is none of those that
 * it merged. The file's mode and a change of its name alone are no change. Where the
 * file comes anew, the one that went in the same commit and is it, or is at least half
 * alike (git's own measure), is followed under its old name. A file that was deleted
 * and made again is followed through the gap. A link or a submodule is no file.
 *
 * In a shallow clone the oldest commit that is there counts as a change (`edge`).
 *
 * 10,000 commits take a quarter of a second.
 */
#ifndef LEDGER_FILE_HISTORY_H
#define LEDGER_FILE_HISTORY_H

#include "base/wareki.h"
#include "ledger/repository.h"

/* One commit that changed the file. */
typedef struct {
  char *commit;  /* 40 hex digits */
  char *path;    /* what the file was called, below the repository's top */
  char *blob;    /* its bytes, 40 hex digits; NULL: the commit deleted it */
  gsize size;    /* bytes */
  Day day;       /* when the author wrote it, by the author's clock; no day: cannot be told */
  char *subject; /* the message's first line; UTF-8 without control characters */
  bool edge;     /* what was before is not in this clone */
} FileChange;

typedef struct {
  char *tip;          /* the commit that was begun at, 40 hex digits */
  GPtrArray *changes; /* of FileChange; parents before their children, else by time */
  guint commits;      /* how many were looked at */
  bool cut;           /* a shallow clone: there is more history elsewhere */
} FileHistory;

/* `path` is below the repository's top; `tip` is a commit in hex, NULL for HEAD. NULL
 * where something was reported: FILE_HISTORY_NO_COMMIT where there is no such commit,
 * FILE_HISTORY_BROKEN where a commit or tree is missing and the clone is not shallow. A file that was
 * never there gives an empty list. The repository must be present. */
FileHistory *file_history_read(Repository *repository, const char *path, const char *tip,
                               Report *report);
void file_history_free(FileHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileHistory, file_history_free)

/* The path of `file` (as the user names it: absolute, or from the current folder) below
 * the top of the repository; in a bare one it is that path. The file need not be there
 * any more. NULL, with nothing reported, where it lies outside. The caller frees it. */
char *file_history_path(Repository *repository, const char *file);

/* The folder that names this repository: of its work tree, else of git's own. The caller
 * frees it; NULL where there is none. */
char *repository_folder(Repository *repository);

/* Whether it has no work tree. */
bool repository_bare(Repository *repository);

#endif
