/* What hangs on a wall, and what is given into a hand: a text, or a part of it. */
#include "base/text.h"
#include "pages/frame.h"
#include "print/kinds.h"
#include "print/press.h"
#include "print/qr.h"

#include <string.h>

/* In letters, to be broken behind a slash where it must be. */
static char *address_html(const char *address)
{
  g_autoptr(GString) html = g_string_new(NULL);
  text_escape_xml(html, address, -1);
  g_string_replace(html, "/", "/<wbr />", 0);
  return g_string_free(g_steal_pointer(&html), FALSE);
}

/* Where the code leads: whether this very paper still holds, and what has changed since. A draft
 * has no such page. */
static void put_code(Press *press, const Paper *paper)
{
  if (paper->draft || paper->revision == NULL)
    return;
  if (press->site->base_url == NULL) {
    press->no_address = true;
    return;
  }
  g_autoptr(GString) below = g_string_new(NULL);
  g_autoptr(GString) address = g_string_new(press->site->base_url);
  now_address(paper->policy->ledger, paper->revision, below);
  g_string_append_uri_escaped(address, below->str, "/!$&'()*+,;=:@", FALSE);
  g_autofree char *label =
    worker_phrase(press->worker, "ja", "paper.qr_label", "address", address->str, NULL);
  char *image = qr_image(address->str, label);
  if (image == NULL) {
    report_add(press->report, DIAG_PAPER_ADDRESS_LONG, place_none(), address->str, NULL);
    return;
  }
  const char *kept = press_keep(press, image);
  values_open(press->worker->values, "qr");
  values_raw(press->worker->values, "image", kept, strlen(kept));
  const char *letters = press_keep(press, address_html(address->str));
  values_raw(press->worker->values, "address", letters, strlen(letters));
  values_close(press->worker->values);
}

void notice_put(Press *press, const Paper *paper)
{
  press_put_body(press, paper);
  values_bool(press->worker->values, "of_part", paper->part != NULL);
  put_code(press, paper);
}

void poster_put(Press *press, const Paper *paper)
{
  notice_put(press, paper);
}

void handout_put(Press *press, const Paper *paper)
{
  press_put_body(press, paper);
  values_bool(press->worker->values, "of_part", paper->part != NULL);
}
