/* compare/align, lines, changes, rows: what becomes of a text as policies are revised. */
#include "compare_blocks.h"

static const char text[] = "# part 個人情報保護規程\n"
                           "この規程は、当法人における個人情報の取扱いを定めます。\n"
                           "## collection 1、|個人情報の収集\n"
                           "当法人は、利用目的を明示した上で、必要な範囲で個人情報を収集します。\n"
                           "## retention 2、|個人情報の保管\n"
                           "個人情報は、契約の終了の日から30日以内に返却します。\n"
                           "- ①|氏名\n"
                           "- ②|住所\n"
                           "- ③|電話番号\n"
                           "- ④|生年月日\n"
                           "- ⑤|緊急連絡先\n"
                           "## requests 3、|開示等の請求\n"
                           "ご利用者は、個人情報の開示を請求することができます。\n"
                           "請求を受けたときは、速やかに対応いたします。\n"
                           "## contact 4、|窓口\n"
                           ": 担当 | 田中\n"
                           ": 電話 | 03-1234-5678\n";

typedef struct {
  const char *old, *new;
} Edit;

static char *edited(const Edit *edits)
{
  GString *out = g_string_new(text);
  for (; edits->old != NULL; edits++)
    g_assert_cmpuint(g_string_replace(out, edits->old, edits->new, 0), >, 0);
  return g_string_free(out, FALSE);
}

/* Compares the edited text with the text. A row is: its kind (= same, ~ changed,
 * # renumbered, + added, - removed, < moved here, > moved away, . omitted), its
 * change, "!" where a link to the change leads; the cells, with marks in [ ]; how many
 * blocks it stands for; the place on the other side. */
static void check(const Edit *edits, const char *rows, const char *changes)
{
  g_autoptr(Comparer) comparer = comparer_new();
  g_autofree char *changed = edited(edits);
  g_autoptr(TestText) now = test_text(changed);
  g_autoptr(TestText) before = test_text(text);
  g_autoptr(Comparison) c = test_compare(comparer, now, before, false);
  g_autofree char *table = test_table(c);
  g_assert_cmpstr(table, ==, rows);
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < comparison_change_count(c); i++) {
    const Change *change = comparison_change(c, i);
    g_string_append_printf(list, "%c %s %s\n", "=~#+-<>."[change->kind], change -> clause,
                           change -> title);
  }
  g_assert_cmpstr(list->str, ==, changes);
}

