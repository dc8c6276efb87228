/*
 * The commands that need what the others do not: a server, a PDF library, the records' database.
 *
 * They are in a second program, kaitei-office, which takes this one's place. It is made of
 * the same parts, but for this file; so nothing else waits for those libraries to be
 * loaded (a third of the time that a start takes). The user need not know of it.
 */
#include "base/installed.h"
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

static int run_elsewhere(Invocation *in)
{
  g_autofree char *office = installed_program("kaitei-office");

  fflush(stdout);
  execv(office, in->argv);
  report_add(in->report, DIAG_OFFICE_MISSING, place_none(), office, g_strerror(errno), NULL);
  return invocation_finish(in);
}

int command_backup(Invocation *in)
{
  return run_elsewhere(in);
}

int command_certificate(Invocation *in)
{
  return run_elsewhere(in);
}

int command_preview(Invocation *in)
{
  return run_elsewhere(in);
}

int command_print(Invocation *in)
{
  return run_elsewhere(in);
}

int command_record(Invocation *in)
{
  return run_elsewhere(in);
}

int command_records(Invocation *in)
{
  return run_elsewhere(in);
}

int command_report(Invocation *in)
{
  return run_elsewhere(in);
}

int command_restore(Invocation *in)
{
  return run_elsewhere(in);
}

int command_serve(Invocation *in)
{
  return run_elsewhere(in);
}

int command_staff(Invocation *in)
{
  return run_elsewhere(in);
}
