/* Ledgers: what follows from the entries, and every fault that they can have. */
#include "base/files.h"
#include "ledger/ledger.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* a site's folder, made once */

static void write_ledger(const char *id, const char *text, gsize size)
{
  g_autofree char *above = g_build_filename(folder, "content", id, NULL);
  g_autofree char *path = g_build_filename(above, "ledger.lua", NULL);
  g_assert_cmpint(g_mkdir_with_parents(above, 0755), ==, 0);
  g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
}

static Ledger *read_named(const char *id, const char *text, Report *report)
{
  g_autofree char *path = g_build_filename("content", id, "ledger.lua", NULL);
  write_ledger(id, text, strlen(text));
  return ledger_read(folder, path, report);
}

/* A ledger without fault; policy{} is put before the entries. */
static Ledger *read_good(const char *entries)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *text =
    g_strconcat("policy { id = 'kihon', title = '基本方針' }\n", entries, NULL);
  Ledger *ledger = read_named("kihon", text, report);
  if (report_count(report) > 0) {
    ReportStyle style = {MESSAGES_EN, false};
    report_print(report, &style, stderr);
  }
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_nonnull(ledger);
  return ledger;
}

static char *faults_of(const char *id, const char *text)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Ledger) ledger = read_named(id, text, report);
  GString *out = g_string_new(NULL);

  g_assert_true((ledger == NULL) == report_failed(report));
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    g_autofree char *arguments = g_strjoinv("|", diag->arguments);
    g_assert_true(g_str_has_suffix(diag->file, "/ledger.lua"));
    g_string_append_printf(out, "%s%d %s %s", i ? "\n" : "", diag->line, diag_code_name(diag->code),
                           arguments);
  }
  return g_string_free(out, FALSE);
}

static void assert_faults(const char *entries, const char *wanted)
{
  g_autofree char *text = g_strconcat("policy { id = 'kihon', title = 'x' }\n", entries, NULL);
  g_autofree char *got = faults_of("kihon", text);
  g_assert_cmpstr(got, ==, wanted);
}

static const Revision *at(const Ledger *ledger, guint index)
{
  return g_ptr_array_index(ledger->revisions, index);
}

/* "key n, key n, …" in order of effect. */
static char *order_of(const Ledger *ledger)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < ledger->revisions->len; i++)
    g_string_append_printf(out, "%s%s %d", i ? ", " : "", at(ledger, i)->key,
                           at(ledger, i)->number);
  return g_string_free(out, FALSE);
}

#define BLOB_A "ebb94081b69740cbe9a457509e74c548bd5f36a2"
#define BLOB_B "0123456789abcdef0123456789abcdef01234567"

