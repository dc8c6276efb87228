#include "serve/publishing_desk.h"

#include "ledger/identity.h"
#include "records/account.h"
#include "serve/office_page.h"
#include "serve/office_pages.h"
#include "serve/premises.h"
#include "serve/screen.h"

#include <string.h>

struct PublishingDesk {
  BuildOptions build; /* of the site as it is today */
  char *root;
  Screen *screen;
};

PublishingDesk *publishing_desk_new(const char *root, Report *report)
{
  g_autoptr(PublishingDesk) desk = g_new0(PublishingDesk, 1);
  desk->root = g_strdup(root);
  desk->build.site = desk->root;
  desk->screen = screen_new_at(&desk->build, PUBLISHING_PATH, report);
  return desk->screen != NULL ? g_steal_pointer(&desk) : NULL;
}

void publishing_desk_free(PublishingDesk *desk)
{
  if (desk == NULL)
    return;
  screen_free(desk->screen);
  g_free(desk->root);
  g_free(desk);
}

/* ---- a call ---- */

typedef struct {
  char *name, *mail;
  const char *token; /* lives as long as the call */
} Visitor;

static void visitor_free(gpointer data)
{
  Visitor *visitor = data;
  g_free(visitor->name);
  g_free(visitor->mail);
  g_free(visitor);
}

static void answer(Call *call, gpointer data)
{
  const Visitor *visitor = data;
  const ScreenVisitor who = {.committer = {.name = visitor->name, .mail = visitor->mail},
                             .token = visitor->token};
  call_reply(call, screen_answer(call->premises->publishing->screen, call->request, &who));
}

void publishing_page(Call *call)
{
  g_autoptr(Account) account = NULL;

  if (call->premises->publishing == NULL) {
    call_refuse(call, 404);
    return;
  }
  if (!account_find(call->store, call->who.id, &account, call->report) || account == NULL) {
    call_fail(call);
    return;
  }
  Visitor *visitor = g_new0(Visitor, 1);
  visitor->name = g_strdup(account->name);
  /* git wants an address. */
  visitor->mail =
    *account->mail != '\0' ? g_strdup(account->mail) : identity_stand_in(account->name);
  visitor->token = call_token(call);
  call_aside(call, answer, visitor, visitor_free, NULL);
}

void publishing_asset(Call *call)
{
  if (call->premises->publishing == NULL)
    call_refuse(call, 404);
  else
    call_reply(call, screen_answer(call->premises->publishing->screen, call->request, NULL));
}

void publishing_door(Call *call)
{
  call_go(call, PUBLISHING_PATH);
}
