/*
 * The browser that prints: HTML files in, PDF bytes out. One process of
 * chromium-headless-shell (plain chromium is taken as well) serves all papers.
 *
 *     g_autoptr(Browser) browser = browser_new(folder, NULL, report);
 *     g_autoptr(GBytes) pdf = browser ? browser_print(browser, path, "掲示 A4", report) : NULL;
 *
 * What comes out is as Chromium made it; finish.h makes it a file to keep.
 *
 * HOW A PAPER IS PRINTED. Page size, orientation and margins are the paper's own,
 * from `@page` in its style sheet (A4 without margins where it says nothing).
 * Backgrounds are printed. The PDF is tagged, and its bookmarks are the headings.
 * Printing waits until every file of the paper is loaded and its fonts are ready.
 * No script runs in it.
 *
 * WHAT IT MAY REACH. Files below `root`, and data: addresses; nothing else. Every
 * request is stopped and looked at; besides, no host name is resolved and every
 * connection is led into nowhere. A paper that asks for more is at fault
 * (PRINT_BLOCKED), as is one whose style sheet or picture is not there
 * (PRINT_FILE_MISSING): it would come out wrong, and nobody would see why.
 *
 * WHAT IT LEAVES. Nothing. Its profile is a new folder below the folder for
 * temporary files, which is gone with it. It ends with browser_free(), and also
 * where kaitei itself is killed: a small shell waits for that, ends every process
 * of the browser, and removes the folder.
 *
 * HOW IT FAILS. The browser is started by the first paper, and again after it
 * died, answered nonsense or hung. A paper that it died of is tried once more,
 * then PRINT_FAILED names it; a paper that takes too long is not (PRINT_LATE), nor
 * is any once all have used up their time (PRINT_LATE_ALL). The papers after one
 * that failed are printed all the same.
 *
 * SANDBOX. Chromium's own sandbox is on, but for root, where it cannot be: so
 * print only the site's own text as root.
 *
 * KAITEI_BROWSER in the environment names another program in the browser's place
 * (tests give one that hangs, dies or lies). It gets Chromium's arguments.
 *
 * A Browser is for one thread, the one that made it.
 */
#ifndef PRINT_BROWSER_H
#define PRINT_BROWSER_H

#include "base/report.h"

typedef struct Browser Browser;

/* The bounds of one Browser; 0 is the default. */
typedef struct {
  double paper_seconds; /* for one paper, the browser's start included: 30 */
  double total_seconds; /* for all papers together, counted while printing: 600 */
  gsize memory;         /* bytes of data for each process of the browser: 1 GiB */
} BrowserLimits;

/* Looks for the browser, and starts nothing yet. `root` is the only folder whose files a paper may
 * use; it must exist. NULL with BROWSER_MISSING (the package to install) or BROWSER_UNUSABLE. */
Browser *browser_new(const char *root, const BrowserLimits *limits, Report *report);
void browser_free(Browser *browser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Browser, browser_free)

/* Prints the HTML file at `path`, which lies below the root. `paper` is what diagnostics call it.
 * The PDF is the caller's; NULL where something was reported. */
GBytes *browser_print(Browser *browser, const char *path, const char *paper, Report *report);

/* Prints `count` files in order into `pdf` (count places; NULL where one failed). True if none did. */
bool browser_print_all(Browser *browser, const char *const *paths, const char *const *papers,
                       guint count, GBytes **pdf, Report *report);

/* How often the browser was started: 0 before the first paper, 1 where all went well. */
guint browser_starts(const Browser *browser);

/* What a printed paper depends on besides its own files: which browser (path, size, day of change),
 * and which fonts (the same of every file in the system's and the user's font folders). A paper
 * whose files and whose fingerprint are unchanged need not be printed again. Hexadecimal, the
 * caller's. Costs a look at each font file, not a reading. */
char *browser_fingerprint(const Browser *browser);

#endif
