#include "serve/live.h"

#include "serve/watch.h"
#include "theme/theme.h"

struct Live {
  const BuildOptions *options;
  DraftPages *pages; /* NULL until it is asked for, and where it cannot be read */
  Watch *watch;      /* NULL: the system gives none, and all is read again each time */
};

Live *live_new(const BuildOptions *options)
{
  Live *live = g_new0(Live, 1);
  live->options = options;
  return live;
}

void live_free(Live *live)
{
  if (live == NULL)
    return;
  draft_pages_free(live->pages);
  watch_free(live->watch);
  g_free(live);
}

static const char *root_of(const Live *live)
{
  return live->options->site != NULL ? live->options->site : ".";
}

/* Before the site is read for the first time, so that no change falls between. */
static void begin_watch(Live *live)
{
  g_autoptr(Report) unsaid = report_new();
  g_autofree char *content = g_build_filename(root_of(live), "content", NULL);
  g_autofree char *theme = g_build_filename(root_of(live), "theme", NULL);
  g_autofree char *standard = theme_standard_folder(unsaid);
  const char *const folders[] = {content, theme, standard, NULL};
  live->watch = watch_new(folders, unsaid);
  /* A folder that cannot be watched would change unseen. */
  if (report_count(unsaid) > 0)
    g_clear_pointer(&live->watch, watch_free);
}

static bool has_turned(const Live *live)
{
  const Site *site = draft_pages_site(live->pages);
  return !day_known(live->options->as_of) &&
         day_compare(day_today(site->timezone), draft_pages_as_of(live->pages)) != 0;
}

DraftPages *live_pages(Live *live, Report *report)
{
  g_autoptr(Report) unsaid = report_new();
  if (live->watch == NULL)
    begin_watch(live);
  bool changed = live->watch == NULL || watch_changed(live->watch, unsaid);
  if (live->pages == NULL || changed || has_turned(live)) {
    draft_pages_free(live->pages);
    live->pages = draft_pages_new(root_of(live), live->options->out, live->options->as_of, report);
  }
  return live->pages;
}
