/*
 * Reading files of a site that is online, by the program curl, which is looked for on the
 * PATH and run by no shell.
 *
 * http and https alone; no redirection is followed, so that no other host is asked, and
 * what stands at the very address is what is judged. At most eight at once, each with a
 * time limit; a file longer than the limit given is cut off and counts as too long. The
 * user's .curlrc is not read; proxies of the environment (https_proxy) are used.
 */
#ifndef PAGES_FETCH_H
#define PAGES_FETCH_H

#include "base/report.h"

typedef enum {
  FETCH_GOT,      /* its bytes are in the file */
  FETCH_TOO_LONG, /* longer than the limit */
  FETCH_ANSWERED, /* with another status than 200 */
  FETCH_FAILED,   /* no answer: `why` tells */
} FetchOutcome;

typedef struct {
  FetchOutcome outcome;
  guint status; /* of HTTP; 0 where there was no answer */
  char *why;    /* where it failed, curl's words; where it is led elsewhere, the address */
} FetchAnswer;

/* Whether this names a site online rather than a folder: it begins like an address. */
bool fetch_is_address(const char *where);

/* The address with the '/' at its end; NULL (FETCH_ADDRESS) where it is none of http or
 * https, or holds a query, a fragment or what no address may hold. The caller frees it. */
char *fetch_base(const char *where, Report *report);

/* Fetches `count` files ("privacy/index.html", asked for as "privacy/") below `base` into
 * `folder`, named by their index ("0", "1", …). One answer each, of FetchAnswer; free with
 * g_array_unref(). NULL where something was reported: FETCH_NO_CURL, FETCH_CURL_FAILED. */
GArray *fetch_files(const char *base, const char *const *files, guint count, const char *folder,
                    gsize limit, Report *report);

#endif
