#include "pages/amendment.h"

#include "base/text.h"
#include "ledger/entries.h"
#include "pages/approval.h"
#include "pages/draft.h"

#include <string.h>

const Revision *revision_named(const Ledger *ledger, const char *name, Report *report)
{
  const Revision *revision = ledger_find(ledger, name);
  if (revision != NULL)
    return revision;

  WarekiReading reading = wareki_read(name);
  g_autofree char *iso = wareki_iso_text(&reading);
  revision = ledger_find(ledger, iso);
  if (revision != NULL)
    return revision;
  g_autoptr(GString) keys = g_string_new(NULL);
  for (guint i = 0; i < ledger->revisions->len; i++) {
    const Revision *known = g_ptr_array_index(ledger->revisions, i);
    g_string_append_printf(keys, "%s%s", i > 0 ? ", " : "", known->key);
  }
  report_add(report, DIAG_AMEND_UNKNOWN, place_at(ledger->path, 0, 0), name,
             keys->len > 0 ? keys->str : "—", NULL);
  return NULL;
}

static Proposal *refuse(const PolicySource *policy, DiagCode code, const char *one, const char *two,
                        Report *report)
{
  report_add(report, code, place_at(policy->ledger->path, 0, 0), one, two, NULL);
  return NULL;
}

/* Appends, and sees that the site stands with it. Takes the proposal over. */
static Proposal *finish(Desk *desk, Proposal *proposal, const Append *append, Report *report)
{
  g_autoptr(Proposal) own = proposal;
  if (!proposal_append(desk, own, append, report) || !proposal_try(desk, own, desk->as_of, report))
    return NULL;
  return g_steal_pointer(&own);
}

/* ---- approval ---- */

/* One approval while it is looked at. */
typedef struct {
  Deed deed;
  const Revision *of; /* NULL: of the working text */
  Draft *draft;       /* the working text; NULL: of a revision */
  const char *blob;
} Approving;

/* The text that would no longer hold: the revision's own, else the one that it follows. */
static const char *blob_of(const Ledger *ledger, const Revision *revision)
{
  const Revision *base =
    revision_edition(revision, "ja") != NULL ? revision : draft_base(ledger, revision->effective);
  return base != NULL ? revision_edition(base, "ja")->blob : NULL;
}

/* The draft. */
static bool approve_text(Approving *what, Desk *desk, const PolicySource *policy, Report *report)
{
  const Revision *in_force = ledger_in_force(policy->ledger, desk->as_of);
  const Edition *edition = in_force != NULL ? revision_edition(in_force, "ja") : NULL;
  what->draft = draft_read(desk->root, policy, "ja", report);
  if (what->draft == NULL)
    return false;
  what->blob = what->deed.blob = what->draft->blob;
  if (edition == NULL || strcmp(edition->blob, what->blob) != 0)
    return draft_check_sample(what->draft, report);
  refuse(policy, DIAG_APPROVE_SAME, what->draft->path, NULL, report);
  return false;
}

/* What ends a revision: its withdrawal, or its cancellation. */
static bool approve_end(Approving *what, const PolicySource *policy, ApprovalAct act,
                        const Revision *revision, Report *report)
{
  what->deed = (Deed){.act = act, .of = revision != NULL ? revision->key : NULL};
  what->of = revision;
  what->blob = revision != NULL ? blob_of(policy->ledger, revision) : NULL;
  if (what->blob == NULL)
    refuse(policy, DIAG_PUBLISH_WITHDRAWN, NULL, NULL, report);
  return what->blob != NULL;
}

static bool check_words(const Desk *desk, const char *by, Day on, Report *report)
{
  if (by == NULL || text_is_blank(by)) {
    report_add(report, DIAG_BY_MISSING, place_none(), NULL);
    return false;
  }
  g_autofree char *unfit = text_unfit(by);
  if (unfit != NULL) {
    report_add(report, DIAG_BY_WORDS, place_none(), unfit, NULL);
    return false;
  }
  if (day_known(on) && day_compare(on, desk->as_of) > 0) {
    g_autofree char *day = day_both(on);
    report_add(report, DIAG_APPROVE_LATER, place_none(), day, NULL);
    return false;
  }
  return true;
}

