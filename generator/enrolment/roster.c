#include "enrolment/roster.h"

#include "base/text.h"
#include "enrolment/csv.h"
#include "enrolment/leaving.h"
#include "records/event.h"
#include "records/staff.h"

#include <string.h>

enum { FIELD_MOST = 200, FAULTS_MOST = 100 };

typedef enum { NUMBER, NAME, KANA, SITE, ROLE, GROUPS, JOINED, LEFT, LANG, COLUMNS } Column;

static const struct {
  const char *name;       /* as changes call it */
  const char *titles[10]; /* as the first line may */
} columns[COLUMNS] = {
  {"number", {"職員番号", "社員番号", "番号", "number", "no", NULL}},
  {"name", {"氏名", "名前", "name", NULL}},
  {"kana", {"ふりがな", "フリガナ", "よみ", "ヨミ", "かな", "カナ", "kana", "reading", NULL}},
  {"site", {"事業所", "所属", "拠点", "site", NULL}},
  {"role", {"職種", "職名", "役割", "role", NULL}},
  {"groups", {"グループ", "区分", "groups", "group", NULL}},
  {"joined", {"入職日", "入社日", "採用日", "joined", NULL}},
  {"left", {"退職日", "離職日", "left", NULL}},
  {"lang", {"言語", "lang", "language", NULL}},
};

/* A row's fields by column; NULL where the file has no such column. */
typedef struct {
  int line;
  char *fields[COLUMNS];
  Day joined, left;
  char **groups;
} Entry;

static void entry_clear(gpointer data)
{
  Entry *entry = data;
  for (guint i = 0; i < COLUMNS; i++)
    g_free(entry->fields[i]);
  g_strfreev(entry->groups);
}

static void change_free(gpointer data)
{
  RosterChange *change = data;
  g_free(change->field);
  g_free(change->old);
  g_free(change->new);
  g_free(change);
}

static void row_free(gpointer data)
{
  RosterRow *row = data;
  char *strings[] = {row->subject, row->number, row->name,   row->kana,
                     row->site,    row->role,   row->groups, row->lang};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_ptr_array_unref(row->changes);
  g_free(row);
}

void roster_free(Roster *roster)
{
  if (roster == NULL)
    return;
  g_ptr_array_unref(roster->rows);
  g_free(roster->encoding);
  g_strfreev(roster->ignored);
  g_free(roster);
}

static Roster *roster_new(void)
{
  Roster *roster = g_new0(Roster, 1);
  roster->rows = g_ptr_array_new_with_free_func(row_free);
  return roster;
}

/* --- the first line ----------------------------------------------------------------------- */

static int column_of(const char *title)
{
  g_autofree char *folded = g_utf8_strdown(title, -1);
  for (int i = 0; i < COLUMNS; i++)
    for (const char *const *name = columns[i].titles; *name != NULL; name++)
      if (strcmp(folded, *name) == 0)
        return i;
  return -1;
}

/* Which column each field is; `at` has COLUMNS entries, -1 where the file has not got it. */
static bool read_titles(const CsvRow *row, int at[COLUMNS], GPtrArray *ignored, const char *named,
                        Report *report)
{
  bool good = true;
  for (int i = 0; i < COLUMNS; i++)
    at[i] = -1;
  for (guint i = 0; i < row->fields->len; i++) {
    const char *title = g_ptr_array_index(row->fields, i);
    int column = column_of(title);
    if (column < 0 && *title != '\0')
      g_ptr_array_add(ignored, g_strdup(title));
    if (column >= 0 && at[column] >= 0) {
      report_add(report, DIAG_ROSTER_COLUMN_TWICE, place_at(named, row->line, 0), title, NULL);
      good = false;
    } else if (column >= 0) {
      at[column] = (int)i;
    }
  }
  static const Column needed[] = {NUMBER, NAME};
  for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
    if (at[needed[i]] < 0) {
      report_add(report, DIAG_ROSTER_COLUMN, place_at(named, row->line, 0),
                 columns[needed[i]].titles[0], columns[needed[i]].name, NULL);
      good = false;
    }
  return good;
}

/* --- the other lines ---------------------------------------------------------------------- */

typedef struct {
  const char *named;
  GArray *entries;     /* of Entry */
  GHashTable *numbers; /* number → line */
  guint faults;
  Report *report;
} Reading;

static bool fault(Reading *reading, DiagCode code, int line, const char *title, const char *given)
{
  if (reading->faults++ < FAULTS_MOST)
    report_add(reading->report, code, place_at(reading->named, line, 0), title, given, NULL);
  return false;
}

