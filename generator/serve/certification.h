/*
 * Certification: a certificate (修了証) is made for a completion, once, and is then as it is.
 *
 * What is signed is enrolment/statement.h's; the signature and the paper are made in the printing
 * thread, the row and its event in the store's thread, after it.
 *
 *     certification_begin(call, completion, done);        // an outcome
 *     …
 *     static void done(Call *call)                        // the step after it
 *     {
 *       if (certification_end(call))
 *         call_go(call, …);
 *     }
 */
#ifndef SERVE_CERTIFICATION_H
#define SERVE_CERTIFICATION_H

#include "records/completion.h"
#include "serve/call.h"

/* Whether certificates can be made at all: the site says where it is online (base_url), for their QR
 * codes lead there. */
bool certification_can(const Call *call);

/* Sets the outcome: on to `then` when the paper is there, or a refusal: 409 where none can be made,
 * 404 where the person was erased. */
void certification_begin(Call *call, const Completion *completion, CallStep then);

/* In `then`: keeps what was made. False where it could not be made or kept: the outcome is set.
 * Where another press of the button was quicker, that one's certificate stands. */
bool certification_end(Call *call);

#endif
