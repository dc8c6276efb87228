/* The tables. */
#include "records/schema.h"

/* What was recorded. REPLACE would delete without asking a trigger on DELETE, so that inserting
 * over what is there is refused as well. */
#define THE_RECORD \
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;" \
  "CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL," \
  "  subject TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL) STRICT;" \
  "CREATE INDEX events_subject ON events (subject, seq) WHERE subject <> '';" \
  "CREATE TRIGGER events_update BEFORE UPDATE ON events" \
  "  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;" \
  "CREATE TRIGGER events_delete BEFORE DELETE ON events" \
  "  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;" \
  "CREATE TRIGGER events_insert BEFORE INSERT ON events" \
  "  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)" \
  "  BEGIN SELECT RAISE(ABORT, 'events count up'); END;" \
  "CREATE TABLE texts (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;" \
  "CREATE TRIGGER texts_update BEFORE UPDATE ON texts" \
  "  BEGIN SELECT RAISE(ABORT, 'texts are never changed'); END;" \
  "CREATE TRIGGER texts_delete BEFORE DELETE ON texts" \
  "  BEGIN SELECT RAISE(ABORT, 'texts are never deleted'); END;" \
  "CREATE TRIGGER texts_insert BEFORE INSERT ON texts" \
  "  WHEN EXISTS (SELECT 1 FROM texts WHERE hash = NEW.hash)" \
  "  BEGIN SELECT RAISE(ABORT, 'texts are kept once'); END;" \
  "CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL," \
  "  key TEXT NOT NULL, signature TEXT NOT NULL, event INTEGER NOT NULL) STRICT;" \
  "CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints" \
  "  BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;" \
  "CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints" \
  "  BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END;" \
  "CREATE TRIGGER checkpoints_insert BEFORE INSERT ON checkpoints" \
  "  WHEN EXISTS (SELECT 1 FROM checkpoints WHERE seq = NEW.seq)" \
  "  BEGIN SELECT RAISE(ABORT, 'checkpoints are kept once'); END;"

/* Indices called standing hold all that a report reads (standing.c): a large store has fifty
 * thousand people, and each row that is read besides is a page from the disk.
 *
 * Who there is; attempts, whose limit is here. References are looked at when the transaction ends,
 * so that the tables can be emptied and made anew. */
#define DERIVED_ATTEMPTS \
  "CREATE TABLE staff (id TEXT PRIMARY KEY, state INTEGER NOT NULL, site TEXT NOT NULL," \
  "  role TEXT NOT NULL, groups TEXT NOT NULL, joined TEXT NOT NULL, left_on TEXT NOT NULL," \
  "  seal TEXT NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;" \
  "CREATE TABLE attempts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE," \
  "  subject TEXT NOT NULL REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED," \
  "  module TEXT NOT NULL, text TEXT NOT NULL, round TEXT NOT NULL," \
  "  number INTEGER NOT NULL CHECK (number >= 1), most INTEGER NOT NULL," \
  "  lang TEXT NOT NULL, medium INTEGER NOT NULL, form TEXT NOT NULL, begun INTEGER NOT NULL," \
  "  finished INTEGER, finished_seq INTEGER, units INTEGER, whole INTEGER, percent INTEGER," \
  "  must_missed INTEGER, passed INTEGER, on_day TEXT NOT NULL DEFAULT ''," \
  "  UNIQUE (subject, module, round, number)," \
  "  CONSTRAINT no_more_attempts CHECK (most = 0 OR number <= most)) STRICT;" \
  "CREATE INDEX attempts_standing ON attempts (subject, seq, module, round, id, most, begun," \
  "  finished_seq, percent);" \
  "CREATE UNIQUE INDEX attempts_open ON attempts (subject, module, round)" \
  "  WHERE finished IS NULL AND medium = 0;" \
  "CREATE TRIGGER attempts_insert BEFORE INSERT ON attempts" \
  "  WHEN NEW.number <> 1 + (SELECT count(*) FROM attempts WHERE subject = NEW.subject" \
  "    AND module = NEW.module AND round = NEW.round)" \
  "  BEGIN SELECT RAISE(ABORT, 'attempts count up'); END;" \
  "CREATE TABLE answers (attempt INTEGER NOT NULL REFERENCES attempts (seq)" \
  "  DEFERRABLE INITIALLY DEFERRED, place INTEGER NOT NULL, answer TEXT NOT NULL," \
  "  seq INTEGER NOT NULL, PRIMARY KEY (attempt, place)) STRICT, WITHOUT ROWID;" \
  "CREATE TRIGGER answers_insert BEFORE INSERT ON answers" \
  "  WHEN (SELECT finished FROM attempts WHERE seq = NEW.attempt) IS NOT NULL" \
  "  BEGIN SELECT RAISE(ABORT, 'the attempt is finished'); END;" \
  "CREATE TABLE grants (seq INTEGER PRIMARY KEY, subject TEXT NOT NULL, module TEXT NOT NULL," \
  "  round TEXT NOT NULL, more INTEGER NOT NULL CHECK (more > 0)) STRICT;" \
  "CREATE INDEX grants_of ON grants (subject, module, round);" \
  "CREATE TABLE papers (seq INTEGER PRIMARY KEY, attempt TEXT NOT NULL UNIQUE," \
  "  subject TEXT NOT NULL, form TEXT NOT NULL, on_day TEXT NOT NULL," \
  "  UNIQUE (subject, form, on_day)) STRICT;"

