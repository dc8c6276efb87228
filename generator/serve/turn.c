#include "serve/turn.h"

#include "pages/approval.h"

const char *turn_of(const Site *site, const Standing *standing, const char *person)
{
  if (!site->two_persons)
    return NULL;
  if (standing->approval == NULL)
    return "approve";
  const Deed deed = {.act = ACT_PUBLISH, .blob = standing->approval->blob};
  bool may = person != NULL && approval_by_another(standing->policy->ledger, &deed, person);
  return may ? "publish" : "other";
}
