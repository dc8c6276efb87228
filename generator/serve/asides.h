/*
 * What runs aside: for each kind of long work a thread and a queue of its own, in which the calls
 * stand in the order of their coming. For clerk.c alone.
 */
#ifndef SERVE_ASIDES_H
#define SERVE_ASIDES_H

#include "serve/inner.h"

typedef struct Asides Asides;

/* `done` is called in an aside's thread when a call's work is done; the call is the caller's
 * again. */
typedef void (*AsideDone)(Inner *inner, gpointer data);

/* `printer` may be NULL: then no paper is printed (reported into the call). Borrowed. */
Asides *asides_new(PrintWorker *printer, AsideDone done, gpointer data);

/* Does what still waits, and ends. */
void asides_free(Asides *asides);

/* Whether one more may stand in that queue. */
bool asides_has_room(Asides *asides, Aside aside);

void asides_take(Asides *asides, Inner *inner);

#endif
