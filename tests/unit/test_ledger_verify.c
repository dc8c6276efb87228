/* verify: in real repositories, made by git, each kind of tampering is found by
 * its name, and honest work is left in peace. */
#include "base/files.h"
#include "ledger/receipt.h"
#include "ledger/verify.h"

#include <glib/gstdio.h>
#include <string.h>

static char *scratch;
static guint made; /* sites so far: each gets a folder of its own */

/* The words of the scripts. */
static const char words[] =
  "L=content/kihon/ledger.lua\n"
  "F=content/kihon/revisions\n"
  "commit() { git add -A; git commit -q --allow-empty -m \"$1\"; }\n"
  "add() { printf '%s\\n' \"$1\" >> $L; }\n"
  "text() { printf '%s\\n' \"$2\" > $F/$1.md; git hash-object -w --no-filters $F/$1.md; }\n"
  "publish() { add \"revision { effective = '$1', change = '一部変更' }\"\n"
  "  add \"text { of = '$1', lang = 'ja', blob = '$(text $1 \"$1\")', provenance = 'copy' }\"\n"
  "  commit \"$1\"; }\n"
  "swap() { sed -i \"$1\" $L; }\n"
  "policy_of() { sed \"s/kihon/$1/\"; }\n";

/* What every site begins with: two revisions, sealed, then a third. Made once. */
static const char beginning[] = "git init -q -b main; git config gc.auto 0\n"
                                "mkdir -p $F\n"
                                "add \"policy { id = 'kihon', title = 'x' }\"\n"
                                "publish 2018-01-01; publish 2019-01-01\n"
                                "swap \"1s/ }/, sealed = true }/\"; commit seal\n"
                                "publish 2020-01-01\n";

static char *sh(const char *folder, const char *script)
{
  g_autofree char *error = NULL;
  char *output = NULL;
  g_autofree char *all = g_strconcat("set -e\n", words, script, NULL);
  char *argv[] = {"/bin/bash", "-c", all, NULL};
  int status = 0;

  g_assert_true(g_spawn_sync(folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &error,
                             &status, NULL));
  if (status != 0)
    g_error("%s\n%s", script, error);
  return g_strchomp(output);
}

static char *new_site(const char *script, char **output)
{
  g_autofree char *name = g_strdup_printf("site %u", made++);
  char *folder = g_build_filename(scratch, name, NULL);
  g_autofree char *copy = g_strdup_printf("cp -a base '%s'", name);
  g_free(sh(scratch, copy));
  g_autofree char *said = sh(folder, script);
  if (output != NULL)
    *output = g_steal_pointer(&said);
  return folder;
}

/* "code line?;" of every error, and of notes where `notes`; sorted. */
static char *said(Report *report, bool notes)
{
  GString *out = g_string_new(NULL);
  report_sort(report);
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    if (notes || diag_level(diag->code) >= LEVEL_ERROR)
      g_string_append_printf(out, "%s;", diag_code_name(diag->code));
  }
  return g_string_free(out, FALSE);
}

/* Verifies all ledgers that the folder has now. */
static char *verify(const char *folder, const char *against, Verification *verification,
                    Report *report)
{
  g_autofree char *content = g_build_filename(folder, "content", NULL);
  g_autoptr(Report) quiet = report_new();
  g_autoptr(Repository) repository = repository_open(folder, quiet);
  g_autoptr(GPtrArray) found = files_walk(content, "content", "ledger.lua", quiet);
  g_autoptr(GPtrArray) ledgers = g_ptr_array_new();

  for (guint i = 0; i < found->len; i++) {
    const FoundFile *file = g_ptr_array_index(found, i);
    g_autofree char *path = g_build_filename("content", file->path, NULL);
    Ledger *ledger = ledger_read(folder, path, report);
    if (ledger != NULL)
      g_ptr_array_add(ledgers, ledger);
  }
  bool read = !report_failed(report);
  bool good = ledgers_verify((const Ledger *const *)ledgers->pdata, ledgers->len, folder,
                             repository, against, verification, report);
  g_assert_true(!read || good == !report_failed(report));
  for (guint i = 0; i < ledgers->len; i++)
    ledger_free(ledgers->pdata[i]);
  return said(report, false);
}

static void assert_verify(const char *script, const char *wanted)
{
  g_autofree char *folder = new_site(script, NULL);
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, NULL, &verification, report);

  if (strcmp(got, wanted) != 0) {
    ReportStyle style = {MESSAGES_EN, false};
    report_print(report, &style, stderr);
    g_error("%s\n gave %s\n wanted %s", script, got, wanted);
  }
  verification_clear(&verification);
}

