#include "ledger/repository.h"

#include "ledger/git.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Repository {
  git_repository *git; /* NULL: there is none, or it is not open yet */
  git_odb *odb;
  GMutex lock;
  bool shallow;
  bool closed;
  char *waiting;  /* the folder, of one that is to be opened when it is needed */
  Report *report; /* and where it is said then that it cannot be */
};

enum {
  /* git's own measure (gc.auto 6700): it looks into one of 256 folders. */
  LOOSE_IN_ONE_FOLDER = 27,
};

void git_start(void)
{
  static gsize once = 0;
  if (!g_once_init_enter(&once))
    return;
  git_libgit2_init();
  /* repository_blob() does this check itself, and where we read trees and
   * commits, git fsck is the tool. */
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  /* What is kept and mapped stays small, however large the packs are. */
  git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)(8 * 1024 * 1024));
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)(1024 * 1024));
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)(8 * 1024 * 1024));
  g_once_init_leave(&once, 1);
}

guint oid_hash(gconstpointer oid)
{
  guint hash;
  memcpy(&hash, oid, sizeof hash);
  return hash;
}

gboolean oid_equal(gconstpointer a, gconstpointer b)
{
  return git_oid_equal(a, b);
}

const char *git_words(void)
{
  const git_error *error = git_error_last();
  return error && error->message ? error->message : "?";
}

static void open_now(Repository *repository, const char *folder, Report *report);

git_repository *repository_git(Repository *repository)
{
  return repository->git;
}

/* Opens what has waited for the first need, too. */
void repository_lock(Repository *repository)
{
  g_mutex_lock(&repository->lock);
  g_autofree char *folder = g_steal_pointer(&repository->waiting);
  if (folder != NULL)
    open_now(repository, folder, repository->report);
}

void repository_unlock(Repository *repository)
{
  g_mutex_unlock(&repository->lock);
}

static void note_loose_objects(Repository *repository, const char *folder, Report *report)
{
  g_autofree char *path =
    g_build_filename(git_repository_commondir(repository->git), "objects", "17", NULL);
  g_autoptr(GDir) one = g_dir_open(path, 0, NULL);
  guint count = 0;

  while (one != NULL && g_dir_read_name(one) != NULL)
    count++;
  if (count > LOOSE_IN_ONE_FOLDER)
    report_add(report, DIAG_REPOSITORY_LOOSE, place_none(), folder, NULL);
}

/* libgit2 1.5 answers "not found" where somebody else owns the repository and no
 * safe.directory is configured (libgit2 #6408); finding it asks for no owner. */
static bool is_foreign(int status, const char *folder)
{
  git_buf found = GIT_BUF_INIT;

  if (status != GIT_ENOTFOUND)
    return status == GIT_EOWNER;
  bool there = git_repository_discover(&found, folder, 0, NULL) == GIT_OK;
  git_buf_dispose(&found);
  return there;
}

static int note_star(const git_config_entry *entry, void *data)
{
  bool *all = data;
  /* As git reads it: an empty value forgets those before it. */
  *all = strcmp(entry->value, "*") == 0 || (*all && *entry->value != '\0');
  return 0;
}

/* safe.directory = * trusts every repository. git honours it, libgit2 1.5 does
 * not; the user's and the system's configuration are asked, as git asks them. */
static bool everything_is_trusted(void)
{
  git_config *config = NULL;
  bool all = false;

  if (git_config_open_default(&config) == GIT_OK)
    git_config_get_multivar_foreach(config, "safe.directory", NULL, note_star, &all);
  git_config_free(config);
  return all;
}

static int open_git(git_repository **git, const char *folder)
{
  int status = git_repository_open_ext(git, folder, 0, NULL);
  if (status == GIT_OK || !is_foreign(status, folder) || !everything_is_trusted())
    return status;

  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  status = git_repository_open_ext(git, folder, 0, NULL);
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
  return status;
}

