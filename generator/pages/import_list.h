/*
 * The list in which a person says what to import, and from which day each text held.
 * A text file, UTF-8; a line a candidate, so that Notepad will do:
 *
 *     kaitei-import 1
 *     policy privacy
 *     title 個人情報の保護について
 *     provenance copy
 *     repository /home/office/old-site      (or `folder …` alone)
 *     file docs/privacy.md
 *     tip 1f3a…                             40 hex digits
 *
 *     # 施行日 | 種別 | 説明 | コミット | 日付 | 題名
 *     平成30年12月1日 | 作成 | | 1f3a2b4c5d6e | 2018-12-03 | 公開する
 *                     | 一部変更 | | 9c20aa01b2c3 | 2019-01-07 | typo
 *
 * - A row whose day is empty is not taken in, and nothing else in it is looked at.
 * - The day is in any form that a ledger takes. The kind is 作成, 一部変更, 全部変更, 正誤
 *   or 廃止, or the English word. The summary may be empty.
 * - The fourth cell is at least seven digits of the commit, or the file's name; or `-`
 *   for a revision that is known by its day alone, in a row that the person adds.
 * - What follows it is for the person's eyes. Cells end in `|` or `｜`.
 * - Lines that begin with # and blank lines are passed over.
 *
 * Reading is two steps: import_list_parse() looks at the list alone (and is fuzzed),
 * import_list_read() finds the texts too. Every fault has its line and column:
 * IMPORT_LIST_…, LEDGER_DATE_….
 */
#ifndef PAGES_IMPORT_LIST_H
#define PAGES_IMPORT_LIST_H

#include "pages/import.h"

/* A list is at most this long, bytes. */
enum { IMPORT_LIST_LIMIT = 4 * 1024 * 1024 };

/* A row that was chosen. */
typedef struct {
  int line;
  int columns[4]; /* of day, kind, summary and source */
  Day effective;
  ChangeKind change;
  char *summary; /* NULL: empty */
  char *source;  /* NULL: `-` */
} ListRow;

typedef struct {
  char *policy, *title, *repository, *file, *tip, *folder; /* NULL where not given */
  Provenance provenance;
  GPtrArray *rows; /* of ListRow, in the order of the file */
} ImportList;

/* NULL where something was reported as an error. */
ImportList *import_list_parse(const char *bytes, gsize size, const char *named, Report *report);
void import_list_free(ImportList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportList, import_list_free)

/* Reads the list and finds what it names. NULL where something was reported. */
Import *import_list_read(const char *path, Report *report);

/* The list of an import, to be edited, with its comments in this language. `path` is how
 * it will be called. The caller frees it. NULL where a path cannot stand in it
 * (IMPORT_LIST_PATH). */
char *import_list_text(const Import *import, const char *path, MessageLang lang, Report *report);

#endif
