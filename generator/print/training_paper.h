/*
 * What a paper of the training is of: a module, and a stored form of it.
 *
 * Apart from paper.h, so that who merely lists papers need not know of training.
 */
#ifndef PRINT_TRAINING_PAPER_H
#define PRINT_TRAINING_PAPER_H

#include "training/form.h"

struct TrainingPaper {
  const Module *module; /* of a form: as it was when that was drawn. The press's */
  const Form *form;     /* NULL: of none. The press's */
  const char *lang;     /* the edition: "ja", "easy", … */
};

#endif
