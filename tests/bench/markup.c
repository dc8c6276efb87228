/*
 * What markup costs for one text, beside cmark alone: markup FILE [ROUNDS]
 *
 * Prints microseconds a round, the best of ten series, for
 *   cmark    cmark's parser with the room's allocator
 *   parse    document_parse(): the same, and all rules
 *   html     document_html() with anchors
 *   blocks   document_blocks()
 *   hashes   clause_hash() of every clause
 */
#include "markup/arena.h"
#include "markup/blocks.h"
#include "markup/html.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  char *text;
  gsize length;
  Document *document;
  GString *out;
} Sample;

static void run_cmark(Sample *sample)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  arena_lend(arena);
  cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, arena_cmark());
  cmark_parser_feed(parser, sample->text, sample->length);
  cmark_parser_finish(parser);
  arena_lend(NULL);
}

static void run_parse(Sample *sample)
{
  g_autoptr(Report) report = report_new();
  document_free(document_parse(sample->text, sample->length, "sample", DOCUMENT_POLICY, report));
}

static void run_html(Sample *sample)
{
  static const HtmlOptions options = {.anchor_label = "この項目へのリンク"};
  g_string_truncate(sample->out, 0);
  document_html(sample->document, &options, sample->out);
}

static void run_blocks(Sample *sample)
{
  blocks_free(document_blocks(sample->document));
}

static void run_hashes(Sample *sample)
{
  char hash[65];
  for (guint i = 0; i < document_clause_count(sample->document); i++)
    clause_hash(sample->document, i, hash);
}

static double best_of(void (*run)(Sample *), Sample *sample, int rounds)
{
  double best = 1e9;
  for (int series = 0; series < 10; series++) {
    gint64 start = g_get_monotonic_time();
    for (int i = 0; i < rounds; i++)
      run(sample);
    best = MIN(best, (double)(g_get_monotonic_time() - start) / rounds);
  }
  return best;
}

int main(int argc, char **argv)
{
  Sample sample = {.out = g_string_new(NULL)};
  g_autoptr(Report) report = report_new();
  int rounds = argc > 2 ? atoi(argv[2]) : 500;

  if (argc < 2 || !g_file_get_contents(argv[1], &sample.text, &sample.length, NULL)) {
    fputs("usage: markup FILE [ROUNDS]\n", stderr);
    return 2;
  }
  sample.document = document_parse(sample.text, sample.length, argv[1], DOCUMENT_POLICY, report);
  printf("%zu bytes: cmark %.1f, parse %.1f, html %.1f, blocks %.1f, hashes %.1f µs\n",
         (size_t)sample.length, best_of(run_cmark, &sample, rounds),
         best_of(run_parse, &sample, rounds), best_of(run_html, &sample, rounds),
         best_of(run_blocks, &sample, rounds), best_of(run_hashes, &sample, rounds));
  document_free(sample.document);
  g_string_free(sample.out, TRUE);
  g_free(sample.text);
  return 0;
}
