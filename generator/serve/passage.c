#include "serve/passage.h"

#include "serve/response.h"

#include <string.h>

static void put(struct MHD_Response *response, const char *name, const char *value)
{
  MHD_add_response_header(response, name, value);
}

static void put_number(struct MHD_Response *response, const char *name, guint number)
{
  g_autofree char *text = g_strdup_printf("%u", number);
  put(response, name, text);
}

static void put_name(struct MHD_Response *response, const char *name)
{
  if (name == NULL)
    return;
  g_autofree char *encoded = g_uri_escape_string(name, NULL, FALSE);
  g_autofree char *value = g_strconcat("attachment; filename*=UTF-8''", encoded, NULL);
  put(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, value);
}

/* On every answer, whatever it is. */
static void put_rules(struct MHD_Response *response, bool secure)
{
  put(response, "X-Content-Type-Options", "nosniff");
  put(response, "Referrer-Policy", "same-origin");
  put(response, "Cross-Origin-Opener-Policy", "same-origin");
  put(response, "Cross-Origin-Resource-Policy", "same-origin");
  put(response, "Permissions-Policy",
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (secure)
    put(response, "Strict-Transport-Security", "max-age=31536000");
}

static void put_cookies(struct MHD_Response *response, const Inner *inner)
{
  for (guint i = 0; i < inner->cookies->len; i++)
    put(response, MHD_HTTP_HEADER_SET_COOKIE, g_ptr_array_index(inner->cookies, i));
}

static enum MHD_Result queue(struct MHD_Connection *connection, guint status,
                             struct MHD_Response *response)
{
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

enum MHD_Result passage_send(struct MHD_Connection *connection, Inner *inner, Reply *reply,
                             bool secure, bool closing)
{
  struct MHD_Response *response = response_of(reply);
  if (response == NULL)
    return MHD_NO;
  g_autofree char *rules = reply_rules(reply);
  put(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
  put(response, MHD_HTTP_HEADER_CACHE_CONTROL,
      reply->asset  ? "public, max-age=600"
      : reply->kept ? "private, no-cache"
                    : "no-store");
  put(response, "Content-Security-Policy", rules);
  put_rules(response, secure);
  put_name(response, inner->file_name);
  put_cookies(response, inner);
  if (reply->location != NULL)
    put(response, MHD_HTTP_HEADER_LOCATION, reply->location);
  if (reply->refresh > 0)
    put_number(response, "Refresh", reply->refresh);
  if (reply->retry > 0)
    put_number(response, MHD_HTTP_HEADER_RETRY_AFTER, reply->retry);
  if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
    put(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
  if (closing)
    put(response, MHD_HTTP_HEADER_CONNECTION, "close");
  return queue(connection, reply->status, response);
}

enum MHD_Result passage_stream(struct MHD_Connection *connection, Inner *inner,
                               MHD_ContentReaderCallback reader, bool secure)
{
  enum { BLOCK = 32 * 1024 };
  struct MHD_Response *response =
    MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, reader, inner, NULL);
  if (response == NULL)
    return MHD_NO;
  put(response, MHD_HTTP_HEADER_CONTENT_TYPE, inner->type);
  put(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  put(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  put_rules(response, secure);
  put_name(response, inner->file_name);
  put_cookies(response, inner);
  return queue(connection, MHD_HTTP_OK, response);
}
