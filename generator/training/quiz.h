/*
 * A quiz: what is asked. Markdown that reads well anywhere, one `##` heading a question:
 *
 *     # 個人情報の取り扱い 確認の問題
 *
 *     What is written before the first question is shown before the quiz.
 *
 *     ## 電話で「息子です」と言われたら {#phone-son .must}
 *
 *     事務所に電話がありました。…どうしますか。
 *
 *     - [ ] 来る時間だけを答える
 *       > 声だけでは、本当に家族かどうか分かりません。
 *     - [x] かけ直すと伝え、いったん切る
 *       > そのとおりです。
 *
 *     > 解説: 電話では相手の顔が見えません。
 *     > 根拠: privacy#users-third-parties
 *
 * - The heading ends in the question's id, which is permanent, and its classes: `.multi`
 *   (more than one choice may be right), `.pin` (the choices keep their order), `.must`
 *   (has to be right to pass).
 * - A choice begins at the start of a line with `- [x] ` (right) or `- [ ] ` (wrong; `*` and
 *   `+` do for `-`); what belongs to it is indented by two spaces or more: first its words, then,
 *   quoted, its feedback.
 * - The quote below them holds 解説 and 根拠, each behind a colon (half or full width;
 *   `Explanation:` and `Basis:` do too). 根拠 names one clause or several, parted by 、 or spaces.
 * - In a piece of text all rules of markup hold, ruby among them.
 *
 * Lines are cut into questions here and nothing else is taken as one: a line that belongs
 * nowhere is at fault (QUIZ_STRAY), so that nothing is asked but what a reader of the
 * Markdown sees. quiz_read() finds the structure and its faults; quiz_words() reads the
 * words; what a good quiz must be besides is quiz_check.h's affair.
 */
#ifndef TRAINING_QUIZ_H
#define TRAINING_QUIZ_H

#include "training/wording.h"

/* Most choices that a question may have: they are shown as ア to コ, or a to j. */
enum { QUIZ_CHOICES = 10, QUIZ_LIMIT = 16 * 1024 * 1024, QUIZ_QUESTIONS = 10000 };

typedef struct {
  bool right;
  Wording words;
  Wording feedback;
} Choice;

/* The clause that a question tests: "privacy#security". */
typedef struct {
  char *policy;
  char *clause;
  int line, column;
} Basis;

typedef struct {
  char *id; /* "" where none was given (reported) */
  bool multi, pin, must;
  int line; /* of its heading */
  Wording title;
  Wording stem;
  GArray *choices; /* of Choice, in the order of the text */
  Wording explanation;
  GArray *bases; /* of Basis */
} Question;

typedef struct {
  char *named;          /* how diagnostics call the file */
  Wording title;        /* of the whole */
  Wording intro;        /* what stands before the first question; may be not there */
  GPtrArray *questions; /* of Question, in the order of the text */
  GHashTable *index;    /* id → index + 1 */
} Quiz;

/* Reads a normalised text. Never NULL: what is at fault is reported, and what can be used is
 * kept. */
Quiz *quiz_read(const char *source, const char *named, Report *report);
Quiz *quiz_new(const char *named);
void quiz_free(Quiz *quiz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Quiz, quiz_free)

/* Reads the words of every piece, as wording_read() does. */
void quiz_words(Quiz *quiz, Report *report);

const Question *quiz_question(const Quiz *quiz, guint index);
const Choice *question_choice(const Question *question, guint index);
const Basis *question_basis(const Question *question, guint index);

/* By id; NULL where there is none. */
const Question *quiz_find(const Quiz *quiz, const char *id);

/* How many of the choices are right. */
guint question_right_count(const Question *question);

/* A question to be filled by hand (the importers), and put into a quiz, which then owns it.
 * False where its id is taken: it is not put then. */
Question *question_new(void);
void question_free(Question *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Question, question_free)
bool quiz_put(Quiz *quiz, Question *question);

/* Tells that there are more than QUIZ_QUESTIONS, the first of them in this line (QUIZ_TOO_MANY). */
void quiz_tell_full(const Quiz *quiz, int line, Report *report);

/* The quiz as Markdown, which quiz_read() reads back. The caller frees it. */
char *quiz_text(const Quiz *quiz);

/* Whether a text can be a question's id: ASCII letters, digits, '-' and '_', a letter
 * first. */
bool quiz_id_good(const char *id);

#endif
