/*
 * What the staff's pages have in common (learner_*.c): the frame around each, words, and how a
 * question and a clause are written. The pages themselves are named in staff_routes.c.
 *
 * Templates: themes/staff/. Besides what call_show() gives, they see
 *   title        the page's title; title_html where ruby stands in it
 *   person       { name }, where somebody is signed in
 *   above        { text, href }: where the page belongs
 *   refused      list of { text, hint }: what was not done, and what helps
 *   module       { id, title, due }, on pages of one
 *   quiz_lang    the language of questions and lesson, where it is not the page's
 */
#ifndef SERVE_LEARNER_H
#define SERVE_LEARNER_H

#include "enrolment/duty.h"
#include "enrolment/sitting.h"
#include "serve/call.h"

/* ---- the frame ---- */

/* Who is signed in, in this call: for the enrolment room's functions. */
Enrolment learner_enrolment(const Call *call);

/* Writes what stands around every page of somebody who is signed in. False where it failed (an
 * outcome is set: return). */
bool learner_frame(Call *call);

/* The title: a word of the theme ("quiz.title"), or as it is. */
void learner_title(Call *call, const char *key);
void learner_title_words(Call *call, const char *title);

/* "above": the line over the title. */
void learner_above(Call *call, const char *text, const char *href);

/* Opens, fills and closes `refused` with one sentence: the words refused.KEY and
 * refused.KEY_hint (where there are such), with {seconds} filled in. */
void learner_refuse(Call *call, const char *key, gint64 seconds);

/* A word of the theme with names filled in: name, value, …, NULL. Kept as long as the call. */
const char *learner_phrase(Call *call, const char *key, ...) G_GNUC_NULL_TERMINATED;

/* Whether the report begins with this code. */
bool learner_was(const Call *call, DiagCode code);

/* ---- modules ---- */

/* The course of the route's first name; NULL where there is none (the outcome, 404, is set). */
const Course *learner_course(Call *call);

/* Writes `module` and, where the course has no edition in the reader's language, `quiz_lang`. */
void learner_put_course(Call *call, const Course *course, Day due);

/* All that is asked of who is signed in, of Duty: duties_of(). NULL where it failed (the outcome is
 * set). Free with g_ptr_array_unref(). */
GPtrArray *learner_duties(Call *call);

/* Of these the one on a course: what is overdue or due, first what was begun; else how the year's
 * stands; NULL where the course is in none. Borrowed from the list. */
const Duty *learner_duty(const GPtrArray *duties, const Course *course);

/* Whether it waits to be done. */
bool duty_waits(const Duty *duty);

/* Writes `count`: how many questions a sitting of the course would ask who has this duty (or NULL).
 * False where it failed (the outcome is set). */
bool learner_put_count(Call *call, const Course *course, const Duty *duty);

/* ---- words ---- */

void learner_put_wording(Call *call, const char *name, const Wording *wording);

/* What was chosen in a question's form: "2", "1 3"; NULL where nothing was. */
const char *learner_chosen(Call *call);

/* Writes a list `clauses` of { body, cite, href } for the names given ("privacy#users"). */
void learner_put_clauses(Call *call, const GPtrArray *names);

/* One choice of a question that may be shown with its key. */
void learner_put_choice(Call *call, const Choice *choice, bool right, bool chosen);

/* How lessons write the line below a drawn clause, and the links within: both take the Call. */
char *learner_cite(const TextClause *clause, gpointer call);
bool learner_clause_link(const char *target, bool image, GString *url, gpointer call);

/* Writes `certificate` { completion, issued } of a completion; nothing of none (0), or where there is
 * none and none can be made. False where it failed (the outcome is set). */
bool learner_put_certificate(Call *call, gint64 completion);

/* ---- the pages ---- */

void learner_home_page(Call *call);
void learner_slip_page(Call *call);
void learner_sign_in_page(Call *call);
void learner_sign_in_post(Call *call);
void learner_pin_page(Call *call);
void learner_pin_post(Call *call);
void learner_sign_out_post(Call *call);
void learner_settings_page(Call *call);
void learner_settings_post(Call *call);
void learner_lesson_page(Call *call);
void learner_quiz_page(Call *call);
void learner_quiz_post(Call *call);
void learner_question_page(Call *call);
void learner_answer_post(Call *call);
void learner_end_page(Call *call);
void learner_end_post(Call *call);
void learner_result_page(Call *call);
void learner_practice_page(Call *call);
void learner_practice_post(Call *call);
void learner_certificate_page(Call *call);
void learner_certificate_post(Call *call);

#endif
