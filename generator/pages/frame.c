#include "pages/frame.h"

#include "pages/address.h"

#include <string.h>

const char *lang_tag(const char *lang)
{
  return strcmp(lang, "easy") == 0 ? "ja-x-easy" : lang;
}

void put_href(Worker *worker, const char *name, const char *address)
{
  GString *href = worker->href;
  g_string_truncate(href, 0);
  address_root(worker->at, href);
  g_string_append_uri_escaped(href, address, "/!$&'()*+,;=:@#", FALSE);
  values_string(worker->values, name, href->str);
}

/* The same days stand on page after page; writing one takes longer than looking
 * it up. */
static const DayText *text_of_day(const Worker *worker, Day day)
{
  gpointer key = GINT_TO_POINTER(day.year * 10000 + day.month * 100 + day.day);
  DayText *text = g_hash_table_lookup(worker->days, key);
  if (text == NULL) {
    text = g_new0(DayText, 1);
    text->iso = day_iso(day);
    text->wareki = day_wareki(day);
    text->both = day_both(day);
    text->english = day_english(day);
    g_hash_table_insert(worker->days, key, text);
  }
  return text;
}

void put_day(Worker *worker, const char *name, Day day)
{
  if (!day_known(day))
    return;
  const DayText *text = text_of_day(worker, day);
  if (!values_open_kept(worker->values, name, text))
    return;
  values_string(worker->values, "iso", text->iso);
  values_string(worker->values, "wareki", text->wareki);
  values_string(worker->values, "both", text->both);
  values_string(worker->values, "english", text->english);
  values_close(worker->values);
}

/* "state.in-force" and the like: words of the theme for words of the ledger. */
static const char *word_for(const Worker *worker, const char *lang, const char *group,
                            const char *name)
{
  char key[64];
  g_snprintf(key, sizeof key, "%s.%s", group, name);
  return worker_word(worker, lang, key);
}

static void put_text_facts(Worker *worker, const Ledger *ledger, const Revision *revision,
                           const char *lang)
{
  const Edition *text = revision_edition(revision, "ja");
  values_bool(worker->values, "text", text != NULL);
  if (text == NULL)
    return;
  const char *provenance = provenance_name(text->provenance);
  values_string(worker->values, "provenance", provenance);
  values_string(worker->values, "provenance_text",
                word_for(worker, lang, "provenance", provenance));

  g_autoptr(GString) address = g_string_new(NULL);
  now_address(ledger, revision, address);
  put_href(worker, "now_href", address->str);
  g_string_truncate(address, 0);
  revision_address(ledger, revision, "ja", address);
  g_string_append(address, "policy.md");
  put_href(worker, "source_href", address->str);
}

void put_revision_facts(Worker *worker, const Ledger *ledger, const Revision *revision,
                        const char *lang)
{
  Values *values = worker->values;
  const char *change = change_name(revision->change);
  RevisionState held = revision_state(ledger, revision, worker->build->as_of);
  /* A withdrawal that holds is no text in force. */
  bool withdrawn = held == STATE_IN_FORCE && revision->change == CHANGE_WITHDRAWN;
  const char *state = withdrawn ? "withdrawn" : revision_state_name(held);
  g_autoptr(GString) address = g_string_new(NULL);
  revision_address(ledger, revision, "ja", address);

  values_string(values, "key", revision->key);
  values_number(values, "number", revision->number);
  put_day(worker, "effective", revision->effective);
  put_day(worker, "decided", revision->decided);
  values_string(values, "change", change);
  values_string(values, "change_text", word_for(worker, lang, "change", change));
  values_string(values, "summary", revision->summary);
  values_string(values, "reason", revision->reason);
  values_string(values, "cancel_reason", revision->cancel_reason);
  values_string(values, "state", state);
  values_string(values, "state_text", word_for(worker, lang, "state", state));
  put_href(worker, "href", address->str);
  put_text_facts(worker, ledger, revision, lang);
}

