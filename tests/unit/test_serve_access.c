/*
 * Who may call what: every route of the program × everybody, against the table below. It is asked
 * over a socket, with the program's own rows, but for their page functions: a page that stands in
 * for all of them says that it was reached.
 *
 * A new route fails here until it is written down: who may, and how it may be asked.
 */
#include "serve_testing.h"

/* Nobody, half staff, staff, half office, and accounts for training, publishing, all. */
static const char everybody[] = "nsShtpa";

typedef struct {
  const char *path;
  const char *asked; /* G, P or both */
  const char *may;
} Expected;

#define OFFICE_ANY "tpa"
#define OFFICE_TRAINED "ta"
#define OFFICE_PUBLISHED "pa"
#define OFFICE_ADMIN "a"

/* clang-format off */
static const Expected expected[] = {
  {"/", "G", everybody},
  {"/s", "G", everybody},
  {"/sign-in", "GP", everybody},
  {"/pin", "GP", "sS"},
  {"/sign-out", "P", "sS"},
  {"/settings", "GP", "S"},
  {"/lesson/:module", "G", "S"},
  {"/quiz/:module", "GP", "S"},
  {"/quiz/:module/end", "GP", "S"},
  {"/quiz/:module/:place", "GP", "S"},
  {"/result/:attempt", "G", "S"},
  {"/practice/:module", "GP", "S"},
  {"/certificate/:completion", "GP", "S"},
  {"/office", "G", OFFICE_ANY},
  {"/office/", "G", OFFICE_ANY},
  {"/office/overview.csv", "G", OFFICE_TRAINED},
  {"/office/sign-in", "GP", everybody},
  {"/office/sign-in/code", "GP", "htpa"},
  {"/office/sign-out", "P", OFFICE_ANY},
  {"/office/invitation", "GP", everybody},
  {"/office/account", "GP", OFFICE_ANY},
  {"/office/account/codes", "P", OFFICE_ANY},
  {"/office/accounts", "G", OFFICE_ADMIN},
  {"/office/accounts/add", "GP", OFFICE_ADMIN},
  {"/office/accounts/:account", "GP", OFFICE_ADMIN},
  {"/office/people", "G", OFFICE_TRAINED},
  {"/office/people/add", "GP", OFFICE_TRAINED},
  {"/office/people/import", "GP", OFFICE_TRAINED},
  {"/office/people/:person", "G", OFFICE_TRAINED},
  {"/office/people/:person/change", "GP", OFFICE_TRAINED},
  {"/office/people/:person/leave", "GP", OFFICE_TRAINED},
  {"/office/people/:person/return", "GP", OFFICE_TRAINED},
  {"/office/people/:person/erase", "GP", OFFICE_TRAINED},
  {"/office/people/:person/exempt", "GP", OFFICE_TRAINED},
  {"/office/people/:person/grant", "GP", OFFICE_TRAINED},
  {"/office/people/:person/slip", "GP", OFFICE_TRAINED},
  {"/office/slips", "GP", OFFICE_TRAINED},
  {"/office/rules", "G", OFFICE_TRAINED},
  {"/office/rules/:module", "GP", OFFICE_TRAINED},
  {"/office/sessions", "G", OFFICE_TRAINED},
  {"/office/sessions/plan", "GP", OFFICE_TRAINED},
  {"/office/sessions/:session", "G", OFFICE_TRAINED},
  {"/office/sessions/:session/record.pdf", "G", OFFICE_TRAINED},
  {"/office/sessions/:session/change", "GP", OFFICE_TRAINED},
  {"/office/sessions/:session/held", "GP", OFFICE_TRAINED},
  {"/office/sessions/:session/cancel", "GP", OFFICE_TRAINED},
  {"/office/sessions/:session/attendance", "GP", OFFICE_TRAINED},
  {"/office/paper", "GP", OFFICE_TRAINED},
  {"/office/paper/done/:attempt", "G", OFFICE_TRAINED},
  {"/office/paper/answers/:attempt", "G", OFFICE_TRAINED},
  {"/office/paper/:form/:person", "GP", OFFICE_TRAINED},
  {"/office/certificates", "GP", OFFICE_TRAINED},
  {"/office/certificates/:file", "G", OFFICE_TRAINED},
  {"/office/questions", "G", OFFICE_TRAINED},
  {"/office/corrections", "G", OFFICE_TRAINED},
  {"/office/corrections/:event", "GP", OFFICE_TRAINED},
  {"/office/retraining", "G", OFFICE_TRAINED},
  {"/office/retraining/:policy/:revision", "GP", OFFICE_TRAINED},
  {"/office/retraining/:policy/:revision/drop", "GP", OFFICE_TRAINED},
  {"/office/retention", "G", OFFICE_TRAINED},
  {"/office/discrepancies", "G", OFFICE_TRAINED},
  {"/office/inspection", "GP", OFFICE_TRAINED},
  {"/office/inspection/:file", "G", OFFICE_TRAINED},
  {"/office/events", "G", OFFICE_TRAINED},
  {"/office/more", "G", OFFICE_TRAINED},
  {"/office/publish", "G", OFFICE_PUBLISHED},
  {"/office/publish/assets/:name", "G", everybody},
  {"/office/publish/::screen", "GP", OFFICE_PUBLISHED},
};
/* clang-format on */

