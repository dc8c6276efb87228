/* new: a small working site in a new folder, with git initialised. */
#include "base/files.h"
#include "cli/command.h"
#include "cli/starter.h"
#include "ledger/repository.h"

#include <errno.h>
#include <string.h>

static bool folder_is_free(const char *folder, Report *report)
{
  if (!g_file_test(folder, G_FILE_TEST_EXISTS))
    return true;

  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  if (dir != NULL && g_dir_read_name(dir) == NULL)
    return true;
  report_add(report, DIAG_NEW_FOLDER_TAKEN, place_none(), folder, NULL);
  return false;
}

static bool write_file(const char *folder, const char *path, const char *text, Report *report)
{
  g_autofree char *full = g_build_filename(folder, path, NULL);
  return file_write(full, text, strlen(text), report);
}

static char *filled(const char *text, const char *day, const char *iso)
{
  g_autoptr(GString) out = g_string_new(text);
  g_string_replace(out, "{day}", day, 0);
  g_string_replace(out, "{iso}", iso, 0);
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool write_site(const char *folder, Day example, Report *report)
{
  g_autofree char *day = day_wareki(example);
  g_autofree char *iso = day_iso(example);

  for (const StarterFile *file = starter_files(); file->path != NULL; file++) {
    g_autofree char *text = filled(file->text, day, iso);
    if (!write_file(folder, file->path, text, report))
      return false;
  }
  return true;
}

/* The commands name the program as it was called, and so are run where it was called. */
static void print_commit(const Invocation *in, const char *folder)
{
  puts(say(in,
           "git に名前が登録されていないので、まだコミットしていません。次のコマンドでできます:",
           "Nothing is committed yet, for git knows no name. To commit:"));
  printf("  git -C %s config user.name \"…\"\n", folder);
  printf("  git -C %s config user.email \"…\"\n", folder);
  printf("  git -C %s add --all\n", folder);
  printf("  git -C %s commit -m \"%s\"\n", folder, say(in, "サイトを始める", "Begin the site"));
}

static void print_next_steps(const Invocation *in, const char *folder, bool committed)
{
  g_autofree char *quoted = g_shell_quote(folder);
  printf(say(in,
             "%s に小さなサイトを作りました。まだ何も発行していません。\n"
             "次に: content/site.lua に団体の名前と連絡先を書き、次のコマンドで見てください。\n"
             "  %s --site %s preview\n"
             "その先の手順（文章を書く、発行する、封印する）は、その README.md にあります。\n",
             "A small site is in %s. Nothing is published in it yet.\n"
             "Next: write the organisation's name into content/site.lua, and look at it with\n"
             "  %s --site %s preview\n"
             "Its README.md tells how to go on: write the text, publish it, seal the record.\n"),
         folder, in->program, quoted);
  if (!committed)
    print_commit(in, quoted);
}

int command_new(Invocation *in)
{
  if (!invocation_parse(in, NULL, 1, 1))
    return invocation_finish(in);

  const char *folder = in->arguments[0];
  Day example = day_known(in->as_of) ? in->as_of : day_today("Asia/Tokyo");
  bool made = folder_is_free(folder, in->report) && write_site(folder, example, in->report) &&
              repository_create(folder, in->report);
  bool committed = made && repository_begin(folder, say(in, "サイトを始める", "Begin the site"));
  if (made && !in->quiet && !in->json)
    print_next_steps(in, folder, committed);
  return invocation_finish(in);
}
