#include "ledger/history.h"

#include "base/files.h"
#include "ledger/entries.h"
#include "ledger/git.h"
#include "ledger/lineage.h"

#include <stdlib.h>
#include <string.h>

/* One state of one ledger's bytes. */
typedef struct {
  gsize size;
  bool is_start;    /* its bytes are the start of today's ledger */
  bool parsed;      /* the rest is known */
  GPtrArray *texts; /* NULL where it cannot be read as a ledger */
  bool sealed;
} Version;

typedef struct {
  Repository *repository;
  git_repository *git;
  git_odb *odb;
  char *container; /* of the ledgers' folders, relative to the repository's top; "" for the top */
  const char *site_container; /* the same, relative to the site: for diagnostics */
  const Current *currents;
  guint count;
  bool whole;
  GHashTable *versions; /* of Version, by "folder/id of the blob" */
  Verification *verification;
  git_time_t *since_times; /* of each ledger, and of all of them behind those */
  Report *report;
  bool good;
} Walk;

static void version_free(gpointer data)
{
  Version *version = data;
  if (version->texts != NULL)
    g_ptr_array_unref(version->texts);
  g_free(version);
}

static const Current *find_current(const Walk *walk, const char *folder)
{
  for (guint i = 0; i < walk->count; i++)
    if (strcmp(walk->currents[i].folder, folder) == 0)
      return &walk->currents[i];
  return NULL;
}

/* ---- versions ---- */

static char *read_blob(Walk *walk, const git_oid *oid, gsize *size)
{
  g_autoptr(git_odb_object) object = NULL;

  if (git_odb_read(&object, walk->odb, oid) != GIT_OK ||
      git_odb_object_type(object) != GIT_OBJECT_BLOB)
    return NULL;
  *size = git_odb_object_size(object);
  return g_memdup2(git_odb_object_data(object), *size);
}

static void parse_version(Walk *walk, Version *version, const git_oid *oid, const char *named)
{
  g_autoptr(Report) elsewhere = report_new(); /* today's faults are said when it is read today */
  gsize size = 0;
  g_autofree char *bytes = read_blob(walk, oid, &size);
  g_autoptr(DataFile) file = bytes ? entries_run(bytes, size, named, elsewhere) : NULL;

  version->parsed = true;
  if (file != NULL) {
    version->texts = entries_texts(file);
    version->sealed = entries_sealed(file);
  }
}

/* Borrowed from the walk. */
static Version *get_version(Walk *walk, const char *folder, const git_oid *oid)
{
  char hex[GIT_OID_HEXSZ + 1];
  char *key = g_strconcat(folder, "/", git_oid_tostr(hex, sizeof hex, oid), NULL);
  Version *version = g_hash_table_lookup(walk->versions, key);

  if (version != NULL) {
    g_free(key);
    return version;
  }
  version = g_new0(Version, 1);
  g_hash_table_insert(walk->versions, key, version);

  /* Hashing the start of today's file tells it without unpacking the blob. */
  const Current *current = find_current(walk, folder);
  git_object_t type;
  git_oid start;
  version->is_start =
    current != NULL && git_odb_read_header(&version->size, &type, walk->odb, oid) == GIT_OK &&
    version->size <= current->size &&
    git_odb_hash(&start, current->bytes, version->size, GIT_OBJECT_BLOB) == GIT_OK &&
    git_oid_equal(&start, oid);
  return version;
}

/* The version, with its entries known. */
static const Version *read_version(Walk *walk, const char *folder, const git_oid *oid)
{
  Version *version = get_version(walk, folder, oid);
  if (!version->parsed)
    parse_version(walk, version, oid, folder);
  return version;
}

/* ---- one step from parents to child ---- */

typedef struct {
  bool there;
  git_oid oid; /* of the ledger's blob */
} Pin;

/* A step without fault that needs no reading: the same, or today's file grown. */
static bool is_plain_growth(Walk *walk, const char *folder, const Pin *parents, guint count,
                            const Pin *child)
{
  if (!child->there)
    return false;
  for (guint i = 0; i < count; i++) {
    if (!parents[i].there)
      return false;
    if (git_oid_equal(&parents[i].oid, &child->oid))
      continue;
    const Version *parent = get_version(walk, folder, &parents[i].oid);
    const Version *grown = get_version(walk, folder, &child->oid);
    if (!parent->is_start || !grown->is_start || parent->size > grown->size)
      return false;
  }
  return count > 0;
}

