#include "pages/draft_page.h"

#include "base/text.h"
#include "pages/address.h"
#include "pages/draft.h"
#include "pages/policy_job.h"
#include "pages/render.h"

#include <string.h>

struct DraftPages {
  char *out, *base_path;
  Theme *theme;
  Site *site;
  Plan *plan;
  Repository *repository;
  Report *unsaid; /* of the site: the repository may still report into it */
  Build build;
  Worker *worker;
  PolicyJob *job; /* of the policy that was asked for last; NULL before */
};

void draft_pages_free(DraftPages *pages)
{
  if (pages == NULL)
    return;
  policy_job_free(pages->job);
  worker_free(pages->worker);
  plan_free(pages->plan);
  site_free(pages->site);
  theme_free(pages->theme);
  repository_free(pages->repository);
  report_free(pages->unsaid);
  g_free(pages->out);
  g_free(pages->base_path);
  g_free(pages);
}

/* A theme at fault is told by the build; until it is mended the default one serves. */
static Theme *read_theme(const char *root, Report *unsaid, Report *report)
{
  g_autofree char *own = g_build_filename(root, "theme", NULL);
  g_autofree char *standard = theme_standard_folder(report);
  if (standard == NULL)
    return NULL;
  Theme *theme = theme_read(own, standard, unsaid);
  return theme != NULL ? theme : theme_read(NULL, standard, report);
}

DraftPages *draft_pages_new(const char *root, const char *out, Day as_of, Report *report)
{
  g_autoptr(DraftPages) pages = g_new0(DraftPages, 1);
  pages->unsaid = report_new();
  pages->out = out != NULL ? g_strdup(out) : g_build_filename(root, "_site", NULL);
  g_autoptr(GPtrArray) sources = site_sources(root, pages->unsaid);
  pages->theme = read_theme(root, pages->unsaid, report);
  pages->site = pages->theme != NULL ? site_read(root, sources, pages->unsaid) : NULL;
  if (pages->theme != NULL && pages->site == NULL)
    report_merge(report, pages->unsaid);
  if (pages->site == NULL)
    return NULL;
  pages->plan = plan_new(pages->site, pages->theme, pages->unsaid);
  plan_check_menu(pages->plan, pages->site, pages->unsaid);
  pages->repository = repository_near(root, pages->unsaid);
  pages->base_path = g_strdup("/");
  pages->build = (Build){.site = pages->site,
                         .theme = pages->theme,
                         .plan = pages->plan,
                         .repository = pages->repository,
                         .as_of = day_known(as_of) ? as_of : day_today(pages->site->timezone),
                         .base_path = pages->base_path};
  pages->worker = worker_new(&pages->build, report);
  return g_steal_pointer(&pages);
}

const Site *draft_pages_site(const DraftPages *pages)
{
  return pages->site;
}

Day draft_pages_as_of(const DraftPages *pages)
{
  return pages->build.as_of;
}

/* The policy's clauses of old, for those that the page keeps an anchor for. Their texts'
 * faults are told when the site is built. */
static PolicyJob *job_of(DraftPages *pages, const PolicySource *policy)
{
  if (pages->job != NULL && pages->job->ledger == policy->ledger)
    return pages->job;
  guint index = 0;
  g_ptr_array_find(pages->site->policies, policy, &index);
  g_clear_pointer(&pages->job, policy_job_free);
  PolicyJob *job = policy_job_new(pages->worker, g_ptr_array_index(pages->plan->policies, index));
  for (guint i = 0; i < job->ledger->revisions->len; i++) {
    const Revision *revision = g_ptr_array_index(job->ledger->revisions, i);
    const Edition *edition = revision_edition(revision, "ja");
    if (edition == NULL || !policy_job_effective(job, revision))
      continue;
    g_autoptr(Text) text = text_read(pages->worker, job->ledger, edition);
    if (text != NULL)
      gone_note(job->gone, revision, text->document);
  }
  return pages->job = job;
}

