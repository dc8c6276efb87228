/* compare/words: which words of a sentence are marked. */
#include "compare/words.h"

#include "compare_blocks.h"

static char *marked(GArray *spans)
{
  GString *out = g_string_new(NULL);
  Cell cell = {BLOCK_PARAGRAPH, 0, spans->len, (const Span *)(void *)spans->data};
  test_cell(out, &cell);
  return g_string_free(out, FALSE);
}

static char *unmarked(const GArray *spans)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < spans->len; i++) {
    const Span *span = &g_array_index(spans, Span, i);
    g_assert_cmpuint(span->length, >, 0);
    if (!span->marked)
      g_string_append_len(out, span->text, (gssize)span->length);
  }
  return g_string_free(out, FALSE);
}

static char *whole(const GArray *spans)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < spans->len; i++) {
    const Span *span = &g_array_index(spans, Span, i);
    g_string_append_len(out, span->text, (gssize)span->length);
  }
  return g_string_free(out, FALSE);
}

typedef struct {
  GArray *now, *before;
} Marks;

static Marks mark(Words *words, const char *now, const char *before)
{
  Marks m = {g_array_new(FALSE, FALSE, sizeof(Span)), g_array_new(FALSE, FALSE, sizeof(Span))};
  words_mark(words, now, before, m.now, m.before);
  g_autofree char *left = whole(m.now), *right = whole(m.before);
  g_assert_cmpstr(left, ==, now);
  g_assert_cmpstr(right, ==, before);
  g_autofree char *same_left = unmarked(m.now), *same_right = unmarked(m.before);
  g_assert_cmpstr(same_left, ==, same_right);
  return m;
}

static void marks_free(Marks m)
{
  g_array_free(m.now, TRUE);
  g_array_free(m.before, TRUE);
}

/* Strips the marks from both sides, compares, and wants the marks back. */
static void check(Words *words, const char *now, const char *before)
{
  char *plain[2];
  const char *given[] = {now, before};
  for (int side = 0; side < 2; side++) {
    GString *text = g_string_new(NULL);
    for (const char *p = given[side]; *p != '\0'; p++)
      if (*p != '[' && *p != ']')
        g_string_append_c(text, *p);
    plain[side] = g_string_free(text, FALSE);
  }
  for (int swapped = 0; swapped < 2; swapped++) {
    Marks m = mark(words, plain[swapped], plain[!swapped]);
    g_autofree char *left = marked(m.now), *right = marked(m.before);
    g_assert_cmpstr(left, ==, given[swapped]);
    g_assert_cmpstr(right, ==, given[!swapped]);
    marks_free(m);
  }
  g_free(plain[0]);
  g_free(plain[1]);
}

static void test_sentences(void)
{
  Words *w = words_new();
  check(w, "[利用者]の個人情報を[60]日以内に通知します。",
        "[ご利用者]の個人情報を[30]日以内に通知します。");
  check(w, "個人情報は、[６０]日以内に返却します。", "個人情報は、[60]日以内に返却します。");
  check(w, "[サービス]の提供", "[ｻｰﾋﾞｽ]の提供");
  check(w, "氏名、住所、[電話番号、]生年月日", "氏名、住所、生年月日");
  check(w, "収集します。[収集した情報は厳重に管理します。]", "収集します。");
  check(w, "個人情報を、[本人から直接、書面]により取得します。",
        "個人情報を、[適正な手段]により取得します。");
  check(w, "午前９時～午後[６]時", "午前９時～午後[５]時");
  check(w, "[😀]の絵文字", "[😁]の絵文字");
  check(w, "第三者に提供すること[があります]。", "第三者に提供すること[はありません]。");
  words_free(w);
}

/* What lies between two changes is not left standing by itself. */
static void test_no_confetti(void)
{
  Words *w = words_new();
  check(w, "個人情報の開示[、訂正、利用停止及び消去]の請求に応じます。",
        "個人情報の開示[及び訂正]の請求に応じます。");
  check(w, "[取得し、又は利用]した情報", "[収集]した情報");
  words_free(w);
}