static void fault(Walk *walk, DiagCode code, const char *folder, const char *see)
{
  g_autofree char *path = g_build_filename(walk->site_container, folder, "ledger.lua", NULL);
  walk->good = false;
  report_add(walk->report, code, place_at(path, 0, 0), see, NULL);
}

/* Holds the child's entries against those of every sealed parent. */
static void check_entries(Walk *walk, const char *folder, const GPtrArray **parents, guint count,
                          const GPtrArray *child, bool sealed, const char *see)
{
  g_autofree char *path = g_build_filename(walk->site_container, folder, "ledger.lua", NULL);
  Lineage lineage = {parents, count, child, !sealed, place_at(path, 0, 0), see};

  if (!sealed)
    fault(walk, DIAG_HISTORY_UNSEALED, folder, see);
  if (!lineage_check(&lineage, walk->report))
    walk->good = false;
}

/* Whether one of the parents is sealed. The entries of those are put into
 * `texts`; an unsealed branch binds nobody. */
static bool read_parents(Walk *walk, const char *folder, const Pin *parents, guint count,
                         GPtrArray *texts)
{
  bool sealed = false;

  for (guint i = 0; i < count; i++) {
    if (!parents[i].there)
      continue;
    const Version *parent = read_version(walk, folder, &parents[i].oid);
    if (!parent->sealed)
      continue;
    g_ptr_array_add(texts, parent->texts);
    sealed = true;
  }
  return sealed;
}

static void note_older(char **since, git_time_t *time, git_commit *commit)
{
  char hex[GIT_OID_HEXSZ + 1];
  if (*since != NULL && git_commit_time(commit) >= *time)
    return;
  g_free(*since);
  *since = g_strdup(git_oid_tostr(hex, sizeof hex, git_commit_id(commit)));
  *time = git_commit_time(commit);
}

static void note_sealing(Walk *walk, git_commit *commit, const char *folder)
{
  Verification *proof = walk->verification;
  const Current *current = find_current(walk, folder);

  note_older(&proof->since, &walk->since_times[walk->count], commit);
  if (current == NULL)
    return;
  gsize index = (gsize)(current - walk->currents);
  note_older(&proof->each[index].since, &walk->since_times[index], commit);
}

static void check_step(Walk *walk, git_commit *commit, const char *folder, const Pin *parents,
                       guint count, const Pin *child)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  char hex[13];
  const Version *version = child->there ? read_version(walk, folder, &child->oid) : NULL;

  if (!read_parents(walk, folder, parents, count, texts)) {
    if (version != NULL && version->sealed)
      note_sealing(walk, commit, folder);
    return;
  }
  git_oid_tostr(hex, sizeof hex, git_commit_id(commit));
  g_autofree char *see = g_strconcat("git show ", hex, NULL);
  if (version == NULL)
    fault(walk, DIAG_HISTORY_GONE, folder, see);
  else if (version->texts == NULL)
    fault(walk, DIAG_HISTORY_UNREADABLE, folder, see);
  else
    check_entries(walk, folder, (const GPtrArray **)texts->pdata, texts->len, version->texts,
                  version->sealed, see);
}

/* ---- trees ---- */

/* The tree at `path` ("" for itself) below a commit's; NULL where there is none. */
static git_tree *tree_at(Walk *walk, git_commit *commit)
{
  g_autoptr(git_tree) tree = NULL;
  g_auto(GStrv) parts = g_strsplit(walk->container, "/", -1);

  if (git_commit_tree(&tree, commit) != GIT_OK)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] == '\0')
      continue;
    const git_tree_entry *entry = git_tree_entry_byname(tree, parts[i]);
    git_tree *below = NULL;
    if (entry == NULL || git_tree_entry_type(entry) != GIT_OBJECT_TREE ||
        git_tree_lookup(&below, walk->git, git_tree_entry_id(entry)) != GIT_OK)
      return NULL;
    git_tree_free(tree);
    tree = below;
  }
  return g_steal_pointer(&tree);
}

