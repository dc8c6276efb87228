/*
 * What the store keeps of training in a form that is read back years later: forms as JSON inside
 * of events and attempts, module texts by their hash.
 *
 * A form in an event (permanent):
 *
 *     {"id":"a3f9c210","questions":[{"id":"phone-son","order":"2 1 4 3"}],"seed":"000000000000002a"}
 *
 * with the module and the text's hash beside it in the event itself.
 */
#ifndef ENROLMENT_KEPT_H
#define ENROLMENT_KEPT_H

#include "enrolment/enrolment.h"
#include "training/form.h"

#include <jansson.h>

/* A form as JSON (a new reference), and the form of such JSON; NULL where it is none (nothing
 * reported). */
json_t *kept_form_json(const Form *form);
Form *kept_form_read(const json_t *json, const char *module, const char *text);

/* Whether an answer can be one to a question of so many choices: places from 1, no two alike,
 * parted by spaces or commas; "" is one. */
bool kept_answer_fits(const char *answer, guint choices);

/* Keeps a course's text where the store has not got it yet. */
bool kept_text_put(const Enrolment *with, const char *hash, const char *text, gsize length,
                   Report *report);

/* The module of a kept text, the words of its quizzes read, its lessons not. NULL where it is
 * lost, altered or unreadable (KEPT_TEXT). */
Module *kept_module(Store *store, const char *hash, Report *report);

#endif
