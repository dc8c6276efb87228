#include "pages/syndication.h"

#include <string.h>

static gint newest_first(gconstpointer a, gconstpointer b)
{
  const SiteChange *x = a, *y = b;
  int order = day_compare(y->revision->effective, x->revision->effective);
  if (order != 0)
    return order;
  order = strcmp(x->plan->ledger->id, y->plan->ledger->id);
  return order != 0 ? order : strcmp(y->revision->key, x->revision->key);
}

GArray *syndication_changes(const Build *build)
{
  GArray *changes = g_array_new(FALSE, FALSE, sizeof(SiteChange));
  for (guint i = 0; i < build->plan->policies->len; i++) {
    const PolicyPlan *plan = g_ptr_array_index(build->plan->policies, i);
    for (guint j = 0; j < plan->ledger->revisions->len; j++) {
      SiteChange change = {plan, g_ptr_array_index(plan->ledger->revisions, j)};
      if (!change.revision->cancelled)
        g_array_append_val(changes, change);
    }
  }
  g_array_sort(changes, newest_first);
  return changes;
}
