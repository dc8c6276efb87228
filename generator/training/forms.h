/*
 * The forms of a module that were stored, in its folder:
 *
 *     forms/<id>.lua      a form (form.h)
 *     forms/<hash>.text   the module's text (module.h) that forms were drawn from, by its hash
 *
 * Both are only ever added, and never written over: a paper that was handed out can be printed and
 * marked again as it was, whatever became of the module's files since. A text is checked
 * against its hash when it is read.
 *
 * `root` is the site's folder.
 */
#ifndef TRAINING_FORMS_H
#define TRAINING_FORMS_H

#include "training/form.h"

/* Most forms that are made at once. */
enum { FORMS_LIMIT = 1000 };

/* The ids of those stored, sorted. Free with g_ptr_array_unref(). */
GPtrArray *forms_find(const char *root, const Module *module);

/* One of them; NULL where it is not there (FORM_UNKNOWN), or cannot be read. */
Form *forms_read(const char *root, const Module *module, const char *id, Report *report);

/* The module as it was when the form was drawn, its words read. NULL where its text is lost or altered
 * (FORM_TEXT). The caller frees it. */
Module *forms_module(const char *root, const Module *module, const Form *form, Report *report);

/* Draws `count` forms, each unlike every other that is stored, stores them, and adds their ids to
 * `ids`. `texts` tells what is stale. `seed` NULL: by chance; else the first is drawn from it, the
 * next from the number after it, and so on; one of these that is stored already is taken as it
 * stands. False where something was reported: FORMS_ALIKE where the module has too few questions
 * for so many. What was stored by then stays. */
bool forms_make(const char *root, const Module *module, Texts *texts, guint count,
                const guint64 *seed, GPtrArray *ids, Report *report);

#endif
