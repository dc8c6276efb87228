/*
 * The publishing screens (screen.h) in `kaitei serve`: below /office/publish/, behind the office's
 * sign-in, under the name of whose account it is.
 *
 * They read the site, build it and commit to its repository, which takes long: a call goes aside
 * (call_aside()), where there is one at a time, and the store is not asked there.
 */
#ifndef SERVE_PUBLISHING_DESK_H
#define SERVE_PUBLISHING_DESK_H

#include "base/report.h"

#define PUBLISHING_PATH "/office/publish/"

typedef struct PublishingDesk PublishingDesk;

/* For the site at `root`. NULL where something was reported. Before the program is confined, and
 * given back after the last call. */
PublishingDesk *publishing_desk_new(const char *root, Report *report);
void publishing_desk_free(PublishingDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PublishingDesk, publishing_desk_free)

#endif
