#include "script/data.h"

#include "base/text.h"
#include "script/sandbox.h"
#include "script/table.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CALLS = 10000, MAX_VALUES = 100000, MAX_DEPTH = 8, MAX_NAMED = 40, MAX_FAULTS = 100 };

static const SandboxLimits limits = {
  .memory = 32 * 1024 * 1024,
  .instructions = 5 * 1000 * 1000,
  .seconds = 5,
};

/* One run. Lua reaches it through upvalues; nothing that raises owns any of it. */
typedef struct {
  const DataForm *forms;
  DataFile *file;
  Report *report;
  const char *named;
  Sandbox *sandbox;
  guint faults;
  int line;         /* of the call at work, for faults that have no line */
  const char *name; /* of that call */
} Run;

/* ---- faults ---- */

static Place here(Run *run, int line)
{
  run->faults++;
  return place_at(run->named, line, 0);
}

/* A loop could say the same for ever. */
static void stop_at_many(lua_State *L, const Run *run)
{
  if (run->faults >= MAX_FAULTS)
    luaL_error(L, "enough faults");
}

/* Fault of a field: its name, its call's name. */
static void field_fault(Run *run, DiagCode code, const char *field)
{
  report_add(run->report, code, here(run, run->line), field, run->name, NULL);
}

/* A name as it may be shown: whole characters, not endless. */
static char *shown(const char *name)
{
  g_autofree char *valid = g_utf8_make_valid(name, -1);
  return g_utf8_substring(valid, 0, MIN(g_utf8_strlen(valid, -1), MAX_NAMED));
}

static void report_unknown_field(Run *run, const DataField *fields, const char *given)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autofree char *name = shown(given);

  for (; fields->name != NULL; fields++)
    g_ptr_array_add(names, (gpointer)fields->name);
  g_ptr_array_add(names, NULL);

  const char *likely = text_nearest(name, (const char *const *)names->pdata);
  g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
  if (likely != NULL)
    report_add(run->report, DIAG_FIELD_MISSPELT, here(run, run->line), name, run->name, likely,
               NULL);
  else
    report_add(run->report, DIAG_FIELD_UNKNOWN, here(run, run->line), name, run->name, list, NULL);
}

static void report_unknown_name(Run *run, int line, const char *given)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autofree char *name = shown(given);

  for (const DataForm *form = run->forms; form->name != NULL; form++)
    g_ptr_array_add(names, (gpointer)form->name);
  g_ptr_array_add(names, NULL);

  const char *likely = text_nearest(name, (const char *const *)names->pdata);
  g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
  if (likely != NULL)
    report_add(run->report, DIAG_CALL_MISSPELT, here(run, line), name, likely, NULL);
  else
    report_add(run->report, DIAG_CALL_UNKNOWN, here(run, line), name, list, NULL);
}

/* ---- values ---- */

static bool read_table(lua_State *L, Run *run, int at, const DataField *fields, DataTable *into,
                       int depth);

static const DiagCode wanted[] = {
  [DATA_STRING] = DIAG_FIELD_WANTS_STRING, [DATA_NUMBER] = DIAG_FIELD_WANTS_NUMBER,
  [DATA_BOOL] = DIAG_FIELD_WANTS_BOOL,     [DATA_LIST] = DIAG_FIELD_WANTS_LIST,
  [DATA_TABLE] = DIAG_FIELD_WANTS_TABLE,
};

/* Stands for a name that no call has, so that the run goes on and finds more. */
static bool is_nothing(lua_State *L, int at)
{
  return lua_type(L, at) == LUA_TUSERDATA;
}

static bool wrong_type(lua_State *L, Run *run, int at, const char *field, DataType type)
{
  if (is_nothing(L, at))
    run->faults++; /* said where the name was met */
  else
    field_fault(run, wanted[type], field);
  return false;
}

/* The first character that XML has no place for (XML 1.0, 2.2), so that no page could
 * show it; 0 where there is none. */
static gunichar forbidden_character(const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF)
      return c;
  }
  return 0;
}

