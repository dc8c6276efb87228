/* records: codes, hashes, waiting, one-time codes (RFC 6238), signatures; signing in with them. */
#include "records_testing.h"

#include "records/account.h"
#include "records/database.h"

static void test_codes(void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < 2000; i++) {
    char *code = secret_code();
    g_autofree char *shown = secret_code_shown(code);
    g_autofree char *read = secret_code_read(shown);
    g_assert_cmpuint(strlen(code), ==, SECRET_CODE);
    g_assert_cmpuint(strspn(code, "23456789ABCDEFGHJKMNPQRSTUVWXYZ"), ==, SECRET_CODE);
    g_assert_cmpstr(read, ==, code);
    g_assert_true(g_hash_table_add(seen, code));
  }
  static const char *const typed[][2] = {
    {"abcd efgh jkmn", "ABCDEFGHJKMN"},
    {"ＡＢＣＤ－ｅｆｇｈーJKMN", "ABCDEFGHJKMN"},
    {"ABCDEFGHJKM", NULL},
    {"ABCDEFGHJKMNP", NULL},
    {"ABCDEFGHJKM0", NULL},
    {"ABCDEFGHJKMI", NULL},
    {"", NULL},
    {"ABCDEFGHJKM\xff", NULL},
    {"あいうえおかきくけこさし", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autofree char *read = secret_code_read(typed[i][0]);
    g_assert_cmpstr(read, ==, typed[i][1]);
  }
}

