/*
 * Synthetic sites for the benchmark, always the same bytes for the same counts.
 *
 *   synthetic pages DIR COUNT            writes a site of COUNT plain pages, 4 to 6 KB each
 *   synthetic policies COUNT REVISIONS   writes a `git fast-import` stream of a site of COUNT
 *                                        policies with REVISIONS frozen texts each, one commit a text
 *
 * The text is Japanese prose put together from lists of words: headings, lists, links, emphasis,
 * as an office would write it. It means nothing.
 */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 20181201, CLAUSES = 14, PAGE_BYTES = 4000, PAGE_SPREAD = 1600 };

static const char *const who[] = {
  "エプロン", "当法人",         "担当の職員",       "ご利用者", "そのご家族", "サービス提供責任者",
  "管理者",   "委託先の事業者", "関係する行政機関", "医療機関", "事務局",     "訪問する職員",
};
static const char *const what[] = {
  "個人情報の利用目的",   "訪問介護計画",     "連絡先の一覧",   "サービスの記録",
  "苦情の内容とその対応", "緊急時の連絡方法", "名簿の写し",     "利用料金の請求書",
  "研修の記録",           "鍵の預かり証",     "秘密保持の契約", "変更の届出",
};
static const char *const how[] = {
  "あらかじめ書面で",   "必要な範囲に限って", "本人の同意を得た上で",
  "年に一度以上",       "速やかに",           "法令の定めに従って",
  "わかりやすい言葉で", "鍵のかかる場所で",   "二人以上で確かめながら",
  "五年のあいだ",
};
static const char *const does[] = {
  "見直します",     "保管します",   "お知らせします", "確かめます", "お渡しします",
  "記録に残します", "取り扱います", "廃棄します",     "報告します", "説明します",
};
static const char *const topic[] = {
  "個人情報の収集",   "利用と提供",     "外部への委託", "安全管理の措置", "改善の取り組み",
  "開示と訂正の請求", "苦情の受け付け", "記録の保存",   "職員の研修",     "緊急時の対応",
  "訪問の予定",       "料金のお支払い", "お問い合わせ", "見学のご案内",
};
static const char *const circled[] = {"①", "②", "③", "④", "⑤", "⑥", "⑦"};

#define PICK(rand, list) ((list)[g_rand_int_range((rand), 0, G_N_ELEMENTS(list))])

static void add_sentence(GString *out, GRand *rand)
{
  const char *subject = PICK(rand, who), *manner = PICK(rand, how);
  const char *object = PICK(rand, what), *verb = PICK(rand, does);

  switch (g_rand_int_range(rand, 0, 6)) {
  case 0:
    g_string_append_printf(out, "%sは、**「%s」**を%s%s。", subject, object, manner, verb);
    break;
  case 1:
    g_string_append_printf(out, "%sが%sを%s場合には、*%s*これを行い、その結果を%sに%s。", subject,
                           object, "変更する", manner, PICK(rand, who), verb);
    break;
  default:
    g_string_append_printf(out, "%sは、%sを%s%s。", subject, object, manner, verb);
  }
}

static void add_sentences(GString *out, GRand *rand, int least, int most)
{
  for (int n = g_rand_int_range(rand, least, most + 1); n > 0; n--)
    add_sentence(out, rand);
}

static void add_list(GString *out, GRand *rand, bool numbered)
{
  int items = g_rand_int_range(rand, 3, G_N_ELEMENTS(circled) + 1);
  for (int i = 0; i < items; i++)
    g_string_append_printf(out, "- %s%s%sを%s%sこと\n", numbered ? circled[i] : "",
                           numbered ? " " : "", PICK(rand, what), PICK(rand, how), "取り扱う");
  g_string_append_c(out, '\n');
}

static void add_links(GString *out, GRand *rand, int pages)
{
  g_string_append(out, "くわしくは");
  for (int i = 0; i < 3; i++)
    g_string_append_printf(out, "%s[%s](../page-%05d/)", i ? "、" : "", PICK(rand, topic),
                           g_rand_int_range(rand, 0, pages));
  g_string_append(out, "をご覧ください。\n\n");
}

