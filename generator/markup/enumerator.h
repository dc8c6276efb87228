/*
 * Enumerators: the numbers that Japanese texts write in front of clauses and
 * items themselves (①, (1), （１）, 1、, 第１条, 一、, ア、).
 */
#ifndef MARKUP_ENUMERATOR_H
#define MARKUP_ENUMERATOR_H

#include "markup/document.h"

typedef struct {
  gsize length; /* in bytes, without the space behind it; 0: there is none */
  gsize space;  /* bytes of that space */
  guint style;  /* equal for equal ways of writing; 0: there is none */
  int value;    /* 0 where it has none that is counted */
} Enumerator;

Enumerator enumerator_read(const char *text);

struct Node;
struct Parse;

/* Makes a list whose items all open with one style of enumerator an ordered
 * list of its own numbers, and reports gaps and repeats in them. */
void enumerator_mark_list(struct Parse *parse, struct Node *list);

/* Sets the enumerator at the start of a block's text apart as a node of its
 * own, if there is one. */
void enumerator_split(struct Parse *parse, struct Node *block);

/* That node of a block; NULL where it has none. */
struct Node *enumerator_of(const struct Node *block);

#endif
