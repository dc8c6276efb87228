#include "pages/modules.h"

#include <string.h>

Texts *site_texts(const Site *site, Repository *repository, Day day)
{
  g_autofree const Ledger **ledgers = g_new0(const Ledger *, site->policies->len + 1);
  for (guint i = 0; i < site->policies->len; i++)
    ledgers[i] = ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger;
  return texts_new(ledgers, site->policies->len, site->root, repository, day);
}

Module *site_module(const Site *site, const char *id, Report *report)
{
  if (id == NULL && site->modules->len == 1)
    return module_read(site->root, g_ptr_array_index(site->modules, 0), report);
  for (guint i = 0; id != NULL && i < site->modules->len; i++) {
    const char *folder = g_ptr_array_index(site->modules, i);
    if (strcmp(strrchr(folder, '/') + 1, id) == 0)
      return module_read(site->root, folder, report);
  }
  report_add(report, DIAG_MODULE_UNKNOWN, place_none(), id != NULL ? id : "", NULL);
  return NULL;
}