static char *page_text(int index, int pages)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)(SEED + index));
  GString *out = g_string_new(NULL);
  gsize size = (gsize)g_rand_int_range(rand, PAGE_BYTES, PAGE_BYTES + PAGE_SPREAD);

  g_string_append_printf(out, "# %sについて（%d）\n\n", PICK(rand, topic), index);
  add_sentences(out, rand, 2, 3);
  g_string_append(out, "\n\n");
  for (int section = 1; out->len < size; section++) {
    g_string_append_printf(out, "## %d、%s\n\n", section, PICK(rand, topic));
    add_sentences(out, rand, 1, 3);
    g_string_append(out, "\n\n");
    if (section % 2 == 0)
      add_list(out, rand, section % 4 == 0);
    else
      add_links(out, rand, pages);
  }
  return g_string_free(out, FALSE);
}

static void write_file(const char *path, const char *text)
{
  g_autoptr(GError) error = NULL;
  if (!g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error)) {
    fprintf(stderr, "%s\n", error->message);
    exit(3);
  }
}

static const char site_lua[] = "site {\n"
                               "  name       = \"NPO法人 見本の会\",\n"
                               "  short      = \"見本の会\",\n"
                               "  postal     = \"177-0041\",\n"
                               "  address    = \"東京都練馬区石神井町0-0-0\",\n"
                               "  tel        = \"03-0000-0000\",\n"
                               "  hours      = \"午前9時～午後5時\",\n"
                               "  lang       = \"ja\",\n"
                               "  timezone   = \"Asia/Tokyo\",\n"
                               "  base_url   = \"https://example.jp/\",\n"
                               "  key_colour = \"#115a36\",\n"
                               "}\n";

static void write_pages(const char *folder, int count)
{
  g_autofree char *pages = g_build_filename(folder, "content", "pages", NULL);
  g_autofree char *site = g_build_filename(folder, "content", "site.lua", NULL);

  if (g_mkdir_with_parents(pages, 0755) != 0) {
    fprintf(stderr, "%s: %s\n", pages, g_strerror(errno));
    exit(3);
  }
  write_file(site, site_lua);
  for (int i = 0; i < count; i++) {
    g_autofree char *path = g_strdup_printf("%s/page-%05d.md", pages, i);
    g_autofree char *text = page_text(i, count);
    write_file(path, text);
  }
}

/* ---- policies ---- */

/* What stands in a clause now; a revision changes some of it and leaves the rest as it was. */
typedef struct {
  char *title;
  char *body;
  int id; /* permanent, whatever the number */
} Clause;

typedef struct {
  GRand *rand;
  GArray *clauses; /* of Clause */
  int next_id;
  GString *ledger;
} Policy;

static Clause new_clause(Policy *policy)
{
  GString *body = g_string_new(NULL);

  add_sentences(body, policy->rand, 1, 3);
  g_string_append(body, "\n\n");
  if (policy->next_id % 3 == 0)
    add_list(body, policy->rand, true);
  return (Clause){g_strdup(PICK(policy->rand, topic)), g_string_free(body, FALSE),
                  policy->next_id++};
}

static void free_clause(gpointer data)
{
  Clause *clause = data;
  g_free(clause->title);
  g_free(clause->body);
}

/* A revision rewords up to three clauses; every fifth adds one, every seventh removes one, so that
 * all after it are numbered anew. */
static void revise(Policy *policy, int revision)
{
  for (int n = g_rand_int_range(policy->rand, 1, 4); n > 0; n--) {
    guint at = (guint)g_rand_int_range(policy->rand, 0, (gint32)policy->clauses->len);
    Clause *clause = &g_array_index(policy->clauses, Clause, at);
    GString *body = g_string_new(NULL);
    char *cut = strstr(clause->body, "。");

    add_sentence(body, policy->rand);
    g_string_append(body, cut ? cut + strlen("。") : "\n\n");
    g_free(clause->body);
    clause->body = g_string_free(body, FALSE);
  }
  if (revision % 5 == 0) {
    Clause clause = new_clause(policy);
    g_array_insert_val(policy->clauses,
                       (guint)g_rand_int_range(policy->rand, 0, (gint32)policy->clauses->len),
                       clause);
  }
  if (revision % 7 == 0 && policy->clauses->len > CLAUSES / 2)
    g_array_remove_index(policy->clauses,
                         (guint)g_rand_int_range(policy->rand, 0, (gint32)policy->clauses->len));
}

