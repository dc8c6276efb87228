/*
 * A form that asks for a publication, and what comes of it: shared by Publish and 廃止. The
 * same as `kaitei publish`.
 *
 * Fields: effective, decided, summary, reason; and unless `change` is CHANGE_WITHDRAWN
 * already, kind, no-retrain, removed.
 */
#ifndef SERVE_PUBLICATION_FORM_H
#define SERVE_PUBLICATION_FORM_H

#include "pages/publication.h"
#include "serve/proposal_page.h"

typedef struct {
  PublicationRequest request; /* its words are the next two */
  char *summary, *reason;
  Desk *desk;
  Proposal *proposal;
} PublicationForm;

/* Reads what was typed and proposes it. False where something was refused (reported). */
bool publication_form_propose(PublicationForm *form, Visit *visit);

/* Writes `facts`, what is about to happen; after which the proposal can be shown. */
void publication_form_put_facts(const PublicationForm *form, Visit *visit);

void publication_form_clear(PublicationForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PublicationForm, publication_form_clear)

#endif
