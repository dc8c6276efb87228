#include "pages/fetch.h"

#include "base/files.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Of curl's exit codes. */
enum { CURL_WRITE_ERROR = 23, CURL_FILE_TOO_LONG = 63 };

/* ---- addresses ---- */

bool fetch_is_address(const char *where)
{
  return strstr(where, "://") != NULL;
}

char *fetch_base(const char *where, Report *report)
{
  g_autoptr(GUri) uri = g_uri_parse(where, G_URI_FLAGS_ENCODED, NULL);
  bool good = uri != NULL && g_uri_get_host(uri) != NULL && *g_uri_get_host(uri) != '\0' &&
              g_uri_get_query(uri) == NULL && g_uri_get_fragment(uri) == NULL &&
              strpbrk(where, "\"\\ ") == NULL;
  for (const char *p = where; good && *p != '\0'; p++)
    good = !g_ascii_iscntrl(*p);
  good = good && (g_ascii_strcasecmp(g_uri_get_scheme(uri), "http") == 0 ||
                  g_ascii_strcasecmp(g_uri_get_scheme(uri), "https") == 0);
  if (!good) {
    report_add(report, DIAG_FETCH_ADDRESS, place_none(), where, NULL);
    return NULL;
  }
  return g_strconcat(where, g_str_has_suffix(where, "/") ? "" : "/", NULL);
}

/* As visitors ask for it: a folder's page by the folder. */
static char *address_of(const char *base, const char *file)
{
  static const char index[] = "index.html";
  gsize length = strlen(file);
  if (strcmp(file, index) == 0 || g_str_has_suffix(file, "/index.html"))
    length -= strlen(index);
  g_autofree char *path = g_strndup(file, length);
  g_autofree char *escaped = g_uri_escape_string(path, "/!$&'()*+,;=:@", FALSE);
  return g_strconcat(base, escaped, NULL);
}

/* ---- curl ---- */

/* What to fetch, as curl's own configuration: no argument is then too long, and a password
 * in the address is not seen by other users. */
static char *write_order(const char *base, const char *const *files, guint count,
                         const char *folder, Report *report)
{
  g_autofree char *path = g_build_filename(folder, "order", NULL);
  g_autoptr(GString) order = g_string_new(NULL);

  for (guint i = 0; i < count; i++) {
    g_autofree char *address = address_of(base, files[i]);
    g_string_append_printf(order, "url = \"%s\"\noutput = \"%u\"\n", address, i);
  }
  return file_write(path, order->str, order->len, report) ? g_steal_pointer(&path) : NULL;
}

/* In the child: what curl writes has a bound even where the length was not announced. */
static void bound_files(gpointer data)
{
  const rlim_t *most = data;
  struct rlimit limit = {*most, *most};
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &limit);
}

static char *run_curl(const char *order, const char *folder, gsize limit, Report *report)
{
  g_autofree char *size = g_strdup_printf("%" G_GSIZE_FORMAT, limit);
  static const char each[] = "%{urlnum}\t%{exitcode}\t%{http_code}\t%{redirect_url}\t%{errormsg}\n";
  const char *const argv[] = {"curl",
                              "--disable",
                              "--silent",
                              "--globoff",
                              "--path-as-is",
                              "--proto",
                              "=http,https",
                              "--connect-timeout",
                              "10",
                              "--max-time",
                              "60",
                              "--retry",
                              "2",
                              "--parallel",
                              "--parallel-max",
                              "8",
                              "--max-filesize",
                              size,
                              "--output-dir",
                              folder,
                              "--write-out",
                              each,
                              "--config",
                              order,
                              NULL};
  g_autoptr(GError) error = NULL;
  g_autofree char *lines = NULL;
  rlim_t most = (rlim_t)limit;

  /* Its own status is that of one of many; each file's is in the lines. */
  if (g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                   bound_files, &most, &lines, NULL, NULL, &error))
    return g_steal_pointer(&lines);
  if (g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    report_add(report, DIAG_FETCH_NO_CURL, place_none(), NULL);
  else
    report_add(report, DIAG_FETCH_CURL_FAILED, place_none(), error->message, NULL);
  return NULL;
}

/* ---- what it answered ---- */

static void answer_clear(gpointer data)
{
  g_free(((FetchAnswer *)data)->why);
}

static void take_line(GArray *answers, const char *line)
{
  g_auto(GStrv) parts = g_strsplit(line, "\t", 5);
  guint64 index = 0;
  if (g_strv_length(parts) != 5 ||
      !g_ascii_string_to_unsigned(parts[0], 10, 0, answers->len - 1, &index, NULL))
    return;
  FetchAnswer *answer = &g_array_index(answers, FetchAnswer, index);
  int code = atoi(parts[1]);
  g_free(answer->why);
  answer->status = (guint)atoi(parts[2]);
  answer->why = g_strdup(code == 0 ? parts[3] : parts[4]);
  if (code == CURL_WRITE_ERROR || code == CURL_FILE_TOO_LONG)
    answer->outcome = FETCH_TOO_LONG;
  else if (code != 0)
    answer->outcome = FETCH_FAILED;
  else
    answer->outcome = answer->status == 200 ? FETCH_GOT : FETCH_ANSWERED;
}

GArray *fetch_files(const char *base, const char *const *files, guint count, const char *folder,
                    gsize limit, Report *report)
{
  g_autofree char *order = write_order(base, files, count, folder, report);
  g_autofree char *lines = order != NULL ? run_curl(order, folder, limit, report) : NULL;
  if (lines == NULL)
    return NULL;

  GArray *answers = g_array_new(FALSE, TRUE, sizeof(FetchAnswer));
  g_array_set_clear_func(answers, answer_clear);
  g_array_set_size(answers, count);
  for (guint i = 0; i < count; i++)
    g_array_index(answers, FetchAnswer, i) =
      (FetchAnswer){.outcome = FETCH_FAILED, .why = g_strdup("curl: no answer")};
  g_auto(GStrv) split = g_strsplit(lines, "\n", -1);
  for (guint i = 0; count > 0 && split[i] != NULL; i++)
    take_line(answers, split[i]);
  return answers;
}
