#include "serve/incoming.h"

#include <string.h>

enum { POST_BUFFER = 16 * 1024 };

struct Incoming {
  const IncomingRules *rules;
  Request request;
  char *path;
  struct MHD_PostProcessor *processor; /* NULL: not a form */
  GHashTable *coming;                  /* name → GString, until the body is whole */
  gsize size;
  guint fault;
};

typedef struct {
  GString *bytes;
  bool is_file;
} Field;

static void field_free(gpointer data)
{
  Field *field = data;
  g_string_free(field->bytes, TRUE);
  g_free(field);
}

/* A text of a form; NULL where it is none. A browser ends its lines with CR LF. */
static char *text_of(const GString *buffer)
{
  if (!g_utf8_validate_len(buffer->str, buffer->len, NULL))
    return NULL;
  GString *text = g_string_sized_new(buffer->len);
  for (const char *byte = buffer->str; *byte != '\0'; byte++)
    if (*byte != '\r' || byte[1] != '\n')
      g_string_append_c(text, *byte);
  return g_string_free(text, FALSE);
}

static enum MHD_Result take_field(void *data, enum MHD_ValueKind kind, const char *name,
                                  const char *file, const char *type, const char *encoding,
                                  const char *bytes, uint64_t offset, size_t size)
{
  Incoming *incoming = data;
  (void)kind, (void)type, (void)encoding;

  /* A part of a multipart form may have none. */
  if (name == NULL) {
    incoming->fault = MHD_HTTP_BAD_REQUEST;
    return MHD_NO;
  }
  Field *field = g_hash_table_lookup(incoming->coming, name);
  if (field == NULL && g_hash_table_size(incoming->coming) >= FIELD_LIMIT) {
    incoming->fault = MHD_HTTP_CONTENT_TOO_LARGE;
    return MHD_NO;
  }
  if (field == NULL || offset == 0) {
    field = g_new0(Field, 1);
    field->bytes = g_string_new(NULL);
    field->is_file = file != NULL;
    g_hash_table_replace(incoming->coming, g_strdup(name), field);
  }
  g_string_append_len(field->bytes, bytes, (gssize)size);
  return MHD_YES;
}

static enum MHD_Result take_query(void *data, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
  Incoming *incoming = data;
  (void)kind;
  if (g_hash_table_size(incoming->request.query) >= FIELD_LIMIT)
    return MHD_NO;
  if (value != NULL && g_utf8_validate(name, -1, NULL) && g_utf8_validate(value, -1, NULL))
    g_hash_table_replace(incoming->request.query, g_strdup(name), g_strdup(value));
  return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool is_own(struct MHD_Connection *connection, const IncomingRules *rules)
{
  const char *host = header(connection, MHD_HTTP_HEADER_HOST);
  const char *origin = header(connection, MHD_HTTP_HEADER_ORIGIN);
  const char *site = header(connection, "Sec-Fetch-Site");
  g_autofree char *own = rules->origin != NULL ? g_strdup(rules->origin)
                         : host != NULL        ? g_strconcat("http://", host, NULL)
                                               : g_strdup("");
  if (origin != NULL && g_ascii_strcasecmp(origin, own) != 0)
    return false;
  if (site != NULL && strcmp(site, "same-origin") != 0)
    return false;
  return *own != '\0' && (origin != NULL || site != NULL);
}

/* As browsers write it. What else a Content-Type may look like is not left to
 * libmicrohttpd's reader of boundaries, which has read beyond its end before
 * (CVE-2023-27371). */
static bool is_form(struct MHD_Connection *connection)
{
  static const char plain[] = MHD_HTTP_POST_ENCODING_FORM_URLENCODED;
  static const char parts[] = MHD_HTTP_POST_ENCODING_MULTIPART_FORMDATA "; boundary=";
  const char *type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);

  if (type == NULL)
    return false;
  if (g_ascii_strncasecmp(type, plain, strlen(plain)) == 0)
    return type[strlen(plain)] == '\0' || type[strlen(plain)] == ';';
  if (g_ascii_strncasecmp(type, parts, strlen(parts)) != 0)
    return false;
  const char *boundary = type + strlen(parts);
  gsize length = strspn(boundary, "0123456789'()+_,-./:=?"
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return length >= 1 && length <= 70 && boundary[length] == '\0';
}

/* 0, or why a POST is not looked into. */
static guint fault_of(struct MHD_Connection *connection, const IncomingRules *rules)
{
  if (!is_own(connection, rules))
    return MHD_HTTP_FORBIDDEN;
  return is_form(connection) ? 0 : MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
}

Incoming *incoming_new(struct MHD_Connection *connection, const char *method, const char *path,
                       const IncomingRules *rules)
{
  Incoming *incoming = g_new0(Incoming, 1);
  incoming->rules = rules;
  incoming->path = g_strdup(path);
  incoming->coming = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, field_free);
  incoming->request = (Request){
    .posts = strcmp(method, MHD_HTTP_METHOD_POST) == 0,
    .path = incoming->path,
    .query = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    .form = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref),
  };
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_query, incoming);
  if (incoming->request.posts)
    incoming->fault = fault_of(connection, rules);
  if (incoming->request.posts && incoming->fault == 0) {
    incoming->processor = MHD_create_post_processor(connection, POST_BUFFER, take_field, incoming);
    if (incoming->processor == NULL)
      incoming->fault = MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
  }
  return incoming;
}

