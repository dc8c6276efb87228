#include "script/sandbox.h"
#include "theme/parts.h"

#include <lauxlib.h>
#include <string.h>

typedef struct {
  GHashTable *strings;
} Reading;

static Reading *reading_of(lua_State *L)
{
  return lua_touserdata(L, lua_upvalueindex(1));
}

/* Takes the table on top: texts, and tables of texts whose keys are put behind
 * the key so far: state = { scheduled = "…" } is "state.scheduled". */
static void take_table(lua_State *L, GHashTable *strings, const char *above)
{
  luaL_checkstack(L, 6, "strings nested too deep");
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "a string without a key");
    const char *key = lua_pushfstring(L, "%s%s", above, lua_tostring(L, -2));
    lua_insert(L, -2);
    if (lua_istable(L, -1)) {
      const char *within = lua_pushfstring(L, "%s.", key);
      lua_insert(L, -2);
      take_table(L, strings, within);
      lua_remove(L, -2);
    } else if (lua_type(L, -1) == LUA_TSTRING) {
      g_hash_table_replace(strings, g_strdup(key), g_strdup(lua_tostring(L, -1)));
    } else {
      luaL_error(L, "%s is no string", key);
    }
    lua_remove(L, -2);
  }
}

/* strings { key = "text", … } */
static int take_strings(lua_State *L)
{
  luaL_argcheck(L, lua_istable(L, 1), 1, "a table of strings is wanted: strings { key = \"…\" }");
  lua_settop(L, 1);
  take_table(L, reading_of(L)->strings, "");
  return 0;
}

static int refuse_assignment(lua_State *L)
{
  return luaL_error(L, "write it as strings { %s = \"…\" }", luaL_tolstring(L, 2, NULL));
}

/* Gives the chunk (1) an environment in which `strings` is all that there is. */
static int run_strings(lua_State *L)
{
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, take_strings, 1);
  lua_setfield(L, -2, "strings");
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, refuse_assignment);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_setupvalue(L, 1, 1);
  lua_settop(L, 1);
  lua_call(L, 0, 0);
  return 0;
}

static void report_fault(const SandboxError *error, const char *named, Report *report)
{
  if (error->fault == SANDBOX_ENDLESS || error->fault == SANDBOX_MEMORY)
    report_add(report, DIAG_STRINGS_ENDLESS, place_at(named, error->line, 0), NULL);
  else
    report_add(report, DIAG_STRINGS_FAULT, place_at(named, error->line, 0), error->message, NULL);
}

bool strings_read(const char *source, const char *named, GHashTable *strings, Report *report)
{
  static const SandboxLimits limits = {.instructions = 1000 * 1000};
  g_autoptr(Sandbox) sandbox = sandbox_new(&limits);
  lua_State *L = sandbox_lua(sandbox);
  Reading reading = {.strings = strings};

  lua_pushcfunction(L, run_strings);
  bool good = sandbox_load(sandbox, source, strlen(source), named);
  if (good) {
    lua_pushlightuserdata(L, &reading);
    good = sandbox_call(sandbox, 2, 0);
  }
  if (!good)
    report_fault(sandbox_error(sandbox), named, report);
  return good;
}