/* Cells of a table row stay cells. */
static void test_table_row(void)
{
  Words *w = words_new();
  check(w, "電話 | 03-6915-[9399] | [平日]", "電話 | 03-6915-[9315] | [毎日]");
  check(w, "受付の時間とその方法について | [祝日以外の平日] | [電話による受付]",
        "受付の時間とその方法について | [土曜日及び日曜日] | [窓口において対応]");
  words_free(w);
}

static void test_mostly_changed(void)
{
  Words *w = words_new();
  check(w, "[事業所は、利用者及びその家族に関する情報を適切に管理いたします。]",
        "[当事業者は、ご利用者様やご家族の情報を厳重に保管します。]");
  /* However long an addition is, what stood before still stands. */
  check(w,
        "利用目的[は、次のとおりとし、これを変更する場合には、あらかじめ書面によりお知らせします]",
        "利用目的");
  check(w, "[a]", "[b]");
  check(w, "", "[b]");
  words_free(w);
}

static void random_text(GString *text)
{
  static const char *const pieces[] = {
    "個人情報", "利用", "者", "の",       "を",     "、",   "。",           "第三者",
    "30",       "６０", "日", "サービス", "ー",     "する", "「",           "」",
    " ",        " | ",  "a",  "é",        "\u3099", "😀",    "\xE2\x80\x8D", "は"};
  g_string_truncate(text, 0);
  for (int i = g_test_rand_int_range(0, 30); i > 0; i--)
    g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
}

/* mark() holds the laws; here also that swapping the sides swaps the marks. */
static void test_random(void)
{
  Words *w = words_new();
  g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);
  for (int round = 0; round < 4000; round++) {
    random_text(a);
    random_text(b);
    if (g_test_rand_bit())
      g_string_insert(b, 0, a->str);
    Marks m = mark(w, a->str, b->str), swapped = mark(w, b->str, a->str);
    g_autofree char *left = marked(m.now), *right = marked(m.before);
    g_autofree char *swapped_left = marked(swapped.now), *swapped_right = marked(swapped.before);
    g_assert_cmpstr(left, ==, swapped_right);
    g_assert_cmpstr(right, ==, swapped_left);
    marks_free(m);
    marks_free(swapped);
  }
  words_free(w);
}

/* More pairs than are recalled, met twice over: the second time says the same. */
static void test_recalled(void)
{
  Words *w = words_new();
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 1000; i++) {
      g_autofree char *now = g_strdup_printf("個人情報は、[%d]日以内に返却します。", i + 1000);
      g_autofree char *before = g_strdup_printf("個人情報は、[%d]日以内に返却します。", i);
      check(w, now, before);
    }
  words_free(w);
}

static void test_large(void)
{
  Words *w = words_new();
  g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);
  while (a->len < 128 * 1024)
    g_string_append_unichar(a, (gunichar)g_test_rand_int_range(0x4E00, 0x9000));
  while (b->len < 128 * 1024)
    g_string_append_unichar(b, (gunichar)g_test_rand_int_range(0x3041, 0x3090));
  marks_free(mark(w, a->str, b->str));
  g_string_assign(b, a->str);
  for (gsize at = 0; at + 3 <= b->len; at += 300)
    memcpy(b->str + at, "々", 3);
  marks_free(mark(w, a->str, b->str));
  words_free(w);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/words/sentences", test_sentences);
  g_test_add_func("/compare/words/no-confetti", test_no_confetti);
  g_test_add_func("/compare/words/table-row", test_table_row);
  g_test_add_func("/compare/words/mostly-changed", test_mostly_changed);
  g_test_add_func("/compare/words/random", test_random);
  g_test_add_func("/compare/words/recalled", test_recalled);
  g_test_add_func("/compare/words/large", test_large);
  return g_test_run();
}
