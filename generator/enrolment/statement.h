/*
 * The statement of a certificate: what is signed, and can be checked by whoever holds the paper,
 * years later and without asking us.
 *
 * It is text of six lines (permanent form):
 *
 *     kaitei-certificate 1
 *     K7QM-4RNA-2XWD                    the certificate's number
 *     個人情報の取り扱い 2026年度研修      the module's title
 *     2026                              年度
 *     2026-11-22                        the day of completion
 *     3f…c9                             the name's hash
 *
 * The name's hash is SHA-256 of the salt (16 random bytes) and the name: NFKC, without white space,
 * UTF-8. The statement names nobody; whoever checks types the name that stands on the paper.
 *
 * On paper it is a link to the public site's /verify/, whose server never sees what stands behind
 * the #:
 *
 *     https://…/verify/#1.STATEMENT.SIGNATURE.SALT      each in base64url, unpadded (RFC 4648, 5)
 *
 * The same is read by the page's script (themes/default/assets/verify.js) and by
 * `kaitei certificate check`.
 */
#ifndef ENROLMENT_STATEMENT_H
#define ENROLMENT_STATEMENT_H

#include "base/wareki.h"
#include "records/secret.h"

typedef struct {
  char *id;
  char *title;
  int year;
  Day done;
  char *name_hash; /* 64 hex digits */
} Statement;
void statement_free(Statement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Statement, statement_free)

/* A certificate's number: 12 characters in three groups. The caller frees it. */
char *statement_id(void);

/* Hash of a name, under a salt of 32 hex digits. The caller frees it. */
char *statement_name_hash(const char *salt, const char *name);

/* The text, and the statement of such a text; NULL where it is none. The caller frees them. */
char *statement_text(const Statement *statement);
Statement *statement_read(const char *text);

/* What stands behind the #: of a text, its signature (128 hex digits) and the salt (32). The caller
 * frees it. */
char *statement_link(const char *text, const char *signature, const char *salt);

/* A link taken apart. */
typedef struct {
  char *text;
  char *signature;
  char *salt;
} StatementLink;
void statement_link_free(StatementLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatementLink, statement_link_free)

/* Of a whole address or of what stands behind its #. NULL where it is no such link (nothing
 * reported). */
StatementLink *statement_link_read(const char *link);

typedef enum {
  STATEMENT_GOOD,
  STATEMENT_OTHER_NAME, /* signed by us, for somebody else */
  STATEMENT_FORGED,     /* no key of ours has signed it */
  STATEMENT_NONE,       /* not a statement at all */
} StatementVerdict;

/* Holds a link against the site's public keys (NULL-terminated, hex) and a name (NULL: the
 * signature alone). *statement (may be NULL) is what it says, NULL where nothing; the caller's. */
StatementVerdict statement_check(const StatementLink *link, const char *const *keys,
                                 const char *name, Statement **statement);

#endif
