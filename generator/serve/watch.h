/*
 * A watch over folders: tells when something in them has changed (inotify).
 *
 * Folders are watched with all below them, those that come later too. A folder
 * that does not exist yet is awaited, where its parent does. Names that begin
 * with a dot or end in '~' are no sources and are passed over, as by
 * files_walk().
 */
#ifndef SERVE_WATCH_H
#define SERVE_WATCH_H

#include "base/report.h"

typedef struct Watch Watch;

/* Watches these folders (NULL-terminated). NULL where the system gives no
 * watch at all; a folder that cannot be watched is reported (WATCH_FAILED, a
 * warning) and the others still are. */
Watch *watch_new(const char *const *folders, Report *report);
void watch_free(Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_free)

/* To be polled for reading. */
int watch_fd(const Watch *watch);

/* Reads what has happened so far without waiting; whether any of it concerns a
 * source. */
bool watch_changed(Watch *watch, Report *report);

#endif