static bool field_good(Reading *reading, const Entry *entry, Column column)
{
  const char *text = entry->fields[column];
  if (text == NULL)
    return true;
  g_autofree char *visible = text_visible(text);
  if (!text_is_line(text) || g_utf8_strlen(text, -1) > FIELD_MOST)
    return fault(reading, DIAG_ROSTER_FIELD, entry->line, columns[column].titles[0], visible);
  if (*text == '\0' && (column == NUMBER || column == NAME))
    return fault(reading, DIAG_ROSTER_MISSING, entry->line, columns[column].titles[0], "");
  if (column == LANG && *text != '\0' && strcmp(text, "ja") != 0 && strcmp(text, "easy") != 0 &&
      strcmp(text, "en") != 0)
    return fault(reading, DIAG_ROSTER_LANG, entry->line, columns[column].titles[0], visible);
  return true;
}

static bool day_good(Reading *reading, const Entry *entry, Column column, Day *day)
{
  const char *text = entry->fields[column];
  if (text == NULL || *text == '\0')
    return true;
  /* Excel writes 2026/4/1. */
  g_autofree char *dashed = g_strdelimit(g_strdup(text), "/", '-');
  WarekiReading read = wareki_read(strchr(text, '/') != NULL ? dashed : text);
  *day = read.day;
  if ((read.status == WAREKI_OK || read.status == WAREKI_PAST_END) && day_exact(read.day) &&
      !read.mismatch)
    return true;
  g_autofree char *visible = text_visible(text);
  *day = (Day){0};
  return fault(reading, DIAG_ROSTER_DAY, entry->line, columns[column].titles[0], visible);
}

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Groups, parted by spaces, commas or 、; sorted, each once. */
static char **read_groups(const char *text)
{
  g_autoptr(GString) plain = g_string_new(text);
  g_string_replace(plain, "、", " ", 0);
  g_string_replace(plain, "　", " ", 0);
  g_auto(GStrv) words = g_strsplit_set(plain->str, " ,;\t", -1);
  g_autoptr(GPtrArray) groups = g_ptr_array_new();
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_ptr_array_find_with_equal_func(groups, *word, g_str_equal, NULL))
      g_ptr_array_add(groups, *word);
  g_ptr_array_sort(groups, by_text);
  char **list = g_new0(char *, groups->len + 1);
  for (guint i = 0; i < groups->len; i++)
    list[i] = g_strdup(g_ptr_array_index(groups, i));
  return list;
}

static void read_entry(Reading *reading, const CsvRow *row, const int at[COLUMNS])
{
  Entry entry = {.line = row->line};
  bool good = true;
  for (int i = 0; i < COLUMNS; i++)
    if (at[i] >= 0)
      entry.fields[i] = g_strdup(
        (guint)at[i] < row->fields->len ? g_ptr_array_index(row->fields, (guint)at[i]) : "");
  for (int i = 0; i < COLUMNS; i++)
    good = field_good(reading, &entry, (Column)i) && good;
  good = day_good(reading, &entry, JOINED, &entry.joined) && good;
  good = day_good(reading, &entry, LEFT, &entry.left) && good;
  if (entry.fields[GROUPS] != NULL)
    entry.groups = read_groups(entry.fields[GROUPS]);
  if (good && g_hash_table_contains(reading->numbers, entry.fields[NUMBER]))
    good = fault(reading, DIAG_ROSTER_TWICE, entry.line, entry.fields[NUMBER], "");
  if (good)
    g_hash_table_insert(reading->numbers, entry.fields[NUMBER], GINT_TO_POINTER(entry.line));
  g_array_append_val(reading->entries, entry);
}

/* All entries of the file; NULL where something was reported. */
static GArray *read_file(const char *bytes, gsize size, const char *named, Roster *roster,
                         Report *report)
{
  if (size > ROSTER_LIMIT) {
    report_add(report, DIAG_ROSTER_TOO_LARGE, place_at(named, 0, 0), NULL);
    return NULL;
  }
  g_autoptr(Csv) csv = csv_read(bytes, size, ROSTER_ROWS, named, report);
  if (csv == NULL)
    return NULL;
  roster->encoding = g_strdup(csv->encoding);
  g_autoptr(GPtrArray) ignored = g_ptr_array_new_with_free_func(g_free);
  int at[COLUMNS];
  bool titled = read_titles(g_ptr_array_index(csv->rows, 0), at, ignored, named, report);
  g_ptr_array_add(ignored, NULL);
  roster->ignored = g_strdupv((char **)ignored->pdata);
  if (!titled)
    return NULL;
  g_autoptr(GArray) entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  g_array_set_clear_func(entries, entry_clear);
  g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
  Reading reading = {named, entries, numbers, 0, report};
  for (guint i = 1; i < csv->rows->len; i++)
    read_entry(&reading, g_ptr_array_index(csv->rows, i), at);
  return reading.faults == 0 ? g_steal_pointer(&entries) : NULL;
}

