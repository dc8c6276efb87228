/*
 * A theme: a folder of templates (*.html), CSS and other assets, and strings
 * per language (strings/ja.lua, strings/en.lua). A site's own `theme/` folder
 * overrides the default theme file by file, and its strings word by word.
 *
 * Templates are HTML with Lua: `<%= %>` writes escaped, `<%- %>` raw, `<% %>` is
 * code. They run in a Lua state with no file, process or load access, an
 * instruction budget for each page and a memory cap. An error names template,
 * line and page. See themes/README.md for what a designer must know.
 *
 * `Theme` is what was read: unchanging, shared by threads. `Stage` is one
 * thread's Lua state with the templates compiled once.
 */
#ifndef THEME_THEME_H
#define THEME_THEME_H

#include "base/report.h"
#include "theme/values.h"

typedef struct Theme Theme;
typedef struct Stage Stage;

/* Reads the theme: `own` (may be NULL or not exist) over `standard`. In
 * diagnostics the own folder goes by its last name ("theme/policy.html"), the
 * standard one by the path given.
 * NULL where something was reported. */
Theme *theme_read(const char *own, const char *standard, Report *report);
void theme_free(Theme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)

/* The folder of the default theme: beside the executable in a checkout
 * (themes/default), or in the installed share folder. NULL (reported) where
 * there is none. The caller frees it. */
char *theme_standard_folder(Report *report);

/* The same of any theme that comes with the program: "default", "office". */
char *theme_folder(const char *name, Report *report);

/* A hash of every file of the theme and its name. */
guint64 theme_hash(const Theme *theme);

/* The files that go out as they are (CSS, fonts, pictures, scripts: what lies
 * in assets/): name relative to assets/, and bytes. */
guint theme_asset_count(const Theme *theme);
const char *theme_asset_name(const Theme *theme, guint index);
const char *theme_asset_bytes(const Theme *theme, guint index, gsize *length);

/* The text of a style sheet that lies beside templates ("print/print.css") and goes out within
 * their pages, not as a file; NULL where there is none. Borrowed. */
const char *theme_style(const Theme *theme, const char *name);

/* A string of the theme in a language ("ja", "en", "ja-x-easy"), else in the
 * language's shorter forms, else in Japanese, else `key` itself (that very
 * pointer). Borrowed. {name} in it are filled by templates' t(). */
const char *theme_string(const Theme *theme, const char *lang, const char *key);

/* One thread's renderer; the theme must outlive it. NULL where a template does
 * not compile (all such are reported). */
Stage *stage_new(const Theme *theme, Report *report);
void stage_free(Stage *stage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stage, stage_free)

/* Renders `template` ("policy.html") inside the theme's "base.html" (one in a folder that has a
 * base.html of its own inside that: "print/notice.html" in "print/base.html") and appends
 * the page to `out`. `page` names the page in diagnostics. False where the
 * template raised, went over its budget (some ten million steps), its memory
 * (32 MiB) or its length (16 MiB): reported, and nothing is appended. */
bool stage_render(Stage *stage, const char *template, const Values *values, GString *out,
                  const char *page, Report *report);

#endif
