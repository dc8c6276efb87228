/*
 * The premises: what `kaitei serve` serves from, read from the disk. The site (its name, its
 * policies, its modules), the themes of both sides, the words.
 *
 * A Premises never changes. When a source has changed, a new one is read beside it, and the
 * calls of that moment keep the old one until they are answered: a call sees one state from its
 * first step to its last. Where the day turns, it is read anew too: another revision may be in force. Where the new one is at fault, the old one is served on and the log says
 * so.
 */
#ifndef SERVE_PREMISES_H
#define SERVE_PREMISES_H

#include "enrolment/curriculum.h"
#include "pages/site.h"
#include "serve/call.h"
#include "theme/theme.h"

struct Premises {
  char *root; /* the site's folder, absolute */
  char *url;  /* under which staff reach this server: "https://kenshu.example.jp" */
  Site *site;
  Curriculum *curriculum; /* its modules (enrolment/curriculum.h), as of the day it was read */
  Theme *staff;       /* themes/staff over themes/default */
  Theme *office;      /* themes/registry over themes/default */
  gint users;         /* references */
};

/* NULL where something was reported. `url` NULL: that of site.lua. */
Premises *premises_read(const char *root, const char *url, Report *report);
Premises *premises_ref(Premises *premises);
void premises_unref(Premises *premises);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Premises, premises_unref)

/* The theme of a side. */
const Theme *premises_theme(const Premises *premises, bool office);

#endif
