/*
 * What the readers and writers of exchange formats share. Inside this room alone.
 */
#ifndef TRAINING_EXCHANGE_PARTS_H
#define TRAINING_EXCHANGE_PARTS_H

#include "training/exchange.h"

void gift_write(const Quiz *quiz, const char *category, GString *out, Report *report);
void moodle_write(const Quiz *quiz, const char *category, GString *out, Report *report);
void gift_read(const char *text, Quiz *quiz, Report *report);
bool moodle_read(const char *text, Quiz *quiz, Report *report);

/* Whether a question can be written; reports why not. */
bool exchange_can_write(const Quiz *quiz, const Question *question, Report *report);

/* The share in per cent that one right choice of several brings: "33.33333". */
char *exchange_share(guint rights);

/* Markdown with ruby as HTML, and back. The caller frees them. */
char *ruby_to_html(const char *markdown);
char *ruby_from_html(const char *markdown);

/* Words that are no Markdown (HTML, or plain) as Markdown. `inline_only`: in one line. The caller
 * frees them. */
char *words_from_html(const char *html, bool inline_only);
char *words_from_plain(const char *plain, bool inline_only);

/* By the format's name: "markdown", "html", else plain (which in both formats may hold HTML). */
char *words_from(const char *format, const char *text, bool inline_only);

/* What a question is called where something is said of it: its name, else how its words begin. The
 * caller frees it. */
char *exchange_label(const char *name, const char *words);

/* A question in the making. */
typedef struct {
  Question *question;
  char *name;
  int line;
  bool single;  /* one choice is asked for: to be known before the choices come */
  bool partial; /* one of them would have brought a part of the point */
} Incoming;

void incoming_tag(Incoming *incoming, const char *tag);

/* `share`: what it brings, in per cent. Right is, where one is asked for, what brings all; else
 * what brings anything. Takes the words and the feedback. */
void incoming_choice(Incoming *incoming, char *words, double share, char *feedback);

/* Two choices, of which one is right. */
void incoming_truth(Incoming *incoming, bool truth, char *if_right, char *if_wrong);

/* Completes it (id, title) and puts it into the quiz, or reports why it is left out: of words that
 * are Markdown too what they would be read as. Takes the question; the name stays the caller's. */
void incoming_put(Incoming *incoming, const char *id, Quiz *quiz, Report *report);

#endif
