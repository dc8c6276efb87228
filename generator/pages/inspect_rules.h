/*
 * What a page must be, element by element; and what is remembered of it while
 * libxml2 reads it. Private to the inspection: inspect.c drives the parser and
 * owns the buffers, inspect_rules.c holds the rules.
 *
 * Rules are from HTML (the living standard) and WCAG 2.2; each is one that a
 * machine can decide. What needs judgement is left to the browser tests.
 *
 * Strings that are remembered lie in one block that is as long as the page can
 * need; pointers into it hold until the next page.
 */
#ifndef PAGES_INSPECT_RULES_H
#define PAGES_INSPECT_RULES_H

#include "base/report.h"

/* The elements and attributes that some rule knows. */
#define INSPECT_TAGS(X) \
  X(A, "a") \
  X(AREA, "area") X(AUDIO, "audio") X(BUTTON, "button") X(EMBED, "embed") X(FORM, "form") \
    X(H1, "h1") X(H2, "h2") X(H3, "h3") X(H4, "h4") X(H5, "h5") X(H6, "h6") X(HEAD, "head") \
      X(HTML, "html") X(IFRAME, "iframe") X(IMG, "img") X(INPUT, "input") X(LABEL, "label") \
        X(LINK, "link") X(MAIN, "main") X(META, "meta") X(OBJECT, "object") X(SCRIPT, "script") \
          X(SELECT, "select") X(SOURCE, "source") X(STYLE, "style") X(TABLE, "table") \
            X(TEXTAREA, "textarea") X(TH, "th") X(TITLE, "title") X(TRACK, "track") \
              X(VIDEO, "video")
#define INSPECT_ATTRIBUTES(X) \
  X(ACTION, "action") \
  X(ALT, "alt") X(ARIA_CONTROLS, "aria-controls") X(ARIA_DESCRIBEDBY, "aria-describedby") \
    X(ARIA_DETAILS, "aria-details") X(ARIA_HIDDEN, "aria-hidden") X(ARIA_LABEL, "aria-label") \
      X(ARIA_LABELLEDBY, "aria-labelledby") X(ARIA_OWNS, "aria-owns") X(CONTENT, "content") \
        X(DATA, "data") X(FOR, "for") X(FORMACTION, "formaction") X(HEADERS, "headers") \
          X(HREF, "href") X(ID, "id") X(LANG, "lang") X(LIST, "list") X(NAME, "name") \
            X(POSTER, "poster") X(REL, "rel") X(ROLE, "role") X(SCOPE, "scope") X(SRC, "src") \
              X(SRCSET, "srcset") X(STYLE, "style") X(TYPE, "type")

typedef enum {
  TAG_OTHER,
#define X(name, text) TAG_##name,
  INSPECT_TAGS(X)
#undef X
} Tag;

typedef enum {
  ATTRIBUTE_OTHER,
#define X(name, text) ATTRIBUTE_##name,
  INSPECT_ATTRIBUTES(X)
#undef X
    ATTRIBUTE_COUNT
} Attribute;

/* A run of bytes that is borrowed; not closed by NUL. */
typedef struct {
  const char *bytes;
  gsize length;
} Slice;

/* An element's attributes, as far as they are known. */
typedef struct {
  guint32 given; /* a bit for each Attribute */
  Slice value[ATTRIBUTE_COUNT];
} Attributes;

/* An open element. */
typedef struct {
  Tag tag;
  int line;
  guint words;      /* pieces of text before it: as many at its end, and it is empty */
  bool hidden;      /* aria-hidden */
  bool named;       /* has an accessible name of its own, or needs none */
  bool has_th;      /* of a table */
  const char *href; /* of a link; in the block */
} Open;

/* A form field whose label may still come. */
typedef struct {
  const char *element; /* static */
  const char *id;      /* in the block; NULL: none */
  int line;
} Field;

/* One mention of an id that has to be in the page. */
typedef struct {
  const char *attribute; /* static */
  const char *id;        /* in the block */
  int line;
} Mention;

typedef struct {
  const char *text; /* in the block */
  int line;
} Named;

/* All that is known of the page so far. */
typedef struct {
  /* Set for each page. */
  const char *page;
  const char *source; /* NULL: none */
  Report *report;
  guint faults;
  int line; /* where the parser is */

  /* Kept from page to page, emptied for each. */
  char *block;
  gsize block_size;
  gsize block_used;
  GArray *open;     /* of Open */
  GArray *ids;      /* of Named */
  GArray *links;    /* of Named */
  GArray *fields;   /* of Field */
  GArray *mentions; /* of Mention */
  GString *style;   /* what stands in the open style element */
  guint32 *slots;   /* where each id is: its index + 1, by hash; 0: free */
  guint slot_count; /* a power of two */

  guint words;
  guint hidden; /* how many open elements are hidden */
  guint labels; /* how many open elements are labels */
  guint styles; /* likewise style elements */
  guint titles, mains, h1s;
  int level; /* of the last heading */
  bool doctype, lang, viewport;
} PageState;

/* ---- inspect.c gives ---- */

/* Adds a fault at a line of the page; `a` and `b` are the arguments after the
 * page, NULL for none. Beyond ten a page they are only counted. */
void page_fault(PageState *state, DiagCode code, int line, const char *a, const char *b);

/* Remembers a text for this page. */
const char *page_keep(PageState *state, const char *bytes, gsize length);

/* The id's index, or -1. */
int page_find_id(const PageState *state, const char *id);

/* Adds an id; false where the page has it already. */
bool page_add_id(PageState *state, const char *id);

/* ---- inspect_rules.c gives ---- */

void rules_start(PageState *state, Tag tag, const char *name, const Attributes *attributes);
void rules_handler(PageState *state, const char *attribute); /* an attribute on… */
void rules_text(PageState *state, const char *bytes, gsize length);
void rules_end(PageState *state);
void rules_finish(PageState *state); /* what can be said only of the whole page */

#endif
