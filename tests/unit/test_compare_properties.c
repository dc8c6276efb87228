/* The laws of a comparison, over random edits of random texts and on the worst of texts. */
#include "compare_blocks.h"

static const char *const phrases[] = {
  "個人情報の利用目的をあらかじめ明示します。",
  "法令に定める場合を除き、第三者に提供しません。",
  "安全対策を施します。",
  "以上",
  "氏名",
  "住所",
  "次に掲げる場合に利用します。",
  "委託先への適切な監督を行います。",
  "苦情に対し、適切かつ迅速に対応します。",
  "電話 | 03-1234-5678",
};

static void random_words(GString *out)
{
  g_string_truncate(out, 0);
  for (int i = g_test_rand_int_range(1, 4); i > 0; i--)
    g_string_append(out, phrases[g_test_rand_int_range(0, G_N_ELEMENTS(phrases))]);
  if (g_test_rand_bit())
    g_string_append_printf(out, "%d日", g_test_rand_int_range(1, 90));
}

static TestText *random_text(guint most)
{
  TestText *text = test_text_new();
  g_autoptr(GString) words = g_string_new(NULL);
  g_autofree char *clause = g_strdup("");
  guint count = (guint)g_test_rand_int_range(0, (gint32)most);
  for (guint i = 0; i < count; i++) {
    static const char *const numbers[] = {"", "1、", "2、", "①", "②", "(3)"};
    BlockKind kind = (BlockKind)g_test_rand_int_range(BLOCK_HEADING, BLOCK_CODE + 1);
    bool opens =
      kind == BLOCK_HEADING || (kind == BLOCK_PARAGRAPH && g_test_rand_int_range(0, 4) == 0);
    if (opens) {
      g_free(clause);
      clause = g_strdup_printf("clause-%u", i);
    }
    random_words(words);
    int level = kind == BLOCK_HEADING || kind == BLOCK_ITEM ? g_test_rand_int_range(1, 4) : 0;
    test_text_add(text, kind, level, clause, opens, numbers[g_test_rand_int_range(0, 6)],
                  words->str);
  }
  return text;
}

static void copy_block(TestText *to, const Block *block, const char *number, const char *words)
{
  test_text_add(to, block->kind, block->level, block->clause, block->opens, number, words);
}

/* Where a clause's range ends: its opening block is at `from`. */
static guint next_opener(const TestText *text, guint from)
{
  guint end = from + 1;
  while (end < text->blocks->len && !g_array_index(text->blocks, Block, end).opens)
    end++;
  return end;
}

/* Drops, alters, renumbers and adds blocks, and moves one clause to the end. */
static TestText *edited(const TestText *from)
{
  TestText *to = test_text_new();
  g_autoptr(GString) words = g_string_new(NULL);
  guint count = from->blocks->len, moved = G_MAXUINT, moved_end = 0;
  if (count > 0 && g_test_rand_bit()) {
    moved = (guint)g_test_rand_int_range(0, (gint32)count);
    moved_end = next_opener(from, moved);
  }
  for (guint i = 0; i < count; i++) {
    const Block *block = &g_array_index(from->blocks, Block, i);
    if (i >= moved && i < moved_end && block->clause != NULL)
      continue;
    int choice = g_test_rand_int_range(0, 20);
    random_words(words);
    if (choice == 0)
      continue;
    if (choice == 1)
      test_text_add(to, BLOCK_PARAGRAPH, 0, block->clause, false, "", words->str);
    if (choice == 2)
      g_string_prepend(words, block->text);
    copy_block(to, block, choice == 3 ? "⑨" : block->number,
               choice == 2 ? words->str : block->text);
  }
  for (guint i = moved; i < moved_end; i++) {
    const Block *block = &g_array_index(from->blocks, Block, i);
    copy_block(to, block, block->number, block->text);
  }
  return to;
}

static void append_cell(GString *out, const Cell *cell, bool unmarked_only)
{
  for (guint i = 0; i < cell->count; i++) {
    g_assert_cmpuint(cell->spans[i].length, >, 0);
    if (!unmarked_only || !cell->spans[i].marked)
      g_string_append_len(out, cell->spans[i].text, (gssize)cell->spans[i].length);
  }
}

static char *whole_text(const TestText *text)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < text->blocks->len; i++) {
    const Block *block = &g_array_index(text->blocks, Block, i);
    g_string_append_printf(out, "%s%s\n", block->number, block->text);
  }
  return g_string_free(out, FALSE);
}

static bool on_left(const Row *row)
{
  return row->kind != ROW_REMOVED && row->kind != ROW_MOVED_AWAY;
}

static bool on_right(const Row *row)
{
  return row->kind != ROW_ADDED && row->kind != ROW_MOVED_HERE;
}

