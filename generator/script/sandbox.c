#include "script/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  HOOK_EVERY = 1000, /* instructions between two looks at the budget */
  BYTES_AN_INSTRUCTION = 16,
  STEP = 16, /* bytes between two sizes of small blocks */
  SMALL = 128,
  SLAB = 16 * 1024,
};

typedef struct FreeBlock {
  struct FreeBlock *next;
} FreeBlock;

typedef struct Slab {
  struct Slab *next; /* the first STEP bytes; blocks follow */
} Slab;

struct Sandbox {
  lua_State *lua;
  SandboxLimits limits;
  gsize used; /* bytes held now */
  Slab *slabs;
  char *slab_at; /* what is left of the newest slab */
  gsize slab_left;
  FreeBlock *free_blocks[SMALL / STEP];
  gint64 left;           /* instructions left of this call */
  gint64 bytes_left;     /* bytes that may still be asked for in this call */
  gint64 deadline;       /* of the thread's clock, nanoseconds; 0 until the first look: most calls
                      * end before it, and asking costs a system call */
  bool spent;            /* the budget, not the memory, was the reason */
  char last_source[256]; /* where the last look at the budget found the script */
  int last_line;
  SandboxError error;
  char *source; /* what error's pointers point to */
  char *message;
};

static gint64 thread_clock(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

static Sandbox *sandbox_of(lua_State *L)
{
  return *(Sandbox **)lua_getextraspace(L);
}

/* ---- memory ----
 *
 * Templates make and drop small strings and tables all the time. Blocks of up to
 * SMALL bytes are cut from slabs and wait in lists, one for each size in steps
 * of STEP; slabs go back only with the sandbox. */

static void *small_take(Sandbox *sandbox, size_t size)
{
  guint class = (guint)((size - 1) / STEP);
  FreeBlock *block = sandbox->free_blocks[class];
  if (block != NULL) {
    sandbox->free_blocks[class] = block->next;
    return block;
  }
  size_t rounded = (class + 1) * (size_t)STEP;
  if (sandbox->slab_left < rounded) {
    Slab *slab = malloc(SLAB);
    if (slab == NULL)
      return NULL;
    slab->next = sandbox->slabs;
    sandbox->slabs = slab;
    sandbox->slab_at = (char *)slab + STEP;
    sandbox->slab_left = SLAB - STEP;
  }
  void *cut = sandbox->slab_at;
  sandbox->slab_at += rounded;
  sandbox->slab_left -= rounded;
  return cut;
}

static void give_back(Sandbox *sandbox, void *block, size_t size)
{
  if (block == NULL || size > SMALL) {
    free(block);
    return;
  }
  FreeBlock *freed = block;
  guint class = (guint)((size - 1) / STEP);
  freed->next = sandbox->free_blocks[class];
  sandbox->free_blocks[class] = freed;
}

/* As realloc(): NULL leaves the block as it is. */
static void *resize(Sandbox *sandbox, void *block, size_t held, size_t size)
{
  if (block != NULL && held > SMALL && size > SMALL)
    return realloc(block, size);
  if (block != NULL && held <= SMALL && size <= SMALL && (held - 1) / STEP == (size - 1) / STEP)
    return block;
  void *moved = size <= SMALL ? small_take(sandbox, size) : malloc(size);
  if (moved != NULL && block != NULL) {
    memcpy(moved, block, MIN(held, size));
    give_back(sandbox, block, held);
  }
  return moved;
}

static void free_slabs(Sandbox *sandbox)
{
  for (Slab *slab = sandbox->slabs, *next; slab != NULL; slab = next) {
    next = slab->next;
    free(slab);
  }
}

/* lua_Alloc. For a new object `old_size` is a type tag, not a size. */
static void *allocate(void *data, void *block, size_t old_size, size_t new_size)
{
  Sandbox *sandbox = data;
  size_t held = block ? old_size : 0;

  if (new_size == 0) {
    give_back(sandbox, block, held);
    sandbox->used -= held;
    return NULL;
  }
  /* Lua relies on it that making a block smaller never fails. */
  if (new_size > held) {
    if (sandbox->used - held + new_size > sandbox->limits.memory)
      return NULL;
    if (sandbox->bytes_left < (gint64)(new_size - held)) {
      sandbox->spent = true;
      return NULL;
    }
    sandbox->bytes_left -= (gint64)(new_size - held);
  }

  void *moved = resize(sandbox, block, held, new_size);
  if (moved == NULL && new_size <= held)
    return block;
  if (moved != NULL)
    sandbox->used = sandbox->used - held + new_size;
  return moved;
}

static void raise_spent(lua_State *L, Sandbox *sandbox)
{
  sandbox->spent = true;
  luaL_error(L, "the budget is spent");
}

static void on_count(lua_State *L, lua_Debug *ar)
{
  Sandbox *sandbox = sandbox_of(L);

  /* Lua tells no place with a memory error: this one is near enough. */
  lua_getinfo(L, "Sl", ar);
  g_strlcpy(sandbox->last_source, ar->source + 1, sizeof sandbox->last_source);
  sandbox->last_line = ar->currentline;

  sandbox->left -= HOOK_EVERY;
  if (sandbox->left < 0)
    raise_spent(L, sandbox);
  gint64 now = thread_clock();
  if (sandbox->deadline == 0)
    sandbox->deadline = now + sandbox->limits.seconds * G_GINT64_CONSTANT(1000000000);
  if (now > sandbox->deadline)
    raise_spent(L, sandbox);
}

void sandbox_charge(lua_State *L, gsize work)
{
  Sandbox *sandbox = sandbox_of(L);

  if (sandbox->left < 0 || work > (gsize)sandbox->left)
    raise_spent(L, sandbox);
  sandbox->left -= (gint64)work;
}

Sandbox *sandbox_new(const SandboxLimits *limits)
{
  Sandbox *sandbox = g_new0(Sandbox, 1);

  if (limits != NULL)
    sandbox->limits = *limits;
  if (sandbox->limits.memory == 0)
    sandbox->limits.memory = 32 * 1024 * 1024;
  if (sandbox->limits.instructions == 0)
    sandbox->limits.instructions = 10 * 1000 * 1000;
  if (sandbox->limits.seconds == 0)
    sandbox->limits.seconds = 2;
  sandbox->bytes_left = G_MAXINT64;

  sandbox->lua = lua_newstate(allocate, sandbox);
  if (sandbox->lua == NULL)
    g_error("no memory for a Lua state");
  *(Sandbox **)lua_getextraspace(sandbox->lua) = sandbox;
  return sandbox;
}

void sandbox_free(Sandbox *sandbox)
{
  if (sandbox == NULL)
    return;
  lua_close(sandbox->lua);
  free_slabs(sandbox);
  g_free(sandbox->source);
  g_free(sandbox->message);
  g_free(sandbox);
}

lua_State *sandbox_lua(Sandbox *sandbox)
{
  return sandbox->lua;
}

const SandboxError *sandbox_error(const Sandbox *sandbox)
{
  return &sandbox->error;
}

static void set_error(Sandbox *sandbox, SandboxFault fault, const char *source, int line,
                      const char *message)
{
  g_free(sandbox->source);
  g_free(sandbox->message);
  sandbox->source = g_strdup(source);
  sandbox->message = g_utf8_make_valid(message, -1);
  sandbox->error = (SandboxError){fault, sandbox->source, line, sandbox->message};
}

static void begin(Sandbox *sandbox)
{
  sandbox->left = sandbox->limits.instructions;
  sandbox->bytes_left = sandbox->limits.instructions * BYTES_AN_INSTRUCTION;
  sandbox->deadline = 0;
  sandbox->spent = false;
  sandbox->last_line = 0;
  lua_sethook(sandbox->lua, on_count, LUA_MASKCOUNT, HOOK_EVERY);
}

/* Outside of a call nothing is counted, so that pushing values is free. */
static void end(Sandbox *sandbox)
{
  lua_sethook(sandbox->lua, NULL, 0, 0);
  sandbox->bytes_left = G_MAXINT64;
}

/* "name:12: words" → "words"; Lua cuts a name to LUA_IDSIZE - 1 bytes. */
static const char *without_place(const char *message, const char *name, int *line)
{
  gsize length = MIN(strlen(name), LUA_IDSIZE - 1);

  if (strncmp(message, name, length) != 0 || message[length] != ':')
    return message;
  char *after;
  long number = strtol(message + length + 1, &after, 10);
  if (after == message + length + 1 || strncmp(after, ": ", 2) != 0)
    return message;
  if (line != NULL)
    *line = (int)number;
  return after + 2;
}

bool sandbox_load(Sandbox *sandbox, const char *text, gsize length, const char *name)
{
  g_autofree char *chunk = g_strconcat("=", name, NULL);

  begin(sandbox);
  int status = luaL_loadbufferx(sandbox->lua, text, length, chunk, "t");
  end(sandbox);
  if (status == LUA_OK)
    return true;

  if (status == LUA_ERRMEM) {
    set_error(sandbox, sandbox->spent ? SANDBOX_ENDLESS : SANDBOX_MEMORY, name, 0,
              "not enough memory");
  } else {
    int line = 0;
    const char *words = without_place(lua_tostring(sandbox->lua, -1), name, &line);
    set_error(sandbox, SANDBOX_SYNTAX, name, line, words);
  }
  lua_pop(sandbox->lua, 1);
  return false;
}

/* Runs where the error was raised, while the stack still tells the place. It
 * puts what it learns into the sandbox, which owns it whatever happens next. */
static int on_error(lua_State *L)
{
  Sandbox *sandbox = sandbox_of(L);
  const char *message =
    lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "an error without words";
  const char *name = NULL;
  int line = 0;
  lua_Debug ar;

  for (int level = 0; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline > 0) {
      name = ar.source + 1;
      line = ar.currentline;
      break;
    }
  }
  if (name != NULL)
    message = without_place(message, name, &line);
  set_error(sandbox, SANDBOX_RAISED, name, line, message);
  return 1;
}

