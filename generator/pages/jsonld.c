#include "pages/jsonld.h"

#include <glib.h>
#include <jansson.h>
#include <string.h>

static void put(json_t *object, const char *key, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *valid = g_utf8_make_valid(value, -1); /* jansson refuses what is not */
  json_object_set_new(object, key, json_string(valid));
}

/* A reference to another thing by its address. */
static void refer(json_t *object, const char *key, const char *address)
{
  if (address == NULL)
    return;
  json_t *reference = json_object();
  put(reference, "@id", address);
  json_object_set_new(object, key, reference);
}

static json_t *thing(const char *type)
{
  return json_pack("{s:s}", "@type", type);
}

static json_t *organisation_of(const JsonldOrganisation *facts)
{
  json_t *object = thing("Organization");
  put(object, "name", facts->name);
  put(object, "url", facts->url);
  put(object, "telephone", facts->telephone);
  put(object, "faxNumber", facts->fax);
  put(object, "email", facts->email);
  if (facts->postal != NULL || facts->address != NULL) {
    json_t *address = thing("PostalAddress");
    put(address, "addressCountry", "JP");
    put(address, "postalCode", facts->postal);
    put(address, "streetAddress", facts->address);
    json_object_set_new(object, "address", address);
  }
  return object;
}

static json_t *encoding_of(const JsonldDocument *facts)
{
  json_t *object = thing("MediaObject");
  put(object, "contentUrl", facts->source);
  put(object, "encodingFormat", "text/markdown");
  put(object, "sha256", facts->source_sha256);
  return object;
}

/* ISO 8601: 2018-12-01/2020-03-31, and 2018-12-01/.. where the end is open. A revision that another
 * took the place of on its very day was in force on none: its end lies before its beginning. */
static char *coverage_of(const JsonldDocument *facts)
{
  if (facts->from == NULL || (facts->until != NULL && strcmp(facts->until, facts->from) < 0))
    return NULL;
  return g_strdup_printf("%s/%s", facts->from, facts->until != NULL ? facts->until : "..");
}

/* As text for a script element. '<', '>' and '&' stand only inside strings. */
static char *finish(json_t *object)
{
  json_object_set_new(object, "@context", json_string("https://schema.org"));
  char *dumped = json_dumps(object, JSON_SORT_KEYS | JSON_COMPACT);
  g_autoptr(GString) text = g_string_new(NULL);
  for (const char *at = dumped; *at != '\0'; at++)
    if (*at == '<' || *at == '>' || *at == '&')
      g_string_append_printf(text, "\\u%04x", (unsigned)*at);
    else
      g_string_append_c(text, *at);
  free(dumped);
  json_decref(object);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

char *jsonld_organisation(const JsonldOrganisation *organisation)
{
  return finish(organisation_of(organisation));
}

char *jsonld_document(const JsonldDocument *facts)
{
  json_t *object = thing("DigitalDocument");
  g_autofree char *coverage = coverage_of(facts);
  put(object, "name", facts->name);
  put(object, "url", facts->url);
  refer(object, "isPartOf", facts->part_of);
  put(object, "inLanguage", facts->lang);
  put(object, "version", facts->version);
  put(object, "creativeWorkStatus", facts->status);
  put(object, "dateCreated", facts->decided);
  put(object, "datePublished", facts->published);
  put(object, "temporalCoverage", coverage);
  put(object, "abstract", facts->summary);
  refer(object, "isBasedOn", facts->previous);
  refer(object, "translationOfWork", facts->original);
  if (facts->source != NULL || facts->source_sha256 != NULL)
    json_object_set_new(object, "encoding", encoding_of(facts));
  if (facts->publisher != NULL)
    json_object_set_new(object, "publisher", organisation_of(facts->publisher));
  return finish(object);
}
