/*
 * What a data file leaves behind: calls, tables and values without Lua.
 * Shared by the code that reads them from Lua (data.c) and that answers
 * questions about them (table.c); everyone else sees script/data.h.
 *
 * Everything belongs to the DataFile from the moment it is made, so that an
 * error that Lua raises half-way leaks nothing.
 */
#ifndef SCRIPT_TABLE_H
#define SCRIPT_TABLE_H

#include "script/data.h"

typedef struct {
  const char *name; /* of the form; NULL for an item of a list */
  DataType type;
  union {
    const char *string;
    gint64 number;
    bool truth;
    DataTable *table; /* of DATA_TABLE and of DATA_LIST */
  };
} DataValue;

struct DataTable {
  GArray *values; /* of DataValue; of a list, its items */
};

struct DataFile {
  GArray *calls;         /* of DataCall */
  GPtrArray *tables;     /* of DataTable: all of them, to be freed */
  GStringChunk *strings; /* all of them */
  guint values;          /* how many in all */
};

DataFile *data_file_new(void);

/* A new, empty table of the file's. */
DataTable *data_table_new(DataFile *file);

#endif
