#include "ledger/file_history.h"

#include "base/text.h"
#include "ledger/git.h"

#include <git2/sys/hashsig.h>
#include <stdlib.h>
#include <string.h>

enum {
  ALIKE = 50,             /* of 100: git's own threshold for a renamed file */
  RENAMED_MOST = 1000,    /* files that went, among which the old name is looked for; git's own */
  RENAMED_SIZE = 1 << 20, /* bytes; larger files are compared by their id alone */
  SUBJECT_LIMIT = 200,    /* characters */
};

/* What a commit has at a path. */
typedef struct {
  bool there;
  git_oid blob;
} Pin;

/* A commit on the way, and those of its parents that are followed. */
typedef struct {
  git_oid id;
  char *path;
  Pin pin;
  gint64 time;
  bool changed;
  bool edge;
  GArray *parents;  /* of guint: indexes of nodes */
  GArray *children; /* likewise */
  guint waiting;    /* parents that are not in the list yet */
} Node;

typedef struct {
  Repository *repository;
  git_repository *git;
  git_odb *odb;
  GPtrArray *nodes; /* of Node; those from `done` on wait to be looked at */
  guint done;
  GHashTable *index; /* of a node's index + 1, by its id */
  FileHistory *history;
  Report *report;
  bool good;
} Walk;

static void node_free(gpointer data)
{
  Node *node = data;
  g_free(node->path);
  g_array_unref(node->parents);
  g_array_unref(node->children);
  g_free(node);
}

static void change_free(gpointer data)
{
  FileChange *change = data;
  g_free(change->commit);
  g_free(change->path);
  g_free(change->blob);
  g_free(change->subject);
  g_free(change);
}

void file_history_free(FileHistory *history)
{
  if (history == NULL)
    return;
  g_free(history->tip);
  g_ptr_array_unref(history->changes);
  g_free(history);
}

/* ---- what a commit has ---- */

/* What should be there is not: an old commit of a shallow clone, or something is broken. */
static void report_missing(Walk *walk, const git_oid *id)
{
  char hex[GIT_OID_HEXSZ + 1];
  if (repository_shallow(walk->repository)) {
    walk->history->cut = true;
    return;
  }
  walk->good = false;
  g_autofree char *folder = repository_folder(walk->repository);
  report_add(walk->report, DIAG_FILE_HISTORY_BROKEN, place_none(),
             git_oid_tostr(hex, sizeof hex, id), folder, NULL);
}