/* Nothing is lost, nothing is made up, and what is not marked is the same. */
static void check_whole(const Comparison *c, const TestText *now, const TestText *before)
{
  g_autoptr(GString) left = g_string_new(NULL), right = g_string_new(NULL);
  for (guint i = 0; i < comparison_row_count(c); i++) {
    const Row *row = comparison_row(c, i);
    g_assert_true(row->kind != ROW_OMITTED && !row->folded && row->blocks == 1);
    g_assert_true((row->kind == ROW_SAME) == (row->change == 0));
    if (on_left(row)) {
      append_cell(left, &row->now, false);
      g_string_append_c(left, '\n');
    } else {
      g_assert_cmpuint(row->now.count, ==, 0);
    }
    if (on_right(row)) {
      append_cell(right, &row->before, false);
      g_string_append_c(right, '\n');
    } else {
      g_assert_cmpuint(row->before.count, ==, 0);
    }
    const Row *facing = row->kind == ROW_MOVED_HERE ? comparison_row(c, row->other) : row;
    if (row->kind == ROW_MOVED_HERE)
      g_assert_true(facing->kind == ROW_MOVED_AWAY && facing->other == i);
    g_autoptr(GString) same_left = g_string_new(NULL), same_right = g_string_new(NULL);
    append_cell(same_left, &row->now, true);
    append_cell(same_right, &facing->before, true);
    if (on_left(row))
      g_assert_cmpstr(same_left->str, ==, same_right->str);
  }
  g_autofree char *now_text = whole_text(now), *before_text = whole_text(before);
  g_assert_cmpstr(left->str, ==, now_text);
  g_assert_cmpstr(right->str, ==, before_text);
}

/* With （略） every block is still accounted for, once on each side. */
static void check_folded(const Comparison *c, const TestText *now, const TestText *before)
{
  guint left = 0, right = 0;
  for (guint i = 0; i < comparison_row_count(c); i++) {
    const Row *row = comparison_row(c, i);
    g_assert_true(row->folded || row->blocks == 1);
    left += on_left(row) ? row->blocks : 0;
    right += on_right(row) ? row->blocks : 0;
  }
  g_assert_cmpuint(left, ==, now->blocks->len);
  g_assert_cmpuint(right, ==, before->blocks->len);
}

/* Each change has one row that a link leads to; numbers run from 1 in order. */
static void check_changes(const Comparison *c)
{
  guint changes = comparison_change_count(c), highest = 0;
  g_autofree guint *firsts = g_new0(guint, changes + 1);
  for (guint i = 0; i < comparison_row_count(c); i++) {
    const Row *row = comparison_row(c, i);
    g_assert_cmpuint(row->change, <=, highest + 1);
    highest = MAX(highest, row->change);
    firsts[row->change] += row->first;
  }
  g_assert_cmpuint(highest, ==, changes);
  g_assert_cmpuint(firsts[0], ==, 0);
  for (guint change = 1; change <= changes; change++)
    g_assert_cmpuint(firsts[change], ==, 1);
}

static guint count_kind(const Comparison *c, RowKind kind)
{
  guint count = 0;
  for (guint i = 0; i < comparison_row_count(c); i++)
    count += comparison_row(c, i)->kind == kind;
  return count;
}

static void check_swapped(const Comparison *c, const Comparison *swapped)
{
  static const RowKind mirror[][2] = {
    {ROW_SAME, ROW_SAME},     {ROW_CHANGED, ROW_CHANGED}, {ROW_RENUMBERED, ROW_RENUMBERED},
    {ROW_ADDED, ROW_REMOVED}, {ROW_REMOVED, ROW_ADDED},   {ROW_MOVED_HERE, ROW_MOVED_AWAY},
  };
  for (guint i = 0; i < G_N_ELEMENTS(mirror); i++)
    g_assert_cmpuint(count_kind(c, mirror[i][0]), ==, count_kind(swapped, mirror[i][1]));
  g_autoptr(GString) left = g_string_new(NULL), right = g_string_new(NULL);
  for (guint i = 0; i < comparison_row_count(c); i++)
    if (on_left(comparison_row(c, i)))
      test_cell(left, &comparison_row(c, i)->now);
  for (guint i = 0; i < comparison_row_count(swapped); i++)
    if (on_right(comparison_row(swapped, i)))
      test_cell(right, &comparison_row(swapped, i)->before);
  g_assert_cmpstr(left->str, ==, right->str);
}

static void check_all(Comparer *comparer, const TestText *now, const TestText *before)
{
  g_autoptr(Comparison) whole = test_compare(comparer, now, before, true);
  g_autoptr(Comparison) folded = test_compare(comparer, now, before, false);
  g_autoptr(Comparison) swapped = test_compare(comparer, before, now, true);
  check_whole(whole, now, before);
  check_folded(folded, now, before);
  check_changes(whole);
  check_changes(folded);
  g_assert_cmpuint(comparison_change_count(whole), ==, comparison_change_count(folded));
  check_swapped(whole, swapped);
}

