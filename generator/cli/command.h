/*
 * A command of `kaitei`: how it is called, and what is shared by all of them.
 *
 * To add one: write `int command_NAME(Invocation *in)` in a file of its own,
 * declare it here, and add its line to the table in main.c. It first calls
 * invocation_parse(), then works, and returns invocation_finish().
 *
 * What a command makes goes to standard output; diagnostics and progress go to
 * standard error. With --json, build and check write their diagnostics to
 * standard output as one JSON array instead of words for people; the other
 * commands, and these where they have another result (has_result), write their
 * result there as JSON, and diagnostics as JSON to standard error.
 *
 * Exit status: 0 done, 1 the content is at fault, 2 the command line is, 3 the
 * system failed.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/report.h"
#include "base/wareki.h"

#define KAITEI_VERSION "0.1"

typedef struct Invocation Invocation;

typedef struct {
  const char *name;
  const char *arguments; /* "POLICY [OLD [NEW]]"; "" where it takes none */
  const char *help[2];   /* one line, by MessageLang */
  int (*run)(Invocation *in);
} Command;

/* An option of one command. Arrays of these end in {0}. */
typedef struct {
  const char *name;    /* without the dashes */
  GOptionArg arg;      /* G_OPTION_ARG_NONE, _INT or _FILENAME (any string) */
  gpointer into;       /* gboolean *, int * or char ** */
  const char *value;   /* what its value is called; NULL for ARG_NONE */
  const char *help[2]; /* one line, by MessageLang */
} Option;

/* One call of the program. Strings are its own. */
struct Invocation {
  const char *program; /* as it was called, for hints that can be typed */
  char **argv;         /* the whole call, borrowed */
  const Command *command;
  MessageLang lang;
  Report *report;
  char **arguments; /* of the command, options taken out; NULL-terminated */
  guint count;

  /* The options that every command takes. */
  char *site; /* NULL: "." */
  char *out;  /* NULL: the default */
  Day as_of;  /* no day: today */
  int jobs;   /* 0: one a core */
  gboolean quiet;
  gboolean json;
  gboolean help;
  gboolean version;
  bool has_result; /* set by build or check where it has a result besides diagnostics */
  char *as_of_text;
};

/* The table, ending in {0}; and the row of a name, NULL where there is none. */
const Command *commands(void);
const Command *command_find(const char *name);

/* Reads the options behind the command's name, those of `options` (may be NULL)
 * among them, and counts the arguments. False where the command must not go
 * on: --help was asked for (and answered), or the command line is at fault. */
bool invocation_parse(Invocation *in, const Option *options, guint least, guint most);

/* The options before the command's name. */
bool invocation_parse_global(Invocation *in);

/* Shows the report where it belongs; the exit status. */
int invocation_finish(Invocation *in);

/* The site's folder. */
const char *invocation_site(const Invocation *in);

/* Of two texts (or formats, with the same arguments), the one in the user's
 * language. */
const char *say(const Invocation *in, const char *ja, const char *en) G_GNUC_FORMAT(2)
  G_GNUC_FORMAT(3);

/* Whether a stream is a terminal that may be coloured (NO_COLOR). */
bool may_colour(FILE *stream);

/* Whether the folder holds a site (has `content/`); reports NO_SITE_HERE. Where
 * only site.lua is missing, that is told by who reads it. */
bool invocation_has_site(Invocation *in);

/* Writes the list of all commands. */
void print_overview(const Invocation *in, FILE *out);

/* All of standard input, at most `limit` bytes; NULL where something was
 * reported. The caller frees it. */
char *read_input(gsize limit, gsize *length, Report *report);

int command_approve(Invocation *in);
int command_backfill(Invocation *in);
int command_backup(Invocation *in);
int command_build(Invocation *in);
int command_cancel(Invocation *in);
int command_certificate(Invocation *in);
int command_check(Invocation *in);
int command_confirm(Invocation *in);
int command_date(Invocation *in);
int command_diff(Invocation *in);
int command_edition(Invocation *in);
int command_help(Invocation *in);
int command_ids(Invocation *in);
int command_impact(Invocation *in);
int command_import(Invocation *in);
int command_module(Invocation *in);
int command_new(Invocation *in);
int command_preview(Invocation *in);
int command_print(Invocation *in);
int command_publish(Invocation *in);
int command_quiz(Invocation *in);
int command_record(Invocation *in);
int command_records(Invocation *in);
int command_render(Invocation *in);
int command_report(Invocation *in);
int command_restore(Invocation *in);
int command_staff(Invocation *in);
int command_serve(Invocation *in);
int command_status(Invocation *in);
int command_verify(Invocation *in);

#endif
