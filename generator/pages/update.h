/*
 * Incremental builds: what of the last build can be kept.
 *
 * A page depends on its own source, on site.lua, on the theme and on the
 * program; a policy's pages on all files of its folder, and on which of its
 * revisions is in force. Whatever is not certain to be the same is made again,
 * and a page that comes out the same is left as it is.
 */
#ifndef PAGES_UPDATE_H
#define PAGES_UPDATE_H

#include "pages/outbox.h"
#include "pages/plan.h"
#include "pages/state.h"

/* A hash of the program and the theme. */
guint64 update_epoch(const Theme *theme);

/* Whether a state was made by the same program and theme, for a span of days
 * that holds `as_of`. */
bool update_holds(const State *old, guint64 epoch, Day as_of);

/* Whether the sources (of FoundFile) are those of the state, by their stamps. */
bool update_same_sources(const State *old, const GPtrArray *sources);

/* Whether nothing was reported in that build. */
bool update_all_quiet(const State *old);

/* Which files of the state still stand below `out` as they were written, in the state's order.
 * The caller frees it. */
bool *update_standing(const State *old, const char *out);

/* Whether all of them do. */
bool update_all_stand(const State *old, const bool *standing);

/* How many files of the state are pages. */
guint update_page_count(const State *state);

/* Marks as clean the jobs that need not be done again. */
void update_mark_clean(Plan *plan, const State *old, guint64 epoch, Day as_of,
                       const GPtrArray *sources, const bool *standing);

/* Marks every job as not clean. */
void update_forget(Plan *plan);

/* The state of the build that is about to be delivered, with the files that it keeps.
 * `started` is when it began, in nanoseconds since 1970: a source changed later than that
 * is taken as unknown. `quiet` tells for each job whether it passed without a word. */
State *update_state(const Plan *plan, const State *old, const GPtrArray *sources, gint64 started,
                    const bool *quiet);

/* Adds a file that was made, if the plan has it; sorts, when all of them are added. */
void update_add_file(State *state, const Plan *plan, const StateFile *file);
void update_sort_files(State *state);

/* Drops the files of the last build that the plan no longer has. */
void update_drop_vanished(const State *old, const Plan *plan, Outbox *outbox);

#endif
