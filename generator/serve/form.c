#include "serve/form.h"

typedef struct {
  DiagCode code;
  const char *field;
} Belonging;

static const Belonging belongings[] = {
  {DIAG_AMEND_UNKNOWN, "of"},
  {DIAG_APPROVE_LATER, "on"},
  {DIAG_APPROVE_TWICE, "by"},
  {DIAG_BACKFILL_EMPTY, "text"},
  {DIAG_BACKFILL_KEPT, "of"},
  {DIAG_BACKFILL_WITHDRAWN, "of"},
  {DIAG_BY_MISSING, "by"},
  {DIAG_BY_WORDS, "by"},
  {DIAG_CANCEL_IN_FORCE, "of"},
  {DIAG_CANCEL_TWICE, "of"},
  {DIAG_EDITION_JA, "lang"},
  {DIAG_EDITION_LANG, "lang"},
  {DIAG_EDITION_SAME, "lang"},
  {DIAG_EDITION_THERE, "lang"},
  {DIAG_EDITION_UNCHOSEN, "lang"},
  {DIAG_EDITION_WITHOUT, "of"},
  {DIAG_IDENTITY_MAIL, "mail"},
  {DIAG_IDENTITY_NAME, "name"},
  {DIAG_KIND_UNKNOWN, "kind"},
  {DIAG_OFFICE_CODE, "code"},
  {DIAG_OFFICE_CODE_WAIT, "code"},
  {DIAG_OFFICE_FILE_LARGE, "file"},
  {DIAG_OFFICE_FILE_NONE, "file"},
  {DIAG_OFFICE_INVITATION, "invitation"},
  {DIAG_OFFICE_LOGIN, "login"},
  {DIAG_OFFICE_MINUTES, "minutes"},
  {DIAG_OFFICE_NAME_DIFFERS, "name"},
  {DIAG_OFFICE_NOBODY_CHOSEN, "who"},
  {DIAG_OFFICE_PASSPHRASE_OR_LOGIN, "login"},
  {DIAG_OFFICE_PASSPHRASE_SHORT, "passphrase"},
  {DIAG_OFFICE_PASSPHRASE_UNLIKE, "again"},
  {DIAG_OFFICE_ROLE, "role"},
  {DIAG_OFFICE_TIMES, "more"},
  {DIAG_OFFICE_WAIT, "login"},
  {DIAG_PERSON_SEVERAL, "person"},
  {DIAG_PERSON_UNKNOWN, "person"},
  {DIAG_PUBLISH_BACKDATED, "effective"},
  {DIAG_PUBLISH_BEFORE_DECIDED, "effective"},
  {DIAG_PUBLISH_BEFORE_SCHEDULED, "effective"},
  {DIAG_PUBLISH_DAY_TAKEN, "effective"},
  {DIAG_PUBLISH_DECIDED_LATER, "decided"},
  {DIAG_PUBLISH_EARLY, "effective"},
  {DIAG_PUBLISH_ERRATUM_DAY, "effective"},
  {DIAG_PUBLISH_NO_DAY, "effective"},
  {DIAG_PUBLISH_ID_GONE, "removed"},
  {DIAG_PUBLISH_NO_SUMMARY, "summary"},
  {DIAG_PUBLISH_RETURNS, "effective"},
  {DIAG_REVISION_UNCHOSEN, "of"},
  {DIAG_SHEET_ANSWER, "new"},
  {DIAG_SHEET_UNKNOWN, "form"},
};

void form_put(Visit *visit, const char *const *names)
{
  values_open(visit->values, "form");
  for (; *names != NULL; names++)
    values_string(visit->values, *names, request_field(visit->request, *names));
  values_close(visit->values);
}

char *form_lang(const Visit *visit)
{
  bool other = g_strcmp0(request_field(visit->request, "lang"), "other") == 0;
  return request_words(visit->request, other ? "other" : "lang");
}

const char *form_field_of(const Diag *diag)
{
  if (diag->code == DIAG_DAY_UNREADABLE || diag->code == DIAG_DAY_BEYOND ||
      diag->code == DIAG_PUBLISH_WORDS)
    return diag->arguments[1];
  if (diag->code == DIAG_OFFICE_FIELD_EMPTY || diag->code == DIAG_OFFICE_UNCHOSEN ||
      diag->code == DIAG_OFFICE_PASSPHRASE_WRONG)
    return diag->arguments[0];
  for (guint i = 0; i < G_N_ELEMENTS(belongings); i++)
    if (belongings[i].code == diag->code)
      return belongings[i].field;
  return NULL;
}