static Proposal *approve(Desk *desk, const PolicySource *policy, const char *by, Day on,
                         const Approving *what, Report *report)
{
  const Approval *known = approval_find(policy->ledger, &what->deed);
  if (known != NULL && strcmp(known->by, by) == 0 &&
      g_strcmp0(known->recorder, desk->identity) == 0 &&
      (what->draft == NULL || draft_undone(policy->ledger, what->blob, known) == NULL))
    return refuse(policy, DIAG_APPROVE_TWICE, by, NULL, report);

  g_autoptr(Append) append = append_new();
  g_autofree char *day = day_wareki(day_known(on) ? on : desk->as_of);
  append_entry(append, "approval");
  append_string(append, "blob", what->blob);
  append_string(append, "by", by);
  append_string(append, "on", day);
  append_string(append, "recorder", desk->identity);
  if (what->of != NULL) {
    append_string(append, "to", act_name(what->deed.act));
    append_string(append, "of", what->of->key);
  }

  Proposal *proposal = proposal_new(policy);
  const Draft *draft = what->draft;
  proposal->subject = g_strdup_printf("%s: 承認 %s %s", policy->ledger->id, by, day);
  if (draft != NULL)
    proposal_file(proposal, draft->path, draft->blob, draft->bytes, draft->size);
  return finish(desk, proposal, append, report);
}

Proposal *approval_propose(Desk *desk, const PolicySource *policy, const char *by, Day on,
                           bool withdrawal, Report *report)
{
  Approving what = {0};
  const Revision *in_force = ledger_in_force(policy->ledger, desk->as_of);
  bool good = check_words(desk, by, on, report) &&
              (withdrawal ? approve_end(&what, policy, ACT_WITHDRAW, in_force, report)
                          : approve_text(&what, desk, policy, report));
  Proposal *proposal = good ? approve(desk, policy, by, on, &what, report) : NULL;
  draft_free(what.draft);
  return proposal;
}

/* A revision that can be cancelled; NULL where something was reported. */
static const Revision *cancellable(const Desk *desk, const PolicySource *policy, const char *key,
                                   Report *report)
{
  const Revision *revision = revision_named(policy->ledger, key, report);
  if (revision == NULL)
    return NULL;
  if (!revision->cancelled && day_compare(revision->effective, desk->as_of) > 0)
    return revision;
  refuse(policy, revision->cancelled ? DIAG_CANCEL_TWICE : DIAG_CANCEL_IN_FORCE, revision->key,
         NULL, report);
  return NULL;
}

Proposal *cancellation_approval_propose(Desk *desk, const PolicySource *policy, const char *key,
                                        const char *by, Day on, Report *report)
{
  Approving what = {0};
  const Revision *revision =
    check_words(desk, by, on, report) ? cancellable(desk, policy, key, report) : NULL;
  if (revision == NULL || !approve_end(&what, policy, ACT_CANCEL, revision, report))
    return NULL;
  return approve(desk, policy, by, on, &what, report);
}

/* ---- cancellation ---- */

Proposal *cancellation_propose(Desk *desk, const PolicySource *policy, const char *key,
                               const char *reason, Report *report)
{
  const Revision *revision = cancellable(desk, policy, key, report);
  g_autofree char *unfit = revision != NULL && reason != NULL ? text_unfit(reason) : NULL;
  if (unfit != NULL)
    return refuse(policy, DIAG_PUBLISH_WORDS, unfit, "reason", report);
  if (revision == NULL ||
      !approval_suffices(desk, policy->ledger, &(Deed){.act = ACT_CANCEL, .of = revision->key},
                         policy->ledger->path, report))
    return NULL;

  g_autoptr(Append) append = append_new();
  g_autofree char *today = day_wareki(desk->as_of);
  g_autofree char *day = day_both(revision->effective);
  append_entry(append, "cancel");
  append_string(append, "of", revision->key);
  append_string(append, "on", today);
  append_string(append, "reason", reason == NULL || text_is_blank(reason) ? NULL : reason);

  Proposal *proposal = proposal_new(policy);
  proposal->key = g_strdup(revision->key);
  proposal->subject = g_strdup_printf("%s: 取消 %s", policy->ledger->id, day);
  return finish(desk, proposal, append, report);
}

