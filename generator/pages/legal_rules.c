#include "pages/legal_rules.h"

#include "base/files.h"
#include "base/installed.h"
#include "base/text.h"
#include "ledger/entries.h"
#include "script/data.h"

#include <string.h>

enum { FILE_LIMIT = 1024 * 1024, RULE_LIMIT = 1000 };

struct LegalRules {
  GPtrArray *files; /* of DataFile: every string of a rule that is no folded word */
  GPtrArray *names; /* of char *: what the files are called */
  GPtrArray *rules; /* of LegalRule */
  GHashTable *ids;  /* id -> LegalRule */
};

static const DataField fields[] = {
  {"id", DATA_STRING, true, NULL},
  {"title", DATA_STRING, true, NULL},
  {"title_en", DATA_STRING, false, NULL},
  {"source", DATA_STRING, true, NULL},
  {"source_en", DATA_STRING, false, NULL},
  {"confirmed", DATA_STRING, false, NULL},
  {"confirmed_en", DATA_STRING, false, NULL},
  {"since", DATA_STRING, false, NULL},
  {"when", DATA_LIST, false, NULL},
  {"unless", DATA_LIST, false, NULL},
  {"look_for", DATA_LIST, false, NULL},
  {"at_least", DATA_NUMBER, false, NULL},
  {"page", DATA_STRING, false, NULL},
  {"advice", DATA_STRING, true, NULL},
  {"advice_en", DATA_STRING, false, NULL},
  {0},
};

static const DataForm forms[] = {{"rule", fields}, {0}};

static const char *const placeholders[] = {"@name", "@short", "@address", "@tel", NULL};

/* ---- what is owned ---- */

static void clear_wording(gpointer data)
{
  g_ptr_array_unref(((Wording *)data)->terms);
}

static GArray *wordings_new(void)
{
  GArray *wordings = g_array_new(FALSE, TRUE, sizeof(Wording));
  g_array_set_clear_func(wordings, clear_wording);
  return wordings;
}

static void free_rule(gpointer data)
{
  LegalRule *rule = data;
  g_array_unref(rule->when);
  g_array_unref(rule->unless);
  g_array_unref(rule->look_for);
  g_free(rule);
}

static LegalRules *rules_new(void)
{
  LegalRules *rules = g_new0(LegalRules, 1);
  rules->files = g_ptr_array_new_with_free_func((GDestroyNotify)data_file_free);
  rules->names = g_ptr_array_new_with_free_func(g_free);
  rules->rules = g_ptr_array_new_with_free_func(free_rule);
  rules->ids = g_hash_table_new(g_str_hash, g_str_equal);
  return rules;
}

void legal_rules_free(LegalRules *rules)
{
  if (rules == NULL)
    return;
  g_hash_table_unref(rules->ids);
  g_ptr_array_unref(rules->rules);
  g_ptr_array_unref(rules->names);
  g_ptr_array_unref(rules->files);
  g_free(rules);
}

guint legal_rules_count(const LegalRules *rules)
{
  return rules->rules->len;
}

const LegalRule *legal_rules_get(const LegalRules *rules, guint index)
{
  g_return_val_if_fail(index < rules->rules->len, NULL);
  return g_ptr_array_index(rules->rules, index);
}

/* ---- words ---- */

/* U+2010 to U+2015 and U+2212, which all stand for the hyphen of an address. */
static bool is_dash(gunichar c)
{
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

char *legal_fold(const char *text)
{
  g_autofree char *plain = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold(plain != NULL ? plain : "", -1);
  GString *out = g_string_sized_new(strlen(folded));

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (is_dash(c))
      g_string_append_c(out, '-');
    else if (!g_unichar_isspace(c))
      text_append(out, p, (gsize)(g_utf8_next_char(p) - p));
  }
  return g_string_free(out, FALSE);
}

/* The folded form of a word, which stands in its place; false where it is empty, or a name
 * with @ that stands for nothing. */
static bool read_word(const LegalRule *rule, const char *field, const Wording *wording, char **word,
                      Report *report)
{
  Place place = place_at(rule->file, rule->line, 0);
  g_autofree char *given = g_steal_pointer(word);
  const char *bare = given + (*given == '#');

  *word = *bare == '@' ? g_strdup(given) : legal_fold(given);
  if (*bare == '@' && !g_strv_contains(placeholders, bare)) {
    report_add(report, DIAG_RULE_PLACEHOLDER, place, bare, rule->id, NULL);
    return false;
  }
  if ((*word)[*given == '#'] != '\0')
    return true;
  report_add(report, DIAG_RULE_WORDS, place, field, wording->written, rule->id, NULL);
  return false;
}

