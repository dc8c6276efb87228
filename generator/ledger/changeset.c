#include "ledger/changeset.h"

#include "ledger/intent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A file as it was given. */
typedef struct {
  char *path; /* below the work tree */
  char *seen; /* NULL: it was not there */
  char *bytes;
  gsize size;
} Given;

struct Changeset {
  Repository *repository;
  git_repository *git;
  char *prefix; /* from the work tree to the site's folder: "" or "a/b/" */
  char *branch; /* "refs/heads/main" */
  git_oid head; /* zero: the branch has no commit yet */
  int lock;
  GPtrArray *files; /* of Given */
};

static void given_free(gpointer data)
{
  Given *given = data;
  g_free(given->path);
  g_free(given->seen);
  g_free(given->bytes);
  g_free(given);
}

static bool git_fails(const char *what, Report *report)
{
  report_add(report, DIAG_CHANGESET_GIT, place_none(), what, git_words(), NULL);
  return false;
}

/* ---- the lock, and what a killed run left ---- */

/* The lock's descriptor; -1 where another holds it (errno EWOULDBLOCK) or it cannot be had. */
static int take_lock(git_repository *git, Report *report)
{
  g_autofree char *folder = intent_folder(git, report);
  if (folder == NULL)
    return -1;
  g_autofree char *path = g_build_filename(folder, "lock", NULL);
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  if (errno == EWOULDBLOCK)
    report_add(report, DIAG_CHANGESET_LOCKED, place_none(), NULL);
  else
    report_add(report, DIAG_CHANGESET_GIT, place_none(), path, g_strerror(errno), NULL);
  if (fd >= 0)
    close(fd);
  return -1;
}

/* The branch that HEAD names and its commit, zero where it has none. NULL where
 * HEAD is detached, or cannot be read. */
static char *read_head(git_repository *git, git_oid *id)
{
  g_autoptr(git_reference) head = NULL;
  g_autoptr(git_reference) resolved = NULL;

  memset(id, 0, sizeof *id);
  if (git_reference_lookup(&head, git, "HEAD") != GIT_OK ||
      git_reference_type(head) != GIT_REFERENCE_SYMBOLIC)
    return NULL;
  if (git_reference_resolve(&resolved, head) != GIT_OK)
    return g_strdup(git_reference_symbolic_target(head));
  *id = *git_reference_target(resolved);
  return g_strdup(git_reference_name(resolved));
}

static bool settle(git_repository *git, Report *report)
{
  g_autoptr(Intent) intent = intent_read(git);
  char hex[GIT_OID_HEXSZ + 1];
  git_oid head;

  if (intent == NULL) {
    intent_end(git);
    return true;
  }
  intent_break_locks(intent, git);
  git_oid_tostr(hex, sizeof hex, &intent->commit);
  g_autofree char *branch = read_head(git, &head);
  bool here = g_strcmp0(branch, intent->ref) == 0;
  if (here && git_oid_equal(&head, &intent->commit)) {
    if (!intent_prepare(intent, git, report) || !intent_carry_out(intent, git, report))
      return false;
    report_add(report, DIAG_CHANGESET_COMPLETED, place_none(), hex, NULL);
    return true;
  }
  intent_discard(intent, git);
  if (here && git_oid_equal(&head, &intent->old))
    report_add(report, DIAG_CHANGESET_TAKEN_BACK, place_none(), NULL);
  else
    report_add(report, DIAG_CHANGESET_ELSEWHERE, place_none(), hex, NULL);
  return true;
}

