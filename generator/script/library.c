#include "script/constant.h"
#include "script/sandbox.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

/* Where the environments' metatable lies in the registry. */
static const char environment_key = 0;

/* ---- functions of our own ---- */

/* Upvalues: Lua's function, and how much of the budget each byte or element of
 * the arguments costs, in eighths. */
static int charged(lua_State *L)
{
  gsize size = 0;

  for (int i = lua_gettop(L); i > 0; i--)
    if (lua_type(L, i) == LUA_TSTRING)
      size += lua_rawlen(L, i);
    else if (lua_type(L, i) == LUA_TTABLE)
      size += constant_length(L, i);
  sandbox_charge(L, size * (gsize)lua_tointeger(L, lua_upvalueindex(2)) / 8);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int own_tostring(lua_State *L)
{
  luaL_checkany(L, 1);
  if (lua_type(L, 1) <= LUA_TSTRING && lua_type(L, 1) != LUA_TLIGHTUSERDATA)
    luaL_tolstring(L, 1, NULL);
  else
    lua_pushstring(L, luaL_typename(L, 1)); /* Lua would show an address */
  return 1;
}

/* Lua's own loops n times even where the result is empty. */
static int own_rep(lua_State *L)
{
  gsize length, gap;
  luaL_checklstring(L, 1, &length);
  luaL_optlstring(L, 3, "", &gap);
  lua_Integer count = luaL_checkinteger(L, 2);

  if (count <= 0 || length + gap == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  sandbox_charge(L, (gsize)count);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int own_find(lua_State *L)
{
  gsize length, wanted;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *what = luaL_checklstring(L, 2, &wanted);
  lua_Integer start = luaL_optinteger(L, 3, 1);

  if (!lua_toboolean(L, 4))
    for (gsize i = 0; i < wanted; i++)
      if (what[i] != '\0' && strchr("^$*+?.([%-", what[i]) != NULL)
        return luaL_error(
          L, "string.find looks for plain text here: write string.find(s, what, 1, true)");
  if (start < 0)
    start = MAX((lua_Integer)length + start + 1, 1);
  else if (start == 0)
    start = 1;
  if ((gsize)start > length + 1) {
    lua_pushnil(L);
    return 1;
  }

  gsize from = (gsize)start - 1;
  sandbox_charge(L, (length - from) / 8);
  const char *at = wanted ? memmem(text + from, length - from, what, wanted) : text + from;
  if (at == NULL) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, at - text + 1);
  lua_pushinteger(L, at - text + (lua_Integer)wanted);
  return 2;
}

static int own_format(lua_State *L)
{
  gsize size = 0;
  const char *format = luaL_checkstring(L, 1);

  for (int i = lua_gettop(L); i > 1; i--) {
    int type = lua_type(L, i);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN && type != LUA_TNIL)
      return luaL_argerror(L, i, "a text, a number or a boolean expected");
    size += type == LUA_TSTRING ? lua_rawlen(L, i) : 0;
  }
  for (const char *p = format; (p = strchr(p, '%')) != NULL; p++) {
    p++;
    p += strspn(p, "-+ #0123456789.");
    if (*p == 'p')
      return luaL_error(L, "string.format does not know %%p here");
    if (*p == '\0')
      break;
  }
  sandbox_charge(L, (size + lua_rawlen(L, 1)) / 8);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int own_unpack(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer first = luaL_optinteger(L, 2, 1);
  lua_Integer last = luaL_optinteger(L, 3, (lua_Integer)constant_length(L, 1));

  if (last >= first)
    sandbox_charge(L, (gsize)last - (gsize)first);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* ---- pairs in a fixed order ---- */

typedef struct {
  int kind;          /* 0 a number, 1 a string, 2 a boolean */
  lua_Number number; /* of a boolean 0 or 1 */
  const char *bytes; /* kept alive by the table of keys */
  gsize length;
  lua_Integer index; /* into the table of keys */
} Key;

static int compare_keys(gconstpointer one, gconstpointer other, gpointer data)
{
  const Key *a = one;
  const Key *b = other;

  (void)data;
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->kind == 1) {
    int order = memcmp(a->bytes, b->bytes, MIN(a->length, b->length));
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
  }
  return (a->number > b->number) - (a->number < b->number);
}

static void read_key(lua_State *L, int at, Key *key)
{
  switch (lua_type(L, at)) {
  case LUA_TNUMBER:
    key->kind = 0;
    key->number = lua_tonumber(L, at);
    break;
  case LUA_TSTRING:
    key->kind = 1;
    key->bytes = lua_tolstring(L, at, &key->length);
    break;
  case LUA_TBOOLEAN:
    key->kind = 2;
    key->number = lua_toboolean(L, at);
    break;
  default:
    luaL_error(L, "pairs: a key is a %s, which has no order", luaL_typename(L, at));
  }
}

/* Upvalues: the table, its keys, their order, how many, how many are done. */
static int pairs_next(lua_State *L)
{
  const Key *order = lua_touserdata(L, lua_upvalueindex(3));
  lua_Integer count = lua_tointeger(L, lua_upvalueindex(4));
  lua_Integer done = lua_tointeger(L, lua_upvalueindex(5));

  for (; done < count; done++) {
    lua_rawgeti(L, lua_upvalueindex(2), order[done].index);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
      lua_pushinteger(L, done + 1);
      lua_replace(L, lua_upvalueindex(5));
      return 2;
    }
    lua_pop(L, 2); /* removed during the loop */
  }
  lua_pushinteger(L, done);
  lua_replace(L, lua_upvalueindex(5));
  lua_pushnil(L);
  return 1;
}

static int own_pairs(lua_State *L)
{
  lua_Integer count = 0;

  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  constant_reveal(L, 1);
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, 1); count++) {
    sandbox_charge(L, 4);
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, 2, count + 1);
  }

  Key *order = lua_newuserdatauv(L, (gsize)MAX(count, 1) * sizeof *order, 0);
  memset(order, 0, (gsize)count * sizeof *order);
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, 2, i + 1);
    order[i].index = i + 1;
    read_key(L, -1, &order[i]);
    lua_pop(L, 1);
  }
  g_qsort_with_data(order, (gint)count, sizeof *order, compare_keys, NULL);
  lua_pushinteger(L, count);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, pairs_next, 5);
  return 1;
}

