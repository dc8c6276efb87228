/* How staff come in and go out: slip, PIN, sign-out, settings. */
#include "base/text.h"
#include "records/event.h"
#include "records/secret.h"
#include "records/slip.h"
#include "serve/premises.h"
#include "serve/learner.h"

#include <string.h>

/* ---- the slip ---- */

/* Where the slip's QR code leads. Its secret stands behind the #, which no server is sent: a small
 * script puts it into the form of this page. */
void learner_slip_page(Call *call)
{
  learner_title(call, "slip.title");
  call_show(call, "slip.html");
}

void learner_sign_in_page(Call *call)
{
  if (call->who.level == STAFF) {
    call_go(call, "/");
    return;
  }
  learner_title(call, "sign_in.title");
  call_show(call, "sign-in.html");
}

static void refuse_code(Call *call)
{
  learner_title(call, "sign_in.title");
  learner_refuse(call, "code", 0);
  call_show_as(call, 422, "sign-in.html");
}

void learner_sign_in_post(Call *call)
{
  const char *typed = call_secret(call, "code");
  g_autoptr(Person) person = NULL;

  if (typed == NULL) {
    refuse_code(call);
    return;
  }
  if (!slip_find(call->store, typed, call->now, &person, call->report)) {
    call_fail(call);
    return;
  }
  if (person == NULL) {
    refuse_code(call);
    return;
  }
  if (!call_sign_in(call, HALF_STAFF, person->id)) {
    call_fail(call);
    return;
  }
  call_go(call, "/pin");
}

/* ---- the PIN ---- */

/* The person whose slip was shown. NULL where that failed (the outcome is set). */
static Person *who_came(Call *call)
{
  g_autoptr(Person) person = NULL;

  if (!staff_find(call->store, call->who.id, &person, call->report)) {
    call_fail(call);
    return NULL;
  }
  if (person == NULL)
    call_refuse(call, 404);
  return g_steal_pointer(&person);
}

/* In the person's own language, once it is known who it is. */
static void show_pin(Call *call, const Person *person, guint status)
{
  values_string(call->values, "name", person->name);
  learner_title(call, person->pin ? "pin.title" : "pin.new_title");
  call_show_as(call, status, person->pin ? "pin.html" : "pin-new.html");
}

void learner_pin_page(Call *call)
{
  if (call->who.level == STAFF) {
    call_go(call, "/");
    return;
  }
  g_autoptr(Person) person = who_came(call);
  if (person != NULL)
    show_pin(call, person, 200);
}

static void refuse_pin(Call *call, const Person *person, const char *key, Moment wait)
{
  learner_refuse(call, key, (wait + MOMENT_SECOND - 1) / MOMENT_SECOND);
  show_pin(call, person, 422);
}

static void go_in(Call *call, const Person *person)
{
  if (!call_sign_in(call, STAFF, person->id)) {
    call_fail(call);
    return;
  }
  call_set_reading(call, person->lang[0] != '\0' ? person->lang : call->lang, person->ruby);
  call_go(call, "/");
}

/* Whether the slip that opened this session has been replaced while argon2 was at work. Its session
 * was ended by that, and must not come back as a whole one. False: the outcome is set. */
static bool slip_still_good(Call *call)
{
  EventQuery query = {
    .subject = call->who.id, .kind = "slip.issued", .limit = 1, .newest_first = true};
  g_autoptr(GPtrArray) issued = events_read(call->store, &query, call->report);

  if (issued == NULL) {
    call_fail(call);
    return false;
  }
  const Event *last = issued->len > 0 ? issued->pdata[0] : NULL;
  if (last == NULL || last->at <= call->who.begun)
    return true;
  call_go(call, "/");
  return false;
}

/* After argon2: a new PIN's hash. */
static void pin_made(Call *call)
{
  if (!slip_still_good(call))
    return;
  g_autoptr(Person) person = who_came(call);
  Act act = {.actor = call->who.actor, .at = call->now};

  if (person == NULL)
    return;
  /* Set in the meantime, by another tab: that one is asked for now. */
  if (person->pin) {
    call_go(call, "/pin");
    return;
  }
  if (!slip_set_pin(call->store, &act, person->id, call_stretched_hash(call), false,
                    call->report)) {
    call_fail(call);
    return;
  }
  go_in(call, person);
}

