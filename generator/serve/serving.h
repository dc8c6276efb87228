/*
 * serve: staff and office in their browsers, until it is told to end (SIGTERM, SIGINT).
 *
 * In this order: the print worker is forked (print/worker.h); it listens; the site and its themes
 * are read, the store is opened; it gives up the rest of the disk (confine.h); only then the first
 * thread begins (gate.h). When a source changes, or the day turns, or with SIGHUP, the site is read
 * anew. Told to end, it takes nobody in any more and answers whoever is in.
 */
#ifndef SERVE_SERVING_H
#define SERVE_SERVING_H

#include "base/report.h"

typedef struct {
  const char *site;   /* its folder */
  const char *store;  /* the store's file; NULL: _records/store.db of the site */
  const char *listen; /* "127.0.0.1:8090", "[::1]:8090" or the path of a socket */
  const char *url;    /* where it is reached; NULL: site.lua's training_url */
  int log;            /* a descriptor for the log's lines */

  /* Called when it listens. */
  void (*ready)(const char *url, gpointer data);
  gpointer data;
} ServingOptions;

/* Returns when it is told to end. False where something was reported: it could not begin, or the
 * store has failed. */
bool serving_run(const ServingOptions *options, Report *report);

#endif
