/*
 * A worker: one thread's tools for making pages, and what it has made.
 *
 * `Build` is shared and does not change while workers run. A worker owns its
 * Lua state, inspector, comparer, buffers and report, so that threads meet only
 * at the git reader's lock and in the outbox.
 */
#ifndef PAGES_WORKER_H
#define PAGES_WORKER_H

#include "compare/comparison.h"
#include "markup/document.h"
#include "pages/inspect.h"
#include "pages/links.h"
#include "pages/outbox.h"
#include "pages/plan.h"
#include "pages/state.h"
#include "theme/theme.h"

/* What all workers share, read-only. */
typedef struct {
  const Site *site;
  const Theme *theme;
  const Plan *plan;
  Repository *repository;
  Outbox *outbox; /* NULL for a check, which writes nothing */
  Day as_of;
  const char *base_path; /* path of base_url, "/" where none: for 404.html */
  bool keeps;            /* some pages are kept as they are: they may link to ids that are lost */
} Build;

/* One file that a job made. */
typedef struct {
  StateFile file; /* its name is the worker's; without a stamp where nothing is written */
  bool lost; /* it was there before, and an id of it is gone; asked only where pages are kept */
} Made;

/* A day as pages show it. */
typedef struct {
  char *iso, *wareki, *both, *english;
} DayText;

typedef struct {
  const Build *build;
  guint job; /* being done */
  Stage *stage;
  bool unstaged;    /* pages are read and not rendered: a template is at fault for good */
  guint stopped_at; /* the diagnostic of its report that says so, and the job */
  guint stopped_by;
  Values *values;
  Inspector *inspector;
  Comparer *comparer;
  Report *report;
  Links *links;
  GArray *made;                       /* of Made */
  GString *page, *body, *rows, *href; /* buffers, used again and again */
  const char *tree;   /* "", TREE_STAFF or TREE_OFFICE: where the page being made is, */
  char *at;           /* and its address there */
  GHashTable *places; /* href on that page → Link of its text; NULL until somebody asks */
  GHashTable *days;   /* a day as a number → DayText */
} Worker;

/* Where a template does not compile (reported into `report`), it works unstaged. */
Worker *worker_new(const Build *build, Report *report);
void worker_free(Worker *worker);

/* Empties worker->made. */
void worker_forget_made(Worker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Worker, worker_free)

/* --- for the renderers (render_*.c) ---------------------------------------- */

/* Where a page's text comes from, for diagnostics and for its links. */
typedef struct {
  const Document *document; /* NULL: the page has no text of its own */
  const char *base;         /* the address against which its links are written */
  bool faulty;              /* an error of the text itself has been reported */
} PageText;

/* Begins a page at an address: empties the values. */
void worker_begin(Worker *worker, const char *address);

/* The same in another tree (TREE_STAFF, TREE_OFFICE; static). */
void worker_begin_in(Worker *worker, const char *tree, const char *address);

/* Renders the page through a template, inspects it, checks its links, and puts
 * it into the outbox. `text` may be NULL. */
void worker_finish(Worker *worker, const char *template, const PageText *text);

/* Checks the links of a text that is not put on any page. */
void worker_check_links(Worker *worker, const PageText *text);

/* Puts a file that is no page. */
void worker_put(Worker *worker, const char *file, const char *bytes, gsize length);

/* A string of the theme in a language. */
const char *worker_word(const Worker *worker, const char *lang, const char *key);

/* The same with {name} filled: pairs of name and value, closed by NULL. The
 * caller frees it. */
char *worker_phrase(const Worker *worker, const char *lang, const char *key,
                    ...) G_GNUC_NULL_TERMINATED;

/* Writes a text's HTML into worker->body, with its links led aright from the
 * page being made. */
void worker_body(Worker *worker, const PageText *text, const char *lang, bool skip_title);

#endif
