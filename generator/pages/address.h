/*
 * Addresses inside a site. An *address* is a path below the site's root as it
 * stands on disk, UTF-8 and not percent-encoded: "privacy/history/",
 * "privacy/2018-12-01/policy.md", "" for the home page.
 */
#ifndef PAGES_ADDRESS_H
#define PAGES_ADDRESS_H

#include <glib.h>
#include <stdbool.h>

/* The way from a page (its folder's address) back to the root: "./" from the
 * home page, "../../" from "privacy/history/". Appended to `out`. */
void address_root(const char *page, GString *out);

/* Whether a link target leads inside the site: no scheme, no "//". */
bool address_is_internal(const char *target);

/* Follows a link target from the folder `base`: percent-decoding, "." and ".."
 * resolved, query dropped. Puts the address into `address` (emptied first) and
 * the decoded fragment into *fragment (the caller's; NULL where none).
 * False where the target climbs above the root or cannot be decoded. */
bool address_follow(const char *base, const char *target, GString *address, char **fragment);

/* The file that an address stands for: "privacy/" is "privacy/index.html".
 * Appended to `out`. */
void address_file(const char *address, GString *out);

#endif
