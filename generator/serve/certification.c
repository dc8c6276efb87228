#include "serve/certification.h"

#include "enrolment/anchor.h"
#include "enrolment/curriculum.h"
#include "enrolment/statement.h"
#include "print/worker.h"
#include "records/attempt.h"
#include "records/certificate.h"
#include "records/staff.h"
#include "serve/leaves.h"
#include "serve/premises.h"

#include <string.h>

/* What is carried from the store's thread to the printer's and back. */
typedef struct {
  LeafCertificate leaf;
  Certificate made;
  char *key_path;
  char *base; /* the public site's address */
} Certification;

static void certification_free(gpointer data)
{
  Certification *one = data;
  g_free(one->leaf.id);
  g_free(one->leaf.holder);
  g_free(one->leaf.title);
  g_free(one->leaf.based);
  g_free(one->leaf.address);
  g_free(one->leaf.shown);
  g_free(one->made.id);
  g_free(one->made.subject);
  g_free(one->made.statement);
  g_free(one->made.signature);
  g_free(one->made.salt);
  g_free(one->key_path);
  g_free(one->base);
  g_free(one);
}

/* ---- in the store's thread: what is certified ---- */

/* "screen", "paper", "session". NULL: reported. */
static const char *how_completed(Call *call, const Completion *completion)
{
  g_autoptr(Attempt) attempt = NULL;

  if (completion->attempt[0] == '\0')
    return "session";
  if (!attempt_find(call->store, completion->attempt, &attempt, call->report))
    return NULL;
  return attempt != NULL && attempt->medium == MEDIUM_PAPER ? "paper" : "screen";
}

/* The module's title; its id where the site has it no more. */
static const char *title_of(const Call *call, const Completion *completion)
{
  const Course *course = curriculum_find(call->premises->curriculum, completion->module);
  return course != NULL ? course->module->title : completion->module;
}

/* The policy's text that it rests on: 「個人情報の保護について」平成30年12月1日（2018年）施行（第9版）. NULL where the
 * site has it no more. */
static char *based_on(Call *call, const Completion *completion)
{
  const char *slash = strchr(completion->revision, '/');
  g_autofree char *policy =
    slash != NULL ? g_strndup(completion->revision, (gsize)(slash - completion->revision)) : NULL;
  const Ledger *ledger =
    policy != NULL ? curriculum_ledger(call->premises->curriculum, policy) : NULL;
  const Revision *revision = ledger != NULL ? ledger_find(ledger, slash + 1) : NULL;
  if (revision == NULL)
    return NULL;
  g_autofree char *day = day_both(revision->effective);
  return g_strdup_printf("「%s」%s施行（第%d版）", ledger->title, day, revision->number);
}

static Certification *prepare(Call *call, const Completion *completion, const Person *person,
                              const char *how)
{
  Certification *one = g_new0(Certification, 1);
  unsigned char salt[16];

  one->leaf.id = statement_id();
  one->leaf.holder = g_strdup(person->name);
  one->leaf.title = g_strdup(title_of(call, completion));
  one->leaf.year = completion->year;
  one->leaf.done = completion->on;
  one->leaf.how = how;
  one->leaf.based = based_on(call, completion);
  one->base = g_strdup(call->premises->site->base_url);
  one->key_path = anchor_key_path(store_path(call->store));

  secret_bytes(salt, sizeof salt);
  GString *hex = g_string_new(NULL);
  for (gsize i = 0; i < sizeof salt; i++)
    g_string_append_printf(hex, "%02x", salt[i]);
  one->made.salt = g_string_free(hex, FALSE);
  one->made.id = g_strdup(one->leaf.id);
  one->made.completion = completion->seq;
  one->made.subject = g_strdup(completion->subject);
  return one;
}

/* ---- in the printing thread: the signature and the paper ---- */

static bool sign(Certification *one, Report *report)
{
  g_autofree char *hash = statement_name_hash(one->made.salt, one->leaf.holder);
  const Statement statement = {.id = one->leaf.id,
                               .title = one->leaf.title,
                               .year = one->leaf.year,
                               .done = one->leaf.done,
                               .name_hash = hash};
  g_autoptr(SigningKey) key = signing_key_read(one->key_path, report);
  if (key == NULL)
    return false;
  one->made.statement = statement_text(&statement);
  one->made.signature = signing_key_sign(key, one->made.statement, strlen(one->made.statement));
  g_autofree char *link = statement_link(one->made.statement, one->made.signature, one->made.salt);
  one->leaf.shown = g_strconcat(one->base, "verify/", NULL);
  one->leaf.address = g_strconcat(one->leaf.shown, "#", link, NULL);
  return true;
}

static GBytes *make_paper(Call *call, PrintWorker *worker, gpointer data)
{
  Certification *one = data;
  Premises *premises = call->premises;
  Stage *stage =
    sign(one, call->report) ? premises_take_stage(premises, false, call->report) : NULL;
  if (stage == NULL)
    return NULL;
  const Leaves leaves = {.theme = premises_theme(premises, false),
                         .stage = stage,
                         .site = premises->site,
                         .today = call->today,
                         .timezone = premises->site->timezone};
  g_autoptr(GString) html = leaf_certificate(&leaves, &one->leaf, call->report);
  premises_give_stage(premises, false, stage);
  if (html == NULL)
    return NULL;
  const FinishPaper paper = {.name = one->leaf.id,
                             .title = "修了証",
                             .author = premises->site->name,
                             .lang = "ja",
                             .when = call->now / MOMENT_SECOND};
  GBytes *pdf = print_worker_print(worker, html->str, html->len, &paper, call->report);
  g_string_free(g_steal_pointer(&html), TRUE);
  return pdf;
}

/* ---- its two ends ---- */

bool certification_can(const Call *call)
{
  return call->premises->site->base_url != NULL;
}

void certification_begin(Call *call, const Completion *completion, CallStep then)
{
  g_autoptr(Person) person = NULL;
  const char *how = how_completed(call, completion);

  if (how == NULL || !staff_find(call->store, completion->subject, &person, call->report)) {
    call_fail(call);
    return;
  }
  if (person == NULL || person->state == STAFF_ERASED) {
    call_refuse(call, 404);
    return;
  }
  if (!certification_can(call)) {
    call_refuse(call, 409);
    return;
  }
  Certification *one = prepare(call, completion, person, how);
  call_carry(call, one, certification_free);
  call_print(call, make_paper, one, NULL, then);
}

bool certification_end(Call *call)
{
  Certification *one = call_carried(call);
  GBytes *pdf = call_printed(call);
  Act act = {.actor = call->who.actor, .at = call->now};
  gsize length = 0;

  if (pdf == NULL) {
    call_fail(call);
    return false;
  }
  Certificate made = one->made;
  made.pdf = (char *)g_bytes_get_data(pdf, &length);
  made.pdf_length = length;
  if (certificate_issue(call->store, &act, &made, NULL, call->report))
    return true;
  call_fail(call);
  return false;
}
