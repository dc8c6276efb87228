#!/bin/sh
# kaitei records: made, checked, signed, anchored in git; tampering of every kind is found, and the event named.
. tests/lib.sh
. tests/records-lib.sh
export LC_ALL=C.UTF-8
begin_site
git -C "$site" init -q -b main && git -C "$site" add -A && git -C "$site" -c user.name=t -c user.email=t@example.org commit -qm begin
head=$(git -C "$site" rev-parse HEAD)

# --- made -----------------------------------------------------------------------------------------------
exits "made" 0 kaitei records init
for name in store.db key backup-key; do
  is "$name: for nobody else" "$(stat -c %a "$site/_records/$name")" 600
done
is "the folder: for nobody else" "$(stat -c %a "$site/_records")" 700
is "git sees nothing of it" "$(git -C "$site" status --porcelain -uall)" '?? content/certificates.lua'
like "the public key is a source" "$site/content/certificates.lua" '^key \{ public = "[0-9a-f]{64}"'
exits "never twice" 1 kaitei records init
exits "never twice, in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" records init
like "never twice, in Japanese: so" "$err" 'すでに記録'
exits "no site" 1 "$KAITEI" --site "$SCRATCH" records init
begin_roster

# --- looked at, signed ------------------------------------------------------------------------------------
exits "status" 0 kaitei --json records
is "status: three people, no checkpoint" "$(value "$out" '[d.present, d.checkpoint].join()')" 3,0
exits "a checkpoint" 0 kaitei records checkpoint
like "a checkpoint: its line" "$out" '^kaitei-checkpoint 1 [0-9a-f]{32} [0-9]+ [0-9a-f]{64} [0-9]+ [0-9a-f]{64} [0-9a-f]{128}$'
is "the branch has it" "$(git -C "$site" ls-tree -r --name-only kaitei-records | wc -l)" 1
is "the branch has that very line" "$(git -C "$site" show "kaitei-records:$(git -C "$site" ls-tree -r --name-only kaitei-records)")" "$(cat "$out")"
is "the branch names nobody" "$(git -C "$site" log -1 --format='%an %cn' kaitei-records)" 'kaitei kaitei'
is "HEAD stands where it stood" "$(git -C "$site" rev-parse HEAD)" "$head"
is "the work tree is as it was" "$(git -C "$site" status --porcelain -uall)" '?? content/certificates.lua'
exits "once more, with nothing new" 0 kaitei --json records checkpoint
is "once more: nothing is committed" "$(value "$out" d.committed)" 0
kaitei staff change 1 --at デイ >/dev/null
exits "another" 0 kaitei --json records checkpoint
is "another: behind the first" "$(git -C "$site" rev-list --count kaitei-records)" 2
exits "all holds" 0 kaitei --json records verify
is "all holds: two checkpoints, both outside" "$(value "$out" '[d.good, d.checkpoints, d.anchored, d.first_bad].join()')" true,2,2,0

# --- tampering ----------------------------------------------------------------------------------------------
# A session, so that there is a completion; then each fault in a copy.
session=$(kaitei --json record session plan $module --date 2026-04-30 --place 会議室 --lecturer 講師 --minutes 60 --as-of 2026-05-02 | sed -n 's/.*"session": "\(.*\)".*/\1/p')
kaitei record session hold "$session" --as-of 2026-05-02 >/dev/null
kaitei record session attend "$session" 2 --as-of 2026-05-02 >/dev/null
exits "with a completion, all holds" 0 kaitei records verify
cp "$site/_records/store.db" "$SCRATCH/sound.db"

