#include "pages/publication.h"

#include "base/text.h"
#include "pages/approval.h"
#include "pages/draft.h"

#include <string.h>

/* One publication while it is looked at. */
typedef struct {
  Desk *desk;
  const PolicySource *policy;
  const Ledger *ledger;
  const PublicationRequest *request;
  Day effective;
  Day decided;
  const Revision *follows; /* in force on the effective day; NULL where none */
  Draft *draft;            /* NULL: a withdrawal */
  Draft *base;             /* the text that it follows; NULL where none */
  Report *report;
} Case;

static void case_clear(Case *of)
{
  draft_free(of->draft);
  draft_free(of->base);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static bool refuse(Case *of, DiagCode code, const char *one, const char *two)
{
  const char *path = of->draft != NULL ? of->draft->path : of->ledger->path;
  report_add(of->report, code, place_at(path, 0, 0), one, two, NULL);
  return false;
}

/* ---- the words ---- */

static bool check_words(Case *of)
{
  const char *words[] = {of->request->summary, of->request->reason};
  static const char *const names[] = {"summary", "reason"};
  if ((of->request->summary == NULL || text_is_blank(of->request->summary)))
    return refuse(of, DIAG_PUBLISH_NO_SUMMARY, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *unfit = words[i] != NULL ? text_unfit(words[i]) : NULL;
    if (unfit != NULL)
      return refuse(of, DIAG_PUBLISH_WORDS, unfit, names[i]);
  }
  return true;
}

/* ---- the day ---- */

static bool has_revision_of(const Ledger *ledger, Day day)
{
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(ledger->revisions, i);
    if (!revision->cancelled && day_compare(revision->effective, day) == 0)
      return true;
  }
  return false;
}

/* What is scheduled later takes the place of this one; and where this one ends the policy,
 * a text that comes later begins it anew. */
static void tell_scheduled(Case *of)
{
  bool ends = of->request->change == CHANGE_WITHDRAWN;
  for (guint i = 0; i < of->ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(of->ledger->revisions, i);
    if (!revision->cancelled && day_compare(revision->effective, of->effective) > 0) {
      g_autofree char *day = day_both(revision->effective);
      bool returns = ends && revision->change != CHANGE_WITHDRAWN;
      refuse(of, returns ? DIAG_PUBLISH_RETURNS : DIAG_PUBLISH_BEFORE_SCHEDULED, day,
             revision->key);
    }
  }
}

/* A correction holds from the day of what it corrects, which is no news. */
static void tell_backdated(Case *of)
{
  if (of->request->change == CHANGE_ERRATUM || day_compare(of->effective, of->desk->as_of) >= 0)
    return;
  g_autofree char *day = day_both(of->effective);
  g_autofree char *today = day_both(of->desk->as_of);
  refuse(of, DIAG_PUBLISH_BACKDATED, day, today);
}

static bool check_decided(Case *of)
{
  if (!day_known(of->request->decided) || day_compare(of->request->decided, of->desk->as_of) <= 0)
    return true;
  g_autofree char *day = day_both(of->request->decided);
  return refuse(of, DIAG_PUBLISH_DECIDED_LATER, day, NULL);
}

static bool check_day(Case *of)
{
  const Revision *in_force = ledger_in_force(of->ledger, of->desk->as_of);
  bool erratum = of->request->change == CHANGE_ERRATUM;

  of->effective = of->request->effective;
  if (!day_known(of->effective) && erratum && in_force != NULL)
    of->effective = in_force->effective;
  if (!day_exact(of->effective))
    return refuse(of, DIAG_PUBLISH_NO_DAY, NULL, NULL);
  if (in_force != NULL && day_compare(of->effective, in_force->effective) < 0) {
    g_autofree char *day = day_both(in_force->effective);
    return refuse(of, DIAG_PUBLISH_EARLY, day, NULL);
  }
  if (erratum && !has_revision_of(of->ledger, of->effective)) {
    g_autofree char *day = day_both(of->effective);
    return refuse(of, DIAG_PUBLISH_ERRATUM_DAY, day, NULL);
  }
  of->follows = ledger_in_force(of->ledger, of->effective);
  if (of->request->change == CHANGE_WITHDRAWN &&
      (of->follows == NULL || of->follows->change == CHANGE_WITHDRAWN))
    return refuse(of, DIAG_PUBLISH_WITHDRAWN, NULL, NULL);
  tell_scheduled(of);
  tell_backdated(of);
  return true;
}