void put_revision(Worker *worker, const char *name, const Ledger *ledger, const Revision *revision,
                  const char *lang)
{
  values_open(worker->values, name);
  put_revision_facts(worker, ledger, revision, lang);
  values_close(worker->values);
}

char *revision_words(const Worker *worker, const Revision *revision, const char *lang)
{
  const DayText *day = text_of_day(worker, revision->effective);
  const char *date = strcmp(lang, "en") == 0 ? day->english : day->both;
  char number[16];
  g_snprintf(number, sizeof number, "%d", revision->number);
  return worker_phrase(worker, lang, revision->number > 0 ? "status.line" : "status.unnumbered",
                       "date", date, "number", number, NULL);
}

static void put_policy_href(Worker *worker, const char *name, const Ledger *ledger,
                            const char *rest)
{
  g_autofree char *address = g_strconcat(ledger->id, "/", rest, NULL);
  put_href(worker, name, address);
}

void put_policy(Worker *worker, const char *name, const Ledger *ledger)
{
  values_open(worker->values, name);
  values_string(worker->values, "id", ledger->id);
  values_string(worker->values, "title", ledger->title);
  put_policy_href(worker, "href", ledger, "");
  put_policy_href(worker, "history_href", ledger, "history/");
  put_policy_href(worker, "on_href", ledger, "on/");
  put_policy_href(worker, "feed_href", ledger, "feed.xml");
  values_close(worker->values);
}

static void put_alternates(Worker *worker, const Frame *frame)
{
  values_list(worker->values, "alternates");
  for (guint i = 0; i < frame->alternate_count; i++) {
    const Alternate *alternate = &frame->alternates[i];
    values_open(worker->values, NULL);
    values_string(worker->values, "lang", lang_tag(alternate->lang));
    values_string(worker->values, "title", alternate->title);
    put_href(worker, "href", alternate->address);
    values_bool(worker->values, "current", strcmp(alternate->lang, frame->lang) == 0);
    values_close(worker->values);
  }
  values_close(worker->values);
}

/* Each page is its own canonical one: a permalink does not give way to the page
 * in force, for it says something else. Absolute where base_url is given. */
static void put_canonical(Worker *worker, const Frame *frame)
{
  const Site *site = worker->build->site;
  if (frame->from_root || frame->inside)
    return; /* 404.html stands for no address; lessons and keys are not online */
  g_string_assign(worker->href, site->base_url != NULL ? site->base_url : "./");
  if (site->base_url != NULL)
    g_string_append_uri_escaped(worker->href, worker->at, "/!$&'()*+,;=:@", FALSE);
  values_string(worker->values, "canonical", worker->href->str);
}

static void put_page(Worker *worker, const Frame *frame)
{
  Values *values = worker->values;

  values_open(values, "page");
  values_string(values, "kind", frame->kind);
  values_string(values, "title", frame->title);
  values_string(values, "description", frame->description);
  values_string(values, "lang", lang_tag(frame->lang));
  values_string(values, "strings", frame->lang);
  values_string(values, "path", worker->at);
  if (frame->from_root) {
    values_string(values, "root", worker->build->base_path);
  } else {
    g_string_truncate(worker->href, 0);
    address_root(worker->at, worker->href);
    values_string(values, "root", worker->href->str);
  }
  put_canonical(worker, frame);
  if (frame->feed != NULL) {
    values_open(values, "feed");
    values_string(values, "title", frame->feed_title);
    put_href(worker, "href", frame->feed);
    values_close(values);
  }
  values_string(values, "jsonld", frame->jsonld);
  values_bool(values, "noindex", frame->noindex || frame->inside);
  put_alternates(worker, frame);
  values_close(values);
}

