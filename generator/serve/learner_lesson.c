/* The lesson, as it reads with the texts in force. */
#include "serve/learner.h"
#include "serve/premises.h"

#include <string.h>

/* The lesson's own languages; each is the language of the whole page. */
static const char *lesson_lang(const Call *call, const Course *course)
{
  const ModuleEdition *edition = module_edition(course->module, call->lang);
  return edition != NULL && edition->lesson != NULL ? NULL : "ja";
}

void learner_lesson_page(Call *call)
{
  const Course *course = learner_course(call);
  g_autoptr(GPtrArray) duties = course != NULL ? learner_duties(call) : NULL;
  g_autoptr(GString) body = g_string_new(NULL);
  LessonOptions options = {.clause_link = learner_clause_link, .cite = learner_cite, .data = call};

  if (duties == NULL || !learner_frame(call))
    return;
  if (!course_lesson(call->premises->curriculum, course, call->lang, &options, body)) {
    call_refuse(call, 404);
    return;
  }
  const Duty *duty = learner_duty(duties, course);
  learner_put_course(call, course, duty != NULL ? duty->due : course->module->due);
  values_string(call->values, "body", body->str);
  values_string(call->values, "lesson_lang", lesson_lang(call, course));
  values_number(call->values, "minutes",
                course_minutes(call->premises->curriculum, course, call->lang));
  learner_above(call, call_string(call, "home_staff.title"), "/");
  learner_title_words(call, course->module->title);
  call_show(call, "lesson.html");
}