static bool is_file(git_filemode_t mode)
{
  return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* The tree of a commit, or of an entry; NULL where it is missing: without saying so, a
 * damaged repository would tell of a deletion. */
static git_tree *tree_of(Walk *walk, const git_oid *id)
{
  git_tree *tree = NULL;
  if (git_tree_lookup(&tree, walk->git, id) != GIT_OK)
    report_missing(walk, id);
  return tree;
}

static Pin pin_at(Walk *walk, git_commit *commit, const char *path)
{
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  g_autoptr(git_tree) tree = tree_of(walk, git_commit_tree_id(commit));
  Pin pin = {0};

  for (guint i = 0; tree != NULL && parts[i] != NULL; i++) {
    const git_tree_entry *entry = git_tree_entry_byname(tree, parts[i]);
    bool last = parts[i + 1] == NULL;
    if (entry != NULL && last && is_file(git_tree_entry_filemode(entry))) {
      pin.there = true;
      pin.blob = *git_tree_entry_id(entry);
    }
    if (entry == NULL || last || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
      break;
    git_tree *below = tree_of(walk, git_tree_entry_id(entry));
    git_tree_free(tree);
    tree = below;
  }
  return pin;
}

static bool same_pin(const Pin *a, const Pin *b)
{
  return a->there == b->there && (!a->there || git_oid_equal(&a->blob, &b->blob));
}

/* ---- renames ---- */

/* A measure of what is in a blob; NULL where it is too large to be compared. */
static git_hashsig *signature_of(Walk *walk, const git_oid *id)
{
  g_autoptr(git_odb_object) object = NULL;
  git_hashsig *signature = NULL;
  git_object_t type;
  gsize size;

  if (git_odb_read_header(&size, &type, walk->odb, id) != GIT_OK || size > RENAMED_SIZE ||
      git_odb_read(&object, walk->odb, id) != GIT_OK)
    return NULL;
  git_hashsig_create(&signature, git_odb_object_data(object), size,
                     GIT_HASHSIG_SMART_WHITESPACE | GIT_HASHSIG_ALLOW_SMALL_FILES);
  return signature;
}

/* Of the files that went, the one that is most like the blob. */
static char *likest(Walk *walk, git_diff *diff, const git_oid *blob)
{
  git_hashsig *wanted = signature_of(walk, blob);
  const char *found = NULL;
  int best = ALIKE - 1;
  guint looked = 0;

  for (gsize i = 0; wanted != NULL && i < git_diff_num_deltas(diff) && looked < RENAMED_MOST; i++) {
    const git_diff_delta *delta = git_diff_get_delta(diff, i);
    if (delta->status != GIT_DELTA_DELETED || !is_file(delta->old_file.mode))
      continue;
    git_hashsig *other = signature_of(walk, &delta->old_file.id);
    int alike = other != NULL ? git_hashsig_compare(wanted, other) : 0;
    git_hashsig_free(other);
    looked++;
    if (alike > best) {
      best = alike;
      found = delta->old_file.path;
    }
  }
  git_hashsig_free(wanted);
  return g_strdup(found);
}

/* What the file was called in a parent that has none of its name; NULL where it is new. */
static char *old_name(Walk *walk, git_commit *parent, git_commit *commit, const git_oid *blob)
{
  g_autoptr(git_tree) old = NULL;
  g_autoptr(git_tree) new = NULL;
  git_diff *diff = NULL;
  char *name = NULL;

  if (git_commit_tree(&old, parent) != GIT_OK || git_commit_tree(&new, commit) != GIT_OK ||
      git_diff_tree_to_tree(&diff, walk->git, old, new, NULL) != GIT_OK)
    return NULL;
  for (gsize i = 0; name == NULL && i < git_diff_num_deltas(diff); i++) {
    const git_diff_delta *delta = git_diff_get_delta(diff, i);
    if (delta->status == GIT_DELTA_DELETED && git_oid_equal(&delta->old_file.id, blob))
      name = g_strdup(delta->old_file.path);
  }
  if (name == NULL)
    name = likest(walk, diff, blob);
  git_diff_free(diff);
  return name;
}

/* ---- the walk ---- */

/* The node of a commit, made where there is none. Its index. */
static guint node_of(Walk *walk, git_commit *commit, const char *path, const Pin *pin)
{
  const git_oid *id = git_commit_id(commit);
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(walk->index, id));
  if (known > 0)
    return known - 1;

  Node *node = g_new0(Node, 1);
  node->id = *id;
  node->path = g_strdup(path);
  node->pin = *pin;
  node->time = git_commit_time(commit);
  node->parents = g_array_new(FALSE, FALSE, sizeof(guint));
  node->children = g_array_new(FALSE, FALSE, sizeof(guint));
  g_ptr_array_add(walk->nodes, node);
  g_hash_table_insert(walk->index, &node->id, GUINT_TO_POINTER(walk->nodes->len));
  return walk->nodes->len - 1;
}

static void follow(Walk *walk, guint index, git_commit *parent, const char *path, const Pin *pin)
{
  guint parent_index = node_of(walk, parent, path, pin);
  Node *node = g_ptr_array_index(walk->nodes, index);
  Node *other = g_ptr_array_index(walk->nodes, parent_index);
  g_array_append_val(node->parents, parent_index);
  g_array_append_val(other->children, index);
  node->waiting++;
}

static void free_commit(gpointer commit)
{
  git_commit_free(commit);
}

/* The parents that are there, of git_commit. */
static GPtrArray *parents_of(Walk *walk, git_commit *commit)
{
  GPtrArray *parents = g_ptr_array_new_with_free_func(free_commit);
  for (guint i = 0; i < git_commit_parentcount(commit); i++) {
    git_commit *parent = NULL;
    if (git_commit_parent(&parent, commit, i) == GIT_OK)
      g_ptr_array_add(parents, parent);
    else
      report_missing(walk, git_commit_parent_id(commit, i));
  }
  return parents;
}

static void follow_changed(Walk *walk, guint index, git_commit *commit, git_commit *parent,
                           const Pin *pin)
{
  const Node *node = g_ptr_array_index(walk->nodes, index);
  g_autofree char *renamed =
    node->pin.there && !pin->there ? old_name(walk, parent, commit, &node->pin.blob) : NULL;
  if (renamed == NULL) {
    follow(walk, index, parent, node->path, pin);
    return;
  }
  Pin old = pin_at(walk, parent, renamed);
  follow(walk, index, parent, renamed, &old);
}

/* Whether a commit only gave the file another name: its one followed parent has the
 * same bytes. */
static bool is_rename_alone(const Walk *walk, const Node *node)
{
  for (guint i = 0; i < node->parents->len; i++) {
    const Node *parent = g_ptr_array_index(walk->nodes, g_array_index(node->parents, guint, i));
    if (same_pin(&node->pin, &parent->pin))
      return true;
  }
  return false;
}

static void look_at(Walk *walk, guint index)
{
  Node *node = g_ptr_array_index(walk->nodes, index);
  g_autoptr(git_commit) commit = NULL;
  if (git_commit_lookup(&commit, walk->git, &node->id) != GIT_OK) {
    report_missing(walk, &node->id);
    return;
  }
  g_autoptr(GPtrArray) parents = parents_of(walk, commit);
  g_autofree Pin *pins = g_new0(Pin, parents->len + 1);

  walk->history->commits++;
  node->edge = parents->len < git_commit_parentcount(commit);
  for (guint i = 0; i < parents->len; i++) {
    pins[i] = pin_at(walk, parents->pdata[i], node->path);
    if (same_pin(&pins[i], &node->pin)) {
      follow(walk, index, parents->pdata[i], node->path, &pins[i]);
      return;
    }
  }
  for (guint i = 0; i < parents->len; i++)
    follow_changed(walk, index, commit, parents->pdata[i], &pins[i]);
  node->changed = (node->pin.there || parents->len > 0) && !is_rename_alone(walk, node);
}

/* ---- the order ---- */

static int by_time(gconstpointer a, gconstpointer b, gpointer data)
{
  const GPtrArray *nodes = data;
  guint i = GPOINTER_TO_UINT(a), j = GPOINTER_TO_UINT(b);
  const Node *one = g_ptr_array_index(nodes, i);
  const Node *other = g_ptr_array_index(nodes, j);
  if (one->time != other->time)
    return one->time < other->time ? -1 : 1;
  return i > j ? -1 : i < j; /* found later: older */
}

static Day author_day(git_commit *commit)
{
  const git_signature *author = git_commit_author(commit);
  GTimeZone *zone = g_time_zone_new_offset(author->when.offset * 60);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(author->when.time);
  g_autoptr(GDateTime) time = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
  Day day = {0};
  if (time != NULL)
    day = (Day){(gint16)g_date_time_get_year(time), (guint8)g_date_time_get_month(time),
                (guint8)g_date_time_get_day_of_month(time)};
  g_time_zone_unref(zone);
  return day;
}

static char *subject_of(git_commit *commit)
{
  const char *summary = git_commit_summary(commit);
  const char *encoding = git_commit_message_encoding(commit);
  g_autofree char *converted = summary != NULL && encoding != NULL
                                 ? g_convert(summary, -1, "UTF-8", encoding, NULL, NULL, NULL)
                                 : NULL;
  g_autofree char *visible = text_visible(converted != NULL ? converted
                                          : summary != NULL ? summary
                                                            : "");
  if (g_utf8_strlen(visible, -1) <= SUBJECT_LIMIT)
    return g_steal_pointer(&visible);
  g_autofree char *start = g_utf8_substring(visible, 0, SUBJECT_LIMIT);
  return g_strconcat(start, "…", NULL);
}

static void add_change(Walk *walk, const Node *node)
{
  g_autoptr(git_commit) commit = NULL;
  char hex[GIT_OID_HEXSZ + 1];
  git_object_t type;

  if (git_commit_lookup(&commit, walk->git, &node->id) != GIT_OK)
    return;
  FileChange *change = g_new0(FileChange, 1);
  change->commit = g_strdup(git_oid_tostr(hex, sizeof hex, &node->id));
  change->path = g_strdup(node->path);
  change->edge = node->edge;
  change->day = author_day(commit);
  change->subject = subject_of(commit);
  if (node->pin.there) {
    change->blob = g_strdup(git_oid_tostr(hex, sizeof hex, &node->pin.blob));
    git_odb_read_header(&change->size, &type, walk->odb, &node->pin.blob);
  }
  g_ptr_array_add(walk->history->changes, change);
}

/* Parents before children, whatever clocks said; else the older first. */
static void put_in_order(Walk *walk)
{
  GSequence *ready = g_sequence_new(NULL);
  for (guint i = 0; i < walk->nodes->len; i++)
    if (((const Node *)g_ptr_array_index(walk->nodes, i))->waiting == 0)
      g_sequence_insert_sorted(ready, GUINT_TO_POINTER(i), by_time, walk->nodes);

  while (!g_sequence_is_empty(ready)) {
    GSequenceIter *first = g_sequence_get_begin_iter(ready);
    const Node *node = g_ptr_array_index(walk->nodes, GPOINTER_TO_UINT(g_sequence_get(first)));
    g_sequence_remove(first);
    if (node->changed)
      add_change(walk, node);
    for (guint i = 0; i < node->children->len; i++) {
      guint child_index = g_array_index(node->children, guint, i);
      Node *child = g_ptr_array_index(walk->nodes, child_index);
      if (--child->waiting == 0)
        g_sequence_insert_sorted(ready, GUINT_TO_POINTER(child_index), by_time, walk->nodes);
    }
  }
  g_sequence_free(ready);
}

/* ---- from outside ---- */

static git_commit *find_tip(git_repository *git, const char *tip)
{
  git_commit *commit = NULL;
  git_oid id;
  int status = tip != NULL ? git_oid_fromstr(&id, tip) : git_reference_name_to_id(&id, git, "HEAD");
  return status == GIT_OK && git_commit_lookup(&commit, git, &id) == GIT_OK ? commit : NULL;
}

static void walk_all(Walk *walk, git_commit *tip, const char *path)
{
  char hex[GIT_OID_HEXSZ + 1];
  Pin pin = pin_at(walk, tip, path);

  walk->history->tip = g_strdup(git_oid_tostr(hex, sizeof hex, git_commit_id(tip)));
  node_of(walk, tip, path, &pin);
  while (walk->done < walk->nodes->len)
    look_at(walk, walk->done++);
  put_in_order(walk);
}

FileHistory *file_history_read(Repository *repository, const char *path, const char *tip,
                               Report *report)
{
  g_autoptr(FileHistory) history = g_new0(FileHistory, 1);
  g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func(node_free);
  g_autoptr(GHashTable) index = g_hash_table_new(oid_hash, oid_equal);
  g_autoptr(git_odb) odb = NULL;
  g_autoptr(git_commit) commit = NULL;
  Walk walk = {.repository = repository,
               .git = repository_git(repository),
               .nodes = nodes,
               .index = index,
               .history = history,
               .report = report,
               .good = true};

  history->changes = g_ptr_array_new_with_free_func(change_free);
  repository_lock(repository);
  commit = find_tip(walk.git, tip);
  if (commit == NULL || git_repository_odb(&odb, walk.git) != GIT_OK) {
    g_autofree char *folder = repository_folder(repository);
    report_add(report, DIAG_FILE_HISTORY_NO_COMMIT, place_none(), folder,
               tip != NULL ? tip : "HEAD", NULL);
    walk.good = false;
  } else {
    walk.odb = odb;
    walk_all(&walk, commit, path);
  }
  repository_unlock(repository);
  return walk.good ? g_steal_pointer(&history) : NULL;
}

bool repository_bare(Repository *repository)
{
  git_repository *git = repository_git(repository);
  return git != NULL && git_repository_is_bare(git);
}

char *repository_folder(Repository *repository)
{
  git_repository *git = repository_git(repository);
  if (git == NULL)
    return NULL;
  const char *folder =
    git_repository_is_bare(git) ? git_repository_path(git) : git_repository_workdir(git);
  gsize length = strlen(folder);
  return g_strndup(folder, length > 1 && folder[length - 1] == '/' ? length - 1 : length);
}

/* The real path of a file of which the last parts may be missing. A link at its end is
 * not followed: it is what git has there. */
static char *real_path(const char *file)
{
  g_autofree char *whole = g_canonicalize_filename(file, NULL);
  g_autofree char *above = g_path_get_dirname(whole);
  g_autofree char *rest = g_path_get_basename(whole);

  while (strcmp(above, "/") != 0 && !g_file_test(above, G_FILE_TEST_IS_DIR)) {
    g_autofree char *name = g_path_get_basename(above);
    char *longer = g_build_filename(name, rest, NULL);
    g_free(rest);
    rest = longer;
    char *shorter = g_path_get_dirname(above);
    g_free(above);
    above = shorter;
  }
  char *real = realpath(above, NULL);
  char *path = real != NULL ? g_build_filename(real, rest, NULL) : NULL;
  free(real);
  return path;
}

char *file_history_path(Repository *repository, const char *file)
{
  git_repository *git = repository_git(repository);
  if (git != NULL && git_repository_is_bare(git))
    return g_path_is_absolute(file) ? NULL
                                    : g_strdup(g_str_has_prefix(file, "./") ? file + 2 : file);

  const char *top = git != NULL ? git_repository_workdir(git) : NULL;
  char *real_top = top != NULL ? realpath(top, NULL) : NULL;
  g_autofree char *real = real_path(file);
  char *path = NULL;
  if (real_top != NULL && real != NULL) {
    gsize length = strcmp(real_top, "/") == 0 ? 0 : strlen(real_top);
    if (strncmp(real, real_top, length) == 0 && real[length] == '/' && real[length + 1] != '\0')
      path = g_strdup(real + length + 1);
  }
  free(real_top);
  return path;
}
