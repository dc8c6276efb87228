#include "pages/posting.h"

#include "base/text.h"
#include "ledger/changeset.h"
#include "ledger/identity.h"
#include "script/data.h"

#include <string.h>

static const char NAMED[] = "content/posted.lua";

enum { RECORD_LIMIT = 1024 * 1024 };

static const DataField posted_fields[] = {
  {"place", DATA_STRING, true, NULL},  {"policy", DATA_STRING, false, NULL},
  {"paper", DATA_STRING, false, NULL}, {"part", DATA_STRING, false, NULL},
  {"size", DATA_STRING, false, NULL},  {"revision", DATA_STRING, false, NULL},
  {"on", DATA_STRING, true, NULL},     {0},
};

static const DataForm forms[] = {{"posted", posted_fields}, {0}};

static void posting_free(gpointer data)
{
  Posting *posting = data;
  g_free(posting->hangs);
  g_free(posting);
}

static Posting *posting_of(const GPtrArray *postings, const char *place)
{
  for (guint i = 0; i < postings->len; i++) {
    Posting *posting = g_ptr_array_index(postings, i);
    if (strcmp(posting->place->name, place) == 0)
      return posting;
  }
  return NULL;
}

static char *record_path(const Site *site)
{
  return g_build_filename(site->root, NAMED, NULL);
}

/* ---- reading ---- */

/* Whether what was put up is what the place is for; what an entry does not tell is taken for
 * right. */
static bool is_meant(const PostingPlace *place, const DataTable *entry)
{
  const char *pairs[][2] = {{"policy", place->policy},
                            {"paper", place->paper},
                            {"part", place->part},
                            {"size", place->size}};
  bool told = data_string(entry, "paper") != NULL;
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    const char *hung = data_string(entry, pairs[i][0]);
    if ((told || hung != NULL) && g_strcmp0(hung, pairs[i][1]) != 0)
      return false;
  }
  return true;
}

/* Something hangs, by the record, where there is no place any more. */
static void tell_gone(const DataFile *file, const GPtrArray *postings, Report *report)
{
  g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    g_hash_table_insert(last, (gpointer)data_string(call->table, "place"), (gpointer)call);
  }
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    const char *name = data_string(call->table, "place");
    if (posting_of(postings, name) == NULL && g_hash_table_lookup(last, name) == call &&
        data_string(call->table, "revision") != NULL)
      report_add(report, DIAG_POSTED_PLACE, place_at(NAMED, call->line, 0), name, NULL);
  }
}

static void take_call(GPtrArray *postings, const DataCall *call, Day as_of, Report *report)
{
  const char *name = data_string(call->table, "place");
  const char *on = data_string(call->table, "on");
  WarekiReading reading = wareki_read(on);
  Posting *posting = posting_of(postings, name);

  if ((reading.status != WAREKI_OK && reading.status != WAREKI_PAST_END) ||
      !day_exact(reading.day)) {
    report_add(report, DIAG_POSTED_DAY, place_at(NAMED, call->line, 0), on, NULL);
    return;
  }
  if (posting == NULL)
    return; /* tell_gone() */
  if (day_compare(reading.day, as_of) > 0)
    return; /* seen from a day before it was put up */
  posting->other = !is_meant(posting->place, call->table);
  g_free(posting->hangs);
  posting->hangs = g_strdup(data_string(call->table, "revision"));
  posting->since = reading.day;
}

static void read_record(const Site *site, GPtrArray *postings, Day as_of, Report *report)
{
  g_autofree char *path = record_path(site);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return;
  gsize size = 0;
  g_autofree char *bytes = file_read(path, NAMED, RECORD_LIMIT, &size, report);
  g_autofree char *text = bytes ? text_normalise(bytes, size, NAMED, NULL, report) : NULL;
  g_autoptr(DataFile) file = text ? data_file_run(text, NAMED, forms, report) : NULL;
  for (guint i = 0; file != NULL && i < data_file_count(file); i++)
    take_call(postings, data_file_call(file, i), as_of, report);
  if (file != NULL)
    tell_gone(file, postings, report);
}

/* What hangs must be what is in force; nothing may where nothing is. */
static bool must_go(const Posting *posting)
{
  if (posting->policy == NULL)
    return false;
  if (posting->wanted == NULL)
    return posting->hangs != NULL;
  return posting->hangs == NULL || posting->other ||
         strcmp(posting->hangs, posting->wanted->key) != 0;
}

