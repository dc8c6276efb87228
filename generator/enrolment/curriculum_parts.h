/*
 * Between curriculum.c and curriculum_changes.c. Inside this room alone.
 */
#ifndef ENROLMENT_CURRICULUM_PARTS_H
#define ENROLMENT_CURRICULUM_PARTS_H

#include "enrolment/curriculum.h"

/* curriculum_hashes(), read from the files. */
GHashTable *curriculum_read_hashes(const Curriculum *curriculum, const char *policy,
                                   const char *key);

#endif
