/*
 * The manager's screen: the pages on which what is published is looked at and changed,
 * in a browser, on this machine.
 *
 * They stand below /.kaitei/TOKEN/. The token is made anew at each start and is part of
 * every address, not a cookie: cookies are not kept apart by port, so that any other
 * program of this machine that listens on 127.0.0.1 would be sent it. Whoever does not
 * have the address is answered as if there were nothing. (Forms are also asked for their
 * origin: serve/server.h.)
 *
 * In `kaitei serve` they stand below a plain path instead, behind the office's sign-in
 * (screen_new_at(), screen_answer()): who visits is known there, and commits under the name
 * of the own account.
 *
 * The same functions as the command line's are behind it, and no others.
 */
#ifndef SERVE_SCREEN_H
#define SERVE_SCREEN_H

#include "pages/build.h"
#include "print/printing.h"
#include "serve/deployment.h"
#include "serve/live.h"
#include "serve/server.h"
#include "theme/theme.h"

typedef struct Screen Screen;

/* `build` says which site, and must outlive it. NULL where something was reported: the
 * office's theme is missing or at fault. */
Screen *screen_new(const BuildOptions *build, Report *report);
void screen_free(Screen *screen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Screen, screen_free)

/* The same below another path ("/office/publish/"), where somebody else has seen to it who may. */
Screen *screen_new_at(const BuildOptions *build, const char *path, Report *report);

/* Who visits it there. */
typedef struct {
  Committer committer;
  const char *token; /* for the hidden field of every form */
} ScreenVisitor;

/* Answers what lies below screen_path(), assets too. One call at a time. Never NULL. */
Reply *screen_answer(Screen *screen, const Request *request, const ScreenVisitor *visitor);

/* Where it stands: "/.kaitei/TOKEN/" or the path that was given. Borrowed. */
const char *screen_path(const Screen *screen);

/* To be given to the server; it lives as long as the screen. */
const Office *screen_office(const Screen *screen);

/* The office's theme, for visit.c. */
const Theme *screen_theme(const Screen *screen);
Stage *screen_stage(Screen *screen);

/* How what is published goes online. */
Deployment *screen_deployment(Screen *screen);

/* The site as it is kept between requests, for editing.c. */
Live *screen_live(Screen *screen);

/* Builds the site; screens and the preview build it in two threads, one at a time. */
bool screen_build(Screen *screen, BuildResult *result, Report *report);

/* Prints papers, never while the site is built: both write into the same folder. */
bool screen_print(Screen *screen, const PrintOptions *options, PrintResult *result, Report *report);

/* How many builds have changed a file of the site, whichever thread made them. */
guint screen_changes(Screen *screen);

#endif
