#include "pages/plan.h"

#include "pages/address.h"
#include "pages/built.h"
#include "pages/output.h"
#include "training/module.h"

#include <string.h>

/* Whose files are being entered. */
typedef struct {
  Plan *plan;
  guint job;
  const char *source;
  Report *report;
} Entering;

static void enter(const char *file, gpointer data)
{
  Entering *entering = data;
  Plan *plan = entering->plan;

  if (g_hash_table_contains(plan->files, file)) {
    report_add(entering->report, DIAG_PAGE_TWICE, place_at(entering->source, 0, 0), file, NULL);
    return;
  }
  g_hash_table_insert(plan->files, g_string_chunk_insert(plan->names, file),
                      GUINT_TO_POINTER(entering->job + 1));
}

/* An entry that leads nowhere is told once, and not again for each page. */
static bool menu_item_good(const Plan *plan, const MenuItem *item)
{
  static const char *const schemes[] = {"https:", "mailto:", "tel:"};
  g_autofree char *fragment = NULL;
  g_autoptr(GString) address = g_string_new(NULL);
  g_autoptr(GString) file = g_string_new(NULL);

  for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
    if (g_str_has_prefix(item->href, schemes[i]))
      return true;
  if (strchr(item->href, '?') != NULL || !address_is_internal(item->href) ||
      !address_follow("", item->href, address, &fragment))
    return false;
  address_file(address->str, file);
  return plan_has(plan, file->str) || site_is_unread(plan->site, address->str);
}

void plan_check_menu(const Plan *plan, Site *site, Report *report)
{
  for (guint i = site->menu->len; i-- > 0;) {
    const MenuItem *item = g_ptr_array_index(site->menu, i);
    if (menu_item_good(plan, item))
      continue;
    report_add(report, DIAG_SITE_MENU, place_at("content/site.lua", site->line, 0), item->title,
               item->href, NULL);
    g_ptr_array_remove_index(site->menu, i);
  }
}

static Entering new_job(Plan *plan, JobKind kind, guint index, const char *name, Report *report)
{
  Job job = {kind, index, name, false};
  g_array_append_val(plan->jobs, job);
  return (Entering){plan, plan->jobs->len - 1, *name ? name : NULL, report};
}

static void enter_assets(Entering *entering, const Theme *theme, const char *tree)
{
  g_autofree char *colour = g_strconcat(tree, "assets/colour.css", NULL);
  enter(colour, entering);
  for (guint i = 0; i < theme_asset_count(theme); i++) {
    g_autofree char *file = g_strconcat(tree, "assets/", theme_asset_name(theme, i), NULL);
    enter(file, entering);
  }
}

/* What the other trees have in common. */
static void enter_trees(Entering *entering, const Theme *theme)
{
  if (entering->plan->site->modules->len == 0)
    return;
  enter(TREE_STAFF "index.html", entering);
  enter(TREE_OFFICE "index.html", entering);
  enter_assets(entering, theme, TREE_STAFF);
  enter_assets(entering, theme, TREE_OFFICE);
}

static void plan_site(Plan *plan, const Theme *theme, Report *report)
{
  Entering entering = new_job(plan, JOB_SITE, 0, "", report);
  enter("index.html", &entering);
  enter("404.html", &entering);
  if (plan->site->keys->len > 0)
    enter("verify/index.html", &entering);
  enter("robots.txt", &entering);
  enter("feed.xml", &entering);
  enter(BUILT_FILE, &entering);
  if (plan->site->base_url != NULL)
    enter("sitemap.xml", &entering);
  enter_assets(&entering, theme, "");
  enter_trees(&entering, theme);
}

/* How many questions a module has. What is at fault in it is told when its pages are made. */
static guint count_questions(const Site *site, const char *folder)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Module) module = module_read(site->root, folder, unsaid);
  return module != NULL ? module_quiz(module)->questions->len : 0;
}