/* A telephone number as tel: takes it: digits and a leading plus. */
static void put_tel_href(Values *values, const char *tel)
{
  if (tel == NULL)
    return;
  g_autoptr(GString) href = g_string_new("tel:");
  for (const char *p = tel; *p; p++)
    if (g_ascii_isdigit(*p) || (*p == '+' && p == tel))
      g_string_append_c(href, *p);
  values_string(values, "tel_href", href->str);
}

static void put_contact(Values *values, const Site *site)
{
  values_string(values, "name", site->name);
  values_string(values, "short", site->short_name);
  values_string(values, "postal", site->postal);
  values_string(values, "address", site->address);
  values_string(values, "tel", site->tel);
  put_tel_href(values, site->tel);
  values_string(values, "fax", site->fax);
  values_string(values, "hours", site->hours);
  values_string(values, "email", site->email);
  values_string(values, "lang", site->lang);
}

/* An address as an href, from the root where the page may be shown anywhere. */
static void put_site_href(Worker *worker, const Frame *frame, const char *address)
{
  if (!frame->from_root) {
    put_href(worker, "href", address);
    return;
  }
  g_string_assign(worker->href, worker->build->base_path);
  g_string_append_uri_escaped(worker->href, address, "/!$&'()*+,;=:@", FALSE);
  values_string(worker->values, "href", worker->href->str);
}

static void put_menu_item(Worker *worker, const Frame *frame, const char *id, const char *title,
                          const char *address)
{
  values_open(worker->values, NULL);
  values_string(worker->values, "id", id);
  values_string(worker->values, "title", title);
  if (address_is_internal(address))
    put_site_href(worker, frame, address);
  else
    values_string(worker->values, "href", address);
  values_bool(worker->values, "current", strcmp(worker->at, address) == 0);
  values_close(worker->values);
}

static void put_menus(Worker *worker, const Frame *frame)
{
  const Site *site = worker->build->site;

  values_list(worker->values, "policies");
  for (guint i = 0; !frame->inside && i < site->policies->len && i < FRAME_POLICIES; i++) {
    const Ledger *ledger = ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger;
    g_autofree char *address = g_strconcat(ledger->id, "/", NULL);
    put_menu_item(worker, frame, ledger->id, ledger->title, address);
  }
  values_close(worker->values);

  values_list(worker->values, "menu");
  for (guint i = 0; !frame->inside && i < site->menu->len; i++) {
    const MenuItem *item = g_ptr_array_index(site->menu, i);
    put_menu_item(worker, frame, NULL, item->title, item->href);
  }
  values_close(worker->values);
}

/* Whether a menu of this page names the page itself. */
static bool in_own_menu(const Worker *worker)
{
  const Site *site = worker->build->site;

  for (guint i = 0; i < site->policies->len && i < FRAME_POLICIES; i++) {
    const char *id = ((const PolicySource *)g_ptr_array_index(site->policies, i))->ledger->id;
    if (g_str_has_prefix(worker->at, id) && strcmp(worker->at + strlen(id), "/") == 0)
      return true;
  }
  for (guint i = 0; i < site->menu->len; i++)
    if (strcmp(worker->at, ((const MenuItem *)g_ptr_array_index(site->menu, i))->href) == 0)
      return true;
  return false;
}

/* False: it is put already. Pages equally deep in the site have it in common, but for those that
 * stand in a menu of their own. */
static bool open_site(Worker *worker, const Frame *frame)
{
  if (frame->from_root || frame->inside || in_own_menu(worker)) {
    values_open(worker->values, "site");
    return true;
  }
  g_string_truncate(worker->href, 0);
  address_root(worker->at, worker->href);
  return values_open_kept(worker->values, "site", g_intern_string(worker->href->str));
}

void put_frame(Worker *worker, const Frame *frame)
{
  put_page(worker, frame);
  if (!open_site(worker, frame))
    return;
  put_contact(worker->values, worker->build->site);
  if (frame->from_root)
    values_string(worker->values, "home", worker->build->base_path);
  else
    put_href(worker, "home", "");
  put_menus(worker, frame);
  values_close(worker->values);
}
