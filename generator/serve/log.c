#include "serve/log.h"

#include <jansson.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

struct Log {
  int fd;
  GMutex lock;
};

Log *log_new(int fd)
{
  Log *log = g_new0(Log, 1);
  log->fd = fd;
  g_mutex_init(&log->lock);
  return log;
}

void log_free(Log *log)
{
  if (log == NULL)
    return;
  g_mutex_clear(&log->lock);
  g_free(log);
}

static json_t *line_new(const char *event)
{
  gint64 now = g_get_real_time();
  g_autoptr(GDateTime) second = g_date_time_new_from_unix_utc(now / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format(second, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *at =
    g_strdup_printf("%s.%03dZ", date, (int)(now % G_USEC_PER_SEC / (G_USEC_PER_SEC / 1000)));
  json_t *line = json_object();
  json_object_set_new(line, "at", json_string(at));
  json_object_set_new(line, "event", json_string(event));
  return line;
}

/* A value that is no UTF-8 is left out: json_string() gives NULL for it. */
static void put(json_t *line, const char *name, const char *value)
{
  json_t *text = value != NULL ? json_string(value) : NULL;
  if (text != NULL)
    json_object_set_new(line, name, text);
}

/* Takes `line` over. One write a line: what reads the log sees whole lines. */
static void finish(Log *log, json_t *line)
{
  char *text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(6));
  json_decref(line);
  if (text == NULL)
    return;
  g_autofree char *whole = g_strconcat(text, "\n", NULL);
  free(text);
  g_mutex_lock(&log->lock);
  /* Where nobody takes the log any more, the server still serves. */
  if (write(log->fd, whole, strlen(whole)) < 0)
    (void)0;
  g_mutex_unlock(&log->lock);
}

void log_event(Log *log, const char *event, ...)
{
  json_t *line = line_new(event);
  va_list pairs;
  va_start(pairs, event);
  for (const char *name; (name = va_arg(pairs, const char *)) != NULL;)
    put(line, name, va_arg(pairs, const char *));
  va_end(pairs);
  finish(log, line);
}

void log_request(Log *log, const LogRequest *request)
{
  json_t *line = line_new("request");
  put(line, "id", request->id);
  put(line, "method", request->method);
  put(line, "route", request->route);
  json_object_set_new(line, "status", json_integer(request->status));
  json_object_set_new(line, "ms", json_real((double)(gint64)(request->milliseconds * 100) / 100));
  put(line, "level", request->level);
  put(line, "peer", request->peer);
  finish(log, line);
}

void log_report(Log *log, const char *id, const Report *report)
{
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    /* What a call has reported may quote its form. */
    bool tells = id == NULL || diag_level(diag->code) == LEVEL_SYSTEM;
    g_autofree char *text = tells ? diag_text(diag, MESSAGES_EN) : NULL;
    json_t *line = line_new("diagnostic");
    put(line, "id", id);
    put(line, "level", diag_level_name(diag_level(diag->code), MESSAGES_EN));
    put(line, "code", diag_code_name(diag->code));
    put(line, "file", diag->file);
    if (diag->line > 0)
      json_object_set_new(line, "line", json_integer(diag->line));
    put(line, "text", text);
    finish(log, line);
  }
}
