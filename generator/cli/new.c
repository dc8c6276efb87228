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

static char *filled(const char *text, const char *day, const char *iso, const char *blob)
{
  g_autoptr(GString) out = g_string_new(text);
  g_string_replace(out, "{day}", day, 0);
  g_string_replace(out, "{iso}", iso, 0);
  g_string_replace(out, "{blob}", blob, 0);
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool write_site(const char *folder, Day effective, Report *report)
{
  const char *policy = starter_policy();
  g_autofree char *day = day_wareki(effective);
  g_autofree char *iso = day_iso(effective);
  g_autofree char *blob = blob_id(policy, strlen(policy));
  g_autofree char *frozen = g_strconcat("content/privacy/revisions/", iso, ".md", NULL);

  for (const StarterFile *file = starter_files(); file->path != NULL; file++) {
    g_autofree char *text = filled(file->text, day, iso, blob);
    if (!write_file(folder, file->path, text, report))
      return false;
  }
  return write_file(folder, "content/privacy/policy.md", policy, report) &&
         write_file(folder, frozen, policy, report);
}

static void print_next_steps(const Invocation *in, const char *folder)
{
  g_autofree char *quoted = g_shell_quote(folder);
  printf(say(in,
             "%s に小さなサイトを作りました。\n"
             "次に: content/site.lua に団体の名前と連絡先を書き、次のコマンドで見てください。\n"
             "  cd %s\n"
             "  %s preview\n",
             "A small site is in %s.\n"
             "Next: write the organisation's name into content/site.lua, and look at it with\n"
             "  cd %s\n"
             "  %s preview\n"),
         folder, quoted, strchr(in->program, '/') != NULL ? "kaitei" : in->program);
}

int command_new(Invocation *in)
{
  if (!invocation_parse(in, NULL, 1, 1))
    return invocation_finish(in);

  const char *folder = in->arguments[0];
  Day effective = day_known(in->as_of) ? in->as_of : day_today("Asia/Tokyo");
  bool made = folder_is_free(folder, in->report) && write_site(folder, effective, in->report) &&
              repository_create(folder, in->report);
  if (made && !in->quiet && !in->json)
    print_next_steps(in, folder);
  return invocation_finish(in);
}