/* ---- the program's rows, with one page ---- */

static void reached_page(Call *call)
{
  call_bytes(call, "text/plain", NULL, g_bytes_new_static("reached", strlen("reached")));
}

/* Ends in {0}. */
static Route *stand_ins(void)
{
  GArray *rows = g_array_new(TRUE, TRUE, sizeof(Route));
  for (const Route *const *part = routes_all()->parts; *part != NULL; part++)
    for (const Route *row = *part; row->path != NULL; row++) {
      Route copy = *row;
      copy.get = row->get != NULL ? reached_page : NULL;
      copy.post = row->post != NULL ? reached_page : NULL;
      copy.dear = false;
      g_array_append_val(rows, copy);
    }
  return (Route *)g_array_free(rows, FALSE);
}

static const Expected *expected_of(const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
    if (strcmp(expected[i].path, path) == 0)
      return &expected[i];
  return NULL;
}

/* ---- everybody ---- */

typedef struct {
  char letter;
  char *cookie, *token;
} Asker;

static void sign_in(Served *s, Asker *asker, const char *whom, bool half)
{
  g_autofree char *token = NULL;
  WebSession *session = NULL;
  bool office = g_str_has_prefix(whom, "account:");
  g_assert_true(store_begin(s->store, s->report));
  g_assert_true(web_session_begin(s->store, whom, half, moment_now(), &token, s->report));
  g_assert_true(store_commit(s->store, s->report));
  g_assert_true(web_session_find(s->store, token, moment_now(), &session, s->report));
  asker->cookie = g_strdup_printf("__Host-kaitei-%s=%s", office ? "office" : "staff", token);
  asker->token = g_strdup(session->form_token);
  web_session_free(session);
}

static void make_askers(Served *s, Asker *askers)
{
  static const char secret[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_autofree char *person = served_person(s, "1");
  g_autofree char *staff = actor_subject(person);
  for (guint i = 0; everybody[i] != '\0'; i++) {
    Asker *asker = &askers[i];
    asker->letter = everybody[i];
    if (strchr("sS", asker->letter) != NULL) {
      sign_in(s, asker, staff, asker->letter == 's');
    } else if (asker->letter == 'n') {
      asker->cookie = g_strdup_printf("__Host-kaitei-form=%s", secret);
      g_autofree char *text = g_strconcat("kaitei-form 1\n", secret, NULL);
      asker->token = secret_token_hash(text);
    } else {
      const char *letter = strchr("tpah", asker->letter);
      guint role = (guint)(letter - "tpah") % 3;
      g_autofree char *login = g_strdup_printf("x%c", asker->letter);
      g_autofree char *account = served_account(s, login, (OfficeRole)role);
      g_autofree char *whom = actor_account(account);
      sign_in(s, asker, whom, asker->letter == 'h');
    }
  }
}

/* "/office/people/:person" → "/office/people/x". */
static char *address_of(const char *path)
{
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == ':') {
      g_free(parts[i]);
      parts[i] = g_strdup("x");
    }
  return g_strjoinv("/", parts);
}

