/*
 * A module: one training course for one 年度, in a folder of its own below quizzes/.
 *
 *     module {
 *       title = "個人情報の取り扱い 2026年度",
 *       year = 2026,                 -- 年度: 1 April 2026 to 31 March 2027
 *       policy = "privacy",          -- what it trains on
 *       draw = 10,                   -- questions a form
 *       pass = 80,                   -- percent
 *       attempts = 0,                -- 0: as many as one likes
 *       partial = "none",            -- or "share", for .multi: see grade.h
 *       audience = { "訪問", "デイ" }, -- groups of the roster; left out: all staff
 *       due = "2026-06-30",          -- left out: the end of the year
 *     }
 *
 * Beside module.lua: lesson.md, quiz.md, their other editions (lesson.easy.md, quiz.easy.md,
 * with the same ids), and confirmed.lua, which kaitei writes (confirmed.h).
 *
 * A module's *text* is all of that but the confirmations, in one: what grading needs, and what
 * a record keeps by its hash, so that a score can be worked out again years later.
 */
#ifndef TRAINING_MODULE_H
#define TRAINING_MODULE_H

#include "base/wareki.h"
#include "training/confirmed.h"
#include "training/lesson.h"
#include "training/quiz.h"

typedef enum { PARTIAL_NONE, PARTIAL_SHARE } Partial;

/* A language form. The first is "ja", the authoritative one. */
typedef struct {
  char *lang;
  Quiz *quiz;     /* NULL where it is not there */
  Lesson *lesson; /* NULL where it is not there, or was not read */
} ModuleEdition;

/* A file of it, normalised. */
typedef struct {
  char *name; /* "quiz.md" */
  char *text;
} ModuleFile;

typedef struct {
  char *id;     /* the folder's name */
  char *folder; /* "quizzes/2026-privacy" */
  char *title;
  int year;
  char *policy;
  guint draw;
  guint pass;
  guint attempts;
  Partial partial;
  char **audience;     /* NULL: all staff */
  Day due;             /* the end of the year where it is left out */
  int line;            /* of module { … } */
  GPtrArray *files;    /* of ModuleFile: module.lua, then by name */
  GPtrArray *editions; /* of ModuleEdition */
  Confirmed *confirmed;
} Module;

/* Reads the module at `folder` (relative to `root`). NULL where something was reported that
 * leaves nothing to look at; other faults are reported too. */
Module *module_read(const char *root, const char *folder, Report *report);

/* Reads a module's text; for grading, where lessons are not looked at. NULL where it is no
 * such text (MODULE_TEXT). */
Module *module_from_text(const char *text, gsize length, Report *report);
void module_free(Module *module);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Module, module_free)

/* The module's text:
 *
 *     kaitei-module 1
 *     2026-privacy
 *     module.lua 321
 *     …its 321 bytes…
 *     lesson.md 4711
 *     …
 *
 * (each file's bytes closed by a line feed), and its SHA-256 in hex. The form is permanent.
 * The caller frees them. */
char *module_text(const Module *module, gsize *length);
char *module_hash(const Module *module);

/* An edition; NULL where there is none of that language. */
const ModuleEdition *module_edition(const Module *module, const char *lang);

/* The quiz of the authoritative edition: never NULL after module_read(). */
const Quiz *module_quiz(const Module *module);

/* Whether a name can be a module's id: lower-case ASCII letters, digits and hyphens. */
bool module_id_good(const char *id);

/* The language of a lesson's file: "easy" of "lesson.easy.md", "ja" of "lesson.md"; NULL for
 * another file. The caller frees it. */
char *module_lesson_lang(const char *name);

/* "quizzes/<id>" of every folder with a module.lua below `root`'s quizzes/, sorted.
 * Free with g_ptr_array_unref(). */
GPtrArray *modules_find(const char *root);

#endif
