#include "cli/command.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { SHARED_OPTIONS = 8, JOBS_MOST = 64 };

const char *say(const Invocation *in, const char *ja, const char *en)
{
  return message_pick(in->lang, ja, en);
}

const char *invocation_site(const Invocation *in)
{
  return in->site != NULL ? in->site : ".";
}

bool invocation_has_site(Invocation *in)
{
  g_autofree char *content = g_build_filename(invocation_site(in), "content", NULL);
  if (g_file_test(content, G_FILE_TEST_IS_DIR))
    return true;
  g_autofree char *folder = g_canonicalize_filename(invocation_site(in), NULL);
  report_add(in->report, DIAG_NO_SITE_HERE, place_none(), folder, NULL);
  return false;
}

bool may_colour(FILE *stream)
{
  const char *no_colour = g_getenv("NO_COLOR");
  const char *terminal = g_getenv("TERM");
  return isatty(fileno(stream)) && (no_colour == NULL || *no_colour == '\0') && terminal != NULL &&
         strcmp(terminal, "dumb") != 0;
}

/* ---- options ---- */

static void shared_options(Invocation *in, Option options[SHARED_OPTIONS + 1])
{
  const Option shared[SHARED_OPTIONS + 1] = {
    {"site",
     G_OPTION_ARG_FILENAME,
     &in->site,
     "DIR",
     {"サイトのフォルダー（既定: いまのフォルダー）",
      "the site's folder (default: the current one)"}},
    {"out",
     G_OPTION_ARG_FILENAME,
     &in->out,
     "DIR",
     {"出力先（既定: サイトのフォルダーの _site）",
      "where to build (default: _site in the site's folder)"}},
    {"as-of",
     G_OPTION_ARG_FILENAME,
     &in->as_of_text,
     "DAY",
     {"今日ではなく、この日のものとして作ります", "take this day for today"}},
    {"jobs",
     G_OPTION_ARG_INT,
     &in->jobs,
     "N",
     {"並行して働く数（既定: CPU の数）", "work with N threads (default: one a processor)"}},
    {"quiet",
     G_OPTION_ARG_NONE,
     &in->quiet,
     NULL,
     {"誤りだけを表示します", "print nothing but faults"}},
    {"json",
     G_OPTION_ARG_NONE,
     &in->json,
     NULL,
     {"ほかのプログラムのために JSON で出力します", "write JSON, for tools"}},
    {"help", G_OPTION_ARG_NONE, &in->help, NULL, {"使い方を表示します", "print how it is used"}},
    {"version", G_OPTION_ARG_NONE, &in->version, NULL, {"版を表示します", "print the version"}},
    {0},
  };
  memcpy(options, shared, sizeof shared);
}

static void add_options(GOptionContext *context, const Option *options, GPtrArray *names)
{
  g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));

  for (; options != NULL && options->name != NULL; options++) {
    GOptionEntry entry = {.long_name = options->name,
                          .short_name = strcmp(options->name, "help") == 0 ? 'h' : 0,
                          .arg = options->arg,
                          .arg_data = options->into};
    g_array_append_val(entries, entry);
    g_ptr_array_add(names, (gpointer)options->name);
  }
  g_option_context_add_main_entries(context, (const GOptionEntry *)(gpointer)entries->data, NULL);
}

/* The option that GOption stumbled over, less dashes and value; NULL where it
 * cannot be told. */
static char *unknown_option(char **arguments, const GPtrArray *names)
{
  for (; *arguments != NULL; arguments++) {
    if (!g_str_has_prefix(*arguments, "--"))
      continue;
    g_autofree char *name = g_strndup(*arguments + 2, strcspn(*arguments + 2, "="));
    if (*name != '\0' &&
        !g_ptr_array_find_with_equal_func((GPtrArray *)names, name, g_str_equal, NULL))
      return g_steal_pointer(&name);
  }
  return NULL;
}

/* The option of which GLib says that its value is missing or none; NULL where it names none. Its
 * own words are in another language than ours. */
