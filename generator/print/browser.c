#include "print/browser.h"

#include "base/files.h"
#include "print/browser_process.h"
#include "print/devtools.h"

#include <stdlib.h>
#include <string.h>

#define PAPER_SECONDS 30
#define TOTAL_SECONDS 600
#define MEMORY ((gsize)1024 * 1024 * 1024)
#define PIECE (1024 * 1024) /* of a finished paper, as it comes over the pipe */
#define PAPER_LIMIT (512u * 1024 * 1024)

struct Browser {
  char *program;
  char *root; /* as the file system has it, without links */
  BrowserLimits limits;
  gint64 time_left; /* of all papers together, microseconds */
  guint starts;
  BrowserProcess *process;
  DevTools *devtools;
  /* Of the paper that is being printed. */
  char *loader;  /* which navigation */
  char *loaded;  /* which one said last that it is complete */
  char *blocked; /* what it asked for and must not have: the first */
  char *missing; /* the file that it asked for and that is not there: the first */
};

Browser *browser_new(const char *root, const BrowserLimits *limits, Report *report)
{
  char *program = browser_program(report);
  if (program == NULL)
    return NULL;
  char *real = realpath(root, NULL);
  if (real == NULL) {
    report_add(report, DIAG_FILE_MISSING, place_none(), root, NULL);
    g_free(program);
    return NULL;
  }
  Browser *browser = g_new0(Browser, 1);
  browser->program = program;
  browser->root = g_strdup(real);
  free(real);
  if (limits != NULL)
    browser->limits = *limits;
  if (browser->limits.paper_seconds <= 0)
    browser->limits.paper_seconds = PAPER_SECONDS;
  if (browser->limits.total_seconds <= 0)
    browser->limits.total_seconds = TOTAL_SECONDS;
  if (browser->limits.memory == 0)
    browser->limits.memory = MEMORY;
  browser->time_left = (gint64)(browser->limits.total_seconds * G_USEC_PER_SEC);
  return browser;
}

static void stop(Browser *browser)
{
  g_clear_pointer(&browser->devtools, devtools_free);
  g_clear_pointer(&browser->process, browser_process_free);
}

static void forget_paper(Browser *browser)
{
  g_clear_pointer(&browser->loader, g_free);
  g_clear_pointer(&browser->loaded, g_free);
  g_clear_pointer(&browser->blocked, g_free);
  g_clear_pointer(&browser->missing, g_free);
}

void browser_free(Browser *browser)
{
  if (browser == NULL)
    return;
  stop(browser);
  forget_paper(browser);
  g_free(browser->program);
  g_free(browser->root);
  g_free(browser);
}

guint browser_starts(const Browser *browser)
{
  return browser->starts;
}

/* ---- what a paper may have ---- */

static bool below(const char *root, const char *path)
{
  gsize length = strlen(root);
  return strncmp(path, root, length) == 0 &&
         (path[length] == '/' || path[length] == '\0' || strcmp(root, "/") == 0);
}

/* Whether a request may go on; otherwise it is kept for the report. */
static bool allowed(Browser *browser, const char *url)
{
  if (g_str_has_prefix(url, "data:") || strcmp(url, "about:blank") == 0)
    return true;
  g_autofree char *bare = g_strndup(url, strcspn(url, "?#"));
  g_autofree char *path =
    g_str_has_prefix(bare, "file://") ? g_filename_from_uri(bare, NULL, NULL) : NULL;
  char *real = path != NULL ? realpath(path, NULL) : NULL;
  bool fine = real != NULL && below(browser->root, real);
  free(real);
  if (fine)
    return true;
  g_autofree char *flat = path != NULL ? g_canonicalize_filename(path, "/") : NULL;
  char **which =
    flat != NULL && below(browser->root, flat) && !g_file_test(flat, G_FILE_TEST_EXISTS)
      ? &browser->missing
      : &browser->blocked;
  if (*which == NULL)
    *which = g_strdup(which == &browser->missing ? flat : url);
  return false;
}

