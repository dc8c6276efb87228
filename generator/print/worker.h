/*
 * A worker that prints, in a process of its own: HTML in, a finished PDF out.
 *
 *     PrintWorker *worker = print_worker_new(report);      // before the first thread is started
 *     …
 *     GBytes *pdf = print_worker_print(worker, html, length, &paper, report);
 *
 * For a server, which hands over what it must not do itself: it has threads (a browser is started
 * by fork), and it gives up the right to see files (Landlock), which its worker keeps. The worker has
 * nothing of the server's but one pair of sockets: no store, no listening socket, no key. It is
 * idle until it is asked, starts the browser for the first paper, and ends when the other end is
 * closed, however that came about.
 *
 * What it prints is written into a folder for itself alone (mode 0700) and removed with it.
 *
 * One paper at a time: whoever has several threads stands a queue before it.
 */
#ifndef PRINT_WORKER_H
#define PRINT_WORKER_H

#include "print/finish.h"

#include <sys/types.h>

typedef struct PrintWorker PrintWorker;

/* Forks. NULL where something was reported. A missing browser is told when the first paper is
 * printed. */
PrintWorker *print_worker_new(Report *report);

/* Ends the process, and waits for it. */
void print_worker_free(PrintWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrintWorker, print_worker_free)

/* The process, for whoever watches over it. */
pid_t print_worker_process(const PrintWorker *worker);

/* Prints one paper. Of `paper`, name, title, author, lang and when are taken; that is all it may say.
 * What the worker reports is reported here. NULL where something was: what browser_print() and
 * finish_pdf() tell, or PRINT_WORKER where the process is gone. */
GBytes *print_worker_print(PrintWorker *worker, const char *html, gsize length,
                           const FinishPaper *paper, Report *report);

#endif
