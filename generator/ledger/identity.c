#include "ledger/identity.h"

#include "ledger/git.h"

#include <string.h>

char *git_person(git_repository *git, const char *role, const char *what)
{
  const char *name = NULL, *mail = NULL;
  if (git_repository_ident(&name, &mail, git) == GIT_OK && name != NULL && mail != NULL)
    return g_strdup(strcmp(what, "name") == 0 ? name : mail);

  g_autofree char *upper = g_ascii_strup(role, -1);
  g_autofree char *what_upper = g_ascii_strup(what, -1);
  g_autofree char *variable = g_strdup_printf("GIT_%s_%s", upper, what_upper);
  const char *given = g_getenv(variable);
  if (given != NULL && *given != '\0')
    return g_strdup(given);

  g_autoptr(git_config) config = NULL;
  g_autoptr(git_config) snapshot = NULL;
  const char *value = NULL;
  g_autofree char *own = g_strconcat(role, ".", what, NULL);
  g_autofree char *users = g_strconcat("user.", what, NULL);
  if (git_repository_config(&config, git) != GIT_OK ||
      git_config_snapshot(&snapshot, config) != GIT_OK)
    return NULL;
  if (git_config_get_string(&value, snapshot, own) != GIT_OK &&
      git_config_get_string(&value, snapshot, users) != GIT_OK)
    return NULL;
  return g_strdup(value);
}

static char *look(Repository *repository, const char *role, const char *what)
{
  char *value = NULL;
  repository_lock(repository);
  git_repository *git = repository_git(repository);
  if (git != NULL)
    value = git_person(git, role, what);
  repository_unlock(repository);
  return value;
}

char *identity_name(Repository *repository)
{
  return look(repository, "author", "name");
}

char *identity_mail(Repository *repository)
{
  return look(repository, "author", "email");
}

/* git's library leaves out what may not stand in a commit, and refuses what is then
 * empty: it is asked, not imitated. */
static char *person(Repository *repository, const char *role)
{
  g_autofree char *name = look(repository, role, "name");
  g_autofree char *mail = look(repository, role, "email");
  g_autoptr(git_signature) made = NULL;

  if (name == NULL || mail == NULL || git_signature_new(&made, name, mail, 0, 0) != GIT_OK)
    return NULL;
  return g_strdup_printf("%s <%s>", made->name, made->email);
}

char *identity_known(Repository *repository)
{
  if (!repository_present(repository))
    return NULL;
  g_autofree char *committer = person(repository, "committer");
  return committer != NULL ? person(repository, "author") : NULL;
}

/* The mail address of "Name <mail>"; the whole where it has none. */
static char *mail_of(const char *person)
{
  const char *open = strrchr(person, '<');
  return g_ascii_strdown(open != NULL ? open : person, -1);
}

bool identity_same(const char *one, const char *other)
{
  g_autofree char *a = mail_of(one);
  g_autofree char *b = mail_of(other);
  return strcmp(a, b) == 0;
}

/* ---- setting it ---- */

char *identity_stand_in(const char *name)
{
  enum { DIGITS = 10 };
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
  return g_strdup_printf("%.*s@no-mail.invalid", DIGITS, sum);
}

/* What can stand in a commit's line: "Name <mail> time". */
static bool is_line(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL) || strpbrk(text, "<>") != NULL)
    return false;
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if (g_unichar_iscntrl(g_utf8_get_char(text)))
      return false;
  return true;
}

static bool is_mail(const char *text)
{
  const char *at = strchr(text, '@');
  return is_line(text) && at != NULL && at > text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
         strpbrk(text, " \t") == NULL;
}

static bool set(git_repository *git, const char *name, const char *mail)
{
  g_autoptr(git_config) all = NULL;
  g_autoptr(git_config) own = NULL;
  return git_repository_config(&all, git) == GIT_OK &&
         git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL) == GIT_OK &&
         git_config_set_string(own, "user.name", name) == GIT_OK &&
         git_config_set_string(own, "user.email", mail) == GIT_OK;
}

static bool check(Repository *repository, const char *name, const char *mail, Report *report)
{
  g_autoptr(git_signature) made = NULL;

  if (!repository_present(repository)) {
    report_add(report, DIAG_CHANGESET_NO_REPOSITORY, place_none(), NULL);
    return false;
  }
  if (name == NULL || !is_line(name) || git_signature_new(&made, name, "x", 0, 0) != GIT_OK) {
    report_add(report, DIAG_IDENTITY_NAME, place_none(), NULL);
    return false;
  }
  if (!is_mail(mail)) {
    report_add(report, DIAG_IDENTITY_MAIL, place_none(), mail, NULL);
    return false;
  }
  return true;
}

bool identity_write(Repository *repository, const char *name, const char *mail, Report *report)
{
  g_autofree char *stand_in = mail == NULL && name != NULL ? identity_stand_in(name) : NULL;
  const char *address = mail != NULL ? mail : stand_in != NULL ? stand_in : "";

  if (!check(repository, name, address, report))
    return false;
  repository_lock(repository);
  bool good = set(repository_git(repository), name, address);
  if (!good)
    report_add(report, DIAG_IDENTITY_UNWRITABLE, place_none(), git_words(), NULL);
  repository_unlock(repository);
  return good;
}
