/* import: revisions that were published elsewhere, from a folder or from git. */
#include "pages/import_list.h"

#include "base/text.h"
#include "cli/proposing.h"
#include "cli/shown.h"

#include <jansson.h>
#include <string.h>

typedef struct {
  char *policy, *title, *provenance, *repository, *list, *write_list;
  gboolean from_git, dates_alone;
  Consent consent;
} Given;

static void given_clear(Given *given)
{
  char *strings[] = {given->policy,     given->title, given->provenance,
                     given->repository, given->list,  given->write_list};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Given, given_clear)

/* ---- the list, to be filled in ---- */

static void print_list_json(const Import *import, const char *path)
{
  json_t *rows = json_array();
  for (guint i = 0; i < import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(import->rows, i);
    g_autofree char *effective = day_iso(row->effective);
    g_autofree char *day = day_iso(row->day);
    json_array_append_new(
      rows,
      json_pack("{s:s?, s:s?, s:s, s:s?, s:s?, s:s?, s:b, s:i}", "source", row->source, "effective",
                *effective != '\0' ? effective : NULL, "kind", change_name(row->change), "day",
                *day != '\0' ? day : NULL, "subject", row->subject, "file", row->file, "deleted",
                row->deleted, "faults", (int)import_row_faults(import, row)));
  }
  json_t *all = json_pack("{s:s, s:s, s:s?, s:o}", "list", path, "policy", import->policy, "title",
                          import->title, "candidates", rows);
  g_autofree char *text = json_dumps(all, JSON_INDENT(2));
  json_decref(all);
  puts(text);
}

static void print_list(const Invocation *in, const Import *import, const char *path)
{
  if (in->json) {
    print_list_json(import, path);
    return;
  }
  if (in->quiet)
    return;
  guint count = 0;
  for (guint i = 0; i < import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(import->rows, i);
    count += row->source != NULL && !row->deleted;
  }
  printf(say(in, "%s に、取り込める版を %u 件書きました。まだ何も取り込んでいません。\n",
             "%s lists what can be imported (%u); nothing is imported yet.\n"),
         path, count);
  printf(say(in,
             "エディターで開き、取り込む行の先頭に施行日を書いてください。保存したら、"
             "次を実行します。\n    kaitei import --list %s\n",
             "Open it, and write the effective day at the start of each row to take in. Then run\n"
             "    kaitei import --list %s\n"),
         path);
}

static void write_list(Invocation *in, Import *import, const Given *given)
{
  g_autofree char *path = given->write_list != NULL
                            ? g_strdup(given->write_list)
                            : g_strdup_printf("import-%s.txt", import->policy);
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    report_add(in->report, DIAG_IMPORT_LIST_THERE, place_none(), path, NULL);
    return;
  }
  if (import->title == NULL)
    import->title = import_title(import);
  g_autofree char *text = import_list_text(import, path, in->lang, in->report);
  if (text != NULL && file_write(path, text, strlen(text), in->report))
    print_list(in, import, path);
}

/* ---- what is about to happen ---- */

static char *shown_imported(const Invocation *in, const Imported *imported)
{
  g_autofree char *day = shown_day(in, imported->effective);
  g_autofree char *texts = g_strdup_printf(say(in, "文章 %s", "text %s"), imported->langs);
  const char *state =
    imported->state == IMPORTED_TEXT ? texts
    : imported->state == IMPORTED_LEFT_OUT
      ? say(in, "日付のみ（文章に誤りがあるため）", "day alone (its text is refused)")
    : imported->state == IMPORTED_KNOWN ? say(in, "登録済み", "recorded already")
                                        : say(in, "日付のみ", "day alone");
  return g_strdup_printf(
    "%s  %s  %s  %s%s%s", imported->key, day, shown_change(in, imported->change), state,
    imported->summary != NULL ? "  " : "", imported->summary != NULL ? imported->summary : "");
}

static void print_what(const Invocation *in, const Proposal *proposal, const Import *import,
                       const GPtrArray *imported)
{
  print_fact(in, say(in, "方針", "Policy"), proposal->ledger->title);
  print_fact(in, say(in, "行うこと", "To do"),
             proposal->begun != NULL
               ? say(in, "方針を作り、版を取り込む", "begin the policy, and import")
               : say(in, "取り込む", "import"));
  print_fact(in, say(in, "文章の出どころ", "Provenance"), shown_provenance(in, import->provenance));
  for (guint i = 0; i < imported->len; i++) {
    g_autofree char *line = shown_imported(in, g_ptr_array_index(imported, i));
    print_fact(in, say(in, "版", "Revision"), line);
  }
  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    if (strstr(file->path, "/policy.") != NULL)
      print_fact(in, say(in, "作業用の文章", "Working text"), file->path);
  }
}

static void import_all(Invocation *in, const Import *import, const Given *given)
{
  g_autoptr(GPtrArray) imported = NULL;
  g_autoptr(Desk) desk = desk_open_for(invocation_site(in), in->as_of, import->policy, in->report);
  g_autoptr(Proposal) proposal =
    desk != NULL ? import_propose(desk, import, given->dates_alone, &imported, in->report) : NULL;
  if (proposal == NULL)
    return;
  print_what(in, proposal, import, imported);
  proposal_carry_out(in, desk, proposal, &given->consent);
}

