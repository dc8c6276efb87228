/*
 * What the office prints of the records (leaves.h), in the server's printing worker, and shows as a
 * PDF in the browser.
 */
#ifndef SERVE_OFFICE_PRINT_H
#define SERVE_OFFICE_PRINT_H

#include "serve/call.h"
#include "serve/leaves.h"

/* Makes the paper's HTML from `data`, in the printing thread. NULL where something was reported. */
typedef GString *(*OfficeLeaf)(const Leaves *leaves, Call *call, gpointer data);

/* Prints it; then `then` has call_printed(), or shows it at once where it is NULL. `title` is the PDF's
 * and lives as long as the call. Takes `data` over. */
void office_print(Call *call, OfficeLeaf leaf, gpointer data, GDestroyNotify destroy,
                  const char *title, CallStep then);

#endif
