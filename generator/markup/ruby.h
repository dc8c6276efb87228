/*
 * Ruby in a text: `{漢字|かんじ}`, and `{漢字|かん|じ}` with a reading for each
 * character, where the counts agree. Readings are kana.
 */
#ifndef MARKUP_RUBY_H
#define MARKUP_RUBY_H

#include "markup/source.h"

typedef enum {
  RUBY_NONE, /* no ruby: braces that stand for themselves */
  RUBY_GOOD,
  RUBY_UNCLOSED, /* a '|' but no '}' */
  RUBY_EMPTY,    /* no base, or a reading without letters */
  RUBY_NOT_KANA,
  RUBY_COUNT, /* more readings than one, and not one for each character */
} RubyStatus;

typedef struct {
  RubyStatus status;
  const char *base;
  gsize base_length;
  const char *readings; /* parted by '|' */
  gsize readings_length;
  gsize length; /* of all, braces included */
} Ruby;

/* Reads what stands at a '{' in a text. */
Ruby ruby_read(const char *brace, const char *end);

/* Characters as a reader counts them: what only alters the one before it (a
 * variation selector, a combining mark) is a part of it. */
guint ruby_characters(const char *text, gsize length);

/* The end of the first of these. */
const char *ruby_character_end(const char *text, const char *end);

/* Whether the '|' at `bar` lies inside of ruby, for tables: gives the end of
 * ruby that begins at `brace`, NULL where none does. */
const char *ruby_skip(const char *brace, const char *end);

/* Writes it as <ruby>; readings more than one are parted by '|', one for each character. */
void ruby_html(GString *out, const char *base, gsize base_length, const char *readings,
               gsize readings_length);

struct Node;
struct Parse;

/* Appends a text to a node, its ruby as nodes of their own. Faulty ruby is
 * reported and stays text. */
void ruby_split(struct Parse *parse, struct Node *parent, const char *text, gsize length,
                Trace trace);

#endif
