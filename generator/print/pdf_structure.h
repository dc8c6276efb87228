/*
 * The structure tree of a tagged PDF (ISO 32000-1, 14.7): read into plain C,
 * written anew. What is done to it in between is pdf_tags.h's affair.
 */
#ifndef PRINT_PDF_STRUCTURE_H
#define PRINT_PDF_STRUCTURE_H

#include "print/pdf_marks.h"

typedef struct Element Element;

typedef enum {
  KID_ELEMENT,
  KID_MARK,  /* marked content */
  KID_OBJECT /* an annotation */
} KidType;

typedef struct {
  KidType type;
  Element *element; /* ELEMENT: owned */
  int owner;        /* MARK: see pdf_marks.h; OBJECT: the annotation's object number */
  int number;       /* MARK: its MCID */
  int page;         /* MARK, OBJECT: the page's object number */
} Kid;

/* An element of structure. Strings are its own; `type` and `scope` are interned, without a slash. */
struct Element {
  const char *type;
  const char *scope;     /* of a TH: Row, Column or Both; NULL */
  const char *numbering; /* of an L: ListNumbering; NULL */
  int rows, columns;     /* of a cell: what it spans; 0: not said */
  char *id;              /* as Chromium gave it; NULL */
  GPtrArray *headers;    /* of a cell: ids of its heads; NULL */
  char *alt, *actual, *lang;
  GArray *kids; /* of Kid */
  int object;   /* its number, while it is written */
};

/* The whole tree as one Document element, dropped from the file that is to be written; NULL where the file is not tagged, or its tree is no tree. */
Element *structure_read(PdfFile *file);

Element *element_new(const char *type);
void element_free(Element *element);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Element, element_free)

Kid *element_kid(const Element *element, guint index);
void element_append(Element *element, Kid kid);
bool element_is(const Element *element, const char *type);

/* A kid that is an element. */
Kid kid_of(Element *element);

/* Puts the tree into the file, with its parent tree, its ids (e1, e2, … in reading order) and a role
 * map for the types that ISO 32000-1 does not know. The object number of its root. */
int structure_write(PdfFile *file, Element *document, const PdfMarks *marks);

#endif
