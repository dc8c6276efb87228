/*
 * A document: one Markdown text, parsed, with kaitei's rules on top of
 * CommonMark (see the design's section "Markdown").
 *
 * Parsing is done once; a document then answers for its parts, clauses, links
 * and blocks, and is written as HTML by one walk over the tree (html.h).
 * Nothing of it changes after document_parse(): any number of threads may read
 * it. All of a document lies in its own arena and goes with it.
 *
 * A *clause* is what can be cited, tested and compared: a heading opens one,
 * and so does a paragraph that ends in `{#id}`, which stands one level below
 * its part and closes every deeper clause.
 *
 * cmark.h is not included here.
 */
#ifndef MARKUP_DOCUMENT_H
#define MARKUP_DOCUMENT_H

#include "base/report.h"

/* The largest text that is taken, in bytes: cmark is quadratic on crafted
 * input. The deepest nesting of blocks and inlines. */
enum { MARKUP_TEXT_LIMIT = 128 * 1024, MARKUP_DEPTH_LIMIT = 64 };

typedef struct Document Document;

/* What kind of text it is decides what is a fault. */
typedef enum {
  DOCUMENT_FRAGMENT, /* `render`: ids only where given */
  DOCUMENT_PAGE,     /* a plain page: headings without an id get one */
  DOCUMENT_POLICY,   /* as PAGE; H1s are parts; comments are a fault */
} DocumentKind;

/* One clause (or part: level 1). Strings are the document's. */
typedef struct {
  const char *id;         /* unique in the document; NULL in a fragment where none is given */
  bool id_given;          /* written in the source, so permanent */
  bool paragraph;         /* opened by a paragraph, not a heading */
  int level;              /* 1 for a part, 2 for a paragraph, else as in the source (2–6) */
  int part;               /* index of its part's clause (a part's own); -1 before the first */
  const char *number;     /* its enumerator as written, "1、", "(2)"; "" where none */
  const char *title;      /* heading's base text less the number; a paragraph's first words */
  const char *title_html; /* the heading's inline HTML with its number, but without links, so
                           * that it can stand in one; "" for a paragraph */
  int line;               /* where it opens */
  int end_line;           /* its last line, of itself, not of clauses below it */
} Clause;

/* One link or image of the text. Strings are the document's. */
typedef struct {
  const char *target; /* as written */
  bool image;
  int line;
  int column; /* 0 where not known */
} Link;

/* Parses a normalised text (text_normalise), which ends in NUL. `named` is how diagnostics call
 * it and must outlive the document. Never NULL: faults are reported and what can
 * be shown is kept, so that one run finds them all. */
Document *document_parse(const char *source, gsize length, const char *named, DocumentKind kind,
                         Report *report);
void document_free(Document *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

const char *document_name(const Document *document);

/* The text of the first H1 less ids (base text); NULL where there is none. */
const char *document_title(const Document *document);

/* The first paragraph's base text, shortened to about 120 characters, for a
 * page's description; "" where there is none. The caller frees it. */
char *document_summary(const Document *document);

guint document_clause_count(const Document *document);
const Clause *document_clause(const Document *document, guint index);
/* By id; NULL where it has none of that name. */
const Clause *document_find_clause(const Document *document, const char *id);

/* The clause's hash: SHA-256 (hex, and NUL) of the base text of what
 * clause_html() writes, one block a line, without enumerators: neither
 * renumbering nor emphasis, ruby or line breaks in the source alter it. Worked
 * out at each call (7 µs a KB), for most documents are never asked. */
void clause_hash(const Document *document, guint clause, char hash[65]);

guint document_link_count(const Document *document);
const Link *document_link(const Document *document, guint index);

/* The enumerator at the start of a text ("1、", "①", "（１）", "(1) "): its length
 * in bytes, 0 where it opens with none. */
gsize enumerator_length(const char *text);

#endif
