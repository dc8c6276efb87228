/* quiz: questions to and from other systems. */
#include "cli/policies.h"
#include "pages/modules.h"
#include "training/exchange.h"

#include <string.h>

typedef struct {
  const char *format;
  const char *lang;
} QuizOptions;

static void export_quiz(Invocation *in, const QuizOptions *options)
{
  ExchangeFormat format;
  const char *name = options->format != NULL ? options->format : "gift";
  if (!exchange_named(name, &format)) {
    report_add(in->report, DIAG_EXCHANGE_FORMAT, place_none(), name, NULL);
    return;
  }
  g_autoptr(Site) site = policies_read(in);
  g_autoptr(Module) module = site != NULL ? site_module(site, in->arguments[1], in->report) : NULL;
  if (module == NULL)
    return;
  const char *lang = options->lang != NULL ? options->lang : "ja";
  const ModuleEdition *edition = module_edition(module, lang);
  if (edition == NULL || edition->quiz == NULL) {
    report_add(in->report, DIAG_EXCHANGE_NO_EDITION, place_none(), module->id, lang, NULL);
    return;
  }
  g_autofree char *text = exchange_write(edition->quiz, format, module->id, in->report);
  fputs(text, stdout);
}

static void import_quiz(Invocation *in, const QuizOptions *options)
{
  const char *path = in->arguments[1];
  gsize size = 0;
  g_autofree char *bytes = file_read(path, NULL, QUIZ_LIMIT, &size, in->report);
  if (bytes == NULL)
    return;
  ExchangeFormat format = exchange_guess(bytes);
  if (options->format != NULL && !exchange_named(options->format, &format)) {
    report_add(in->report, DIAG_EXCHANGE_FORMAT, place_none(), options->format, NULL);
    return;
  }
  g_autoptr(Quiz) quiz = exchange_read(bytes, size, format, path, in->report);
  if (quiz == NULL || quiz->questions->len == 0)
    return;
  quiz->title.source = g_strdup(say(in, "取り込んだ問題", "Imported questions"));
  g_autofree char *text = quiz_text(quiz);
  fputs(text, stdout);
}

int command_quiz(Invocation *in)
{
  g_autofree char *format = NULL, *lang = NULL;
  const Option options[] = {
    {"format",
     G_OPTION_ARG_FILENAME,
     &format,
     "gift|moodle",
     {"形式（書き出しは gift、読み込みは中身から決めます）",
      "which format (gift to export; as it looks to import)"}},
    {"lang",
     G_OPTION_ARG_FILENAME,
     &lang,
     "LANG",
     {"書き出す版の言語（ja）", "the language of the edition to export (ja)"}},
    {0},
  };
  if (!invocation_parse(in, options, 2, 2))
    return invocation_finish(in);
  QuizOptions given = {format, lang};
  if (strcmp(in->arguments[0], "export") == 0)
    export_quiz(in, &given);
  else if (strcmp(in->arguments[0], "import") == 0)
    import_quiz(in, &given);
  else
    report_add(in->report, DIAG_EXCHANGE_ASK, place_none(), in->arguments[0], NULL);
  return invocation_finish(in);
}
