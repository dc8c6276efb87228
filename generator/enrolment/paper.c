#include "enrolment/paper.h"

#include "enrolment/kept.h"
#include "enrolment/sitting_parts.h"
#include "records/kept_text.h"
#include "training/forms.h"

#include <string.h>

void answer_sheet_free(AnswerSheet *sheet)
{
  if (sheet == NULL)
    return;
  form_free(sheet->form);
  module_free(sheet->module);
  g_free(sheet);
}

static bool has_form(const char *root, const Module *module, const char *form)
{
  g_autoptr(GPtrArray) ids = forms_find(root, module);
  return g_ptr_array_find_with_equal_func(ids, form, g_str_equal, NULL);
}

AnswerSheet *answer_sheet_find(const Curriculum *curriculum, const char *form, Report *report)
{
  const char *root = curriculum_root(curriculum);
  for (guint i = 0; i < curriculum_count(curriculum); i++) {
    const Course *course = curriculum_get(curriculum, i);
    if (!has_form(root, course->module, form))
      continue;
    g_autoptr(AnswerSheet) sheet = g_new0(AnswerSheet, 1);
    sheet->course = course;
    sheet->form = forms_read(root, course->module, form, report);
    sheet->module =
      sheet->form != NULL ? forms_module(root, course->module, sheet->form, report) : NULL;
    return sheet->module != NULL ? g_steal_pointer(&sheet) : NULL;
  }
  report_add(report, DIAG_SHEET_UNKNOWN, place_none(), form, NULL);
  return NULL;
}

/* --- one entry ---------------------------------------------------------------------------- */

/* What stands before the choices, in their order. */
static const char kana[] = "アイウエオカキクケコ";

/* The place that a sign stands for: 1 … from figures, letters, kana; 0 where none. */
static guint place_of(gunichar sign)
{
  if (sign >= 0xFF01 && sign <= 0xFF5E) /* full width */
    sign -= 0xFEE0;
  if (sign >= '1' && sign <= '9')
    return sign - '0';
  sign = g_unichar_tolower(sign);
  if (sign >= 'a' && sign <= 'j')
    return sign - 'a' + 1;
  const char *at = sign >= 0x30A0 ? g_utf8_strchr(kana, -1, sign) : NULL;
  return at != NULL ? (guint)g_utf8_pointer_to_offset(kana, at) + 1 : 0;
}

static bool is_none(const char *typed)
{
  static const char *const nones[] = {"", "-", "0", "－", "ー", "０", "なし"};
  for (guint i = 0; i < G_N_ELEMENTS(nones); i++)
    if (strcmp(typed, nones[i]) == 0)
      return true;
  return false;
}

char *answer_sheet_signs(const char *answer)
{
  g_auto(GStrv) parts = g_strsplit_set(answer, " ,", -1);
  GString *text = g_string_new(NULL);
  for (char **part = parts; *part != NULL; part++) {
    guint64 number = g_ascii_strtoull(*part, NULL, 10);
    if (number >= 1 && number <= (guint64)g_utf8_strlen(kana, -1))
      g_string_append_unichar(text,
                              g_utf8_get_char(g_utf8_offset_to_pointer(kana, (glong)number - 1)));
  }
  return g_string_free(text, FALSE);
}

char *answer_sheet_word(const Form *form, guint place, const char *typed)
{
  if (place < 1 || place > form->questions->len || !g_utf8_validate(typed, -1, NULL))
    return NULL;
  const FormQuestion *question = form_question(form, place - 1);
  g_autofree char *trimmed = g_strstrip(g_strdup(typed));
  guint seen = 0;
  for (const char *p = is_none(trimmed) ? "" : trimmed; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar sign = g_utf8_get_char(p);
    if (g_unichar_isspace(sign) || sign == ',' || sign == 0x3001 || sign == 0xFF0C)
      continue;
    guint marked = place_of(sign);
    if (marked < 1 || marked > question->count || (seen & 1u << marked) != 0)
      return NULL;
    seen |= 1u << marked;
  }
  /* Always in order, so that two who type the same marks type the same answer. */
  GString *answer = g_string_new(NULL);
  for (guint i = 1; i <= question->count; i++)
    if ((seen & 1u << i) != 0)
      g_string_append_printf(answer, "%s%u", answer->len > 0 ? " " : "", i);
  return g_string_free(answer, FALSE);
}