/* ---- the text ---- */

static bool read_base(Case *of)
{
  const Revision *base = draft_base(of->ledger, of->effective);
  if (base == NULL)
    return true;
  of->base = draft_of_edition(revision_edition(base, "ja"), of->ledger, of->desk->root,
                              of->desk->repository, of->report);
  return of->base != NULL;
}

/* The text that takes the place of this one; NULL where none is scheduled. */
static const Revision *find_later(const Case *of)
{
  for (guint i = 0; i < of->ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(of->ledger->revisions, i);
    if (!revision->cancelled && day_compare(revision->effective, of->effective) > 0 &&
        revision_edition(revision, "ja") != NULL)
      return revision;
  }
  return NULL;
}

static bool check_ids(Case *of)
{
  bool allowed = of->request->allow_removed_ids;
  const Revision *revision = find_later(of);
  bool good = of->base == NULL || draft_check_ids(of->draft, of->base, allowed, of->report);
  if (revision == NULL)
    return good;
  g_autoptr(Draft) later = draft_of_edition(revision_edition(revision, "ja"), of->ledger,
                                            of->desk->root, of->desk->repository, of->report);
  return later != NULL && draft_check_later(of->draft, of->base, later, allowed, of->report) &&
         good;
}

static bool check_text(Case *of)
{
  const Edition *now = of->follows != NULL ? revision_edition(of->follows, "ja") : NULL;

  if (of->draft == NULL)
    return true;
  if (now != NULL && strcmp(now->blob, of->draft->blob) == 0) {
    g_autofree char *day = day_both(of->follows->effective);
    return refuse(of, DIAG_PUBLISH_SAME, day, NULL);
  }
  bool own = draft_check_sample(of->draft, of->report);
  return check_ids(of) && own;
}

/* ---- the approval ---- */

/* Nobody could keep to what was not decided yet. A correction holds from the day of what it
 * corrects, before whatever day it is made on. */
static void tell_before_decided(Case *of)
{
  if (of->request->change == CHANGE_ERRATUM || !day_exact(of->decided) ||
      day_compare(of->effective, of->decided) >= 0)
    return;
  g_autofree char *effective = day_both(of->effective);
  g_autofree char *decided = day_both(of->decided);
  refuse(of, DIAG_PUBLISH_BEFORE_DECIDED, effective, decided);
}

static bool check_approval(Case *of)
{
  const bool withdrawn = of->draft == NULL;
  const Deed deed = {.act = withdrawn ? ACT_WITHDRAW : ACT_PUBLISH,
                     .blob = withdrawn ? NULL : of->draft->blob};
  const Approval *approval = approval_find(of->ledger, &deed);
  const Approval *other = withdrawn ? NULL : draft_void_approval(of->ledger, of->draft->blob);

  of->decided = of->request->decided;
  if (approval == NULL && other != NULL) {
    g_autofree char *day = day_both(other->on);
    return refuse(of, DIAG_PUBLISH_VOID, other->by, day);
  }
  if (approval != NULL && !day_known(of->decided))
    of->decided = approval->on;
  tell_before_decided(of);
  return approval_suffices(of->desk, of->ledger, &deed,
                           withdrawn ? of->ledger->path : of->draft->path, of->report);
}

/* ---- the proposal ---- */

