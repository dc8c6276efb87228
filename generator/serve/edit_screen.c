/* Edit: a working text beside its page as it will be. */
#include "base/text.h"
#include "pages/naming.h"
#include "serve/clash.h"
#include "serve/editing.h"
#include "serve/marks.h"
#include "serve/screens.h"
#include "serve/writing.h"

#include <string.h>

typedef struct {
  Visit *visit;
  Editing editing;
  Writing *writing;  /* NULL: no such policy */
  const char *typed; /* NULL: nothing was sent */
  const char *seen;  /* the blob id that came with it */
} Edit;

static const char *field(const Edit *edit, const char *name)
{
  return g_hash_table_lookup(edit->visit->request->form, name);
}

/* ---- what the page shows ---- */

static void put_langs(const Edit *edit)
{
  Values *values = edit->visit->values;
  const Theme *theme = screen_theme(edit->visit->screen);
  g_autoptr(GPtrArray) langs = visit_languages(edit->visit);
  if (!g_ptr_array_find_with_equal_func(langs, edit->editing.lang, g_str_equal, NULL))
    g_ptr_array_add(langs, g_strdup(edit->editing.lang));

  values_list(values, "langs");
  for (guint i = 0; i < langs->len; i++) {
    const char *lang = g_ptr_array_index(langs, i);
    const char *name = theme_string(theme, lang, "language.name");
    bool named = strcmp(lang, "ja") == 0 || name != theme_string(theme, "ja", "language.name");
    Editing other = {.policy = edit->editing.policy, .lang = lang};
    g_autofree char *address = editing_address(&other);
    values_open(values, NULL);
    values_string(values, "lang", lang);
    values_string(values, "title", named ? name : lang);
    values_string(values, "address", address);
    values_bool(values, "current", strcmp(lang, edit->editing.lang) == 0);
    values_close(values);
  }
  values_close(values);
}

/* What is at fault in the text as it would be saved. */
static void put_marks(const Edit *edit, const char *text)
{
  g_autoptr(Report) faults = report_new();
  g_autoptr(GString) page = g_string_new(NULL);
  gsize size = 0;
  bool draft = false;
  g_autofree char *bytes = writing_bytes(edit->writing, text, &size);
  draft_pages_make(edit->editing.pages, edit->editing.policy, edit->editing.lang, bytes, size, page,
                   &draft, faults);
  values_bool(edit->visit->values, "draft", draft);
  g_autoptr(Marks) marks = marks_new(faults, edit->writing->path, text);
  marks_put(marks, edit->visit->values, "marks");
}

/* The editor with this text, which was written from the file `seen`. `text` may be NULL:
 * then the file cannot be edited here, and why has been reported. */
static Reply *show(const Edit *edit, guint status, const char *text, const char *seen)
{
  Visit *visit = edit->visit;
  Values *values = visit->values;
  const Editing *editing = &edit->editing;
  g_autofree char *address = editing_address(editing);

  values_string(values, "lang", editing->lang);
  values_string(values, "text_lang", strcmp(editing->lang, "easy") == 0 ? "ja" : editing->lang);
  values_string(values, "file", edit->writing->path);
  values_string(values, "address", address);
  values_string(values, "text", text);
  values_string(values, "seen", seen);
  values_number(values, "limit", MARKUP_TEXT_LIMIT);
  values_bool(values, "missing", !edit->writing->there);
  values_bool(values, "saved", request_ticked(visit->request, "saved"));
  values_bool(values, "unsaved", text != NULL && g_strcmp0(text, edit->writing->text) != 0);
  put_langs(edit);
  if (text != NULL)
    put_marks(edit, text);
  return visit_show_as(visit, status, "edit.html");
}

/* ---- saving ---- */

static Reply *json_reply(json_t *answer)
{
  g_autofree char *text = json_dumps(answer, JSON_COMPACT);
  json_decref(answer);
  return reply_new(200, "application/json", g_string_new(text));
}

static Reply *saved(const Edit *edit)
{
  gsize size = 0;
  g_autofree char *bytes = writing_bytes(edit->writing, edit->typed, &size);
  g_autofree char *blob = blob_id(bytes, size);
  if (field(edit, "script") != NULL)
    return json_reply(json_pack("{s:b, s:s}", "saved", true, "seen", blob));
  g_autofree char *address = editing_address(&edit->editing);
  g_autofree char *screen = g_strconcat("edit/", address, "?saved=1", NULL);
  return visit_go(edit->visit, screen);
}

/* Both texts; what was typed is in the editor, and would now be saved over what is there. */
static Reply *changed(const Edit *edit)
{
  if (field(edit, "script") != NULL)
    return json_reply(json_pack("{s:b, s:b}", "saved", false, "changed", true));
  Values *values = edit->visit->values;
  const char *theirs = edit->writing->text;
  /* What the file is now was not seen by whoever typed: only this page shows it. */
  values_bool(values, "clashed", true);
  values_string(values, "theirs", theirs);
  if (theirs != NULL)
    clash_put(values, "clash", theirs, edit->typed);
  return show(edit, 409, edit->typed, edit->writing->blob);
}

