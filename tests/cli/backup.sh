#!/bin/sh
# kaitei backup and restore: an encrypted copy, a drill, a restore that keeps the erased erased; what is refused.
. tests/lib.sh
. tests/records-lib.sh
export LC_ALL=C.UTF-8
begin_records
begin_roster

exits "backed up" 0 kaitei --json backup
file=$(value "$out" d.file)
is "backed up: for nobody else" "$(stat -c %a "$file")" 600
like "backed up: its front is in words" "$file" '^kaitei-backup 1$'
not_ok "backed up: no name can be read in it" grep -aq '山田' "$file"
exits "to a file of one's own" 0 kaitei --quiet backup make "$SCRATCH/b.kaitei" --days 10
exits "never over a file" 1 kaitei backup make "$SCRATCH/b.kaitei"
exits "a number of days that cannot be" 2 kaitei backup --days 0
exits "a drill" 0 kaitei --json restore --drill "$SCRATCH/b.kaitei"
is "a drill: three people" "$(value "$out" 'd.present')" 3
exits "the records are as they were" 0 kaitei records verify

# --- what is refused ------------------------------------------------------------------------------------
cp "$SCRATCH/b.kaitei" "$SCRATCH/cut.kaitei" && truncate -s -100 "$SCRATCH/cut.kaitei"
exits "one that is cut off" 1 kaitei restore --drill "$SCRATCH/cut.kaitei"
cp "$SCRATCH/b.kaitei" "$SCRATCH/bad.kaitei"
printf 'X' | dd of="$SCRATCH/bad.kaitei" bs=1 seek=5000 conv=notrunc 2>/dev/null
exits "one that was altered" 1 kaitei restore --drill "$SCRATCH/bad.kaitei"
exits "one that is none" 1 kaitei restore --drill "$SCRATCH/roster.csv"
exits "one that is not there" 1 kaitei restore --drill "$SCRATCH/none"
exits "another's key" 0 sh -c 'mkdir -p "$1" && cp -R "$2/content" "$2/quizzes" "$1" && "$0" --site "$1" records init' "$KAITEI" "$SCRATCH/other" "$site"
exits "another's key: refused" 1 kaitei restore --drill --key "$SCRATCH/other/_records/backup-key" "$SCRATCH/b.kaitei"
exits "in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" restore --drill "$SCRATCH/roster.csv"
like "in Japanese: so" "$err" 'バックアップ'

# --- restored -------------------------------------------------------------------------------------------
kaitei staff leave 2 2026-04-30 >/dev/null
kaitei staff erase 2 --rule request --why 求めにより --yes >/dev/null
kaitei staff add --number 9 --name '後から 来た' >/dev/null
exits "not without an answer" 2 kaitei restore "$SCRATCH/b.kaitei"
is "not without an answer: nothing happened" "$(kaitei --json staff | grep -c number)" 3
exits "restored" 0 kaitei --json restore --yes "$SCRATCH/b.kaitei"
kept=$(value "$out" d.kept)
ok "restored: what was there is kept" test -s "$kept"
kaitei --json staff --left >"$SCRATCH/l"
is "restored: who came later is gone, who was erased stays so" "$(value "$SCRATCH/l" 'd.map(p => p.number).join()')" 3,1
not_ok "restored: the name is not in the file" grep -aq '佐藤' "$site/_records/store.db"
exits "restored: the records hold" 0 kaitei records verify

# --- deleted --------------------------------------------------------------------------------------------
exits "nothing is past its end" 0 kaitei --json backup prune
is "nothing is past its end: so" "$(value "$out" d.deleted)" 0
ok "nothing is past its end: it is there" test -s "$file"
ok "nothing is past its end: nor are the records from before" test -s "$kept"
mv "$kept" "$site/_records/store.db.before-$(( ($(date +%s) - 34 * 86400) * 1000 ))"
echo x >"$site/_records/store.db.before-1x"
exits "the records from before, after 34 days" 0 kaitei --json backup prune
is "the records from before, after 34 days: kept" "$(value "$out" d.kept)" 0
mv "$site"/_records/store.db.before-1?????* "$site/_records/store.db.before-$(( ($(date +%s) - 36 * 86400) * 1000 ))"
exits "the records from before, after 36 days" 0 kaitei --json backup prune
is "the records from before, after 36 days: deleted" "$(value "$out" d.kept)" 1
is "and nothing else of that name" "$(cd "$site/_records" && echo store.db.before-*)" store.db.before-1x
ok "and the records are there" kaitei records verify
done_testing
