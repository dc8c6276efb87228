/* ids: headings of the working text without a lasting name. */
#include "pages/naming.h"

#include "cli/policies.h"

#include <jansson.h>

static void print_namings(const Invocation *in, const Draft *draft, const GPtrArray *namings)
{
  for (guint i = 0; i < namings->len; i++) {
    const Naming *naming = g_ptr_array_index(namings, i);
    printf("%s:%d: %s {#%s}\n", draft->path, naming->line, naming->title, naming->id);
  }
  if (namings->len == 0 && !in->quiet)
    puts(say(in, "すべての見出しに {#…} があります。", "Every heading has its {#...}."));
}

static void print_json(const GPtrArray *namings, bool written)
{
  json_t *list = json_array();
  for (guint i = 0; i < namings->len; i++) {
    const Naming *naming = g_ptr_array_index(namings, i);
    json_array_append_new(list, json_pack("{s:i, s:s, s:s, s:b}", "line", naming->line, "title",
                                          naming->title, "id", naming->id, "written", written));
  }
  g_autofree char *text = json_dumps(list, JSON_INDENT(2));
  json_decref(list);
  puts(text);
}

static void ids(Invocation *in, bool fixes)
{
  g_autoptr(Site) site = policies_read(in);
  const PolicySource *policy =
    site != NULL ? policy_named(site, in->arguments[0], in->report) : NULL;
  g_autoptr(Draft) draft = policy != NULL ? draft_read(site->root, policy, "ja", in->report) : NULL;
  if (draft == NULL)
    return;
  g_autoptr(Repository) repository = repository_open(invocation_site(in), in->report);
  g_autoptr(GPtrArray) namings =
    naming_propose(draft, policy->ledger, site->root, repository, in->report);
  bool writes = fixes && namings->len > 0;
  if (writes) {
    gsize size = 0;
    g_autofree char *path = g_build_filename(site->root, draft->path, NULL);
    g_autofree char *text = naming_write(draft, namings, &size, in->report);
    if (text == NULL || !file_write(path, text, size, in->report))
      return;
  }
  if (in->json)
    print_json(namings, writes);
  else
    print_namings(in, draft, namings);
  if (writes && !in->quiet && !in->json)
    printf(say(in, "%s に書き加えました。\n", "Written into %s.\n"), draft->path);
}

int command_ids(Invocation *in)
{
  gboolean fix = FALSE;
  const Option options[] = {
    {"fix",
     G_OPTION_ARG_NONE,
     &fix,
     NULL,
     {"policy.md に {#…} を書き加えます", "write them into policy.md"}},
    {0},
  };
  if (invocation_parse(in, options, 0, 1))
    ids(in, fix);
  return invocation_finish(in);
}
