#include "ledger/entries.h"

#include "base/text.h"

#include <string.h>

static const DataField policy_fields[] = {
  {"id", DATA_STRING, true, NULL},
  {"title", DATA_STRING, true, NULL},
  {"sealed", DATA_BOOL, false, NULL},
  {0},
};
static const DataField revision_fields[] = {
  {"effective", DATA_STRING, true, NULL}, {"decided", DATA_STRING, false, NULL},
  {"change", DATA_STRING, true, NULL},    {"summary", DATA_STRING, false, NULL},
  {"reason", DATA_STRING, false, NULL},   {"retrain", DATA_BOOL, false, NULL},
  {"order", DATA_NUMBER, false, NULL},    {0},
};
static const DataField text_fields[] = {
  {"of", DATA_STRING, true, NULL},
  {"lang", DATA_STRING, true, NULL},
  {"blob", DATA_STRING, true, NULL},
  {"provenance", DATA_STRING, true, NULL},
  {0},
};
static const DataField approval_fields[] = {
  {"blob", DATA_STRING, true, NULL},
  {"by", DATA_STRING, true, NULL},
  {"on", DATA_STRING, true, NULL},
  {"recorder", DATA_STRING, false, NULL},
  {"to", DATA_STRING, false, NULL},
  {"of", DATA_STRING, false, NULL},
  {0},
};
static const DataField cancel_fields[] = {
  {"of", DATA_STRING, true, NULL},
  {"on", DATA_STRING, false, NULL},
  {"reason", DATA_STRING, false, NULL},
  {0},
};
static const DataForm forms[] = {
  {"policy", policy_fields},     {"revision", revision_fields}, {"text", text_fields},
  {"approval", approval_fields}, {"cancel", cancel_fields},     {0},
};

static const char *const changes[][2] = {
  [CHANGE_CREATED] = {"作成", "created"},     [CHANGE_PARTIAL] = {"一部変更", "partial"},
  [CHANGE_FULL] = {"全部変更", "full"},       [CHANGE_ERRATUM] = {"正誤", "erratum"},
  [CHANGE_WITHDRAWN] = {"廃止", "withdrawn"},
};
static const char *const provenances[] = {
  [PROVENANCE_ORIGINAL] = "original",
  [PROVENANCE_COPY] = "copy",
  [PROVENANCE_RECONSTRUCTED] = "reconstructed",
};

static const char *const acts[] = {
  [ACT_PUBLISH] = "publish", [ACT_WITHDRAW] = "withdraw", [ACT_CANCEL] = "cancel"};

const char *change_name_ja(ChangeKind change)
{
  return changes[change][0];
}

const char *change_name(ChangeKind change)
{
  return changes[change][1];
}

bool change_can_retrain(ChangeKind change)
{
  return change != CHANGE_ERRATUM && change != CHANGE_WITHDRAWN;
}

const char *provenance_name(Provenance provenance)
{
  return provenances[provenance];
}

bool change_named(const char *word, ChangeKind *change)
{
  for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
    if (strcmp(word, changes[i][0]) == 0 || strcmp(word, changes[i][1]) == 0) {
      *change = (ChangeKind)i;
      return true;
    }
  return false;
}

bool provenance_named(const char *word, Provenance *provenance)
{
  for (guint i = 0; i < G_N_ELEMENTS(provenances); i++)
    if (strcmp(word, provenances[i]) == 0) {
      *provenance = (Provenance)i;
      return true;
    }
  return false;
}

const char *act_name(ApprovalAct act)
{
  return acts[act];
}

DataFile *entries_run(const char *bytes, gsize size, const char *named, Report *report)
{
  g_autofree char *source = text_normalise(bytes, size, named, NULL, report);
  return source ? data_file_run(source, named, forms, report) : NULL;
}

GPtrArray *entries_texts(const DataFile *file)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < data_file_count(file); i++)
    g_ptr_array_add(texts, data_call_text(data_file_call(file, i)));
  return texts;
}

char *entries_proof(const GPtrArray *texts, guint count)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  for (guint i = 0; i < count; i++) {
    const char *text = texts->pdata[i];
    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_update(sum, (const guchar *)"\n", 1);
  }
  return g_strdup(g_checksum_get_string(sum));
}

bool entries_sealed(const DataFile *file)
{
  for (guint i = 0; i < data_file_count(file); i++) {
    const DataCall *call = data_file_call(file, i);
    if (strcmp(call->name, "policy") == 0 && data_bool(call->table, "sealed", false))
      return true;
  }
  return false;
}

