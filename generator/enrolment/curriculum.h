/*
 * The modules of a site as the records need them: each with its text and that text's hash, and
 * the clauses that it rests on as they read in the texts in force.
 *
 * Read once, and never changed: threads share one and count references. Who serves asks
 * curriculum_current() now and then (it looks at files' stamps alone), reads another when it is
 * not, and lets the old one go; what was begun with the old one goes on from what the store kept.
 */
#ifndef ENROLMENT_CURRICULUM_H
#define ENROLMENT_CURRICULUM_H

#include "training/form.h"
#include "training/lesson.h"

typedef struct Curriculum Curriculum;

/* A clause that a module rests on: drawn into its lesson, or the basis of a question. */
typedef struct {
  char *name; /* "privacy#security" */
  char *title;
  char hash[65]; /* as it reads in the text in force */
  bool asked;    /* a question that can be drawn tests it */
} CourseClause;

/* A module that can be taken. All of it is the curriculum's. */
typedef struct {
  const char *id;
  const Module *module; /* the words of every edition are read */
  char *text;           /* module_text() */
  gsize length;
  char *hash;           /* module_hash() */
  GPtrArray *clauses;   /* of CourseClause, by name */
  guint askable;        /* questions that can be drawn; with 0 nobody can begin */
  char *revision;       /* of the policy, in force: "privacy/2018-12-01"; "" where none is */
  const Ledger *ledger; /* of the module's policy; NULL where there is none of that id */
} Course;

/* Reads every ledger below content/ and every module below quizzes/ of the site at `root`, for
 * the texts in force on a day. A module or a ledger that cannot be read is reported and left
 * out; NULL only where nothing can be read at all. */
Curriculum *curriculum_read(const char *root, Day day, Report *report);
Curriculum *curriculum_ref(Curriculum *curriculum);
void curriculum_unref(Curriculum *curriculum);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Curriculum, curriculum_unref)

/* Whether it is still what curriculum_read() would give on that day: no source has changed, and
 * no revision has come into force. */
bool curriculum_current(const Curriculum *curriculum, Day day);

/* The courses, by year (newest first), then by id; one by its id (NULL where there is none). */
guint curriculum_count(const Curriculum *curriculum);
const Course *curriculum_get(const Curriculum *curriculum, guint index);
const Course *curriculum_find(const Curriculum *curriculum, const char *id);

/* The same, where there being none is a fault: COURSE_UNKNOWN. */
const Course *curriculum_course(const Curriculum *curriculum, const char *id, Report *report);

/* The policies' ledgers, by id; NULL where there is none. */
const Ledger *curriculum_ledger(const Curriculum *curriculum, const char *policy);

/* The folder of the site. */
const char *curriculum_root(const Curriculum *curriculum);

/* One of a course's clauses; NULL where it rests on none of that name. */
const CourseClause *course_clause(const Course *course, const char *name);

/* Draws a form of it (training/form.h). `clauses` (NULL-terminated names, or NULL for all) are
 * those that its questions may test; then all questions on them are asked, up to the module's
 * `draw`. NULL where nothing can be drawn (DRAW_NONE). Thread-safe, as is all below: a lock stands
 * before the texts. */
Form *course_draw(const Curriculum *curriculum, const Course *course, const char *const *clauses,
                  guint64 seed, Report *report);

/* How many questions that would be drawn from. */
guint course_askable(const Curriculum *curriculum, const Course *course,
                     const char *const *clauses);

/* The questions that can be asked today, of const Question *, in the quiz's order. Free with
 * g_ptr_array_unref(). */
GPtrArray *course_questions(const Curriculum *curriculum, const Course *course);

/* Minutes that the lesson takes to read (training/lesson.h); 0 where there is none. */
guint course_minutes(const Curriculum *curriculum, const Course *course, const char *lang);

/* Writes a course's lesson in a language ("ja" where it has no lesson in that one); false
 * (nothing reported) where there is none at all. */
bool course_lesson(const Curriculum *curriculum, const Course *course, const char *lang,
                   const LessonOptions *options, GString *out);

/* A clause as it reads in the text in force: its document lives as long as the curriculum. False
 * (nothing reported) where it is not there. */
bool curriculum_clause(const Curriculum *curriculum, const char *name, TextClause *found);

/* The names of the clauses of a policy whose words in revision `key` are others than in the newest
 * text before it, or that were not there before, by name. NULL where something was reported:
 * RETRAIN_POLICY, RETRAIN_REVISION, RETRAIN_NO_TEXT. Free with g_ptr_array_unref(). */
GPtrArray *curriculum_changes(const Curriculum *curriculum, const char *policy, const char *key,
                              Report *report);

/* The hashes of all clauses of a revision's text, "policy#clause" → hash; empty where it has no
 * text that can be read. Read once and kept. Free with g_hash_table_unref(). */
GHashTable *curriculum_hashes(const Curriculum *curriculum, const char *policy, const char *key);

/* Reads those of every revision, and every text in force, so that nothing above reads a file or git
 * from then on: for whoever must not wait. */
void curriculum_warm(const Curriculum *curriculum);

#endif
