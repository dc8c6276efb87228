/* kaitei: finds the command and runs it. */
#include "base/text.h"
#include "cli/command.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

static const Command table[] = {
  {"build",
   "",
   {"サイトを作ります（_site/public/）", "Build the site (_site/public/)"},
   command_build},
  {"check",
   "[--legal [POLICY]]",
   {"作らずに、誤りがないかだけを調べます", "Report what is at fault, without writing anything"},
   command_check},
  {"diff",
   "[POLICY [OLD [NEW]]]",
   {"2つの版（または版と下書き）の違いを表にします",
    "Show what changed between two revisions, or since one"},
   command_diff},
  {"status",
   "[POLICY]",
   {"方針ごとに、現行・施行予定・下書き・翻訳の遅れを表示します",
    "Tell what is in force and scheduled, and whether there is a draft"},
   command_status},
  {"impact",
   "[POLICY]",
   {"下書きで変わる項目、そこへのリンク、翻訳し直すものを表示します",
    "Tell which clauses the working text changes, and what refers to them"},
   command_impact},
  {"ids",
   "[POLICY]",
   {"変わらない名前（{#…}）のない見出しを表示し、--fix で書き加えます",
    "List headings without a lasting name; with --fix, write them"},
   command_ids},
  {"approve",
   "[POLICY]",
   {"下書きが承認されたことを記録します", "Record that the working text was approved"},
   command_approve},
  {"publish",
   "[POLICY]",
   {"下書きを新しい版として発行します（正誤、廃止も）",
    "Publish the working text as a new revision, an erratum or a withdrawal"},
   command_publish},
  {"cancel",
   "POLICY REVISION",
   {"まだ施行されていない版を取り消します", "Cancel a revision that has not taken effect"},
   command_cancel},
  {"backfill",
   "POLICY REVISION FILE",
   {"日付だけが分かっている版に、見つかった文章を加えます",
    "Attach a text that was found to a revision known by its date"},
   command_backfill},
  {"edition",
   "POLICY LANG",
   {"翻訳（policy.LANG.md）を、版に結び付けて登録します",
    "Pin a translation (policy.LANG.md) to a revision"},
   command_edition},
  {"import",
   "[FOLDER|FILE]",
   {"ほかの場所で公開していた版を、フォルダーや git の履歴から取り込みます",
    "Take in revisions published elsewhere, from a folder or git's history"},
   command_import},
  {"confirm",
   "MODULE [QUESTION]",
   {"研修の問題や節が、いまの文で正しいことを確かめて記録します",
    "Confirm that questions and sections hold for the wording in force"},
   command_confirm},
  {"module",
   "next MODULE",
   {"次の年度の研修を、今年度のものから作ります", "Make next year's training from this year's"},
   command_module},
  {"quiz",
   "export|import MODULE|FILE",
   {"研修の問題を GIFT・Moodle XML で書き出し、または読み込みます",
    "Write or read a module's questions as GIFT or Moodle XML"},
   command_quiz},
  {"new",
   "DIR",
   {"新しいフォルダーに小さなサイトを作ります", "Make a small working site in a new folder"},
   command_new},
  {"preview",
   "",
   {"サイトを作ってブラウザーに見せ、直すたびに作り直します",
    "Serve the site on this machine, and build it again at each change"},
   command_preview},
  {"serve",
   "",
   {"職員の研修と、事務所の記録の画面を、ブラウザーで使えるようにします",
    "Serve the training to staff, and its records to the office"},
   command_serve},
  {"print",
   "[PAPER [POLICY|MODULE]]",
   {"掲示、新旧対照表、研修の問題用紙などの紙面を作ります（_site/office/print/）",
    "Print notices, comparisons, quiz papers (_site/office/print/)"},
   command_print},
  {"certificate",
   "check LINK",
   {"研修の修了証が本物かどうかを確かめます", "Tell whether a training certificate is genuine"},
   command_certificate},
  {"date",
   "[DATE...]",
   {"日付（和暦・西暦、1行に1つ）を読み、西暦と和暦に直します",
    "Read dates in either calendar, one a line, and print both forms"},
   command_date},
  {"render",
   "",
   {"標準入力の Markdown を HTML に直します", "Turn Markdown on standard input into HTML"},
   command_render},
  {"staff",
   "[list|show|add|change|leave|return|erase|import|slip|due ...]",
   {"名簿を表示し、加え、直し、CSV から取り込みます",
    "Show and keep the roster: people, CSV from Excel, slips, erasure"},
   command_staff},
  {"record",
   "rule|exempt|grant|retrain|session|paper|correct ...",
   {"対象、再研修、集合研修、用紙の答え、訂正を記録します",
    "Record who must take what, retraining, sessions, papers, corrections"},
   command_record},
  {"report",
   "[standing|counts|sessions|discrepancies|items|yearly ...]",
   {"だれが修了しているかを、表・CSV・JSON・PDF にします",
    "Tell who has completed training, as a table, CSV, JSON or PDF"},
   command_report},
  {"records",
   "[status|init|verify|checkpoint|rebuild|account ...]",
   {"研修の記録を作り、書き換えられていないことを確かめ、署名します",
    "Make the records of training, prove them unaltered, sign their head"},
   command_records},
  {"backup",
   "[make|prune] [FILE|FOLDER]",
   {"研修の記録を、暗号にしてバックアップします",
    "Back up the records, encrypted, with a day of deletion"},
   command_backup},
  {"restore",
   "FILE",
   {"バックアップから記録を戻し、または戻せることを確かめます",
    "Put a backup in the records' place, or try whether it can be"},
   command_restore},
  {"verify",
   "[POLICY...]",
   {"発行した版が変わったり失われたりしていないことを確かめます",
    "Prove that nothing published was altered or lost"},
   command_verify},
  {"help",
   "[COMMAND]",
   {"コマンドの一覧、または1つのコマンドの使い方を表示します",
    "List the commands, or tell how one is used"},
   command_help},
  {0},
};

