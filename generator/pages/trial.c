/* A trial: the site as a proposal would make it, built in a folder of its own and
 * thrown away. The sources are few and small, so they are copied: nothing can then
 * reach what is published. */
#include "pages/desk.h"

#include "ledger/entries.h"
#include "pages/build.h"

#include <fcntl.h>
#include <unistd.h>

/* Copies a folder of sources; a hard link is as good, for nothing here is written to. */
static bool copy_folder(const char *from, const char *to, const char *name, Report *report)
{
  g_autofree char *source = g_build_filename(from, name, NULL);
  g_autoptr(GPtrArray) files = files_walk(source, name, NULL, report);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const FoundFile *file = g_ptr_array_index(files, i);
    g_autofree char *old = g_build_filename(source, file->path, NULL);
    g_autofree char *new = g_build_filename(to, name, file->path, NULL);
    g_autofree char *folder = g_path_get_dirname(new);
    gsize size = 0;
    if (!folder_make(folder, report))
      return false;
    if (linkat(AT_FDCWD, old, AT_FDCWD, new, AT_SYMLINK_FOLLOW) == 0)
      continue;
    g_autofree char *bytes = file_read(old, file->path, 0, &size, report);
    if (bytes == NULL || !file_write(new, bytes, size, report))
      return false;
  }
  return files != NULL;
}

/* Texts that git has and whose files are missing: the copy is no repository. */
static bool thaw(const Desk *desk, const char *to, Report *report)
{
  for (guint p = 0; p < desk->site->policies->len; p++) {
    const PolicySource *policy = g_ptr_array_index(desk->site->policies, p);
    for (guint i = 0; i < policy->ledger->revisions->len; i++) {
      const Revision *revision = g_ptr_array_index(policy->ledger->revisions, i);
      for (guint k = 0; k < revision->editions->len; k++) {
        const Edition *edition = g_ptr_array_index(revision->editions, k);
        g_autofree char *path = g_build_filename(to, edition->path, NULL);
        gsize size = 0;
        if (g_file_test(path, G_FILE_TEST_EXISTS))
          continue;
        g_autofree char *bytes = repository_blob(desk->repository, edition->blob, &size);
        if (bytes != NULL && !file_write(path, bytes, size, report))
          return false;
      }
    }
  }
  return true;
}

/* file_write() renames over what is there, so a hard link's other name keeps its bytes. */
static bool lay_over(const Proposal *proposal, const char *to, Report *report)
{
  for (guint i = 0; i < proposal->files->len; i++) {
    const ProposedFile *file = g_ptr_array_index(proposal->files, i);
    g_autofree char *path = g_build_filename(to, file->path, NULL);
    if (!file_write(path, file->bytes, file->size, report))
      return false;
  }
  return true;
}

static bool try_in(const char *folder, const Desk *desk, const Proposal *proposal, Day day,
                   Report *report)
{
  if (!copy_folder(desk->root, folder, "content", report) ||
      !copy_folder(desk->root, folder, "theme", report) || !thaw(desk, folder, report) ||
      !lay_over(proposal, folder, report))
    return false;

  g_autoptr(Report) own = report_new();
  BuildOptions options = {.site = folder, .as_of = day, .dry = true};
  BuildResult result = {0};
  bool good = build_site(&options, &result, own);
  report_merge_from(report, own, LEVEL_ERROR);
  return good;
}

bool proposal_try(const Desk *desk, const Proposal *proposal, Day day, Report *report)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("kaitei-trial-XXXXXX", &error);
  if (folder == NULL) {
    report_add(report, DIAG_FILE_UNWRITABLE, place_none(), g_get_tmp_dir(), error->message, NULL);
    return false;
  }
  bool good = try_in(folder, desk, proposal, day, report);
  g_autoptr(Report) unsaid = report_new();
  folder_remove(folder, unsaid);
  return good;
}