/* Its lesson in every language that the folder has one in, and its answer key. */
static void plan_module(Plan *plan, guint index, Report *report)
{
  const char *folder = g_ptr_array_index(plan->site->modules, index);
  const char *id = strrchr(folder, '/') + 1;
  Entering entering = new_job(plan, JOB_MODULE, index, folder, report);
  guint pages = (count_questions(plan->site, folder) + KEY_QUESTIONS - 1) / KEY_QUESTIONS;
  g_array_append_val(plan->key_pages, pages);

  g_autofree char *root = g_build_filename(plan->site->root, folder, NULL);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(GPtrArray) files = files_walk(root, folder, ".md", unsaid);
  for (guint i = 0; i < files->len; i++) {
    const char *name = ((const FoundFile *)g_ptr_array_index(files, i))->path;
    g_autofree char *lang = module_lesson_lang(name);
    if (lang == NULL)
      continue;
    bool first = strcmp(lang, "ja") == 0;
    g_autofree char *file =
      g_strconcat(TREE_STAFF, id, "/", first ? "" : lang, first ? "" : "/", "index.html", NULL);
    enter(file, &entering);
  }
  for (guint i = 0; i < pages; i++) {
    g_autofree char *file = i == 0 ? g_strdup_printf(TREE_OFFICE "%s/key/index.html", id)
                                   : g_strdup_printf(TREE_OFFICE "%s/key/%u/index.html", id, i + 1);
    enter(file, &entering);
  }
}

guint plan_key_pages(const Plan *plan, guint module)
{
  return module < plan->key_pages->len ? g_array_index(plan->key_pages, guint, module) : 0;
}

Plan *plan_new(const Site *site, const Theme *theme, Report *report)
{
  Plan *plan = g_new0(Plan, 1);
  plan->site = site;
  plan->jobs = g_array_new(FALSE, FALSE, sizeof(Job));
  plan->key_pages = g_array_new(FALSE, FALSE, sizeof(guint));
  plan->policies = g_ptr_array_new_with_free_func((GDestroyNotify)policy_plan_free);
  plan->files = g_hash_table_new(g_str_hash, g_str_equal);
  plan->names = g_string_chunk_new(64 * 1024);

  plan_site(plan, theme, report);
  for (guint i = 0; i < site->policies->len; i++) {
    const PolicySource *source = g_ptr_array_index(site->policies, i);
    PolicyPlan *policy = policy_plan_new(source->ledger);
    g_ptr_array_add(plan->policies, policy);
    Entering entering = new_job(plan, JOB_POLICY, i, source->folder, report);
    policy_plan_files(policy, enter, &entering);
  }
  for (guint i = 0; i < site->pages->len; i++) {
    const PageSource *page = g_ptr_array_index(site->pages, i);
    Entering entering = new_job(plan, JOB_PAGE, i, page->source, report);
    g_autofree char *file = g_strconcat(page->url, "index.html", NULL);
    enter(file, &entering);
  }
  for (guint i = 0; i < site->modules->len; i++)
    plan_module(plan, i, report);
  return plan;
}

void plan_free(Plan *plan)
{
  if (plan == NULL)
    return;
  g_array_unref(plan->jobs);
  g_array_unref(plan->key_pages);
  g_ptr_array_unref(plan->policies);
  g_hash_table_unref(plan->files);
  g_string_chunk_free(plan->names);
  g_free(plan);
}

bool plan_has(const Plan *plan, const char *file)
{
  return g_hash_table_contains(plan->files, file);
}

static char *policy_address_of(const Plan *plan, const char *source)
{
  g_autofree char *folder = g_path_get_dirname(source);
  g_autofree char *name = g_path_get_basename(source);
  for (guint i = 0; i < plan->site->policies->len; i++) {
    const PolicySource *policy = g_ptr_array_index(plan->site->policies, i);
    if (strcmp(policy->folder, folder) != 0)
      continue;
    if (strcmp(name, "policy.md") == 0)
      return g_strconcat(policy->ledger->id, "/", NULL);
    g_auto(GStrv) parts = g_strsplit(name, ".", 3); /* policy.en.md */
    if (g_strv_length(parts) == 3 && strcmp(parts[0], "policy") == 0)
      return g_strconcat(policy->ledger->id, "/", parts[1], "/", NULL);
  }
  return NULL;
}

char *plan_address_of(const Plan *plan, const char *source)
{
  static const char pages[] = "content/pages/";
  if (!g_str_has_prefix(source, pages))
    return policy_address_of(plan, source);

  const char *name = source + strlen(pages);
  g_autofree char *address = g_strndup(name, strlen(name) - strlen(".md"));
  g_autofree char *file = g_strconcat(address, "/index.html", NULL);
  guint job = GPOINTER_TO_UINT(g_hash_table_lookup(plan->files, file));
  bool page = job != 0 && g_array_index(plan->jobs, Job, job - 1).kind == JOB_PAGE;
  return page ? g_strconcat(address, "/", NULL) : NULL;
}
