/* The revisions of a policy, and what proves them. */
#include "pages/frame.h"
#include "print/kinds.h"
#include "print/press.h"

void history_put(Press *press, const Paper *paper)
{
  (void)paper;
  put_history(press->job);
  put_receipt(press->job);
}
