/*
 * Who commits: what git is told of a person by the environment (GIT_AUTHOR_NAME and its
 * like), else by its configuration (user.name, user.email).
 *
 * Where a repository was opened for a committer (repository_open_as()), it is they.
 *
 * What is written goes into the repository's own configuration alone, so that nothing
 * else of the user's machine changes.
 */
#ifndef LEDGER_IDENTITY_H
#define LEDGER_IDENTITY_H

#include "ledger/repository.h"

/* "Name <mail>"; NULL where a commit could not be made for want of it, or where there is
 * no repository (nothing is reported). The caller frees it. */
char *identity_known(Repository *repository);

/* Whether two of "Name <mail>" are one person: by the mail address, for names are written
 * now so, now so. */
bool identity_same(const char *one, const char *other);

/* The name and the mail address by themselves; NULL where git knows none. */
char *identity_name(Repository *repository);
char *identity_mail(Repository *repository);

/* Sets them. `mail` may be NULL: git wants something, so an address that reaches nobody is
 * made of the name (identity_stand_in()). Refused: IDENTITY_NAME, IDENTITY_MAIL;
 * IDENTITY_UNWRITABLE. */
bool identity_write(Repository *repository, const char *name, const char *mail, Report *report);

/* An address below "invalid", a domain that nobody can ever have (RFC 2606), the same for
 * the same name and another for another: people can still be told apart by it. The caller
 * frees it. */
char *identity_stand_in(const char *name);

#endif