/* A clause comes in between; those after it are renumbered and stay themselves. */
static void test_clause_added(void)
{
  static const Edit edits[] = {
    {"## retention 2、",
     "## outsourcing 2、|外部への委託\n委託先と契約を結び、監督します。\n## retention 3、"},
    {"requests 3、", "requests 4、"},
    {"contact 4、", "contact 5、"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "+1! [2、外部への委託] ‖ \n"
        "+1 [委託先と契約を結び、監督します。] ‖ \n"
        "#2! [3、]個人情報の保管 ‖ [2、]個人情報の保管\n"
        ".0  ‖  ×6\n"
        "#3! [4、]開示等の請求 ‖ [3、]開示等の請求\n"
        ".0  ‖  ×2\n"
        "#4! [5、]窓口 ‖ [4、]窓口\n"
        ".0  ‖  ×2\n",
        "+ outsourcing 2、外部への委託\n"
        "# retention 3、個人情報の保管\n"
        "# requests 4、開示等の請求\n"
        "# contact 5、窓口\n");
}

static void test_clause_removed(void)
{
  static const Edit edits[] = {
    {"## retention 2、|個人情報の保管\n個人情報は、契約の終了の日から30日以内に返却します。\n- "
     "①|氏名\n- ②|住所\n- ③|電話番号\n- ④|生年月日\n- ⑤|緊急連絡先\n",
     ""},
    {"requests 3、", "requests 2、"},
    {"contact 4、", "contact 3、"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "-1!  ‖ [2、個人情報の保管]\n"
        "-1  ‖ [個人情報は、契約の終了の日から30日以内に返却します。]\n"
        "-1  ‖ [①氏名]\n"
        "-1  ‖ [②住所]\n"
        "-1  ‖ [③電話番号]\n"
        "-1  ‖ [④生年月日]\n"
        "-1  ‖ [⑤緊急連絡先]\n"
        "#2! [2、]開示等の請求 ‖ [3、]開示等の請求\n"
        ".0  ‖  ×2\n"
        "#3! [3、]窓口 ‖ [4、]窓口\n"
        ".0  ‖  ×2\n",
        "- retention 2、個人情報の保管\n"
        "# requests 2、開示等の請求\n"
        "# contact 3、窓口\n");
}

/* Moved to the front: the others only change their numbers. */
static void test_clause_moved(void)
{
  static const Edit edits[] = {
    {"## requests "
     "3、|"
     "開示等の請求\nご利用者は、個人情報の開示を請求することができます。\n請求を受けたときは、速や"
     "かに対応いたします。\n",
     ""},
    {"## collection 1、", "## requests "
                          "1、|"
                          "開示等の請求\nご利用者は、個人情報の開示を請求することができます。\n請求"
                          "を受けたときは、速やかに対応いたします。\n## collection 2、"},
    {"retention 2、", "retention 3、"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        "<1! [1、]開示等の請求 ‖  @3、開示等の請求\n"
        "<1  ‖  ×2 @3、開示等の請求\n"
        "#2! [2、]個人情報の収集 ‖ [1、]個人情報の収集\n"
        ".0  ‖ \n"
        "#3! [3、]個人情報の保管 ‖ [2、]個人情報の保管\n"
        ".0  ‖  ×6\n"
        ">1  ‖ [3、]開示等の請求 @1、開示等の請求\n"
        ">1  ‖  ×2 @1、開示等の請求\n"
        ".0 4 ‖ 4 ×3\n",
        "< requests 1、開示等の請求\n"
        "# collection 2、個人情報の収集\n"
        "# retention 3、個人情報の保管\n");
}

static void test_clause_moved_and_changed(void)
{
  static const Edit edits[] = {
    {"## requests "
     "3、|"
     "開示等の請求\nご利用者は、個人情報の開示を請求することができます。\n請求を受けたときは、速や"
     "かに対応いたします。\n",
     ""},
    {"## collection 1、", "## requests "
                          "1、|"
                          "開示等の請求\nご利用者は、個人情報の開示を請求することができます。\n請求"
                          "を受けたときは、14日以内に対応いたします。\n## collection 2、"},
    {"retention 2、", "retention 3、"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        "<1! [1、]開示等の請求 ‖  @3、開示等の請求\n"
        "<1  ‖  @3、開示等の請求\n"
        "<1 請求を受けたときは、[14日以内]に対応いたします。 ‖  @3、開示等の請求\n"
        "#2! [2、]個人情報の収集 ‖ [1、]個人情報の収集\n"
        ".0  ‖ \n"
        "#3! [3、]個人情報の保管 ‖ [2、]個人情報の保管\n"
        ".0  ‖  ×6\n"
        ">1  ‖ [3、]開示等の請求 @1、開示等の請求\n"
        ">1  ‖  @1、開示等の請求\n"
        ">1  ‖ 請求を受けたときは、[速やか]に対応いたします。 @1、開示等の請求\n"
        ".0 4 ‖ 4 ×3\n",
        "< requests 1、開示等の請求\n"
        "# collection 2、個人情報の収集\n"
        "# retention 3、個人情報の保管\n");
}

static void test_words_changed(void)
{
  static const Edit edits[] = {
    {"30日", "60日"},
    {"ご利用者は", "利用者は"},
    {"03-1234", "０３-1234"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "=0 2、個人情報の保管 ‖ 2、個人情報の保管\n"
        "~1! 個人情報は、契約の終了の日から[60]日以内に返却します。 ‖ "
        "個人情報は、契約の終了の日から[30]日以内に返却します。\n"
        ".0 ①～⑤ ‖ ①～⑤ ×5\n"
        "=0 3、開示等の請求 ‖ 3、開示等の請求\n"
        "~2! [利用者]は、個人情報の開示を請求することができます。 ‖ "
        "[ご利用者]は、個人情報の開示を請求することができます。\n"
        ".0  ‖ \n"
        "=0 4、窓口 ‖ 4、窓口\n"
        ".0  ‖ \n"
        "~3! 電話 | [０３]-1234-5678 ‖ 電話 | [03]-1234-5678\n",
        "~ retention 2、個人情報の保管\n"
        "~ requests 3、開示等の請求\n"
        "~ contact 4、窓口\n");
}

/* The items after it are one row, as ministries print it. */
static void test_item_inserted(void)
{
  static const Edit edits[] = {
    {"- ③|電話番号\n- ④|生年月日\n- ⑤|緊急連絡先",
     "- ③|勤務先\n- ④|電話番号\n- ⑤|生年月日\n- ⑥|緊急連絡先"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "=0 2、個人情報の保管 ‖ 2、個人情報の保管\n"
        ".0  ‖ \n"
        ".0 ①～② ‖ ①～② ×2\n"
        "+1! [③勤務先] ‖ \n"
        "#1 [④～⑥] ‖ [③～⑤] ×3\n"
        ".0 3～4 ‖ 3～4 ×6\n",
        "~ retention 2、個人情報の保管\n");
}

/* Two renumbered items are shown in full. */
static void test_item_removed(void)
{
  static const Edit edits[] = {
    {"- ③|電話番号\n- ④|生年月日\n- ⑤|緊急連絡先", "- ③|生年月日\n- ④|緊急連絡先"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "=0 2、個人情報の保管 ‖ 2、個人情報の保管\n"
        ".0  ‖ \n"
        ".0 ①～② ‖ ①～② ×2\n"
        "-1!  ‖ [③電話番号]\n"
        "#1 [③]生年月日 ‖ [④]生年月日\n"
        "#1 [④]緊急連絡先 ‖ [⑤]緊急連絡先\n"
        ".0 3～4 ‖ 3～4 ×6\n",
        "~ retention 2、個人情報の保管\n");
}

/* Nothing but an addition: the heading that it stands under is shown. */
static void test_item_appended(void)
{
  static const Edit edits[] = {
    {"⑤|緊急連絡先", "⑤|緊急連絡先\n- ⑥|勤務先"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "=0 2、個人情報の保管 ‖ 2、個人情報の保管\n"
        ".0  ‖ \n"
        ".0 ①～⑤ ‖ ①～⑤ ×5\n"
        "+1! [⑥勤務先] ‖ \n"
        ".0 3～4 ‖ 3～4 ×6\n",
        "~ retention 2、個人情報の保管\n");
}

/* Sentences that many clauses share stay with their own clause, whichever of the
 * clauses lost them. */
static void test_shared_sentences(void)
{
  enum { CLAUSES = 4 };
  g_autoptr(Comparer) comparer = comparer_new();
  for (guint lost = 1; lost < 1u << CLAUSES; lost++) {
    g_autoptr(GString) old = g_string_new("# p 規程\n"), new = g_string_new("# p 新しい規程\n");
    for (guint k = 0; k < CLAUSES; k++) {
      static const char *const shared = "共通する定め\n同じ定め\n";
      g_string_append_printf(old, "## %c 第%uの定め\n%s", 'a' + k, k, shared);
      g_string_append_printf(new, "## %c 新しい第%uの定め\n%s", 'a' + k, k,
                             lost >> k & 1 ? "" : shared);
    }
    g_string_append(old, "これで終わります。");
    g_autoptr(TestText) now = test_text(new->str);
    g_autoptr(TestText) before = test_text(old->str);
    g_autoptr(Comparison) c = test_compare(comparer, now, before, true);
    for (guint i = 0; i < comparison_row_count(c); i++) {
      const Row *row = comparison_row(c, i);
      if (row->block != BLOCK_PARAGRAPH ||
          row->before.spans[0].length == strlen("これで終わります。"))
        continue;
      guint clause = (guint)(row->clause[0] - 'a');
      g_assert_cmpint(row->kind, ==, lost >> clause & 1 ? ROW_REMOVED : ROW_SAME);
    }
  }
}

static void test_table_row(void)
{
  static const Edit edits[] = {
    {"担当 | 田中", "担当 | 佐藤"},
    {"5678", "5678\n: ファクス | 03-1234-9999"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1～3 ‖ 1～3 ×12\n"
        "=0 4、窓口 ‖ 4、窓口\n"
        "~1! 担当 | [佐藤] ‖ 担当 | [田中]\n"
        ".0  ‖ \n"
        "+1 [ファクス | 03-1234-9999] ‖ \n",
        "~ contact 4、窓口\n");
}

static void test_paragraph_moved(void)
{
  static const Edit edits[] = {
    {"請求を受けたときは、速やかに対応いたします。\n", ""},
    {"取扱いを定めます。\n", "取扱いを定めます。\n請求を受けたときは、速やかに対応いたします。\n"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        "<1! 請求を受けたときは、速やかに対応いたします。 ‖  @3、開示等の請求\n"
        ".0 1～2 ‖ 1～2 ×9\n"
        "=0 3、開示等の請求 ‖ 3、開示等の請求\n"
        ".0  ‖ \n"
        ">2!  ‖ 請求を受けたときは、速やかに対応いたします。 @個人情報保護規程\n"
        ".0 4 ‖ 4 ×3\n",
        "~ part 個人情報保護規程\n"
        "~ requests 3、開示等の請求\n");
}

static void test_retitled(void)
{
  static const Edit edits[] = {
    {"個人情報の保管", "個人情報の保管及び返却"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "~1! 2、個人情報の保管[及び返却] ‖ 2、個人情報の保管\n"
        ".0  ‖  ×6\n"
        ".0 3～4 ‖ 3～4 ×6\n",
        "~ retention 2、個人情報の保管及び返却\n");
}

/* Nothing in common, but it stands in the same place. */
static void test_rewritten(void)
{
  static const Edit edits[] = {
    {"当法人は、利用目的を明示した上で、必要な範囲で個人情報を収集します。",
     "利用する目的のほかには、本人に断りなく情報を使いません。"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        "=0 1、個人情報の収集 ‖ 1、個人情報の収集\n"
        "~1! [利用する目的のほかには、本人に断りなく情報を使いません。] ‖ "
        "[当法人は、利用目的を明示した上で、必要な範囲で個人情報を収集します。]\n"
        ".0 2～4 ‖ 2～4 ×13\n",
        "~ collection 1、個人情報の収集\n");
}

/* A clause that was given another id is known by its words. */
static void test_id_changed(void)
{
  static const Edit edits[] = {
    {"## retention", "## storage"},
    {"30日", "60日"},
    {NULL, NULL},
  };
  check(edits,
        "=0 個人情報保護規程 ‖ 個人情報保護規程\n"
        ".0  ‖ \n"
        ".0 1 ‖ 1 ×2\n"
        "=0 2、個人情報の保管 ‖ 2、個人情報の保管\n"
        "~1! 個人情報は、契約の終了の日から[60]日以内に返却します。 ‖ "
        "個人情報は、契約の終了の日から[30]日以内に返却します。\n"
        ".0 ①～⑤ ‖ ①～⑤ ×5\n"
        ".0 3～4 ‖ 3～4 ×6\n",
        "~ storage 2、個人情報の保管\n");
}

/* A paragraph that becomes an item says the same: no change. */
static void test_form_changed(void)
{
  static const Edit edits[] = {
    {"請求を受けたときは", "- |請求を受けたときは"},
    {NULL, NULL},
  };
  check(edits, ".0 個人情報保護規程 ‖ 個人情報保護規程 ×17\n", "");
}

static void test_before_the_first_clause(void)
{
  static const Edit edits[] = {
    {"# part", "この文書は、当法人の規程です。\n# part"},
    {NULL, NULL},
  };
  check(edits,
        "+1! [この文書は、当法人の規程です。] ‖ \n"
        ".0 個人情報保護規程 ‖ 個人情報保護規程 ×17\n",
        "+  この文書は、当法人の規程です。\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/compare/rows/clause-added", test_clause_added);
  g_test_add_func("/compare/rows/clause-removed", test_clause_removed);
  g_test_add_func("/compare/rows/clause-moved", test_clause_moved);
  g_test_add_func("/compare/rows/clause-moved-and-changed", test_clause_moved_and_changed);
  g_test_add_func("/compare/rows/words-changed", test_words_changed);
  g_test_add_func("/compare/rows/item-inserted", test_item_inserted);
  g_test_add_func("/compare/rows/item-removed", test_item_removed);
  g_test_add_func("/compare/rows/item-appended", test_item_appended);
  g_test_add_func("/compare/rows/shared-sentences", test_shared_sentences);
  g_test_add_func("/compare/rows/table-row", test_table_row);
  g_test_add_func("/compare/rows/paragraph-moved", test_paragraph_moved);
  g_test_add_func("/compare/rows/retitled", test_retitled);
  g_test_add_func("/compare/rows/rewritten", test_rewritten);
  g_test_add_func("/compare/rows/id-changed", test_id_changed);
  g_test_add_func("/compare/rows/form-changed", test_form_changed);
  g_test_add_func("/compare/rows/before-the-first-clause", test_before_the_first_clause);
  return g_test_run();
}
