#include "serve/proposal_page.h"

#include "ledger/entries.h"
#include "serve/form.h"

#include <string.h>

/* ---- the marks ---- */

/* What a proposal stands on and makes, each by itself, so that it can be told which of
 * them has changed. */
enum { PART_LEDGER, PART_TEXT, PART_COMMIT, PART_PERSON, PART_ALL, PART_COUNT };

static const char *const part_names[] = {"ledger", "text", "commit", "person", "other"};

typedef struct {
  char *parts[PART_COUNT];
} Fingerprint;

static void fingerprint_clear(Fingerprint *print)
{
  for (guint i = 0; i < PART_COUNT; i++)
    g_free(print->parts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fingerprint, fingerprint_clear)

static const ProposedFile *ledger_file(const Proposal *proposal)
{
  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    if (strcmp(file->path, proposal->policy->ledger->path) == 0)
      return file;
  }
  return NULL;
}

/* Every file: its name, what was there, what comes. */
static void add_file(GChecksum *sum, const ProposedFile *file)
{
  g_autofree char *blob = blob_id(file->bytes, file->size);
  g_autofree char *line =
    g_strdup_printf("%s\n%s\n%s\n", file->path, file->seen ? file->seen : "-", blob);
  g_checksum_update(sum, (const guchar *)line, -1);
}

static Fingerprint fingerprint_of(const Desk *desk, const Proposal *proposal)
{
  const char *ledger = proposal->policy->ledger->path;
  g_autofree char *receipt = g_strconcat(proposal->policy->folder, "/receipt.txt", NULL);
  g_autoptr(GChecksum) text = g_checksum_new(G_CHECKSUM_SHA256);
  g_autoptr(GChecksum) all = g_checksum_new(G_CHECKSUM_SHA256);
  const ProposedFile *appended = ledger_file(proposal);
  char *head = repository_head(desk->repository);

  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    add_file(all, file);
    if (strcmp(file->path, ledger) != 0 && strcmp(file->path, receipt) != 0)
      add_file(text, file);
  }
  return (Fingerprint){{
    [PART_LEDGER] = g_strdup(appended != NULL && appended->seen != NULL ? appended->seen : "-"),
    [PART_TEXT] = g_strdup(g_checksum_get_string(text)),
    [PART_COMMIT] = head != NULL ? head : g_strdup("-"),
    [PART_PERSON] = g_compute_checksum_for_string(G_CHECKSUM_SHA256, desk->identity, -1),
    [PART_ALL] = g_strdup(g_checksum_get_string(all)),
  }};
}

static char *fingerprint_text(const Fingerprint *print)
{
  return g_strjoin(" ", print->parts[0], print->parts[1], print->parts[2], print->parts[3],
                   print->parts[4], NULL);
}

static char *after_text(const Proposal *proposal)
{
  const ProposedFile *file = ledger_file(proposal);
  g_autofree char *blob = blob_id(file->bytes, file->size);
  return g_strdup_printf("%" G_GSIZE_FORMAT " %s", file->size, blob);
}

/* Whether the ledger begins with what it was to become. */
static bool is_carried_out(const Visit *visit, const char *after)
{
  g_autoptr(Report) unsaid = report_new(); /* what is amiss is told when it is proposed */
  const char *name = visit->policy->ledger->path;
  g_autofree char *path = g_build_filename(visit->root, name, NULL);
  char *rest = NULL;
  guint64 length = g_ascii_strtoull(after, &rest, 10);
  gsize size = 0;
  g_autofree char *bytes = file_read(path, name, LEDGER_LIMIT, &size, unsaid);

  if (bytes == NULL || *rest != ' ' || length == 0 || length > size)
    return false;
  g_autofree char *blob = blob_id(bytes, (gsize)length);
  return strcmp(rest + 1, blob) == 0;
}

/* ---- the button ---- */

static bool is_confirmed(const Visit *visit)
{
  return visit->request->posts && request_ticked(visit->request, "confirm");
}

bool proposal_page_asked(const Visit *visit)
{
  return visit->request->posts && !request_ticked(visit->request, "back");
}

/* "NAME=VALUE", where there is one. */
static void add_field(GString *address, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *escaped = g_uri_escape_string(value, NULL, false);
  g_string_append_printf(address, "&%s=%s", name, escaped);
}

