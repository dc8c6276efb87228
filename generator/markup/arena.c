#include "markup/arena.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, ALIGNMENT = 16 };

/* Under AddressSanitizer each piece is a chunk of its own, or the sanitizer would
 * not see who reads or writes past its end. */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define SEPARATE_PIECES 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__
#define SEPARATE_PIECES 1
#endif
#ifndef SEPARATE_PIECES
#define SEPARATE_PIECES 0
#endif

typedef struct Chunk Chunk;
struct Chunk {
  Chunk *before;
  gsize size;
  gsize used;
  _Alignas(ALIGNMENT) char bytes[];
};

struct Arena {
  Chunk *chunk;
};

/* cmark's allocator functions have no context parameter, so the arena that they
 * take from has to be known by the thread. It is set only while document_parse()
 * runs, and every thread has its own. */
static _Thread_local Arena *lent;

static Chunk *chunk_new(gsize size, Chunk *before)
{
  Chunk *chunk = g_malloc(sizeof(Chunk) + size);
  chunk->before = before;
  chunk->size = size;
  chunk->used = 0;
  return chunk;
}

Arena *arena_new(gsize first)
{
  Arena *arena = g_new(Arena, 1);
  arena->chunk = chunk_new(first, NULL);
  return arena;
}

void arena_free(Arena *arena)
{
  if (!arena)
    return;
  for (Chunk *chunk = arena->chunk; chunk;) {
    Chunk *before = chunk->before;
    g_free(chunk);
    chunk = before;
  }
  g_free(arena);
}

static void *take(Arena *arena, gsize size)
{
  if (SEPARATE_PIECES) {
    arena->chunk = chunk_new(size, arena->chunk);
    arena->chunk->used = size;
    return arena->chunk->bytes;
  }
  size = (size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
  if (arena->chunk->size - arena->chunk->used < size)
    arena->chunk = chunk_new(MAX(size, CHUNK), arena->chunk);
  void *piece = arena->chunk->bytes + arena->chunk->used;
  arena->chunk->used += size;
  return piece;
}

void *arena_alloc(Arena *arena, gsize size)
{
  return memset(take(arena, size), 0, size);
}

char *arena_strndup(Arena *arena, const char *text, gsize length)
{
  char *copy = take(arena, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

void *arena_grow(Arena *arena, void *array, guint count, gsize element)
{
  if (count && (count & (count - 1)))
    return array;
  void *grown = arena_alloc(arena, MAX(2 * (gsize)count, 4) * element);
  if (count)
    memcpy(grown, array, count * element);
  return grown;
}

/* --- for cmark --- */

/* Each piece is preceded by its size, which realloc() has to know. */
static void *cmark_alloc(gsize size)
{
  char *piece = take(lent, ALIGNMENT + size);
  *(gsize *)piece = size;
  return piece + ALIGNMENT;
}

static void *cmark_calloc_arena(size_t count, size_t size)
{
  if (size && count > G_MAXSIZE / 2 / size)
    abort();
  return memset(cmark_alloc(count * size), 0, count * size);
}

static void *cmark_realloc_arena(void *old, size_t size)
{
  if (!old)
    return cmark_alloc(size);
  gsize *old_size = (gsize *)((char *)old - ALIGNMENT);
  if (size <= *old_size)
    return old;
  Chunk *chunk = lent->chunk;
  gsize room = (*old_size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
  gsize more = ((size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1)) - room;
  bool last = !SEPARATE_PIECES && (char *)old + room == chunk->bytes + chunk->used;
  if (last && chunk->size - chunk->used >= more) {
    chunk->used += more;
    *old_size = size;
    return old;
  }
  return memcpy(cmark_alloc(size), old, *old_size);
}

static void cmark_free_arena(void *piece)
{
  (void)piece;
}

cmark_mem *arena_cmark(void)
{
  static cmark_mem mem = {cmark_calloc_arena, cmark_realloc_arena, cmark_free_arena};
  return &mem;
}

void arena_lend(Arena *arena)
{
  lent = arena;
}