/* The words of "手数料 円|無料": { "手数料" }, { "円", "無料" }. */
static void read_wording(const LegalRule *rule, const char *field, Wording *wording, Report *report)
{
  g_autofree char *spaced = g_utf8_normalize(wording->written, -1, G_NORMALIZE_ALL_COMPOSE);
  g_auto(GStrv) parts = g_strsplit_set(spaced, " \t\n\r", -1);
  bool good = true;

  wording->terms = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  for (char **part = parts; *part != NULL; part++) {
    if (**part == '\0')
      continue; /* white space at an end, or twice */
    char **words = g_strsplit(*part, "|", -1);
    g_ptr_array_add(wording->terms, words);
    for (char **word = words; *word != NULL && good; word++)
      good = read_word(rule, field, wording, word, report);
  }
  if (wording->terms->len == 0)
    report_add(report, DIAG_RULE_WORDS, place_at(rule->file, rule->line, 0), field,
               wording->written, rule->id, NULL);
}

static void read_wordings(const LegalRule *rule, const DataTable *table, const char *field,
                          GArray *into, Report *report)
{
  for (guint i = 0; i < data_list_length(table, field); i++) {
    Wording wording = {.written = data_list_string(table, field, i)};
    read_wording(rule, field, &wording, report);
    g_array_append_val(into, wording);
  }
}

/* ---- rules ---- */

/* A text, and the English one where there is one; NULL where it is left out or empty. */
static void read_text(const DataTable *table, const char *field, LegalText text)
{
  g_autofree char *english = g_strconcat(field, "_en", NULL);
  const char *words[] = {data_string(table, field), data_string(table, english)};

  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    text[i] = words[i] != NULL && *words[i] != '\0' ? words[i] : text[MESSAGES_JA];
}

/* One that must be there. */
static void read_needed(const LegalRule *rule, const DataTable *table, const char *field,
                        LegalText text, Report *report)
{
  read_text(table, field, text);
  if (text[MESSAGES_JA] == NULL)
    report_add(report, DIAG_FIELD_MISSING, place_at(rule->file, rule->line, 0), field, "rule",
               NULL);
}

/* Ids stand in JSON and in addresses of the manager's screen. */
static bool check_id(const LegalRules *rules, const LegalRule *rule, Report *report)
{
  Place place = place_at(rule->file, rule->line, 0);
  const LegalRule *first = g_hash_table_lookup(rules->ids, rule->id);

  if (*rule->id == '\0' || rule->id[strspn(rule->id, "abcdefghijklmnopqrstuvwxyz0123456789-")]) {
    report_add(report, DIAG_RULE_ID, place, rule->id, NULL);
    return false;
  }
  if (first == NULL)
    return true;
  g_autofree char *stands = g_strdup_printf("%s:%d", first->file, first->line);
  report_add(report, DIAG_RULE_TWICE, place, rule->id, stands, NULL);
  return false;
}

/* What is looked for: words, or what the page says by itself. */
static void read_wanted(LegalRule *rule, const DataTable *table, Report *report)
{
  Place place = place_at(rule->file, rule->line, 0);
  const char *page = data_string(table, "page");
  gint64 least = data_number(table, "at_least", 1);
  g_autofree char *given = g_strdup_printf("%" G_GINT64_FORMAT, least);
  g_autofree char *count = g_strdup_printf("%u", rule->look_for->len);

  rule->on_page = page != NULL;
  rule->at_least = (guint)CLAMP(least, 1, MAX(rule->look_for->len, 1));
  if (page != NULL && strcmp(page, "effective") != 0)
    report_add(report, DIAG_RULE_PAGE, place, page, NULL);
  if (page == NULL && rule->look_for->len == 0)
    report_add(report, DIAG_RULE_EMPTY, place, rule->id, NULL);
  else if (least != rule->at_least)
    report_add(report, DIAG_RULE_AT_LEAST, place, given, count, NULL);
}