void incoming_free(Incoming *incoming)
{
  if (incoming == NULL)
    return;
  if (incoming->processor != NULL)
    MHD_destroy_post_processor(incoming->processor);
  g_hash_table_unref(incoming->coming);
  g_hash_table_unref(incoming->request.query);
  g_hash_table_unref(incoming->request.form);
  g_hash_table_unref(incoming->request.files);
  g_free(incoming->path);
  g_free(incoming);
}

bool incoming_take(Incoming *incoming, const char *bytes, size_t size)
{
  incoming->size += size;
  if (incoming->size > incoming->rules->limit && incoming->fault == 0)
    incoming->fault = MHD_HTTP_CONTENT_TOO_LARGE;
  if (incoming->processor != NULL && incoming->fault == 0 &&
      MHD_post_process(incoming->processor, bytes, size) != MHD_YES && incoming->fault == 0)
    incoming->fault = MHD_HTTP_BAD_REQUEST;
  return incoming->size <= incoming->rules->patience;
}

/* False where it is no text and no file. */
static bool put_field(Incoming *incoming, const char *name, const Field *field)
{
  char *text = g_utf8_validate(name, -1, NULL) ? text_of(field->bytes) : NULL;
  if (text != NULL)
    g_hash_table_replace(incoming->request.form, g_strdup(name), text);
  if (field->is_file && g_utf8_validate(name, -1, NULL)) {
    g_hash_table_replace(incoming->request.files, g_strdup(name),
                         g_bytes_new(field->bytes->str, field->bytes->len));
    return true;
  }
  return text != NULL;
}

/* The last piece of a form is only handed over when its processor is done with. */
static void finish_form(Incoming *incoming)
{
  if (incoming->processor == NULL)
    return;
  if (MHD_destroy_post_processor(g_steal_pointer(&incoming->processor)) != MHD_YES &&
      incoming->fault == 0)
    incoming->fault = MHD_HTTP_BAD_REQUEST;
  if (incoming->fault != 0)
    return;

  GHashTableIter iter;
  gpointer name, field;
  g_hash_table_iter_init(&iter, incoming->coming);
  while (incoming->fault == 0 && g_hash_table_iter_next(&iter, &name, &field))
    if (!put_field(incoming, name, field))
      incoming->fault = MHD_HTTP_BAD_REQUEST;
}

guint incoming_finish(Incoming *incoming)
{
  finish_form(incoming);
  incoming->request.too_long = incoming->fault == MHD_HTTP_CONTENT_TOO_LARGE;
  return incoming->fault;
}

const Request *incoming_request(const Incoming *incoming)
{
  return &incoming->request;
}