/* What was approved, and in which language an edition is: the page after it leads there. */
static Reply *go_done(Visit *visit, const char *what, const char *key, bool again)
{
  const char *cancelled = request_field(visit->request, "cancel");
  g_autofree char *lang = form_lang(visit);
  g_autoptr(GString) screen = g_string_new("done/");

  g_string_append_printf(screen, "%s?what=%s", visit->policy->ledger->id, what);
  add_field(screen, "of", key);
  add_field(screen, "lang", lang);
  add_field(screen, "cancel", cancelled != NULL && *cancelled != '\0' ? cancelled : NULL);
  add_field(screen, "withdrawal", request_ticked(visit->request, "withdrawal") ? "1" : NULL);
  add_field(screen, "again", again ? "1" : NULL);
  return visit_go(visit, screen->str);
}

Reply *proposal_page_done(Visit *visit, const ProposalPage *page)
{
  const char *after = request_field(visit->request, "after");
  const char *key = request_field(visit->request, "of-key");

  if (!is_confirmed(visit) || after == NULL || !is_carried_out(visit, after))
    return NULL;
  return go_done(visit, page->what, key != NULL && *key != '\0' ? key : NULL, true);
}

/* What is other than it was shown: a list of words of confirm.changed. */
static void put_changed(Visit *visit, const Fingerprint *now, const char *seen)
{
  g_auto(GStrv) then = g_strsplit(seen != NULL ? seen : "", " ", PART_COUNT + 1);
  bool named = false;

  values_list(visit->values, "changed");
  for (guint i = 0; i < PART_COUNT && g_strv_length(then) == PART_COUNT; i++) {
    /* The whole differs whenever a part does: it is said where no part says it. */
    if (strcmp(then[i], now->parts[i]) == 0 || (i == PART_ALL && named))
      continue;
    values_string(visit->values, NULL, part_names[i]);
    named = true;
  }
  if (!named)
    values_string(visit->values, NULL, part_names[PART_ALL]);
  values_close(visit->values);
}

/* ---- showing it ---- */

void proposal_page_fact(Visit *visit, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  values_open(visit->values, NULL);
  values_string(visit->values, "name", name);
  values_string(visit->values, "value", value);
  values_close(visit->values);
}

static void put_hidden(Visit *visit, const char *name, const char *value)
{
  values_open(visit->values, NULL);
  values_string(visit->values, "name", name);
  values_string(visit->values, "value", value);
  values_close(visit->values);
}

static void put_fields(Visit *visit, const Proposal *proposal, const ProposalPage *page,
                       const char *seen)
{
  g_autofree char *after = after_text(proposal);

  values_list(visit->values, "fields");
  for (const char *const *name = page->fields; *name != NULL; name++) {
    const char *value = request_field(visit->request, *name);
    if (value != NULL)
      put_hidden(visit, *name, value);
  }
  put_hidden(visit, "seen", seen);
  put_hidden(visit, "after", after);
  put_hidden(visit, "of-key", proposal->key != NULL ? proposal->key : "");
  values_close(visit->values);
}

static void put_files(Visit *visit, const Proposal *proposal)
{
  values_list(visit->values, "files");
  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    g_autofree char *blob = blob_id(file->bytes, file->size);
    const char *state = file->seen == NULL              ? "new"
                        : strcmp(file->seen, blob) == 0 ? "same"
                                                        : "changed";
    values_open(visit->values, NULL);
    values_string(visit->values, "path", file->path);
    values_string(visit->values, "state", state);
    values_close(visit->values);
  }
  values_close(visit->values);
}

static Reply *show(Visit *visit, const Desk *desk, const Proposal *proposal,
                   const ProposalPage *page, const Fingerprint *print, guint status)
{
  g_autofree char *seen = fingerprint_text(print);

  values_string(visit->values, "what", page->what);
  values_string(visit->values, "person", desk->identity);
  values_bool(visit->values, "goes_online", page->goes_online && desk->site->deploy != NULL);
  values_bool(visit->values, "stays_here", page->goes_online && desk->site->deploy == NULL);
  put_fields(visit, proposal, page, seen);
  put_files(visit, proposal);
  return visit_show_as(visit, status, "confirm.html");
}

Reply *proposal_page(Visit *visit, Desk *desk, const Proposal *proposal, const ProposalPage *page)
{
  g_auto(Fingerprint) print = fingerprint_of(desk, proposal);
  g_autofree char *now = fingerprint_text(&print);
  const char *seen = request_field(visit->request, "seen");

  if (!is_confirmed(visit))
    return show(visit, desk, proposal, page, &print, 200);
  if (g_strcmp0(seen, now) != 0) {
    put_changed(visit, &print, seen);
    return show(visit, desk, proposal, page, &print, 409);
  }
  g_autofree char *commit = proposal_commit(desk, proposal, visit->report);
  if (commit == NULL)
    return show(visit, desk, proposal, page, &print, 409);
  if (page->goes_online)
    deployment_start(screen_deployment(visit->screen), true);
  return go_done(visit, page->what, proposal->key, false);
}
