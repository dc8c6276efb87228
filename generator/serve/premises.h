/*
 * The premises: what `kaitei serve` serves from, read from the disk. The site (its name, its
 * policies), the curriculum (its modules), the themes of both sides.
 *
 * A Premises never changes. When a source has changed, or the day has turned (another revision may
 * be in force), a new one is read beside it, and the calls of that moment keep the old one until
 * they are answered: a call sees one state from its first step to its last. What page functions ask
 * of it has been read by then: none of them waits for the disk. Where the new one is at
 * fault, the old one is served on and the log says so.
 */
#ifndef SERVE_PREMISES_H
#define SERVE_PREMISES_H

#include "enrolment/curriculum.h"
#include "enrolment/retention.h"
#include "pages/site.h"
#include "serve/call.h"
#include "serve/publishing_desk.h"
#include "theme/theme.h"

/* A side's theme, with the templates compiled once for each thread that renders. */
typedef struct Look Look;

struct Premises {
  char *root; /* the site's folder, absolute */
  char *url;  /* under which staff reach this server: "https://kenshu.example.jp" */
  Site *site;
  Curriculum *curriculum; /* its modules, as of the day it was read */
  Look *looks[2];         /* the staff's: themes/staff; the office's: themes/registry */
  char *colour;           /* assets/colour.css of the site's key colour */
  GPtrArray *retention;   /* of RetentionRule (enrolment/retention.h); NULL: its file is at fault */
  Report *unruled;        /* what was reported of it then */
  FileStamp site_lua;
  PublishingDesk *publishing; /* borrowed, the same in all; NULL: there are no publishing screens */
  gint users;                 /* references */
};

/* NULL where site.lua, a ledger or a theme is at fault (reported); a module that is at fault is
 * left out (reported). `url` NULL: that of site.lua; SERVE_NO_ADDRESS where it says none. `report`
 * is empty when it is called. */
Premises *premises_read(const char *root, const char *url, Report *report);

/* The same site as it is now, with the same themes. `old` is borrowed. */
Premises *premises_read_again(const Premises *old, Report *report);

/* Whether it is still as it was read. */
bool premises_current(const Premises *premises);

Premises *premises_ref(Premises *premises);
void premises_unref(Premises *premises);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Premises, premises_unref)

/* The theme of a side. */
const Theme *premises_theme(const Premises *premises, bool office);

/* The rules of retention; NULL where they are at fault (reported anew). */
const GPtrArray *premises_retention(const Premises *premises, Report *report);

/* A renderer of that side for one page; given back after. NULL where something was reported. */
Stage *premises_take_stage(Premises *premises, bool office, Report *report);
void premises_give_stage(Premises *premises, bool office, Stage *stage);

#endif
