/*
 * What the store keeps of training in a form that is read back years later: forms as JSON, module
 * texts by their hash.
 *
 * A form as the store has it (permanent; keys sorted, without white space), with the clauses that
 * passing it will rest on, as they read on the day:
 *
 *     {"clauses":{"privacy#security":"5f0c…"},"id":"a3f9c210",
 *      "questions":[{"id":"phone-son","order":"2 1 4 3"}],
 *      "revision":"privacy/2018-12-01","seed":"000000000000002a"}
 */
#ifndef ENROLMENT_KEPT_H
#define ENROLMENT_KEPT_H

#include "records/completion.h"
#include "records/store.h"
#include "training/form.h"

/* The JSON of a form with its clauses (of ClauseHash); the caller frees it. And the form of such
 * JSON, which is of that module and text; NULL where it is none (nothing reported). */
char *kept_form(const Form *form, const GPtrArray *clauses, const char *revision);
Form *kept_form_read(const char *json, const char *module, const char *text);

/* The clauses of such JSON (of ClauseHash, sorted) and the revision (the caller's); NULL where it
 * is none. */
GPtrArray *kept_form_clauses(const char *json, char **revision);

/* Whether an answer can be one to a question of so many choices: places from 1, none twice,
 * parted by spaces or commas; "" is one. */
bool kept_answer_fits(const char *answer, guint choices);

/* The module of a kept text, the words of its quizzes read, its lessons not. NULL where it is
 * lost, altered or unreadable (KEPT_MODULE). */
Module *kept_module(Store *store, const char *hash, Report *report);

#endif
