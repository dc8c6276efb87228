#include "enrolment/kept.h"

#include "records/kept_text.h"

#include <jansson.h>
#include <string.h>

/* --- forms -------------------------------------------------------------------------------- */

char *kept_form(const Form *form, const GPtrArray *clauses, const char *revision)
{
  g_autofree char *seed = g_strdup_printf("%016" G_GINT64_MODIFIER "x", form->seed);
  json_t *questions = json_array();
  for (guint i = 0; i < form->questions->len; i++) {
    const FormQuestion *question = form_question(form, i);
    g_autoptr(GString) order = g_string_new(NULL);
    for (guint k = 0; k < question->count; k++)
      g_string_append_printf(order, "%s%u", k > 0 ? " " : "", question->order[k] + 1u);
    json_array_append_new(questions,
                          json_pack("{s:s, s:s}", "id", question->id, "order", order->str));
  }
  json_t *rests = json_object();
  for (guint i = 0; i < clauses->len; i++) {
    const ClauseHash *clause = g_ptr_array_index(clauses, i);
    json_object_set_new(rests, clause->clause, json_string(clause->hash));
  }
  json_t *json = json_pack("{s:s, s:s, s:o, s:o, s:s}", "id", form->id, "seed", seed, "questions",
                           questions, "clauses", rests, "revision", revision);
  char *dumped = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strdup(dumped);
  free(dumped);
  json_decref(json);
  return text;
}

/* Each choice once, from 1. */
static bool read_order(const char *text, FormQuestion *question)
{
  guint seen = 0;
  for (const char *p = text; *p != '\0';) {
    char *end = NULL;
    gint64 place = g_ascii_strtoll(p, &end, 10);
    if (end == p || place < 1 || place > QUIZ_CHOICES || question->count == QUIZ_CHOICES ||
        (seen & 1u << place) != 0)
      return false;
    seen |= 1u << place;
    question->order[question->count++] = (guint8)(place - 1);
    p = *end == ' ' ? end + 1 : end;
  }
  return question->count > 0 && seen == ((1u << question->count) - 1) << 1;
}

static bool read_questions(Form *form, const json_t *questions)
{
  for (gsize i = 0; i < json_array_size(questions); i++) {
    const json_t *one = json_array_get(questions, i);
    const char *id = json_string_value(json_object_get(one, "id"));
    const char *order = json_string_value(json_object_get(one, "order"));
    FormQuestion question = {0};
    if (id == NULL || order == NULL || !read_order(order, &question))
      return false;
    question.id = g_strdup(id);
    g_array_append_val(form->questions, question);
  }
  return form->questions->len > 0;
}

Form *kept_form_read(const char *text, const char *module, const char *hash)
{
  json_t *json = json_loads(text, 0, NULL);
  const char *id = json_string_value(json_object_get(json, "id"));
  const char *seed = json_string_value(json_object_get(json, "seed"));
  g_autoptr(Form) form = form_new();
  bool good = id != NULL && seed != NULL &&
              g_ascii_string_to_unsigned(seed, 16, 0, G_MAXUINT64, &form->seed, NULL) &&
              read_questions(form, json_object_get(json, "questions"));
  form->id = g_strdup(id);
  form->module = g_strdup(module);
  form->text = g_strdup(hash);
  json_decref(json);
  return good ? g_steal_pointer(&form) : NULL;
}

static int by_clause(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const ClauseHash *const *)a)->clause, (*(const ClauseHash *const *)b)->clause);
}

GPtrArray *kept_form_clauses(const char *text, char **revision)
{
  json_t *json = json_loads(text, 0, NULL);
  json_t *rests = json_object_get(json, "clauses");
  const char *key = json_string_value(json_object_get(json, "revision"));
  g_autoptr(GPtrArray) clauses = completion_clauses_new();
  bool good = rests != NULL && key != NULL;
  const char *name;
  json_t *hash;
  json_object_foreach(rests, name, hash)
  {
    good = good && json_is_string(hash);
    completion_clauses_add(clauses, name, json_is_string(hash) ? json_string_value(hash) : "");
  }
  g_ptr_array_sort(clauses, by_clause);
  *revision = good ? g_strdup(key) : NULL;
  json_decref(json);
  return good ? g_steal_pointer(&clauses) : NULL;
}

bool kept_answer_fits(const char *answer, guint choices)
{
  guint seen = 0;
  for (const char *p = answer; *p != '\0';) {
    if (*p == ' ' || *p == ',') {
      p++;
      continue;
    }
    gsize digits = strspn(p, "0123456789");
    guint64 place = digits > 0 && digits < 3 ? g_ascii_strtoull(p, NULL, 10) : 0;
    if (place < 1 || place > choices || (seen & 1u << place) != 0)
      return false;
    seen |= 1u << place;
    p += digits;
  }
  return true;
}

/* --- texts -------------------------------------------------------------------------------- */

Module *kept_module(Store *store, const char *hash, Report *report)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!kept_text_get(store, hash, &bytes, &length, report))
    return NULL;
  g_autoptr(Report) unsaid = report_new();
  Module *module = bytes != NULL ? module_from_text(bytes, length, unsaid) : NULL;
  if (module == NULL) {
    report_add(report, DIAG_KEPT_MODULE, place_none(), hash, NULL);
    return NULL;
  }
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->quiz != NULL)
      quiz_words(edition->quiz, unsaid); /* its faults were told where it was written */
  }
  return module;
}
