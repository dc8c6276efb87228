/*
 * The table of routes: which page function answers which path, and who may call it.
 *
 * It has two parts, staff_routes.c and office_routes.c, each an array that ends in {0}. The core
 * looks a request up, sees to it that whoever asks may, and then calls the function (call.h).
 *
 *     const Route staff_routes[] = {
 *       {.path = "/", .may = MAY_ANYBODY, .get = home_page},
 *       {.path = "/pin", .may = MAY_HALF_STAFF, .get = pin_page, .post = pin_post, .dear = true},
 *       {.path = "/quiz/:module/:place", .may = MAY_STAFF, .get = question_page,
 *        .post = answer_post},
 *       {0},
 *     };
 *
 * A path is matched whole, part by part: `:name` stands for one part that is not empty, and is
 * call->parts[0], the next one call->parts[1]; `::name` at the end for whatever is left ("a/b/",
 * it may be empty), as one part. The first row that matches holds. Every path is asked for without
 * a slash at its end, but "/" and those of `::name`. No part may be empty, ".", ".." or hold
 * control characters or "/" (%2F): such a request is refused before.
 *
 * tests/unit/test_serve_access.c holds what is allowed, row by row: a new row fails there until it
 * is written down.
 */
#ifndef SERVE_ROUTES_H
#define SERVE_ROUTES_H

#include "serve/call.h"

typedef enum {
  MAY_ANYBODY,    /* call->who may be anybody, also somebody signed in on this side */
  MAY_HALF_STAFF, /* HALF_STAFF or STAFF */
  MAY_STAFF,
  MAY_HALF_OFFICE, /* HALF_OFFICE or OFFICE */
  MAY_OFFICE,      /* any account */
  MAY_TRAINING,    /* accounts with the role training or all */
  MAY_PUBLISHING,  /* publishing or all */
  MAY_ALL,         /* all */
} May;

struct Route {
  const char *path;
  May may;
  CallStep get;  /* GET and HEAD; NULL: 405 */
  CallStep post; /* NULL: 405 */
  guint body;    /* bytes that a POST's body may have: FORM_LIMIT, IMPORT_LIMIT; 0: BODY_LIMIT */
  bool dear;     /* its POST costs much (argon2, PDFs), or its GET where it has none: a peer may
                    call it less often */
};

/* What a form may hold, and the import of a roster. (FORM_LIMIT: of a text that is edited.) */
enum { BODY_LIMIT = 64 * 1024, IMPORT_LIMIT = 4 * 1024 * 1024 };

extern const Route staff_routes[];
extern const Route office_routes[];

/* The routes of a server: parts, each ending in {0}; the list ends in NULL. */
typedef struct {
  const Route *const *parts;
} Routes;

/* The program's own. */
const Routes *routes_all(void);

/* The row for a decoded path; NULL where there is none. *parts is what its names stood for
 * (NULL-terminated), the caller's. */
const Route *routes_find(const Routes *routes, const char *path, char ***parts);

/* Whether somebody of this level and role may. */
bool route_allows(const Route *route, const Who *who);

/* Whether a path lies on the office's side. */
bool path_is_office(const char *path);

#endif
