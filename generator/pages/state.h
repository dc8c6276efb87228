/*
 * What the last build left behind: `_site/.state`, a binary file that only
 * kaitei reads. It tells which sources the files of the site were made from and
 * how both looked on disk, so that a build in which nothing has changed need
 * read no source, and one in which a text has changed makes that page alone.
 *
 * The state is a hint, never a source: without it, or where it is damaged or of
 * another version, everything is made again.
 */
#ifndef PAGES_STATE_H
#define PAGES_STATE_H

#include "base/files.h"
#include "base/wareki.h"

/* A source and its stamp. */
typedef struct {
  const char *path; /* below content/ */
  FileStamp stamp;
} StateSource;

/* A job by its name (see plan.h); `quiet` is false where something was reported
 * about it, so that it is done again, and reported again. */
typedef struct {
  const char *name;
  bool quiet;
} StateJob;

/* A file of the site. */
typedef struct {
  const char *file; /* below public/ */
  guint32 job;      /* index of its job */
  bool page;
  FileStamp stamp;
} StateFile;

typedef struct {
  guint64 epoch; /* hash of what every page depends on: program, theme, site.lua */
  guint64 frame; /* site_frame_hash(): what stands around every page */
  Day as_of;     /* the state holds from this day … */
  Day next;      /* … to the day before this one; no day: for ever */
  const char *timezone;
  GArray *sources;     /* of StateSource, by path */
  GArray *jobs;        /* of StateJob */
  GArray *files;       /* of StateFile, by file */
  GMappedFile *mapped; /* strings lie in it; NULL for a state being made */
} State;

/* A state to be filled; strings are borrowed until it is written. */
State *state_new(void);
void state_free(State *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

/* The state at `path`; NULL (nothing reported) where there is none that can be used. */
State *state_read(const char *path);

/* The bytes of its file. It is delivered with the pages that it tells of, so that the
 * two never disagree. The caller frees them. */
GString *state_bytes(const State *state);

/* Index of a file or source by name; -1 where it has none. */
gint64 state_find_file(const State *state, const char *file);
gint64 state_find_source(const State *state, const char *path);

#endif