static Reply *failed(const Edit *edit)
{
  Report *report = edit->visit->report;
  if (field(edit, "script") == NULL)
    return show(edit, 422, edit->typed, edit->seen);
  g_autoptr(Marks) marks = marks_new(report, edit->writing->path, edit->typed);
  return json_reply(json_pack("{s:b, s:o}", "saved", false, "said", marks_json(marks)));
}

static Reply *save(const Edit *edit)
{
  switch (writing_save(edit->writing, edit->seen, edit->typed, edit->visit->report)) {
  case SAVED:
    return saved(edit);
  case SAVE_CHANGED:
    return changed(edit);
  default:
    return failed(edit);
  }
}

/* ---- ids for headings ---- */

/* The text with ids as a browser has it; NULL where it cannot be made. */
static char *named_text(const Edit *edit, const Draft *draft, const GPtrArray *namings)
{
  gsize size = 0, length = 0;
  Report *report = edit->visit->report;
  g_autofree char *bytes = naming_write(draft, namings, &size, report);
  return bytes != NULL ? text_normalise(bytes, size, draft->path, &length, report) : NULL;
}

static Reply *show_namings(const Edit *edit, const GPtrArray *namings, const char *named)
{
  Values *values = edit->visit->values;
  g_autofree char *address = editing_address(&edit->editing);

  values_string(values, "address", address);
  values_string(values, "file", edit->writing->path);
  values_string(values, "seen", edit->seen);
  values_string(values, "before", edit->typed);
  values_string(values, "text", named);
  values_list(values, "namings");
  for (guint i = 0; i < namings->len; i++) {
    const Naming *naming = g_ptr_array_index(namings, i);
    values_open(values, NULL);
    values_number(values, "line", naming->line);
    values_string(values, "title", naming->title);
    values_string(values, "id", naming->id);
    values_close(values);
  }
  values_close(values);
  return visit_show(edit->visit, "naming.html");
}

/* What would be written is shown first; the form of that page then saves it. */
static Reply *name_headings(const Edit *edit)
{
  Visit *visit = edit->visit;
  g_autoptr(Report) faults = report_new();
  gsize size = 0;
  char *bytes = writing_bytes(edit->writing, edit->typed, &size);
  g_autoptr(Draft) draft = size <= MARKUP_TEXT_LIMIT
                             ? draft_of(edit->writing->path, bytes, size, faults)
                             : (g_free(bytes), NULL);
  if (draft == NULL) {
    values_string(visit->values, "notice", "at_fault"); /* the editor lists why */
    return show(edit, 422, edit->typed, edit->seen);
  }
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Repository) repository = repository_near(visit->root, unsaid);
  g_autoptr(GPtrArray) namings =
    naming_propose(draft, edit->editing.policy->ledger, visit->root, repository, unsaid);
  if (namings->len == 0) {
    values_string(visit->values, "notice", "all_named");
    return show(edit, 200, edit->typed, edit->seen);
  }
  g_autofree char *named = named_text(edit, draft, namings);
  return named != NULL ? show_namings(edit, namings, named)
                       : show(edit, 422, edit->typed, edit->seen);
}

/* ---- the screen ---- */

/* There is no such policy (any more): what was typed is shown, so that it can be copied
 * or sent again. */
static Reply *nowhere(Visit *visit, const char *typed)
{
  if (typed == NULL)
    return visit_show_as(visit, 404, "nothing.html");
  values_string(visit->values, "text", typed);
  values_string(visit->values, "path", visit->request->path);
  values_string(visit->values, "seen", g_hash_table_lookup(visit->request->form, "seen"));
  return visit_show_as(visit, 404, "kept.html");
}

static Reply *answer(const Edit *edit)
{
  const char *step = field(edit, "step");
  if (edit->typed == NULL)
    return show(edit, 200, edit->writing->text, edit->writing->blob);
  if (g_strcmp0(step, "back") == 0)
    return show(edit, 200, edit->typed, edit->seen);
  if (g_strcmp0(step, "ids") == 0)
    return name_headings(edit);
  return save(edit);
}

Reply *edit_screen(Visit *visit)
{
  Edit edit = {.visit = visit, .editing = editing_begin(visit)};
  bool back = g_strcmp0(g_hash_table_lookup(visit->request->form, "step"), "back") == 0;

  if (visit->request->posts) {
    edit.typed = field(&edit, back ? "before" : "text");
    edit.seen = field(&edit, "seen");
    if (edit.typed == NULL || edit.seen == NULL)
      return reply_text(400, "400\n");
  }
  if (edit.editing.policy == NULL)
    return nowhere(visit, edit.typed);
  g_autoptr(Writing) writing =
    writing_open(visit->root, edit.editing.policy, edit.editing.lang, visit->report);
  edit.writing = writing;
  return answer(&edit);
}
