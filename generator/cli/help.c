#include "base/text.h"
#include "cli/command.h"

int command_help(Invocation *in)
{
  if (!invocation_parse(in, NULL, 0, 1))
    return invocation_finish(in);
  if (in->count == 0) {
    print_overview(in, stdout);
    return invocation_finish(in);
  }

  const Command *command = command_find(in->arguments[0]);
  if (command == NULL) {
    report_add(in->report, DIAG_COMMAND_UNKNOWN, place_none(), in->arguments[0], NULL);
    return invocation_finish(in);
  }

  /* The command knows its options: it is asked as "kaitei COMMAND --help" asks. */
  g_strfreev(in->arguments);
  in->command = command;
  in->arguments = g_strdupv((char *[]){(char *)command->name, "--help", NULL});
  return command->run(in);
}