static char *policy_text(const Policy *policy)
{
  GString *out =
    g_string_new("# 個人情報保護の方針 {#basic}\n\n当法人は、次のとおり定めます。\n\n");
  guint half = policy->clauses->len / 2;

  for (guint i = 0; i < policy->clauses->len; i++) {
    const Clause *clause = &g_array_index(policy->clauses, Clause, i);
    if (i == half)
      g_string_append(out, "# 個人情報の取り扱いについて {#handling}\n\n"
                           "当法人では、次のように取り扱います。\n\n");
    g_string_append_printf(out, "## %u、%s {#c%d}\n\n%s", i < half ? i + 1 : i - half + 1,
                           clause->title, clause->id, clause->body);
  }
  g_string_append(out, "この方針の適用範囲は、当法人のすべての事業とします。 {#scope}\n");
  return g_string_free(out, FALSE);
}

static char *blob_id(const char *text)
{
  gsize length = strlen(text);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
  g_autofree char *header = g_strdup_printf("blob %" G_GSIZE_FORMAT, length);

  g_checksum_update(sum, (const guchar *)header, (gssize)strlen(header) + 1);
  g_checksum_update(sum, (const guchar *)text, (gssize)length);
  return g_strdup(g_checksum_get_string(sum));
}

static void put_data(const char *text)
{
  printf("data %" G_GSIZE_FORMAT "\n%s\n", strlen(text), text);
}

static void put_revision(Policy *policy, int index, int revision, GDateTime *day)
{
  g_autofree char *text = policy_text(policy);
  g_autofree char *blob = blob_id(text);
  g_autofree char *date = g_date_time_format(day, "%Y-%m-%d");
  gint64 at = g_date_time_to_unix(day);

  if (revision == 0)
    g_string_append_printf(policy->ledger,
                           "policy { id = \"policy-%03d\", title = \"個人情報の方針（%d）\" }\n",
                           index, index);
  g_string_append_printf(
    policy->ledger,
    "\nrevision { effective = \"%s\", change = \"%s\" }\n"
    "text { of = \"%s\", lang = \"ja\", blob = \"%s\", provenance = \"original\" }\n",
    date, revision == 0 ? "作成" : "一部変更", date, blob);
  printf("blob\nmark :1\n");
  put_data(text);
  printf("commit refs/heads/main\ncommitter Bench <bench@example.jp> %" G_GINT64_FORMAT " +0900\n",
         at + index);
  put_data("Publish");
  if (index == 0 && revision == 0) {
    printf("M 100644 inline content/site.lua\n");
    put_data(site_lua);
  }
  printf("M 100644 :1 content/policy-%03d/policy.md\n", index);
  printf("M 100644 :1 content/policy-%03d/revisions/%s.md\n", index, date);
  printf("M 100644 inline content/policy-%03d/ledger.lua\n", index);
  put_data(policy->ledger->str);
}

static void write_policies(int count, int revisions)
{
  Policy *policies = g_new0(Policy, count);
  g_autoptr(GDateTime) first = g_date_time_new_utc(2001, 4, 1, 0, 0, 0);

  for (int i = 0; i < count; i++) {
    policies[i].rand = g_rand_new_with_seed((guint32)(SEED - i));
    policies[i].ledger = g_string_new(NULL);
    policies[i].clauses = g_array_new(FALSE, FALSE, sizeof(Clause));
    g_array_set_clear_func(policies[i].clauses, free_clause);
    for (int n = 0; n < CLAUSES; n++) {
      Clause clause = new_clause(&policies[i]);
      g_array_append_val(policies[i].clauses, clause);
    }
  }
  for (int revision = 0; revision < revisions; revision++) {
    g_autoptr(GDateTime) day = g_date_time_add_days(first, 90 * revision);
    for (int i = 0; i < count; i++) {
      if (revision > 0)
        revise(&policies[i], revision);
      put_revision(&policies[i], i, revision, day);
    }
  }
  printf("done\n");
  for (int i = 0; i < count; i++) {
    g_rand_free(policies[i].rand);
    g_array_free(policies[i].clauses, TRUE);
    g_string_free(policies[i].ledger, TRUE);
  }
  g_free(policies);
}

int main(int argc, char **argv)
{
  if (argc == 4 && strcmp(argv[1], "pages") == 0)
    write_pages(argv[2], atoi(argv[3]));
  else if (argc == 4 && strcmp(argv[1], "policies") == 0)
    write_policies(atoi(argv[2]), atoi(argv[3]));
  else {
    fprintf(stderr, "usage: synthetic pages DIR COUNT | synthetic policies COUNT REVISIONS\n");
    return 2;
  }
  return 0;
}
