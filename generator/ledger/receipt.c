#include "ledger/receipt.h"

#include "base/files.h"
#include "base/text.h"
#include "ledger/entries.h"

#include <stdlib.h>
#include <string.h>

enum { RECEIPT_LIMIT = 64 * 1024 };

char *receipt_text(const Ledger *ledger, const char *commit, Day day)
{
  g_autofree char *iso = day_iso(day);
  return g_strdup_printf("kaitei-receipt 1\npolicy %s\nentries %u\nproof %s\ncommit %s\nday %s\n",
                         ledger->id, ledger->entries, ledger->proof, commit ? commit : "-", iso);
}

void receipt_free(Receipt *receipt)
{
  if (receipt == NULL)
    return;
  g_free(receipt->policy);
  g_free(receipt->proof);
  g_free(receipt->commit);
  g_free(receipt);
}

static bool is_hex(const char *text, gsize length)
{
  return strlen(text) == length && strspn(text, "0123456789abcdef") == length;
}

static bool read_count(const char *text, guint *count)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT, &number, NULL))
    return false;
  *count = (guint)number;
  return true;
}

/* Takes one line; false where it is none of a receipt's. */
static bool take(Receipt *receipt, const char *name, const char *value)
{
  if (strcmp(name, "policy") == 0 && receipt->policy == NULL) {
    receipt->policy = g_strdup(value);
    return true;
  }
  if (strcmp(name, "entries") == 0)
    return read_count(value, &receipt->entries);
  if (strcmp(name, "proof") == 0 && receipt->proof == NULL) {
    receipt->proof = g_strdup(value);
    return is_hex(value, 64);
  }
  if (strcmp(name, "commit") == 0 && receipt->commit == NULL) {
    receipt->commit = strcmp(value, "-") == 0 ? NULL : g_strdup(value);
    return receipt->commit == NULL || is_hex(value, 40);
  }
  if (strcmp(name, "day") == 0) {
    WarekiReading reading = wareki_read(value);
    receipt->day = reading.day;
    return reading.status == WAREKI_OK && day_exact(reading.day);
  }
  return strcmp(name, "kaitei-receipt") == 0 && strcmp(value, "1") == 0;
}

Receipt *receipt_read(const char *path, Report *report)
{
  gsize size = 0;
  g_autofree char *bytes = file_read(path, path, RECEIPT_LIMIT, &size, report);
  g_autofree char *text = bytes ? text_normalise(bytes, size, path, NULL, report) : NULL;
  if (text == NULL)
    return NULL;

  g_autoptr(Receipt) receipt = g_new0(Receipt, 1);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  bool headed = false;
  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = g_strstrip(lines[i]);
    if (*line == '\0' || *line == '#')
      continue;
    gsize length = strcspn(line, " \t");
    g_autofree char *name = g_strndup(line, length);
    headed |= strcmp(name, "kaitei-receipt") == 0;
    if (!headed || !take(receipt, name, g_strstrip(line + length))) {
      report_add(report, DIAG_RECEIPT_UNREADABLE, place_at(path, (int)i + 1, 0), NULL);
      return NULL;
    }
  }
  if (receipt->policy == NULL || receipt->proof == NULL) {
    report_add(report, DIAG_RECEIPT_UNREADABLE, place_at(path, 0, 0), NULL);
    return NULL;
  }
  return g_steal_pointer(&receipt);
}

/* The proof of the entries as they were before the ledger was sealed: that alters the first of
 * them, and a receipt from before it must still be good. NULL where they are not sealed. Fields
 * stand in the order of their names, and an id holds no quote: the first match is the field. */
static char *proof_unsealed(const GPtrArray *entries, guint count)
{
  static const char seal[] = ",sealed=true";
  g_autoptr(GPtrArray) open = g_ptr_array_new();
  g_autofree char *policy = NULL;

  for (guint i = 0; i < count; i++) {
    const char *text = g_ptr_array_index(entries, i);
    const char *at = strstr(text, "\",sealed=true");
    if (policy == NULL && g_str_has_prefix(text, "policy{id=") && at != NULL) {
      g_autofree char *before = g_strndup(text, (gsize)(at + 1 - text));
      policy = g_strconcat(before, at + 1 + strlen(seal), NULL);
      text = policy;
    }
    g_ptr_array_add(open, (gpointer)text);
  }
  return policy != NULL ? entries_proof(open, count) : NULL;
}

bool receipt_check(const Receipt *receipt, const GPtrArray *entries, const char *ledger_path,
                   Report *report)
{
  g_autofree char *day = day_iso(receipt->day);
  g_autofree char *theirs = g_strdup_printf("%u", receipt->entries);
  g_autofree char *ours = g_strdup_printf("%u", entries->len);
  Place place = place_at(ledger_path, 0, 0);

  if (receipt->entries > entries->len) {
    report_add(report, DIAG_RECEIPT_LONGER, place, day, theirs, ours, NULL);
    return false;
  }
  g_autofree char *proof = entries_proof(entries, receipt->entries);
  g_autofree char *before = proof_unsealed(entries, receipt->entries);
  if (strcmp(proof, receipt->proof) == 0 || g_strcmp0(before, receipt->proof) == 0)
    return true;
  report_add(report, DIAG_RECEIPT_DIFFERS, place, day, theirs, NULL);
  return false;
}
