/*
 * The public keys of a site (content/certificates.lua): by them whoever holds a certificate, or a
 * signed head of the records, can check it without asking the office.
 *
 *     key { public = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
 *           since = "2026-11-22" }
 *
 * Entries are only ever appended: what an old key signed stays good. The file is a source of the
 * public site, which shows the keys (/verify/).
 */
#ifndef LEDGER_PUBLIC_KEYS_H
#define LEDGER_PUBLIC_KEYS_H

#include "base/report.h"
#include "base/wareki.h"

#define PUBLIC_KEYS_FILE "content/certificates.lua"

/* Ed25519 (RFC 8032). */
typedef struct {
  char *hex; /* 64 digits */
  Day since;
} PublicKey;

/* Those of the site at `root`, of PublicKey, in order; empty where there is no such file. NULL where
 * something was reported. Free with g_ptr_array_unref(). */
GPtrArray *public_keys_read(const char *root, Report *report);

/* Appends one, where it is not there yet, and makes the file where there is none. */
bool public_keys_add(const char *root, const char *hex, Day since, Report *report);

#endif
