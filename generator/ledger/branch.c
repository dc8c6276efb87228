#include "ledger/branch.h"

#include "ledger/git.h"

#include <string.h>

static void file_free(gpointer data)
{
  BranchFile *file = data;
  g_free(file->name);
  g_free(file->bytes);
  g_free(file);
}

GPtrArray *branch_files_new(void)
{
  return g_ptr_array_new_with_free_func(file_free);
}

void branch_files_add(GPtrArray *files, const char *name, const char *bytes, gsize size)
{
  BranchFile *file = g_new0(BranchFile, 1);
  file->name = g_strdup(name);
  file->bytes = g_strndup(bytes, size);
  file->size = size;
  g_ptr_array_add(files, file);
}

static void report_git(const char *branch, Report *report)
{
  report_add(report, DIAG_BRANCH_GIT, place_none(), branch, git_words(), NULL);
}

/* The newest commit; *found NULL where there is no such branch. */
static bool find_tip(git_repository *git, const char *branch, git_commit **found, Report *report)
{
  g_autofree char *name = g_strconcat("refs/heads/", branch, NULL);
  git_oid id;
  *found = NULL;
  int error = git_reference_name_to_id(&id, git, name);
  if (error == GIT_ENOTFOUND)
    return true;
  if (error == GIT_OK && git_commit_lookup(found, git, &id) == GIT_OK)
    return true;
  report_git(branch, report);
  return false;
}

/* The folder's tree in a commit; *found NULL where there is none. */
static bool find_folder(git_repository *git, const git_commit *tip, const char *branch,
                        const char *folder, git_tree **found, Report *report)
{
  g_autoptr(git_tree) root = NULL;
  *found = NULL;
  if (tip == NULL)
    return true;
  if (git_commit_tree(&root, tip) != GIT_OK) {
    report_git(branch, report);
    return false;
  }
  const git_tree_entry *entry = git_tree_entry_byname(root, folder);
  if (entry == NULL || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
    return true;
  if (git_tree_lookup(found, git, git_tree_entry_id(entry)) == GIT_OK)
    return true;
  report_git(branch, report);
  return false;
}

/* --- reading ------------------------------------------------------------------------------ */

static bool read_files(git_repository *git, const git_tree *tree, GPtrArray *files)
{
  for (gsize i = 0; tree != NULL && i < git_tree_entrycount(tree); i++) {
    const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
    g_autoptr(git_blob) blob = NULL;
    if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
      continue;
    if (git_blob_lookup(&blob, git, git_tree_entry_id(entry)) != GIT_OK)
      return false;
    branch_files_add(files, git_tree_entry_name(entry), git_blob_rawcontent(blob),
                     (gsize)git_blob_rawsize(blob));
  }
  return true;
}

GPtrArray *branch_read(Repository *repository, const char *branch, const char *folder,
                       Report *report)
{
  g_autoptr(GPtrArray) files = branch_files_new();
  repository_lock(repository);
  git_repository *git = repository_git(repository);
  g_autoptr(git_commit) tip = NULL;
  g_autoptr(git_tree) tree = NULL;
  bool good = git == NULL || (find_tip(git, branch, &tip, report) &&
                              find_folder(git, tip, branch, folder, &tree, report));
  if (good && git != NULL && !read_files(git, tree, files)) {
    report_git(branch, report);
    good = false;
  }
  repository_unlock(repository);
  return good ? g_steal_pointer(&files) : NULL;
}

/* --- writing ------------------------------------------------------------------------------ */

static bool write_folder(git_repository *git, git_tree *tree, const GPtrArray *files, git_oid *id)
{
  g_autoptr(git_treebuilder) builder = NULL;
  if (git_treebuilder_new(&builder, git, tree) != GIT_OK)
    return false;
  for (guint i = 0; i < files->len; i++) {
    const BranchFile *file = g_ptr_array_index(files, i);
    git_oid blob;
    if (git_blob_create_from_buffer(&blob, git, file->bytes, file->size) != GIT_OK ||
        git_treebuilder_insert(NULL, builder, file->name, &blob, GIT_FILEMODE_BLOB) != GIT_OK)
      return false;
  }
  return git_treebuilder_write(id, builder) == GIT_OK;
}

static bool write_root(git_repository *git, const git_commit *tip, const char *folder,
                       const git_oid *inside, git_tree **root)
{
  g_autoptr(git_tree) before = NULL;
  g_autoptr(git_treebuilder) builder = NULL;
  git_oid id;
  return (tip == NULL || git_commit_tree(&before, tip) == GIT_OK) &&
         git_treebuilder_new(&builder, git, before) == GIT_OK &&
         git_treebuilder_insert(NULL, builder, folder, inside, GIT_FILEMODE_TREE) == GIT_OK &&
         git_treebuilder_write(&id, builder) == GIT_OK && git_tree_lookup(root, git, &id) == GIT_OK;
}

/* GIT_EMODIFIED where the branch no longer stands where `tip` is. */
static int write_commit(git_repository *git, const char *branch, const git_commit *tip,
                        const git_tree *root, const git_signature *who, const char *message)
{
  g_autofree char *name = g_strconcat("refs/heads/", branch, NULL);
  g_autofree char *log = g_strconcat("commit: ", message, NULL);
  const git_commit *parents[] = {tip};
  git_oid id;
  git_reference *moved = NULL;
  int error =
    git_commit_create(&id, git, NULL, who, who, NULL, message, root, tip != NULL ? 1 : 0, parents);
  if (error == GIT_OK)
    error = git_reference_create_matching(&moved, git, name, &id, tip != NULL,
                                          tip != NULL ? git_commit_id(tip) : NULL, log);
  git_reference_free(moved);
  return error;
}

static bool commit_files(git_repository *git, const char *branch, const char *folder,
                         const GPtrArray *files, const git_signature *who, const char *message,
                         Report *report)
{
  g_autoptr(git_commit) tip = NULL;
  g_autoptr(git_tree) tree = NULL;
  g_autoptr(git_tree) root = NULL;
  git_oid inside;
  if (!find_tip(git, branch, &tip, report) || !find_folder(git, tip, branch, folder, &tree, report))
    return false;
  int error = GIT_ERROR;
  if (write_folder(git, tree, files, &inside) && write_root(git, tip, folder, &inside, &root))
    error = write_commit(git, branch, tip, root, who, message);
  if (error == GIT_EMODIFIED || error == GIT_EEXISTS)
    report_add(report, DIAG_BRANCH_MOVED, place_none(), branch, NULL);
  else if (error != GIT_OK)
    report_git(branch, report);
  return error == GIT_OK;
}

bool branch_commit(Repository *repository, const char *branch, const char *folder,
                   const GPtrArray *files, const char *name, const char *mail, gint64 at,
                   const char *message, Report *report)
{
  repository_lock(repository);
  git_repository *git = repository_git(repository);
  git_signature *who = NULL;
  bool good = git != NULL && git_signature_new(&who, name, mail, at, 0) == GIT_OK;
  if (!good)
    report_git(branch, report);
  else
    good = commit_files(git, branch, folder, files, who, message, report);
  git_signature_free(who);
  repository_unlock(repository);
  return good;
}
