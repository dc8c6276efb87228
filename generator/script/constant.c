#include "script/constant.h"

#include <lauxlib.h>

static int refuse_write(lua_State *L)
{
  return luaL_error(L, "this table cannot be changed: other pages see it too");
}

static int length(lua_State *L)
{
  lua_pushinteger(L, (lua_Integer)constant_length(L, 1));
  return 1;
}

void constant_make(lua_State *L)
{
  lua_newtable(L);
  lua_createtable(L, 0, 3);
  lua_rotate(L, -3, -1);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, length);
  lua_setfield(L, -2, "__len");
  lua_setmetatable(L, -2);
}

bool constant_is(lua_State *L, int index)
{
  if (luaL_getmetafield(L, index, "__len") == LUA_TNIL)
    return false;
  bool constant = lua_tocfunction(L, -1) == length;
  lua_pop(L, 1);
  return constant;
}

void constant_reveal(lua_State *L, int index)
{
  index = lua_absindex(L, index);
  if (!constant_is(L, index))
    return;
  luaL_getmetafield(L, index, "__index");
  lua_replace(L, index);
}

lua_Unsigned constant_length(lua_State *L, int index)
{
  lua_pushvalue(L, index);
  constant_reveal(L, -1);
  lua_Unsigned count = lua_rawlen(L, -1);
  lua_pop(L, 1);
  return count;
}
