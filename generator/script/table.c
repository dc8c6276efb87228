#include "script/table.h"

#include <string.h>

static void free_table(gpointer data)
{
  DataTable *table = data;
  g_array_unref(table->values);
  g_free(table);
}

DataFile *data_file_new(void)
{
  DataFile *file = g_new0(DataFile, 1);
  file->calls = g_array_new(FALSE, TRUE, sizeof(DataCall));
  file->tables = g_ptr_array_new_with_free_func(free_table);
  file->strings = g_string_chunk_new(1024);
  return file;
}

void data_file_free(DataFile *file)
{
  if (file == NULL)
    return;
  g_array_unref(file->calls);
  g_ptr_array_unref(file->tables);
  g_string_chunk_free(file->strings);
  g_free(file);
}

DataTable *data_table_new(DataFile *file)
{
  DataTable *table = g_new0(DataTable, 1);
  table->values = g_array_new(FALSE, TRUE, sizeof(DataValue));
  g_ptr_array_add(file->tables, table);
  return table;
}

guint data_file_count(const DataFile *file)
{
  return file->calls->len;
}

const DataCall *data_file_call(const DataFile *file, guint index)
{
  return &g_array_index(file->calls, DataCall, index);
}

static const DataValue *find(const DataTable *table, const char *name, DataType type)
{
  for (guint i = 0; i < table->values->len; i++) {
    const DataValue *value = &g_array_index(table->values, DataValue, i);
    if (strcmp(value->name, name) == 0)
      return value->type == type ? value : NULL;
  }
  return NULL;
}

const char *data_string(const DataTable *table, const char *name)
{
  const DataValue *value = find(table, name, DATA_STRING);
  return value ? value->string : NULL;
}

gint64 data_number(const DataTable *table, const char *name, gint64 otherwise)
{
  const DataValue *value = find(table, name, DATA_NUMBER);
  return value ? value->number : otherwise;
}

bool data_bool(const DataTable *table, const char *name, bool otherwise)
{
  const DataValue *value = find(table, name, DATA_BOOL);
  return value ? value->truth : otherwise;
}

const DataTable *data_table(const DataTable *table, const char *name)
{
  const DataValue *value = find(table, name, DATA_TABLE);
  return value ? value->table : NULL;
}

guint data_list_length(const DataTable *table, const char *name)
{
  const DataValue *value = find(table, name, DATA_LIST);
  return value ? value->table->values->len : 0;
}

static const DataValue *find_item(const DataTable *table, const char *name, guint index,
                                  DataType type)
{
  const DataValue *value = find(table, name, DATA_LIST);
  if (value == NULL || index >= value->table->values->len)
    return NULL;
  const DataValue *item = &g_array_index(value->table->values, DataValue, index);
  return item->type == type ? item : NULL;
}

const char *data_list_string(const DataTable *table, const char *name, guint index)
{
  const DataValue *item = find_item(table, name, index, DATA_STRING);
  return item ? item->string : NULL;
}

const DataTable *data_list_table(const DataTable *table, const char *name, guint index)
{
  const DataValue *item = find_item(table, name, index, DATA_TABLE);
  return item ? item->table : NULL;
}

/* ---- as text ---- */

static void write_table(GString *out, const DataTable *table);

static void write_string(GString *out, const char *string)
{
  g_string_append_c(out, '"');
  while (*string) {
    gsize plain = strcspn(string, "\"\\");
    g_string_append_len(out, string, (gssize)plain);
    string += plain;
    if (*string) {
      g_string_append_c(out, '\\');
      g_string_append_c(out, *string++);
    }
  }
  g_string_append_c(out, '"');
}

static void write_value(GString *out, const DataValue *value)
{
  if (value->name != NULL) {
    g_string_append(out, value->name);
    g_string_append_c(out, '=');
  }
  switch (value->type) {
  case DATA_STRING:
    write_string(out, value->string);
    break;
  case DATA_NUMBER:
    g_string_append_printf(out, "%" G_GINT64_FORMAT, value->number);
    break;
  case DATA_BOOL:
    g_string_append(out, value->truth ? "true" : "false");
    break;
  case DATA_LIST:
  case DATA_TABLE:
    write_table(out, value->table);
  }
}

static int compare_names(gconstpointer a, gconstpointer b)
{
  const DataValue *const *one = a;
  const DataValue *const *other = b;
  return strcmp((*one)->name, (*other)->name);
}

/* Fields by name, items in their order. */
static void write_table(GString *out, const DataTable *table)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();

  for (guint i = 0; i < table->values->len; i++)
    g_ptr_array_add(sorted, &g_array_index(table->values, DataValue, i));
  if (sorted->len > 0 && ((const DataValue *)sorted->pdata[0])->name != NULL)
    g_ptr_array_sort(sorted, compare_names);

  g_string_append_c(out, '{');
  for (guint i = 0; i < sorted->len; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    write_value(out, sorted->pdata[i]);
  }
  g_string_append_c(out, '}');
}

char *data_call_text(const DataCall *call)
{
  GString *out = g_string_sized_new(128);
  g_string_append(out, call->name);
  write_table(out, call->table);
  return g_string_free(out, FALSE);
}