static Pin find_ledger(Walk *walk, git_tree *container, const char *folder)
{
  const git_tree_entry *entry = container ? git_tree_entry_byname(container, folder) : NULL;
  g_autoptr(git_tree) tree = NULL;
  Pin pin = {0};

  if (entry == NULL || git_tree_entry_type(entry) != GIT_OBJECT_TREE ||
      git_tree_lookup(&tree, walk->git, git_tree_entry_id(entry)) != GIT_OK)
    return pin;
  entry = git_tree_entry_byname(tree, "ledger.lua");
  if (entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
    pin.there = true;
    git_oid_cpy(&pin.oid, git_tree_entry_id(entry));
  }
  return pin;
}

static gsize tree_length(git_tree *tree)
{
  return tree ? git_tree_entrycount(tree) : 0;
}

/* Adds the names of the folders that differ. Both trees are in git's order; where
 * that is not strcmp's, a name too many is added, and found equal later. */
static void add_differing(git_tree *one, git_tree *other, GHashTable *names)
{
  if (one != NULL && other != NULL && git_oid_equal(git_tree_id(one), git_tree_id(other)))
    return;
  for (gsize i = 0, j = 0; i < tree_length(one) || j < tree_length(other);) {
    const git_tree_entry *a = i < tree_length(one) ? git_tree_entry_byindex(one, i) : NULL;
    const git_tree_entry *b = j < tree_length(other) ? git_tree_entry_byindex(other, j) : NULL;
    int order = a == NULL   ? 1
                : b == NULL ? -1
                            : strcmp(git_tree_entry_name(a), git_tree_entry_name(b));
    if (order != 0 || !git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)))
      g_hash_table_add(names, g_strdup(git_tree_entry_name(order <= 0 ? a : b)));
    i += order <= 0;
    j += order >= 0;
  }
}

/* ---- the walk ---- */

/* The newest commits have it where any has: few are asked. */
static void note_receipt(Walk *walk, git_tree *container, const char *folder)
{
  const Current *current = find_current(walk, folder);
  LedgerProof *proof = current != NULL ? &walk->verification->each[current - walk->currents] : NULL;
  const git_tree_entry *entry =
    proof != NULL && !proof->had_receipt ? git_tree_entry_byname(container, folder) : NULL;
  g_autoptr(git_tree) tree = NULL;

  if (entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_TREE &&
      git_tree_lookup(&tree, walk->git, git_tree_entry_id(entry)) == GIT_OK)
    proof->had_receipt = git_tree_entry_byname(tree, "receipt.txt") != NULL;
}

static void look_at_folder(Walk *walk, git_commit *commit, const char *folder,
                           GPtrArray *containers, git_tree *own)
{
  g_autofree Pin *parents = g_new0(Pin, containers->len + 1);
  Pin child = find_ledger(walk, own, folder);
  bool differs = containers->len == 0;

  if (own != NULL)
    note_receipt(walk, own, folder);
  for (guint i = 0; i < containers->len; i++) {
    parents[i] = find_ledger(walk, containers->pdata[i], folder);
    differs |= parents[i].there != child.there ||
               (child.there && !git_oid_equal(&parents[i].oid, &child.oid));
  }
  if (differs && !is_plain_growth(walk, folder, parents, containers->len, &child))
    check_step(walk, commit, folder, parents, containers->len, &child);
}

static void free_tree(gpointer tree)
{
  git_tree_free(tree);
}

/* Looks at one commit and puts its parents on `queue`. */
static void look_at(Walk *walk, git_commit *commit, GArray *queue)
{
  g_autoptr(git_tree) own = tree_at(walk, commit);
  g_autoptr(GPtrArray) containers = g_ptr_array_new_with_free_func(free_tree);
  g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < git_commit_parentcount(commit); i++) {
    g_autoptr(git_commit) parent = NULL;
    if (git_commit_parent(&parent, commit, i) != GIT_OK) {
      if (!repository_shallow(walk->repository)) {
        char hex[GIT_OID_HEXSZ + 1];
        walk->good = false;
        report_add(walk->report, DIAG_HISTORY_BROKEN, place_none(),
                   git_oid_tostr(hex, sizeof hex, git_commit_parent_id(commit, i)), NULL);
      }
      continue;
    }
    git_tree *container = tree_at(walk, parent);
    g_ptr_array_add(containers, container);
    add_differing(container, own, names);
    g_array_append_val(queue, *git_commit_id(parent));
  }
  if (git_commit_parentcount(commit) == 0)
    add_differing(NULL, own, names);

  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, names);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    if (walk->whole || find_current(walk, name) != NULL)
      look_at_folder(walk, commit, name, containers, own);
}

