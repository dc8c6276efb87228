/* date: dates on standard input, or as arguments, in both calendars. */
#include "cli/command.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A line that goes on behind a NUL is no date, whatever stands before it. */
static WarekiReading read_line(const char *line, gsize length)
{
  return memchr(line, '\0', length) != NULL ? (WarekiReading){.status = WAREKI_NONE}
                                            : wareki_read(line);
}

static void print_line(const char *line, gsize length)
{
  WarekiReading reading = read_line(line, length);
  g_autofree char *status = wareki_status_text(&reading);
  g_autofree char *iso = wareki_iso_text(&reading);
  g_autofree char *form = wareki_form_text(&reading);

  fwrite(line, 1, length, stdout);
  printf("\t%s\t%s\t%s\n", status, iso, form);
}

static void add_line(json_t *list, const char *line, gsize length)
{
  WarekiReading reading = read_line(line, length);
  g_autofree char *input = g_utf8_make_valid(line, (gssize)length);
  g_autofree char *status = wareki_status_text(&reading);
  g_autofree char *iso = wareki_iso_text(&reading);
  g_autofree char *form = wareki_form_text(&reading);

  json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "input", input, "status", status,
                                        "iso", iso, "form", form));
}

static void take_line(json_t *list, const char *line, gsize length)
{
  if (list != NULL)
    add_line(list, line, length);
  else
    print_line(line, length);
}

static void take_input(json_t *list, Report *report)
{
  char *line = NULL;
  size_t room = 0;

  for (ssize_t length; (length = getline(&line, &room, stdin)) >= 0;) {
    if (length > 0 && line[length - 1] == '\n')
      line[--length] = '\0';
    if (length > 0 && line[length - 1] == '\r')
      line[--length] = '\0';
    take_line(list, line, (gsize)length);
  }
  if (ferror(stdin))
    report_add(report, DIAG_FILE_UNREADABLE, place_none(), "<stdin>", g_strerror(errno), NULL);
  free(line);
}

int command_date(Invocation *in)
{
  if (!invocation_parse(in, NULL, 0, G_MAXUINT))
    return invocation_finish(in);

  json_t *list = in->json ? json_array() : NULL;
  for (guint i = 0; i < in->count; i++)
    take_line(list, in->arguments[i], strlen(in->arguments[i]));
  if (in->count == 0)
    take_input(list, in->report);

  if (list != NULL) {
    json_dumpf(list, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(list);
  }
  return invocation_finish(in);
}
