#include "serve/screen.h"

#include "base/text.h"
#include "serve/lookup.h"
#include "serve/screens.h"

#include <string.h>
#include <sys/random.h>

enum { TOKEN_BYTES = 16 };

struct Screen {
  const BuildOptions *build;
  char *path;
  Theme *theme;
  Stage *stage;
  Live *live;
  GMutex building;
  guint changes; /* below that lock */
  Deployment *deployment;
  Office office;
};

/* ---- the table of screens ---- */

typedef struct {
  const char *name; /* the first part of the path */
  bool of_policy;   /* the second part names a policy */
  bool posts;       /* takes POST */
  Reply *(*answer)(Visit *visit);
} Row;

/* clang-format off */
static const Row rows[] = {
  {"", false, false, standing_screen},
  {"edit", false, true, edit_screen},
  {"draft", false, true, draft_screen},
  {"compare", true, false, compare_screen},
  {"impact", true, false, impact_screen},
  {"approve", true, true, approve_screen},
  {"publish", true, true, publish_screen},
  {"identity", false, true, identity_screen},
  {"online", false, true, online_screen},
  {"done", true, false, done_screen},
  {"more", true, false, more_screen},
  {"cancel", true, true, cancel_screen},
  {"withdraw", true, true, withdraw_screen},
  {"backfill", true, true, backfill_screen},
  {"edition", true, true, edition_screen},
  {"legal", true, false, legal_screen},
  {"papers", false, true, papers_screen},
  {"paper", false, false, paper_screen},
  {"pending", false, true, pending_screen},
  {"forms", false, true, forms_screen},
  {"end", false, true, end_screen},
};
/* clang-format on */