static void walk_from(Walk *walk, const git_oid *head)
{
  g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(git_oid));
  g_autoptr(GHashTable) seen = g_hash_table_new_full(oid_hash, oid_equal, g_free, NULL);

  g_array_append_val(queue, *head);
  while (queue->len > 0) {
    git_oid oid = g_array_index(queue, git_oid, queue->len - 1);
    g_autoptr(git_commit) commit = NULL;

    g_array_set_size(queue, queue->len - 1);
    if (!g_hash_table_add(seen, g_memdup2(&oid, sizeof oid)) ||
        git_commit_lookup(&commit, walk->git, &oid) != GIT_OK)
      continue;
    walk->verification->commits++;
    look_at(walk, commit, queue);
  }
}

/* From HEAD's ledger to the file in the work tree. */
static void check_work_tree(Walk *walk, const char *root, const char *folder, git_tree *container)
{
  Pin pin = find_ledger(walk, container, folder);
  const Current *current = find_current(walk, folder);
  g_autofree char *path = g_build_filename(root, walk->site_container, folder, "ledger.lua", NULL);
  FileStamp stamp;

  if (!pin.there || (current == NULL && (!walk->whole || file_stamp(path, &stamp))))
    return; /* a file that is there, but is no ledger now, is reported where it is read */
  const Version *version = read_version(walk, folder, &pin.oid);
  if (!version->sealed)
    return;
  if (current == NULL)
    fault(walk, DIAG_HISTORY_GONE, folder, "git diff HEAD");
  else
    check_entries(walk, folder, (const GPtrArray **)&version->texts, 1, current->texts,
                  current->sealed, "git diff HEAD");
}

static void check_work_trees(Walk *walk, git_commit *head, const char *root)
{
  g_autoptr(git_tree) container = tree_at(walk, head);

  for (gsize i = 0; i < tree_length(container); i++)
    check_work_tree(walk, root, git_tree_entry_name(git_tree_entry_byindex(container, i)),
                    container);
}

/* ---- opening ---- */

/* The container as git's trees name it; NULL where the site lies outside of the
 * work tree, or there is none. */
static char *repository_path(git_repository *git, const char *root, const char *container)
{
  const char *top = git_repository_workdir(git);
  char *real_top = top ? realpath(top, NULL) : NULL;
  char *real_root = realpath(root, NULL);
  char *path = NULL;

  if (real_top != NULL && real_root != NULL) {
    gsize length = strcmp(real_top, "/") == 0 ? 0 : strlen(real_top);
    if (strncmp(real_root, real_top, length) == 0 &&
        (real_root[length] == '/' || real_root[length] == '\0'))
      path = g_strconcat(real_root + length, "/", container, NULL);
  }
  free(real_top);
  free(real_root);
  return path;
}

static bool walk_open(Walk *walk, const char *root, const char *container)
{
  walk->git = repository_git(walk->repository);
  walk->site_container = container;
  walk->good = true;
  walk->container = walk->git ? repository_path(walk->git, root, container) : NULL;
  if (walk->container == NULL || git_repository_odb(&walk->odb, walk->git) != GIT_OK)
    return false;
  walk->versions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, version_free);
  repository_lock(walk->repository);
  /* A proof takes nothing on trust: every object is held against its id. */
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
  return true;
}

static void walk_close(Walk *walk)
{
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  repository_unlock(walk->repository);
  g_hash_table_unref(walk->versions);
  git_odb_free(walk->odb);
  g_free(walk->container);
}