/* The last revision in the language, where it has these very bytes. NULL: they are a
 * draft, as is what an older one had: it is not what holds. */
static const Revision *published_as(const PolicyJob *job, const char *lang, const char *blob)
{
  for (guint i = job->ledger->revisions->len; i-- > 0;) {
    const Revision *revision = g_ptr_array_index(job->ledger->revisions, i);
    const Edition *edition = revision_edition(revision, lang);
    if (edition == NULL || revision->cancelled)
      continue;
    return strcmp(edition->blob, blob) == 0 ? revision : NULL;
  }
  return NULL;
}

/* A page in a language that is not published yet is no page of the plan: it links to
 * itself all the same. */
static void plan_address(DraftPages *pages, const PolicyJob *job, const char *lang)
{
  g_autoptr(GString) address = g_string_new(NULL);
  g_autoptr(GString) file = g_string_new(NULL);
  policy_address(job->ledger, lang, address);
  address_file(address->str, file);
  if (!plan_has(pages->plan, file->str))
    g_hash_table_insert(pages->plan->files, g_string_chunk_insert(pages->plan->names, file->str),
                        GUINT_TO_POINTER(1));
}

/* A place in another page: as that was last built. */
static void look_up(Links *links, const char *file, gpointer data)
{
  const DraftPages *pages = data;
  g_autofree char *path = g_build_filename(pages->out, "public", file, NULL);
  g_autoptr(Report) unsaid = report_new();
  gsize length = 0;
  g_autofree char *html = file_read(path, NULL, 0, &length, unsaid);
  if (html == NULL)
    return;
  g_autoptr(Inspector) inspector = inspector_new();
  inspect_page(inspector, html, length, file, NULL, unsaid);
  links_made(links, file);
  for (guint i = 0; i < inspector_id_count(inspector); i++)
    links_offer(links, file, inspector_id(inspector, i));
}

/* What the worker gathered for the site as a whole is of no use for the next page. */
static void forget_made(Worker *worker)
{
  worker_forget_made(worker);
  links_free(worker->links);
  worker->links = links_new();
}

static bool make(DraftPages *pages, const char *lang, const Text *text, const Revision *published,
                 GString *page)
{
  Worker *worker = pages->worker;

  worker->unstaged = worker->stage == NULL;
  plan_address(pages, pages->job, lang);
  render_draft_page(pages->job, lang, text, published);
  bool made = worker->made->len > 0;
  if (made)
    g_string_append_len(page, worker->page->str, (gssize)worker->page->len);
  warn_of_vanished(worker, text->document, text->name);
  links_settle(worker->links, look_up, pages, worker->report);
  forget_made(worker);
  return made;
}

bool draft_pages_make(DraftPages *pages, const PolicySource *policy, const char *lang,
                      const char *bytes, gsize size, GString *page, bool *draft, Report *report)
{
  const PolicyJob *job = job_of(pages, policy);
  g_autofree char *name = draft_path(policy, lang);
  g_autofree char *blob = blob_id(bytes, size);
  const Revision *published = published_as(job, lang, blob);
  gsize length = 0;

  *draft = published == NULL;
  if (size > MARKUP_TEXT_LIMIT) {
    g_autofree char *kib = g_strdup_printf("%d", MARKUP_TEXT_LIMIT / 1024);
    report_add(report, DIAG_TEXT_TOO_LONG, place_at(name, 0, 0), kib, NULL);
    return false;
  }
  g_autofree char *source = text_normalise(bytes, size, name, &length, report);
  if (source == NULL)
    return false;
  Report *own = pages->worker->report;
  pages->worker->report = report;
  Text text = {.bytes = (char *)bytes, .size = size, .name = name};
  guint errors = report_count_of(report, LEVEL_ERROR);
  g_autoptr(Document) document = document_parse(source, length, name, DOCUMENT_POLICY, report);
  text.document = document;
  text.faulty = report_count_of(report, LEVEL_ERROR) > errors;
  bool made = make(pages, lang, &text, published, page);
  pages->worker->report = own;
  report_sort(report);
  return made;
}
