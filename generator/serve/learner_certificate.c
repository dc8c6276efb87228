/* The certificate (修了証) of a completion: made once, at a press of the button, then as it is. */
#include "records/certificate.h"
#include "serve/certification.h"
#include "serve/learner.h"
#include "serve/premises.h"

bool learner_put_certificate(Call *call, gint64 completion)
{
  g_autoptr(Certificate) certificate = NULL;

  if (completion == 0)
    return true;
  if (!certificate_find_of(call->store, completion, &certificate, call->report)) {
    call_fail(call);
    return false;
  }
  if (certificate == NULL && !certification_can(call))
    return true;
  values_open(call->values, "certificate");
  values_number(call->values, "completion", completion);
  values_bool(call->values, "issued", certificate != NULL);
  /* Its QR code leads to the public site: without an address a press would end in a fault. */
  values_bool(call->values, "possible", call->premises->site->base_url != NULL);
  values_close(call->values);
  return true;
}

/* The completion in the address, where it is this person's; NULL where it is not (the outcome is
 * set). */
static Completion *completion_of(Call *call)
{
  Enrolment with = learner_enrolment(call);
  gint64 seq = 0;
  Completion *completion = NULL;

  if (g_ascii_string_to_signed(call->parts[0], 10, 1, G_MAXINT64, &seq, NULL))
    completion = sitting_completion(&with, call->who.id, seq, call->report);
  if (completion == NULL)
    call_refuse(call, 404);
  return completion;
}

/* The completion in the address and its certificate, NULL where it has none yet. False: the outcome
 * is set. */
static bool find(Call *call, Completion **completion, Certificate **certificate)
{
  *completion = completion_of(call);
  if (*completion == NULL)
    return false;
  if (certificate_find_of(call->store, (*completion)->seq, certificate, call->report))
    return true;
  call_fail(call);
  return false;
}

void learner_certificate_page(Call *call)
{
  g_autoptr(Completion) completion = NULL;
  g_autoptr(Certificate) certificate = NULL;

  if (!find(call, &completion, &certificate))
    return;
  if (certificate == NULL)
    call_refuse(call, 404);
  else
    call_bytes(call, "application/pdf", NULL,
               g_bytes_new(certificate->pdf, certificate->pdf_length));
}

static void go_to_certificate(Call *call)
{
  g_autofree char *path = g_strconcat("/certificate/", call->parts[0], NULL);
  call_go(call, path);
}

/* The certificate is there: on to it. */
static void certificate_made(Call *call)
{
  if (certification_end(call))
    go_to_certificate(call);
}

void learner_certificate_post(Call *call)
{
  g_autoptr(Completion) completion = NULL;
  g_autoptr(Certificate) certificate = NULL;

  if (!find(call, &completion, &certificate))
    return;
  if (certificate == NULL)
    certification_begin(call, completion, certificate_made);
  else
    go_to_certificate(call);
}
