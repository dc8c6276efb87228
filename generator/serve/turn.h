/*
 * Where a site wants two persons (`two_persons`): whose turn it is with a draft.
 */
#ifndef SERVE_TURN_H
#define SERVE_TURN_H

#include "pages/standing.h"

/* "approve": nobody has approved this text yet; "other": `person` has recorded its
 * approval, so that somebody else must publish it; "publish": `person` may. NULL where the
 * site does not want two. `person` ("Name <mail>") may be NULL. What it tells beforehand,
 * pages/publication.h decides. */
const char *turn_of(const Site *site, const Standing *standing, const char *person);

#endif
