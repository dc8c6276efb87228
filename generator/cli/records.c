/* records: the store itself: made, looked at, checked, its head signed and carried out of it. */
#include "base/files.h"
#include "cli/archive.h"
#include "cli/policies.h"
#include "cli/proposing.h"
#include "enrolment/anchor.h"
#include "enrolment/verification.h"
#include "records/account.h"
#include "records/audit.h"
#include "records/backup.h"
#include "records/secret.h"

#include <string.h>

typedef struct {
  char *name, *mail, *role;
  Consent consent;
} RecordsOptions;

enum { INVITATION_DAYS = 14 };

/* --- made --------------------------------------------------------------------------------- */

static void make(Invocation *in, const char *given)
{
  g_autofree char *path = archive_path(in, given);
  g_autoptr(Site) site = policies_read(in);
  if (site == NULL)
    return;
  Day today = day_known(in->as_of) ? in->as_of : day_today(site->timezone);
  g_autofree char *actor = actor_cli();
  Act act = {actor, moment_now()};
  g_autoptr(Store) store = store_create(path, &act, in->report);
  if (store == NULL || !anchor_make_key(site->root, path, today, in->report))
    return;
  g_autofree char *key = anchor_key_path(path), *backup = backup_key_path(path);
  if (in->json) {
    archive_print_json(
      json_pack("{s:s, s:s, s:s}", "store", path, "key", key, "backup_key", backup));
  } else if (!in->quiet) {
    printf(say(in, "記録を作りました: %s\n", "Made the records: %s\n"), path);
    printf(say(in,
               "次の2つの鍵は、写しを別の場所にしまってください。なくすと、署名もバックアップからの"
               "復元もできません。\n"
               "  %s（署名の鍵）\n  %s（バックアップの鍵）\n"
               "%s に公開鍵を書きました。ほかの原稿と一緒にコミットしてください。\n",
               "Keep copies of these two keys elsewhere: without them nothing can be signed, and "
               "no backup be read.\n"
               "  %s (signs)\n  %s (backups)\n"
               "%s has the public key: commit it with the other sources.\n"),
           key, backup, PUBLIC_KEYS_FILE);
  }
}

/* --- looked at ---------------------------------------------------------------------------- */

static void run_status(Archive *archive, char **arguments, gpointer options)
{
  const Invocation *in = archive->in;
  StoreFigures figures;
  Checkpoint last;
  bool found = false;
  (void)arguments;
  (void)options;
  if (!store_figures(archive->store, &figures, archive->in->report) ||
      !checkpoint_last(archive->store, &last, &found, archive->in->report))
    return;
  if (in->json) {
    archive_print_json(json_pack("{s:s, s:I, s:s, s:I, s:I, s:i, s:I}", "store",
                                 store_path(archive->store), "events", (json_int_t)figures.events,
                                 "head", figures.head, "present", (json_int_t)figures.present,
                                 "size", (json_int_t)figures.size, "schema", figures.schema,
                                 "checkpoint", (json_int_t)(found ? last.seq : 0)));
    return;
  }
  g_autofree char *at = found ? archive_moment(archive, last.at) : NULL;
  printf(
    say(in, "記録: %s（%" G_GINT64_FORMAT " KiB）\n", "Records: %s (%" G_GINT64_FORMAT " KiB)\n"),
    store_path(archive->store), figures.size / 1024);
  printf(say(in, "出来事: %" G_GINT64_FORMAT " 件、名簿: %" G_GINT64_FORMAT " 人\n",
             "Events: %" G_GINT64_FORMAT ", on the roster: %" G_GINT64_FORMAT "\n"),
         figures.events, figures.present);
  printf(say(in, "最後の確認値: %s\n", "Head: %s\n"), figures.head);
  if (found)
    printf(say(in, "最後の署名: %s（%" G_GINT64_FORMAT " 番まで）\n",
               "Last checkpoint: %s (up to event %" G_GINT64_FORMAT ")\n"),
           at, last.seq);
  else
    puts(say(in, "署名はまだありません。", "No checkpoint yet."));
}

/* --- checked ------------------------------------------------------------------------------ */

