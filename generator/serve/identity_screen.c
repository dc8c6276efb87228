/* Who commits: asked once, where git knows nobody, and changed here later. */
#include "serve/screens.h"

#include "ledger/identity.h"

#include <string.h>

/* The screen to go on to: one of ours, by the letters that our addresses have; else the
 * first. (An address that leads elsewhere must not be put into our mouth.) */
static const char *next_of(const Visit *visit)
{
  const char *next = request_field(visit->request, "then");
  if (next == NULL)
    return "";
  for (const char *c = next; *c != '\0'; c++)
    if (!g_ascii_isalnum(*c) && strchr("-_/?=&", *c) == NULL)
      return "";
  return strstr(next, "//") == NULL && *next != '/' ? next : "";
}

static Reply *show(Visit *visit, const char *name, const char *mail, guint status)
{
  values_string(visit->values, "name", name);
  values_string(visit->values, "mail", mail);
  values_string(visit->values, "next", next_of(visit));
  return visit_show_as(visit, status, "identity.html");
}

Reply *identity_screen(Visit *visit)
{
  g_autoptr(Repository) repository = visit_repository(visit, visit->report);
  g_autofree char *name =
    visit->request->posts ? request_words(visit->request, "name") : identity_name(repository);
  g_autofree char *mail =
    visit->request->posts ? request_words(visit->request, "mail") : identity_mail(repository);

  if (!visit->request->posts)
    return show(visit, name, mail, 200);
  return identity_write(repository, name, mail, visit->report) ? visit_go(visit, next_of(visit))
                                                               : show(visit, name, mail, 422);
}

/* What a link to the screen has chosen beforehand, which is to be there again on return. */
static char *with_choice(const Visit *visit, const char *screen)
{
  static const char *const names[] = {"kind", "withdrawal", "cancel"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *chosen = request_field(visit->request, names[i]);
    if (chosen != NULL && *chosen != '\0')
      return g_strconcat(screen, "?", names[i], "=", chosen, NULL);
  }
  return g_strdup(screen);
}

Reply *visit_ask_identity(Visit *visit)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = visit_repository(visit, unsaid);
  g_autofree char *known = identity_known(repository);
  g_autofree char *screen = g_strjoinv("/", visit->parts);
  g_autofree char *chosen = with_choice(visit, screen);
  g_autofree char *target = g_strconcat("identity?then=", chosen, NULL);

  /* Without a repository there is more amiss, which the desk tells. */
  if (known != NULL || !repository_present(repository))
    return NULL;
  return visit_go(visit, target);
}