/* On the other side than his own somebody is nobody, and his forms hold nobody's token. */
static char *ask(const Served *s, const Asker *asker, const Asker *nobody, const char *address,
                 bool posts)
{
  bool own = strchr(path_is_office(address) ? "htpa" : "sS", asker->letter) != NULL;
  g_autofree char *cookies = g_strdup_printf("%s; %s", asker->cookie, nobody->cookie);
  const char *sent = asker == nobody ? asker->cookie : cookies;
  g_autofree char *line = g_strdup_printf("GET %s", address);
  g_autofree char *body = g_strdup_printf("token=%s", own ? asker->token : nobody->token);
  return posts ? served_post(s, address, NULL, sent, body) : served_get(s, line, NULL, sent);
}

/* Whether the answer is the one that is wanted. */
static bool is_wanted(const char *answer, const Route *row, const Asker *asker, bool may,
                      bool posts)
{
  bool reached = g_str_has_suffix(answer, "\r\n\r\nreached");
  bool office = path_is_office(row->path);
  bool signed_in = strchr(office ? "tpa" : "S", asker->letter) != NULL;
  guint status = served_status(answer);
  if (posts ? row->post == NULL : row->get == NULL)
    return !reached && status == 405;
  if (may)
    return reached && status == 200;
  if (reached)
    return false;
  return posts || signed_in
           ? status == 403
           : status == 303 &&
               strstr(answer, office ? "Location: /office/sign-in\r\n" : "Location: /\r\n") != NULL;
}

static void check_row(const Served *s, const Route *row, const Asker *askers)
{
  const Expected *wanted = expected_of(row->path);
  g_autofree char *address = address_of(row->path);
  if (wanted == NULL)
    g_error("%s stands in no table: write down who may", row->path);
  g_assert_true((strchr(wanted->asked, 'G') != NULL) == (row->get != NULL));
  g_assert_true((strchr(wanted->asked, 'P') != NULL) == (row->post != NULL));
  for (guint i = 0; everybody[i] != '\0'; i++)
    for (guint posts = 0; posts < 2; posts++) {
      bool may = strchr(wanted->may, askers[i].letter) != NULL;
      g_autofree char *answer = ask(s, &askers[i], &askers[0], address, posts);
      g_test_message("%s %s as %c", posts ? "POST" : "GET", address, askers[i].letter);
      g_assert_true(is_wanted(answer, row, &askers[i], may, posts));
    }
}

static void test_access(void)
{
  Served s = {0};
  Asker askers[G_N_ELEMENTS(everybody)] = {{0}};
  g_autofree Route *rows = stand_ins();
  const Route *const parts[] = {rows, NULL};
  const Routes routes = {parts};
  guint count = 0;

  served_make(&s);
  make_askers(&s, askers);
  served_open(&s, &routes);
  for (const Route *row = rows; row->path != NULL; row++, count++)
    check_row(&s, row, askers);
  /* And nothing is expected that is not there. */
  g_assert_cmpuint(count, ==, G_N_ELEMENTS(expected));
  served_free(&s);
  for (guint i = 0; everybody[i] != '\0'; i++) {
    g_free(askers[i].cookie);
    g_free(askers[i].token);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/serve/access", test_access);
  return g_test_run();
}