/* --- held against the store --------------------------------------------------------------- */

/* What the person would be: the file's where it has the column and, for all but 退職日, a value; else
 * as it is. */
static RosterRow *row_of(const Entry *entry, const Person *now)
{
  RosterRow *row = g_new0(RosterRow, 1);
  g_autofree char *groups = now != NULL ? g_strjoinv(" ", now->groups) : g_strdup("");
  g_autofree char *given = entry->groups != NULL ? g_strjoinv(" ", entry->groups) : NULL;
  const char *const had[] = {now ? now->number : "", now ? now->name : "", now ? now->kana : "",
                             now ? now->site : "",   now ? now->role : "", groups};
  char **const into[] = {&row->number, &row->name, &row->kana, &row->site, &row->role};
  for (guint i = NUMBER; i <= ROLE; i++)
    *into[i] = g_strdup(entry->fields[i] != NULL ? entry->fields[i] : had[i]);
  row->groups = g_strdup(given != NULL ? given : groups);
  const char *lang = entry->fields[LANG];
  row->lang = g_strdup(lang != NULL && *lang != '\0' ? lang : now != NULL ? now->lang : "ja");
  row->joined = day_known(entry->joined) ? entry->joined : now != NULL ? now->joined : (Day){0};
  row->left = entry->fields[LEFT] != NULL ? entry->left : now != NULL ? now->left : (Day){0};
  row->line = entry->line;
  row->subject = now != NULL ? g_strdup(now->id) : NULL;
  row->changes = g_ptr_array_new_with_free_func(change_free);
  return row;
}

static void note_change(RosterRow *row, Column column, const char *old, const char *new)
{
  if (strcmp(old, new) == 0)
    return;
  RosterChange *change = g_new0(RosterChange, 1);
  change->field = g_strdup(columns[column].name);
  change->old = g_strdup(old);
  change->new = g_strdup(new);
  g_ptr_array_add(row->changes, change);
}

static void note_changes(RosterRow *row, const Person *now)
{
  g_autofree char *groups = g_strjoinv(" ", now->groups);
  g_autofree char *joined = day_iso(row->joined), *had_joined = day_iso(now->joined);
  g_autofree char *left = day_iso(row->left), *had_left = day_iso(now->left);
  note_change(row, NAME, now->name, row->name);
  note_change(row, KANA, now->kana, row->kana);
  note_change(row, SITE, now->site, row->site);
  note_change(row, ROLE, now->role, row->role);
  note_change(row, GROUPS, groups, row->groups);
  note_change(row, JOINED, had_joined, joined);
  note_change(row, LEFT, had_left, left);
  note_change(row, LANG, now->lang, row->lang);
}

static void add_missing(Roster *roster, const Person *person)
{
  Entry entry = {0};
  RosterRow *row = row_of(&entry, person);
  row->fate = ROSTER_MISSING;
  roster->missing++;
  g_ptr_array_add(roster->rows, row);
}

static int by_number(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const Person *const *)a)->number, (*(const Person *const *)b)->number);
}

/* Everybody on the roster, by number → Person; the array owns them. */
static GPtrArray *read_people(const Enrolment *with, Report *report)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
  g_autofree char *after = NULL;
  for (;;) {
    g_autoptr(GPtrArray) chunk = staff_chunk(with->store, after, report);
    if (chunk == NULL)
      return NULL;
    guint count = chunk->len;
    g_ptr_array_set_free_func(chunk, NULL);
    for (guint i = 0; i < count; i++)
      g_ptr_array_add(people, g_ptr_array_index(chunk, i));
    if (count == 0)
      break;
    g_free(after);
    after = g_strdup(((const Person *)g_ptr_array_index(people, people->len - 1))->id);
    if (count < STORE_CHUNK)
      break;
  }
  g_ptr_array_sort(people, by_number);
  return g_steal_pointer(&people);
}

static void hold_against(Roster *roster, const GArray *entries, const GPtrArray *people)
{
  g_autoptr(GHashTable) by = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < people->len; i++) {
    Person *person = g_ptr_array_index(people, i);
    if (*person->number != '\0')
      g_hash_table_insert(by, person->number, person);
  }
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    Person *now = g_hash_table_lookup(by, entry->fields[NUMBER]);
    RosterRow *row = row_of(entry, now);
    g_hash_table_add(seen, now);
    if (now != NULL)
      note_changes(row, now);
    row->fate = now == NULL ? ROSTER_ADDED : row->changes->len > 0 ? ROSTER_CHANGED : ROSTER_SAME;
    roster->added += row->fate == ROSTER_ADDED;
    roster->changed += row->fate == ROSTER_CHANGED;
    roster->same += row->fate == ROSTER_SAME;
    g_ptr_array_add(roster->rows, row);
  }
  for (guint i = 0; i < people->len; i++) {
    const Person *person = g_ptr_array_index(people, i);
    if (!g_hash_table_contains(seen, person) && person->state == STAFF_PRESENT)
      add_missing(roster, person);
  }
}

