#include "serve/strangers.h"

#include "records/secret.h"

#include <string.h>

/* A login has one set, by its hash, and any place in it: whoever wants one forgotten does not know
 * which others share its set. 96 KiB in all. */
enum { SETS = 1024, PLACES = 4 };

typedef struct {
  guint64 mark; /* of the login, by its hash */
  Moment next;  /* the next try is taken from then on */
  guint tries;  /* 0: a free place */
} Stranger;

struct Strangers {
  char *key;
  Stranger places[SETS][PLACES];
};

Strangers *strangers_new(void)
{
  Strangers *strangers = g_new0(Strangers, 1);
  strangers->key = secret_token();
  return strangers;
}

void strangers_free(Strangers *strangers)
{
  if (strangers == NULL)
    return;
  secret_free(strangers->key);
  g_free(strangers);
}

/* The login's place; else the one to give up for it, emptied. */
static Stranger *place_of(Strangers *strangers, const char *login)
{
  g_autofree char *text = g_strconcat(strangers->key, login, NULL);
  char hex[65];
  secret_sha256(text, strlen(text), hex);
  secret_clear(text, strlen(text));
  guint64 mark = g_ascii_strtoull(hex + 48, NULL, 16);
  hex[16] = '\0';
  Stranger *set = strangers->places[g_ascii_strtoull(hex, NULL, 16) % SETS];
  Stranger *least = set;
  for (guint i = 0; i < PLACES; i++) {
    if (set[i].tries > 0 && set[i].mark == mark)
      return &set[i];
    if (set[i].tries < least->tries || (set[i].tries == least->tries && set[i].next < least->next))
      least = &set[i];
  }
  *least = (Stranger){.mark = mark};
  return least;
}

Moment strangers_try(Strangers *strangers, const char *login, Moment now)
{
  Stranger *stranger = place_of(strangers, login);
  if (stranger->next > now)
    return stranger->next - now;
  stranger->tries = MIN(stranger->tries + 1, 1000);
  stranger->next = now + tries_wait(stranger->tries);
  return 0;
}