static void request_paused(Browser *browser, DevTools *devtools, const json_t *params)
{
  const char *id = json_string_value(json_object_get(params, "requestId"));
  const char *url = json_string_value(json_object_get(json_object_get(params, "request"), "url"));
  if (id == NULL || url == NULL)
    return;
  if (allowed(browser, url))
    devtools_send(devtools, "Fetch.continueRequest", json_pack("{s:s}", "requestId", id));
  else
    devtools_send(devtools, "Fetch.failRequest",
                  json_pack("{s:s, s:s}", "requestId", id, "errorReason", "BlockedByClient"));
}

static void on_event(DevTools *devtools, const char *method, const json_t *params, gpointer data)
{
  Browser *browser = data;
  if (strcmp(method, "Fetch.requestPaused") == 0) {
    request_paused(browser, devtools, params);
  } else if (strcmp(method, "Page.lifecycleEvent") == 0) {
    const char *name = json_string_value(json_object_get(params, "name"));
    if (g_strcmp0(name, "load") == 0) {
      g_free(browser->loaded);
      browser->loaded = g_strdup(json_string_value(json_object_get(params, "loaderId")));
    }
  } else if (strcmp(method, "Inspector.targetCrashed") == 0) {
    devtools_give_up(devtools);
  }
}

static bool paper_loaded(gpointer data)
{
  const Browser *browser = data;
  return browser->loaded != NULL && g_strcmp0(browser->loaded, browser->loader) == 0;
}

/* ---- talking to it ---- */

/* One page serves all papers: made, and shut off from everything but what allowed() lets pass. */
static bool open_page(DevTools *devtools)
{
  g_autoptr(json_t) target =
    devtools_call(devtools, "Target.createTarget", json_pack("{s:s}", "url", "about:blank"));
  const char *target_id = json_string_value(json_object_get(target, "targetId"));
  if (target_id == NULL)
    return false;
  g_autoptr(json_t) attached =
    devtools_call(devtools, "Target.attachToTarget",
                  json_pack("{s:s, s:b}", "targetId", target_id, "flatten", 1));
  const char *session = json_string_value(json_object_get(attached, "sessionId"));
  if (session == NULL)
    return false;
  devtools_session(devtools, session);
  devtools_send(devtools, "Inspector.enable", NULL);
  devtools_send(devtools, "Page.enable", NULL);
  devtools_send(devtools, "Page.setLifecycleEventsEnabled", json_pack("{s:b}", "enabled", 1));
  g_autoptr(json_t) caught = devtools_call(devtools, "Fetch.enable",
                                           json_pack("{s:[{s:s}]}", "patterns", "urlPattern", "*"));
  return caught != NULL;
}

static bool load(Browser *browser, const char *url)
{
  g_autoptr(json_t) answer =
    devtools_call(browser->devtools, "Page.navigate", json_pack("{s:s}", "url", url));
  const char *loader = json_string_value(json_object_get(answer, "loaderId"));
  if (loader == NULL || json_object_get(answer, "errorText") != NULL)
    return false;
  browser->loader = g_strdup(loader);
  if (!devtools_wait(browser->devtools, paper_loaded))
    return false;
  g_autoptr(json_t) fonts =
    devtools_call(browser->devtools, "Runtime.evaluate",
                  json_pack("{s:s, s:b, s:b}", "expression", "document.fonts.ready.then(() => 1)",
                            "awaitPromise", 1, "returnByValue", 1));
  return json_integer_value(json_object_get(json_object_get(fonts, "result"), "value")) == 1;
}

/* Reads the stream of a finished paper piece by piece: whole in one message, a thick paper would
 * be in memory three times over. */