/* ---- honest work ---- */

static void test_honest(void)
{
  g_autofree char *sealing = NULL;
  g_autofree char *folder = new_site("git log --format=%H --grep=seal", &sealing);
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, NULL, &verification, report);

  g_assert_cmpstr(got, ==, "");
  g_assert_cmpuint(verification.texts, ==, 3);
  g_assert_cmpuint(verification.entries, ==, 7);
  g_assert_cmpuint(verification.commits, ==, 4);
  g_assert_true(verification.sealed);
  g_assert_cmpstr(verification.since, ==, sealing);
  verification_clear(&verification);
}

static void test_left_in_peace(void)
{
  assert_verify("publish 2021-01-01; git gc -q", "");
  assert_verify("swap '3i -- a comment'; swap 's/{ /{/g'; commit tidy; publish 2021-01-01", "");
  assert_verify(
    "swap \"s/of = '2018-01-01', lang = 'ja'/lang = 'ja', of = '2018-01-01'/\"; commit x", "");
  /* Not yet committed. */
  assert_verify("add \"revision { effective = '2021-01-01', change = '作成' }\"", "");
  /* Two branches, merged: the entries of both stand in order. */
  assert_verify("git checkout -q -b side; publish 2021-01-01; git checkout -q main; "
                "publish 2022-01-01; git merge -q side -X union 2>/dev/null || "
                "{ sed -i '/^[<=>]\\{7\\}/d' $L; commit merge; }",
                "");
  assert_verify("git checkout -q -b side; echo x > page; commit page; git checkout -q main; "
                "publish 2022-01-01; git merge -q --no-edit side",
                "");
  /* Before the seal everything may change. */
  assert_verify("git checkout -q -b early main~2; swap '$d'; commit dropped; git branch -f main; "
                "git checkout -q main",
                "");
  /* A second policy of its own. */
  assert_verify("mkdir -p content/other; policy_of other < $L | sed '/text {/d' > "
                "content/other/ledger.lua; commit other",
                "");
}

/* ---- tampering ---- */

static void test_entries(void)
{
  assert_verify(
    "swap \"s/2019-01-01', change = '一部変更'/2019-01-01', change = '全部変更'/\"; commit x",
    "history-changed;");
  assert_verify("swap '3d'; commit x", "history-dropped;");
  assert_verify("swap '$d'; commit x", "history-dropped;");
  assert_verify("swap '2{h;d};3{G}'; commit x", "history-reordered;");
  assert_verify("swap \"2i approval { blob = '0123456789012345678901234567890123456789', by = 'x', "
                "on = '2018-01-01' }\"; commit x",
                "history-inserted;approval-void;");
  assert_verify("swap '1s/, sealed = true//'; commit x", "history-unsealed;");
  assert_verify("swap '1s/true/false/'; commit x", "history-unsealed;");
  assert_verify("swap \"1s/title = 'x'/title = 'y'/\"; commit x", "history-changed;");
  assert_verify("swap \"2s/}/, summary = 'y' }/\"; commit x", "history-changed;");
  assert_verify("swap \"2s/}/, summary = 'y' }/; 5d\"; commit x",
                "history-changed;history-dropped;");
}

/* What was done and undone again is found too. */
static void test_undone(void)
{
  assert_verify("publish 2021-01-01; git revert --no-edit HEAD",
                "history-dropped;history-dropped;");
  assert_verify("cp $L saved; swap '3d'; commit x; cp saved $L; commit y",
                "history-dropped;history-inserted;");
  assert_verify("cp $L saved; swap '$d'; commit x; cp saved $L; commit y", "history-dropped;");
  assert_verify(
    "cp $L saved; git rm -q $L; commit x; mkdir -p content/kihon; cp saved $L; commit y",
    "history-gone;");
  assert_verify("cp $L saved; echo '{' > $L; commit x; cp saved $L; commit y",
                "history-unreadable;");
  assert_verify("cp $L saved; swap '1s/, sealed = true//'; commit x; swap '3d'; commit y; "
                "cp saved $L; commit z",
                "history-unsealed;");
}

