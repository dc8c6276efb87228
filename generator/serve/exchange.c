#include "serve/exchange.h"

#include "base/text.h"

#include <string.h>

const char *request_field(const Request *request, const char *name)
{
  const char *value = g_hash_table_lookup(request->form, name);
  return value != NULL ? value : g_hash_table_lookup(request->query, name);
}

GBytes *request_file(const Request *request, const char *name)
{
  GBytes *bytes = request->files != NULL ? g_hash_table_lookup(request->files, name) : NULL;
  return bytes != NULL && g_bytes_get_size(bytes) > 0 ? bytes : NULL;
}

char *request_words(const Request *request, const char *name)
{
  const char *value = request_field(request, name);
  if (value == NULL)
    return NULL;
  /* People type 　 (U+3000) as they type a space. */
  const char *end = value + strlen(value);
  while (*value != '\0' && g_unichar_isspace(g_utf8_get_char(value)))
    value = g_utf8_next_char(value);
  while (end > value && g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(end))))
    end = g_utf8_prev_char(end);
  return end > value ? g_strndup(value, (gsize)(end - value)) : NULL;
}

char *request_line(const Request *request, const char *name)
{
  g_autofree char *words = request_words(request, name);
  g_auto(GStrv) lines = words != NULL ? g_strsplit(words, "\n", -1) : NULL;
  GString *line = g_string_new(NULL);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
    const char *next = g_strstrip(lines[i]);
    if (line->len > 0 && *next != '\0' &&
        !char_is_cjk(g_utf8_get_char(g_utf8_prev_char(line->str + line->len))) &&
        !char_is_cjk(g_utf8_get_char(next)))
      g_string_append_c(line, ' ');
    g_string_append(line, next);
  }
  return g_string_free(line, words == NULL);
}

bool request_ticked(const Request *request, const char *name)
{
  const char *value = request_field(request, name);
  return value != NULL && *value != '\0';
}

Reply *reply_new(guint status, const char *type, GString *body)
{
  Reply *reply = g_new0(Reply, 1);
  reply->status = status;
  reply->type = type;
  reply->body = body != NULL ? body : g_string_new(NULL);
  return reply;
}

Reply *reply_see_other(const char *location)
{
  Reply *reply = reply_text(303, "303\n");
  reply->location = g_strdup(location);
  return reply;
}

Reply *reply_text(guint status, const char *text)
{
  return reply_new(status, "text/plain; charset=utf-8", g_string_new(text));
}

char *reply_rules(const Reply *reply)
{
  if (reply->paper && strcmp(reply->type, "application/pdf") == 0)
    return g_strdup("frame-ancestors 'self'");
  if (reply->paper)
    return g_strdup("default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                    "frame-ancestors 'self'; sandbox allow-same-origin");
  return g_strconcat(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'self'; frame-ancestors ",
    reply->framed ? "'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
                  : "'none'",
    NULL);
}

void reply_free(Reply *reply)
{
  if (reply == NULL)
    return;
  g_string_free(reply->body, TRUE);
  g_free(reply->location);
  g_free(reply);
}
