/*
 * What a good module must be, beyond what can be read: each question answerable and grounded
 * in a clause, the quiz not to be passed by guessing at its form, the editions alike.
 *
 * Two rules are about the quiz as a whole, and warn only. Where n choices stand and one is right,
 * chance gives 1/n; over the quiz that makes an expected count and its deviation (of independent
 * trials). What lies more than two deviations above is told with both figures: right choices
 * that are the longest (QUIZ_LONGEST), and right choices at one place (QUIZ_POSITIONS; two and
 * a half deviations either way, since several places are looked at).
 */
#ifndef TRAINING_CHECK_H
#define TRAINING_CHECK_H

#include "training/module.h"

/* Reads the words of all editions (quiz_words) and reports all that is at fault in the
 * module, staleness as warnings. `texts` NULL leaves out what needs the policies. */
void module_check(Module *module, Texts *texts, Report *report);

/* The same for a quiz alone, with no module around it: an import. */
void quiz_check(Quiz *quiz, Report *report);

#endif