static void test_merges(void)
{
  /* One side's entry is lost in the merge. */
  assert_verify("git checkout -q -b side; publish 2021-01-01; git checkout -q main; "
                "publish 2022-01-01; git merge -q -s ours --no-edit side",
                "history-dropped;history-dropped;");
  /* An evil merge: what no parent has, in the middle. */
  assert_verify("git checkout -q -b side; echo x > page; commit page; git checkout -q main; "
                "echo y > page2; commit page2; git merge -q --no-commit side; "
                "swap \"3i approval { blob = '0123456789012345678901234567890123456789', "
                "by = 'x', on = '2018-01-01' }\"; commit merge",
                "history-inserted;approval-void;");
  /* Tampering on a side branch is carried in. */
  assert_verify("git checkout -q -b side; swap '3d'; commit x; git checkout -q main; "
                "echo y > page2; commit page2; git merge -q --no-edit side",
                "history-dropped;history-dropped;");
}

static void test_work_tree(void)
{
  assert_verify("swap '3d'", "history-dropped;");
  assert_verify("swap \"2s/}/, summary = 'y' }/\"", "history-changed;");
  assert_verify("swap '1s/true/false/'", "history-unsealed;");
  assert_verify("rm $L", "history-gone;");
  assert_verify("git rm -q -r content/kihon; commit x", "history-gone;");
  assert_verify("git mv content/kihon content/other; swap() { sed -i \"$1\" "
                "content/other/ledger.lua; }; swap 's/kihon/other/'; commit x",
                "history-gone;");
  assert_verify("echo '{' >> $L", "syntax-ends;"); /* said where the file is read */
}

static void test_texts(void)
{
  assert_verify("echo y >> $F/2019-01-01.md", "text-altered;");
  assert_verify("echo y >> $F/2019-01-01.md; commit x", "text-altered;");
  assert_verify("rm $F/2019-01-01.md; rm -rf .git", "text-missing;");
  assert_verify("rm $F/2019-01-01.md; git rm -q -r .; commit x; git reset -q --hard HEAD~1; "
                "i=$(git rev-parse HEAD:$F/2019-01-01.md); rm $F/2019-01-01.md "
                ".git/objects/$(echo $i | sed 's,^..,&/,')",
                "text-missing;");
}

/* Each step that changed something is named by its commit. */
static void test_names_the_commit(void)
{
  g_autofree char *commit = NULL;
  g_autofree char *folder = new_site("swap '3d'; commit x; git rev-parse --short=12 HEAD", &commit);
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, NULL, &verification, report);
  g_autofree char *wanted = g_strconcat("git show ", commit, NULL);

  g_assert_cmpstr(got, ==, "history-dropped;");
  for (guint i = 0; i < report_count(report); i++) {
    const Diag *diag = report_get(report, i);
    if (diag->code != DIAG_HISTORY_DROPPED)
      continue;
    g_assert_cmpstr(diag->file, ==, "content/kihon/ledger.lua");
    g_assert_cmpstr(diag->arguments[0], ==, wanted);
    g_assert_true(g_str_has_prefix(diag->arguments[1], "text{blob="));
  }
  verification_clear(&verification);
}

/* ---- repositories of other kinds ---- */

static void test_kinds(void)
{
  /* A shallow clone proves what it has. */
  g_autofree char *origin = new_site("publish 2021-01-01", NULL);
  g_autofree char *parent = g_path_get_dirname(origin);
  g_autofree char *clone = g_strdup_printf("%s clone", origin);
  g_autofree char *command =
    g_strdup_printf("git clone -q --depth 2 'file://%s' '%s'", origin, clone);
  g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(clone, NULL, &verification, report);
  g_assert_cmpstr(got, ==, "");
  g_assert_true(verification.partial);
  g_assert_cmpuint(report_count(report), ==, 1); /* what was not looked at */
  g_assert_cmpuint(verification.commits, ==, 2);
  g_assert_cmpuint(verification.texts, ==, 4);
  g_assert_null(verification.since);
  verification_clear(&verification);

  /* A ZIP download proves its texts, and that is not the whole proof; nor is an empty history. */
  assert_verify("rm -rf .git", "history-no-repository;");
  assert_verify("rm -rf .git; git init -q", "history-no-commit;");
  /* A site below the repository's top. */
  g_autofree char *deep = new_site("mkdir sub; git mv content sub/; git commit -qm move; cd sub; "
                                   "swap '3d'; commit x",
                                   NULL);
  g_autofree char *below = g_build_filename(deep, "sub", NULL);
  g_autoptr(Report) second = report_new();
  g_autofree char *found = verify(below, NULL, &verification, second);
  g_assert_cmpstr(found, ==, "history-dropped;");
  verification_clear(&verification);
  /* A commit that is missing although the clone is not shallow. */
  assert_verify("i=$(git rev-parse HEAD~1); rm -f .git/objects/$(echo $i | sed 's,^..,&/,')",
                "history-broken;");
  /* A commit whose bytes are not its id's. */
  assert_verify("i=$(git rev-parse HEAD~1); j=$(git rev-parse HEAD~2); cd .git/objects; "
                "chmod -R u+w .; cp $(echo $j | sed 's,^..,&/,') $(echo $i | sed 's,^..,&/,'); "
                "cd ../..",
                "history-broken;");
}