static void print_soundness(Archive *archive, const Soundness *found, bool good)
{
  const Invocation *in = archive->in;
  if (in->json) {
    archive_print_json(json_pack(
      "{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "good", (int)good, "events",
      (json_int_t)found->events, "scores", (json_int_t)found->scores, "completions",
      (json_int_t)found->completions, "checkpoints", (json_int_t)found->checkpoints, "certificates",
      (json_int_t)found->certificates, "anchored", (json_int_t)found->anchored, "first_bad",
      (json_int_t)found->first_bad, "head", (json_int_t)found->head, "hash", found->hash));
    return;
  }
  if (good && !in->quiet)
    printf(say(in,
               "すべて合っています: 出来事 %" G_GINT64_FORMAT " 件、採点 %" G_GINT64_FORMAT
               " 件、修了 %" G_GINT64_FORMAT " 件、署名 %" G_GINT64_FORMAT
               " 件（外の控え %" G_GINT64_FORMAT " 件）\n",
               "All holds: %" G_GINT64_FORMAT " events, %" G_GINT64_FORMAT
               " scores, %" G_GINT64_FORMAT " completions, %" G_GINT64_FORMAT
               " checkpoints (%" G_GINT64_FORMAT " of them outside)\n"),
           found->events, found->scores, found->completions, found->checkpoints, found->anchored);
  if (found->first_bad > 0)
    fprintf(stderr,
            say(in, "最初に合わない記録: %" G_GINT64_FORMAT " 番\n",
                "The first event that does not hold: %" G_GINT64_FORMAT "\n"),
            found->first_bad);
}

static void run_verify(Archive *archive, char **arguments, gpointer options)
{
  Report *report = archive->in->report;
  (void)arguments;
  (void)options;
  g_auto(GStrv) keys = anchor_keys(archive->site->root, report);
  if (keys == NULL)
    return;
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_open(archive->site->root, unsaid);
  Soundness found;
  bool good = verification_run(&archive->with, (const char *const *)keys,
                               repository_present(repository) ? repository : NULL, &found, report);
  if (good || report_failed(report))
    print_soundness(archive, &found, good);
}

static void run_checkpoint(Archive *archive, char **arguments, gpointer options)
{
  Invocation *in = archive->in;
  Checkpoint made;
  guint committed = 0;
  (void)arguments;
  (void)options;
  if (!archive_begin(archive) ||
      !archive_end(archive, anchor_checkpoint(&archive->with, &made, in->report)))
    return;
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_open(archive->site->root, unsaid);
  if (!anchor_commit(archive->store, repository, &committed, in->report))
    return;
  g_autofree char *line = checkpoint_line(&made);
  if (in->json)
    archive_print_json(json_pack("{s:s, s:i}", "checkpoint", line, "committed", (int)committed));
  else if (!in->quiet)
    printf("%s\n", line);
}

/* The tables beside the events, worked out anew. */
static void run_rebuild(Archive *archive, char **arguments, gpointer data)
{
  const RecordsOptions *options = data;
  Invocation *in = archive->in;
  (void)arguments;
  if (invocation_consents(in, &options->consent) && audit_rebuild(archive->store, in->report) &&
      !in->quiet && !in->json)
    puts(say(in, "一覧を、記録から作り直しました。",
             "The tables are worked out anew from the events."));
}

/* --- accounts of the office --------------------------------------------------------------- */

static Account *find_account(Archive *archive, const char *login)
{
  Account *account = NULL;
  if (account_find_login(archive->store, login, &account, archive->in->report) && account == NULL)
    report_add(archive->in->report, DIAG_ACCOUNT_UNKNOWN, place_none(), login, NULL);
  return account;
}

static void print_code(const Archive *archive, const char *login, const char *code)
{
  const Invocation *in = archive->in;
  g_autofree char *shown = secret_code_shown(code);
  if (in->json)
    archive_print_json(json_pack("{s:s, s:s}", "login", login, "code", code));
  else
    printf(say(in, "%s の招待のコード（%d日のあいだ使えます。ここでしか表示しません）: %s\n",
               "Invitation of %s (good for %d days, shown here alone): %s\n"),
           login, INVITATION_DAYS, shown);
  secret_clear(shown, strlen(shown));
}

static void list_accounts(Archive *archive)
{
  const Invocation *in = archive->in;
  g_autoptr(GPtrArray) list = account_list(archive->store, archive->in->report);
  json_t *json = json_array();
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const Account *one = g_ptr_array_index(list, i);
    const char *state = one->ended ? "ended" : one->ready ? "ready" : "invited";
    json_array_append_new(json,
                          json_pack("{s:s, s:s, s:s, s:s}", "login", one->login, "name", one->name,
                                    "role", office_role_name(one->role), "state", state));
    if (!in->json)
      printf("%-16s %-12s %-8s %s\n", one->login, office_role_name(one->role), state, one->name);
  }
  if (in->json)
    archive_print_json(json_incref(json));
  json_decref(json);
}

/* What --role says; left as it is without. */
static bool read_role(const Archive *archive, const RecordsOptions *options, OfficeRole *role)
{
  if (options->role == NULL || office_role_named(options->role, role))
    return true;
  report_add(archive->in->report, DIAG_ACCOUNT_ROLE, place_none(), options->role, NULL);
  return false;
}

