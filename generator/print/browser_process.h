/*
 * The browser as a process: found, started within bounds, ended without trace.
 *
 * Who ends it: a shell (the keeper) waits on a pipe that only kaitei holds open.
 * When that closes, by browser_process_free() or by kaitei's death of whatever
 * kind, it kills the browser's process group and removes the browser's folder.
 */
#ifndef PRINT_BROWSER_PROCESS_H
#define PRINT_BROWSER_PROCESS_H

#include "base/report.h"

typedef struct BrowserProcess BrowserProcess;

/* The program's path: KAITEI_BROWSER, else the first that is installed of chromium-headless-shell
 * and chromium. The caller's; NULL with BROWSER_MISSING or BROWSER_UNUSABLE. */
char *browser_program(Report *report);

/* Starts it. `memory` bounds the data of each of its processes, in bytes. NULL with BROWSER_START. */
BrowserProcess *browser_process_new(const char *program, gsize memory, Report *report);

/* Ends it and all its children, and waits until its folder is gone. */
void browser_process_free(BrowserProcess *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BrowserProcess, browser_process_free)

/* The socket on which it speaks DevTools. The process's own. */
int browser_process_socket(const BrowserProcess *process);

/* The most telling of the last lines that it wrote to standard error, without control characters, at
 * most some 200 characters; "" where there is none. The caller's. */
char *browser_process_last_words(const BrowserProcess *process);

#endif