/* ---- anchors ---- */

static char *write_receipt(const char *folder, const char *name)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(Repository) repository = repository_open(folder, report);
  g_autoptr(Ledger) ledger = ledger_read(folder, "content/kihon/ledger.lua", report);
  g_autofree char *head = repository_head(repository);
  g_autofree char *text = receipt_text(ledger, head, (Day){2026, 11, 22});
  char *path = g_build_filename(scratch, name, NULL);

  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static void assert_against(const char *folder, const char *against, const char *wanted)
{
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, against, &verification, report);
  g_assert_cmpstr(got, ==, wanted);
  verification_clear(&verification);
}

static void run(const char *folder, const char *script)
{
  g_autofree char *all = g_strconcat("cd \"$0\"; ", script, NULL);
  char *argv[] = {"/bin/bash", "-e", "-c", all, (char *)folder, NULL};
  int status = 1;
  g_assert_true(g_spawn_sync(folder, argv, NULL,
                             G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                             NULL, NULL, &status, NULL));
  g_assert_cmpint(status, ==, 0);
}

#define REWRITE \
  "git checkout -q --orphan new; sed -i \"s/2019-01-01', change = '一部変更'/2019-01-01', " \
  "change = '全部変更'/\" content/kihon/ledger.lua; git add -A; git commit -qm all; "

static void test_receipt(void)
{
  g_autofree char *folder = new_site("", NULL);
  g_autofree char *receipt = write_receipt(folder, "receipt.txt");

  assert_against(folder, receipt, "");
  run(folder, "echo '-- later' >> content/kihon/ledger.lua; echo \"revision { effective = "
              "'2021-01-01', change = '一部変更' }\" >> content/kihon/ledger.lua; "
              "git commit -qam later");
  assert_against(folder, receipt, "");
  /* The whole history made anew, and it agrees with itself. */
  run(folder, REWRITE);
  assert_against(folder, NULL, "");
  assert_against(folder, receipt, "receipt-differs;");
  run(folder, "rm -rf .git");
  assert_against(folder, receipt, "receipt-differs;");
}

static void test_receipt_longer(void)
{
  g_autofree char *folder = new_site("", NULL);
  g_autofree char *receipt = write_receipt(folder, "receipt-longer.txt");
  run(folder, "git reset -q --hard HEAD~1");
  assert_against(folder, receipt, "receipt-longer;");
}

static void test_receipt_rewritten_honestly(void)
{
  g_autofree char *folder = new_site("", NULL);
  g_autofree char *receipt = write_receipt(folder, "receipt-honest.txt");
  run(folder, "git checkout -q --orphan new; git commit -qm squash; git branch -D main -q; "
              "git reflog expire --expire=now --all; git gc -q --prune=now");
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, receipt, &verification, report);
  g_autofree char *all = said(report, true);
  g_assert_cmpstr(got, ==, "");
  g_assert_cmpstr(all, ==, "receipt-commit;");
  verification_clear(&verification);
}

static void test_receipt_form(void)
{
  static const char *const bad[] = {
    "",
    "hello",
    "kaitei-receipt 2\n",
    "policy kihon\n",
    "kaitei-receipt 1\npolicy kihon\nentries x\n",
    "kaitei-receipt 1\npolicy kihon\nentries 1\nproof 12\n",
    "kaitei-receipt 1\npolicy kihon\nentries -1\n",
    "kaitei-receipt 1\npolicy kihon\nday 2026-02-30\n",
    "kaitei-receipt 1\npolicy kihon\nwhatever 1\n",
  };
  g_autofree char *path = g_build_filename(scratch, "bad.txt", NULL);
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(Report) report = report_new();
    g_assert_true(g_file_set_contents(path, bad[i], -1, NULL));
    g_assert_null(receipt_read(path, report));
    g_assert_cmpint(report_get(report, 0)->code, ==, DIAG_RECEIPT_UNREADABLE);
  }
  g_autoptr(Report) report = report_new();
  g_assert_true(g_file_set_contents(
    path,
    "# printed\r\n\r\nkaitei-receipt 1\r\npolicy  other\r\nentries 1\r\nproof "
    "0123456789012345678901234567890123456789012345678901234567890123\r\ncommit -\r\n"
    "day 2026-11-22\r\n",
    -1, NULL));
  g_autoptr(Receipt) receipt = receipt_read(path, report);
  g_assert_cmpuint(report_count(report), ==, 0);
  g_assert_cmpstr(receipt->policy, ==, "other");
  g_assert_null(receipt->commit);
  g_assert_cmpint(receipt->day.day, ==, 22);

  g_autofree char *folder = new_site("", NULL);
  assert_against(folder, path, "receipt-policy;");
}