/* ---- texts ---- */

static Append *text_entry(const Revision *revision, const char *lang, const char *blob,
                          Provenance provenance)
{
  Append *append = append_new();
  append_entry(append, "text");
  append_string(append, "of", revision->key);
  append_string(append, "lang", lang);
  append_string(append, "blob", blob);
  append_string(append, "provenance", provenance_name(provenance));
  return append;
}

/* The frozen file; what stands there may only be what this entry replaces. */
static bool freeze(Desk *desk, Proposal *proposal, const Revision *revision, const char *lang,
                   const Draft *draft, Report *report)
{
  const Edition *old = revision_edition(revision, lang);
  proposal->key = g_strdup(revision->key);
  proposal->path = ledger_frozen_path(proposal->policy->ledger, revision->key, lang);
  g_autofree char *there = desk_blob(desk, proposal->path);

  if (there != NULL && strcmp(there, draft->blob) != 0 &&
      (old == NULL || strcmp(old->blob, there) != 0)) {
    refuse(proposal->policy, DIAG_PUBLISH_FILE_THERE, proposal->path, NULL, report);
    return false;
  }
  proposal_file(proposal, proposal->path, there, draft->bytes, draft->size);
  return true;
}

/* The revision to which a text may be attached. */
static const Revision *revision_without(const PolicySource *policy, const char *key, Report *report)
{
  const Revision *revision = revision_named(policy->ledger, key, report);
  bool withdrawn = revision != NULL && revision->change == CHANGE_WITHDRAWN;
  if (revision == NULL || (!withdrawn && revision_edition(revision, "ja") == NULL))
    return revision;
  refuse(policy, withdrawn ? DIAG_BACKFILL_WITHDRAWN : DIAG_BACKFILL_KEPT, revision->key, NULL,
         report);
  return NULL;
}

/* Takes `bytes` over. */
static Proposal *attach(Desk *desk, const PolicySource *policy, const Revision *revision,
                        const char *named, char *bytes, gsize size, Provenance provenance,
                        Report *report)
{
  g_autoptr(Draft) draft = draft_of(named, bytes, size, report);
  if (draft == NULL || !approval_suffices_found(desk, policy, revision, draft->blob, named, report))
    return NULL;

  g_autoptr(Proposal) proposal = proposal_new(policy);
  g_autoptr(Append) append = text_entry(revision, "ja", draft->blob, provenance);
  g_autofree char *day = day_both(revision->effective);
  proposal->subject = g_strdup_printf("%s: 文章の追加 %s", policy->ledger->id, day);
  if (!freeze(desk, proposal, revision, "ja", draft, report))
    return NULL;
  return finish(desk, g_steal_pointer(&proposal), append, report);
}

Proposal *backfill_propose(Desk *desk, const PolicySource *policy, const char *key,
                           const char *file, Provenance provenance, Report *report)
{
  const Revision *revision = revision_without(policy, key, report);
  gsize size = 0;
  char *bytes = revision != NULL ? file_read(file, file, MARKUP_TEXT_LIMIT, &size, report) : NULL;
  return bytes != NULL ? attach(desk, policy, revision, file, bytes, size, provenance, report)
                       : NULL;
}

Proposal *backfill_propose_text(Desk *desk, const PolicySource *policy, const char *key,
                                const char *named, const char *bytes, gsize size,
                                Provenance provenance, Report *report)
{
  const Revision *revision = revision_without(policy, key, report);
  if (revision == NULL)
    return NULL;
  if (size > MARKUP_TEXT_LIMIT) {
    g_autofree char *kib = g_strdup_printf("%d", MARKUP_TEXT_LIMIT / 1024);
    report_add(report, DIAG_FILE_TOO_LARGE, place_at(named, 0, 0), named, kib, NULL);
    return NULL;
  }
  /* As file_read() ends what it reads. */
  char *copy = g_malloc(size + 1);
  memcpy(copy, bytes, size);
  copy[size] = '\0';
  return attach(desk, policy, revision, named, copy, size, provenance, report);
}

