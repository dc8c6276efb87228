#include "pages/proof.h"

#include "ledger/entries.h"
#include "pages/build.h"
#include "pages/built.h"
#include "pages/fetch.h"

#include <string.h>

/* built.json is a few lines a policy. */
enum { STATEMENT_LIMIT = 1024 * 1024 };

/* One comparison under way. */
typedef struct {
  const Site *site;
  char *base;   /* its address; NULL: a folder */
  char *theirs; /* the folder that is compared, or into which files are fetched */
  char *work;   /* a folder of our own, removed at the end */
  char *ours;   /* what we built */
  guint jobs;
  SiteProof *proof;
  Report *report;
} Run;

static void run_clear(Run *run)
{
  g_autoptr(Report) unsaid = report_new();
  if (run->work != NULL)
    folder_remove(run->work, unsaid);
  g_free(run->base);
  g_free(run->theirs);
  g_free(run->work);
  g_free(run->ours);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

static bool refuse(const Run *run, DiagCode code, const char *one, const char *two,
                   const char *three)
{
  report_add(run->report, code, place_none(), one, two, three, NULL);
  return false;
}

/* ---- what it states ---- */

static Built *not_stated(const Run *run, const char *where)
{
  refuse(run, DIAG_PROOF_STATES_NOTHING, where, NULL, NULL);
  return NULL;
}

static Built *read_statement(const Run *run, const char *path, const char *where)
{
  g_autoptr(Report) unsaid = report_new();
  gsize length = 0;
  g_autofree char *bytes = file_read(path, NULL, STATEMENT_LIMIT, &length, unsaid);
  g_autoptr(Built) built = bytes != NULL ? built_read(bytes, length) : NULL;
  return built != NULL ? g_steal_pointer(&built) : not_stated(run, where);
}

static Built *fetch_statement(const Run *run)
{
  static const char *const files[] = {BUILT_FILE};
  g_autofree char *path = g_build_filename(run->theirs, "0", NULL);
  g_autoptr(GArray) answers =
    fetch_files(run->base, files, 1, run->theirs, STATEMENT_LIMIT, run->report);
  if (answers == NULL)
    return NULL;
  const FetchAnswer *answer = &g_array_index(answers, FetchAnswer, 0);
  if (answer->outcome == FETCH_FAILED)
    refuse(run, DIAG_PROOF_UNREACHABLE, run->base, answer->why, NULL);
  else if (answer->outcome == FETCH_ANSWERED && answer->why != NULL && *answer->why != '\0')
    refuse(run, DIAG_PROOF_LED_ELSEWHERE, run->base, answer->why, NULL);
  else if (answer->outcome != FETCH_GOT)
    not_stated(run, run->base);
  else
    return read_statement(run, path, run->base);
  return NULL;
}

/* The folder of the site itself: what was named, or public/ in it. */
static Built *open_folder(Run *run, const char *where)
{
  g_autofree char *here = g_build_filename(where, BUILT_FILE, NULL);
  g_autofree char *below = g_build_filename(where, "public", BUILT_FILE, NULL);
  bool direct = g_file_test(here, G_FILE_TEST_EXISTS);
  run->theirs = direct ? g_strdup(where) : g_build_filename(where, "public", NULL);
  return read_statement(run, direct ? here : below, where);
}

static Built *open_address(Run *run, const char *where)
{
  run->base = fetch_base(where, run->report);
  if (run->base == NULL)
    return NULL;
  run->theirs = g_build_filename(run->work, "theirs", NULL);
  return folder_make(run->theirs, run->report) ? fetch_statement(run) : NULL;
}

/* ---- against the ledgers ---- */

static const BuiltPolicy *stated_policy(const Built *built, const char *id)
{
  for (guint i = 0; i < built->policies->len; i++) {
    const BuiltPolicy *policy = g_ptr_array_index(built->policies, i);
    if (strcmp(policy->id, id) == 0)
      return policy;
  }
  return NULL;
}

/* Whether these are the first entries of the ledger. */
static bool is_beginning(const Run *run, const Ledger *ledger, const BuiltPolicy *policy)
{
  g_autofree char *path = g_build_filename(run->site->root, ledger->path, NULL);
  g_autoptr(Report) unsaid = report_new();
  gsize size = 0;
  g_autofree char *bytes = file_read(path, ledger->path, LEDGER_LIMIT, &size, unsaid);
  g_autoptr(DataFile) file = bytes != NULL ? entries_run(bytes, size, ledger->path, unsaid) : NULL;
  g_autoptr(GPtrArray) texts = file != NULL ? entries_texts(file) : NULL;
  if (texts == NULL || policy->entries > texts->len)
    return false;
  g_autofree char *proof = entries_proof(texts, policy->entries);
  return strcmp(proof, policy->proof) == 0;
}

static bool check_ledger(const Run *run, const Ledger *ledger, const Built *built)
{
  const BuiltPolicy *policy = stated_policy(built, ledger->id);
  g_autofree char *ours = g_strdup_printf("%u", ledger->entries);
  g_autofree char *theirs = g_strdup_printf("%u", policy != NULL ? policy->entries : 0);

  if (policy != NULL && policy->entries == ledger->entries &&
      strcmp(policy->proof, ledger->proof) == 0)
    return true;
  bool behind =
    policy == NULL || (policy->entries < ledger->entries && is_beginning(run, ledger, policy));
  return refuse(run, behind ? DIAG_PROOF_BEHIND : DIAG_PROOF_OTHER_LEDGER, ledger->id, theirs,
                ours);
}

static const Ledger *ledger_at(const Site *site, guint index)
{
  return ((const PolicySource *)g_ptr_array_index(site->policies, index))->ledger;
}

static bool has_policy(const Site *site, const char *id)
{
  for (guint i = 0; i < site->policies->len; i++)
    if (strcmp(ledger_at(site, i)->id, id) == 0)
      return true;
  return false;
}

/* Whether the site was built from these ledgers. */
static bool check_ledgers(const Run *run, const Built *built)
{
  bool good = true;
  for (guint i = 0; i < run->site->policies->len; i++)
    good &= check_ledger(run, ledger_at(run->site, i), built);
  for (guint i = 0; i < built->policies->len; i++) {
    const BuiltPolicy *policy = g_ptr_array_index(built->policies, i);
    if (!has_policy(run->site, policy->id))
      good = refuse(run, DIAG_PROOF_POLICY_UNKNOWN, policy->id, NULL, NULL);
  }
  return good;
}

static void check_day(const Run *run, const Built *built, Day today)
{
  g_autoptr(Built) wanted = built_new(run->site, today);
  if (day_compare(wanted->from, built->from) == 0)
    return;
  g_autofree char *stated = day_iso(run->proof->as_of);
  g_autofree char *now = day_iso(today);
  refuse(run, DIAG_PROOF_OTHER_DAY, stated, now, NULL);
}

/* ---- building it anew ---- */

static bool build_ours(Run *run)
{
  g_autofree char *out = g_build_filename(run->work, "ours", NULL);
  g_autoptr(Report) own = report_new();
  BuildOptions options = {
    .site = run->site->root, .out = out, .as_of = run->proof->as_of, .jobs = run->jobs};
  BuildResult result = {0};
  bool good = build_site(&options, &result, own);
  report_merge_from(run->report, own, LEVEL_ERROR);
  run->ours = g_build_filename(out, "public", NULL);
  return good;
}

/* ---- comparing ---- */

/* How a file is not as it should be: the first of its kind, and how many. */
typedef struct {
  char *first;
  char *why; /* of the first; NULL: none */
  guint count;
} Fault;

typedef struct {
  Fault differs, missing, surplus, answered, unreachable;
} Faults;

static void note(Fault *fault, const char *file, const char *why)
{
  if (fault->count++ > 0)
    return;
  fault->first = g_strdup(file);
  fault->why = g_strdup(why);
}

static void tell(const Run *run, Fault *fault, DiagCode code)
{
  g_autofree char *count = g_strdup_printf("%u", fault->count);
  if (fault->count > 0)
    refuse(run, code, fault->first, count, fault->why);
  g_free(fault->first);
  g_free(fault->why);
}

static void tell_all(const Run *run, Faults *faults)
{
  tell(run, &faults->differs, DIAG_PROOF_DIFFERS);
  tell(run, &faults->missing, DIAG_PROOF_MISSING);
  tell(run, &faults->surplus, DIAG_PROOF_SURPLUS);
  tell(run, &faults->answered, DIAG_PROOF_ANSWERED);
  tell(run, &faults->unreachable, DIAG_PROOF_UNREACHABLE_FILES);
}

/* Whether both files have the same bytes. */
static bool same_bytes(const char *one, const char *other)
{
  g_autoptr(GMappedFile) a = g_mapped_file_new(one, FALSE, NULL);
  g_autoptr(GMappedFile) b = g_mapped_file_new(other, FALSE, NULL);
  if (a == NULL || b == NULL || g_mapped_file_get_length(a) != g_mapped_file_get_length(b))
    return false;
  gsize length = g_mapped_file_get_length(a);
  return length == 0 ||
         memcmp(g_mapped_file_get_contents(a), g_mapped_file_get_contents(b), length) == 0;
}

static void compare_file(const Run *run, const char *file, const char *their_name, Faults *faults)
{
  g_autofree char *ours = g_build_filename(run->ours, file, NULL);
  g_autofree char *theirs = g_build_filename(run->theirs, their_name, NULL);
  if (same_bytes(ours, theirs))
    run->proof->files++;
  else
    note(&faults->differs, file, NULL);
}

/* Both lists are in the order of their paths. */
static void compare_folder(const Run *run, const GPtrArray *ours, Faults *faults)
{
  g_autoptr(Report) unsaid = report_new(); /* a link that leads out is a file that is missing */
  g_autoptr(GPtrArray) theirs = files_walk(run->theirs, NULL, NULL, unsaid);
  guint i = 0, j = 0;

  while (i < ours->len || j < theirs->len) {
    const FoundFile *our = i < ours->len ? g_ptr_array_index(ours, i) : NULL;
    const FoundFile *their = j < theirs->len ? g_ptr_array_index(theirs, j) : NULL;
    int order = our == NULL ? 1 : their == NULL ? -1 : strcmp(our->path, their->path);
    if (order < 0)
      note(&faults->missing, our->path, NULL);
    else if (order > 0)
      note(&faults->surplus, their->path, NULL);
    else
      compare_file(run, our->path, their->path, faults);
    i += order <= 0;
    j += order >= 0;
  }
}

static void judge(const Run *run, const char *file, guint index, const FetchAnswer *answer,
                  Faults *faults)
{
  enum { NOT_FOUND = 404, GONE = 410 };
  g_autofree char *name = g_strdup_printf("%u", index);
  g_autofree char *status = g_strdup_printf("%u", answer->status);

  if (answer->outcome == FETCH_GOT)
    compare_file(run, file, name, faults);
  else if (answer->outcome == FETCH_TOO_LONG)
    note(&faults->differs, file, NULL);
  else if (answer->outcome == FETCH_FAILED)
    note(&faults->unreachable, file, answer->why);
  else if (answer->status == NOT_FOUND || answer->status == GONE)
    note(&faults->missing, file, NULL);
  else
    note(&faults->answered, file, status);
}

static bool compare_online(const Run *run, const GPtrArray *ours, Faults *faults)
{
  g_autofree const char **files = g_new0(const char *, ours->len + 1);
  gsize longest = 0;
  for (guint i = 0; i < ours->len; i++) {
    const FoundFile *file = g_ptr_array_index(ours, i);
    files[i] = file->path;
    longest = MAX(longest, (gsize)file->stamp.size);
  }
  /* One byte more than the longest is enough to see that a file is another. */
  g_autoptr(GArray) answers =
    fetch_files(run->base, files, ours->len, run->theirs, longest + 1, run->report);
  for (guint i = 0; answers != NULL && i < ours->len; i++)
    judge(run, files[i], i, &g_array_index(answers, FetchAnswer, i), faults);
  return answers != NULL;
}

static void compare(Run *run)
{
  g_autoptr(GPtrArray) ours = files_walk(run->ours, NULL, NULL, run->report);
  Faults faults = {0};
  if (run->base == NULL)
    compare_folder(run, ours, &faults);
  else if (!compare_online(run, ours, &faults))
    return;
  tell_all(run, &faults);
}

/* ---- the whole ---- */

static void prove(Run *run, const char *where, Day today)
{
  g_autoptr(GError) error = NULL;
  run->work = g_dir_make_tmp("kaitei-proof-XXXXXX", &error);
  if (run->work == NULL) {
    report_add(run->report, DIAG_FILE_UNWRITABLE, place_none(), g_get_tmp_dir(), error->message,
               NULL);
    return;
  }
  g_autoptr(Built) built =
    fetch_is_address(where) ? open_address(run, where) : open_folder(run, where);
  if (built == NULL)
    return;
  run->proof->as_of = built_day(built, today);
  run->proof->next = built->next;
  check_day(run, built, today);
  if (check_ledgers(run, built) && build_ours(run))
    compare(run);
}

bool site_prove(const Site *site, const char *where, Day today, guint jobs, SiteProof *proof,
                Report *report)
{
  g_autoptr(Report) own = report_new();
  g_auto(Run) run = {.site = site, .jobs = jobs, .proof = proof, .report = own};
  *proof = (SiteProof){0};
  prove(&run, where, today);
  bool good = !report_failed(own);
  report_merge(report, own);
  return good;
}
