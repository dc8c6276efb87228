/*
 * A visit: one request to one screen of the office, and what its answer is made of.
 *
 * A screen is a function (screens.h). It reads the request, works through the functions
 * that the commands work through too (pages/desk.h, pages/publication.h, …), writes
 * values, and returns visit_show() or visit_go():
 *
 *     Reply *standing_screen(Visit *visit)
 *     {
 *       values_list(visit->values, "policies");
 *       …
 *       values_close(visit->values);
 *       return visit_show(visit, "standing.html");
 *     }
 *
 * Templates lie in themes/office/, over those of the default theme; they are written as
 * themes/README.md tells, and see `page` { title, kind, lang, root, faults, to_confirm } beside what
 * the screen wrote. What was reported into visit->report is shown above the page.
 *
 * A GET changes nothing. A POST that did something answers with visit_go(), so that
 * loading a page again does nothing twice.
 */
#ifndef SERVE_VISIT_H
#define SERVE_VISIT_H

#include "pages/build.h"
#include "pages/desk.h"
#include "serve/exchange.h"
#include "serve/screen.h"
#include "theme/theme.h"

typedef struct {
  Screen *screen;
  const BuildOptions *options; /* site, out and as_of as they were given */
  const char *root;            /* the site's folder */
  Day as_of;                   /* today, unless --as-of says otherwise */
  const Request *request;
  const ScreenVisitor *visitor; /* NULL: the person at this machine */
  char **parts;                 /* of the path below the screen's own: "compare", "privacy" */
  Site *site;                   /* as it stands now */
  const PolicySource *policy;   /* that of parts[1]; NULL on a screen of no policy */
  Values *values;
  Report *report;
} Visit;

/* The page, through the office's theme. What is left to say of it (its title, its
 * faults) is put in here, so that nothing can be written after. */
Reply *visit_show(Visit *visit, const char *template);

/* The same with another status than 200: 404, 409, …. */
Reply *visit_show_as(Visit *visit, guint status, const char *template);

/* The site's repository, for whoever visits. Never NULL (repository_open()). */
Repository *visit_repository(const Visit *visit, Report *report);

/* The address of the site itself, of which "privacy/" is a page: "/" in the preview, which shows it; else its own
 * on the web. NULL where it has none. Borrowed. */
const char *visit_site_address(const Visit *visit);

/* Goes on to a screen: "edit/privacy". */
Reply *visit_go(const Visit *visit, const char *screen);

/* The desk (pages/desk.h) at which this visit changes something, and on it the
 * visit's policy. NULL where something was reported. */
Desk *visit_desk(Visit *visit, const PolicySource **policy);

/* Where git knows nobody: on to the screen that asks who commits, and from there back to
 * this one; else NULL. For the GET of a screen whose form will commit. */
Reply *visit_ask_identity(Visit *visit);

/* Builds the site, never while the preview does. False where it failed (reported). */
bool visit_build(Visit *visit, BuildResult *result, Report *report);

/* A list of diagnostics: { level, word, place, file, line, column, text, hint, field },
 * whose texts are the office's own where it has some (`diag` in its strings): what it
 * says of a command's options is nothing to whoever sees a form. What waits to be
 * confirmed is taken out of the report, and counted in a second list, `to_confirm`
 * { id, title, count }, one for each training: it has a screen of its own, and the
 * diagnostics name a command. */
void visit_put_faults(Visit *visit, const char *name, Report *report);

/* What a language is called: "やさしい日本語", "English"; its code where no name of it is
 * known. Borrowed. */
const char *visit_language(const Visit *visit, const char *lang);

/* The languages of the visit's policy, of char *: those that a text is often begun in,
 * those that have a working text, those that were published. "ja" comes first. Free with
 * g_ptr_array_unref(). */
GPtrArray *visit_languages(const Visit *visit);

/* An approval: { by, on, recorder }; left out where it is NULL. */
void visit_put_approval(Visit *visit, const char *name, const Approval *approval);

#endif
