/* markup: a document flattened into blocks. */
#include "markup/blocks.h"
#include "markup_testing.h"

static Blocks *blocks_of(const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Document) document =
    document_parse(text, strlen(text), "a.md", DOCUMENT_POLICY, report);
  return document_blocks(document); /* the document is gone when this returns */
}

static char *list_of(const Blocks *blocks)
{
  static const char kinds[] = "HPIRC";
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < blocks_count(blocks); i++) {
    const Block *block = blocks_get(blocks, i);
    g_string_append_printf(out, "%c%d %s%s [%s] %s\n", kinds[block->kind], block->level,
                           block->clause, block->opens ? "!" : "", block->number, block->text);
  }
  return g_string_free(out, FALSE);
}

static void test_kinds(void)
{
  g_autoptr(Blocks) blocks =
    blocks_of("前文\n\n## 1、題 {#a}\n\n{漢字|かんじ}の**文**\\\n次\n行 x\ny\n\n- ① 一\n  - 二\n\n "
              "   続き\n- ② 三\n\n"
              "3. 四\n4. 五\n\n> 引用\n\n|a|b|\n|-|-|\n|1|**2**|\n\n2、段落 "
              "{#p}\n\n```\ncode\n\n```\n\n---\n\n<hr>\n");
  g_autofree char *list = list_of(blocks);
  g_assert_cmpstr(list, ==,
                  "P0  [] 前文\n"
                  "H2 a! [1、] 題\n"
                  "P0 a [] 漢字の文\n次行 x y\n"
                  "I1 a [①] 一\n"
                  "I2 a [] 二\n"
                  "P0 a [] 続き\n"
                  "I1 a [②] 三\n"
                  "I1 a [3.] 四\n"
                  "I1 a [4.] 五\n"
                  "P0 a [] 引用\n"
                  "R0 a [] a | b\n"
                  "R0 a [] 1 | 2\n"
                  "P0 p! [2、] 段落\n"
                  "C0 p [] code\n"
                  "P0 p [] <hr>\n");
}

/* Equal words have equal hashes, whatever their numbers and their dress. */
static void test_hashes(void)
{
  g_autoptr(Blocks) before = blocks_of("## 1、題 {#a}\n\n本文\n\n- ① 項\n");
  g_autoptr(Blocks) after = blocks_of("## 2、*題* {#b}\n\n{本文|ほんぶん}\n\n- ⑤ 項\n");
  g_autoptr(Blocks) other = blocks_of("### 1、題 {#a}\n\n本 文\n\n項\n");
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint(blocks_get(before, i)->hash, ==, blocks_get(after, i)->hash);
    g_assert_cmpuint(blocks_get(before, i)->hash, !=, blocks_get(other, i)->hash);
  }
}

static void test_empty(void)
{
  g_autoptr(Blocks) blocks = blocks_of("");
  g_assert_cmpuint(blocks_count(blocks), ==, 0);
}

/* Deep nesting is walked without recursion. */
static void test_deep(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 20000; i++)
    g_string_append(text, "> ");
  g_string_append(text, "a\n\nb");
  g_autoptr(Blocks) blocks = blocks_of(text->str);
  g_autofree char *list = list_of(blocks);
  g_assert_cmpstr(list, ==, "P0  [] a\nP0  [] b\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions();
  g_test_add_func("/markup/blocks/kinds", test_kinds);
  g_test_add_func("/markup/blocks/hashes", test_hashes);
  g_test_add_func("/markup/blocks/empty", test_empty);
  g_test_add_func("/markup/blocks/deep", test_deep);
  return g_test_run();
}