/* ---- what was given ---- */

/* What stands in a list is not said twice. */
static bool check_list_alone(Invocation *in, const Given *given)
{
  const char *other = in->count > 0               ? in->arguments[0]
                      : given->policy != NULL     ? "--policy"
                      : given->title != NULL      ? "--title"
                      : given->provenance != NULL ? "--provenance"
                      : given->repository != NULL ? "--repository"
                      : given->from_git           ? "--from-git"
                      : given->write_list != NULL ? "--write-list"
                                                  : NULL;
  if (other == NULL)
    return true;
  report_add(in->report, DIAG_IMPORT_LIST_ALONE, place_none(), other, NULL);
  return false;
}

static bool check_given(Invocation *in, const Given *given, Provenance *provenance)
{
  DiagCode fault = in->count == 0                                  ? DIAG_IMPORT_WHAT
                   : given->policy == NULL                         ? DIAG_IMPORT_NO_POLICY
                   : given->repository != NULL && !given->from_git ? DIAG_IMPORT_NEEDS_GIT
                   : !given->from_git && !g_file_test(in->arguments[0], G_FILE_TEST_IS_DIR)
                     ? DIAG_IMPORT_NOT_FOLDER
                     : DIAG_COUNT;
  *provenance = PROVENANCE_COPY;
  if (fault != DIAG_COUNT) {
    report_add(in->report, fault, place_none(), in->arguments[0], NULL);
    return false;
  }
  if (given->provenance == NULL || provenance_named(given->provenance, provenance))
    return import_id_fits(given->policy, in->report);
  report_add(in->report, DIAG_PROVENANCE_UNKNOWN, place_none(), given->provenance, NULL);
  return false;
}

static void import_from(Invocation *in, const Given *given)
{
  Provenance provenance;
  if (!check_given(in, given, &provenance))
    return;
  g_autoptr(Import) import = given->from_git
                               ? import_from_git(given->repository, in->arguments[0], in->report)
                               : import_from_folder(in->arguments[0], in->report);
  if (import == NULL)
    return;
  import->policy = g_strdup(given->policy);
  import->title = g_strdup(given->title);
  import->provenance = provenance;
  if (given->from_git || given->write_list != NULL)
    write_list(in, import, given);
  else
    import_all(in, import, given);
}

static void import_list(Invocation *in, const Given *given)
{
  if (!check_list_alone(in, given))
    return;
  g_autoptr(Import) import = import_list_read(given->list, in->report);
  if (import != NULL)
    import_all(in, import, given);
}

static bool parse(Invocation *in, Given *given)
{
  const Option options[] = {
    {"policy",
     G_OPTION_ARG_FILENAME,
     &given->policy,
     "ID",
     {"取り込む先の方針（アドレスになる名前）", "the policy that it becomes, as in its address"}},
    {"title",
     G_OPTION_ARG_FILENAME,
     &given->title,
     "TEXT",
     {"新しい方針の題名（既定: いちばん新しい文章の題名）",
      "title of a new policy (default: that of the newest text)"}},
    {"from-git",
     G_OPTION_ARG_NONE,
     &given->from_git,
     NULL,
     {"ファイルの git の履歴から、取り込む版の一覧を作ります",
      "list what the file's history in git has, to choose from"}},
    {"repository",
     G_OPTION_ARG_FILENAME,
     &given->repository,
     "DIR",
     {"ほかの場所の git のリポジトリー", "a git repository elsewhere"}},
    {"list",
     G_OPTION_ARG_FILENAME,
     &given->list,
     "FILE",
     {"書き終えた一覧を読み、取り込みます", "import what a list that was filled in says"}},
    {"write-list",
     G_OPTION_ARG_FILENAME,
     &given->write_list,
     "FILE",
     {"取り込まずに、一覧をこの名前で作ります（既定: import-ID.txt）",
      "write the list to this file, and import nothing (default: import-ID.txt)"}},
    {"provenance",
     G_OPTION_ARG_FILENAME,
     &given->provenance,
     "WORD",
     {"original（原本）、copy（写し、既定）、reconstructed（復元）",
      "original, copy (default) or reconstructed"}},
    {"dates-alone",
     G_OPTION_ARG_NONE,
     &given->dates_alone,
     NULL,
     {"いまの決まりに合わない文章の版は、日付だけを登録します",
      "record a revision whose text is refused by its day alone"}},
    OPTION_YES(given->consent),
    OPTION_NO_BUILD(given->consent),
    {0},
  };
  return invocation_parse(in, options, 0, 1);
}

int command_import(Invocation *in)
{
  g_auto(Given) given = {0};
  if (parse(in, &given)) {
    if (given.list != NULL)
      import_list(in, &given);
    else
      import_from(in, &given);
  }
  return invocation_finish(in);
}
