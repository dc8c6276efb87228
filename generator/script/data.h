/*
 * Data files: Lua read as data, in the manner of "Programming in Lua".
 *
 *     policy   { id = "privacy", title = "個人情報の保護について" }
 *     revision { effective = "平成18年1月1日", change = "作成" }
 *
 * A data file is a list of calls with one table each. It is run in an empty
 * environment (nothing but the calls that its form allows can be named), with
 * an instruction budget and a memory cap, and no bytecode is taken. What is
 * left of it is a list of `DataCall`: plain values, no Lua.
 *
 * The form of a file (which calls, which fields, of which type) is declared as
 * a table and checked here, so that "unknown field" is said once and well:
 * with the call's line, the field's name and the likely one. The line of a field
 * by itself is not known: Lua keeps none for a value in a table.
 *
 * Bounds: 10,000 calls, 100,000 values in all, tables 8 deep.
 *
 * lua.h is not included here: callers need not know Lua.
 */
#ifndef SCRIPT_DATA_H
#define SCRIPT_DATA_H

#include "base/report.h"

typedef enum {
  DATA_STRING,
  DATA_NUMBER, /* an integer */
  DATA_BOOL,
  DATA_LIST,  /* { "a", "b" } or { { title = … }, … } */
  DATA_TABLE, /* { name = value } */
} DataType;

typedef struct DataField DataField;

/* A field that a table may have. Arrays of these end in {0}. */
struct DataField {
  const char *name;
  DataType type;
  bool required;
  const DataField
    *fields; /* DATA_TABLE, DATA_LIST of tables: their fields; NULL: a list of strings */
};

/* A call that a file may make. Arrays of these end in {0}. */
typedef struct {
  const char *name;
  const DataField *fields;
} DataForm;

typedef struct DataTable DataTable;

/* One call: its name, the line of its opening, its table. */
typedef struct {
  const char *name;
  int line;
  const DataTable *table;
} DataCall;

/* The calls of one file in their order. Owns all that is borrowed from it. */
typedef struct DataFile DataFile;

/* Runs `source` (normalised text; `named` as diagnostics call the file) and
 * checks it against `forms`. NULL where something was reported: syntax error,
 * a name that is not a call of the form, a loop past the budget, unknown field,
 * wrong type, required field missing. All faults that can be found are
 * reported, not the first alone. */
DataFile *data_file_run(const char *source, const char *named, const DataForm *forms,
                        Report *report);
void data_file_free(DataFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DataFile, data_file_free)

guint data_file_count(const DataFile *file);
const DataCall *data_file_call(const DataFile *file, guint index);

/* Fields of a table; the default where it has none of that name.
 * Strings and tables are borrowed from the file. */
const char *data_string(const DataTable *table, const char *name);
gint64 data_number(const DataTable *table, const char *name, gint64 otherwise);
bool data_bool(const DataTable *table, const char *name, bool otherwise);
const DataTable *data_table(const DataTable *table, const char *name);

/* A list field: how many items (0 where absent), and each as string or table. */
guint data_list_length(const DataTable *table, const char *name);
const char *data_list_string(const DataTable *table, const char *name, guint index);
const DataTable *data_list_table(const DataTable *table, const char *name, guint index);

/* What a call says, whatever its layout: its name and its fields by name, strings
 * quoted: revision{change="作成",effective="平成18年1月1日"}. Two calls that say the
 * same give the same text, and others do not. Receipts hash these texts, so the
 * form is permanent. The caller frees it. */
char *data_call_text(const DataCall *call);

#endif
