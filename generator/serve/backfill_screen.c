/* 文章の追加: an old text that was found, for a revision that is known by its date. */
#include "pages/amendment.h"
#include "serve/procedure.h"
#include "serve/screens.h"

#include <string.h>

/* A file that was chosen is carried along as `file`, what was pasted as `text`. */
static const char *const fields[] = {"of", "provenance", "text", "file", NULL};

/* How diagnostics call it: nobody here knows of files. */
static const char named[] = "文章";

/* What was chosen or pasted, its lines ended one way and the last one too: the same on
 * both ways through a form. NULL where there is nothing. A file that is no text comes as
 * it is, for the check of it to say so. */
static GString *given_text(const Visit *visit)
{
  GBytes *file = request_file(visit->request, "file");
  const char *text = request_field(visit->request, "file");
  gsize size = 0;

  if (file != NULL && text == NULL) {
    const char *bytes = g_bytes_get_data(file, &size);
    return g_string_new_len(bytes, (gssize)size);
  }
  if (text == NULL || *text == '\0')
    text = request_field(visit->request, "text");
  g_autofree char *words = text != NULL ? g_strstrip(g_strdup(text)) : NULL;
  if (words == NULL || *words == '\0')
    return NULL;
  GString *whole = g_string_new(g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text);
  g_string_replace(whole, "\r", "\n", 0);
  if (whole->str[whole->len - 1] != '\n')
    g_string_append_c(whole, '\n');
  return whole;
}

static Provenance provenance_of(const Visit *visit)
{
  const char *word = request_field(visit->request, "provenance");
  Provenance provenance = PROVENANCE_COPY;
  if (word != NULL)
    provenance_named(word, &provenance);
  return provenance;
}

/* A file that was read is shown as text: a browser does not keep which was chosen. */
static Reply *show_form(Visit *visit)
{
  g_autoptr(GString) text = given_text(visit);
  bool is_text = text != NULL && g_utf8_validate_len(text->str, text->len, NULL);

  values_string(visit->values, "text", is_text ? text->str : "");
  values_list(visit->values, "provenances");
  for (int i = PROVENANCE_ORIGINAL; i <= PROVENANCE_RECONSTRUCTED; i++) {
    values_open(visit->values, NULL);
    values_string(visit->values, "name", provenance_name((Provenance)i));
    values_bool(visit->values, "chosen", i == (int)provenance_of(visit));
    values_close(visit->values);
  }
  values_close(visit->values);
  procedure_put_revisions(visit, revision_lacks_text, NULL);
  return procedure_show_form(visit, "backfill.html");
}

static Reply *propose(Visit *visit);

static const Procedure procedure = {
  .page = {.what = "backfill", .fields = fields, .goes_online = true},
  .form = show_form,
  .propose = propose,
};

static void put_facts(Visit *visit, const Proposal *proposal, const GString *text)
{
  g_autofree char *key =
    g_strconcat("backfill.provenance.", provenance_name(provenance_of(visit)), NULL);
  g_autofree char *length = g_strdup_printf("%ld文字", g_utf8_strlen(text->str, (gssize)text->len));

  values_list(visit->values, "facts");
  proposal_page_fact(visit, "policy", proposal->ledger->title);
  procedure_put_revision_fact(visit, proposal->key);
  proposal_page_fact(visit, "provenance", theme_string(screen_theme(visit->screen), "ja", key));
  proposal_page_fact(visit, "length", length);
  proposal_page_fact(visit, "words", text->str);
  values_close(visit->values);
}

/* The same as `kaitei backfill`. */
static Reply *propose(Visit *visit)
{
  const PolicySource *policy = NULL;
  g_autofree char *of = request_words(visit->request, "of");
  g_autoptr(GString) text = given_text(visit);
  g_autoptr(Desk) desk = NULL;
  g_autoptr(Proposal) proposal = NULL;

  if (of == NULL)
    report_add(visit->report, DIAG_REVISION_UNCHOSEN, place_none(), NULL);
  if (text == NULL)
    report_add(visit->report, DIAG_BACKFILL_EMPTY, place_none(), NULL);
  if (of != NULL && text != NULL && (desk = visit_desk(visit, &policy)) != NULL)
    proposal = backfill_propose_text(desk, policy, of, named, text->str, text->len,
                                     provenance_of(visit), visit->report);
  if (proposal == NULL)
    return show_form(visit);
  put_facts(visit, proposal, text);
  return proposal_page(visit, desk, proposal, &procedure.page);
}

Reply *backfill_screen(Visit *visit)
{
  return procedure_answer(visit, &procedure);
}
