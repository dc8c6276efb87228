/*
 * A report: the diagnostics of one run, in the order in which they came.
 *
 * Functions that can fail take a `Report *` as their last parameter, add what
 * they found, and return false or NULL, which then means "already reported".
 *
 * A report belongs to one thread. Each worker fills its own; the reports are
 * merged when the workers are done, and sorted before they are shown.
 */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include "base/diag.h"

#include <stdio.h>

typedef struct Report Report;

Report *report_new(void);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

/* Adds a diagnostic. The arguments are strings, copied, closed by NULL. */
void report_add(Report *report, DiagCode code, Place place, ...) G_GNUC_NULL_TERMINATED;

/* Adds a copy of all that is in `from`. */
void report_copy(Report *into, const Report *from);

/* Moves all of `from` to the end of `into`; `from` is empty afterwards. */
void report_merge(Report *into, Report *from);

/* The same with those of this level and graver; the rest is dropped. */
void report_merge_from(Report *into, Report *from, DiagLevel least);

/* Drops the diagnostics that `keep` denies. It may give those that it keeps another
 * place: `file` is freed with g_free(). */
void report_filter(Report *report, bool (*keep)(Diag *diag, gpointer data), gpointer data);

/* Sorts by place (diag_compare) and drops what is said twice. */
void report_sort(Report *report);

/* Of a sorted report: where more than three diagnostics of `code` have one place, keeps
 * two of them and puts a `more` behind, whose argument is how many were dropped. */
void report_fold(Report *report, DiagCode code, DiagCode more);

guint report_count(const Report *report);
const Diag *report_get(const Report *report, guint index);

/* How many diagnostics of this very level there are. */
guint report_count_of(const Report *report, DiagLevel level);

/* Whether something of level error or graver is in it. */
bool report_failed(const Report *report);

/* The exit status that the gravest level asks for: 0, 1, 2 or 3. */
int report_status(const Report *report);

/* How a report is written for people. */
typedef struct {
  MessageLang lang;
  bool colour; /* ANSI colours */
} ReportStyle;

/* Writes every diagnostic to `out`, e.g.
 *
 *     content/privacy/policy.md:12:3: 誤り: リンク先 ../nowhere/ がありません。[link-broken]
 *         ヒント: 綴りを確かめてください。
 */
void report_print(const Report *report, const ReportStyle *style, FILE *out);

/* The report as a JSON array for tools: code, level, file, line, column, and
 * text and hint in both languages. The caller frees it. */
char *report_json(const Report *report);

#endif