bool changeset_settle(Repository *repository, Report *report)
{
  git_repository *git = repository_git(repository);
  if (git == NULL || git_repository_is_bare(git))
    return true;
  g_autofree char *path = g_build_filename(git_repository_path(git), CHANGESET_INTENT, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;

  g_autoptr(Report) busy = report_new();
  int lock = take_lock(git, busy);
  if (lock < 0)
    return true; /* its owner is at work, or nothing may be written here */
  repository_lock(repository);
  bool good = settle(git, report);
  repository_unlock(repository);
  close(lock);
  return good;
}

/* ---- whether a commit can be made here ---- */

static const char *state_name(int state)
{
  switch (state) {
  case GIT_REPOSITORY_STATE_MERGE:
    return "merge";
  case GIT_REPOSITORY_STATE_REVERT:
  case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
    return "revert";
  case GIT_REPOSITORY_STATE_CHERRYPICK:
  case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
    return "cherry-pick";
  case GIT_REPOSITORY_STATE_BISECT:
    return "bisect";
  case GIT_REPOSITORY_STATE_APPLY_MAILBOX:
    return "am";
  default:
    return "rebase";
  }
}

static bool check_index(git_repository *git, Report *report)
{
  g_autoptr(git_index) index = NULL;
  g_autofree char *path = g_strconcat(git_repository_path(git), "index", NULL);

  if (git_index_open(&index, path) != GIT_OK) {
    bool split = strstr(git_words(), "'link'") != NULL;
    report_add(report, split ? DIAG_CHANGESET_SPLIT_INDEX : DIAG_CHANGESET_INDEX, place_none(),
               git_words(), NULL);
    return false;
  }
  if (git_index_has_conflicts(index)) {
    report_add(report, DIAG_CHANGESET_UNMERGED, place_none(), NULL);
    return false;
  }
  return true;
}

static bool check_state(Changeset *changeset, Report *report)
{
  int state = git_repository_state(changeset->git);

  if (state != GIT_REPOSITORY_STATE_NONE) {
    report_add(report, DIAG_CHANGESET_BUSY, place_none(), state_name(state), NULL);
    return false;
  }
  changeset->branch = read_head(changeset->git, &changeset->head);
  if (changeset->branch == NULL) {
    report_add(report, DIAG_CHANGESET_DETACHED, place_none(), NULL);
    return false;
  }
  return check_index(changeset->git, report);
}

/* The site's folder below the work tree: "" or "a/b/". NULL where it is not in it. */
static char *find_prefix(git_repository *git, const char *root)
{
  g_autofree char *top = realpath(git_repository_workdir(git), NULL);
  g_autofree char *site = realpath(root, NULL);
  gsize length = top != NULL ? strlen(top) : 0;

  if (site == NULL || top == NULL || strncmp(top, site, length) != 0)
    return NULL;
  if (site[length] == '\0')
    return g_strdup("");
  return site[length] == '/' ? g_strconcat(site + length + 1, "/", NULL) : NULL;
}

static bool check_place(git_repository *git, Report *report)
{
  if (git != NULL && !git_repository_is_bare(git))
    return true;
  report_add(report, git == NULL ? DIAG_CHANGESET_NO_REPOSITORY : DIAG_CHANGESET_BARE, place_none(),
             NULL);
  return false;
}

Changeset *changeset_begin(Repository *repository, const char *root, Report *report)
{
  git_repository *git = repository_git(repository);
  if (!check_place(git, report))
    return NULL;

  g_autoptr(Changeset) changeset = g_new0(Changeset, 1);
  changeset->repository = repository;
  changeset->git = git;
  changeset->files = g_ptr_array_new_with_free_func(given_free);
  changeset->lock = take_lock(git, report);
  if (changeset->lock < 0)
    return NULL;
  changeset->prefix = find_prefix(git, root);
  if (changeset->prefix == NULL) {
    report_add(report, DIAG_CHANGESET_NO_REPOSITORY, place_none(), NULL);
    return NULL;
  }
  repository_lock(repository);
  bool good = settle(git, report) && check_state(changeset, report);
  repository_unlock(repository);
  return good ? g_steal_pointer(&changeset) : NULL;
}

void changeset_free(Changeset *changeset)
{
  if (changeset == NULL)
    return;
  if (changeset->lock >= 0)
    close(changeset->lock);
  g_ptr_array_unref(changeset->files);
  g_free(changeset->prefix);
  g_free(changeset->branch);
  g_free(changeset);
}

void changeset_put(Changeset *changeset, const char *path, const char *seen, const char *bytes,
                   gsize size)
{
  Given *given = g_new0(Given, 1);
  given->path = g_strconcat(changeset->prefix, path, NULL);
  given->seen = g_strdup(seen);
  given->bytes = g_memdup2(bytes, size);
  given->size = size;
  g_ptr_array_add(changeset->files, given);
}

/* ---- what HEAD has ---- */

/* HEAD's tree; an empty one where the branch has no commit. */
static git_tree *head_tree(Changeset *changeset)
{
  g_autoptr(git_commit) commit = NULL;
  g_autoptr(git_treebuilder) empty = NULL;
  git_tree *tree = NULL;
  git_oid id;

  if (!git_oid_is_zero(&changeset->head)) {
    if (git_commit_lookup(&commit, changeset->git, &changeset->head) == GIT_OK)
      git_commit_tree(&tree, commit);
    return tree;
  }
  if (git_treebuilder_new(&empty, changeset->git, NULL) == GIT_OK &&
      git_treebuilder_write(&id, empty) == GIT_OK)
    git_tree_lookup(&tree, changeset->git, &id);
  return tree;
}

static bool committed(Changeset *changeset, const char *path, const git_oid *blob)
{
  g_autoptr(git_tree) tree = head_tree(changeset);
  g_autoptr(git_tree_entry) entry = NULL;
  g_autoptr(git_index) index = NULL;
  g_autofree char *file = g_strconcat(git_repository_path(changeset->git), "index", NULL);

  if (tree == NULL || git_tree_entry_bypath(&entry, tree, path) != GIT_OK)
    return true;
  if (git_index_open(&index, file) != GIT_OK)
    return false;
  const git_index_entry *staged = git_index_get_bypath(index, path, 0);
  return git_oid_equal(git_tree_entry_id(entry), blob) && staged != NULL &&
         git_oid_equal(&staged->id, blob);
}

bool changeset_committed(Changeset *changeset, const char *path, const char *blob)
{
  g_autofree char *full = g_strconcat(changeset->prefix, path, NULL);
  git_oid id;

  if (git_oid_fromstr(&id, blob) != GIT_OK)
    return false;
  repository_lock(changeset->repository);
  bool same = committed(changeset, full, &id);
  repository_unlock(changeset->repository);
  return same;
}

/* ---- who, and when ---- */

/* Seconds and offset in minutes of "@1633050000 +0900" or of ISO 8601. */
static bool read_time(const char *text, git_time_t *seconds, int *offset)
{
  g_auto(GStrv) parts = g_strsplit(*text == '@' ? text + 1 : text, " ", 2);
  guint64 number;

  if (parts[0] != NULL && g_ascii_string_to_unsigned(parts[0], 10, 0, G_MAXINT64, &number, NULL)) {
    int zone = parts[1] != NULL ? atoi(parts[1]) : 0;
    *seconds = (git_time_t)number;
    *offset = zone / 100 * 60 + zone % 100;
    return true;
  }
  g_autoptr(GTimeZone) local = g_time_zone_new_local();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, local);
  if (time == NULL)
    return false;
  *seconds = g_date_time_to_unix(time);
  *offset = (int)(g_date_time_get_utc_offset(time) / G_TIME_SPAN_MINUTE);
  return true;
}