bool sandbox_call(Sandbox *sandbox, int arguments, int results)
{
  lua_State *L = sandbox->lua;
  int function = lua_gettop(L) - arguments;

  set_error(sandbox, SANDBOX_RAISED, NULL, 0, "");
  if (!lua_checkstack(L, 4))
    g_error("no memory for a Lua stack");
  lua_pushcfunction(L, on_error);
  lua_insert(L, function);
  begin(sandbox);
  int status = lua_pcall(L, arguments, results, function);
  end(sandbox);
  lua_remove(L, function);
  if (status == LUA_OK)
    return true;

  if (status == LUA_ERRMEM)
    set_error(sandbox, SANDBOX_MEMORY, sandbox->last_line > 0 ? sandbox->last_source : NULL,
              MAX(sandbox->last_line, 0), "not enough memory");
  else if (sandbox->error.message[0] == '\0') /* the handler itself found no room */
    set_error(sandbox, SANDBOX_RAISED, NULL, 0, "stack overflow");
  if (sandbox->spent)
    sandbox->error.fault = SANDBOX_ENDLESS;
  lua_pop(L, 1);
  lua_gc(L, LUA_GCCOLLECT);
  return false;
}

bool sandbox_run(Sandbox *sandbox, lua_CFunction function, void *data)
{
  lua_pushcfunction(sandbox->lua, function);
  lua_pushlightuserdata(sandbox->lua, data);
  return sandbox_call(sandbox, 1, 0);
}