static void test_reads(void)
{
  g_autoptr(Ledger) ledger = read_good(
    "revision { effective = '平成30年12月1日', change = '一部変更', decided = 'H30.11.20',\n"
    "  summary = '要約', reason = '理由', retrain = false }\n"
    "revision { effective = '平成18年1月1日', change = '作成' }\n"
    "text { of = '2018-12-01', lang = 'en', blob = '" BLOB_B "', provenance = 'original' }\n"
    "text { of = '2018-12-01', lang = 'ja', blob = '" BLOB_B "', provenance = 'copy' }\n"
    "text { of = '2018-12-01', lang = 'easy', blob = '" BLOB_B "', provenance = 'original' }\n"
    "text { of = '2018-12-01', lang = 'ja', blob = '" BLOB_A "', provenance = 'reconstructed' }\n"
    "approval { blob = '" BLOB_A "', by = '理事会', on = '2018-11-20' }\n");

  g_assert_cmpstr(ledger->id, ==, "kihon");
  g_assert_cmpstr(ledger->title, ==, "基本方針");
  g_assert_false(ledger->sealed);
  g_assert_cmpuint(ledger->entries, ==, 8);
  g_assert_cmpuint(strlen(ledger->hash), ==, 64);
  g_assert_cmpuint(ledger->revisions->len, ==, 2);

  const Revision *revision = at(ledger, 1);
  g_assert_cmpstr(revision->key, ==, "2018-12-01");
  g_assert_cmpint(revision->number, ==, 2);
  g_assert_cmpint(revision->line, ==, 2);
  g_assert_cmpuint(revision->sequence, ==, 1);
  g_assert_cmpint(revision->decided.day, ==, 20);
  g_assert_cmpstr(revision->summary, ==, "要約");
  g_assert_cmpstr(revision->reason, ==, "理由");
  g_assert_false(revision->retrain);
  g_assert_true(at(ledger, 0)->retrain);
  g_assert_false(day_known(at(ledger, 0)->decided));

  g_assert_cmpuint(revision->editions->len, ==, 3);
  const char *langs[] = {"ja", "easy", "en"};
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr(((Edition *)revision->editions->pdata[i])->lang, ==, langs[i]);
  const Edition *ja = revision_edition(revision, "ja");
  g_assert_cmpstr(ja->blob, ==, BLOB_A);
  g_assert_cmpstr(ja->path, ==, "content/kihon/revisions/2018-12-01.md");
  g_assert_cmpint(ja->provenance, ==, PROVENANCE_RECONSTRUCTED);
  g_assert_cmpint(ja->line, ==, 8);
  g_assert_cmpuint(ja->sequence, ==, 4); /* the first that named it */
  g_assert_cmpstr(revision_edition(revision, "en")->path, ==,
                  "content/kihon/revisions/2018-12-01.en.md");
  g_assert_null(revision_edition(revision, "fr"));
  g_assert_cmpuint(ledger->replaced->len, ==, 1);
  g_assert_cmpstr(((Edition *)ledger->replaced->pdata[0])->blob, ==, BLOB_B);

  const Approval *approval = g_ptr_array_index(ledger->approvals, 0);
  g_assert_cmpstr(approval->by, ==, "理事会");
  g_assert_cmpint(approval->on.month, ==, 11);
}

static void assert_order(const char *entries, const char *wanted)
{
  g_autoptr(Ledger) ledger = read_good(entries);
  g_autofree char *got = order_of(ledger);
  g_assert_cmpstr(got, ==, wanted);
}

static void test_order(void)
{
  assert_order("revision { effective = '2020-01-01', change = '一部変更' }\n"
               "revision { effective = '2018-01-01', change = '作成' }\n",
               "2018-01-01 1, 2020-01-01 2");
  /* An erratum stands after what it corrects, wherever it is written. */
  assert_order("revision { effective = '2018-01-01', change = '作成' }\n"
               "revision { effective = '2020-01-01', change = '一部変更' }\n"
               "revision { effective = '2018-01-01', change = '正誤' }\n"
               "revision { effective = '2018-01-01', change = '正誤' }\n",
               "2018-01-01 1, 2018-01-01-2 2, 2018-01-01-3 3, 2020-01-01 4");
  assert_order("revision { effective = '2018-01-01', change = '正誤' }\n"
               "revision { effective = '2018-01-01', change = '作成' }\n",
               "2018-01-01-2 1, 2018-01-01 2");
  assert_order(
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-20' }\n"
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-10' }\n",
    "2018-01-01-2 1, 2018-01-01 2");
  /* Where each was decided on a day of its own, the decisions tell, of errata too. */
  assert_order(
    "revision { effective = '2018-01-01', change = '作成', decided = '2017-12-01' }\n"
    "revision { effective = '2018-01-01', change = '正誤', decided = '2017-12-10' }\n"
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-20' }\n",
    "2018-01-01 1, 2018-01-01-2 2, 2018-01-01-3 3");
  assert_order("revision { effective = '2018-01-01', change = '一部変更', order = 3 }\n"
               "revision { effective = '2018-01-01', change = '正誤', order = 2 }\n"
               "revision { effective = '2018-01-01', change = '一部変更', order = 1 }\n",
               "2018-01-01-3 1, 2018-01-01-2 2, 2018-01-01 3");
}

