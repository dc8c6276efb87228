#include "training/confirmed.h"

#include "script/data.h"

#include <string.h>

static const DataField confirmed_fields[] = {
  {"question", DATA_STRING, false, NULL}, {"section", DATA_STRING, false, NULL},
  {"clause", DATA_STRING, true, NULL},    {"hash", DATA_STRING, true, NULL},
  {"on", DATA_STRING, false, NULL},       {0},
};
static const DataForm confirmed_forms[] = {{"confirmed", confirmed_fields}, {0}};

static void confirmation_free(gpointer data)
{
  Confirmation *entry = data;
  g_free(entry->id);
  g_free(entry->clause);
  g_free(entry->hash);
  g_free(entry);
}

Confirmed *confirmed_new(void)
{
  Confirmed *confirmed = g_new0(Confirmed, 1);
  confirmed->entries = g_ptr_array_new_with_free_func(confirmation_free);
  return confirmed;
}

void confirmed_free(Confirmed *confirmed)
{
  if (confirmed == NULL)
    return;
  g_ptr_array_unref(confirmed->entries);
  g_free(confirmed);
}

static bool is_hash(const char *text)
{
  return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static void take(Confirmed *confirmed, const DataCall *call, const char *named, Report *report)
{
  const char *question = data_string(call->table, "question");
  const char *section = data_string(call->table, "section");
  const char *hash = data_string(call->table, "hash");
  if ((question == NULL) == (section == NULL) || !is_hash(hash)) {
    report_add(report, DIAG_CONFIRMED_FORM, place_at(named, call->line, 0), NULL);
    return;
  }
  const char *on = data_string(call->table, "on");
  Confirmation *entry = g_new0(Confirmation, 1);
  entry->section = section != NULL;
  entry->id = g_strdup(section != NULL ? section : question);
  entry->clause = g_strdup(data_string(call->table, "clause"));
  entry->hash = g_strdup(hash);
  entry->on = on != NULL ? wareki_read(on).day : (Day){0};
  g_ptr_array_add(confirmed->entries, entry);
}

Confirmed *confirmed_read(const char *source, const char *named, Report *report)
{
  Confirmed *confirmed = confirmed_new();
  g_autoptr(DataFile) file = data_file_run(source, named, confirmed_forms, report);
  for (guint i = 0; file != NULL && i < data_file_count(file); i++)
    take(confirmed, data_file_call(file, i), named, report);
  return confirmed;
}

static bool is_for(const Confirmation *entry, bool section, const char *id, const char *clause)
{
  return entry->section == section && strcmp(entry->id, id) == 0 &&
         strcmp(entry->clause, clause) == 0;
}

const Confirmation *confirmed_last(const Confirmed *confirmed, bool section, const char *id,
                                   const char *clause)
{
  for (guint i = confirmed->entries->len; i-- > 0;) {
    const Confirmation *entry = g_ptr_array_index(confirmed->entries, i);
    if (is_for(entry, section, id, clause))
      return entry;
  }
  return NULL;
}

bool confirmed_has(const Confirmed *confirmed, bool section, const char *id, const char *clause,
                   const char *hash)
{
  for (guint i = 0; i < confirmed->entries->len; i++) {
    const Confirmation *entry = g_ptr_array_index(confirmed->entries, i);
    if (strcmp(entry->hash, hash) == 0 && is_for(entry, section, id, clause))
      return true;
  }
  return false;
}

Freshness freshness_of(const Confirmed *confirmed, bool section, const char *id, const char *policy,
                       const char *clause, Texts *texts)
{
  g_autofree char *name = g_strconcat(policy, "#", clause, NULL);
  TextClause found;
  if (!texts_find(texts, policy, clause, place_none(), &found, NULL))
    return UNRESOLVED;
  if (confirmed_has(confirmed, section, id, name, found.hash))
    return FRESH;
  return confirmed_last(confirmed, section, id, name) != NULL ? STALE : UNCONFIRMED;
}

Freshness question_freshness(const Confirmed *confirmed, const Question *question, Texts *texts)
{
  Freshness worst = question->bases->len > 0 ? FRESH : UNRESOLVED;
  for (guint i = 0; i < question->bases->len; i++) {
    const Basis *basis = question_basis(question, i);
    Freshness one =
      freshness_of(confirmed, false, question->id, basis->policy, basis->clause, texts);
    worst = MAX(worst, one);
  }
  return worst;
}

void confirmed_append(GString *text, const Confirmation *entry)
{
  static const char head[] =
    "-- Which wording of its clause each question and section was confirmed against.\n"
    "-- Written by kaitei; entries are only ever appended.\n\n";
  g_autofree char *on = day_iso(entry->on);
  if (text->len == 0)
    g_string_append(text, head);
  else if (text->str[text->len - 1] != '\n') /* else a comment there would swallow it */
    g_string_append_c(text, '\n');
  g_string_append_printf(
    text, "confirmed { %s = \"%s\", clause = \"%s\", hash = \"%s\", on = \"%s\" }\n",
    entry->section ? "section" : "question", entry->id, entry->clause, entry->hash, on);
}
