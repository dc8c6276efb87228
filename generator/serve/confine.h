/*
 * Confinement: from a call of confine() on, this thread sees nothing of the disk but what it needs
 * (Landlock, Linux 5.13 and later). Threads that it begins after it are confined too, as are the
 * programs that they start; those that were started before are not.
 */
#ifndef SERVE_CONFINE_H
#define SERVE_CONFINE_H

#include "base/report.h"

typedef enum {
  CONFINE_READ = 1,   /* files are read, folders listed */
  CONFINE_RUN = 2,    /* programs and libraries */
  CONFINE_WRITE = 4,  /* files are written */
  CONFINE_CHANGE = 8, /* files are made, renamed and removed */
} Confine;

/* A folder or a file, and what may be done with all below it. One that is not there is passed
 * over. */
typedef struct {
  const char *path;
  guint may; /* of Confine */
} ConfinePlace;

/* `places` ends in {0}. False (nothing reported) where the kernel cannot: nothing is confined
 * then. */
bool confine(const ConfinePlace *places);

#endif
