/*
 * The records of the site at hand, for the commands that keep them: the store, the modules, the
 * day, and who runs this.
 *
 * The store is _records/store.db below the site's folder, or what --store names. Commands may run
 * while the server does; each writes in one short transaction of its own (archive_begin() …
 * archive_end()).
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "cli/command.h"
#include "enrolment/curriculum.h"
#include "enrolment/enrolment.h"
#include "pages/site.h"

#include <jansson.h>

typedef struct {
  Invocation *in;
  Site *site;
  Curriculum *curriculum; /* NULL where it was not asked for */
  Store *store;
  char *actor;
  Enrolment with;
} Archive;

/* The option that all of them take. */
#define OPTION_STORE(into) \
  { \
    "store", G_OPTION_ARG_FILENAME, &(into), "FILE", \
    { \
      "記録のファイル（既定: _records/store.db）", "the store (default: _records/store.db)" \
    } \
  }

/* Where the store is; the caller frees it. */
char *archive_path(const Invocation *in, const char *store);

/* Opens it. `modules`: with the curriculum. NULL: reported. */
Archive *archive_open(Invocation *in, const char *store, bool modules);
void archive_free(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free)

/* A transaction around what a command writes: `good` false drops it all. The result says whether it
 * is on the disk. */
bool archive_begin(Archive *archive);
bool archive_end(Archive *archive, bool good);

/* A day of an option, in any form that is in use. False where it is none (reported). NULL: no
 * day. */
bool archive_day(Archive *archive, const char *text, Day *day);

/* A list of an option, "本社, デイ": NULL where the option was not given. g_strfreev(). */
char **archive_list(const char *text);

/* One verb of a command; arrays of these end in {0}. */
typedef struct {
  const char *name;
  guint least, most; /* arguments behind the verb */
  const char *arguments;
  bool modules; /* needs the curriculum */
  void (*run)(Archive *archive, char **arguments, gpointer options);
} Verb;

/* Runs the verb that the first argument names (`otherwise` where there is none): opens the archive,
 * looks at the number of arguments. Reports VERB_UNKNOWN. */
void archive_run(Invocation *in, const char *store, const Verb *verbs, const char *otherwise,
                 gpointer options);

/* Prints JSON as the result, and frees it. */
void archive_print_json(json_t *json);

/* A moment as people read it, in the organisation's time: "2026-11-22 10:04". The caller frees
 * it. */
char *archive_moment(const Archive *archive, Moment at);

#endif
