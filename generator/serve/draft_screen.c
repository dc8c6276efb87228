/* The page as it will be: of the file for a frame, and of what is typed for a script. */
#include "base/text.h"
#include "serve/editing.h"
#include "serve/marks.h"
#include "serve/screens.h"
#include "serve/writing.h"

#include <string.h>

/* Of the page in the frame, whichever it is; a script puts newer ones in its place. */
static char *own_address(const Visit *visit, const Editing *editing)
{
  g_autofree char *address = editing_address(editing);
  return g_strconcat(screen_path(visit->screen), "draft/", address, NULL);
}

/* Where there is no page: why, in a page of the office's own. */
static Reply *explain(Visit *visit)
{
  Reply *reply = visit_show(visit, "unshown.html");
  reply->framed = true;
  return reply;
}

static Reply *show_file(Visit *visit, const Editing *editing)
{
  g_autoptr(Writing) writing =
    writing_open(visit->root, editing->policy, editing->lang, visit->report);
  g_autoptr(GString) page = g_string_new(NULL);
  g_autoptr(Report) faults = report_new();

  if (writing->text == NULL)
    return explain(visit);
  /* An empty file that is not there yet makes an empty page. */
  const char *bytes = writing->bytes != NULL ? writing->bytes : "";
  bool draft = false;
  if (!draft_pages_make(editing->pages, editing->policy, editing->lang, bytes, writing->size, page,
                        &draft, faults)) {
    report_merge(visit->report, faults);
    return explain(visit);
  }
  g_autofree char *own = own_address(visit, editing);
  Reply *reply = reply_new(200, "text/html; charset=utf-8", editing_framed(editing, page, own));
  reply->framed = true;
  return reply;
}

/* { page, draft, marks }: `page` is null where there is none. */
static Reply *show_typed(Visit *visit, const Editing *editing, const char *typed)
{
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Writing) writing = writing_open(visit->root, editing->policy, editing->lang, unsaid);
  g_autoptr(GString) page = g_string_new(NULL);
  g_autoptr(Report) faults = report_new();
  gsize size = 0;
  bool draft = false;

  /* As it would be saved: where that is what was published, the page says so. */
  g_autofree char *bytes = writing_bytes(writing, typed, &size);
  bool made = draft_pages_make(editing->pages, editing->policy, editing->lang, bytes, size, page,
                               &draft, faults);
  g_autoptr(Marks) marks = marks_new(faults, writing->path, typed);
  g_autofree char *own = own_address(visit, editing);
  g_autoptr(GString) framed = made ? editing_framed(editing, page, own) : NULL;
  json_t *answer = json_pack("{s:s?, s:b, s:o}", "page", made ? framed->str : NULL, "draft", draft,
                             "marks", marks_json(marks));
  g_autofree char *text = json_dumps(answer, JSON_COMPACT);
  json_decref(answer);
  return reply_new(200, "application/json", g_string_new(text));
}

Reply *draft_screen(Visit *visit)
{
  Editing editing = editing_begin(visit);

  if (editing.policy == NULL)
    return reply_text(404, "404\n");
  if (!visit->request->posts)
    return show_file(visit, &editing);
  const char *typed = g_hash_table_lookup(visit->request->form, "text");
  return typed != NULL ? show_typed(visit, &editing, typed) : reply_text(400, "400\n");
}
