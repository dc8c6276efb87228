#include "serve/asides.h"

/* How many may wait, and those of one batch of the clerk's besides: at 20 ms an argon2 the last of
 * 250 waits five seconds. */
static const guint room[ASIDES] = {
  [ASIDE_STRETCH] = 250,
  [ASIDE_PRINT] = 40,
  [ASIDE_PUBLISH] = 20,
  [ASIDE_READ] = 250,
};

typedef struct {
  Asides *asides;
  GThread *thread;
  GAsyncQueue *queue; /* of Inner; the queue itself as an element ends the thread */
} Line;

struct Asides {
  PrintWorker *printer; /* may be NULL */
  AsideDone done;
  gpointer data;
  Line lines[ASIDES];
};

static void print_paper(const Asides *asides, Inner *inner)
{
  if (asides->printer != NULL)
    inner->printed = inner->paper(&inner->call, asides->printer, inner->worked.data);
  else
    report_add(inner->call.report, DIAG_SERVE_NO_PRINTER, place_none(), NULL);
}

static gpointer run(gpointer data)
{
  Line *line = data;
  for (gpointer next; (next = g_async_queue_pop(line->queue)) != line->queue;) {
    Inner *inner = next;
    if (inner->aside == ASIDE_PRINT)
      print_paper(line->asides, inner);
    else
      inner->work(&inner->call, inner->worked.data);
    line->asides->done(inner, line->asides->data);
  }
  return NULL;
}

Asides *asides_new(PrintWorker *printer, AsideDone done, gpointer data)
{
  static const char *const names[ASIDES] = {"stretch", "print", "publish", "read"};
  Asides *asides = g_new0(Asides, 1);
  asides->printer = printer;
  asides->done = done;
  asides->data = data;
  for (guint i = 0; i < ASIDES; i++) {
    Line *line = &asides->lines[i];
    line->asides = asides;
    line->queue = g_async_queue_new();
    line->thread = g_thread_new(names[i], run, line);
  }
  return asides;
}

void asides_free(Asides *asides)
{
  if (asides == NULL)
    return;
  for (guint i = 0; i < ASIDES; i++)
    g_async_queue_push(asides->lines[i].queue, asides->lines[i].queue);
  for (guint i = 0; i < ASIDES; i++) {
    g_thread_join(asides->lines[i].thread);
    g_async_queue_unref(asides->lines[i].queue);
  }
  g_free(asides);
}

bool asides_has_room(Asides *asides, Aside aside)
{
  return g_async_queue_length(asides->lines[aside].queue) < (gint)room[aside];
}

void asides_take(Asides *asides, Inner *inner)
{
  g_async_queue_push(asides->lines[inner->aside].queue, inner);
}