/* Of several that take effect on the next day the last will hold. */
static void test_scheduled(void)
{
  g_autoptr(Ledger) ledger =
    read_good("revision { effective = '2018-01-01', change = '作成' }\n"
              "revision { effective = '2030-01-01', change = '一部変更', order = 1 }\n"
              "revision { effective = '2030-01-01', change = '一部変更', order = 2 }\n"
              "revision { effective = '2031-01-01', change = '一部変更' }\n"
              "revision { effective = '2029-01-01', change = '一部変更' }\n"
              "cancel { of = '2029-01-01' }\n");
  g_assert_cmpstr(ledger_scheduled(ledger, (Day){2020, 1, 1})->key, ==, "2030-01-01-2");
  g_assert_cmpstr(ledger_scheduled(ledger, (Day){2030, 1, 1})->key, ==, "2031-01-01");
  g_assert_null(ledger_scheduled(ledger, (Day){2031, 1, 1}));
}

/* What was cancelled leaves its day to a new revision, which nothing else orders. */
static void test_cancelled_order(void)
{
  g_autoptr(Ledger) ledger =
    read_good("revision { effective = '2030-01-01', change = '一部変更' }\n"
              "cancel { of = '2030-01-01' }\n"
              "revision { effective = '2030-01-01', change = '一部変更', decided = '2029-12-01' }\n"
              "revision { effective = '2030-01-01', change = '正誤' }\n");
  g_assert_cmpstr(at(ledger, 0)->key, ==, "2030-01-01");
  g_assert_cmpint(at(ledger, 0)->number, ==, 0);
  g_assert_cmpstr(at(ledger, 1)->key, ==, "2030-01-01-2");
  g_assert_cmpstr(at(ledger, 2)->key, ==, "2030-01-01-3");
  assert_faults("revision { effective = '2030-01-01', change = '一部変更' }\n"
                "cancel { of = '2030-01-01' }\n"
                "revision { effective = '2030-01-01', change = '一部変更' }\n"
                "revision { effective = '2030-01-01', change = '全部変更' }\n",
                "4 ledger-no-order 2030-01-01\n5 ledger-no-order 2030-01-01");
}

static void test_no_order(void)
{
  assert_faults("revision { effective = '2018-01-01', change = '一部変更' }\n"
                "revision { effective = '平成30年1月1日', change = '一部変更' }\n",
                "2 ledger-no-order 2018-01-01\n3 ledger-no-order 2018-01-01");
  assert_faults(
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-01' }\n"
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-01' }\n",
    "2 ledger-no-order 2018-01-01\n3 ledger-no-order 2018-01-01");
  assert_faults(
    "revision { effective = '2018-01-01', change = '一部変更', decided = '2017-12-01' }\n"
    "revision { effective = '2018-01-01', change = '一部変更' }\n",
    "2 ledger-no-order 2018-01-01\n3 ledger-no-order 2018-01-01");
  assert_faults("revision { effective = '2018-01-01', change = '一部変更', order = 1 }\n"
                "revision { effective = '2018-01-01', change = '一部変更', order = 1 }\n",
                "2 ledger-no-order 2018-01-01\n3 ledger-no-order 2018-01-01");
}

static const char *state_on(const Ledger *ledger, guint index, Day day)
{
  return revision_state_name(revision_state(ledger, at(ledger, index), day));
}

