#include "cli/shown.h"

char *shown_day(const Invocation *in, Day day)
{
  return in->lang == MESSAGES_JA ? day_both(day) : day_iso(day);
}

const char *shown_change(const Invocation *in, ChangeKind change)
{
  return in->lang == MESSAGES_JA ? change_name_ja(change) : change_name(change);
}

const char *shown_provenance(const Invocation *in, Provenance provenance)
{
  const char *name = provenance_name(provenance);

  switch (provenance) {
  case PROVENANCE_ORIGINAL:
    return say(in, "原本", name);
  case PROVENANCE_COPY:
    return say(in, "写し", name);
  default:
    return say(in, "復元", name);
  }
}

void print_fact(const Invocation *in, const char *name, const char *value)
{
  if (value != NULL && !in->quiet && !in->json)
    printf("%s: %s\n", name, value);
}