/* ---- what is offered ---- */

typedef struct {
  const char *name;
  lua_CFunction own; /* NULL: Lua's own function, charged at `weight` */
  int weight;
} Offer;

static const Offer base_offers[] = {
  {"assert", NULL, 0},           {"error", NULL, 0},  {"ipairs", NULL, 0},
  {"pairs", own_pairs, 0},       {"select", NULL, 0}, {"tonumber", NULL, 1},
  {"tostring", own_tostring, 0}, {"type", NULL, 0},   {NULL, NULL, 0},
};
static const Offer string_offers[] = {
  {"byte", NULL, 1}, {"char", NULL, 1},  {"find", own_find, 0}, {"format", own_format, 0},
  {"len", NULL, 0},  {"lower", NULL, 1}, {"rep", own_rep, 0},   {"reverse", NULL, 1},
  {"sub", NULL, 0},  {"upper", NULL, 1}, {NULL, NULL, 0},
};
static const Offer table_offers[] = {
  {"concat", NULL, 8}, {"insert", NULL, 8},       {"remove", NULL, 8},
  {"sort", NULL, 160}, {"unpack", own_unpack, 0}, {NULL, NULL, 0},
};
static const Offer utf8_offers[] = {
  {"char", NULL, 1}, {"codepoint", NULL, 8}, {"codes", NULL, 0},
  {"len", NULL, 4},  {"offset", NULL, 4},    {NULL, NULL, 0},
};
static const Offer math_offers[] = {
  {"abs", NULL, 0}, {"ceil", NULL, 0}, {"floor", NULL, 0},     {"fmod", NULL, 0}, {"max", NULL, 0},
  {"min", NULL, 0}, {"sqrt", NULL, 0}, {"tointeger", NULL, 0}, {"type", NULL, 0}, {NULL, NULL, 0},
};
static const char *const math_values[] = {"huge", "pi", "maxinteger", "mininteger"};

/* Fills the table on top from Lua's module at `module`. */
static void offer(lua_State *L, int module, const Offer *offers)
{
  for (; offers->name != NULL; offers++) {
    lua_getfield(L, module, offers->name);
    lua_pushinteger(L, offers->weight);
    lua_pushcclosure(L, offers->own ? offers->own : charged, 2);
    lua_setfield(L, -2, offers->name);
  }
}

/* Opens one of Lua's modules and leaves it on the stack. */
static int open_module(lua_State *L, const char *name, lua_CFunction open)
{
  lua_pushcfunction(L, open);
  lua_pushstring(L, name);
  lua_call(L, 1, 1);
  return lua_gettop(L);
}

static void add_module(lua_State *L, int library, const char *name, lua_CFunction open,
                       const Offer *offers)
{
  int module = open_module(L, name, open);

  lua_newtable(L);
  offer(L, module, offers);
  for (guint i = 0; open == luaopen_math && i < G_N_ELEMENTS(math_values); i++) {
    lua_getfield(L, module, math_values[i]);
    lua_setfield(L, -2, math_values[i]);
  }
  if (open == luaopen_string) { /* ("…"):upper(), in place of what luaopen_string set */
    lua_pushliteral(L, "");
    lua_newtable(L);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
  }
  constant_make(L);
  lua_setfield(L, library, name);
  lua_pop(L, 1);
}

/* Leaves the metatable of every environment in the registry. */
static void build_library(lua_State *L)
{
  lua_newtable(L); /* the metatable */
  lua_newtable(L);
  int library = lua_gettop(L);

  int base = open_module(L, "_G", luaopen_base);
  lua_pushvalue(L, library);
  offer(L, base, base_offers);
  lua_pop(L, 1);
  /* luaopen_base filled the globals: a chunk without our _ENV must find nothing. */
  for (lua_pushnil(L); lua_next(L, base);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, base);
  }
  lua_pop(L, 1);

  add_module(L, library, LUA_STRLIBNAME, luaopen_string, string_offers);
  add_module(L, library, LUA_TABLIBNAME, luaopen_table, table_offers);
  add_module(L, library, LUA_UTF8LIBNAME, luaopen_utf8, utf8_offers);
  add_module(L, library, LUA_MATHLIBNAME, luaopen_math, math_offers);
  lua_setfield(L, -2, "__index");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
}

void sandbox_push_environment(Sandbox *sandbox)
{
  lua_State *L = sandbox_lua(sandbox);

  luaL_checkstack(L, 12, NULL);
  lua_newtable(L);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key) == LUA_TNIL) {
    lua_pop(L, 1);
    build_library(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
  }
  lua_setmetatable(L, -2);
}
