/*
 * The press: what papers are made from (the site, its theme, its texts), which papers there are
 * on a day, and each as HTML. It prints nothing: printing.h does.
 *
 * A text is parsed once, whatever number of papers is made of it. A press is for one thread.
 */
#ifndef PRINT_PRESS_H
#define PRINT_PRESS_H

#include "pages/policy_job.h"
#include "print/paper.h"

/* A text from which papers are made. */
typedef struct {
  const PolicySource *policy;
  const Revision *revision; /* NULL: the draft */
  char *name;               /* as diagnostics call the file */
  char *source;             /* normalised */
  Document *document;
} PressText;

struct Press {
  char *root;
  Theme *theme;
  Site *site;
  Plan *plan;
  Repository *repository;
  Build build;
  Worker *worker;     /* its values, its buffers, its words; it writes no file */
  PolicyJob *job;     /* of the policy whose paper is being made */
  GPtrArray *texts;   /* of PressText */
  GPtrArray *modules; /* of Module: those of the papers */
  GPtrArray *forms;   /* of Form: likewise */
  GPtrArray *owned;   /* strings that values borrow until the page is rendered */
  Report *report;
  bool draft;      /* papers of the drafts, not of what is in force */
  bool no_address; /* a QR code was wanted, and there is no base_url: told once */
};

/* Reads the site at `root`. `as_of` may be no day: today in the site's time zone. `report` must
 * outlive it. NULL where something was reported that leaves nothing to print. */
Press *press_new(const char *root, Day as_of, bool draft, Report *report);
void press_free(Press *press);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Press, press_free)

/* The papers that there are of a wish: of Paper; g_ptr_array_unref(). NULL where the wish cannot
 * be met (reported). */
GPtrArray *press_papers(Press *press, const PaperWish *wish);

/* Adds those of the training to `papers`; `kind` is the wish's, NULL for all (press_training.c). New
 * forms are drawn and stored first where the wish asks for them. False where something was
 * reported. */
bool press_training_papers(Press *press, const PaperWish *wish, const PaperKind *kind,
                           GPtrArray *papers);

/* Whether a paper of that name (Paper.name) is of a form: it stays until somebody removes it. */
bool press_is_of_form(const char *name);

/* The text of a paper; NULL where it is of none, or it cannot be had (reported). Borrowed. */
const PressText *press_text(Press *press, const Paper *paper);

/* Of any revision (NULL: the draft) likewise. */
const PressText *press_text_of(Press *press, const PolicySource *policy, const Revision *revision);

/* Appends the paper as HTML, with text of so many points. False where something was reported. */
bool press_render(Press *press, const Paper *paper, double points, GString *html);

/* The day of what a paper says: of its revision, else the press's. */
Day press_day(const Press *press, const Paper *paper);

/* For kinds: writes `body`, the text or the part of it that the paper is of. */
void press_put_body(Press *press, const Paper *paper);

/* For kinds: keeps a string until the page is rendered. */
const char *press_keep(Press *press, char *text);

#endif