static void test_ref(void)
{
  g_autofree char *folder =
    new_site("git tag before; publish 2021-01-01; git tag -a -m x later", NULL);
  assert_against(folder, "before", "");
  assert_against(folder, "HEAD~1", "");
  assert_against(folder, "later", "");
  assert_against(folder, "nowhere", "against-unknown;");
  run(folder, REWRITE "git branch -D main -q");
  assert_against(folder, NULL, "");
  assert_against(folder, "before", "history-changed;");
  run(folder, "git checkout -q --orphan empty; git rm -rfq .; git commit -q --allow-empty -m x; "
              "git checkout -q new");
  assert_against(folder, "empty", "against-empty;");
}

/* The history of a shallow or absent repository is no reason to doubt; an unsealed
 * ledger is told as a note. */
static void test_unsealed(void)
{
  g_autofree char *folder = new_site("git reset -q --hard HEAD~2", NULL);
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, NULL, &verification, report);
  g_autofree char *all = said(report, true);
  g_assert_cmpstr(got, ==, "");
  g_assert_cmpstr(all, ==, "ledger-unsealed;");
  g_assert_false(verification.sealed);
  verification_clear(&verification);
}

#define PUT(lang, provenance) \
  "b=$(text 2019-01-01 found); add \"text { of = '2019-01-01', lang = '" lang \
  "', blob = '$b', provenance = '" provenance "' }\"; commit x"

/* A newer entry wins; so it must not take the place of what was published. */
static void test_replaced(void)
{
  assert_verify(PUT("ja", "original"), "");
  assert_verify(PUT("ja", "copy"), "text-replaced;");
  assert_verify(PUT("ja", "reconstructed"), "text-replaced;");
  assert_verify("swap '1s/, sealed = true//'; git checkout -q --orphan open; " PUT("ja", "copy"),
                "");
  assert_verify("F=$F/en; mkdir $F; text 2019-01-01 x; F=content/kihon/revisions; "
                "mv $F/en/2019-01-01.md $F/2019-01-01.en.md; rmdir $F/en; "
                "for i in 1 2; do echo $i > $F/2019-01-01.en.md; "
                "b=$(git hash-object -w --no-filters $F/2019-01-01.en.md); "
                "add \"text { of = '2019-01-01', lang = 'en', blob = '$b', "
                "provenance = 'original' }\"; commit x; done",
                "");
  g_autofree char *folder = new_site(PUT("ja", "original"), NULL);
  g_autoptr(Report) report = report_new();
  Verification verification;
  g_autofree char *got = verify(folder, NULL, &verification, report);
  g_autofree char *all = said(report, true);
  g_assert_cmpstr(all, ==, "text-found-better;");
  verification_clear(&verification);
}

#define APPROVE(text) \
  "add \"approval { blob = '$(printf '%s\\n' '" text \
  "' | git hash-object --stdin)', by = 'x', on = '2020-06-01' }\"; "

/* An approval binds to the bytes that were approved. */
static void test_approvals(void)
{
  assert_verify(APPROVE("2021-01-01") "publish 2021-01-01", "");
  assert_verify(APPROVE("other") "publish 2021-01-01", "approval-void;");
  assert_verify(APPROVE("other") APPROVE("2021-01-01") "publish 2021-01-01", "");
  assert_verify(APPROVE("other") "publish 2021-01-01; publish 2022-01-01", "approval-void;");
  /* Mended by an approval that is entered later; entered later alone it voids nothing. */
  assert_verify(APPROVE("other") "publish 2021-01-01; " APPROVE("2021-01-01") "commit x", "");
  assert_verify("publish 2021-01-01; " APPROVE("2021-01-01") "publish 2022-01-01", "");
  /* A draft that is approved and not published yet; a text that was found. */
  assert_verify(APPROVE("other") "commit x", "");
  assert_verify(
    APPROVE("2021-01-01") "add \"revision { effective = '2017-01-01', change = '作成' }\"; "
                          "publish 2021-01-01; add \"text { of = '2017-01-01', lang = 'ja', "
                          "blob = '$(text 2017-01-01 old)', provenance = 'copy' }\"; commit x",
    "");
}

