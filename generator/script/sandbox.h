/*
 * A bounded Lua 5.4 state, for data files (script/data) and templates (theme).
 *
 * What runs in it cannot reach files, processes, the clock or the loader, and
 * comes to an end:
 *
 *   - memory: an allocator with a cap; over it the script gets a memory error;
 *   - work: every call has a budget of VM instructions, counted by a hook. Work
 *     that one instruction can hide is charged to the same budget: bytes asked
 *     of the allocator (16 bytes an instruction), and what the library's
 *     functions go through (sandbox_charge). Both are the same on every run;
 *   - last, processor time of the thread: a net under what cannot be counted
 *     (comparing two long strings over and over). No honest script reaches it;
 *   - text chunks alone: bytecode is refused, for it can crash Lua.
 *
 * There is no library at all, until sandbox_push_environment() is asked for one.
 *
 * lua_error() jumps past every cleanup: a C function that Lua calls must own
 * nothing across a call that may raise (nearly all of lua.h may). Keep what
 * must be freed in a structure that outlives the call.
 *
 * Only `script` and `theme` may include this header, since it brings lua.h.
 * A Sandbox belongs to one thread at a time.
 */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <glib.h>
#include <lua.h>
#include <stdbool.h>

/* Zero stands for the default. */
typedef struct {
  gsize memory;        /* bytes at once (32 MiB) */
  gint64 instructions; /* a call (10 million, some 0.1 s) */
  int seconds;         /* of processor time a call (2) */
} SandboxLimits;

typedef struct Sandbox Sandbox;

/* A new state with no library. Never NULL. */
Sandbox *sandbox_new(const SandboxLimits *limits);
void sandbox_free(Sandbox *sandbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sandbox, sandbox_free)

/* The state, to push values on and to take results from. Owned by the sandbox.
 * lua.h calls that may raise must run below sandbox_call(): outside of it an
 * error has nowhere to go and Lua ends the process. */
lua_State *sandbox_lua(Sandbox *sandbox);

typedef enum {
  SANDBOX_SYNTAX,  /* did not compile */
  SANDBOX_RAISED,  /* raised an error */
  SANDBOX_ENDLESS, /* spent its budget */
  SANDBOX_MEMORY,  /* went over its memory */
} SandboxFault;

/* What went wrong in the last call that returned false. */
typedef struct {
  SandboxFault fault;
  const char *source;  /* the chunk's name as given to sandbox_load(); NULL where not known */
  int line;            /* 0 where not known; near the place for SANDBOX_MEMORY */
  const char *message; /* Lua's own words, without the place */
} SandboxError;

/* Compiles `text` under the name `name` and leaves the function on the stack;
 * false (nothing on the stack) where it does not compile. */
bool sandbox_load(Sandbox *sandbox, const char *text, gsize length, const char *name);

/* Calls the function that lies below `arguments` values on the stack, as
 * lua_pcall() does, with a fresh budget. False where it raised: nothing is left
 * of function and arguments then. Not to be called from within itself. */
bool sandbox_call(Sandbox *sandbox, int arguments, int results);

/* Runs `function(L)` as if Lua had called it with `data` as a light userdata:
 * the way to use lua.h calls that may raise. */
bool sandbox_run(Sandbox *sandbox, lua_CFunction function, void *data);

/* Why the last call returned false. Borrowed until the next call. */
const SandboxError *sandbox_error(const Sandbox *sandbox);

/* For C functions that Lua calls: takes `work` instructions off the budget,
 * and raises where it is spent. Work that grows with an argument must be
 * charged before it is done. */
void sandbox_charge(lua_State *L, gsize work);

/* Pushes a new, empty table to be used as _ENV: through it the safe library is
 * read, and what a script assigns stays in it. Make one a page, and nothing
 * goes from page to page. May raise.
 *
 * The library: assert error ipairs pairs select tonumber tostring type;
 * string.(byte char find format len lower rep reverse sub upper),
 * table.(concat insert remove sort unpack), utf8.(char codepoint codes len offset),
 * math.(abs ceil floor fmod max min sqrt tointeger type huge pi maxinteger
 * mininteger). Its tables cannot be written to. It differs from Lua's so that
 * every run gives the same result, and ends:
 *
 *   - pairs() goes through keys in order: numbers, then strings by bytes, then
 *     true and false (Lua's own order changes from run to run);
 *   - tostring() and string.format() show no addresses; %p is refused;
 *   - string.find() takes plain text alone: a pattern needs `true` as its fourth
 *     argument, else it is refused; match, gmatch and gsub are left out
 *     (backtracking runs on behind the instruction count);
 *   - no pcall (it would swallow a spent budget), no coroutines, metatables,
 *     raw access, load, random numbers or clock. */
void sandbox_push_environment(Sandbox *sandbox);

#endif