static Append *entries_of(const Case *of, const char *key)
{
  Append *append = append_new();
  g_autofree char *effective = day_wareki(of->effective);
  g_autofree char *decided = day_known(of->decided) ? day_wareki(of->decided) : NULL;

  append_entry(append, "revision");
  append_string(append, "effective", effective);
  append_string(append, "decided", decided);
  append_string(append, "change", change_name_ja(of->request->change));
  append_string(append, "summary", of->request->summary);
  append_string(
    append, "reason",
    of->request->reason == NULL || text_is_blank(of->request->reason) ? NULL : of->request->reason);
  if (of->request->no_retrain && change_can_retrain(of->request->change))
    append_bool(append, "retrain", false);
  if (of->draft == NULL)
    return append;
  append_entry(append, "text");
  append_string(append, "of", key);
  append_string(append, "lang", "ja");
  append_string(append, "blob", of->draft->blob);
  append_string(append, "provenance", "original");
  return append;
}

static bool keep_but_order(Diag *diag, gpointer unused)
{
  (void)unused;
  return diag->code != DIAG_LEDGER_NO_ORDER;
}

/* Of the revisions of one day it must be the last: else it would be published, and never
 * be in force. */
static bool append_last(Case *of, Proposal *proposal, const Append *append)
{
  bool appended = proposal_append(of->desk, proposal, append, of->report);
  const Revision *then = appended ? ledger_in_force(proposal->ledger, of->effective) : NULL;
  if (then != NULL && strcmp(then->key, proposal->key) == 0)
    return true;
  guint faults = report_count(of->report);
  report_filter(of->report, keep_but_order, NULL);
  if (appended || report_count(of->report) < faults) {
    g_autofree char *day = day_both(of->effective);
    refuse(of, DIAG_PUBLISH_DAY_TAKEN, day, NULL);
  }
  return false;
}

static Proposal *propose(Case *of)
{
  g_autoptr(Proposal) proposal = proposal_new(of->policy);
  g_autofree char *day = day_both(of->effective);

  proposal->key = ledger_next_key(of->ledger, of->effective);
  proposal->before = of->follows != NULL ? g_strdup(of->follows->key) : NULL;
  proposal->subject =
    g_strdup_printf("%s: %s %s", of->ledger->id, change_name_ja(of->request->change), day);
  if (of->draft != NULL) {
    proposal->path = ledger_frozen_path(of->ledger, proposal->key, "ja");
    g_autofree char *there = desk_blob(of->desk, proposal->path);
    if (there != NULL && strcmp(there, of->draft->blob) != 0) {
      refuse(of, DIAG_PUBLISH_FILE_THERE, proposal->path, NULL);
      return NULL;
    }
    proposal_file(proposal, proposal->path, there, of->draft->bytes, of->draft->size);
    proposal_file(proposal, of->draft->path, of->draft->blob, of->draft->bytes, of->draft->size);
  }
  g_autoptr(Append) append = entries_of(of, proposal->key);
  if (!append_last(of, proposal, append))
    return NULL;
  /* On the later of the two days every page that comes of it stands as it will stand. */
  Day day_tried = day_compare(of->effective, of->desk->as_of) > 0 ? of->effective : of->desk->as_of;
  return proposal_try(of->desk, proposal, day_tried, of->report) ? g_steal_pointer(&proposal)
                                                                 : NULL;
}

Proposal *publication_propose(Desk *desk, const PolicySource *policy,
                              const PublicationRequest *request, Report *report)
{
  g_autoptr(Report) own = report_new();
  g_auto(Case) of = {
    .desk = desk, .policy = policy, .ledger = policy->ledger, .request = request, .report = own};
  bool good = true;

  if (request->change != CHANGE_WITHDRAWN) {
    of.draft = draft_read(desk->root, policy, "ja", own);
    good = of.draft != NULL;
  }
  /* All that is at fault is said at once, where one fault does not follow from another. */
  good &= check_words(&of);
  good &= check_decided(&of);
  good = check_day(&of) && read_base(&of) && good;
  good = good && check_text(&of);
  good = good && check_approval(&of);
  g_autoptr(Proposal) proposal = good ? propose(&of) : NULL;
  bool failed = report_failed(own);
  report_merge(report, own);
  return failed ? NULL : g_steal_pointer(&proposal);
}