static char *option_of_value(const GError *error)
{
  const char *name = g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE)
                       ? g_strrstr(error->message, "--")
                       : NULL;
  return name != NULL ? g_strndup(name, strspn(name, "-abcdefghijklmnopqrstuvwxyz")) : NULL;
}

static void report_option_error(Invocation *in, const GError *error, GPtrArray *names)
{
  g_autofree char *name = g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
                            ? unknown_option(in->arguments, names)
                            : NULL;
  g_autofree char *valued = option_of_value(error);
  if (valued != NULL) {
    report_add(in->report, DIAG_OPTION_VALUE, place_none(), valued, NULL);
    return;
  }
  if (name == NULL) {
    report_add(in->report, DIAG_OPTION_REFUSED, place_none(), error->message, NULL);
    return;
  }
  g_ptr_array_add(names, NULL);
  const char *likely = text_nearest(name, (const char *const *)names->pdata);
  if (likely != NULL)
    report_add(in->report, DIAG_OPTION_MISTYPED, place_none(), name, likely, NULL);
  else
    report_add(in->report, DIAG_OPTION_UNKNOWN, place_none(), name, NULL);
}

static bool read_as_of(Invocation *in)
{
  if (in->as_of_text == NULL)
    return true;

  WarekiReading reading = wareki_read(in->as_of_text);
  bool sure = (reading.status == WAREKI_OK || reading.status == WAREKI_PAST_END) &&
              day_exact(reading.day) && !reading.mismatch;
  if (!sure) {
    report_add(in->report, DIAG_AS_OF_NO_DAY, place_none(), in->as_of_text, NULL);
    return false;
  }
  in->as_of = reading.day;
  return true;
}

static bool check_values(Invocation *in)
{
  if (in->jobs < 0 || in->jobs > JOBS_MOST) {
    g_autofree char *jobs = g_strdup_printf("%d", in->jobs);
    report_add(in->report, DIAG_JOBS_OUT_OF_RANGE, place_none(), jobs, NULL);
    return false;
  }
  if (!clock_is_sound()) {
    report_add(in->report, DIAG_EPOCH_UNREADABLE, place_none(), g_getenv("SOURCE_DATE_EPOCH"),
               NULL);
    return false;
  }
  return read_as_of(in);
}

static bool parse(Invocation *in, const Option *options, bool up_to_command)
{
  Option shared[SHARED_OPTIONS + 1];
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  GOptionContext *context = g_option_context_new(NULL);

  shared_options(in, shared);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_strict_posix(context, up_to_command);
  add_options(context, shared, names);
  add_options(context, options, names);
  bool ok = g_option_context_parse_strv(context, &in->arguments, &error);
  g_option_context_free(context);
  if (!ok) {
    report_option_error(in, error, names);
    return false;
  }
  return in->help || in->version || check_values(in);
}

bool invocation_parse_global(Invocation *in)
{
  return parse(in, NULL, true);
}

/* ---- help ---- */

static void print_options(const Invocation *in, const Option *options, FILE *out)
{
  for (; options != NULL && options->name != NULL; options++) {
    g_autofree char *form = options->value
                              ? g_strdup_printf("--%s %s", options->name, options->value)
                              : g_strdup_printf("--%s", options->name);
    fprintf(out, "  %-15s  %s\n", form, options->help[in->lang]);
  }
}

static void print_shared_options(const Invocation *in, FILE *out)
{
  Invocation nowhere = *in;
  Option shared[SHARED_OPTIONS + 1];
  shared_options(&nowhere, shared);
  fprintf(out, "\n%s\n",
          say(in, "どのコマンドにも付けられるオプション:", "Options of every command:"));
  print_options(in, shared, out);
}

static void print_usage(const Invocation *in, const Option *options, FILE *out)
{
  const Command *command = in->command;
  fprintf(out, "%s kaitei %s%s%s%s\n\n%s\n", say(in, "使い方:", "Usage:"), command->name,
          say(in, " [オプション]", " [options]"), *command->arguments ? " " : "",
          command->arguments, command->help[in->lang]);
  if (options != NULL && options->name != NULL) {
    fprintf(out, "\n%s\n", say(in, "このコマンドのオプション:", "Options of this command:"));
    print_options(in, options, out);
  }
  print_shared_options(in, out);
}

