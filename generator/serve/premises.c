#include "serve/premises.h"

#include "pages/colour.h"

struct Look {
  Theme *theme;
  GAsyncQueue *stages; /* those that nobody uses just now */
  gint users;
};

/* ---- looks ---- */

static void look_unref(Look *look)
{
  if (look == NULL || !g_atomic_int_dec_and_test(&look->users))
    return;
  for (Stage *stage; (stage = g_async_queue_try_pop(look->stages)) != NULL;)
    stage_free(stage);
  g_async_queue_unref(look->stages);
  theme_free(look->theme);
  g_free(look);
}

/* One stage is made at once: a template that does not compile is found at the start. */
static Look *look_read(const char *name, Report *report)
{
  g_autofree char *own = theme_folder(name, report);
  g_autofree char *standard = theme_folder("default", report);
  if (own == NULL || standard == NULL)
    return NULL;
  g_autoptr(Theme) theme = theme_read(own, standard, report);
  Stage *stage = theme != NULL ? stage_new(theme, report) : NULL;
  if (stage == NULL)
    return NULL;
  Look *look = g_new0(Look, 1);
  look->theme = g_steal_pointer(&theme);
  look->stages = g_async_queue_new();
  look->users = 1;
  g_async_queue_push(look->stages, stage);
  return look;
}

const Theme *premises_theme(const Premises *premises, bool office)
{
  return premises->looks[office]->theme;
}

const GPtrArray *premises_retention(const Premises *premises, Report *report)
{
  if (premises->retention == NULL)
    report_copy(report, premises->unruled);
  return premises->retention;
}

Stage *premises_take_stage(Premises *premises, bool office, Report *report)
{
  Look *look = premises->looks[office];
  Stage *stage = g_async_queue_try_pop(look->stages);
  return stage != NULL ? stage : stage_new(look->theme, report);
}

void premises_give_stage(Premises *premises, bool office, Stage *stage)
{
  g_async_queue_push(premises->looks[office]->stages, stage);
}

/* ---- reading ---- */

static void take_looks(Premises *premises, const Premises *old, Report *report)
{
  static const char *const names[] = {"staff", "registry"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    premises->looks[i] = old != NULL ? old->looks[i] : look_read(names[i], report);
    if (old != NULL)
      g_atomic_int_inc(&premises->looks[i]->users);
  }
}

static char *address_of(const Premises *premises, const char *url, Report *report)
{
  if (url != NULL)
    return training_address(url, place_none(), report);
  if (premises->site->training_url != NULL)
    return g_strdup(premises->site->training_url);
  report_add(report, DIAG_SERVE_NO_ADDRESS, place_at("content/site.lua", premises->site->line, 0),
             NULL);
  return NULL;
}

static void stamp(const char *root, FileStamp *site_lua)
{
  g_autofree char *path = g_build_filename(root, "content", "site.lua", NULL);
  if (!file_stamp(path, site_lua))
    *site_lua = (FileStamp){0};
}

static Premises *read_site(const char *root, const char *url, const Premises *old, Report *report)
{
  g_autoptr(GPtrArray) sources = site_sources(root, report);
  g_autoptr(Premises) premises = g_new0(Premises, 1);

  premises->users = 1;
  stamp(root, &premises->site_lua);
  premises->root = g_canonicalize_filename(root, NULL);
  premises->site = sources != NULL ? site_read(root, sources, report) : NULL;
  /* Half of a site is not served: what site.lua or a ledger would have said is not known. */
  if (premises->site == NULL || report_failed(report))
    return NULL;
  premises->url = address_of(premises, url, report);
  premises->curriculum = curriculum_read(root, day_today(premises->site->timezone), report);
  if (premises->curriculum != NULL)
    curriculum_warm(premises->curriculum);
  /* A rule that is at fault keeps nobody from being trained: the pages that need it say so. */
  premises->unruled = report_new();
  premises->retention = retention_rules(root, premises->unruled);
  premises->colour = colour_css(premises->site->key_colour, place_none(), report);
  take_looks(premises, old, report);
  premises->publishing = old != NULL ? old->publishing : NULL;
  bool whole = premises->url != NULL && premises->curriculum != NULL && premises->colour != NULL &&
               premises->looks[0] != NULL && premises->looks[1] != NULL;
  return whole ? g_steal_pointer(&premises) : NULL;
}

Premises *premises_read(const char *root, const char *url, Report *report)
{
  return read_site(root, url, NULL, report);
}

Premises *premises_read_again(const Premises *old, Report *report)
{
  return read_site(old->root, old->url, old, report);
}

bool premises_current(const Premises *premises)
{
  FileStamp now;
  stamp(premises->root, &now);
  return file_stamp_equal(&now, &premises->site_lua) &&
         curriculum_current(premises->curriculum, day_today(premises->site->timezone));
}

Premises *premises_ref(Premises *premises)
{
  g_atomic_int_inc(&premises->users);
  return premises;
}

void premises_unref(Premises *premises)
{
  if (premises == NULL || !g_atomic_int_dec_and_test(&premises->users))
    return;
  look_unref(premises->looks[0]);
  look_unref(premises->looks[1]);
  if (premises->curriculum != NULL)
    curriculum_unref(premises->curriculum);
  site_free(premises->site);
  g_clear_pointer(&premises->retention, g_ptr_array_unref);
  report_free(premises->unruled);
  g_free(premises->colour);
  g_free(premises->root);
  g_free(premises->url);
  g_free(premises);
}