static void open_now(Repository *repository, const char *folder, Report *report)
{
  git_start();
  int status = open_git(&repository->git, folder);
  if (status == GIT_OK)
    status = git_repository_odb(&repository->odb, repository->git);
  if (status == GIT_OK) {
    repository->shallow = git_repository_is_shallow(repository->git) == 1;
    if (repository->shallow)
      report_add(report, DIAG_REPOSITORY_SHALLOW, place_none(), folder, NULL);
    note_loose_objects(repository, folder, report);
    return;
  }

  repository->closed = status != GIT_ENOTFOUND || is_foreign(status, folder);
  if (is_foreign(status, folder))
    report_add(report, DIAG_REPOSITORY_OWNER, place_none(), folder, NULL);
  else if (status == GIT_ENOTFOUND)
    report_add(report, DIAG_REPOSITORY_NONE, place_none(), folder, NULL);
  else
    report_add(report, DIAG_REPOSITORY_UNREADABLE, place_none(), folder, git_words(), NULL);
  git_repository_free(repository->git);
  repository->git = NULL;
}

Repository *repository_open(const char *folder, Report *report)
{
  Repository *repository = g_new0(Repository, 1);
  g_mutex_init(&repository->lock);
  open_now(repository, folder, report);
  return repository;
}

Repository *repository_open_as(const char *folder, const Committer *committer, Report *report)
{
  Repository *repository = repository_open(folder, report);
  if (repository->git != NULL && committer != NULL)
    git_repository_set_ident(repository->git, committer->name, committer->mail);
  return repository;
}

/* ---- opening when it is needed ---- */

typedef enum { AROUND_NONE, AROUND_PLAIN, AROUND_OTHER } Around;

/* Whether `name` in `folder` is ours and on the same file system as the site. */
static bool is_own_folder(const char *folder, const char *name, dev_t device)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  struct stat info;
  return lstat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
         info.st_dev == device;
}

static bool has(const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  struct stat info;
  return lstat(path, &info) == 0;
}

/* What git would find, as far as the file system alone tells; *top, the caller's, is the
 * folder with the .git of a plain one. */
static Around look_around(const char *folder, char **top)
{
  g_autofree char *at = realpath(folder, NULL);
  struct stat site;
  if (at == NULL || stat(at, &site) != 0)
    return AROUND_OTHER;
  for (;;) {
    if (has(at, ".git")) {
      *top = g_strdup(at);
      return is_own_folder(at, ".", site.st_dev) && is_own_folder(at, ".git", site.st_dev) &&
                 is_own_folder(at, ".git/objects", site.st_dev) && !has(at, ".git/shallow")
               ? AROUND_PLAIN
               : AROUND_OTHER;
    }
    if (has(at, "objects") && has(at, "HEAD")) /* a bare one */
      return AROUND_OTHER;
    char *slash = strrchr(at, '/');
    if (slash == at && slash[1] == '\0')
      return AROUND_NONE;
    slash[slash == at ? 1 : 0] = '\0';
  }
}

bool repository_lacks(const char *folder, const char *name)
{
  g_autofree char *top = NULL;
  Around around = look_around(folder, &top);
  if (around != AROUND_PLAIN)
    return around == AROUND_NONE;
  g_autofree char *path = g_build_filename(".git", name, NULL);
  return !has(top, path);
}

Repository *repository_near(const char *folder, Report *report)
{
  g_autofree char *top = NULL;
  Around around = look_around(folder, &top);
  if (around == AROUND_OTHER)
    return repository_open(folder, report);
  Repository *repository = g_new0(Repository, 1);
  g_mutex_init(&repository->lock);
  repository->report = report;
  if (around == AROUND_NONE)
    report_add(report, DIAG_REPOSITORY_NONE, place_none(), folder, NULL);
  else
    repository->waiting = g_strdup(folder);
  return repository;
}

void repository_free(Repository *repository)
{
  if (repository == NULL)
    return;
  git_odb_free(repository->odb);
  git_repository_free(repository->git);
  g_mutex_clear(&repository->lock);
  g_free(repository->waiting);
  g_free(repository);
}

bool repository_present(Repository *repository)
{
  repository_lock(repository);
  bool present = repository->git != NULL;
  repository_unlock(repository);
  return present;
}