/* The revision of an edition: it must have a Japanese text to be an edition of. */
static const Revision *edition_revision(Desk *desk, const PolicySource *policy, const char *key,
                                        const char *lang, Report *report)
{
  if (!lang_is_good(lang)) {
    refuse(policy, DIAG_EDITION_LANG, lang, NULL, report);
    return NULL;
  }
  if (strcmp(lang, "ja") == 0) {
    refuse(policy, DIAG_EDITION_JA, NULL, NULL, report);
    return NULL;
  }
  const Revision *revision = key != NULL ? revision_named(policy->ledger, key, report)
                                         : ledger_in_force(policy->ledger, desk->as_of);
  if (revision == NULL && key != NULL)
    return NULL;
  if (revision == NULL || revision_edition(revision, "ja") == NULL) {
    refuse(policy, DIAG_EDITION_WITHOUT, revision != NULL ? revision->key : "—", NULL, report);
    return NULL;
  }
  return revision;
}

/* A reader of the translation who follows a link to a clause must arrive. */
static bool compare_clauses(Desk *desk, const PolicySource *policy, const Revision *revision,
                            const Draft *draft, Report *report)
{
  g_autoptr(Draft) ja = draft_of_edition(revision_edition(revision, "ja"), policy->ledger,
                                         desk->root, desk->repository, report);
  for (guint i = 0; ja != NULL && i < document_clause_count(ja->document); i++) {
    const Clause *clause = document_clause(ja->document, i);
    if (clause->id_given && document_find_clause(draft->document, clause->id) == NULL)
      report_add(report, DIAG_EDITION_CLAUSE, place_at(draft->path, 0, 0), clause->id,
                 clause->title, NULL);
  }
  return ja != NULL;
}

Proposal *edition_propose(Desk *desk, const PolicySource *policy, const char *key, const char *lang,
                          Report *report)
{
  const Revision *revision = edition_revision(desk, policy, key, lang, report);
  g_autoptr(Draft) draft = revision != NULL ? draft_read(desk->root, policy, lang, report) : NULL;
  if (draft == NULL)
    return NULL;
  const Edition *old = revision_edition(revision, lang);
  const Edition *ja = revision_edition(revision, "ja");
  if ((old != NULL && strcmp(old->blob, draft->blob) == 0) || strcmp(ja->blob, draft->blob) == 0)
    return refuse(policy, DIAG_EDITION_SAME, draft->path, revision->key, report);
  if (!compare_clauses(desk, policy, revision, draft, report))
    return NULL;

  g_autoptr(Proposal) proposal = proposal_new(policy);
  g_autoptr(Append) append = text_entry(revision, lang, draft->blob, PROVENANCE_ORIGINAL);
  g_autofree char *day = day_both(revision->effective);
  proposal->subject = g_strdup_printf("%s: 言語版 %s %s", policy->ledger->id, lang, day);
  if (!freeze(desk, proposal, revision, lang, draft, report))
    return NULL;
  proposal_file(proposal, draft->path, draft->blob, draft->bytes, draft->size);
  return finish(desk, g_steal_pointer(&proposal), append, report);
}

bool edition_start(Desk *desk, const PolicySource *policy, const char *key, const char *lang,
                   char **path, Report *report)
{
  const Revision *revision = edition_revision(desk, policy, key, lang, report);
  if (revision == NULL)
    return false;
  g_autofree char *name = draft_path(policy, lang);
  g_autofree char *full = g_build_filename(desk->root, name, NULL);
  if (g_file_test(full, G_FILE_TEST_EXISTS)) {
    refuse(policy, DIAG_EDITION_THERE, name, NULL, report);
    return false;
  }
  g_autoptr(Draft) ja = draft_of_edition(revision_edition(revision, "ja"), policy->ledger,
                                         desk->root, desk->repository, report);
  if (ja == NULL || !file_write(full, ja->bytes, ja->size, report))
    return false;
  *path = g_steal_pointer(&name);
  return true;
}