static void add_account(Archive *archive, const char *login, const RecordsOptions *options)
{
  OfficeRole role = OFFICE_ALL;
  char *code = NULL;
  Moment until = archive->with.act.at + INVITATION_DAYS * MOMENT_DAY;
  if (!read_role(archive, options, &role) || !archive_begin(archive))
    return;
  if (archive_end(archive, account_add(archive->store, &archive->with.act, login,
                                       options->name != NULL ? options->name : "",
                                       options->mail != NULL ? options->mail : "", role, until,
                                       NULL, &code, archive->in->report)))
    print_code(archive, login, code);
  secret_free(code);
}

static void invite_account(Archive *archive, const char *login)
{
  g_autoptr(Account) account = find_account(archive, login);
  char *code = NULL;
  Moment until = archive->with.act.at + INVITATION_DAYS * MOMENT_DAY;
  if (account == NULL || !archive_begin(archive))
    return;
  if (archive_end(archive, account_invite(archive->store, &archive->with.act, account->id, until,
                                          &code, archive->in->report)))
    print_code(archive, login, code);
  secret_free(code);
}

static void change_account(Archive *archive, const char *login, const RecordsOptions *options)
{
  const Invocation *in = archive->in;
  const Act *act = &archive->with.act;
  g_autoptr(Account) account = find_account(archive, login);
  OfficeRole role = account != NULL ? account->role : OFFICE_ALL;
  if (account == NULL || !read_role(archive, options, &role) || !archive_begin(archive))
    return;
  bool good =
    account_rename(archive->store, act, account->id,
                   options->name != NULL ? options->name : account->name,
                   options->mail != NULL ? options->mail : account->mail, in->report) &&
    (role == account->role || account_set_role(archive->store, act, account->id, role, in->report));
  if (archive_end(archive, good) && !in->quiet && !in->json)
    puts(say(in, "アカウントを変えました。", "The account is changed."));
}

static void end_account(Archive *archive, const char *login)
{
  const Invocation *in = archive->in;
  g_autoptr(Account) account = find_account(archive, login);
  if (account == NULL || !archive_begin(archive))
    return;
  if (archive_end(archive, account_end(archive->store, &archive->with.act, account->id,
                                       archive->in->report)) &&
      !in->quiet && !in->json)
    puts(say(in, "この人は、もう入れません。", "They can no longer sign in."));
}

static void run_account(Archive *archive, char **arguments, gpointer options)
{
  const char *verb = arguments[0] != NULL ? arguments[0] : "list";
  const char *login = arguments[0] != NULL ? arguments[1] : NULL;
  if (strcmp(verb, "list") == 0)
    list_accounts(archive);
  else if (login == NULL)
    report_add(archive->in->report, DIAG_ARGUMENTS_TOO_FEW, place_none(), "records account",
               "add|change|invite|end LOGIN", NULL);
  else if (strcmp(verb, "add") == 0)
    add_account(archive, login, options);
  else if (strcmp(verb, "change") == 0)
    change_account(archive, login, options);
  else if (strcmp(verb, "invite") == 0)
    invite_account(archive, login);
  else if (strcmp(verb, "end") == 0)
    end_account(archive, login);
  else
    report_add(archive->in->report, DIAG_VERB_UNKNOWN, place_none(), "records account", verb,
               "list, add, change, invite, end", NULL);
}

/* --- the command -------------------------------------------------------------------------- */

static const Verb verbs[] = {
  {"status", 0, 0, "", false, run_status},
  {"verify", 0, 0, "", false, run_verify},
  {"checkpoint", 0, 0, "", false, run_checkpoint},
  {"rebuild", 0, 0, "", false, run_rebuild},
  {"account", 0, 2, "[list|add|change|invite|end [LOGIN]]", false, run_account},
  {"init", 0, 0, "", false, NULL}, /* there is no store to open yet */
  {0},
};

int command_records(Invocation *in)
{
  g_autofree char *store = NULL;
  RecordsOptions o = {0};
  const Option options[] = {
    {"name", G_OPTION_ARG_FILENAME, &o.name, "NAME", {"account: 氏名", "account: the name"}},
    {"mail", G_OPTION_ARG_FILENAME, &o.mail, "MAIL", {"account: メール", "account: the address"}},
    {"role",
     G_OPTION_ARG_FILENAME,
     &o.role,
     "training|publishing|all",
     {"account: できること（既定: all）", "account: what they may do (default: all)"}},
    OPTION_STORE(store),
    OPTION_YES(o.consent),
    {0},
  };
  if (invocation_parse(in, options, 0, 3)) {
    if (in->count == 1 && strcmp(in->arguments[0], "init") == 0)
      make(in, store);
    else
      archive_run(in, store, verbs, "status", &o);
  }
  g_free(o.name);
  g_free(o.mail);
  g_free(o.role);
  return invocation_finish(in);
}
