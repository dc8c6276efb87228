/*
 * A kind of paper, and one paper of it.
 *
 * A kind is a line in the table of papers.c: its name, its template, its sizes, what it is made
 * of, and the function that writes its values. All else (where it goes, when it is printed
 * again, how it is finished) is the same for all (printing.h). To add one: generator/README.md.
 *
 * Templates lie in the theme's folder print/, inside print/base.html, which writes print.css and
 * what every page carries: title, organisation, day of effect, page of pages, contact. Their
 * values are told in themes/README.md.
 */
#ifndef PRINT_PAPER_H
#define PRINT_PAPER_H

#include "base/wareki.h"
#include "pages/site.h"

typedef struct Press Press; /* press.h */
typedef struct Paper Paper;
typedef struct TrainingPaper TrainingPaper; /* training_paper.h */

typedef enum { SIZE_A4 = 1, SIZE_A3 = 2 } PaperSize;

/* What a paper is made of, and so of what there is one each. */
typedef enum {
  PAPER_OF_TEXT,   /* a text: the one in force, or the draft */
  PAPER_OF_PAIR,   /* such a text and the one before it */
  PAPER_OF_POLICY, /* a policy */
  PAPER_OF_SITE,   /* the site */
  PAPER_OF_MODULE, /* a module of the training */
  PAPER_OF_FORM, /* a stored form of a module: not among "all", for it is made when it is asked for */
} PaperScope;

typedef struct {
  const char *name;     /* as it is typed, and in its file's name: "notice" */
  const char *title[2]; /* by MessageLang: 掲示 */
  const char *needs[2]; /* by MessageLang: what must be there for one */
  const char *template; /* "print/notice.html" */
  PaperScope scope;
  guint sizes;      /* of PaperSize, joined; the smallest is the usual one */
  bool landscape;   /* else portrait */
  bool parts;       /* can be had of one part of the text alone */
  bool each_part;   /* and is, where all papers are made */
  double points;    /* size of the text */
  double points_a3; /* on A3, where A4 is to be had too */
  double least; /* 0: as many pages as it takes. Else it must fill one: of this size at least … */
  double most;  /* … and of this at most */
  bool (*applies)(Press *press, const Paper *paper); /* NULL: always */
  void (*put)(Press *press, const Paper *paper);     /* writes its values; NULL: none of its own */
} PaperKind;

/* The table, ending in {0}; and a row by its name, NULL where there is none. */
const PaperKind *paper_kinds(void);
const PaperKind *paper_kind(const char *name);

/* One paper. */
struct Paper {
  const PaperKind *kind;
  const PolicySource *policy; /* NULL: of the site */
  const Revision *revision;   /* whose text it is; NULL: a draft's, or of no text */
  bool draft;
  char *part;              /* id; NULL: of the whole text */
  TrainingPaper *training; /* NULL: of no module */
  PaperSize size;
  char *name;  /* its file below office/print/, less .html or .pdf:
                * "privacy/2018-12-01/notice-users-a3" */
  char *title; /* the document's: 個人情報の保護について, or its part's */
  char *label; /* in words, with kind and size: 掲示（A3）：個人情報の保護について */
};
void paper_free(gpointer paper);

/* Which papers are asked for; NULL: all. */
typedef struct {
  const char *kind;
  const char *policy;
  const char *part;
  const char *size; /* "A4" or "A3" */

  /* Of the papers of training alone. */
  const char *module;
  const char *form;    /* id; NULL: all that are stored */
  const char *edition; /* "easy"; NULL: "ja" */
  guint new_forms;     /* so many are drawn and stored, and papers made of these; 0: none */
  const guint64 *seed; /* NULL: by chance (training/forms.h) */
} PaperWish;

/* The name (Paper.name) of the paper that is to hang at a place, of a revision; NULL where the
 * place's kind is none. The caller frees it. */
char *paper_name_at(const PostingPlace *place, const char *key);

/* "A4". Static. */
const char *paper_size_name(PaperSize size);

#endif
