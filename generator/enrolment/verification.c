#include "enrolment/verification.h"

#include "enrolment/anchor.h"
#include "enrolment/events_walk.h"
#include "enrolment/sitting.h"
#include "records/audit.h"
#include "records/certificate.h"
#include "records/event.h"
#include "records/correction.h"

#include <string.h>

/* --- what was corrected ------------------------------------------------------------------- */

/* A score that was corrected, and one whose answers were, must follow from what stands now. */
static bool check_corrected(const Enrolment *with, const GPtrArray *attempts, Soundness *soundness,
                            Report *report)
{
  bool good = true;
  for (guint i = 0; i < attempts->len; i++) {
    const char *id = g_ptr_array_index(attempts, i);
    g_autoptr(Sitting) sitting = sitting_read(with, NULL, id, report);
    g_autoptr(Grade) graded = sitting != NULL ? sitting_grade(sitting, report) : NULL;
    if (graded == NULL)
      return false;
    const Score *score = &sitting->attempt->score;
    soundness->scores++;
    if (score->units == graded->units && score->percent == graded->percent &&
        score->passed == graded->passed && score->must_missed == graded->must_missed)
      continue;
    good = false;
    events_walk_fault(report, soundness, sitting->attempt->finished_seq, DIAG_RECORDS_SCORE, id);
  }
  return good;
}

/* --- signatures --------------------------------------------------------------------------- */

static bool signed_by_one(const char *const *keys, const Certificate *certificate)
{
  for (; *keys != NULL; keys++)
    if (signature_good(*keys, certificate->statement, strlen(certificate->statement),
                       certificate->signature))
      return true;
  return false;
}

static bool check_certificates(const Enrolment *with, const char *const *keys, Soundness *soundness,
                               Report *report)
{
  gint64 after = 0;
  bool good = true;
  for (;;) {
    g_autoptr(GPtrArray) list = certificate_list(with->store, NULL, after, report);
    if (list == NULL)
      return false;
    for (guint i = 0; i < list->len; i++) {
      const Certificate *certificate = g_ptr_array_index(list, i);
      after = certificate->seq;
      soundness->certificates++;
      if (signed_by_one(keys, certificate))
        continue;
      good = false;
      events_walk_fault(report, soundness, certificate->seq, DIAG_RECORDS_SIGNATURE,
                        certificate->id);
    }
    if (list->len < STORE_CHUNK)
      return good;
  }
}

/* --- all of it ---------------------------------------------------------------------------- */

/* The event that the chain's own check names is the first of all. */
static void note_chain(const Report *found, Soundness *soundness)
{
  for (guint i = 0; i < report_count(found); i++) {
    const Diag *diag = report_get(found, i);
    if (diag->code != DIAG_RECORD_EVENT || diag->arguments[0] == NULL)
      continue;
    gint64 seq = g_ascii_strtoll(diag->arguments[0], NULL, 10);
    if (soundness->first_bad == 0 || seq < soundness->first_bad)
      soundness->first_bad = seq;
  }
}

static bool check_store(const Enrolment *with, const char *const *keys, Soundness *soundness,
                        Report *report)
{
  g_autoptr(Report) chain = report_new();
  bool good = audit_file(with->store, report);
  bool chained = audit_chain(with->store, &soundness->events, chain);
  note_chain(chain, soundness);
  report_merge(report, chain);
  good = audit_heads(with->store, keys, &soundness->checkpoints, report) && good && chained;
  good = audit_names(with->store, NULL, report) && good;
  /* Tables follow from events: where these are at fault, every row would be said to be. */
  return (chained ? audit_tables(with->store, NULL, report) : true) && good;
}

static void copy_free(gpointer data)
{
  g_free(data);
}

bool verification_run(const Enrolment *with, const char *const *keys, Repository *repository,
                      Soundness *soundness, Report *report)
{
  *soundness = (Soundness){0};
  if (!events_head(with->store, &soundness->head, soundness->hash, report))
    return false;
  bool good = check_store(with, keys, soundness, report);
  g_autoptr(GPtrArray) corrected = g_ptr_array_new_with_free_func(copy_free);
  good = events_walk(with, soundness, corrected, report) && good;
  good = check_corrected(with, corrected, soundness, report) && good;
  good = check_certificates(with, keys, soundness, report) && good;
  if (repository != NULL)
    good = anchor_verify(with->store, repository, keys, &soundness->anchored, report) && good;
  return good;
}