void print_overview(const Invocation *in, FILE *out)
{
  fprintf(out, "%s\n\n%s\n",
          say(in, "使い方: kaitei [オプション] コマンド [引数…]",
              "Usage: kaitei [options] command [argument...]"),
          say(in, "コマンド:", "Commands:"));
  for (const Command *command = commands(); command->name != NULL; command++)
    fprintf(out, "  %-8s  %s\n", command->name, command->help[in->lang]);
  print_shared_options(in, out);
  fprintf(out, "\n%s\n",
          say(in, "「kaitei help コマンド」で、そのコマンドの使い方を表示します。",
              "\"kaitei help COMMAND\" tells how a command is used."));
}

/* ---- a command's own line ---- */

/* What was given behind the command counts, else what was given before it. */
static void keep_newer(char **value, char *older)
{
  if (*value == NULL)
    *value = older;
  else
    g_free(older);
}

static bool parse_own(Invocation *in, const Option *options)
{
  char *site = g_steal_pointer(&in->site);
  char *out = g_steal_pointer(&in->out);
  char *as_of = g_steal_pointer(&in->as_of_text);
  bool parsed = parse(in, options, false);

  keep_newer(&in->site, site);
  keep_newer(&in->out, out);
  keep_newer(&in->as_of_text, as_of);
  return parsed;
}

bool invocation_parse(Invocation *in, const Option *options, guint least, guint most)
{
  if (!parse_own(in, options))
    return false;
  if (in->help) {
    print_usage(in, options, stdout);
    return false;
  }

  /* The first is the command's name; a "--" that ended the options may stay. */
  char **rest = in->arguments + 1;
  bool dashes = *rest != NULL && strcmp(*rest, "--") == 0;
  char **own = g_strdupv(rest + dashes);
  g_strfreev(in->arguments);
  in->arguments = own;
  in->count = g_strv_length(own);

  if (in->count < least || in->count > most) {
    report_add(in->report, in->count < least ? DIAG_ARGUMENTS_TOO_FEW : DIAG_ARGUMENTS_TOO_MANY,
               place_none(), in->command->name, in->command->arguments, NULL);
    return false;
  }
  return true;
}

/* Whether this command's diagnostics are its result. */
static bool reports_on_stdout(const Invocation *in)
{
  static const char *const names[] = {"build", "check", NULL};
  return in->command != NULL && !in->has_result && g_strv_contains(names, in->command->name);
}

int invocation_finish(Invocation *in)
{
  int status = report_status(in->report);
  report_sort(in->report);

  if (in->help || in->version)
    return status;
  if (in->json) {
    g_autofree char *json = report_json(in->report);
    if (reports_on_stdout(in))
      printf("%s\n", json);
    else if (report_count(in->report) > 0)
      fprintf(stderr, "%s\n", json);
  } else {
    report_print(in->report, &(ReportStyle){in->lang, may_colour(stderr)}, stderr);
  }
  return status;
}

/* ---- input ---- */

char *read_input(gsize limit, gsize *length, Report *report)
{
  g_autoptr(GString) text = g_string_new(NULL);
  char buffer[16384];
  size_t got;

  while ((got = fread(buffer, 1, sizeof buffer, stdin)) > 0 && text->len <= limit)
    g_string_append_len(text, buffer, (gssize)got);
  if (ferror(stdin)) {
    report_add(report, DIAG_FILE_UNREADABLE, place_none(), "<stdin>", g_strerror(errno), NULL);
    return NULL;
  }
  if (text->len > limit) {
    g_autofree char *kib = g_strdup_printf("%" G_GSIZE_FORMAT, limit / 1024);
    report_add(report, DIAG_FILE_TOO_LARGE, place_none(), "<stdin>", kib, NULL);
    return NULL;
  }
  *length = text->len;
  return g_string_free(g_steal_pointer(&text), FALSE);
}