/* After argon2: whether the PIN was right. */
static void pin_checked(Call *call)
{
  if (!slip_still_good(call))
    return;
  g_autoptr(Person) person = who_came(call);

  if (person == NULL)
    return;
  if (!call_stretched_right(call)) {
    refuse_pin(call, person, "pin", 0);
    return;
  }
  if (!slip_good(call->store, person->id, call->report)) {
    call_fail(call);
    return;
  }
  go_in(call, person);
}

static void set_pin(Call *call, const Person *person)
{
  const char *typed = call_secret(call, "pin"), *again = call_secret(call, "again");
  char *pin = typed != NULL ? pin_read(typed) : NULL;
  char *same = again != NULL ? pin_read(again) : NULL;

  if (pin == NULL)
    refuse_pin(call, person, "pin_short", 0);
  else if (pin_is_weak(pin))
    refuse_pin(call, person, "pin_plain", 0);
  else if (!secret_equal(pin, same))
    refuse_pin(call, person, "pin_unlike", 0);
  else
    call_stretch_make(call, pin, pin_made);
  secret_free(pin);
  secret_free(same);
}

static void check_pin(Call *call, const Person *person)
{
  const char *typed = call_secret(call, "pin");
  char *pin = typed != NULL ? pin_read(typed) : NULL;
  g_auto(Try) try = {0};

  /* What is no PIN at all is not counted as a try. */
  if (pin == NULL)
    refuse_pin(call, person, "pin_short", 0);
  else if (!slip_try(call->store, person->id, call->now, &try, call->report))
    call_fail(call);
  else if (try.wait > 0)
    refuse_pin(call, person, "pin_wait", try.wait);
  else
    call_stretch_check(call, pin, try.hash, pin_checked);
  secret_free(pin);
}

void learner_pin_post(Call *call)
{
  if (call->who.level == STAFF) {
    call_go(call, "/");
    return;
  }
  g_autoptr(Person) person = who_came(call);
  if (person == NULL)
    return;
  if (person->pin)
    check_pin(call, person);
  else
    set_pin(call, person);
}

/* ---- out ---- */

void learner_sign_out_post(Call *call)
{
  if (!call_sign_out(call, call_words(call, "everywhere") != NULL)) {
    call_fail(call);
    return;
  }
  call_go(call, "/");
}

/* ---- language and ruby ---- */

static const struct {
  const char *lang, *tag, *name;
} LANGUAGES[] = {
  {"ja", "ja", "日本語"},
  {"easy", "ja-x-easy", "やさしい日本語"},
  {"en", "en", "English"},
};

void learner_settings_page(Call *call)
{
  if (!learner_frame(call))
    return;
  learner_title(call, "settings.title");
  learner_above(call, call_string(call, "home_staff.title"), "/");
  values_bool(call->values, "saved", request_field(call->request, "saved") != NULL);
  values_list(call->values, "choices");
  for (guint i = 0; i < G_N_ELEMENTS(LANGUAGES); i++) {
    values_open(call->values, NULL);
    values_string(call->values, "lang", LANGUAGES[i].lang);
    values_string(call->values, "tag", LANGUAGES[i].tag);
    values_string(call->values, "name", LANGUAGES[i].name);
    values_bool(call->values, "chosen", strcmp(LANGUAGES[i].lang, call->lang) == 0);
    values_close(call->values);
  }
  values_close(call->values);
  call_show(call, "settings.html");
}

void learner_settings_post(Call *call)
{
  const char *asked = call_words(call, "lang"), *lang = NULL;
  bool ruby = request_ticked(call->request, "ruby");

  for (guint i = 0; asked != NULL && i < G_N_ELEMENTS(LANGUAGES); i++)
    if (strcmp(LANGUAGES[i].lang, asked) == 0)
      lang = LANGUAGES[i].lang;
  if (lang == NULL) {
    call_refuse(call, 422);
    return;
  }
  if (!staff_set_language(call->store, call->who.id, lang, ruby, call->report)) {
    call_fail(call);
    return;
  }
  call_set_reading(call, lang, ruby);
  call_go(call, "/settings?saved=1");
}