/* The receipt that lies beside a ledger agrees with it. */
static void test_receipt_beside(void)
{
  g_autofree char *folder = new_site("true", NULL);
  g_autofree char *receipt = write_receipt(folder, "beside");
  g_autofree char *put = g_strdup_printf("cp '%s' content/kihon/receipt.txt; ", receipt);
  const char *const bad[] = {"s/^proof ./proof /",
                             "s/^proof ......../proof 00000000/",
                             "s/^entries 7/entries 6/",
                             "s/^entries 7/entries 8/",
                             "s/^policy kihon/policy other/",
                             "s/^kaitei-receipt 1/kaitei-receipt 2/"};

  assert_verify(put, "");
  g_autofree char *later = g_strconcat(put, "publish 2021-01-01", NULL);
  assert_verify(later, "");
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *spoil =
      g_strdup_printf("%ssed -i '%s' content/kihon/receipt.txt; commit x", put, bad[i]);
    assert_verify(spoil, "receipt-beside;");
  }
  g_autofree char *unsealed = g_strconcat(
    put, "git checkout -q --orphan open; swap '1s/, sealed = true//'; swap '$d'; commit x", NULL);
  assert_verify(unsealed, "");
}

/* A receipt from before the seal is an anchor still. */
static void test_receipt_before_seal(void)
{
  g_autofree char *folder = new_site("git reset -q --hard HEAD~2", NULL);
  g_autofree char *receipt = write_receipt(folder, "early");
  assert_against(folder, receipt, "");
  run(folder, "git reset -q --hard ORIG_HEAD");
  assert_against(folder, receipt, "");
  run(folder, REWRITE);
  assert_against(folder, receipt, "receipt-differs;");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_setenv("GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  g_setenv("GIT_CONFIG_SYSTEM", "/dev/null", TRUE);
  for (guint i = 0; i < 2; i++) {
    g_setenv(i ? "GIT_AUTHOR_NAME" : "GIT_COMMITTER_NAME", "Test", TRUE);
    g_setenv(i ? "GIT_AUTHOR_EMAIL" : "GIT_COMMITTER_EMAIL", "test@example.jp", TRUE);
  }
  scratch = g_dir_make_tmp("kaitei-verify-XXXXXX", NULL);
  g_assert_nonnull(scratch);
  g_free(sh(scratch, "mkdir base"));
  g_autofree char *base = g_build_filename(scratch, "base", NULL);
  g_free(sh(base, beginning));

  g_test_add_func("/ledger/verify/honest", test_honest);
  g_test_add_func("/ledger/verify/left-in-peace", test_left_in_peace);
  g_test_add_func("/ledger/verify/entries", test_entries);
  g_test_add_func("/ledger/verify/undone", test_undone);
  g_test_add_func("/ledger/verify/merges", test_merges);
  g_test_add_func("/ledger/verify/work-tree", test_work_tree);
  g_test_add_func("/ledger/verify/texts", test_texts);
  g_test_add_func("/ledger/verify/names-the-commit", test_names_the_commit);
  g_test_add_func("/ledger/verify/kinds", test_kinds);
  g_test_add_func("/ledger/verify/receipt", test_receipt);
  g_test_add_func("/ledger/verify/receipt-longer", test_receipt_longer);
  g_test_add_func("/ledger/verify/receipt-rewritten-honestly", test_receipt_rewritten_honestly);
  g_test_add_func("/ledger/verify/receipt-form", test_receipt_form);
  g_test_add_func("/ledger/verify/ref", test_ref);
  g_test_add_func("/ledger/verify/unsealed", test_unsealed);
  g_test_add_func("/ledger/verify/replaced", test_replaced);
  g_test_add_func("/ledger/verify/approvals", test_approvals);
  g_test_add_func("/ledger/verify/receipt-beside", test_receipt_beside);
  g_test_add_func("/ledger/verify/receipt-before-seal", test_receipt_before_seal);
  int status = g_test_run();

  g_autoptr(Report) report = report_new();
  if (!folder_remove(scratch, report))
    status = 1;
  g_free(scratch);
  return status;
}