#define DERIVED_COMPLETIONS \
  "CREATE TABLE clause_sets (id INTEGER PRIMARY KEY, clauses TEXT NOT NULL UNIQUE) STRICT;" \
  "CREATE TABLE completions (seq INTEGER PRIMARY KEY," \
  "  subject TEXT NOT NULL REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED," \
  "  module TEXT NOT NULL, year INTEGER NOT NULL, round TEXT NOT NULL, revision TEXT NOT NULL," \
  "  on_day TEXT NOT NULL, at INTEGER NOT NULL, attempt TEXT NOT NULL, gathering TEXT NOT NULL," \
  "  medium TEXT NOT NULL, percent INTEGER NOT NULL," \
  "  clauses INTEGER NOT NULL REFERENCES clause_sets (id) DEFERRABLE INITIALLY DEFERRED," \
  "  voided INTEGER NOT NULL DEFAULT 0) STRICT;" \
  "CREATE UNIQUE INDEX completions_one ON completions (subject, module, round) WHERE voided = 0;" \
  "CREATE INDEX completions_standing ON completions (subject, seq, module, round, revision," \
  "  on_day, at, attempt, gathering, medium, percent, clauses, voided);" \
  "CREATE INDEX completions_gathering ON completions (gathering) WHERE gathering <> '';" \
  "CREATE TABLE demands (round TEXT PRIMARY KEY, policy TEXT NOT NULL, revision TEXT NOT NULL," \
  "  clauses TEXT NOT NULL, due TEXT NOT NULL, reason TEXT NOT NULL, seq INTEGER NOT NULL," \
  "  dropped INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

#define DERIVED_OTHERS \
  "CREATE TABLE gatherings (id TEXT PRIMARY KEY, state INTEGER NOT NULL, module TEXT NOT NULL," \
  "  date TEXT NOT NULL, place TEXT NOT NULL, seal TEXT NOT NULL, minutes INTEGER NOT NULL," \
  "  note TEXT NOT NULL, material TEXT NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;" \
  "CREATE INDEX gatherings_date ON gatherings (date, id);" \
  "CREATE TABLE attendance (seq INTEGER PRIMARY KEY, gathering TEXT NOT NULL REFERENCES" \
  "  gatherings (id) DEFERRABLE INITIALLY DEFERRED, subject TEXT NOT NULL, at INTEGER NOT NULL," \
  "  voided INTEGER NOT NULL DEFAULT 0) STRICT;" \
  "CREATE UNIQUE INDEX attendance_one ON attendance (gathering, subject) WHERE voided = 0;" \
  "CREATE INDEX attendance_subject ON attendance (subject, seq);" \
  "CREATE TABLE rules (module TEXT PRIMARY KEY, sites TEXT NOT NULL, roles TEXT NOT NULL," \
  "  groups TEXT NOT NULL, due TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL," \
  "  at INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;" \
  "CREATE TABLE exemptions (subject TEXT NOT NULL, module TEXT NOT NULL, reason TEXT NOT NULL," \
  "  until TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL," \
  "  PRIMARY KEY (subject, module)) STRICT, WITHOUT ROWID;" \
  "CREATE TABLE corrections (seq INTEGER PRIMARY KEY, of_seq INTEGER NOT NULL," \
  "  subject TEXT NOT NULL, field TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL," \
  "  why TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL) STRICT;" \
  "CREATE INDEX corrections_of ON corrections (of_seq);" \
  "CREATE INDEX corrections_subject ON corrections (subject, seq);" \
  "CREATE TABLE offices (account TEXT PRIMARY KEY, role INTEGER NOT NULL, ended INTEGER NOT NULL," \
  "  seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

