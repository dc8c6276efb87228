#include "serve/leaves.h"

#include "enrolment/paper.h"
#include "print/qr.h"
#include "records/secret.h"

#include <string.h>

/* ---- what they share ---- */

static GString *render(const Leaves *leaves, const Leaf *leaf, Values *values, Report *report)
{
  g_autoptr(GString) html = g_string_new(NULL);
  bool rendered =
    leaf_render(leaves->stage, leaves->theme, leaves->site, leaf, values, html, report);
  return rendered ? g_steal_pointer(&html) : NULL;
}

static const char *word(const Leaves *leaves, const char *key)
{
  return theme_string(leaves->theme, "ja", key);
}

/* A word with one name filled in. The caller frees it. */
static char *phrase(const Leaves *leaves, const char *key, const char *name, const char *value)
{
  g_autofree char *mark = g_strconcat("{", name, "}", NULL);
  g_autoptr(GString) text = g_string_new(word(leaves, key));
  g_string_replace(text, mark, value, 0);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

char *leaf_year(const Leaves *leaves, int year)
{
  g_autofree char *wareki = day_wareki((Day){(gint16)year, 4, 1});
  g_autofree char *number = g_strdup_printf("%d", year);
  char *end = strstr(wareki, "年");
  if (end != NULL)
    *end = '\0';
  g_autoptr(GString) text = g_string_new(word(leaves, "training.year"));
  g_string_replace(text, "{era}", wareki, 0);
  g_string_replace(text, "{year}", number, 0);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *foot_of_day(const Leaves *leaves, Day day)
{
  g_autofree char *both = day_both(day);
  return phrase(leaves, "paper.yearly.made", "date", both);
}

static void put_year(const Leaves *leaves, Values *values, int year)
{
  g_autofree char *words = leaf_year(leaves, year);
  values_string(values, "year", words);
}

/* ---- slips ---- */

/* "ABCDEFGHJKMN" as "ABCD-EFGH-JKMN". */
static void put_code(Values *values, const char *code, const char *address, const char *label)
{
  char shown[15];
  char *link = g_strconcat(address, "s#", code, NULL);
  char *image = qr_image(link, label);

  g_snprintf(shown, sizeof shown, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
  values_string(values, "code", shown);
  values_string(values, "qr", image);
  secret_free(link);
  secret_free(image);
}

GString *leaf_slips(const Leaves *leaves, const LeafSlip *slips, guint count, const char *address,
                    Day ends, Report *report)
{
  const Leaf leaf = {.template = "print/slips.html", .title = word(leaves, "paper.slip.title")};
  g_autoptr(Values) values = values_new();

  values_string(values, "address", address);
  values_day(values, "ends", ends);
  values_list(values, "slips");
  for (guint i = 0; i < count; i++) {
    values_open(values, NULL);
    values_string(values, "name", slips[i].name);
    values_string(values, "number", slips[i].number);
    values_string(values, "site", slips[i].site);
    put_code(values, slips[i].code, address, leaf.title);
    values_close(values);
  }
  values_close(values);
  return render(leaves, &leaf, values, report);
}

/* ---- the certificate ---- */

GString *leaf_certificate(const Leaves *leaves, const LeafCertificate *certificate, Report *report)
{
  const Leaf leaf = {.template = "print/certificate.html",
                     .title = word(leaves, "paper.certificate.title"),
                     .foot = certificate->id};
  g_autoptr(Values) values = values_new();
  g_autofree char *how = g_strconcat("paper.certificate.", certificate->how, NULL);
  g_autofree char *image = qr_image(certificate->address, leaf.title);

  put_year(leaves, values, certificate->year);
  values_string(values, "id", certificate->id);
  values_string(values, "holder", certificate->holder);
  values_string(values, "title", certificate->title);
  values_day(values, "done", certificate->done);
  values_string(values, "how", word(leaves, how));
  values_string(values, "based", certificate->based);
  values_day(values, "issued", leaves->today);
  values_string(values, "qr", image != NULL ? image : "");
  values_string(values, "address", certificate->shown);
  return render(leaves, &leaf, values, report);
}

/* ---- group sessions ---- */

static const char *const STATES[] = {"planned", "held", "cancelled"};

static const char *title_of(const Yearly *yearly, const char *module)
{
  for (guint i = 0; i < yearly->courses->len; i++) {
    const YearlyCourse *one = g_ptr_array_index(yearly->courses, i);
    if (strcmp(one->course->id, module) == 0)
      return one->course->module->title;
  }
  return module;
}

static void put_material(Values *values, const GPtrArray *material)
{
  values_list(values, "material");
  for (guint i = 0; material != NULL && i < material->len; i++) {
    const Material *one = g_ptr_array_index(material, i);
    values_open(values, NULL);
    values_string(values, "name", one->name);
    values_string(values, "sha256", one->sha256);
    values_close(values);
  }
  values_close(values);
}

static void put_session(Values *values, const Yearly *yearly, const YearlySession *session)
{
  const Gathering *gathering = session->gathering;

  values_open(values, NULL);
  values_string(values, "title", title_of(yearly, gathering->module));
  values_day(values, "date", gathering->date);
  values_number(values, "minutes", gathering->minutes);
  values_string(values, "place", gathering->place);
  values_string(values, "lecturer", gathering->lecturer);
  values_string(values, "state", STATES[gathering->state]);
  values_string(values, "note", gathering->note);
  put_material(values, gathering->material);
  values_list(values, "attended");
  for (guint i = 0; i < session->attended->len; i++)
    values_string(values, NULL, g_ptr_array_index(session->attended, i));
  values_close(values);
  values_close(values);
}

static void put_sessions(Values *values, const Yearly *yearly, const char *id)
{
  values_list(values, "sessions");
  for (guint i = 0; i < yearly->sessions->len; i++) {
    const YearlySession *session = g_ptr_array_index(yearly->sessions, i);
    if (id == NULL || strcmp(session->gathering->id, id) == 0)
      put_session(values, yearly, session);
  }
  values_close(values);
}

GString *leaf_gatherings(const Leaves *leaves, const Yearly *yearly, const char *id, Report *report)
{
  g_autoptr(Values) values = values_new();
  g_autofree char *foot = foot_of_day(leaves, yearly->on);
  const Leaf leaf = {.template = "print/gathering.html",
                     .title = word(leaves, "paper.attendance.title"),
                     .foot = foot};

  put_sessions(values, yearly, id);
  return render(leaves, &leaf, values, report);
}

/* ---- who has been trained ---- */

static void put_counts(Values *values, const GPtrArray *counts)
{
  values_list(values, "counts");
  for (guint i = 0; i < counts->len; i++) {
    const DutyCount *one = g_ptr_array_index(counts, i);
    values_open(values, NULL);
    values_string(values, "title", one->course->module->title);
    values_bool(values, "again", one->round[0] != '\0');
    values_string(values, "site", one->site);
    values_number(values, "done", one->done);
    values_number(values, "due", one->due);
    values_number(values, "overdue", one->overdue);
    values_number(values, "exempt", one->exempt);
    values_close(values);
  }
  values_close(values);
}

static void put_results(Values *values, const GPtrArray *results)
{
  values_list(values, "results");
  for (guint i = 0; i < results->len; i++) {
    const DutyCopy *one = g_ptr_array_index(results, i);
    values_open(values, NULL);
    values_string(values, "site", one->site);
    values_string(values, "number", one->number);
    values_string(values, "name", one->name);
    values_string(values, "title", one->course->module->title);
    values_bool(values, "again", one->round[0] != '\0');
    values_string(values, "state", duty_state_name(one->state));
    values_bool(values, "by_session", strcmp(one->medium, "session") == 0);
    if (one->scored)
      values_number(values, "best", one->percent);
    values_day(values, "day", one->state == DUTY_DONE ? one->done : one->due);
    values_close(values);
  }
  values_close(values);
}

GString *leaf_standing(const Leaves *leaves, const Yearly *yearly, Report *report)
{
  g_autoptr(Values) values = values_new();
  g_autofree char *foot = foot_of_day(leaves, yearly->on);
  const Leaf leaf = {.template = "print/standing.html",
                     .title = word(leaves, "paper.record.results"),
                     .foot = foot,
                     .landscape = true};

  values_string(values, "title", leaf.title);
  put_year(leaves, values, yearly->year);
  values_day(values, "on", yearly->on);
  put_counts(values, yearly->counts);
  put_results(values, yearly->results);
  return render(leaves, &leaf, values, report);
}

/* ---- the yearly file ---- */

/* 「訪問・デイ」「介護職」; 全員 where the rule narrows nothing. The caller frees it. */
static char *audience_words(const Leaves *leaves, const Rule *rule)
{
  char *const *const lists[] = {rule->sites, rule->roles, rule->groups};
  g_autoptr(GString) words = g_string_new(NULL);

  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    if (lists[i] == NULL || lists[i][0] == NULL)
      continue;
    g_autofree char *joined = g_strjoinv("・", (char **)lists[i]);
    g_string_append_printf(words, "%s%s", words->len > 0 ? "、" : "", joined);
  }
  return g_strdup(words->len > 0 ? words->str : word(leaves, "paper.yearly.everybody"));
}

static void put_courses(const Leaves *leaves, Values *values, const Yearly *yearly)
{
  values_list(values, "courses");
  for (guint i = 0; i < yearly->courses->len; i++) {
    const YearlyCourse *one = g_ptr_array_index(yearly->courses, i);
    g_autofree char *audience = audience_words(leaves, one->rule);
    values_open(values, NULL);
    values_string(values, "title", one->course->module->title);
    values_string(values, "audience", audience);
    values_string(values, "reason", one->rule->reason);
    values_day(values, "due",
               day_known(one->rule->due) ? one->rule->due : one->course->module->due);
    values_string(values, "hash", one->course->hash);
    values_close(values);
  }
  values_close(values);
}

/* Who, or which session, it is about. The caller frees it. */
static char *discrepancy_whom(const Discrepancy *one)
{
  g_autoptr(GString) whom = g_string_new(NULL);
  const char *const parts[] = {one->site, one->number, one->name};

  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    if (parts[i] != NULL && parts[i][0] != '\0')
      g_string_append_printf(whom, "%s%s", whom->len > 0 ? " " : "", parts[i]);
  return g_string_free(g_steal_pointer(&whom), FALSE);
}

static void put_discrepancies(Values *values, const Yearly *yearly)
{
  values_list(values, "discrepancies");
  for (guint i = 0; i < yearly->discrepancies->len; i++) {
    const Discrepancy *one = g_ptr_array_index(yearly->discrepancies, i);
    g_autofree char *whom = discrepancy_whom(one);
    values_open(values, NULL);
    values_string(values, "kind", discrepancy_name(one->kind));
    values_string(values, "title", one->module != NULL ? title_of(yearly, one->module) : "");
    values_string(values, "who", whom);
    values_day(values, "day", one->day);
    values_close(values);
  }
  values_close(values);
}

/* A value in words: as the office's pages have it. The caller frees it. */
static char *corrected_words(const Leaves *leaves, const char *field, const char *value)
{
  Score score;

  if (strcmp(field, "void") == 0)
    return g_strdup(
      word(leaves, strcmp(value, "yes") == 0 ? "paper.yearly.voided" : "paper.yearly.valid"));
  if (strcmp(field, "answer") == 0)
    return value[0] != '\0' ? answer_sheet_signs(value)
                            : g_strdup(word(leaves, "paper.yearly.blank"));
  if (strcmp(field, "score") == 0 && correction_score_read(value, &score)) {
    g_autofree char *percent = g_strdup_printf("%u", score.percent);
    return phrase(leaves, score.passed ? "paper.yearly.passed" : "paper.yearly.failed", "percent",
                  percent);
  }
  Day day = strcmp(field, "date") == 0 || strcmp(field, "on") == 0 ? day_from_iso(value) : (Day){0};
  return day_known(day) ? day_wareki(day) : g_strdup(value);
}

static void put_correction(const Leaves *leaves, Values *values, const YearlyCorrection *one)
{
  const Correction *correction = one->correction;
  g_autofree char *key = g_strconcat("paper.yearly.field.", correction->field, NULL);
  g_autofree char *place = g_strdup_printf("%u", one->place);
  g_autofree char *what = phrase(leaves, key, "place", place);
  g_autofree char *old = corrected_words(leaves, correction->field, correction->old);
  g_autofree char *who = g_str_has_prefix(one->account, "cli:")
                           ? phrase(leaves, "paper.yearly.by_command", "name", one->account + 4)
                           : g_strdup(one->account);
  g_autofree char *new_value = corrected_words(leaves, correction->field, correction->new);

  values_open(values, NULL);
  values_day(values, "day", moment_day(correction->at, leaves->timezone));
  values_string(values, "what", what);
  values_string(values, "whom", one->whom);
  values_string(values, "old", old);
  values_string(values, "new", new_value);
  values_string(values, "why", correction->why);
  values_string(values, "who", who);
  values_close(values);
}

static void put_corrections(const Leaves *leaves, Values *values, const Yearly *yearly)
{
  values_list(values, "corrections");
  for (guint i = 0; i < yearly->corrections->len; i++)
    put_correction(leaves, values, g_ptr_array_index(yearly->corrections, i));
  values_close(values);
}

static void put_seal(const Leaves *leaves, Values *values, const Yearly *yearly)
{
  if (!yearly->anchored)
    return;
  values_open(values, "seal");
  values_day(values, "day", moment_day(yearly->checkpoint.at, leaves->timezone));
  values_number(values, "events", yearly->checkpoint.seq);
  values_string(values, "hash", yearly->checkpoint.hash);
  values_string(values, "signature", yearly->checkpoint.signature);
  values_string(values, "key", yearly->checkpoint.key);
  values_close(values);
}

GString *leaf_yearly(const Leaves *leaves, const Yearly *yearly, Report *report)
{
  g_autoptr(Values) values = values_new();
  g_autofree char *year = leaf_year(leaves, yearly->year);
  g_autofree char *title = phrase(leaves, "paper.yearly.title", "year", year);
  g_autofree char *foot = foot_of_day(leaves, yearly->on);
  const Leaf leaf = {.template = "print/yearly.html", .title = title, .foot = foot};

  values_string(values, "year", year);
  values_day(values, "on", yearly->on);
  put_courses(leaves, values, yearly);
  put_counts(values, yearly->counts);
  put_sessions(values, yearly, NULL);
  put_results(values, yearly->results);
  put_discrepancies(values, yearly);
  put_corrections(leaves, values, yearly);
  put_seal(leaves, values, yearly);
  return render(leaves, &leaf, values, report);
}
