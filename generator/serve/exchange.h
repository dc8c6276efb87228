/*
 * One exchange with a browser: what it asks, and what it is answered.
 *
 * A Request is whole when it reaches a page: its form has been read (but for one that is
 * too long, which no screen sees), its path is decoded. It lives until the reply has been
 * handed over. A Reply is made by a page and taken over by the server.
 *
 * Nothing of HTTP's machinery is seen here: microhttpd.h is for both servers (server.c, gate.c) and
 * what stands around them.
 */
#ifndef SERVE_EXCHANGE_H
#define SERVE_EXCHANGE_H

#include <glib.h>
#include <stdbool.h>

/* A form may be so long: a text, what it was, and room for percent signs. And it may have
 * so many fields, since nobody's page has more and a table of many names can be made slow
 * by whoever chooses them. */
enum { FORM_LIMIT = 1024 * 1024, FIELD_LIMIT = 500 };

typedef struct {
  bool posts;               /* POST; else GET or HEAD */
  bool too_long;            /* a form beyond the server's limit or FIELD_LIMIT: it was not read */
  const char *path;         /* decoded */
  GHashTable *query, *form; /* name → value, UTF-8 without NUL; the last of a name holds */
  GHashTable *files;        /* name → GBytes: of fields by which a file was chosen */
} Request;

/* A field of the form, else of the address; NULL where there is none. Borrowed. */
const char *request_field(const Request *request, const char *name);

/* The file that was chosen, as it is, text or not; NULL where none was. A file that is a
 * text stands in the form as well, so that it can be carried along like one. Borrowed. */
GBytes *request_file(const Request *request, const char *name);

/* The field without white space around it, NULL where nothing is left. The caller frees
 * it. */
char *request_words(const Request *request, const char *name);

/* What was typed into a large field, as one line: people press Enter in it, and a site shows
 * it in one paragraph. Between Japanese characters nothing comes in its place. NULL where
 * nothing is left; the caller frees it. */
char *request_line(const Request *request, const char *name);

/* Whether a box is ticked. */
bool request_ticked(const Request *request, const char *name);

typedef struct {
  guint status;
  const char *type; /* static */
  GString *body;
  char *location; /* of a redirection, else NULL */
  bool kept;      /* the browser may keep it, for its back button */
  guint refresh;  /* seconds after which the browser is to load it again; 0: never */
  bool framed;    /* a page of our own may show it in a frame */
  bool paper;     /* one of print/: framed, with its style within it, or a PDF */
  bool asset;     /* a file of a theme, the same for everybody: kept for a while */
  guint retry;    /* seconds after which it may be tried again; 0: not told */
} Reply;

/* Takes `body` over, which may be NULL. */
Reply *reply_new(guint status, const char *type, GString *body);

/* The browser is to GET `location`, whatever it has asked for. */
Reply *reply_see_other(const char *location);
Reply *reply_text(guint status, const char *text);

/* The Content-Security-Policy of a reply: it shows and runs nothing but what comes from here, and
 * no other page may show it in a frame. What is made for a frame may hold a theme's own script: it
 * runs none, even where it is opened by itself. A paper holds its own style; a PDF is shown by the
 * browser's reader, which these rules would forbid to work. Neither runs a script. The caller frees
 * it. */
char *reply_rules(const Reply *reply);

void reply_free(Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reply, reply_free)

#endif
