/*
 * What a page must be, element by element; and what is remembered of it while
 * libxml2 reads it. Private to the inspection: inspect.c drives the parser,
 * inspect_state.c keeps what is remembered, inspect_rules.c holds the rules.
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

/* The elements and attributes that some rule knows; their names stand in inspect.c. */
typedef enum {
  TAG_OTHER, /* not known at all */
  TAG_PLAIN, /* one of HTML's, of which there is nothing to say */
  TAG_A,
  TAG_AREA,
  TAG_AUDIO,
  TAG_BUTTON,
  TAG_CAPTION,
  TAG_COLGROUP,
  TAG_EMBED,
  TAG_FORM,
  TAG_H1,
  TAG_H2,
  TAG_H3,
  TAG_H4,
  TAG_H5,
  TAG_H6,
  TAG_HEAD,
  TAG_HTML,
  TAG_IFRAME,
  TAG_IMAGE,
  TAG_IMG,
  TAG_INPUT,
  TAG_LABEL,
  TAG_LINK,
  TAG_MAIN,
  TAG_META,
  TAG_OBJECT,
  TAG_SCRIPT,
  TAG_SELECT,
  TAG_SOURCE,
  TAG_STYLE,
  TAG_SVG,
  TAG_TABLE,
  TAG_TBODY,
  TAG_TD,
  TAG_TEXTAREA,
  TAG_TFOOT,
  TAG_TH,
  TAG_THEAD,
  TAG_TITLE,
  TAG_TR,
  TAG_TRACK,
  TAG_VIDEO,
  TAG_REFUSED, /* any of several that no page may hold */
  TAG_COUNT
} Tag;

typedef enum {
  ATTRIBUTE_OTHER,
  ATTRIBUTE_PLAIN, /* likewise */
  ATTRIBUTE_ACTION,
  ATTRIBUTE_ALT,
  ATTRIBUTE_ARIA_CONTROLS,
  ATTRIBUTE_ARIA_DESCRIBEDBY,
  ATTRIBUTE_ARIA_DETAILS,
  ATTRIBUTE_ARIA_HIDDEN,
  ATTRIBUTE_ARIA_LABEL,
  ATTRIBUTE_ARIA_LABELLEDBY,
  ATTRIBUTE_ARIA_OWNS,
  ATTRIBUTE_CHARSET,
  ATTRIBUTE_CONTENT,
  ATTRIBUTE_DATA,
  ATTRIBUTE_FOR,
  ATTRIBUTE_FORMACTION,
  ATTRIBUTE_HEADERS,
  ATTRIBUTE_HREF,
  ATTRIBUTE_HTTP_EQUIV,
  ATTRIBUTE_ID,
  ATTRIBUTE_IMAGESRCSET,
  ATTRIBUTE_LANG,
  ATTRIBUTE_LIST,
  ATTRIBUTE_NAME,
  ATTRIBUTE_POSTER,
  ATTRIBUTE_REL,
  ATTRIBUTE_ROLE,
  ATTRIBUTE_SCOPE,
  ATTRIBUTE_SRC,
  ATTRIBUTE_SRCSET,
  ATTRIBUTE_STYLE,
  ATTRIBUTE_TYPE,
  ATTRIBUTE_XLINK_HREF,
  ATTRIBUTE_REFUSED,
  ATTRIBUTE_COUNT
} Attribute;

/* A run of bytes that is borrowed; not closed by NUL. */
typedef struct {
  const char *bytes;
  gsize length;
} Slice;

/* An element's attributes, as far as they are known. */
typedef struct {
  guint64 given; /* a bit for each Attribute */
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
  bool leaf;        /* holds text alone: HTML reads no element in it */
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

/* All that is known of the page so far. */
typedef struct {
  /* Set for each page. */
  const char *page;
  const char *source; /* NULL: none */
  Report *report;     /* NULL: faults are only counted */
  guint faults;
  int line; /* where the parser is */

  /* Kept from page to page, emptied for each. */
  char *block;
  gsize block_size;
  gsize block_used;
  GArray *open;     /* of Open; its length is the greatest depth so far, */
  guint depth;      /* and this how many are open */
  GArray *ids;      /* of const char *, in the block */
  GArray *links;    /* likewise */
  GArray *fields;   /* of Field */
  GArray *mentions; /* of Mention */
  GString *style;   /* what stands in the open style element */
  guint32 *slots;   /* where each id is: its index + 1, by hash; 0: free */
  guint slot_count; /* a power of two */

  guint words;
  guint hidden;   /* how many open elements are hidden */
  guint labels;   /* how many open elements are labels */
  guint styles;   /* likewise style elements, */
  guint anchors;  /* links, */
  guint drawings; /* and svg elements */
  guint titles, mains, h1s;
  int level; /* of the last heading */
  bool doctype, lang, viewport;
} PageState;

/* ---- inspect_state.c gives ---- */

/* Forgets the page before; `length` is the new one's. */
void page_clear(PageState *state, gsize length);

/* Adds a fault at a line of the page; `a` and `b` are the arguments after the
 * page, NULL for none. Beyond ten a page they are only counted, and so are all
 * where there is no report. */
void page_fault(PageState *state, DiagCode code, int line, const char *a, const char *b);

/* Tells how many were only counted. */
void page_tell_rest(PageState *state);

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

/* The innermost element that is open; NULL outside of all. */
Open *page_top(PageState *state);

/* Reports every address elsewhere in CSS. */
void rules_style(PageState *state, Slice style);

/* ---- inspect_html.c gives ---- */

/* Before rules_start(): false (reported) where HTML reads the name in another way
 * than XML, or a page may not hold it. */
bool rules_element_name(PageState *state, Tag tag, const char *prefix, const char *name);
bool rules_attribute_name(PageState *state, const char *prefix, const char *name);
void rules_refused(PageState *state, const char *attribute);
void rules_attribute_value(PageState *state, Slice value); /* of an attribute not known */

/* The element is written <name/>. */
void rules_void(PageState *state, const char *name);

/* Reports a name that HTML reads in another way; false. `prefix` may be NULL. */
bool rules_not_html(PageState *state, const char *prefix, const char *name);

#endif