GPtrArray *postings_new(const Site *site, Day as_of, Report *report)
{
  GPtrArray *postings = g_ptr_array_new_with_free_func(posting_free);
  for (guint i = 0; i < site->places->len; i++) {
    Posting *posting = g_new0(Posting, 1);
    posting->place = g_ptr_array_index(site->places, i);
    posting->policy = site_policy(site, posting->place->policy);
    const Revision *in_force =
      posting->policy != NULL ? ledger_in_force(posting->policy->ledger, as_of) : NULL;
    bool holds = in_force != NULL && in_force->change != CHANGE_WITHDRAWN;
    posting->wanted = holds ? in_force : NULL;
    g_ptr_array_add(postings, posting);
  }
  if (postings->len > 0)
    read_record(site, postings, as_of, report);
  for (guint i = 0; i < postings->len; i++) {
    Posting *posting = g_ptr_array_index(postings, i);
    posting->replace = must_go(posting);
  }
  return postings;
}

guint postings_to_replace(const GPtrArray *postings, const PolicySource *policy)
{
  guint count = 0;
  for (guint i = 0; i < postings->len; i++) {
    const Posting *posting = g_ptr_array_index(postings, i);
    count += posting->replace && (policy == NULL || posting->policy == policy);
  }
  return count;
}

/* ---- recording ---- */

/* As Lua reads it. */
static void append_quoted(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c(out, '\\');
    g_string_append_c(out, *p);
  }
  g_string_append_c(out, '"');
}

static const char opening[] = "-- Which revision hangs at which place of site.lua, as it was "
                              "recorded when a paper was put up.\n"
                              "-- Entries are only ever added; the last of a place holds. One "
                              "without a revision: nothing hangs there.\n\n";

/* The record with one entry more. */
static GString *with_entry(const char *old, const Posting *posting, Day day)
{
  g_autofree char *iso = day_iso(day);
  GString *text = g_string_new(old != NULL ? old : opening);
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c(text, '\n');
  const PostingPlace *place = posting->place;
  bool hangs = posting->wanted != NULL;
  const char *fields[][2] = {{"policy", place->policy},
                             {"paper", place->paper},
                             {"part", place->part},
                             {"size", place->size},
                             {"revision", hangs ? posting->wanted->key : NULL}};
  g_string_append(text, "posted { place = ");
  append_quoted(text, place->name);
  for (guint i = 0; hangs && i < G_N_ELEMENTS(fields); i++) {
    if (fields[i][1] == NULL)
      continue;
    g_string_append_printf(text, ", %s = ", fields[i][0]);
    append_quoted(text, fields[i][1]);
  }
  g_string_append_printf(text, ", on = \"%s\" }\n", iso);
  return text;
}

/* Nothing is added to a record that cannot be read: it must be mended first. What is wrong with
 * it was told when it was read. */
static bool readable(const char *text, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_autoptr(DataFile) file = data_file_run(text, NAMED, forms, own);
  if (file == NULL && !report_failed(report))
    report_merge(report, own);
  return file != NULL;
}

/* The lock is held from before the record is read: of two at once, neither loses its entry. */
static bool commit_entry(const Site *site, const Posting *posting, Day day, Report *report)
{
  g_autoptr(Repository) repository = repository_open_as(site->root, site->committer, report);
  g_autoptr(Changeset) changeset =
    repository != NULL ? changeset_begin(repository, site->root, report) : NULL;
  if (changeset == NULL)
    return false;
  g_autofree char *path = record_path(site);
  g_autofree char *old = NULL, *seen = NULL, *id = NULL;
  gsize size = 0;
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    old = file_read(path, NAMED, RECORD_LIMIT, &size, report);
    if (old == NULL)
      return false;
    seen = blob_id(old, size);
  }
  g_autoptr(GString) text = with_entry(old, posting, day);
  if (!readable(text->str, report))
    return false;
  g_autofree char *message = g_strdup_printf(
    "Record what hangs at %s: %s %s\n", posting->place->name, posting->place->policy,
    posting->wanted != NULL ? posting->wanted->key : "taken down");
  changeset_put(changeset, NAMED, seen, text->str, text->len);
  return changeset_commit(changeset, message, &id, report);
}

bool posting_record(const Site *site, const Posting *posting, Day day, Report *report)
{
  if (posting->wanted != NULL || posting->hangs != NULL)
    return commit_entry(site, posting, day, report);
  report_add(report, DIAG_PLACE_NOTHING_IN_FORCE, place_none(), posting->place->name,
             posting->place->policy, NULL);
  return false;
}
