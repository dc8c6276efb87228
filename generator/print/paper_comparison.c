/* 新旧対照表, for a meeting of the board. */
#include "pages/draft.h"
#include "pages/frame.h"
#include "pages/sides.h"
#include "print/kinds.h"
#include "print/press.h"

#include <string.h>

/* What the paper's text came after: for a draft, what it would follow on that day. */
static const Revision *before_of(const Press *press, const Paper *paper)
{
  const Ledger *ledger = paper->policy->ledger;
  if (paper->draft)
    return draft_base(ledger, press->build.as_of);
  for (guint i = 0; i < press->plan->policies->len; i++) {
    const PolicyPlan *plan = g_ptr_array_index(press->plan->policies, i);
    if (plan->ledger != ledger)
      continue;
    const RevisionPair *pair = policy_plan_previous(plan, paper->revision);
    return pair != NULL ? pair->before : NULL;
  }
  return NULL;
}

bool comparison_applies(Press *press, const Paper *paper)
{
  return before_of(press, paper) != NULL;
}

void comparison_put(Press *press, const Paper *paper)
{
  Worker *worker = press->worker;
  const Revision *before = before_of(press, paper);
  const PressText *now_text = press_text(press, paper);
  const PressText *before_text = press_text_of(press, paper->policy, before);
  if (now_text == NULL || before_text == NULL)
    return;

  put_revision(worker, "before", paper->policy->ledger, before, "ja");
  if (paper->revision != NULL)
    put_revision(worker, "now", paper->policy->ledger, paper->revision, "ja");
  Blocks *sides[] = {document_blocks(now_text->document), document_blocks(before_text->document)};
  g_autoptr(Comparison) comparison = comparison_new(worker->comparer, sides[0], sides[1], NULL);
  sides_put(worker->values, worker->build->theme, comparison, worker->rows, press->report);
  blocks_free(sides[0]);
  blocks_free(sides[1]);
}
