/*
 * A reply's body as libmicrohttpd sends it: the same for both servers, whose headers differ.
 *
 * For passage.c and server.c: microhttpd.h is included.
 */
#ifndef SERVE_RESPONSE_H
#define SERVE_RESPONSE_H

#include "serve/exchange.h"

#include <microhttpd.h>

/* The response takes the body over, and the reply's is empty then. NULL without memory. */
static inline struct MHD_Response *response_of(Reply *reply)
{
  gsize size = reply->body->len;
  char *bytes = g_string_free(g_steal_pointer(&reply->body), FALSE);
  struct MHD_Response *response =
    MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE);
  reply->body = g_string_new(NULL);
  if (response == NULL)
    g_free(bytes);
  return response;
}

#endif
