/*
 * Emphasis beside Japanese punctuation, by marks put around asterisks.
 *
 * Source of the rule: the specification of markdown-cjk-friendly, which amends
 * CommonMark's section on delimiter runs: a run of `*` with a CJK character on
 * either side may open and close emphasis although the other side is
 * punctuation. CommonMark lets a run between two letters do both, and to cmark a
 * MARK is a letter: one on each side gives the run what the amendment gives it.
 *
 * Marks also come to stand where they mean nothing (in code, in URLs, in
 * titles); they are taken out of everything that cmark gives back.
 */
#ifndef MARKUP_EMPHASIS_H
#define MARKUP_EMPHASIS_H

#include "markup/source.h"

/* The text with its marks, in the arena; `text` itself where none are needed.
 * It must end in NUL. */
const char *emphasis_mark(Arena *arena, const char *text, gsize length, gsize *marked_length);

/* A copy of cmark's string without marks, in the arena. */
const char *emphasis_unmark(Arena *arena, const char *text, gsize *length);

/* Takes the marks out of a text that ends in NUL; returns what length is left. */
gsize emphasis_strip(char *text, gsize length);

/* Reports every `**` of a text that was meant as emphasis and stayed text;
 * `policy` makes it an error. */
struct Parse;
void emphasis_check_left_over(struct Parse *parse, const char *text, Trace trace);

/* Reports emphasis by `_`, and `_` that was meant so beside Japanese. */
void emphasis_check_underscores(struct Parse *parse, const char *text, Trace trace);

#endif