static bool read_string(lua_State *L, Run *run, int at, const char *field, DataValue *value)
{
  gsize length;
  if (lua_type(L, at) != LUA_TSTRING)
    return wrong_type(L, run, at, field, DATA_STRING);

  const char *string = lua_tolstring(L, at, &length);
  if (!g_utf8_validate_len(string, length, NULL)) {
    field_fault(run, DIAG_FIELD_BYTES, field);
    return false;
  }
  gunichar bad = forbidden_character(string);
  if (bad != 0) {
    g_autofree char *name = g_strdup_printf("U+%04X", bad);
    report_add(run->report, DIAG_FIELD_CHARACTER, here(run, run->line), field, run->name, name,
               NULL);
    return false;
  }
  value->string = g_string_chunk_insert_len(run->file->strings, string, (gssize)length);
  return true;
}

static bool read_list(lua_State *L, Run *run, int at, const DataField *field, DataValue *value,
                      int depth);

/* Reads the value on top of the stack; `field` tells its type. */
static bool read_value(lua_State *L, Run *run, const DataField *field, DataValue *value, int depth)
{
  int at = lua_gettop(L);

  value->type = field->type;
  if (++run->file->values > MAX_VALUES)
    luaL_error(L, "too many values");
  switch (field->type) {
  case DATA_STRING:
    return read_string(L, run, at, field->name, value);
  case DATA_NUMBER:
    if (!lua_isinteger(L, at))
      return wrong_type(L, run, at, field->name, DATA_NUMBER);
    value->number = lua_tointeger(L, at);
    return true;
  case DATA_BOOL:
    if (!lua_isboolean(L, at))
      return wrong_type(L, run, at, field->name, DATA_BOOL);
    value->truth = lua_toboolean(L, at);
    return true;
  case DATA_LIST:
    return read_list(L, run, at, field, value, depth);
  case DATA_TABLE:
    if (!lua_istable(L, at))
      return wrong_type(L, run, at, field->name, DATA_TABLE);
    value->table = data_table_new(run->file);
    return read_table(L, run, at, field->fields, value->table, depth + 1);
  }
  return false;
}

/* A list has items 1 to n and nothing else. */
static bool read_list(lua_State *L, Run *run, int at, const DataField *field, DataValue *value,
                      int depth)
{
  const DataField item = {field->name, field->fields ? DATA_TABLE : DATA_STRING, true,
                          field->fields};
  bool good = true;
  lua_Integer count = 0;

  if (!lua_istable(L, at))
    return wrong_type(L, run, at, field->name, DATA_LIST);
  for (lua_pushnil(L); lua_next(L, at); count++)
    lua_pop(L, 1);
  value->table = data_table_new(run->file);
  for (lua_Integer i = 1; i <= count; i++) {
    DataValue read = {0};
    if (lua_rawgeti(L, at, i) == LUA_TNIL) {
      lua_pop(L, 1);
      field_fault(run, DIAG_FIELD_WANTS_LIST, field->name);
      return false;
    }
    good &= read_value(L, run, &item, &read, depth);
    lua_pop(L, 1);
    read.name = NULL;
    g_array_append_val(value->table->values, read);
  }
  return good;
}

static const DataField *find_field(const DataField *fields, const char *name)
{
  for (; fields->name != NULL; fields++)
    if (strcmp(fields->name, name) == 0)
      return fields;
  return NULL;
}

/* Whether every key of the table is a field's name. */
static bool check_keys(lua_State *L, Run *run, int at, const DataField *fields)
{
  bool good = true;

  for (lua_pushnil(L); lua_next(L, at);) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) {
      field_fault(run, DIAG_FIELD_NAMELESS, "");
      lua_pop(L, 1);
      return false;
    }
    gsize length;
    const char *name = lua_tolstring(L, -1, &length);
    if (strlen(name) != length || find_field(fields, name) == NULL) {
      stop_at_many(L, run);
      report_unknown_field(run, fields, name);
      good = false;
    }
  }
  return good;
}