static void test_in_force(void)
{
  g_autoptr(Ledger) ledger =
    read_good("revision { effective = '2018-01-01', change = '作成' }\n"
              "revision { effective = '2020-01-01', change = '一部変更' }\n"
              "revision { effective = '2025-01-01', change = '全部変更' }\n"
              "revision { effective = '2030-04-01', change = '廃止' }\n"
              "cancel { of = '2025-01-01', on = '2024-12-31', reason = '見直しのため' }\n");
  const Day before = {2017, 12, 31}, first = {2018, 1, 1}, last = {2019, 12, 31},
            middle = {2026, 1, 1}, end = {2030, 4, 1};

  g_assert_null(ledger_in_force(ledger, before));
  g_assert_cmpstr(ledger_in_force(ledger, first)->key, ==, "2018-01-01");
  g_assert_cmpstr(ledger_in_force(ledger, last)->key, ==, "2018-01-01");
  g_assert_cmpstr(ledger_in_force(ledger, middle)->key, ==, "2020-01-01");
  g_assert_cmpstr(ledger_in_force(ledger, end)->key, ==, "2030-04-01");

  g_assert_cmpstr(state_on(ledger, 0, before), ==, "scheduled");
  g_assert_cmpstr(state_on(ledger, 0, last), ==, "in-force");
  g_assert_cmpstr(state_on(ledger, 0, middle), ==, "superseded");
  g_assert_cmpstr(state_on(ledger, 2, middle), ==, "cancelled");
  g_assert_cmpstr(state_on(ledger, 2, before), ==, "cancelled");

  g_assert_cmpint(day_compare(ledger_next_change(ledger, before), first), ==, 0);
  g_assert_cmpint(day_compare(ledger_next_change(ledger, middle), end), ==, 0);
  g_assert_false(day_known(ledger_next_change(ledger, end)));

  const Revision *cancelled = ledger_find(ledger, "2025-01-01");
  g_assert_cmpint(cancelled->number, ==, 0);
  g_assert_cmpstr(cancelled->cancel_reason, ==, "見直しのため");
  g_assert_cmpuint(cancelled->cancel_sequence, ==, 5);
  g_assert_cmpint(cancelled->cancelled_on.year, ==, 2024);
  g_assert_cmpint(ledger_find(ledger, "2030-04-01")->number, ==, 3);
  g_assert_null(ledger_find(ledger, "2031-01-01"));
}

static void test_retrain(void)
{
  g_autoptr(Ledger) ledger =
    read_good("revision { effective = '2018-01-01', change = '作成' }\n"
              "revision { effective = '2018-01-01', change = '正誤' }\n"
              "revision { effective = '2018-01-01', change = '正誤', retrain = true }\n"
              "revision { effective = '2019-01-01', change = '廃止' }\n");
  g_assert_true(at(ledger, 0)->retrain);
  g_assert_false(at(ledger, 1)->retrain);
  g_assert_false(at(ledger, 2)->retrain);
  g_assert_false(at(ledger, 3)->retrain);
}