bool repository_shallow(const Repository *repository)
{
  return repository->shallow;
}

bool repository_closed(const Repository *repository)
{
  return repository->closed;
}

char *repository_head(Repository *repository)
{
  git_oid id;
  char hex[GIT_OID_HEXSZ + 1];

  repository_lock(repository);
  int status = repository->git != NULL ? git_reference_name_to_id(&id, repository->git, "HEAD")
                                       : GIT_ENOTFOUND;
  repository_unlock(repository);
  return status == GIT_OK ? g_strdup(git_oid_tostr(hex, sizeof hex, &id)) : NULL;
}

bool repository_create(const char *folder, Report *report)
{
  git_repository_init_options options;
  g_autoptr(git_repository) git = NULL;

  git_start();
  git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  options.flags = GIT_REPOSITORY_INIT_MKPATH;
  options.initial_head = "main";
  if (git_repository_init_ext(&git, folder, &options) == GIT_OK)
    return true;
  report_add(report, DIAG_REPOSITORY_NOT_MADE, place_none(), folder, git_words(), NULL);
  return false;
}

/* The committer as git itself would find it; libgit2 1.5 does not ask the environment. */
static int find_committer(git_signature **committer, git_repository *git)
{
  const char *name = g_getenv("GIT_COMMITTER_NAME"), *email = g_getenv("GIT_COMMITTER_EMAIL");
  return name != NULL && email != NULL ? git_signature_now(committer, name, email)
                                       : git_signature_default(committer, git);
}

bool repository_begin(const char *folder, const char *message)
{
  g_autoptr(git_repository) git = NULL;
  g_autoptr(git_signature) committer = NULL;
  g_autoptr(git_index) index = NULL;
  g_autoptr(git_tree) tree = NULL;
  git_oid id;

  git_start();
  return git_repository_open_ext(&git, folder, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == GIT_OK &&
         find_committer(&committer, git) == GIT_OK && git_repository_index(&index, git) == GIT_OK &&
         git_index_add_all(index, NULL, GIT_INDEX_ADD_DEFAULT, NULL, NULL) == GIT_OK &&
         git_index_write(index) == GIT_OK && git_index_write_tree(&id, index) == GIT_OK &&
         git_tree_lookup(&tree, git, &id) == GIT_OK &&
         git_commit_create(&id, git, "HEAD", committer, committer, "UTF-8", message, tree, 0,
                           NULL) == GIT_OK;
}

/* git_odb_hash() is the SHA-1 that notices a forgery (sha1dc). */
static bool hash(const char *bytes, gsize size, git_oid *id)
{
  return git_odb_hash(id, bytes, size, GIT_OBJECT_BLOB) == GIT_OK;
}

char *repository_blob(Repository *repository, const char *id, gsize *size)
{
  git_oid wanted;
  git_oid got;
  git_odb_object *object = NULL;
  char *bytes = NULL;

  if (git_oid_fromstr(&wanted, id) != GIT_OK)
    return NULL;

  repository_lock(repository);
  if (repository->git != NULL && git_odb_read(&object, repository->odb, &wanted) == GIT_OK &&
      git_odb_object_type(object) == GIT_OBJECT_BLOB) {
    *size = git_odb_object_size(object);
    bytes = g_malloc(*size + 1);
    memcpy(bytes, git_odb_object_data(object), *size);
    bytes[*size] = '\0';
  }
  git_odb_object_free(object);
  repository_unlock(repository);

  if (bytes != NULL && (!hash(bytes, *size, &got) || !git_oid_equal(&got, &wanted)))
    g_clear_pointer(&bytes, g_free);
  return bytes;
}

char *blob_id(const char *bytes, gsize size)
{
  git_oid id;
  char hex[GIT_OID_HEXSZ + 1];

  git_start();
  if (!hash(bytes, size, &id)) /* a forged SHA-1: no id stands for it */
    return g_strnfill(GIT_OID_HEXSZ, '0');
  return g_strdup(git_oid_tostr(hex, sizeof hex, &id));
}
