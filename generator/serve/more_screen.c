/* ほかの手続き: what else can be done with a policy, and whether there is anything to do. */
#include "pages/standing.h"
#include "serve/procedure.h"
#include "serve/screens.h"

Reply *more_screen(Visit *visit)
{
  g_autoptr(Standing) standing = standing_new(visit->root, visit->policy, visit->as_of);
  const Revision *in_force = standing->in_force;
  Values *values = visit->values;

  values_string(values, "draft", draft_state_name(standing->draft));
  values_bool(values, "in_force", in_force != NULL && in_force->change != CHANGE_WITHDRAWN);
  values_number(values, "cancellable",
                (int)procedure_count_revisions(visit, revision_can_be_cancelled));
  values_number(values, "lacking", (int)procedure_count_revisions(visit, revision_lacks_text));
  values_number(values, "translatable",
                (int)procedure_count_revisions(visit, revision_can_be_translated));
  values_number(values, "lagging", (int)standing->lagging->len);
  return visit_show(visit, "more.html");
}
