/*
 * Tables that a script reads and cannot change: an empty table stands before each, shows what is
 * in it, and refuses what is assigned. For the library, and for values that many pages share.
 *
 * Only for rooms where Lua lives: it knows lua.h. All may raise.
 */
#ifndef SCRIPT_CONSTANT_H
#define SCRIPT_CONSTANT_H

#include <lua.h>
#include <stdbool.h>

/* Replaces the table on top by one that stands before it. Tables in it are not made constant. */
void constant_make(lua_State *L);

/* Whether the value at `index` is such a table. */
bool constant_is(lua_State *L, int index);

/* Replaces the table at `index` by the one behind it, if it is constant: for C code that goes
 * through a table's keys, which Lua does without asking what stands before it. A script must
 * never get hold of what is behind. */
void constant_reveal(lua_State *L, int index);

/* As `#` says, without a metamethod of anybody else's. */
lua_Unsigned constant_length(lua_State *L, int index);

#endif
