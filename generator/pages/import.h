/*
 * Import: texts that were published elsewhere become revisions of a policy.
 *
 * They come from a folder of files that are named by their days, or from the git
 * history of one file. An `Import` holds what could be taken in, one row a revision;
 * a person says which rows, from which day each held, and what kind of change each
 * was, in a list that is written and read back (import_list.h). import_propose()
 * checks all of it and returns a proposal like every other (desk.h): one commit,
 * whole or not at all.
 *
 * Files of a folder: `<day>.md`, `<day>-2.md` (a second revision of that day),
 * `<day>.en.md` (an edition); a day in any form that wareki.h reads, 施行 behind it or
 * not. What else lies there is passed over, and said; a name that means to be a day
 * and is none is an error.
 *
 * What is decided:
 * - Bytes are never altered. A text that the rules refuse (raw HTML, a comment, not
 *   UTF-8 …) refuses the whole import, with every place; or, where the person says so
 *   (`dates_alone`), its revision is recorded by its day alone (IMPORT_LEFT_OUT).
 * - A policy that is not there, or whose ledger has no revision yet, gets all of it;
 *   policy.md too where there is none. Where there is one it stays, as a draft
 *   (IMPORT_DRAFT_STAYS).
 * - In a policy that has revisions, only texts are added to those that are known by
 *   their day alone, and translations to those that have a text. A day that it does not
 *   know is refused: revisions are numbered and compared in order, and published pages
 *   do not change. A text that is there already is passed over, so an import may be
 *   repeated; another text in its place is refused.
 * - No day lies after today: what is to come is published (publication.h). With
 *   two_persons the text for the revision in force must be approved (pages/approval.h);
 *   that of a policy that begins in its ledger, which holds no revision yet
 *   (IMPORT_UNAPPROVED).
 * - No summary is invented; one that is not known is left out.
 * - A commit that deleted the file is no revision: the list tells it in a comment.
 */
#ifndef PAGES_IMPORT_H
#define PAGES_IMPORT_H

#include "ledger/file_history.h"
#include "pages/desk.h"

/* One text that can be taken in. */
typedef struct {
  char *lang;  /* "ja", "en", … */
  char *named; /* as diagnostics call it: "old/2018-12-01.md", "privacy.md@1f3a2b4c5d6e" */
  char *path;  /* of its file; NULL: it is in git */
  char *blob;  /* its id in git; NULL: it is a file */
  gsize size;  /* bytes; of one in git */
} ImportText;

/* One revision that can be. */
typedef struct {
  char *source;     /* the commit, 40 hex digits, or the Japanese text's file name; NULL: none */
  GPtrArray *texts; /* of ImportText, "ja" first; empty: known by its day alone */
  Day effective;    /* no day: not taken in */
  ChangeKind change;
  char *summary; /* NULL: not known */
  guint number;  /* which of its day, from the file's name; 0: by the order of the rows */

  int line; /* in the list, with the columns of day, kind, summary and source; 0: no list */
  int columns[4];

  /* What the list tells of a commit. */
  Day day;
  char *subject;
  char *file; /* what it was called there */
  bool deleted, edge;
} ImportRow;

typedef struct {
  char *policy;
  char *title; /* NULL: not known */
  Provenance provenance;
  char *list;                         /* the list that it was read from; NULL where none */
  char *folder;                       /* absolute; NULL: from git */
  char *repository_path, *file, *tip; /* of git; the file below the repository's top */
  Repository *repository;             /* NULL: from a folder */
  bool cut;                           /* of a shallow clone: there is more elsewhere */
  GPtrArray *rows;                    /* of ImportRow; a folder's in order of their days */
} Import;

/* What lies in a folder, every day taken from its name, the first 作成 and the others
 * 一部変更. NULL where something was reported as an error. */
Import *import_from_folder(const char *folder, Report *report);

/* The commits that changed a file, none of them chosen. `repository` is a folder in it;
 * NULL: that in which the file lies. `file` is as the user names it: from `repository`
 * where that is given, else from the current folder. NULL where something was reported. */
Import *import_from_git(const char *repository, const char *file, Report *report);

/* The same from a commit (40 hex digits; NULL: HEAD), by the file's path below the
 * repository's top. */
Import *import_from_commit(const char *repository, const char *path, const char *tip,
                           Report *report);
void import_free(Import *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Import, import_free)
void import_row_free(gpointer row);

/* The exact bytes of a text. NULL where something was reported. The caller frees them. */
char *import_bytes(const Import *import, const ImportText *text, gsize *size, Report *report);

/* How many errors the row's texts have. */
guint import_row_faults(const Import *import, const ImportRow *row);

/* The title of the newest text; NULL where it has none. The caller frees it. */
char *import_title(const Import *import);

/* Whether a policy may have this id; what speaks against it is reported (LEDGER_ID …). */
bool import_id_fits(const char *id, Report *report);

/* ---- proposing ---- */

typedef enum {
  IMPORTED_TEXT,     /* gets its text */
  IMPORTED_DATE,     /* is known by its day alone, as was said */
  IMPORTED_LEFT_OUT, /* likewise, since its text was refused */
  IMPORTED_KNOWN,    /* nothing is new */
} ImportedState;

/* What becomes of a chosen row. */
typedef struct {
  char *key;
  Day effective;
  ChangeKind change;
  char *summary; /* NULL where none */
  char *source;  /* as the row's */
  char *langs;   /* "ja, en": of the texts that it gets; "" for none */
  ImportedState state;
} Imported;

/* Checks all that is chosen. *imported, the caller's, is of Imported, in order of effect;
 * NULL where nothing is proposed. The desk was opened by desk_open_for(). */
Proposal *import_propose(Desk *desk, const Import *import, bool dates_alone, GPtrArray **imported,
                         Report *report);

#endif