/* What can be erased. `site` stands here once more, for the order of lists. */
#define ABOUT_PERSONS \
  "CREATE TABLE people (id TEXT PRIMARY KEY REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED," \
  "  salt TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, kana TEXT NOT NULL," \
  "  site TEXT NOT NULL, lang TEXT NOT NULL, ruby INTEGER NOT NULL," \
  "  slip TEXT, slip_ends INTEGER NOT NULL DEFAULT 0, pin TEXT," \
  "  tries INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT " \
  "ROWID;" \
  "CREATE UNIQUE INDEX people_number ON people (number) WHERE number <> '';" \
  "CREATE UNIQUE INDEX people_slip ON people (slip) WHERE slip IS NOT NULL;" \
  "CREATE INDEX people_order ON people (site, kana, number, id, name, lang, ruby);" \
  "CREATE TABLE lecturers (gathering TEXT PRIMARY KEY, salt TEXT NOT NULL, name TEXT NOT NULL)" \
  "  STRICT, WITHOUT ROWID;" \
  "CREATE TABLE certificates (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE," \
  "  completion INTEGER NOT NULL UNIQUE, subject TEXT NOT NULL, statement TEXT NOT NULL," \
  "  signature TEXT NOT NULL, salt TEXT NOT NULL, at INTEGER NOT NULL, sha256 TEXT NOT NULL," \
  "  pdf BLOB NOT NULL) STRICT;" \
  "CREATE INDEX certificates_subject ON certificates (subject, seq);" \
  "CREATE TABLE accounts (id TEXT PRIMARY KEY REFERENCES offices (account)" \
  "  DEFERRABLE INITIALLY DEFERRED, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL," \
  "  mail TEXT NOT NULL, invitation TEXT, invited_till INTEGER NOT NULL DEFAULT 0," \
  "  passphrase TEXT, totp TEXT, totp_last INTEGER NOT NULL DEFAULT 0," \
  "  tries INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT " \
  "ROWID;" \
  "CREATE UNIQUE INDEX accounts_invitation ON accounts (invitation) WHERE invitation IS NOT NULL;" \
  "CREATE TABLE recovery (account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE," \
  "  hash TEXT NOT NULL, PRIMARY KEY (account, hash)) STRICT, WITHOUT ROWID;" \
  "CREATE TABLE sessions (hash TEXT PRIMARY KEY, whom TEXT NOT NULL, half INTEGER NOT NULL," \
  "  begun INTEGER NOT NULL, ends INTEGER NOT NULL, form_token TEXT NOT NULL) STRICT, WITHOUT " \
  "ROWID;" \
  "CREATE INDEX sessions_whom ON sessions (whom, begun);" \
  "CREATE INDEX sessions_ends ON sessions (ends);" \
  "CREATE TABLE practice (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL," \
  "  module TEXT NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL," \
  "  right INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;" \
  "CREATE INDEX practice_of ON practice (subject, module, id);" \
  "CREATE INDEX practice_at ON practice (at);" \
  "CREATE TABLE drafts (subject TEXT NOT NULL, form TEXT NOT NULL, module TEXT NOT NULL," \
  "  round TEXT NOT NULL, on_day TEXT NOT NULL, answers TEXT NOT NULL, actor TEXT NOT NULL," \
  "  at INTEGER NOT NULL, PRIMARY KEY (subject, form)) STRICT, WITHOUT ROWID;"

const char *const schema_steps[] = {
  THE_RECORD DERIVED_ATTEMPTS DERIVED_COMPLETIONS DERIVED_OTHERS ABOUT_PERSONS,
  NULL,
};

const DerivedTable schema_derived[] = {
  {"staff", "id"},        {"attempts", "seq"},    {"answers", "attempt, place"},
  {"grants", "seq"},      {"papers", "seq"},      {"clause_sets", "id"},
  {"completions", "seq"}, {"demands", "round"},   {"gatherings", "id"},
  {"attendance", "seq"},  {"rules", "module"},    {"exemptions", "subject, module"},
  {"corrections", "seq"}, {"offices", "account"}, {NULL, NULL},
};

int schema_newest(const char *const *steps)
{
  return (int)g_strv_length((char **)steps);
}

int schema_of(Store *store, Report *report)
{
  gint64 version = 0;
  return sql_number(store, report, &version, NULL, "PRAGMA user_version", "") ? (int)version : -1;
}

static bool take_steps(Store *store, const char *const *steps, Report *report)
{
  int from = schema_of(store, report);
  if (from < 0)
    return false;
  for (int i = from; steps[i] != NULL; i++)
    if (!database_script(store, steps[i], report))
      return false;
  g_autofree char *marks = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                           (int)SCHEMA_ID, MAX(from, schema_newest(steps)));
  return database_script(store, marks, report);
}

bool schema_bring(Store *store, const char *const *steps, Report *report)
{
  if (!database_script(store, "BEGIN IMMEDIATE", report))
    return false;
  bool ok = take_steps(store, steps, report) && database_script(store, "COMMIT", report);
  if (!ok && !sqlite3_get_autocommit(store->db))
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  return ok;
}
