/*
 * The doorway: how a browser is led to the manager's screen, whose address nobody else
 * may see.
 *
 * A command line can be read by every user of the machine (/proc/PID/cmdline), so the
 * address is in none. It stands in a small page that leads on to it, mode 0600, in a
 * folder of mode 0700 ($XDG_RUNTIME_DIR/kaitei, else ~/.cache/kaitei), and a browser is
 * started with that page's path. The page stands while its preview runs. A lock beside
 * it is held as long; a killed program's is gone with it, so that the next start can
 * tell a page that leads somewhere from one that does not.
 *
 * There is one doorway for each site, output folder and --as-of.
 */
#ifndef SERVE_DOORWAY_H
#define SERVE_DOORWAY_H

#include "pages/build.h"

typedef struct Doorway Doorway;

/* NULL where there is no folder that is private (DOORWAY_FOLDER). */
Doorway *doorway_new(const BuildOptions *build, Report *report);

/* Takes the page away where it is this program's. */
void doorway_free(Doorway *doorway);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Doorway, doorway_free)

/* False: another preview of this site is running, and the doorway is that one's. */
bool doorway_is_own(const Doorway *doorway);

/* The page's path, borrowed. */
const char *doorway_page(const Doorway *doorway);

/* Writes the page. False where it cannot be written (reported). */
bool doorway_lead_to(Doorway *doorway, const char *address, Report *report);

/* Waits until the other preview has written its page, five seconds at most; false (nothing
 * reported) where it has not. */
bool doorway_await(const Doorway *doorway);

/* Starts the person's browser ($BROWSER, else xdg-open) on a page of this machine. Its
 * process as a descriptor (pidfd_open(2)), to be polled and handed to browser_failed();
 * -1 where it could not be started (BROWSER_NONE). */
int browser_open(const char *page, Report *report);

/* Once the descriptor is readable: whether the browser said that it did not open
 * anything. Closes it. */
bool browser_failed(int process);

/* Shows a report in the browser: to somebody who started the program without a terminal,
 * and would see nothing at all. */
void browser_show(const Report *report, MessageLang lang);

#endif
