/*
 * Questions to and from other systems: GIFT and Moodle XML.
 *
 * Written are multiple-choice questions, their words as Markdown (`[markdown]`,
 * format="markdown") with ruby as HTML's <ruby>, which both formats' readers show. What the
 * formats have no place for goes into their tags: `must`, `pin`, `basis:privacy#security`. So
 * what was written is read back whole, save for the quiz's title and introduction.
 *
 * Read are choices of one and of several, and true/false (which become two pinned choices).
 * Whatever is left out is reported, each with its line and why (a file that is our own Markdown,
 * in one line). HTML is read as words: its
 * paragraphs, line breaks, ruby and stress stay, all other dress is dropped. Where one choice is
 * asked for and another would bring a part of the point, that one becomes wrong, and it is told.
 * Words that are Markdown are taken as they are, unless they would be read as more than words:
 * a heading or a choice in them would be another question.
 *
 * Readers take nothing on trust: at most QUIZ_LIMIT bytes, valid UTF-8, QUIZ_QUESTIONS questions,
 * no DOCTYPE (so no entity, inner or outer), no nesting deeper than 32, no tag
 * longer than 4,096 bytes. They open no file and no
 * network.
 *
 * GIFT: docs.moodle.org/en/GIFT_format, with [id:…] and [tag:…] in comments. Moodle XML:
 * docs.moodle.org/en/Moodle_XML_format.
 */
#ifndef TRAINING_EXCHANGE_H
#define TRAINING_EXCHANGE_H

#include "training/quiz.h"

typedef enum { EXCHANGE_GIFT, EXCHANGE_MOODLE } ExchangeFormat;

/* "gift", "moodle". False where it is none. */
bool exchange_named(const char *name, ExchangeFormat *format);

/* What a text seems to be: one that begins with '<' is XML. */
ExchangeFormat exchange_guess(const char *text);

/* The questions in that format; those that cannot be written (without a right choice, say)
 * are reported (EXCHANGE_UNWRITTEN). `category` names where they go. The caller frees it. */
char *exchange_write(const Quiz *quiz, ExchangeFormat format, const char *category, Report *report);

/* Reads bytes of that format. NULL where the whole was refused (reported); else what could be
 * read, in wordings without columns. */
Quiz *exchange_read(const char *bytes, gsize size, ExchangeFormat format, const char *named,
                    Report *report);

#endif