static void test_random(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  for (int round = 0; round < 1500; round++) {
    g_autoptr(TestText) before = random_text(40);
    g_autoptr(TestText) now = round % 4 == 0 ? random_text(40) : edited(before);
    check_all(comparer, now, before);
  }
}

static void test_self(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  for (int round = 0; round < 200; round++) {
    g_autoptr(TestText) text = random_text(60);
    g_autoptr(Comparison) c = test_compare(comparer, text, text, false);
    g_assert_cmpuint(comparison_change_count(c), ==, 0);
    g_assert_cmpuint(count_kind(c, ROW_OMITTED) + count_kind(c, ROW_SAME), ==,
                     comparison_row_count(c));
    check_folded(c, text, text);
  }
}

/* What was used before must not show: a fresh comparer says the same. */
static void test_no_memory(void)
{
  g_autoptr(Comparer) used = comparer_new();
  for (int round = 0; round < 60; round++) {
    g_autoptr(TestText) before = random_text(80);
    g_autoptr(TestText) now = edited(before);
    g_autoptr(Comparer) fresh = comparer_new();
    g_autoptr(Comparison) one = test_compare(used, now, before, false);
    g_autoptr(Comparison) two = test_compare(fresh, now, before, false);
    g_autofree char *left = test_table(one), *right = test_table(two);
    g_assert_cmpstr(left, ==, right);
  }
}

static TestText *one_word_blocks(guint count, guint first)
{
  TestText *text = test_text_new();
  for (guint i = 0; i < count; i++) {
    g_autofree char *word = g_strdup_printf("語%u", first + i * 7919);
    test_text_add(text, BLOCK_PARAGRAPH, 0, "", false, "", word);
  }
  return text;
}

static void test_many_blocks(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(TestText) now = one_word_blocks(10000, 1), before = one_word_blocks(10000, 90000000);
  check_all(comparer, now, before);
}

static void test_many_repeats(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(TestText) now = test_text_new(), before = test_text_new();
  for (int i = 0; i < 5000; i++) {
    test_text_add(now, BLOCK_PARAGRAPH, 0, i % 2 ? "a" : "b", false, "", "以上");
    test_text_add(before, BLOCK_PARAGRAPH, 0, i % 3 ? "a" : "c", false, "", "以上");
  }
  check_all(comparer, now, before);
  for (int i = 0; i < 5000; i++)
    test_text_add(now, BLOCK_PARAGRAPH, 0, "b", false, "", i % 3 ? "以上" : "以下");
  check_all(comparer, now, before);
}

static void test_many_clauses_reversed(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(TestText) now = test_text_new(), before = test_text_new();
  for (int i = 0; i < 3000; i++) {
    g_autofree char *id = g_strdup_printf("c%d", i), *other = g_strdup_printf("c%d", 2999 - i);
    g_autofree char *title = g_strdup_printf("第%d条", i),
                    *last = g_strdup_printf("第%d条", 2999 - i);
    test_text_add(now, BLOCK_HEADING, 2, id, true, "", title);
    test_text_add(before, BLOCK_HEADING, 2, other, true, "", last);
  }
  check_all(comparer, now, before);
}

static void test_nothing_in_common(void)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autoptr(TestText) now = test_text_new(), before = test_text_new();
  g_autoptr(GString) words = g_string_new(NULL);
  for (int i = 0; i < 400; i++) {
    for (int side = 0; side < 2; side++) {
      g_string_truncate(words, 0);
      for (int k = 0; k < 110; k++)
        g_string_append_unichar(
          words, (gunichar)g_test_rand_int_range(side ? 0x4E00 : 0x7000, side ? 0x7000 : 0x9FA0));
      test_text_add(side ? now : before, BLOCK_PARAGRAPH, 0, "", false, "", words->str);
    }
  }
  check_all(comparer, now, before);
  g_autoptr(TestText) none = test_text_new();
  check_all(comparer, now, none);
  check_all(comparer, none, none);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/properties/random", test_random);
  g_test_add_func("/compare/properties/self", test_self);
  g_test_add_func("/compare/properties/no-memory", test_no_memory);
  g_test_add_func("/compare/properties/many-blocks", test_many_blocks);
  g_test_add_func("/compare/properties/many-repeats", test_many_repeats);
  g_test_add_func("/compare/properties/many-clauses-reversed", test_many_clauses_reversed);
  g_test_add_func("/compare/properties/nothing-in-common", test_nothing_in_common);
  return g_test_run();
}
