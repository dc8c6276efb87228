/*
 * From a call's outcome to the reply that goes out: pages are rendered here, in the gate's threads.
 */
#ifndef SERVE_ANSWER_H
#define SERVE_ANSWER_H

#include "serve/inner.h"
#include "serve/log.h"

/* The reply of a call that has its outcome (not of a stream). Never NULL. */
Reply *answer_make(Inner *inner, Log *log);

/* A file of a theme's assets, or the site's colours: "theme.css". NULL where there is none. */
Reply *answer_asset(const Premises *premises, bool office, const char *name);

#endif