static bool read_table(lua_State *L, Run *run, int at, const DataField *fields, DataTable *into,
                       int depth)
{
  if (depth > MAX_DEPTH) {
    field_fault(run, DIAG_DATA_DEEP, "");
    return false;
  }
  luaL_checkstack(L, 8, NULL);

  bool good = check_keys(L, run, at, fields);
  for (const DataField *field = fields; field->name != NULL; field++) {
    DataValue value = {.name = field->name};
    lua_pushstring(L, field->name);
    if (lua_rawget(L, at) != LUA_TNIL) {
      bool read = read_value(L, run, field, &value, depth);
      if (read)
        g_array_append_val(into->values, value);
      good &= read;
    } else if (field->required) {
      field_fault(run, DIAG_FIELD_MISSING, field->name);
      good = false;
    }
    lua_pop(L, 1);
  }
  return good;
}

/* ---- calls ---- */

static int line_of_caller(lua_State *L)
{
  lua_Debug ar;
  return lua_getstack(L, 1, &ar) && lua_getinfo(L, "l", &ar) && ar.currentline > 0 ? ar.currentline
                                                                                   : 0;
}

/* Upvalues: the run, the form. */
static int on_call(lua_State *L)
{
  Run *run = lua_touserdata(L, lua_upvalueindex(1));
  const DataForm *form = lua_touserdata(L, lua_upvalueindex(2));

  stop_at_many(L, run);
  run->line = line_of_caller(L);
  run->name = form->name;
  if (lua_gettop(L) != 1 || !lua_istable(L, 1)) {
    report_add(run->report, DIAG_CALL_WANTS_TABLE, here(run, run->line), form->name, NULL);
    return 0;
  }
  if (run->file->calls->len >= MAX_CALLS)
    return luaL_error(L, "too many calls");

  DataTable *table = data_table_new(run->file);
  DataCall call = {form->name, run->line, table};
  g_array_append_val(run->file->calls, call);
  read_table(L, run, 1, form->fields, table, 1);
  return 0;
}

/* Reading any name: a call of the form, or else the stand-in for what is none.
 * Upvalues: the run, the stand-in, the calls. */
static int on_name(lua_State *L)
{
  Run *run = lua_touserdata(L, lua_upvalueindex(1));

  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(3)) != LUA_TNIL)
    return 1;

  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";

  stop_at_many(L, run);
  report_unknown_name(run, line_of_caller(L), name);
  lua_pushvalue(L, lua_upvalueindex(2));
  return 1;
}

