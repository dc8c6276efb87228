/*
 * A reply on its way out: the headers that every answer carries, and long answers piece by piece.
 *
 * For gate.c alone: microhttpd.h is included.
 */
#ifndef SERVE_PASSAGE_H
#define SERVE_PASSAGE_H

#include "serve/inner.h"

#include <microhttpd.h>

/* Queues a reply, which stays the caller's. `closing`: the connection is not to be kept. */
enum MHD_Result passage_send(struct MHD_Connection *connection, Inner *inner, Reply *reply,
                             bool secure, bool closing);

/* A stream: `reader` is called with the Inner. */
enum MHD_Result passage_stream(struct MHD_Connection *connection, Inner *inner,
                               MHD_ContentReaderCallback reader, bool secure);

#endif