const Command *commands(void)
{
  return table;
}

const Command *command_find(const char *name)
{
  for (const Command *command = table; command->name != NULL; command++)
    if (strcmp(command->name, name) == 0)
      return command;
  return NULL;
}

static void report_unknown_command(const char *name, Report *report)
{
  const char *names[G_N_ELEMENTS(table)];
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    names[i] = table[i].name;

  const char *likely = text_nearest(name, names);
  if (likely != NULL)
    report_add(report, DIAG_COMMAND_MISTYPED, place_none(), name, likely, NULL);
  else
    report_add(report, DIAG_COMMAND_UNKNOWN, place_none(), name, NULL);
}

static int run(Invocation *in)
{
  if (!invocation_parse_global(in))
    return invocation_finish(in);
  if (in->version) {
    printf("kaitei %s\n", KAITEI_VERSION);
    return 0;
  }

  /* What is left: the program, and the command with all that follows it. */
  const char *name = in->arguments[1];
  if (name != NULL && strcmp(name, "--") == 0)
    name = in->arguments[2];
  if (name == NULL) {
    print_overview(in, in->help ? stdout : stderr);
    return in->help ? 0 : 2;
  }
  in->command = command_find(name);
  if (in->command == NULL) {
    report_unknown_command(name, in->report);
    return invocation_finish(in);
  }

  char **rest = g_strdupv(in->arguments + (name == in->arguments[1] ? 1 : 2));
  g_strfreev(in->arguments);
  in->arguments = rest;
  return in->command->run(in);
}

/* A result that could not be written is no result. */
static int close_output(int status)
{
  if (fflush(stdout) == 0 && !ferror(stdout))
    return status;
  fprintf(stderr, "kaitei: %s\n", g_strerror(errno));
  return MAX(status, 3);
}

int main(int argc, char **argv)
{
  /* For the system's own messages; numbers keep the form that programs read. */
  setlocale(LC_CTYPE, "");
  setlocale(LC_MESSAGES, "");
  /* Where it is ignored, as some supervisors do, nobody learns how a command ended. */
  (void)signal(SIGCHLD, SIG_DFL);

  Invocation in = {.program = argc > 0 ? argv[0] : "kaitei",
                   .argv = argv,
                   .lang = message_lang_from_environment(),
                   .report = report_new(),
                   .arguments = g_strdupv(argv)};
  int status = close_output(run(&in));

  report_free(in.report);
  g_strfreev(in.arguments);
  g_free(in.site);
  g_free(in.out);
  g_free(in.as_of_text);
  return status;
}