static const Row *row_of(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    if (strcmp(rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

/* Whether it works on the site that is kept between requests (live.h): for these
 * visit->site is neither read nor freed. */
static bool is_live(const Row *row)
{
  return row != NULL && (row->answer == edit_screen || row->answer == draft_screen);
}

/* What there is on one's own machine alone: to say who commits, and to end it. */
static bool is_of_one_person(const Row *row)
{
  return row->answer == identity_screen || row->answer == end_screen;
}

/* ---- a visit ---- */

static Reply *answer_screen(Visit *visit, const Row *row)
{
  g_autoptr(GPtrArray) sources = site_sources(visit->root, visit->report);
  visit->site = sources != NULL ? site_read(visit->root, sources, visit->report) : NULL;
  if (visit->site == NULL)
    return visit_show_as(visit, 500, "fault.html");
  visit->site->committer = visit->visitor != NULL ? &visit->visitor->committer : NULL;
  visit->as_of =
    day_known(visit->options->as_of) ? visit->options->as_of : day_today(visit->site->timezone);
  visit->policy = row->of_policy ? site_policy(visit->site, visit->parts[1]) : NULL;
  if (row->of_policy && visit->policy == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  return row->answer(visit);
}

static Reply *answer_path(Screen *screen, const Request *request, const char *path,
                          const ScreenVisitor *visitor)
{
  g_auto(GStrv) parts = g_strsplit(path, "/", 8);
  const char *name = parts[0] != NULL ? parts[0] : "";
  const Row *row = row_of(name);
  g_autoptr(Values) values = values_new();
  g_autoptr(Report) report = report_new();
  Visit visit = {.screen = screen,
                 .options = screen->build,
                 .root = screen->build->site != NULL ? screen->build->site : ".",
                 .request = request,
                 .visitor = visitor,
                 .parts = parts,
                 .values = values,
                 .report = report};
  Reply *reply = NULL;

  if (request->too_long)
    reply = visit_show_as(&visit, 413, "oversize.html");
  else if (row == NULL || (visitor != NULL && is_of_one_person(row)))
    reply = visit_show_as(&visit, 404, "nothing.html");
  else if (request->posts && !row->posts)
    reply = reply_text(405, "405\n");
  else
    reply = is_live(row) ? row->answer(&visit) : answer_screen(&visit, row);
  if (!is_live(row))
    site_free(visit.site);
  return reply;
}

/* ---- what belongs to the pages ---- */

static Reply *answer_asset(const Screen *screen, const char *name)
{
  for (guint i = 0; i < theme_asset_count(screen->theme); i++) {
    gsize length = 0;
    const char *bytes = theme_asset_bytes(screen->theme, i, &length);
    if (strcmp(theme_asset_name(screen->theme, i), name) == 0)
      return reply_new(200, media_type(name), g_string_new_len(bytes, (gssize)length));
  }
  return reply_text(404, "404\n");
}

/* ---- the door ---- */

/* What follows the token in a path; NULL where it does not have it. Its time does not
 * tell how much of a guess was right. */
static const char *behind_token(const Screen *screen, const char *path)
{
  gsize length = strlen(screen->path);
  guint different = 0;

  if (strlen(path) < length)
    return NULL;
  for (gsize i = 0; i < length; i++)
    different |= (guchar)(path[i] ^ screen->path[i]);
  return different == 0 ? path + length : NULL;
}

static Reply *answer_below(Screen *screen, const Request *request, const char *path,
                           const ScreenVisitor *visitor)
{
  if (g_str_has_prefix(path, "assets/"))
    return request->posts ? reply_text(405, "405\n")
                          : answer_asset(screen, path + strlen("assets/"));
  return answer_path(screen, request, path, visitor);
}

static Reply *answer(const Request *request, gpointer data)
{
  Screen *screen = data;
  const char *path = behind_token(screen, request->path);
  return path != NULL ? answer_below(screen, request, path, NULL) : NULL;
}

Reply *screen_answer(Screen *screen, const Request *request, const ScreenVisitor *visitor)
{
  const char *path =
    g_str_has_prefix(request->path, screen->path) ? request->path + strlen(screen->path) : "";
  return answer_below(screen, request, path, visitor);
}

static char *new_path(void)
{
  guchar bytes[TOKEN_BYTES];
  GString *path = g_string_new("/.kaitei/");

  /* It does not fail for so few bytes once the machine is up. */
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    g_error("getrandom");
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf(path, "%02x", bytes[i]);
  g_string_append_c(path, '/');
  return g_string_free(path, FALSE);
}

static bool build_for_deployment(gpointer data, BuildResult *result, Report *report)
{
  return screen_build(data, result, report);
}

Screen *screen_new(const BuildOptions *build, Report *report)
{
  g_autofree char *path = new_path();
  return screen_new_at(build, path, report);
}

Screen *screen_new_at(const BuildOptions *build, const char *path, Report *report)
{
  g_autofree char *own = theme_folder("office", report);
  g_autofree char *standard = theme_folder("default", report);
  if (own == NULL || standard == NULL)
    return NULL;
  g_autoptr(Theme) theme = theme_read(own, standard, report);
  g_autoptr(Stage) stage = theme != NULL ? stage_new(theme, report) : NULL;
  if (stage == NULL)
    return NULL;

  Screen *screen = g_new0(Screen, 1);
  screen->build = build;
  screen->path = g_strdup(path);
  screen->theme = g_steal_pointer(&theme);
  screen->stage = g_steal_pointer(&stage);
  screen->live = live_new(build);
  screen->office = (Office){answer, screen};
  g_mutex_init(&screen->building);
  screen->deployment = deployment_new(build, build_for_deployment, screen);
  return screen;
}

void screen_free(Screen *screen)
{
  if (screen == NULL)
    return;
  deployment_free(screen->deployment);
  live_free(screen->live);
  stage_free(screen->stage);
  theme_free(screen->theme);
  g_mutex_clear(&screen->building);
  g_free(screen->path);
  g_free(screen);
}

const char *screen_path(const Screen *screen)
{
  return screen->path;
}

const Office *screen_office(const Screen *screen)
{
  return &screen->office;
}

bool screen_build(Screen *screen, BuildResult *result, Report *report)
{
  g_mutex_lock(&screen->building);
  bool good = build_site(screen->build, result, report);
  screen->changes += good && (result->written > 0 || result->removed > 0);
  g_mutex_unlock(&screen->building);
  return good;
}

bool screen_print(Screen *screen, const PrintOptions *options, PrintResult *result, Report *report)
{
  g_mutex_lock(&screen->building);
  bool good = print_papers(options, result, report);
  g_mutex_unlock(&screen->building);
  return good;
}

guint screen_changes(Screen *screen)
{
  g_mutex_lock(&screen->building);
  guint changes = screen->changes;
  g_mutex_unlock(&screen->building);
  return changes;
}

Deployment *screen_deployment(Screen *screen)
{
  return screen->deployment;
}

Stage *screen_stage(Screen *screen)
{
  return screen->stage;
}

Live *screen_live(Screen *screen)
{
  return screen->live;
}

const Theme *screen_theme(const Screen *screen)
{
  return screen->theme;
}
