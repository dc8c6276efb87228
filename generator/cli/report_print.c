/* report: those that are papers, as PDF. */
#include "base/files.h"
#include "cli/report.h"
#include "print/worker.h"
#include "serve/leaves.h"

#include <string.h>
#include <unistd.h>

static Theme *read_theme(Archive *archive)
{
  g_autofree char *standard = theme_standard_folder(archive->in->report);
  g_autofree char *own = g_build_filename(archive->site->root, "theme", NULL);
  return standard != NULL ? theme_read(own, standard, archive->in->report) : NULL;
}

static GString *write_paper(Archive *archive, const Leaves *leaves, const Yearly *yearly,
                            const char *paper)
{
  Report *report = archive->in->report;
  if (strcmp(paper, "standing") == 0)
    return leaf_standing(leaves, yearly, report);
  if (strcmp(paper, "sessions") == 0)
    return leaf_gatherings(leaves, yearly, NULL, report);
  return leaf_yearly(leaves, yearly, report);
}

/* To the file, or into a pipe: a PDF on a terminal helps nobody. */
static void deliver(Archive *archive, const ReportOptions *options, GBytes *pdf)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data(pdf, &size);
  ReportTarget target;
  if (options->file == NULL && isatty(STDOUT_FILENO)) {
    report_add(archive->in->report, DIAG_REPORT_NO_FILE, place_none(), NULL);
    return;
  }
  if (!report_begin(archive, options, &target))
    return;
  bool good = fwrite(bytes, 1, size, target.out) == size;
  report_end(archive, options, &target, good);
}

void report_print_paper(Archive *archive, const ReportOptions *options, const char *paper)
{
  Report *report = archive->in->report;
  g_autoptr(Yearly) yearly = yearly_read(&archive->with, report_year(archive, options), report);
  g_autoptr(Theme) theme = yearly != NULL ? read_theme(archive) : NULL;
  g_autoptr(Stage) stage = theme != NULL ? stage_new(theme, report) : NULL;
  if (stage == NULL)
    return;
  Leaves leaves = {theme, stage, archive->site, archive->with.today, archive->site->timezone};
  g_autoptr(GString) html = write_paper(archive, &leaves, yearly, paper);
  g_autoptr(PrintWorker) worker = html != NULL ? print_worker_new(report) : NULL;
  if (worker == NULL)
    return;
  FinishPaper finish = {.name = paper,
                        .title = paper,
                        .author = archive->site->name,
                        .lang = "ja",
                        .when = day_epoch(archive->with.today, archive->site->timezone)};
  g_autoptr(GBytes) pdf = print_worker_print(worker, html->str, html->len, &finish, report);
  if (pdf != NULL)
    deliver(archive, options, pdf);
}
