#include "ledger/append.h"

#include "ledger/entries.h"

#include <string.h>

typedef struct {
  const char *entry; /* begins an entry of this name; NULL: a field of the last one */
  const char *field;
  char *text; /* NULL: a number or a truth value */
  bool is_number;
  gint64 number;
  bool truth;
} Item;

struct Append {
  GArray *items; /* of Item */
};

static void item_clear(gpointer data)
{
  g_free(((Item *)data)->text);
}

Append *append_new(void)
{
  Append *append = g_new0(Append, 1);
  append->items = g_array_new(FALSE, TRUE, sizeof(Item));
  g_array_set_clear_func(append->items, item_clear);
  return append;
}

void append_free(Append *append)
{
  if (append == NULL)
    return;
  g_array_unref(append->items);
  g_free(append);
}

void append_entry(Append *append, const char *name)
{
  Item item = {.entry = name};
  g_array_append_val(append->items, item);
}

void append_string(Append *append, const char *field, const char *value)
{
  Item item = {.field = field, .text = g_strdup(value)};
  if (value != NULL)
    g_array_append_val(append->items, item);
}

void append_bool(Append *append, const char *field, bool value)
{
  Item item = {.field = field, .truth = value};
  g_array_append_val(append->items, item);
}

void append_number(Append *append, const char *field, gint64 value)
{
  Item item = {.field = field, .is_number = true, .number = value};
  g_array_append_val(append->items, item);
}

/* ---- writing ---- */

/* Three digits always, so that a figure behind them is not taken for one of them. */
static void write_string(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_printf(out, "\\%c", *p);
    else if (*p == '\n')
      g_string_append(out, "\\n");
    else if (g_ascii_iscntrl(*p))
      g_string_append_printf(out, "\\%03d", (int)(unsigned char)*p);
    else
      g_string_append_c(out, *p);
  }
  g_string_append_c(out, '"');
}

static void write_items(const Append *append, GString *out)
{
  bool open = false, fresh = true;

  for (guint i = 0; i < append->items->len; i++) {
    const Item *item = &g_array_index(append->items, Item, i);
    if (item->entry != NULL) {
      g_string_append_printf(out, "%s%s {", open ? " }\n" : "", item->entry);
      open = fresh = true;
      continue;
    }
    g_string_append_printf(out, "%s %s = ", fresh ? "" : ",", item->field);
    fresh = false;
    if (item->text != NULL)
      write_string(out, item->text);
    else if (item->is_number)
      g_string_append_printf(out, "%" G_GINT64_FORMAT, item->number);
    else
      g_string_append(out, item->truth ? "true" : "false");
  }
  g_string_append(out, open ? " }\n" : "");
}

/* ---- the proof ---- */

static guint entry_count(const Append *append)
{
  guint count = 0;
  for (guint i = 0; i < append->items->len; i++)
    count += g_array_index(append->items, Item, i).entry != NULL;
  return count;
}

/* Whether the entries from `first` on say what was meant. */
static bool says_what_was_meant(const Append *append, const DataFile *file, guint first)
{
  const DataCall *call = NULL;

  for (guint i = 0; i < append->items->len; i++) {
    const Item *item = &g_array_index(append->items, Item, i);
    if (item->entry != NULL) {
      call = data_file_call(file, first++);
      if (strcmp(call->name, item->entry) != 0)
        return false;
    } else if (item->text != NULL) {
      if (g_strcmp0(data_string(call->table, item->field), item->text) != 0)
        return false;
    } else if (item->is_number) {
      if (data_number(call->table, item->field, ~item->number) != item->number)
        return false;
    } else if (data_bool(call->table, item->field, !item->truth) != item->truth) {
      return false;
    }
  }
  return first == data_file_count(file);
}

static bool proved(const Append *append, const DataFile *old, const DataFile *new)
{
  guint count = data_file_count(old);
  if (data_file_count(new) != count + entry_count(append))
    return false;

  g_autoptr(GPtrArray) before = entries_texts(old);
  g_autoptr(GPtrArray) after = entries_texts(new);
  for (guint i = 0; i < count; i++)
    if (strcmp(before->pdata[i], after->pdata[i]) != 0)
      return false;
  return says_what_was_meant(append, new, count);
}

char *append_to(const Append *append, const char *bytes, gsize size, const char *named,
                gsize *length, Report *report)
{
  g_autoptr(DataFile) old = entries_run(bytes, size, named, report);
  if (old == NULL)
    return NULL;

  g_autoptr(GString) text = g_string_new_len(bytes, (gssize)size);
  if (size > 0 && bytes[size - 1] != '\n')
    g_string_append_c(text, '\n');
  if (!g_str_has_suffix(text->str, "\n\n"))
    g_string_append_c(text, '\n');
  write_items(append, text);

  g_autoptr(Report) unread = report_new();
  g_autoptr(DataFile) new = entries_run(text->str, text->len, named, unread);
  if (new == NULL || !proved(append, old, new)) {
    report_add(report, DIAG_APPEND_FAILED, place_at(named, 0, 0), NULL);
    return NULL;
  }
  *length = text->len;
  return g_string_free(g_steal_pointer(&text), FALSE);
}