bool history_check(Repository *repository, const char *root, const char *container,
                   const Current *currents, guint count, bool whole, Verification *verification,
                   Report *report)
{
  Walk walk = {.repository = repository,
               .currents = currents,
               .count = count,
               .whole = whole,
               .verification = verification,
               .report = report};
  g_autofree git_time_t *since_times = g_new0(git_time_t, count + 1);
  git_oid head;

  if (!walk_open(&walk, root, container))
    return true;
  walk.since_times = since_times;
  g_autoptr(git_commit) commit = NULL;
  if (git_reference_name_to_id(&head, walk.git, "HEAD") == GIT_OK) {
    if (git_commit_lookup(&commit, walk.git, &head) == GIT_OK) {
      walk_from(&walk, &head);
      check_work_trees(&walk, commit, root);
    } else {
      char hex[GIT_OID_HEXSZ + 1];
      walk.good = false;
      report_add(report, DIAG_HISTORY_BROKEN, place_none(), git_oid_tostr(hex, sizeof hex, &head),
                 NULL);
    }
  }
  walk_close(&walk);
  return walk.good;
}

/* The commit that `spec` names; NULL where it names none. */
static git_commit *find_commit(git_repository *git, const char *spec)
{
  g_autoptr(git_object) object = NULL;
  git_object *commit = NULL;

  if (git == NULL || git_revparse_single(&object, git, spec) != GIT_OK ||
      git_object_peel(&commit, object, GIT_OBJECT_COMMIT) != GIT_OK)
    return NULL;
  return (git_commit *)commit;
}

bool history_knows(Repository *repository, const char *spec)
{
  repository_lock(repository);
  g_autoptr(git_commit) commit = find_commit(repository_git(repository), spec);
  repository_unlock(repository);
  return commit != NULL;
}

/* Whether the ledger of one of a merge's parents agrees with the receipt. */
static bool agrees_before(Walk *walk, git_commit *merge, const Receipt *receipt)
{
  const Current *current = walk->currents;
  for (guint i = 0; i < git_commit_parentcount(merge); i++) {
    g_autoptr(git_commit) parent = NULL;
    if (git_commit_parent(&parent, merge, i) != GIT_OK)
      continue;
    g_autoptr(git_tree) tree = tree_at(walk, parent);
    Pin pin = find_ledger(walk, tree, current->folder);
    const Version *version = pin.there ? read_version(walk, current->folder, &pin.oid) : NULL;
    if (version != NULL && version->texts != NULL &&
        receipt_check(receipt, version->texts, current->path, walk->report))
      return true;
  }
  return false;
}

bool history_has_merged(Repository *repository, const char *root, const char *container,
                        const Current *current, const Receipt *receipt)
{
  g_autoptr(Report) unsaid = report_new(); /* that it does not agree now is told already */
  Walk walk = {.repository = repository, .currents = current, .count = 1, .report = unsaid};
  g_autoptr(git_revwalk) commits = NULL;
  bool found = false;
  git_oid oid;

  if (!walk_open(&walk, root, container))
    return false;
  if (git_revwalk_new(&commits, walk.git) == GIT_OK && git_revwalk_push_head(commits) == GIT_OK)
    while (!found && git_revwalk_next(&oid, commits) == GIT_OK) {
      g_autoptr(git_commit) commit = NULL;
      found = git_commit_lookup(&commit, walk.git, &oid) == GIT_OK &&
              git_commit_parentcount(commit) > 1 && agrees_before(&walk, commit, receipt);
    }
  walk_close(&walk);
  return found;
}

bool history_against(Repository *repository, const char *root, const char *container,
                     const Current *current, const char *spec, Report *report)
{
  Walk walk = {.repository = repository, .currents = current, .count = 1, .report = report};
  g_autofree char *see = g_strconcat("git diff ", spec, NULL);

  if (!walk_open(&walk, root, container))
    return true;
  g_autoptr(git_commit) commit = find_commit(walk.git, spec);
  g_autoptr(git_tree) tree = commit ? tree_at(&walk, commit) : NULL;
  Pin pin = find_ledger(&walk, tree, current->folder);
  const Version *version = pin.there ? read_version(&walk, current->folder, &pin.oid) : NULL;

  if (version == NULL || version->texts == NULL) {
    walk.good = false;
    report_add(report, DIAG_AGAINST_EMPTY, place_at(current->path, 0, 0), spec, NULL);
  } else {
    /* The anchor binds whether it is sealed or not. */
    check_entries(&walk, current->folder, (const GPtrArray **)&version->texts, 1, current->texts,
                  current->sealed || !version->sealed, see);
  }
  walk_close(&walk);
  return walk.good;
}
