/*
 * Secrets: random ids and codes, hashes of what people know, one-time codes, signatures.
 * libsodium lives here and in backup.c.
 *
 * Nothing here is written to a report or a log; buffers of secrets are cleared with secret_clear().
 */
#ifndef RECORDS_SECRET_H
#define RECORDS_SECRET_H

#include "base/report.h"
#include "records/moment.h"

/* Must have returned true before anything else here is used (store_open() and store_create() call
 * it too); may be called often, from any thread. SECRET_UNREADY where there is no good chance. */
bool secret_ready(Report *report);

/* ---- random things ---- */

/* 32 hex digits, 128 random bits: an id. 64 hex digits, 256 bits: a token for a cookie or a link.
 * The caller frees them. */
char *secret_id(void);
char *secret_token(void);
guint64 secret_number(void);
void secret_bytes(void *bytes, gsize count);

/* A code that people type: SECRET_CODE characters out of 23456789ABCDEFGHJKMNPQRSTUVWXYZ (no 0, O,
 * 1, I, L), 59 bits. Free with secret_free(). */
enum { SECRET_CODE = 12 };
char *secret_code(void);

/* The same in groups for paper and screen: "ABCD-EFGH-JKMN". The caller frees it. */
char *secret_code_shown(const char *code);

/* What was typed as a code: small letters, spaces, hyphens and full-width signs are taken as
 * meant; NULL where it is none. The caller frees it. */
char *secret_code_read(const char *typed);

/* Whether it has the form of an id or a token: that many lower-case hex digits. */
bool secret_is_hex(const char *text, gsize digits);

/* ---- hashes ---- */

/* SHA-256 in hex (64 digits): of random codes and tokens as they are kept, of files, of texts. */
void secret_sha256(const void *bytes, gsize length, char hex[65]);

/* The hash of a random code or token as the store keeps it. The caller frees it. */
char *secret_token_hash(const char *token);

/* The same of what was typed as a code (secret_code_read()): NULL where it is none. */
char *secret_code_hash(const char *typed);

/* argon2id of a PIN or passphrase: 19 MiB, 2 passes; about 20 ms. In the server one at a time. The
 * parameters stand in the string. NULL (SECRET_MEMORY) without that memory. The caller frees it. */
char *secret_hash(const char *known, Report *report);

/* Whether it is the one that was hashed; takes as long as secret_hash(). `hash` NULL computes
 * as much and says no, so that nobody learns from the time who has a PIN. */
bool secret_matches(const char *hash, const char *known);

/* Whether a PIN is one: 6 to 32 digits (full-width ones count: pin_read() makes them plain). A
 * passphrase: 12 to 256 bytes. pin_read() returns NULL where it is none; free with
 * secret_free(). */
char *pin_read(const char *typed);
bool passphrase_good(const char *passphrase);

/* Whether everybody would guess it first: 000000, 123456, 112233, a date of birth's form is
 * none. */
bool pin_is_weak(const char *pin);

/* How long after so many wrong tries in a row the next one is refused: nothing after one or two,
 * 30 s after the third, doubled each time, an hour at most. Nobody is locked out for good. */
Moment tries_wait(guint tries);

/* Both texts equal, in a time that tells nothing of where they differ. NULL equals nothing. */
bool secret_equal(const char *a, const char *b);

/* Overwrites with zeros, whatever the compiler thinks of it. secret_free(): a text, and frees
 * it. */
void secret_clear(void *bytes, gsize length);
void secret_free(char *text);

/* ---- one-time codes: RFC 6238, SHA-1, 30 s, 6 digits ---- */

enum { TOTP_SECRET = 20 };

/* A new secret, as it is kept and typed into an app: 32 characters of base32. Free with
 * secret_free(). */
char *totp_secret(void);

/* otpauth://totp/… for the QR code. Free with secret_free(). */
char *totp_url(const char *secret, const char *issuer, const char *login);

/* The code of a step (at / 30 s); `code` gets 6 digits and NUL. False where the secret is no
 * base32. */
bool totp_code(const char *secret, gint64 step, char code[7]);

/* Whether what was typed is the code of now, the step before or after, and of a step later than
 * `last` (a code is good once). *step is the one that it was. */
bool totp_check(const char *secret, const char *typed, Moment now, gint64 last, gint64 *step);

/* ---- signatures: Ed25519 ---- */

typedef struct SigningKey SigningKey;

/* Makes a new key in a file (mode 0600): a line "kaitei-key 1", a line of 64 hex digits, the seed.
 * SECRET_KEY_THERE where there is one already. */
SigningKey *signing_key_create(const char *path, Report *report);

/* Reads it; SECRET_KEY_FORM, SECRET_KEY_OPEN where others may read the file. */
SigningKey *signing_key_read(const char *path, Report *report);
void signing_key_free(SigningKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SigningKey, signing_key_free)

/* 64 hex digits. Borrowed. */
const char *signing_key_public(const SigningKey *key);

/* The signature of bytes: 128 hex digits. The caller frees it. */
char *signing_key_sign(const SigningKey *key, const void *bytes, gsize length);

/* Whether it is that key's. Whatever has not the form of a key or signature: no. */
bool signature_good(const char *public_key, const void *bytes, gsize length, const char *signature);

#endif
