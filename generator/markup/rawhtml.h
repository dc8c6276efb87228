/*
 * Raw HTML is not passed through: each tag is reported, with what to write
 * instead, and shown as text, so that nothing vanishes unseen. Comments are
 * left out; in a policy they are a fault, since its exact source is published.
 */
#ifndef MARKUP_RAWHTML_H
#define MARKUP_RAWHTML_H

#include "markup/parse.h"

/* Reports what is to be said of raw HTML at a position of the source. False
 * where it is a comment and to be left out. */
bool rawhtml_check(Parse *parse, const char *html, const char *position);

#endif
