/*
 * Ids: given in the source at a block's end (`{#security}`, with classes
 * `{#q1 .multi}`), or made from a heading's text; and which are taken.
 */
#ifndef MARKUP_IDS_H
#define MARKUP_IDS_H

#include "markup/arena.h"

typedef struct IdTable IdTable;

IdTable *ids_new(Arena *arena);

/* Takes an id; false where it is taken already. The string is kept, not copied. */
bool ids_add(IdTable *ids, const char *id, int value);

/* Alters the value of a taken id; -2 comes from ids_find() for one that is not. */
void ids_set(IdTable *ids, const char *id, int value);
int ids_find(const IdTable *ids, const char *id);

/* What stands in braces at the end of a block's text. */
typedef enum {
  ATTRIBUTES_NONE, /* nothing that begins with "{#" */
  ATTRIBUTES_GOOD,
  ATTRIBUTES_BAD, /* not of the form {#id .class}, or no good id */
} AttributesStatus;

typedef struct {
  AttributesStatus status;
  const char *brace; /* the '{' */
  const char *id;
  gsize id_length;
  gsize rest; /* the length of the text without it and the space before it */
} Attributes;

/* An id has ASCII letters, digits, '-' and '_' and begins with a letter. */
Attributes attributes_read(const char *text, gsize length);

/* An id made from a heading's text without its number: lower case, spaces and
 * punctuation as '-', "section" where nothing is left; with -2, -3, … until it
 * is free. Takes it. */
const char *ids_make(IdTable *ids, Arena *arena, const char *text, int value);

#endif
