/*
 * Values as Lua sees them. Inside the theme room only: it knows lua.h.
 */
#ifndef THEME_PUSH_H
#define THEME_PUSH_H

#include "theme/values.h"

#include <lua.h>

/* Puts all values into the table on top of the stack. May raise (memory), so it
 * is called inside a protected call; it owns nothing that a raise could leak. */
void values_fill(lua_State *L, const Values *values);

#endif
