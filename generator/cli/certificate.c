/* certificate: whether a certificate is genuine, for whoever has no browser that can tell. */
#include "cli/command.h"
#include "enrolment/anchor.h"
#include "enrolment/statement.h"
#include "ledger/public_keys.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *verdict_words(const Invocation *in, StatementVerdict verdict, bool named)
{
  switch (verdict) {
  case STATEMENT_GOOD:
    return named ? say(in, "本物です。この人の修了証です。", "Genuine, and this person's.")
                 : say(in, "本物です。", "Genuine.");
  case STATEMENT_OTHER_NAME:
    return say(in, "本物ですが、この人の修了証ではありません。", "Genuine, but not this person's.");
  case STATEMENT_FORGED:
    return say(in, "本物ではありません。このサイトの鍵による署名がありません。",
               "Not genuine: no key of this site has signed it.");
  case STATEMENT_NONE:
    break;
  }
  return say(in, "修了証ではありません。", "This is no certificate.");
}

static const char *verdict_name(StatementVerdict verdict)
{
  static const char *const names[] = {"good", "other-name", "forged", "none"};
  return names[verdict];
}

static void print_json(StatementVerdict verdict, const Statement *statement)
{
  json_t *root = json_object();
  json_object_set_new(root, "verdict", json_string(verdict_name(verdict)));
  if (statement != NULL) {
    g_autofree char *done = day_iso(statement->done);
    json_object_set_new(root, "id", json_string(statement->id));
    json_object_set_new(root, "title", json_string(statement->title));
    json_object_set_new(root, "year", json_integer(statement->year));
    json_object_set_new(root, "done", json_string(done));
  }
  char *text = json_dumps(root, JSON_INDENT(2));
  puts(text);
  free(text);
  json_decref(root);
}

static void print_words(const Invocation *in, StatementVerdict verdict, const Statement *statement,
                        bool named)
{
  puts(verdict_words(in, verdict, named));
  /* What a forged one says is nobody's word. */
  if (statement == NULL || verdict == STATEMENT_FORGED)
    return;
  g_autofree char *done = day_both(statement->done);
  printf(say(in, "  研修: %s\n  修了した日: %s\n  番号: %s\n",
             "  Training: %s\n  Completed: %s\n  Number: %s\n"),
         statement->title, done, statement->id);
}

/* The site's keys, NULL-terminated; NULL where something was reported. */
static char **keys_of(Invocation *in)
{
  g_auto(GStrv) keys = anchor_keys(invocation_site(in), in->report);
  if (keys != NULL && keys[0] == NULL)
    report_add(in->report, DIAG_CERTIFICATE_NO_KEYS, place_none(), PUBLIC_KEYS_FILE, NULL);
  return keys != NULL && keys[0] != NULL ? g_steal_pointer(&keys) : NULL;
}

static void check(Invocation *in, const char *name)
{
  g_auto(GStrv) keys = secret_ready(in->report) ? keys_of(in) : NULL;
  g_autoptr(StatementLink) link = statement_link_read(in->arguments[1]);
  g_autoptr(Statement) statement = NULL;
  StatementVerdict verdict = STATEMENT_NONE;

  if (keys == NULL)
    return;
  if (link != NULL)
    verdict = statement_check(link, (const char *const *)keys, name, &statement);
  in->has_result = true;
  if (in->json)
    print_json(verdict, statement);
  else
    print_words(in, verdict, statement, name != NULL);
  if (verdict != STATEMENT_GOOD)
    report_add(in->report, DIAG_CERTIFICATE_BAD, place_none(), NULL);
}

int command_certificate(Invocation *in)
{
  g_autofree char *name = NULL;
  const Option options[] = {
    {"name",
     G_OPTION_ARG_FILENAME,
     &name,
     "NAME",
     {"修了証に書かれている氏名", "The name on the certificate"}},
    {0},
  };

  if (!invocation_parse(in, options, 2, 2))
    return invocation_finish(in);
  if (strcmp(in->arguments[0], "check") != 0)
    report_add(in->report, DIAG_CERTIFICATE_ASK, place_none(), in->arguments[0], NULL);
  else if (invocation_has_site(in))
    check(in, name);
  return invocation_finish(in);
}