Roster *roster_parse(const char *bytes, gsize size, const char *named, Report *report)
{
  g_autoptr(Roster) roster = roster_new();
  g_autoptr(GArray) entries = read_file(bytes, size, named, roster, report);
  g_autoptr(GPtrArray) nobody = g_ptr_array_new();
  if (entries == NULL)
    return NULL;
  hold_against(roster, entries, nobody);
  return g_steal_pointer(&roster);
}

/* Whoever leaves on a day that has not come is there until then. */
static void put_off_leaving(const Enrolment *with, GArray *entries, const char *named,
                            Report *report)
{
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = &g_array_index(entries, Entry, i);
    if (leaving_day_good(with, entry->left))
      continue;
    g_autofree char *day = day_iso(entry->left);
    report_add(report, DIAG_ROSTER_LEFT_AHEAD, place_at(named, entry->line, 0),
               entry->fields[NUMBER], day, NULL);
    entry->left = (Day){0};
  }
}

Roster *roster_read(const Enrolment *with, const char *bytes, gsize size, const char *named,
                    Report *report)
{
  g_autoptr(Roster) roster = roster_new();
  g_autoptr(GArray) entries = read_file(bytes, size, named, roster, report);
  if (entries == NULL)
    return NULL;
  put_off_leaving(with, entries, named, report);
  roster->seq = roster_seq(with, report);
  g_autoptr(GPtrArray) people = roster->seq >= 0 ? read_people(with, report) : NULL;
  if (people == NULL)
    return NULL;
  hold_against(roster, entries, people);
  return g_steal_pointer(&roster);
}

/* --- applying ----------------------------------------------------------------------------- */

gint64 roster_seq(const Enrolment *with, Report *report)
{
  EventQuery query = {.kind = "staff.", .limit = 1, .newest_first = true};
  g_autoptr(GPtrArray) events = events_read(with->store, &query, report);
  if (events == NULL)
    return -1;
  return events->len > 0 ? ((const Event *)g_ptr_array_index(events, 0))->seq : 0;
}

static Person as_person(const RosterRow *row, char **groups)
{
  return (Person){.id = row->subject,
                  .number = row->number,
                  .name = row->name,
                  .kana = row->kana,
                  .site = row->site,
                  .role = row->role,
                  .groups = groups,
                  .joined = row->joined,
                  .lang = row->lang,
                  .ruby = true};
}

/* Left, stayed or returned, as the row says. */
static bool apply_left(const Enrolment *with, const RosterRow *row, const char *subject, Day had,
                       Report *report)
{
  if (day_compare(row->left, had) == 0)
    return true;
  if (day_known(row->left))
    return leaving_record(with, subject, row->left, "名簿の読み込み", report);
  return staff_return(with->store, &with->act, subject, with->today, report);
}

static bool apply_row(const Enrolment *with, const RosterRow *row, Report *report)
{
  g_auto(GStrv) groups = read_groups(row->groups);
  Person person = as_person(row, groups);
  if (row->fate == ROSTER_ADDED) {
    g_autofree char *id = NULL;
    return staff_add(with->store, &with->act, &person, &id, report) &&
           apply_left(with, row, id, (Day){0}, report);
  }
  g_autoptr(Person) now = NULL;
  if (!staff_find(with->store, row->subject, &now, report))
    return false;
  if (now == NULL) {
    report_add(report, DIAG_ROSTER_MOVED, place_none(), NULL);
    return false;
  }
  person.ruby = now->ruby; /* their own setting */
  return staff_change(with->store, &with->act, &person, report) &&
         apply_left(with, row, row->subject, now->left, report);
}

bool roster_apply(const Enrolment *with, const Roster *roster, Report *report)
{
  gint64 seq = roster_seq(with, report);
  if (seq >= 0 && seq != roster->seq)
    report_add(report, DIAG_ROSTER_MOVED, place_none(), NULL);
  if (seq != roster->seq)
    return false;
  for (guint i = 0; i < roster->rows->len; i++) {
    const RosterRow *row = g_ptr_array_index(roster->rows, i);
    if ((row->fate == ROSTER_ADDED || row->fate == ROSTER_CHANGED) && !apply_row(with, row, report))
      return false;
  }
  return true;
}