static bool find_time(const char *variable, git_time_t *seconds, int *offset, Report *report)
{
  const char *given = g_getenv(variable);
  if (given == NULL || *given == '\0')
    given = g_getenv(variable = "SOURCE_DATE_EPOCH");
  if (given != NULL && *given != '\0') {
    if (read_time(given, seconds, offset))
      return true;
    report_add(report, DIAG_CHANGESET_DATE, place_none(), variable, given, NULL);
    return false;
  }
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  *seconds = g_date_time_to_unix(now);
  *offset = (int)(g_date_time_get_utc_offset(now) / G_TIME_SPAN_MINUTE);
  return true;
}

static git_signature *signature(git_repository *git, const char *role, const char *time_variable,
                                Report *report)
{
  g_autofree char *name = git_person(git, role, "name");
  g_autofree char *mail = git_person(git, role, "email");
  git_signature *made = NULL;
  git_time_t seconds;
  int offset;

  if (!find_time(time_variable, &seconds, &offset, report))
    return NULL;
  if (name == NULL || mail == NULL || git_signature_new(&made, name, mail, seconds, offset) != 0)
    report_add(report, DIAG_CHANGESET_IDENTITY, place_none(), NULL);
  return made;
}

char *changeset_identity(Changeset *changeset, Report *report)
{
  g_autoptr(git_signature) author = signature(changeset->git, "author", "GIT_AUTHOR_DATE", report);
  return author != NULL ? g_strdup_printf("%s <%s>", author->name, author->email) : NULL;
}

/* ---- the commit ---- */

/* Writes the files' blobs and notes them down. */
static bool write_blobs(Changeset *changeset, git_tree *base, Intent *intent, Report *report)
{
  for (guint i = 0; i < changeset->files->len; i++) {
    const Given *given = g_ptr_array_index(changeset->files, i);
    g_autoptr(git_tree_entry) entry = NULL;
    git_oid now, seen = {0}, blob;
    guint mode = GIT_FILEMODE_BLOB;

    if (!intent_look(changeset->git, given->path, &now, report))
      return false;
    if ((given->seen != NULL && git_oid_fromstr(&seen, given->seen) != GIT_OK) ||
        !git_oid_equal(&seen, &now)) {
      report_add(report, DIAG_CHANGESET_FILE_CHANGED, place_none(), given->path, NULL);
      return false;
    }
    if (git_tree_entry_bypath(&entry, base, given->path) == GIT_OK)
      mode = git_tree_entry_filemode(entry);
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
      report_add(report, DIAG_CHANGESET_LINK, place_none(), given->path, NULL);
      return false;
    }
    if (git_blob_create_from_buffer(&blob, changeset->git, given->bytes, given->size) != GIT_OK)
      return git_fails(given->path, report);
    intent_add(intent, given->path, &now, &blob, mode);
  }
  return true;
}