static void report_counts(const AnswerSheet *sheet, guint found, Report *report)
{
  g_autofree char *have = g_strdup_printf("%u", found);
  g_autofree char *want = g_strdup_printf("%u", sheet->form->questions->len);
  report_add(report, DIAG_SHEET_COUNT, place_none(), sheet->form->id, want, have, NULL);
}

char **answer_sheet_read(const AnswerSheet *sheet, const char *line, Report *report)
{
  g_autoptr(GString) text = g_string_new(line);
  g_string_replace(text, "　", " ", 0);
  g_auto(GStrv) split = g_strsplit_set(text->str, " \t\r\n", -1);
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  for (char **word = split; *word != NULL; word++)
    if (**word != '\0')
      g_ptr_array_add(words, *word);
  if (words->len != sheet->form->questions->len) {
    report_counts(sheet, words->len, report);
    return NULL;
  }
  g_auto(GStrv) answers = g_new0(char *, words->len + 1);
  for (guint i = 0; i < words->len; i++) {
    answers[i] = answer_sheet_word(sheet->form, i + 1, g_ptr_array_index(words, i));
    if (answers[i] == NULL) {
      g_autofree char *place = g_strdup_printf("%u", i + 1);
      report_add(report, DIAG_SHEET_ANSWER, place_none(), place,
                 (const char *)g_ptr_array_index(words, i), NULL);
      return NULL;
    }
  }
  return g_steal_pointer(&answers);
}

GArray *answer_sheet_differences(const AnswerSheet *sheet, const char *const *first,
                                 const char *const *second)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < sheet->form->questions->len; i++) {
    guint place = i + 1;
    if (strcmp(first[i], second[i]) != 0)
      g_array_append_val(places, place);
  }
  return places;
}

/* --- recording ---------------------------------------------------------------------------- */

static bool entries_agree(const AnswerSheet *sheet, const char *const *first,
                          const char *const *second, Report *report)
{
  g_autoptr(GArray) places = answer_sheet_differences(sheet, first, second);
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < places->len; i++)
    g_string_append_printf(list, "%s%u", i > 0 ? ", " : "", g_array_index(places, guint, i));
  if (places->len > 0)
    report_add(report, DIAG_SHEET_DIFFERS, place_none(), list->str, NULL);
  return places->len == 0;
}

bool paper_day_good(const Enrolment *with, const Module *module, Day day, Report *report)
{
  Day from = {(gint16)module->year, 4, 1};
  if (day_exact(day) && day_compare(day, from) >= 0 && day_compare(day, with->today) <= 0)
    return true;
  g_autofree char *given = day_iso(day);
  report_add(report, DIAG_SHEET_DAY, place_none(), given, NULL);
  return false;
}

static bool record(const Enrolment *with, const AnswerSheet *sheet, const char *id, Day day,
                   const char *const *answers, bool *passed, Report *report)
{
  g_autoptr(Sitting) sitting = sitting_read(with, NULL, id, report);
  if (sitting == NULL)
    return false;
  /* Where nothing is marked, that is written too: an answer that was overlooked can be put right.
   * */
  for (guint i = 0; i < sitting->count; i++)
    if (!sitting_put(with, sitting, i + 1, answers[i], report))
      return false;
  g_autoptr(Sitting) full = sitting_read(with, NULL, id, report);
  return full != NULL && sitting_close(with, full, day, passed, report) &&
         paper_enter(with->store, &with->act, id, sheet->form->id, day, report);
}

char *answer_sheet_record(const Enrolment *with, const AnswerSheet *sheet, const char *subject,
                          const char *round, Day day, const char *const *first,
                          const char *const *second, bool *passed, Report *report)
{
  if (!entries_agree(sheet, first, second, report) ||
      !paper_day_good(with, sheet->module, day, report) ||
      !sitting_allowed(with, subject, sheet->course, round, report))
    return NULL;
  gsize length = 0;
  g_autofree char *text = module_text(sheet->module, &length);
  char hash[65];
  g_autoptr(Attempt) attempt = NULL;
  if (!kept_text_put(with->store, text, length, hash, report) ||
      !sitting_open(with, subject, sheet->course, round, "ja", sheet->form, MEDIUM_PAPER, day,
                    &attempt, report) ||
      !record(with, sheet, attempt->id, day, first, passed, report))
    return NULL;
  return g_strdup(attempt->id);
}
