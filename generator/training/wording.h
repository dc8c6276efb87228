/*
 * A wording: one piece of a quiz's Markdown (a stem, a choice, a feedback), with
 * where it stands, what it says, and how it is shown.
 *
 * A quiz is cut into such pieces line by line (quiz.h). Each is then read by
 * markup on its own, with markup's rules and faults, and the places of the
 * faults are led back to the quiz. That way a quiz may be as long as it likes,
 * while every piece stays within markup's bounds.
 *
 * Two steps, since grading needs the pieces and not their HTML: what is cut
 * (source, line, column) is there at once; `text` and `html` come with
 * wording_read().
 */
#ifndef TRAINING_WORDING_H
#define TRAINING_WORDING_H

#include "base/report.h"

typedef enum {
  WORDING_LINE,   /* words in one line, without blocks: a title */
  WORDING_WORDS,  /* one paragraph, without a <p> of its own: a choice */
  WORDING_BLOCKS, /* anything: a stem, a feedback, an explanation */
} WordingKind;

typedef struct {
  char *source; /* Markdown, without what the quiz puts before its lines; NULL: not there */
  int line;     /* of its first line; what follows stands in the lines below it */
  int column;   /* at which its first line begins, */
  int below;    /* and those below it; 0 where there are none */
  char *text;   /* base text, lines parted by "\n"; NULL until it is read */
  char *html;   /* NULL until it is read */
} Wording;

/* Reads it; what markup finds at fault is reported at its place in `named`. `images`
 * and links that stay inside the site are at fault too (QUIZ_LINK): a question is shown
 * on a screen, on paper and in other systems. Does nothing to one that is not there, or
 * was read. False where an error was reported. */
bool wording_read(Wording *wording, WordingKind kind, const char *named, Report *report);

void wording_clear(Wording *wording);

#endif