static int on_assign(lua_State *L)
{
  Run *run = lua_touserdata(L, lua_upvalueindex(1));
  stop_at_many(L, run);
  g_autofree char *name = shown(lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");

  report_add(run->report, DIAG_DATA_ASSIGNS, here(run, line_of_caller(L)), name, NULL);
  return 0;
}

/* What the stand-in for an unknown name answers to everything: itself. */
static int answer_nothing(lua_State *L)
{
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static void push_nothing(lua_State *L)
{
  static const char *const events[] = {"__index", "__call", "__concat", "__add", "__sub",
                                       "__mul",   "__div",  "__unm",    "__mod"};
  lua_newuserdatauv(L, 0, 0);
  lua_newtable(L);
  for (guint i = 0; i < G_N_ELEMENTS(events); i++) {
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, answer_nothing, 1);
    lua_setfield(L, -2, events[i]);
  }
  lua_setmetatable(L, -2);
}

/* The globals stay empty, so that every name read or written is seen. */
static int prepare(lua_State *L)
{
  Run *run = lua_touserdata(L, 1);

  lua_settop(L, 0);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_newtable(L);

  lua_pushlightuserdata(L, run);
  push_nothing(L);
  lua_newtable(L);
  for (const DataForm *form = run->forms; form->name != NULL; form++) {
    lua_pushlightuserdata(L, run);
    lua_pushlightuserdata(L, (void *)form);
    lua_pushcclosure(L, on_call, 2);
    lua_setfield(L, -2, form->name);
  }
  lua_pushcclosure(L, on_name, 3);
  lua_setfield(L, 2, "__index");

  lua_pushlightuserdata(L, run);
  lua_pushcclosure(L, on_assign, 1);
  lua_setfield(L, 2, "__newindex");
  lua_setmetatable(L, 1);
  return 0;
}

/* ---- Lua's own faults in plain words ---- */

/* Between the quotes that open at `text`: 'end' → end. NULL where none. */
static char *quoted(const char *text, const char *after)
{
  const char *open = after ? strstr(text, after) : text;
  if (open == NULL || (open = strchr(open, '\'')) == NULL)
    return NULL;
  const char *close = strchr(open + 1, '\'');
  return close ? g_strndup(open + 1, (gsize)(close - open - 1)) : NULL;
}

/* What stands where Lua stopped: the word after "near". */
static char *near_word(const char *message)
{
  const char *near = g_strrstr(message, " near ");
  if (near == NULL)
    return NULL;
  near += strlen(" near ");
  gsize length = strlen(near);
  if (length >= 2 && near[0] == '\'')
    return g_strndup(near + 1, length - 2);
  return strcmp(near, "<eof>") == 0 ? g_strdup("") : g_strdup(near);
}

static void report_syntax(Run *run, const SandboxError *error)
{
  const char *message = error->message;
  Place place = here(run, error->line);
  g_autofree char *found = near_word(message);
  const char *opened = strstr(message, "at line ");

  if (strstr(message, "binary chunk")) {
    report_add(run->report, DIAG_SYNTAX_BINARY, place, NULL);
  } else if (strstr(message, "unfinished string") || strstr(message, "unfinished long")) {
    report_add(run->report, DIAG_SYNTAX_STRING, place, NULL);
  } else if (found != NULL && g_str_has_prefix(found, "<\\") && atoi(found + 2) >= 0x80) {
    report_add(run->report, DIAG_SYNTAX_UNQUOTED, place, NULL);
  } else if (strstr(message, "expected") && opened != NULL) {
    g_autofree char *wants = quoted(message, NULL);
    g_autofree char *bracket = quoted(message, "to close");
    g_autofree char *line = g_strndup(opened + 8, strspn(opened + 8, "0123456789"));
    report_add(run->report, DIAG_SYNTAX_UNCLOSED, place, bracket ? bracket : "", line,
               wants ? wants : "", NULL);
  } else if (strstr(message, "expected") && found && *found && *message == '\'') {
    g_autofree char *wants = quoted(message, NULL);
    report_add(run->report, DIAG_SYNTAX_EXPECTED, place, found, wants ? wants : "", NULL);
  } else if (found != NULL && *found == '\0') {
    report_add(run->report, DIAG_SYNTAX_ENDS, place, NULL);
  } else if (found != NULL) {
    report_add(run->report, DIAG_SYNTAX_NEAR, place, found, message, NULL);
  } else {
    report_add(run->report, DIAG_SYNTAX, place, message, NULL);
  }
}

static void report_stop(Run *run)
{
  const SandboxError *error = sandbox_error(run->sandbox);
  int line = error->line ? error->line : run->line;

  if (error->fault == SANDBOX_SYNTAX)
    report_syntax(run, error);
  else if (error->fault == SANDBOX_ENDLESS)
    report_add(run->report, DIAG_DATA_ENDLESS, here(run, line), NULL);
  else if (error->fault == SANDBOX_MEMORY || g_str_has_prefix(error->message, "too many ") ||
           g_str_has_prefix(error->message, "stack overflow"))
    report_add(run->report, DIAG_DATA_LARGE, here(run, line), NULL);
  else if (run->faults < MAX_FAULTS)
    report_add(run->report, DIAG_DATA_RAISES, here(run, line), error->message, NULL);
}

DataFile *data_file_run(const char *source, const char *named, const DataForm *forms,
                        Report *report)
{
  g_autoptr(Sandbox) sandbox = sandbox_new(&limits);
  g_autoptr(DataFile) file = data_file_new();
  Run run = {.forms = forms, .file = file, .report = report, .named = named, .sandbox = sandbox};

  if (!sandbox_run(sandbox, prepare, &run) ||
      !sandbox_load(sandbox, source, strlen(source), named ? named : "data") ||
      !sandbox_call(sandbox, 0, 0))
    report_stop(&run);
  return run.faults > 0 ? NULL : g_steal_pointer(&file);
}
