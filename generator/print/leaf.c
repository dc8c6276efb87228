#include "print/leaf.h"

#include "base/text.h"

#include <string.h>

static void put_css(Values *values, const char *name, const char *text)
{
  g_autofree char *string = text_css_string(text != NULL ? text : "");
  values_string(values, name, string);
}

/* "certificate" of "print/certificate.html". */
static char *kind_of(const char *template)
{
  g_autofree char *file = g_path_get_basename(template);
  return g_strndup(file, strcspn(file, "."));
}

static void put_paper(Values *values, const Theme *theme, const Site *site, const Leaf *leaf)
{
  g_autofree char *kind = kind_of(leaf->template);
  char points[16];
  g_snprintf(points, sizeof points, "%g", leaf->points > 0 ? leaf->points : 10.5);

  values_open(values, "page");
  values_string(values, "title", leaf->title);
  values_string(values, "lang", "ja");
  values_string(values, "strings", "ja");
  values_string(values, "kind", kind);
  values_close(values);
  values_open(values, "paper");
  values_string(values, "kind", kind);
  values_string(values, "size", "A4");
  values_bool(values, "landscape", leaf->landscape);
  values_string(values, "points", points);
  values_string(values, "title", leaf->title);
  values_string(values, "style", theme_style(theme, "print/print.css"));
  values_open(values, "css");
  put_css(values, "title", leaf->title);
  put_css(values, "organisation", site->name);
  put_css(values, "effect", leaf->foot);
  put_css(values, "contact", site->tel != NULL ? site->tel : site->email);
  values_close(values);
  values_close(values);
}

static void put_site(Values *values, const Site *site)
{
  values_open(values, "site");
  values_string(values, "name", site->name);
  values_string(values, "short", site->short_name);
  values_string(values, "postal", site->postal);
  values_string(values, "address", site->address);
  values_string(values, "tel", site->tel);
  values_string(values, "fax", site->fax);
  values_string(values, "email", site->email);
  values_string(values, "hours", site->hours);
  values_close(values);
}

bool leaf_render(Stage *stage, const Theme *theme, const Site *site, const Leaf *leaf,
                 Values *values, GString *html, Report *report)
{
  put_paper(values, theme, site, leaf);
  put_site(values, site);
  return stage_render(stage, leaf->template, values, html, leaf->template, report);
}
