/*
 * An arena: memory that is given out piece by piece and freed at once.
 *
 * Each document owns one, for its tree, its strings and its tables; a second
 * one lives for the length of document_parse() and holds what cmark makes.
 * Memory comes zeroed and aligned for any type. An arena belongs to one thread
 * while something is taken from it.
 */
#ifndef MARKUP_ARENA_H
#define MARKUP_ARENA_H

#define CMARK_NO_SHORT_NAMES 1
#include <cmark.h>
#include <glib.h>
#include <stdbool.h>

typedef struct Arena Arena;

/* `first` is the size of the first chunk in bytes; later ones are 64 KB, or as
 * large as one piece asks. */
Arena *arena_new(gsize first);
void arena_free(Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

void *arena_alloc(Arena *arena, gsize size);

/* A copy with NUL at its end. */
char *arena_strndup(Arena *arena, const char *text, gsize length);

/* Makes room for one more element in an array of the arena's that holds
 * `count`: doubles it whenever count is a power of two. Gives the array. */
void *arena_grow(Arena *arena, void *array, guint count, gsize element);

/* cmark's allocator, which takes from the arena that arena_lend() named last
 * in this thread. Nothing is given back but by arena_free(). */
cmark_mem *arena_cmark(void);

/* Names the arena for arena_cmark() in this thread; NULL ends it. */
void arena_lend(Arena *arena);

#endif