static void test_dates(void)
{
  static const char *const cases[][2] = {
    {"令和7年2月29日", "ledger-date-impossible 令和7年2月29日|effective|"},
    {"2018-13-01", "ledger-date-impossible 2018-13-01|effective|"},
    {"平成31年5月1日", "ledger-date-past-era 平成31年5月1日|effective|令和元年5月1日"},
    {"平成元年1月7日", "ledger-date-before-era 平成元年1月7日|effective|"},
    {"明治5年1月1日", "ledger-date-lunar 明治5年1月1日|effective|"},
    {"平成30年12月", "ledger-date-inexact 平成30年12月|effective|"},
    {"令和7年度", "ledger-date-inexact 令和7年度|effective|"},
    {"2019年（平成30年）12月1日", "ledger-date-mismatch 2019年（平成30年）12月1日|effective|"},
    {"来年", "ledger-date-none 来年|effective|"},
    {"", "ledger-date-none |effective|"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *entry =
      g_strdup_printf("revision { effective = '%s', change = '作成' }", cases[i][0]);
    g_autofree char *wanted = g_strconcat("2 ", cases[i][1], NULL);
    assert_faults(entry, wanted);
  }
  assert_faults("revision { effective = '2018-01-01', decided = '2018-02-30', change = '作成' }",
                "2 ledger-date-impossible 2018-02-30|decided|");
}

static void test_texts(void)
{
#define REVISION "revision { effective = '2018-01-01', change = '作成' }\n"
  assert_faults(REVISION "text { of = '2018-01-02', lang = 'ja', blob = '" BLOB_A
                         "', provenance = 'copy' }",
                "3 ledger-revision-misspelt 2018-01-02|2018-01-01");
  assert_faults(REVISION "text { of = '平成30年1月1日', lang = 'ja', blob = '" BLOB_A
                         "', provenance = 'copy' }",
                "3 ledger-revision-misspelt 平成30年1月1日|2018-01-01");
  assert_faults(REVISION "text { of = 'x', lang = 'ja', blob = '" BLOB_A "', provenance = 'copy' }",
                "3 ledger-revision-unknown x");
  assert_faults(REVISION "text { of = '2018-01-01', lang = 'ja', blob = 'EBB94081', "
                         "provenance = 'copied' }",
                "3 ledger-provenance copied\n3 ledger-blob EBB94081");
  assert_faults(REVISION "text { of = '2018-01-01', lang = '../en', blob = '" BLOB_A
                         "', provenance = 'copy' }",
                "3 ledger-lang ../en");
  assert_faults(REVISION "text { of = '2018-01-01', lang = 'ja' }",
                "3 field-missing blob|text\n3 field-missing provenance|text");
  assert_faults("approval { blob = 'x', by = 'y', on = '昨日' }",
                "2 ledger-date-none 昨日|on|\n2 ledger-blob x");
  assert_faults("revision { effective = '2018-01-01', change = '改訂' }", "2 ledger-change 改訂");
  assert_faults("revison { effective = '2018-01-01', change = '作成' }",
                "2 call-misspelt revison|revision");
}

static void test_langs(void)
{
  static const char *const good[] = {"ja", "easy", "en", "zh-Hans", "pt-BR", "fil", "de-1996"};
  static const char *const bad[] = {
    "",      "j",        "JA",    "ja-",          "-ja",    "ja-x", "ja--JP",
    "ja JP", "japanese", "ja_JP", "en-123456789", "日本語", "en/.."};
  const char *form =
    "revision { effective = '2018-01-01', change = '作成' }\n"
    "text { of = '2018-01-01', lang = '%s', provenance = 'copy', blob = '" BLOB_A "' }";

  for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
    g_auto(GStrv) parts = g_strsplit(form, "%s", 2);
    g_autofree char *entries = g_strjoinv(good[i], parts);
    assert_faults(entries, "");
  }
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_auto(GStrv) parts = g_strsplit(form, "%s", 2);
    g_autofree char *entries = g_strjoinv(bad[i], parts);
    g_autofree char *wanted = g_strconcat("3 ledger-lang ", bad[i], NULL);
    assert_faults(entries, wanted);
  }
}

static void test_cancel(void)
{
  assert_faults(REVISION "cancel { of = '2018-01-02' }",
                "3 ledger-revision-misspelt 2018-01-02|2018-01-01");
  assert_faults(REVISION "cancel { of = '2018-01-01', on = '2018-01-01' }",
                "3 ledger-cancel-late 2018-01-01");
  assert_faults(REVISION "approval { blob = '" BLOB_A "', by = 'x', on = '2019-01-01' }\n"
                         "cancel { of = '2018-01-01' }",
                "4 ledger-cancel-late 2018-01-01");
  g_autoptr(Ledger) ledger = read_good(REVISION "cancel { of = '2018-01-01' }");
  g_assert_true(at(ledger, 0)->cancelled);
  g_assert_false(day_known(at(ledger, 0)->cancelled_on));
}

