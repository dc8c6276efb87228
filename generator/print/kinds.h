/*
 * What each kind of paper writes, one file a kind by its idea: paper_notice.c, paper_comparison.c,
 * paper_history.c, paper_register.c, paper_quiz.c. Only the table of papers.c names these.
 */
#ifndef PRINT_KINDS_H
#define PRINT_KINDS_H

#include "print/paper.h"

/* A text, or a part of it, with a QR code: `body`, `qr`, `parts`. */
void notice_put(Press *press, const Paper *paper);

/* The same of the first part, where none is named. */
void poster_put(Press *press, const Paper *paper);

/* The same without a QR code. */
void handout_put(Press *press, const Paper *paper);

/* The values of part-comparison.html, and `now` and `before`. */
bool comparison_applies(Press *press, const Paper *paper);
void comparison_put(Press *press, const Paper *paper);

/* Those of history.html. */
void history_put(Press *press, const Paper *paper);

/* `postings`, and `today`. */
bool register_applies(Press *press, const Paper *paper);
void register_put(Press *press, const Paper *paper);

/* A paper and its answer sheet: `module`, `form`, `questions` with their choices, `qr`. Nothing that tells a right answer. */
void quiz_paper_put(Press *press, const Paper *paper);

/* The same, each question with its right choices, and what it takes to pass. */
void quiz_key_put(Press *press, const Paper *paper);

/* `module` with its hash, and the `policy` and `revision` that it trains on. */
void attendance_put(Press *press, const Paper *paper);

#endif