static bool read_stream(DevTools *devtools, const char *handle, GByteArray *pdf)
{
  for (;;) {
    g_autoptr(json_t) piece =
      devtools_call(devtools, "IO.read", json_pack("{s:s, s:i}", "handle", handle, "size", PIECE));
    const char *data = json_string_value(json_object_get(piece, "data"));
    if (data == NULL || pdf->len > PAPER_LIMIT)
      return false;
    if (json_is_true(json_object_get(piece, "base64Encoded"))) {
      gsize length = 0;
      g_autofree guchar *bytes = g_base64_decode(data, &length);
      g_byte_array_append(pdf, bytes, (guint)length);
    } else {
      g_byte_array_append(pdf, (const guint8 *)data, (guint)strlen(data));
    }
    if (json_is_true(json_object_get(piece, "eof")))
      break;
    if (*data == '\0')
      return false;
  }
  devtools_send(devtools, "IO.close", json_pack("{s:s}", "handle", handle));
  return true;
}

static bool looks_whole(const GByteArray *pdf)
{
  return pdf->len > 64 && memcmp(pdf->data, "%PDF-", 5) == 0 &&
         memmem(pdf->data + pdf->len - 32, 32, "%%EOF", 5) != NULL;
}

/* The bytes of the page that is loaded; NULL without a report. */
static GBytes *take_pdf(Browser *browser)
{
  g_autoptr(json_t) answer = devtools_call(
    browser->devtools, "Page.printToPDF",
    json_pack("{s:b, s:b, s:b, s:b, s:f, s:f, s:i, s:i, s:i, s:i, s:s}", "printBackground", 1,
              "preferCSSPageSize", 1, "generateTaggedPDF", 1, "generateDocumentOutline", 1,
              "paperWidth", 210 / 25.4, "paperHeight", 297 / 25.4, "marginTop", 0, "marginBottom",
              0, "marginLeft", 0, "marginRight", 0, "transferMode", "ReturnAsStream"));
  const char *handle = json_string_value(json_object_get(answer, "stream"));
  g_autoptr(GByteArray) pdf = g_byte_array_new();
  if (handle == NULL || !read_stream(browser->devtools, handle, pdf) || !looks_whole(pdf))
    return NULL;
  return g_byte_array_free_to_bytes(g_steal_pointer(&pdf));
}

/* ---- one paper ---- */

static bool start(Browser *browser, Report *report)
{
  browser->process = browser_process_new(browser->program, browser->limits.memory, report);
  if (browser->process == NULL)
    return false;
  browser->starts++;
  browser->devtools = devtools_new(browser_process_socket(browser->process), on_event, browser);
  return true;
}

/* What there is to say of a try that brought nothing. Reports where the paper is at fault or the
 * time is over, and then is true: no use to try again. */
static bool settled(Browser *browser, const char *path, const char *paper, Report *report)
{
  Place place = place_at(path, 0, 0);
  if (browser->blocked != NULL) {
    report_add(report, DIAG_PRINT_BLOCKED, place, paper, browser->blocked, NULL);
  } else if (browser->missing != NULL) {
    report_add(report, DIAG_PRINT_FILE_MISSING, place, paper, browser->missing, NULL);
  } else if (browser->devtools != NULL && devtools_fault(browser->devtools) == DEVTOOLS_LATE) {
    g_autofree char *seconds = g_strdup_printf("%g", browser->limits.paper_seconds);
    report_add(report, DIAG_PRINT_LATE, place, paper, seconds, NULL);
  } else {
    return false;
  }
  return true;
}

static char *what_happened(const Browser *browser)
{
  g_autofree char *words = browser_process_last_words(browser->process);
  switch (devtools_fault(browser->devtools)) {
  case DEVTOOLS_REFUSED:
    return g_strdup(devtools_words(browser->devtools));
  case DEVTOOLS_GARBAGE:
  case DEVTOOLS_FINE:
    return g_strdup("?");
  default:
    return g_strdup(*words != '\0' ? words : "-");
  }
}