# sql STATEMENTS: over the store, with its triggers taken away and put back.
sql()
{
  python3 - "$site/_records/store.db" "$1" <<'P'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
for name, _ in triggers:
    db.execute("DROP TRIGGER " + name)
db.executescript(sys.argv[2])
for _, text in triggers:
    db.execute(text)
db.commit()
P
  [ $? -eq 0 ] || give_up "the store could not be tampered with: $1"
}
if ! command -v python3 >/dev/null; then skip "tampering" "no python3 to tamper with"; else
  tampered() # NAME STATEMENTS FIRST-BAD
  {
    cp "$SCRATCH/sound.db" "$site/_records/store.db"
    sql "$2"
    exits "$1: found" 1 kaitei --json records verify
    is "$1: the event is named" "$(value "$out" d.first_bad)" "$3"
  }
  last=$(kaitei --json records | sed -n 's/.*"events": \([0-9]*\).*/\1/p')
  tampered "a flipped letter" "UPDATE events SET body = replace(body, 'デイ', 'デヤ') WHERE seq = 3" 3
  tampered "another moment" "UPDATE events SET at = at + 1 WHERE seq = 2" 2
  tampered "another actor" "UPDATE events SET actor = 'system' WHERE seq = 4" 4
  tampered "an event taken out" "DELETE FROM events WHERE seq = 3" 3
  tampered "two exchanged" "UPDATE events SET seq = -1 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = -1" 2
  tampered "another hash" "UPDATE events SET hash = CASE WHEN hash LIKE 'a%' THEN 'b' ELSE 'a' END || substr(hash, 2) WHERE seq = $last" "$last"

  # Cut off behind a checkpoint: the chain is sound, what lies outside of it tells.
  cp "$SCRATCH/sound.db" "$site/_records/store.db"
  sql "DELETE FROM events WHERE seq > 4"
  exits "the end cut off: found" 1 kaitei records verify
  # A table that says another thing than the events.
  cp "$SCRATCH/sound.db" "$site/_records/store.db"
  sql "UPDATE completions SET year = 2025"
  exits "a table altered: found" 1 kaitei records verify
  like "a table altered: told" "$err" 'record-table'
  exits "a table altered: worked out anew" 0 kaitei records rebuild --yes
  exits "a table altered: mended" 0 kaitei records verify
  # A name exchanged in the table of names.
  cp "$SCRATCH/sound.db" "$site/_records/store.db"
  sql "UPDATE people SET name = 'だれか' WHERE number = '1'"
  exits "a name exchanged: found" 1 kaitei records verify
  cp "$SCRATCH/sound.db" "$site/_records/store.db"
fi

# --- the anchor ---------------------------------------------------------------------------------------------
cp "$site/content/certificates.lua" "$SCRATCH/keys.lua"
: >"$site/content/certificates.lua"
exits "the key taken out of the sources: found" 1 kaitei records verify
cp "$SCRATCH/keys.lua" "$site/content/certificates.lua"
cp -R "$site" "$SCRATCH/anew"
rm -rf "$SCRATCH/anew/_records" "$SCRATCH/anew/content/certificates.lua"
"$KAITEI" --site "$SCRATCH/anew" records init >/dev/null 2>&1
exits "begun anew beside the old branch: found" 1 "$KAITEI" --site "$SCRATCH/anew" records verify
mv "$site/_records/key" "$SCRATCH/key"
exits "no key: no checkpoint" 1 kaitei records checkpoint
mv "$SCRATCH/key" "$site/_records/key"
chmod 644 "$site/_records/key"
exits "a key that others may read: refused" 1 kaitei records checkpoint
chmod 600 "$site/_records/key"

# --- accounts of the office -----------------------------------------------------------------------------------
exits "an account" 0 kaitei --json records account add sato --name '佐藤 太郎' --role training
is "an account: an invitation" "$(value "$out" '/^[2-9A-HJKMNP-Z]{12}$/.test(d.code)')" true
exits "an account twice" 1 kaitei records account add sato --name x
exits "a login that cannot be" 1 kaitei records account add 'S A' --name x
exits "a role that is none" 2 kaitei records account add tanaka --name x --role boss
kaitei --json records account add boss --name 理事長 >/dev/null
exits "changed" 0 kaitei records account change sato --role publishing --mail sato@example.jp
exits "changed to a role that is none" 2 kaitei records account change sato --role boss
exits "the last who may do all stays so" 1 kaitei records account change boss --role training
kaitei --json records account >"$SCRATCH/a"
is "changed: the role, and the name as it was" "$(value "$SCRATCH/a" 'd.map(a => a.login + a.role + a.name).join()')" 'bossall理事長,satopublishing佐藤 太郎'
exits "invited again" 0 kaitei records account invite sato
exits "ended" 0 kaitei records account end sato
exits "nobody of that name" 1 kaitei records account end nobody
kaitei --json records account >"$SCRATCH/a"
is "the accounts" "$(value "$SCRATCH/a" 'd.map(a => a.login + a.state + a.role).join()')" bossinvitedall,satoendedpublishing
exits "after all of it the records hold" 0 kaitei records verify
done_testing