/* What is at fault is reported; the rule is kept until all are read. */
static void read_rule(LegalRules *rules, const char *named, const DataCall *call, Report *report)
{
  const DataTable *table = call->table;
  LegalRule *rule = g_new0(LegalRule, 1);

  g_ptr_array_add(rules->rules, rule);
  rule->file = named;
  rule->line = call->line;
  rule->id = data_string(table, "id");
  read_text(table, "confirmed", rule->confirmed);
  rule->when = wordings_new();
  rule->unless = wordings_new();
  rule->look_for = wordings_new();
  rule->since = entry_day(call, "since", named, report);

  if (check_id(rules, rule, report))
    g_hash_table_insert(rules->ids, (gpointer)rule->id, rule);
  read_needed(rule, table, "title", rule->title, report);
  read_needed(rule, table, "source", rule->source, report);
  read_needed(rule, table, "advice", rule->advice, report);
  read_wordings(rule, table, "when", rule->when, report);
  read_wordings(rule, table, "unless", rule->unless, report);
  read_wordings(rule, table, "look_for", rule->look_for, report);
  read_wanted(rule, table, report);
}

/* ---- files ---- */

typedef struct {
  char *name; /* in its folder */
  char *path;
  char *named;
} RuleFile;

static void free_file(gpointer data)
{
  RuleFile *file = data;
  g_free(file->name);
  g_free(file->path);
  g_free(file->named);
  g_free(file);
}

static int by_name(gconstpointer a, gconstpointer b)
{
  const RuleFile *const *left = a, *const *right = b;
  return strcmp((*left)->name, (*right)->name);
}

/* Adds the files of a folder, but for names that are there already. */
static void gather(GPtrArray *files, const char *folder, const char *named, Report *report)
{
  g_autoptr(GPtrArray) found = files_walk(folder, named, ".lua", report);
  guint before = files->len;

  for (guint i = 0; i < found->len; i++) {
    const FoundFile *walked = g_ptr_array_index(found, i);
    bool taken = false;
    for (guint k = 0; k < before && !taken; k++)
      taken = strcmp(((RuleFile *)g_ptr_array_index(files, k))->name, walked->path) == 0;
    if (taken)
      continue;
    RuleFile *file = g_new0(RuleFile, 1);
    file->name = g_strdup(walked->path);
    file->path = g_build_filename(folder, walked->path, NULL);
    file->named = g_build_filename(named, walked->path, NULL);
    g_ptr_array_add(files, file);
  }
}

static void read_file(LegalRules *rules, RuleFile *file, Report *report)
{
  gsize size = 0;
  g_autofree char *bytes = file_read(file->path, file->named, FILE_LIMIT, &size, report);
  if (bytes == NULL)
    return;
  g_autofree char *source = text_normalise(bytes, size, file->named, NULL, report);
  if (source == NULL)
    return;
  char *named = g_steal_pointer(&file->named);
  g_ptr_array_add(rules->names, named);
  DataFile *data = data_file_run(source, named, forms, report);
  if (data == NULL)
    return;
  g_ptr_array_add(rules->files, data);
  if (rules->rules->len + data_file_count(data) > RULE_LIMIT) {
    g_autofree char *limit = g_strdup_printf("%d", RULE_LIMIT);
    report_add(report, DIAG_RULES_MANY, place_at(named, 0, 0), limit, NULL);
    return;
  }
  for (guint i = 0; i < data_file_count(data); i++)
    read_rule(rules, named, data_file_call(data, i), report);
}

LegalRules *legal_rules_of(const char *own, const char *standard, Report *report)
{
  g_autoptr(LegalRules) rules = rules_new();
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
  g_autoptr(Report) found = report_new();

  if (own != NULL) {
    g_autofree char *named = g_path_get_basename(own);
    gather(files, own, named, found);
  }
  if (standard != NULL)
    gather(files, standard, standard, found);
  g_ptr_array_sort(files, by_name);
  for (guint i = 0; i < files->len; i++)
    read_file(rules, g_ptr_array_index(files, i), found);

  bool good = !report_failed(found);
  report_merge(report, found);
  return good ? g_steal_pointer(&rules) : NULL;
}

LegalRules *legal_rules_read(const char *root, Report *report)
{
  g_autofree char *own = g_build_filename(root, "rules", NULL);
  g_autofree char *standard = installed_folder("generator/rules", "rules", "10-operator.lua");
  if (standard == NULL) {
    g_autofree char *place = installed_place("rules");
    report_add(report, DIAG_RULES_MISSING, place_none(), place, NULL);
    return NULL;
  }
  return legal_rules_of(own, standard, report);
}