/* Once, with the browser running or started. NULL with *again where it may be tried anew. */
static GBytes *attempt(Browser *browser, const char *path, const char *paper, gint64 deadline,
                       char **why, Report *report)
{
  forget_paper(browser);
  bool fresh = browser->process == NULL;
  if (fresh && !start(browser, report))
    return NULL;
  devtools_deadline(browser->devtools, deadline);
  g_autofree char *url = g_filename_to_uri(path, NULL, NULL);
  GBytes *pdf = NULL;
  if ((!fresh || open_page(browser->devtools)) && load(browser, url) && browser->blocked == NULL &&
      browser->missing == NULL)
    pdf = take_pdf(browser);
  if (pdf != NULL && browser->blocked == NULL && browser->missing == NULL)
    return pdf;
  g_clear_pointer(&pdf, g_bytes_unref);
  if (!settled(browser, path, paper, report))
    *why = what_happened(browser);
  /* A page that was refused a file is a sound browser's still. */
  if (browser->blocked == NULL && browser->missing == NULL)
    stop(browser);
  return NULL;
}

GBytes *browser_print(Browser *browser, const char *path, const char *paper, Report *report)
{
  if (browser->time_left <= 0) {
    g_autofree char *seconds = g_strdup_printf("%g", browser->limits.total_seconds);
    report_add(report, DIAG_PRINT_LATE_ALL, place_at(path, 0, 0), paper, seconds, NULL);
    return NULL;
  }
  g_autofree char *here = g_get_current_dir();
  g_autofree char *absolute = g_canonicalize_filename(path, here);
  gint64 begun = g_get_monotonic_time();
  gint64 most = (gint64)(browser->limits.paper_seconds * G_USEC_PER_SEC);
  GBytes *pdf = NULL;
  g_autofree char *why = NULL;
  for (int tries = 0; tries < 2 && pdf == NULL; tries++) {
    g_clear_pointer(&why, g_free);
    pdf = attempt(browser, absolute, paper, begun + MIN(most, browser->time_left), &why, report);
    if (pdf == NULL && why == NULL)
      break;
  }
  if (pdf == NULL && why != NULL)
    report_add(report, DIAG_PRINT_FAILED, place_at(path, 0, 0), paper, why, NULL);
  browser->time_left -= g_get_monotonic_time() - begun;
  return pdf;
}

bool browser_print_all(Browser *browser, const char *const *paths, const char *const *papers,
                       guint count, GBytes **pdf, Report *report)
{
  bool all = true;
  for (guint i = 0; i < count; i++) {
    pdf[i] = browser_print(browser, paths[i], papers[i], report);
    all = all && pdf[i] != NULL;
  }
  return all;
}

/* ---- what it depends on ---- */

static void add_stamp(GChecksum *sum, const char *path, const FileStamp *stamp)
{
  g_autofree char *line = g_strdup_printf("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", path,
                                          stamp->size, stamp->mtime_ns);
  g_checksum_update(sum, (const guchar *)line, -1);
}

static void add_folder(GChecksum *sum, const char *folder)
{
  g_autoptr(Report) ignored = report_new();
  g_autoptr(GPtrArray) files = files_walk(folder, folder, NULL, ignored);
  for (guint i = 0; i < files->len; i++) {
    const FoundFile *file = files->pdata[i];
    add_stamp(sum, file->path, &file->stamp);
  }
}

char *browser_fingerprint(const Browser *browser)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  FileStamp stamp = {0};
  (void)file_stamp(browser->program, &stamp);
  add_stamp(sum, browser->program, &stamp);
  g_autofree char *own = g_build_filename(g_get_user_data_dir(), "fonts", NULL);
  g_autofree char *old = g_build_filename(g_get_home_dir(), ".fonts", NULL);
  add_folder(sum, "/usr/share/fonts");
  add_folder(sum, "/usr/local/share/fonts");
  add_folder(sum, own);
  add_folder(sum, old);
  return g_strdup(g_checksum_get_string(sum));
}
