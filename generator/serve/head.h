/*
 * The head of a request: whether it is what a browser sends, looked at before anything is done
 * with it. What a proxy would refuse is refused here once more, since the library reads some of it
 * more kindly than the standard has it (tests/tools/attack.mjs lists what).
 *
 * For gate.c alone: microhttpd.h is included.
 */
#ifndef SERVE_HEAD_H
#define SERVE_HEAD_H

#include "base/report.h"

#include <microhttpd.h>

enum { HEAD_LIMIT = 16 * 1024 };

/* The path of a request's target ("/a%20b?c" → "/a b"): NULL where it is none of ours: not
 * beginning with one slash, a percent sign that encodes nothing, a part that is empty (but the
 * last), "." or "..", an encoded slash or backslash, a control character, bytes that are no UTF-8,
 * bytes that should have been encoded, in the query too. The caller frees it. */
char *head_path(const char *target);

/* 0, or the status with which it is refused:
 *   400  a header twice that may be there once; a name or value that is none; a body behind GET,
 *        or one whose length is not told once and plainly
 *   403  what another site's page has loaded into itself (Sec-Fetch-Site)
 *   405  another method than GET, HEAD, POST
 *   421  another Host than `host`
 *   431  more than HEAD_LIMIT bytes
 *   505  another version than 1.0 and 1.1 */
guint head_check(struct MHD_Connection *connection, gsize target_size, const char *method,
                 const char *version, const char *host);

/* Who asks, as the proxy says: the last address of the last X-Forwarded-For (the one that the proxy
 * itself has put there); of an IPv6 address the network, its first 64 bits; "?" where it is no
 * address. NULL where there is none: somebody on this machine. The caller frees it. */
char *head_peer(struct MHD_Connection *connection);

/* "ja" or "en": which of the two Accept-Language names first; "ja" where neither. Static. */
const char *head_language(struct MHD_Connection *connection);

#endif