static void test_hashes(void)
{
  g_autoptr(Report) report = report_new();
  g_autofree char *hash = secret_hash("482915", report);
  g_autofree char *again = secret_hash("482915", report);
  g_assert_true(g_str_has_prefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr(hash, !=, again); /* salted */
  g_assert_true(secret_matches(hash, "482915"));
  g_assert_false(secret_matches(hash, "482916"));
  g_assert_false(secret_matches(NULL, "482915"));
  g_assert_false(secret_matches("", ""));
  char hex[65];
  secret_sha256("abc", 3, hex);
  g_assert_cmpstr(hex, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_true(secret_equal("abc", "abc"));
  g_assert_false(secret_equal("abc", "abd"));
  g_assert_false(secret_equal("abc", "abcd"));
  g_assert_false(secret_equal(NULL, NULL));
}

static void test_pins(void)
{
  static const struct {
    const char *typed, *pin;
    bool weak;
  } cases[] = {
    {"482915", "482915", false}, {"４８２９１５", "482915", false},
    {"000000", "000000", true},  {"123456", "123456", true},
    {"987654", "987654", true},  {"123123", "123123", true},
    {"112233", "112233", true},  {"12345", NULL, false},
    {"12345a", NULL, false},     {"", NULL, false},
    {"12 3456", NULL, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *pin = pin_read(cases[i].typed);
    g_test_message("%s", cases[i].typed);
    g_assert_cmpstr(pin, ==, cases[i].pin);
    if (pin != NULL)
      g_assert_true(pin_is_weak(pin) == cases[i].weak);
  }
  g_assert_false(passphrase_good("short"));
  g_assert_true(passphrase_good("一二三四"));
  g_assert_true(passphrase_good("correct horse"));
}

static void test_waiting(void)
{
  static const Moment waits[] = {0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600};
  for (guint i = 0; i < G_N_ELEMENTS(waits); i++)
    g_assert_cmpint(tries_wait(i), ==, waits[i] * MOMENT_SECOND);
  g_assert_cmpint(tries_wait(G_MAXUINT), ==, MOMENT_HOUR);
}

/* RFC 6238, appendix B, for SHA-1: eight digits there, of which we show six. */
static void test_totp(void)
{
  static const struct {
    gint64 seconds;
    const char *code;
  } vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  const char *secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; /* 12345678901234567890 */
  char code[7];
  for (gsize i = 0; i < G_N_ELEMENTS(vectors); i++) {
    g_assert_true(totp_code(secret, vectors[i].seconds / 30, code));
    g_assert_cmpstr(code, ==, vectors[i].code);
  }
  gint64 step = 0, at = G_GINT64_CONSTANT(1111111109);
  Moment now = at * 1000;
  g_assert_true(totp_check(secret, "081 804", now, 0, &step));
  g_assert_cmpint(step, ==, at / 30);
  g_assert_true(totp_check(secret, "０８１８０４", now + 30000, 0, &step));
  g_assert_true(totp_check(secret, "081804", now - 30000, 0, &step));
  g_assert_false(totp_check(secret, "081804", now + 90000, 0, &step));
  g_assert_false(totp_check(secret, "081804", now, at / 30, &step)); /* used */
  g_assert_false(totp_check(secret, "81804", now, 0, &step));
  g_assert_false(totp_check(secret, "", now, 0, &step));
  g_assert_false(totp_check("not base32", "081804", now, 0, &step));
  g_autofree char *made = totp_secret();
  g_assert_cmpuint(strlen(made), ==, 32);
  g_assert_true(totp_code(made, 1, code));
  g_autofree char *url = totp_url(secret, "青空 会", "hanako");
  g_assert_cmpstr(url, ==,
                  "otpauth://totp/%E9%9D%92%E7%A9%BA%20%E4%BC%9A:hanako?secret="
                  "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E9%9D%92%E7%A9%BA%20%E4%BC%9A");
}

static void test_signatures(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *path = g_build_filename(f->folder, "key", NULL);
  g_autoptr(SigningKey) key = signing_key_create(path, f->report);
  g_autoptr(SigningKey) read = signing_key_read(path, f->report);
  g_assert_cmpstr(signing_key_public(key), ==, signing_key_public(read));
  g_autofree char *signature = signing_key_sign(read, "words", 5);
  const char *public = signing_key_public(key);
  g_assert_true(signature_good(public, "words", 5, signature));
  g_assert_false(signature_good(public, "words.", 6, signature));
  g_assert_false(signature_good(public, "words", 5, "00"));
  g_assert_false(signature_good("00", "words", 5, signature));
  g_assert_null(signing_key_create(path, f->report));
  g_assert_true(was(f, DIAG_SECRET_KEY_THERE));
  /* RFC 8032, 7.1, test 2 */
  const char *known = "kaitei-key 1\n"
                      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb\n";
  g_assert_true(g_file_set_contents(path, known, -1, NULL));
  g_assert_null(signing_key_read(path, f->report));
  g_assert_true(was(f, DIAG_SECRET_KEY_OPEN));
  g_chmod(path, 0600);
  g_autoptr(SigningKey) rfc = signing_key_read(path, f->report);
  g_assert_cmpstr(signing_key_public(rfc), ==,
                  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  g_autofree char *signed_72 = signing_key_sign(rfc, "\x72", 1);
  g_assert_cmpstr(signed_72, ==,
                  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

/* ---- signing in ---- */

static void test_slip(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *code = NULL, *second = NULL, *hash = secret_hash("482915", f->report);
  g_autoptr(Person) person = NULL, nobody = NULL;
  g_autofree char *left = NULL;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  good(f, slip_issue(f->store, &by_office, one, NOW + MOMENT_DAY, false, &code, f->report));
  good(f, slip_find(f->store, code, NOW, &person, f->report));
  g_assert_cmpstr(person->id, ==, one);
  g_assert_true(person->slip);
  g_assert_false(person->pin);
  good(f, slip_find(f->store, code, NOW + MOMENT_DAY, &nobody, f->report)); /* over */
  g_assert_null(nobody);
  good(f, slip_set_pin(f->store, &by_office, one, hash, false, f->report));
  g_assert_false(slip_set_pin(f->store, &by_office, one, hash, false, f->report));
  g_assert_true(was(f, DIAG_RECORD_PIN_SET));
  good(f, slip_issue(f->store, &by_office, one, NOW + MOMENT_DAY, true, &second, f->report));
  good(f, slip_find(f->store, code, NOW, &nobody, f->report)); /* the first is void */
  g_assert_null(nobody);
  g_autoptr(Person) again = NULL;
  good(f, slip_find(f->store, second, NOW, &again, f->report));
  g_assert_true(again->pin);
  good(f, staff_leave(f->store, &by_office, one, (Day){2026, 9, 30}, f->report));
  g_assert_false(slip_issue(f->store, &by_office, one, NOW + MOMENT_DAY, true, &left, f->report));
  g_assert_true(was(f, DIAG_RECORD_LEFT));
  g_assert_null(left);
  good(f, slip_find(f->store, second, NOW, &nobody, f->report));
  g_assert_null(nobody);
  commit(f);
}

/* A new slip ends what was begun with the one before; nothing that lets anybody in stands in the file. */
static void test_reissue(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *code = NULL, *token = NULL, *bytes = NULL;
  g_autoptr(WebSession) there = NULL, gone = NULL;
  gsize length = 0;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *whom = actor_subject(one);
  good(f, web_session_begin(f->store, whom, false, NOW, &token, f->report));
  good(f, web_session_find(f->store, token, NOW, &there, f->report));
  g_assert_nonnull(there);
  good(f, slip_issue(f->store, &by_office, one, NOW + MOMENT_DAY, true, &code, f->report));
  good(f, web_session_find(f->store, token, NOW, &gone, f->report));
  g_assert_null(gone);
  g_clear_pointer(&token, secret_free);
  good(f, web_session_begin(f->store, whom, false, NOW, &token, f->report));
  commit(f);
  g_assert_true(g_file_get_contents(f->path, &bytes, &length, NULL));
  g_assert_null(memmem(bytes, length, code, strlen(code)));
  g_assert_null(memmem(bytes, length, token, strlen(token)));
  g_assert_nonnull(memmem(bytes, length, one, strlen(one)));
}

/* The oldest of more than ten ends. */
static void test_many_sessions(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *first = NULL;
  g_autoptr(WebSession) session = NULL, gone = NULL;
  gint64 held = 0;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *whom = actor_subject(one);
  good(f, web_session_begin(f->store, whom, false, NOW, &first, f->report));
  good(f, web_session_find(f->store, first, NOW, &session, f->report));
  g_assert_nonnull(session);
  for (int i = 1; i <= 10; i++) {
    g_autofree char *token = NULL;
    good(f, web_session_begin(f->store, whom, false, NOW + i, &token, f->report));
  }
  good(f, web_session_find(f->store, first, NOW + 20, &gone, f->report));
  g_assert_null(gone);
  good(f, sql_number(f->store, f->report, &held, NULL, "SELECT count(*) FROM sessions", ""));
  g_assert_cmpint(held, ==, 10);
  good(f, web_session_expire(f->store, NOW + 13 * MOMENT_HOUR, f->report));
  good(f, sql_number(f->store, f->report, &held, NULL, "SELECT count(*) FROM sessions", ""));
  g_assert_cmpint(held, ==, 0);
  commit(f);
}

/* Guessing: a try is counted before it is looked at, and waits grow; nobody is locked out for good. */
static void test_guessing(Fixture *f, gconstpointer data)
{
  (void)data;
  Moment now = NOW;
  guint taken = 0;
  g_autofree char *hash = secret_hash("482915", f->report);
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  good(f, slip_set_pin(f->store, &by_office, one, hash, false, f->report));
  for (guint second = 0; second < 24 * 3600; second++, now += 1000) {
    g_auto(Try) try = {0};
    good(f, slip_try(f->store, one, now, &try, f->report));
    taken += try.wait == 0;
    g_assert_true((try.wait == 0) == (try.hash != NULL));
    g_assert_cmpint(try.wait, <=, MOMENT_HOUR);
  }
  g_test_message("%u tries in a day", taken);
  g_assert_cmpuint(taken, <, 40);
  now += MOMENT_HOUR;
  g_auto(Try) last = {0}, first = {0}, next = {0};
  good(f, slip_try(f->store, one, now, &last, f->report));
  g_assert_true(secret_matches(last.hash, "482915"));
  good(f, slip_good(f->store, one, f->report));
  good(f, slip_try(f->store, one, now, &first, f->report));
  good(f, slip_try(f->store, one, now, &next, f->report));
  g_assert_cmpint(next.wait, ==, 0);
  commit(f);
}

static void test_sessions(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *token = NULL, *other = NULL, *half = NULL;
  begin(f);
  g_autofree char *one = add_person(f, "1", "A", "x");
  g_autofree char *whom = actor_subject(one);
  good(f, web_session_begin(f->store, whom, false, NOW, &token, f->report));
  good(f, web_session_begin(f->store, whom, false, NOW, &other, f->report));
  good(f, web_session_begin(f->store, whom, true, NOW, &half, f->report));
  g_autoptr(WebSession) session = NULL, over = NULL, gone = NULL, still = NULL;
  good(f, web_session_find(f->store, token, NOW + 12 * MOMENT_HOUR - 1, &session, f->report));
  g_assert_cmpstr(session->whom, ==, whom);
  g_assert_cmpuint(strlen(session->form_token), ==, 64);
  good(f, web_session_find(f->store, token, NOW + 12 * MOMENT_HOUR, &over, f->report));
  g_assert_null(over);
  good(f, web_session_find(f->store, half, NOW + 10 * MOMENT_MINUTE, &over, f->report));
  g_assert_null(over);
  good(f, web_session_find(f->store, "' OR 1 --", NOW, &over, f->report));
  g_assert_null(over);
  good(f, web_session_end(f->store, session->hash, f->report));
  good(f, web_session_find(f->store, token, NOW, &gone, f->report));
  g_assert_null(gone);
  good(f, web_session_find(f->store, other, NOW, &still, f->report));
  g_assert_nonnull(still);
  good(f, staff_leave(f->store, &by_office, one, (Day){2026, 9, 30}, f->report));
  good(f, web_session_find(f->store, other, NOW, &gone, f->report));
  g_assert_null(gone);
  commit(f);
}

/* An invitation that was replaced, or a passphrase that was taken away, while argon2 was at work. */
static void test_invited_anew(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *id = NULL, *old = NULL, *new = NULL, *third = NULL;
  g_autofree char *hash = secret_hash("a good passphrase", f->report);
  const char *secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  g_auto(GStrv) codes = NULL;
  begin(f);
  good(f, account_add(f->store, &by_office, "hanako", "花子", "", OFFICE_ALL, NOW + MOMENT_DAY, &id,
                      &old, f->report));
  good(f, account_invite(f->store, &by_office, id, NOW + MOMENT_DAY, &new, f->report));
  g_assert_false(account_accept(f->store, &by_office, id, old, hash, secret, 1, &codes, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNINVITED));
  good(f, account_accept(f->store, &by_office, id, new, hash, secret, 1, &codes, f->report));
  good(f, account_set_passphrase(f->store, &by_office, id, hash, f->report));
  good(f, account_invite(f->store, &by_office, id, NOW + MOMENT_DAY, &third, f->report));
  g_assert_false(account_set_passphrase(f->store, &by_office, id, hash, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNKNOWN));
  commit(f);
}

static void test_account(Fixture *f, gconstpointer data)
{
  (void)data;
  g_autofree char *id = NULL, *code = NULL, *second = NULL, *second_code = NULL;
  g_autofree char *hash = secret_hash("a good passphrase", f->report);
  const char *secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  g_auto(GStrv) codes = NULL;
  char shown[7];
  bool right = false;
  begin(f);
  g_assert_false(account_add(f->store, &by_office, "Hanako", "花子", "", OFFICE_ALL, NOW + 1, &id,
                             &code, f->report));
  g_assert_true(was(f, DIAG_RECORD_VALUE));
  good(f, account_add(f->store, &by_office, "hanako", "花子", "h@example.jp", OFFICE_ALL,
                      NOW + MOMENT_DAY, &id, &code, f->report));
  g_autoptr(Account) invited = NULL, ready = NULL, nobody = NULL;
  good(f, account_find_invitation(f->store, code, NOW, &invited, f->report));
  g_assert_cmpstr(invited->id, ==, id);
  g_assert_false(invited->ready);
  good(f, account_accept(f->store, &by_office, id, code, hash, secret, NOW / 30000, &codes,
                         f->report));
  g_assert_cmpuint(g_strv_length(codes), ==, 10);
  good(f, account_find_invitation(f->store, code, NOW, &nobody, f->report));
  g_assert_null(nobody);
  g_assert_false(
    account_accept(f->store, &by_office, id, code, hash, secret, NOW / 30000, &codes, f->report));
  g_assert_true(was(f, DIAG_RECORD_UNINVITED));
  good(f, account_find_login(f->store, "hanako", &ready, f->report));
  g_assert_true(ready->ready);
  g_assert_cmpuint(ready->recovery_left, ==, 10);

  g_auto(Try) try = {0};
  good(f, account_try(f->store, id, NOW, &try, f->report));
  g_assert_true(secret_matches(try.hash, "a good passphrase"));
  g_assert_true(totp_code(secret, NOW / 30000, shown));
  good(f, account_totp(f->store, id, shown, NOW, &right, f->report)); /* used at the invitation */
  g_assert_false(right);
  g_assert_true(totp_code(secret, NOW / 30000 + 1, shown));
  good(f, account_totp(f->store, id, shown, NOW, &right, f->report));
  g_assert_true(right);
  good(f, account_totp(f->store, id, shown, NOW, &right, f->report)); /* once */
  g_assert_false(right);
  good(f, account_recover(f->store, &by_office, id, codes[3], &right, f->report));
  g_assert_true(right);
  good(f, account_recover(f->store, &by_office, id, codes[3], &right, f->report));
  g_assert_false(right);
  good(f, account_recover(f->store, &by_office, id, "?", &right, f->report));
  g_assert_false(right);

  g_assert_false(account_end(f->store, &by_office, id, f->report));
  g_assert_true(was(f, DIAG_RECORD_LAST_ACCOUNT));
  g_assert_false(account_set_role(f->store, &by_office, id, OFFICE_TRAINING, f->report));
  g_assert_true(was(f, DIAG_RECORD_LAST_ACCOUNT));
  good(f, account_add(f->store, &by_office, "taro", "太郎", "", OFFICE_ALL, NOW + MOMENT_DAY,
                      &second, &second_code, f->report));
  good(f, account_end(f->store, &by_office, id, f->report));
  commit(f);
  g_autoptr(GPtrArray) list = account_list(f->store, f->report);
  g_assert_cmpuint(list->len, ==, 2);
  g_assert_true(((Account *)list->pdata[1])->ended);
  good(f, audit_tables(f->store, NULL, f->report));
  g_assert_null(tamper(f, "UPDATE offices SET role = 2, ended = 0"));
  g_assert_false(audit_tables(f->store, NULL, f->report));
  g_assert_true(was(f, DIAG_RECORD_TABLE));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/records/secret/codes", test_codes);
  g_test_add_func("/records/secret/hashes", test_hashes);
  g_test_add_func("/records/secret/pins", test_pins);
  g_test_add_func("/records/secret/waiting", test_waiting);
  g_test_add_func("/records/secret/totp", test_totp);
#define TEST(name, function) \
  g_test_add("/records/secret/" name, Fixture, NULL, set_up, function, tear_down)
  TEST("signatures", test_signatures);
  TEST("invited-anew", test_invited_anew);
  TEST("slip", test_slip);
  TEST("reissue", test_reissue);
  TEST("many-sessions", test_many_sessions);
  TEST("guessing", test_guessing);
  TEST("sessions", test_sessions);
  TEST("account", test_account);
  return g_test_run();
}
