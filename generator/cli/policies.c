#include "cli/policies.h"

#include "base/text.h"
#include "ledger/changeset.h"

#include <string.h>

void site_settle(Invocation *in)
{
  if (repository_lacks(invocation_site(in), CHANGESET_INTENT))
    return;
  g_autoptr(Report) unsaid = report_new(); /* said where the repository is needed */
  g_autoptr(Repository) repository = repository_open(invocation_site(in), unsaid);
  changeset_settle(repository, in->report);
}

Site *policies_read(Invocation *in)
{
  if (!invocation_has_site(in))
    return NULL;
  site_settle(in);
  g_autoptr(GPtrArray) sources = site_sources(invocation_site(in), in->report);
  return sources != NULL ? site_read(invocation_site(in), sources, in->report) : NULL;
}

/* The ids, borrowed, ending in NULL. */
static GPtrArray *ids_of(const Site *site)
{
  GPtrArray *ids = g_ptr_array_new();
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    g_ptr_array_add(ids, policy->ledger->id);
  }
  g_ptr_array_add(ids, NULL);
  return ids;
}

const PolicySource *policy_named(const Site *site, const char *name, Report *report)
{
  if (name == NULL && site->policies->len == 1)
    return g_ptr_array_index(site->policies, 0);

  for (guint i = 0; name != NULL && i < site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(site->policies, i);
    g_autofree char *folder = g_path_get_basename(policy->folder);
    if (strcmp(policy->ledger->id, name) == 0 || strcmp(folder, name) == 0)
      return policy;
  }

  g_autoptr(GPtrArray) ids = ids_of(site);
  g_autofree char *list = g_strjoinv(", ", (char **)ids->pdata);
  if (name == NULL)
    report_add(report, DIAG_POLICY_NOT_NAMED, place_none(), list, NULL);
  else
    report_add(report, DIAG_POLICY_UNKNOWN, place_none(), name, list, NULL);
  return NULL;
}
