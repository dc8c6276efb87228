/*
 * A diagnostic: one thing that a person should know about the sources.
 *
 * Every diagnostic that kaitei can give stands in one table, diag.def, with
 * its level, its text and its hint in Japanese and in English. Code that finds
 * a fault names the code and the place and gives the arguments as strings;
 * the text is put together only when it is shown, so that one run can be read
 * in either language and a tool can read the code (`kaitei check --json`).
 *
 *     report_add(report, DIAG_LINK_BROKEN, place_at("policy.md", 12, 3),
 *                "../nowhere/", NULL);
 *
 * In the table's texts {1}, {2}, … stand for the arguments.
 *
 * This header is base's lowest: it includes nothing of kaitei's.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <glib.h>
#include <stdbool.h>

/* How grave it is. The gravest level of a run decides its exit status:
 * note and warning 0, error 1 (the content is at fault), usage 2 (the command
 * line is), system 3 (disk, permissions, a missing library). */
typedef enum {
  LEVEL_NOTE,
  LEVEL_WARNING,
  LEVEL_ERROR,
  LEVEL_USAGE,
  LEVEL_SYSTEM,
} DiagLevel;

/* The languages that messages exist in. */
typedef enum { MESSAGES_JA, MESSAGES_EN } MessageLang;

typedef enum {
#define DIAG(code, level, text_ja, hint_ja, text_en, hint_en) DIAG_##code,
#include "base/diag.def"
#undef DIAG
  DIAG_COUNT
} DiagCode;

/* Where it is. `file` is as the user would name it, relative to the site's
 * folder where it lies inside; NULL where no file is meant. Line and column
 * count from 1, columns in characters (code points), 0 for "not known". */
typedef struct {
  const char *file;
  int line;
  int column;
} Place;

/* One diagnostic. Owns all its strings. */
typedef struct {
  DiagCode code;
  char *file;
  int line;
  int column;
  char **arguments; /* NULL-terminated */
} Diag;

/* The place given by its parts; `file` is borrowed. */
Place place_at(const char *file, int line, int column);

/* No place at all: for faults of the whole run. */
Place place_none(void);

/* The code's name as tools read it, e.g. "link-broken". Static. */
const char *diag_code_name(DiagCode code);

DiagLevel diag_level(DiagCode code);

/* "error", "warning", … for tools and for English; Japanese for people. Static. */
const char *diag_level_name(DiagLevel level, MessageLang lang);

/* What is wrong, with the arguments filled in. The caller frees it. */
char *diag_text(const Diag *diag, MessageLang lang);

/* What to do about it; NULL where the table gives no hint. The caller frees it. */
char *diag_hint(const Diag *diag, MessageLang lang);

/* Orders by file, line, column, code, arguments, so that a report reads the
 * same however many threads wrote it. */
int diag_compare(const Diag *a, const Diag *b);

void diag_free(Diag *diag);

/* Of two texts (or formats, with the same arguments), the one in this language. */
const char *message_pick(MessageLang lang, const char *ja, const char *en) G_GNUC_FORMAT(2)
  G_GNUC_FORMAT(3);

/* The language of messages by the locale: LC_ALL, LC_MESSAGES, LANG in this
 * order; Japanese where it begins with "ja", English otherwise. */
MessageLang message_lang_from_environment(void);

#endif
