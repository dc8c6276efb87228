/*
 * A form: the questions that one person is asked, in their order, each with the order of its
 * choices. What is stored is the form itself; the seed only makes it.
 *
 * Drawing (form_draw):
 *   - questions that may not be drawn (stale, or without a clause) are left out;
 *   - every `.must` is in;
 *   - the other places are filled one by one, each from the clause that has fewest questions in
 *     the form so far and some left (of several such clauses one by chance), and by
 *     chance among its questions. A question counts for the first clause that it names;
 *   - the order of the questions is shuffled, and the choices of each but of `.pin`.
 * So of two clauses with questions left neither has two more than the other, save by `.must`.
 * The same pool and seed give the same form for ever (random.h).
 *
 * A stored form is a data file, forms/<id>.lua:
 *
 *     form { id = "a3f9c210", module = "2026-privacy", text = "…hash of the module's text…",
 *            seed = "000000000000002a", questions = {
 *       { id = "phone-son", order = "2 1 4 3" },
 *     } }
 *
 * `order` names the choices as they stand in the module's text, from 1, in the order in which
 * they are shown.
 */
#ifndef TRAINING_FORM_H
#define TRAINING_FORM_H

#include "training/module.h"

typedef struct {
  char *id;
  guint count;                /* of its choices */
  guint8 order[QUIZ_CHOICES]; /* indices of the choices, from 0, in the order shown */
} FormQuestion;

typedef struct {
  char *id; /* eight hex digits: of the module's hash and the seed */
  char *module;
  char *text; /* module_hash() of the text that it was drawn from */
  guint64 seed;
  GArray *questions; /* of FormQuestion */
} Form;

/* What can be drawn from a module: made once, for any number of forms. */
typedef struct Pool Pool;

/* `texts` tells what is stale; NULL takes every question as fresh. The module must outlive
 * it. NULL where nothing can be drawn (DRAW_NONE). */
Pool *pool_new(const Module *module, Texts *texts, Report *report);

/* The same of those questions alone that test one of these clauses ("privacy#security", NULL-terminated;
 * NULL: all): for a retraining. */
Pool *pool_new_among(const Module *module, Texts *texts, const char *const *clauses,
                     Report *report);
void pool_free(Pool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

/* How many questions can be drawn, and whether the module's question at that index can. */
guint pool_count(const Pool *pool);
bool pool_has(const Pool *pool, guint index);

/* Draws a form: the module's `draw` questions, or as many as there are. Never NULL. */
Form *form_draw(Pool *pool, guint64 seed);

/* An empty one, to be filled from a form that was stored elsewhere. */
Form *form_new(void);
void form_free(Form *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Form, form_free)

/* The bytes of a stored form, and the form of such bytes (normalised text); NULL where
 * something was reported (FORM_FORM). */
char *form_text(const Form *form);
Form *form_read(const char *source, const char *named, Report *report);

const FormQuestion *form_question(const Form *form, guint index);

#endif