static bool write_tree(Changeset *changeset, git_tree *base, const Intent *intent, git_oid *id,
                       Report *report)
{
  g_autofree git_tree_update *updates = g_new0(git_tree_update, intent->files->len + 1);
  for (guint i = 0; i < intent->files->len; i++) {
    const IntentFile *file = g_ptr_array_index(intent->files, i);
    updates[i] = (git_tree_update){.action = GIT_TREE_UPDATE_UPSERT,
                                   .id = file->blob,
                                   .filemode = (git_filemode_t)file->mode,
                                   .path = file->path};
  }
  if (git_tree_create_updated(id, changeset->git, base, intent->files->len, updates) == GIT_OK)
    return true;
  return git_fails("tree", report);
}

static bool write_commit(Changeset *changeset, const git_oid *tree_id, const char *message,
                         Intent *intent, Report *report)
{
  git_repository *git = changeset->git;
  g_autoptr(git_signature) author = signature(git, "author", "GIT_AUTHOR_DATE", report);
  if (author == NULL)
    return false;
  g_autoptr(git_signature) committer = signature(git, "committer", "GIT_COMMITTER_DATE", report);
  if (committer == NULL)
    return false;

  g_autoptr(git_tree) tree = NULL;
  g_autoptr(git_commit) parent = NULL;
  bool first = git_oid_is_zero(&changeset->head);
  if (git_tree_lookup(&tree, git, tree_id) != GIT_OK ||
      (!first && git_commit_lookup(&parent, git, &changeset->head) != GIT_OK))
    return git_fails("commit", report);
  const git_commit *parents[] = {parent};
  if (git_commit_create(&intent->commit, git, NULL, author, committer, NULL, message, tree,
                        first ? 0 : 1, parents) != GIT_OK)
    return git_fails("commit", report);
  intent->old = changeset->head;
  /* For the reflog, whose author libgit2 asks the repository for. */
  git_repository_set_ident(git, committer->name, committer->email);
  return true;
}

/* All that is to be done, with every object of it written. */
static Intent *write_objects(Changeset *changeset, const char *message, Report *report)
{
  g_autoptr(Intent) intent = intent_new(changeset->branch);
  g_autoptr(git_tree) base = head_tree(changeset);
  git_oid tree;

  if (base == NULL) {
    git_fails("HEAD", report);
    return NULL;
  }
  if (!write_blobs(changeset, base, intent, report) ||
      !write_tree(changeset, base, intent, &tree, report) ||
      !write_commit(changeset, &tree, message, intent, report))
    return NULL;
  return g_steal_pointer(&intent);
}

/* Moves the branch, if it still stands where it stood. */
static bool move_branch(Changeset *changeset, const Intent *intent, const char *message,
                        Report *report)
{
  g_autoptr(git_reference) moved = NULL;
  g_autofree char *line = g_strndup(message, strcspn(message, "\n"));
  g_autofree char *log = g_strconcat("commit: ", line, NULL);
  int status;

  if (git_oid_is_zero(&intent->old))
    status = git_reference_create(&moved, changeset->git, intent->ref, &intent->commit, 0, log);
  else
    status = git_reference_create_matching(&moved, changeset->git, intent->ref, &intent->commit, 1,
                                           &intent->old, log);
  if (status == GIT_OK)
    return true;
  if (status == GIT_EMODIFIED || status == GIT_EEXISTS || status == GIT_ENOTFOUND)
    report_add(report, DIAG_CHANGESET_MOVED, place_none(), intent->ref, NULL);
  else
    git_fails(intent->ref, report);
  return false;
}

static bool commit(Changeset *changeset, const char *message, char **id, Report *report)
{
  git_repository *git = changeset->git;
  char hex[GIT_OID_HEXSZ + 1];
  g_autoptr(Intent) intent = write_objects(changeset, message, report);
  if (intent == NULL)
    return false;

  if (!intent_write(intent, git, report) || !intent_prepare(intent, git, report) ||
      !move_branch(changeset, intent, message, report)) {
    intent_discard(intent, git);
    return false;
  }
  git_oid_tostr(hex, sizeof hex, &intent->commit);
  changeset->head = intent->commit;
  if (!intent_carry_out(intent, git, report)) {
    report_add(report, DIAG_CHANGESET_UNFINISHED, place_none(), hex, NULL);
    return false;
  }
  *id = g_strdup(hex);
  return true;
}

bool changeset_commit(Changeset *changeset, const char *message, char **id, Report *report)
{
  *id = NULL;
  repository_lock(changeset->repository);
  bool done = commit(changeset, message, id, report);
  repository_unlock(changeset->repository);
  if (done)
    g_ptr_array_set_size(changeset->files, 0);
  return done;
}
