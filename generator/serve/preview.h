/*
 * preview: builds the site, serves it on 127.0.0.1, and builds it again
 * whenever a source changes or the site's day turns, until it is told to end (SIGINT, SIGTERM).
 *
 * Where a build fails, the last good site is served on. Beside it stands the manager's
 * screen; with `open`, a browser is led to it (serve/doorway.h), and where a preview of
 * this site is running already, to that one's.
 */
#ifndef SERVE_PREVIEW_H
#define SERVE_PREVIEW_H

#include "pages/build.h"

typedef enum {
  OPENED,         /* the browser was started */
  OPENED_ANOTHER, /* on the screen of the preview that runs already: this one ends */
  OPENED_NOTHING, /* it could not be started, or says that it failed */
} Opened;

typedef struct {
  BuildOptions build;
  int port; /* 0: the first free one from 8000 upwards */
  bool open;

  /* Called when the server listens, before the first build: where the site is, and
   * where the manager's screen (serve/screen.h), whose address is a secret. */
  void (*ready)(const char *url, const char *office, gpointer data);
  /* Called where `open` is set. `page` leads to the screen and is no secret, for only its
   * owner can read it; NULL where there is none. */
  void (*opened)(Opened opened, const char *page, gpointer data);
  /* Called after each build; `report` is that build's, and is emptied after. */
  void (*built)(bool good, const BuildResult *result, Report *report, gpointer data);
  gpointer data;
} PreviewOptions;

/* Returns when it is told to end; false where it could not begin (reported). */
bool preview_run(const PreviewOptions *options, Report *report);

#endif
