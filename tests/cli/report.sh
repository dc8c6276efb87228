#!/bin/sh
# kaitei report: every report in every form, narrowed, to a file that nobody else reads; what is refused.
. tests/lib.sh
. tests/records-lib.sh
export LC_ALL=C.UTF-8
begin_records
begin_roster
kaitei staff add --number 4 --name '=cmd|x' --at 本部 --groups 訪問 >/dev/null
may="--as-of 2026-05-02"
session=$(kaitei --json record session plan $module --date 2026-04-30 --place 会議室 --lecturer 講師 --minutes 60 $may | sed -n 's/.*"session": "\(.*\)".*/\1/p')
kaitei record session hold "$session" $may >/dev/null
kaitei record session attend "$session" 2 $may >/dev/null

# --- standing -----------------------------------------------------------------------------------------
exits "a table" 0 kaitei report $may
like "a table: done" "$out" '^デイ +2 +佐藤 太郎 +ヘルパー +2026-privacy +done +2026-06-30 +2026-04-30 +session'
like "a table: due" "$out" '^本部 +1 +山田 花子 .* due '
unlike "a table: not who is not asked" "$out" 鈴木
exits "a table in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" report $may
like "a table in Japanese: heads" "$out" '^事業所 +職員番号 +氏名'
like "a table in Japanese: words" "$out" '修了 .*集合研修'
exits "overdue after its day" 0 kaitei --json report --as-of 2026-07-01 --state overdue
is "overdue after its day: two" "$(value "$out" 'd.map(r => r.number).join()')" 4,1
exits "of a site" 0 kaitei --json report --at デイ $may
is "of a site: one" "$(value "$out" 'd.map(r => r.number).join()')" 2
exits "of a role that nobody has" 0 kaitei --json report --role 看護師 $may
is "of a role that nobody has: nobody" "$(value "$out" d.length)" 0
exits "of another year" 0 kaitei --json report --year 2025 $may
is "of another year: nobody" "$(value "$out" d.length)" 0
exits "CSV" 0 kaitei report --format csv $may
is "CSV: begins as Excel wants it" "$(head -c 3 "$out" | od -An -tx1 | tr -d ' ')" efbbbf
like "CSV: no formula" "$out" "\"'=cmd\\|x\""
is "CSV: lines end as Excel wants them" "$(grep -c "$(printf '\r')\$" "$out")" "$(wc -l <"$out")"

# --- the others ---------------------------------------------------------------------------------------
exits "counts" 0 kaitei --json report counts $may
is "counts: all sites" "$(value "$out" '[d[0].site, d[0].due, d[0].done].join()')" ',2,1'
is "counts: by site" "$(value "$out" '[d[1].site, d[1].due, d[1].done].join()')" 'デイ,0,1'
exits "sessions" 0 kaitei --json report sessions $may
is "sessions: one, held" "$(value "$out" '[d.length, d[0].state, d[0].attended, d[0].lecturer].join()')" 1,held,1,講師
exits "no discrepancy" 0 kaitei --json report discrepancies $may
is "no discrepancy: so" "$(value "$out" d.length)" 0
exits "discrepancies after the day" 0 kaitei --json report discrepancies --as-of 2026-07-01
is "discrepancies after the day: two untrained" "$(value "$out" 'd.map(r => r.kind + r.number).sort().join()')" untrained1,untrained4
exits "questions" 0 kaitei --json report items $module $may
is "questions: all three, none asked" "$(value "$out" 'd.map(r => r.question + r.asked).join()')" bag0,phone0,true-false0
exits "questions of a module that is none" 1 kaitei report items other $may
exits "the year as JSON" 0 kaitei report yearly --format json $may
is "the year as JSON: all parts" "$(value "$out" 'Object.keys(d).sort().join()')" checkpoint,corrections,counts,discrepancies,modules,on,results,sessions,year

# --- to a file ----------------------------------------------------------------------------------------
exits "to a file" 0 kaitei report --format csv --file "$SCRATCH/r.csv" $may
is "to a file: for nobody else" "$(stat -c %a "$SCRATCH/r.csv")" 600
not_ok "to a file: nothing beside it" test -e "$SCRATCH/r.csv.part"
exits "to a folder that is not there" 3 kaitei report --format csv --file "$SCRATCH/none/r.csv" $may

# --- refused ------------------------------------------------------------------------------------------
exits "a state that is none" 2 kaitei report --state late $may
exits "a form that is none" 2 kaitei report --format xlsx $may
exits "a form that this one has not" 2 kaitei report counts --format pdf $may
exits "a year as a table" 2 kaitei report yearly --format csv $may
exits "a year that cannot be" 2 kaitei report --year 99 $may
exits "a form that is none, in Japanese" 2 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" report --format xlsx
like "a form that is none, in Japanese: so" "$err" 'xlsx の形にはできません'

# --- what cannot be put in its place leaves nothing -----------------------------------------------------
mkdir "$SCRATCH/taken"
exits "a file whose name a folder has" 3 kaitei report --format csv --file "$SCRATCH/taken" $may
like "a file whose name a folder has: so" "$err" taken
unlike "a file whose name a folder has: not that it is written" "$err" 'Written to'
is "a file whose name a folder has: nothing beside it" "$(ls "$SCRATCH" | grep -c 'taken.part')" 0

# --- as PDF -------------------------------------------------------------------------------------------
if command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; then
  for paper in standing sessions yearly; do
    exits "$paper as PDF" 0 kaitei report $paper --format pdf --file "$SCRATCH/$paper.pdf" $may
    is "$paper as PDF: one" "$(head -c 5 "$SCRATCH/$paper.pdf")" '%PDF-'
  done
else
  skip "reports as PDF" "no browser is installed"
fi
done_testing
