/*
 * A lesson: what is read before the quiz. A page of Markdown in sections:
 *
 *     # 個人情報を守る
 *
 *     ## 話す {#talk}
 *
 *     方針には、こう書いてあります。
 *
 *     {{clause privacy#users-third-parties}}
 *
 * `{{clause policy#clause}}`, alone on its line, draws a clause in from the text in force: the
 * wording that is taught is the wording that is published. Sections (`##`) have lasting
 * ids, for each is confirmed against the clauses that it draws in (confirmed.h).
 */
#ifndef TRAINING_LESSON_H
#define TRAINING_LESSON_H

#include "markup/html.h"
#include "training/texts.h"

typedef struct {
  const char *id; /* the document's */
  const char *title;
  const char *title_html;
  int line;
} Section;

/* A {{clause …}}. */
typedef struct {
  char *policy;
  char *clause;
  int line;
  guint section; /* index */
} Drawn;

typedef struct {
  char *named;
  Document *document; /* with a mark in the place of every {{clause …}} */
  GArray *sections;   /* of Section */
  GArray *drawn;      /* of Drawn, in the order of the text */
} Lesson;

/* Reads a normalised text, reporting what is at fault. Never NULL. */
Lesson *lesson_read(const char *source, const char *named, Report *report);
void lesson_free(Lesson *lesson);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lesson, lesson_free)

/* Index of a section by its id; -1 where there is none. */
int lesson_find(const Lesson *lesson, const char *id);

/* How the page says where a clause is from. The caller frees it. */
typedef char *(*CiteWriter)(const TextClause *clause, gpointer data);

typedef struct {
  const char *anchor_label; /* as in HtmlOptions */
  LinkWriter clause_link;   /* for links within drawn clauses */
  CiteWriter cite;          /* HTML of the line below a drawn clause; NULL: none */
  gpointer data;            /* for both */
} LessonOptions;

/* Writes the lesson without its title, each drawn clause in a
 * <blockquote class="drawn">, its heading one level below the section's. A clause that is not
 * there is left out: lesson_check() reports it. */
void lesson_html(const Lesson *lesson, Texts *texts, const LessonOptions *options, GString *out);

/* Reports the clauses that are not there. */
void lesson_check(const Lesson *lesson, Texts *texts, Report *report);

/* What a section says itself, block by block, without the clauses that it draws in. Of char *;
 * free with g_ptr_array_unref(). */
GPtrArray *lesson_words(const Lesson *lesson, const char *section);

/* Minutes that a reader takes, at 400 characters a minute, at least 1: slower than most
 * adults read, for not everybody reads Japanese with ease. Drawn clauses
 * count. */
guint lesson_minutes(const Lesson *lesson, Texts *texts);

#endif
