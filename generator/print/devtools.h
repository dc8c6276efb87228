/*
 * The DevTools protocol over a pair of file descriptors, as Chromium speaks it
 * with --remote-debugging-pipe: JSON messages, each closed by a NUL byte,
 * commands one way (its file descriptor 3), answers and events the other way
 * (its file descriptor 4). Here both are one end of one socket pair.
 *
 * Nothing here knows of papers or processes; browser.c does. Whatever stands at
 * the other end is not trusted: a message that is too long, no JSON, or no
 * answer at all ends in a fault, never in a wait without end.
 *
 * The descriptor is the caller's: closing it is how a conversation ends.
 */
#ifndef PRINT_DEVTOOLS_H
#define PRINT_DEVTOOLS_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef struct DevTools DevTools;

typedef enum {
  DEVTOOLS_FINE,
  DEVTOOLS_CLOSED,  /* the other end is gone */
  DEVTOOLS_LATE,    /* the deadline has passed */
  DEVTOOLS_GARBAGE, /* what came is not the protocol */
  DEVTOOLS_REFUSED, /* the command was answered by an error; see devtools_words() */
} DevToolsFault;

/* Called for each event while a command or a wait is under way. `params` is borrowed. It may call
 * devtools_send() and devtools_give_up(), and nothing else of this header. */
typedef void DevToolsEvent(DevTools *devtools, const char *method, const json_t *params,
                           gpointer data);

/* `descriptor` must be a stream socket; it is made non-blocking. */
DevTools *devtools_new(int descriptor, DevToolsEvent *event, gpointer data);
void devtools_free(DevTools *devtools);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DevTools, devtools_free)

/* jansson's cleanup, declared here for the whole room. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

/* The session that later commands are for (Target.attachToTarget); NULL: the browser itself. */
void devtools_session(DevTools *devtools, const char *session);

/* Until when whatever comes next may take: g_get_monotonic_time() microseconds. */
void devtools_deadline(DevTools *devtools, gint64 deadline);

/* Sends a command whose answer nobody waits for. `params` (may be NULL) is taken over. After a
 * fault nothing is sent any more. */
void devtools_send(DevTools *devtools, const char *method, json_t *params);

/* Sends a command and waits for its answer: the member "result", the caller's; or NULL, and then
 * devtools_fault() tells why. REFUSED leaves the conversation usable, every other fault ends it. */
json_t *devtools_call(DevTools *devtools, const char *method, json_t *params);

/* Takes in events until `done` answers true. False at a fault. */
bool devtools_wait(DevTools *devtools, bool (*done)(gpointer data));

/* From now on the other end counts as gone. */
void devtools_give_up(DevTools *devtools);

DevToolsFault devtools_fault(const DevTools *devtools);

/* The error's words at REFUSED; else "". Borrowed, until the next call. */
const char *devtools_words(const DevTools *devtools);

#endif
