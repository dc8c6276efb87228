#include "serve/turn.h"

#include "ledger/identity.h"

const char *turn_of(const Site *site, const Standing *standing, const char *person)
{
  if (!site->two_persons)
    return NULL;
  if (standing->approval == NULL)
    return "approve";
  const char *recorder = standing->approval->recorder;
  return person == NULL || recorder == NULL || identity_same(person, recorder) ? "other"
                                                                               : "publish";
}
