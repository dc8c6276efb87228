/*
 * What a comparison costs: `make build/bench/compare && build/bench/compare`.
 *
 * Revisions of a policy are compared and written as HTML in the pairs and the order of
 * a build, which does this 27,000 times over for 100 policies of 100 revisions; then the
 * worst of texts, once each.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "compare/comparison.h"

static const CompareWords words = {
  .now = "改正後",
  .before = "改正前",
  .added = "（新設）",
  .removed = "（削る）",
  .omitted = "（略）",
  .moved_here = "（移動）",
  .moved_away = "（移動）",
  .mark_start = "変更ここから",
  .mark_end = "変更ここまで",
};

/* Processor time, in microseconds: what else runs does not count. */
static double clock_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Revision `k` of a policy: each changes a sentence or two, and each tenth inserts a clause. */
static char *policy(int k)
{
  GString *out = g_string_new("# 個人情報の取扱いについて {#policy}\n\n");
  for (int i = 0; i < 12 + k / 10; i++) {
    int id = i < k / 10 ? 100 + k / 10 - i : i - k / 10;
    g_string_append_printf(out, "## %d、個人情報の取扱い その%d {#clause-%d}\n\n", i + 1, id, id);
    g_string_append_printf(
      out,
      "当法人は、利用者及びその家族の個人情報を、あらかじめ明示した利用目的の範囲内で、"
      "業務の遂行上必要な限りにおいて%s取り扱います（第%d号）。\n\n",
      (k + id) % 12 == 0 ? "、適正かつ慎重に" : "", id);
    for (int item = 1; item <= 3; item++)
      g_string_append_printf(out,
                             "- (%d) 契約の終了の日から%d日以内に返却し、又は廃棄するもの（%d）\n",
                             item, (k + id + item) % 15 == 0 ? 60 : 30, id * 10 + item);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

static Blocks *blocks_of(const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document =
    document_parse(text, strlen(text), "bench", DOCUMENT_POLICY, report);
  return document_blocks(document);
}

enum { REVISIONS = 100, CLOSE = 20, ROUNDS = 20 };

typedef struct {
  double compare, write; /* microseconds */
  guint pairs, changes, rows;
} Cost;

static void compare_pair(Comparer *comparer, const Blocks *now, const Blocks *before, GString *html,
                         Cost *cost)
{
  double start = clock_now();
  g_autoptr(Comparison) c = comparison_new(comparer, now, before, NULL);
  cost->compare += (clock_now() - start);
  start = clock_now();
  g_string_truncate(html, 0);
  comparison_html(c, &words, html);
  cost->write += (clock_now() - start);
  cost->changes += comparison_change_count(c);
  cost->rows += comparison_row_count(c);
  cost->pairs++;
}

static void print_cost(const char *name, const Cost *cost)
{
  double pairs = cost->pairs;
  printf("%-40s %6.1f us to compare, %5.1f us to write; %4.1f changes, %5.1f rows\n", name,
         cost->compare / pairs, cost->write / pairs, cost->changes / pairs, cost->rows / pairs);
}

static void bench_revisions(Comparer *comparer)
{
  Blocks *blocks[REVISIONS];
  gsize bytes = 0;
  for (int k = 0; k < REVISIONS; k++) {
    g_autofree char *text = policy(k);
    bytes += strlen(text);
    blocks[k] = blocks_of(text);
  }
  printf("revisions of %zu bytes, %u blocks on average:\n", bytes / REVISIONS,
         blocks_count(blocks[REVISIONS / 2]));
  g_autoptr(GString) html = g_string_sized_new(1 << 16);
  Cost close = {0}, adjacent = {0}, apart = {0};
  for (int round = 0; round < ROUNDS; round++) {
    for (int k = 1; k < CLOSE; k++)
      for (int other = 0; other < k; other++)
        compare_pair(comparer, blocks[k], blocks[other], html, &close);
    for (int k = CLOSE; k < REVISIONS; k++)
      compare_pair(comparer, blocks[k], blocks[k - 1], html, &adjacent);
    for (int k = 50; k < REVISIONS; k++)
      compare_pair(comparer, blocks[k], blocks[k - 50], html, &apart);
  }
  print_cost("all pairs of the first 20", &close);
  print_cost("adjacent", &adjacent);
  print_cost("50 apart", &apart);
  for (int k = 0; k < REVISIONS; k++)
    blocks_free(blocks[k]);
}

typedef char *(*Maker)(bool newer);

static char *one_word_blocks(bool newer)
{
  GString *out = g_string_new(NULL);
  for (int i = 0; i < 10000; i++)
    g_string_append_printf(out, "%c%d\n\n", newer ? 'a' : 'b', i * 7);
  return g_string_free(out, FALSE);
}

static char *repeats(bool newer)
{
  GString *out = g_string_new(NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append(out, newer && i % 3 == 0 ? "以下\n\n" : "以上\n\n");
  return g_string_free(out, FALSE);
}

static char *one_paragraph(bool newer)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; out->len < 127 * 1024; i++)
    g_string_append_unichar(out, (newer ? 0x4E00 : 0x7000) + i * 7919 % 0x2000);
  return g_string_free(out, FALSE);
}

static char *paragraphs(bool newer)
{
  char *out = one_paragraph(newer);
  for (gsize i = 300; out[i] != '\0' && out[i + 1] != '\0' && out[i + 2] != '\0'; i += 300)
    out[i] = out[i + 1] = '\n', out[i + 2] = 'a';
  return out;
}

static void bench_worst(Comparer *comparer, const char *name, Maker maker)
{
  g_autofree char *now_text = maker(true), *before_text = maker(false);
  g_autoptr(Blocks) now = blocks_of(now_text);
  g_autoptr(Blocks) before = blocks_of(before_text);
  double start = clock_now();
  g_autoptr(Comparison) c = comparison_new(comparer, now, before, NULL);
  printf("%-40s %8.1f ms, %u rows\n", name, (clock_now() - start) / 1000, comparison_row_count(c));
}

int main(void)
{
  double start = clock_now();
  g_autoptr(Comparer) comparer = comparer_new();
  printf("opening a comparer: %.1f ms\n", (clock_now() - start) / 1000);
  bench_revisions(comparer);
  bench_worst(comparer, "10,000 one-word blocks, none in common", one_word_blocks);
  bench_worst(comparer, "5,000 repeats, a third of them changed", repeats);
  bench_worst(comparer, "a paragraph of 127 KiB, rewritten", one_paragraph);
  bench_worst(comparer, "127 KiB in paragraphs, rewritten", paragraphs);
  return 0;
}