static void test_policy(void)
{
  static const char *const cases[][3] = {
    {"kihon", "", "0 ledger-policy-missing "},
    {"kihon", "policy { id = 'kihon', title = 'x' } policy { id = 'kihon', title = 'x' }",
     "1 ledger-policy-twice "},
    {"kihon", "policy { id = 'privacy', title = 'x' }", "1 ledger-id-folder privacy|kihon"},
    {"方針", "policy { id = '方針', title = 'x' }", "1 ledger-id 方針"},
    {"a b", "policy { id = 'a b', title = 'x' }", "1 ledger-id a b"},
    {"kihon", "policy { id = '', title = 'x' }", "1 ledger-id "},
    {"-a", "policy { id = '-a', title = 'x' }", "1 ledger-id -a"},
    {"history", "policy { id = 'history', title = 'x' }", "1 ledger-id-reserved history"},
    {"now", "policy { id = 'now', title = 'x' }", "1 ledger-id-reserved now"},
    {"kihon", "policy { id = 'kihon' }", "1 field-missing title|policy"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *got = faults_of(cases[i][0], cases[i][1]);
    g_assert_cmpstr(got, ==, cases[i][2]);
  }
}

static void test_all_faults(void)
{
  assert_faults("revision { effective = '2018-02-30', change = '改訂' }\n"
                "text { of = '2018-02-30', lang = 'JA', blob = 'x', provenance = 'y' }\n"
                "cancel { of = 'z' }\n",
                "2 ledger-date-impossible 2018-02-30|effective|\n"
                "2 ledger-change 改訂\n"
                "3 ledger-provenance y\n3 ledger-blob x\n3 ledger-lang JA\n"
                "3 ledger-revision-unknown 2018-02-30\n"
                "4 ledger-revision-unknown z");
}

static void test_bytes(void)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Ledger) ledger = read_named(
    "kihon", "\xef\xbb\xbfpolicy { id = 'kihon',\r\n title = 'x' }\r\n" REVISION, report);
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_cmpint(at(ledger, 0)->line, ==, 3);

  /* The hash is of the exact bytes; the proof of what they say. */
  g_autoptr(Ledger) plain = read_named("kihon", "policy{id='kihon',title='x'}" REVISION, report);
  g_assert_cmpstr(plain->hash, !=, ledger->hash);
  g_assert_cmpstr(plain->proof, ==, ledger->proof);

  write_ledger("kihon", "policy\0", 7);
  g_assert_null(ledger_read(folder, "content/kihon/ledger.lua", report));
  write_ledger("kihon", "policy \xff", 8);
  g_assert_null(ledger_read(folder, "content/kihon/ledger.lua", report));
  g_assert_null(ledger_read(folder, "content/nowhere/ledger.lua", report));
  g_assert_cmpuint(report_count(report), ==, 3);
  g_assert_cmpint(report_get(report, 0)->line, ==, 1);
}

/* A fault elsewhere is no reason to refuse this ledger. */
static void test_report_of_others(void)
{
  g_autoptr(Report) report = report_new();
  report_add(report, DIAG_FILE_MISSING, place_none(), "x", NULL);
  g_autoptr(Ledger) ledger = read_named("kihon", "policy{id='kihon',title='x'}", report);
  g_assert_nonnull(ledger);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("kaitei-ledger-XXXXXX", NULL);
  g_assert_nonnull(folder);

  g_test_add_func("/ledger/ledger/reads", test_reads);
  g_test_add_func("/ledger/ledger/order", test_order);
  g_test_add_func("/ledger/ledger/scheduled", test_scheduled);
  g_test_add_func("/ledger/ledger/cancelled-order", test_cancelled_order);
  g_test_add_func("/ledger/ledger/no-order", test_no_order);
  g_test_add_func("/ledger/ledger/in-force", test_in_force);
  g_test_add_func("/ledger/ledger/retrain", test_retrain);
  g_test_add_func("/ledger/ledger/dates", test_dates);
  g_test_add_func("/ledger/ledger/texts", test_texts);
  g_test_add_func("/ledger/ledger/langs", test_langs);
  g_test_add_func("/ledger/ledger/cancel", test_cancel);
  g_test_add_func("/ledger/ledger/policy", test_policy);
  g_test_add_func("/ledger/ledger/all-faults", test_all_faults);
  g_test_add_func("/ledger/ledger/bytes", test_bytes);
  g_test_add_func("/ledger/ledger/report-of-others", test_report_of_others);
  int status = g_test_run();

  g_autoptr(Report) report = report_new();
  if (!folder_remove(folder, report))
    status = 1;
  g_free(folder);
  return status;
}