/* ---- fields ---- */

/* The fault of a reading, DIAG_COUNT where it has none. */
static DiagCode day_fault(const WarekiReading *reading)
{
  switch (reading->status) {
  case WAREKI_NONE:
    return DIAG_LEDGER_DATE_NONE;
  case WAREKI_BAD_DATE:
    return DIAG_LEDGER_DATE_IMPOSSIBLE;
  case WAREKI_BEFORE_START:
    return DIAG_LEDGER_DATE_BEFORE_ERA;
  case WAREKI_LUNAR:
    return DIAG_LEDGER_DATE_LUNAR;
  case WAREKI_PAST_END:
  case WAREKI_OK:
    break;
  }
  if (reading->mismatch)
    return DIAG_LEDGER_DATE_MISMATCH;
  if (reading->fiscal || !day_exact(reading->day))
    return DIAG_LEDGER_DATE_INEXACT;
  return reading->status == WAREKI_PAST_END ? DIAG_LEDGER_DATE_PAST_ERA : DIAG_COUNT;
}

Day entry_day_of(const char *text, const char *field, Place place, Report *report)
{
  WarekiReading reading = wareki_read(text);
  DiagCode fault = day_fault(&reading);
  if (fault == DIAG_COUNT)
    return reading.day;

  g_autofree char *meant =
    fault == DIAG_LEDGER_DATE_PAST_ERA ? day_wareki(reading.day) : g_strdup("");
  report_add(report, fault, place, text, field, meant, NULL);
  return (Day){0};
}

Day entry_day(const DataCall *call, const char *field, const char *named, Report *report)
{
  const char *text = data_string(call->table, field);
  return text != NULL ? entry_day_of(text, field, place_at(named, call->line, 0), report)
                      : (Day){0};
}

bool entry_change(const DataCall *call, ChangeKind *change, const char *named, Report *report)
{
  const char *word = data_string(call->table, "change");

  for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
    if (strcmp(word, changes[i][0]) == 0) {
      *change = (ChangeKind)i;
      return true;
    }
  report_add(report, DIAG_LEDGER_CHANGE, place_at(named, call->line, 0), word, NULL);
  return false;
}

bool entry_provenance(const DataCall *call, Provenance *provenance, const char *named,
                      Report *report)
{
  const char *word = data_string(call->table, "provenance");

  if (provenance_named(word, provenance))
    return true;
  report_add(report, DIAG_LEDGER_PROVENANCE, place_at(named, call->line, 0), word, NULL);
  return false;
}

bool entry_act(const DataCall *call, ApprovalAct *act, const char *named, Report *report)
{
  const char *word = data_string(call->table, "to");

  *act = ACT_PUBLISH;
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS(acts); i++)
    if (strcmp(word, acts[i]) == 0) {
      *act = (ApprovalAct)i;
      return true;
    }
  if (word != NULL)
    report_add(report, DIAG_LEDGER_ACT, place_at(named, call->line, 0), word, NULL);
  return word == NULL;
}

bool entry_blob(const DataCall *call, const char *named, Report *report)
{
  const char *id = data_string(call->table, "blob");

  if (strlen(id) == 40 && strspn(id, "0123456789abcdef") == 40)
    return true;
  report_add(report, DIAG_LEDGER_BLOB, place_at(named, call->line, 0), id, NULL);
  return false;
}

/* "en", "zh-Hans": small letters, then parts of letters and digits. */
static bool is_language_tag(const char *lang)
{
  gsize length = strspn(lang, "abcdefghijklmnopqrstuvwxyz");
  if (length < 2 || length > 3)
    return false;
  for (lang += length; *lang == '-'; lang += length + 1) {
    for (length = 0; g_ascii_isalnum(lang[1 + length]);)
      length++;
    if (length < 2 || length > 8)
      return false;
  }
  return *lang == '\0';
}

bool lang_is_good(const char *lang)
{
  /* on/ is a page of every policy, and no language. */
  return strcmp(lang, "on") != 0 && (strcmp(lang, "easy") == 0 || is_language_tag(lang));
}

bool entry_lang(const DataCall *call, const char *named, Report *report)
{
  const char *lang = data_string(call->table, "lang");

  if (lang_is_good(lang))
    return true;
  report_add(report, DIAG_LEDGER_LANG, place_at(named, call->line, 0), lang, NULL);
  return false;
}
