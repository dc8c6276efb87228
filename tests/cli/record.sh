#!/bin/sh
# kaitei record: rules, exemptions, sessions, papers typed twice, retraining, corrections; what is refused, in both languages.
. tests/lib.sh
. tests/records-lib.sh
export LC_ALL=C.UTF-8
begin_records
begin_roster
may="--as-of 2026-05-02"
state() { kaitei --json report --as-of "${3:-2026-05-02}" >"$SCRATCH/state"; value "$SCRATCH/state" "(d.find(r => r.number === '$1' && r.round === '$2') || {}).state"; }

# --- who must take what -------------------------------------------------------------------------------
is "by the module: 1 is asked" "$(state 1 '')" due
is "by the module: 3 is not" "$(state 3 '')" undefined
exits "a rule without a reason" 1 kaitei record rule $module --at 本部 $may
like "a rule without a reason: told" "$err" 'record-reason'
is "a rule without a reason: nothing changed" "$(state 3 '')" undefined
exits "a rule" 0 kaitei record rule $module --at 本部 --due 2026-09-30 --why 見直し $may
is "a rule: 3 is asked" "$(state 3 '')" due
is "a rule: 2 is not" "$(state 2 '')" undefined
exits "a site that nobody has" 0 kaitei record rule $module --at どこか --why 見直し $may
like "a site that nobody has: warned" "$err" 'どこか.*audience-unknown'
exits "a rule dropped" 0 kaitei record rule $module --drop --why もとに戻す $may
is "a rule dropped: 2 is asked again" "$(state 2 '')" due
exits "exempt" 0 kaitei record exempt 2 $module --until 2026-06-30 --why 休職 $may
is "exempt: so" "$(state 2 '')" exempt
is "exempt: until then" "$(state 2 '' 2026-07-01)" overdue
exits "an exemption ended" 0 kaitei record exempt 2 $module --drop --why 復職 $may
is "an exemption ended: so" "$(state 2 '')" due
exits "a module that is none" 1 kaitei record rule other --why x $may
exits "a module that is none, in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" record rule other --why x $may
like "a module that is none: so" "$err" 'other という研修はありません'
exits "a day that is none" 2 kaitei record exempt 2 $module --until いつか --why x $may

# --- group sessions -----------------------------------------------------------------------------------
plan() { kaitei --json record session plan $module --date 2026-04-30 --place 会議室 --lecturer 講師 --minutes 60 $may "$@"; }
exits "a session without a place" 1 kaitei record session plan $module --date 2026-04-30 --lecturer 講師 --minutes 60 $may
exits "a session planned" 0 plan
session=$(value "$out" d.session)
exits "nobody attends what was not held" 1 kaitei record session attend "$session" 2 $may
like "nobody attends what was not held: told" "$err" 'session-not-held'
echo slides >"$SCRATCH/slides.txt"
exits "held" 0 kaitei record session hold "$session" --material "$SCRATCH/slides.txt" $may
exits "a person that is none" 1 kaitei record session attend "$session" 2 77 $may
is "a person that is none: nobody is recorded" "$(state 2 '')" due
exits "attended" 0 kaitei --json record session attend "$session" 2 $may
is "attended: one" "$(value "$out" d.added)" 1
is "attended: the module is done" "$(state 2 '')" done
exits "attended twice" 0 kaitei --json record session attend "$session" 2 $may
is "attended twice: nobody new" "$(value "$out" d.added)" 0
sha=$(sha256sum "$SCRATCH/slides.txt" | cut -d' ' -f1)
exits "the year as JSON" 0 kaitei report yearly --format json $may
is "the material with its hash" "$(value "$out" 'd.sessions[0].material[0].sha256')" "$sha"
is "who attended" "$(value "$out" 'd.sessions[0].attended[0]')" '2 佐藤 太郎'
exits "a session that is none" 1 kaitei record session hold 00000000000000000000000000000000 $may
exits "a session in the future is not held" 1 sh -c '"$0" --site "$1" record session hold "$2" --date 2026-05-03 --as-of 2026-05-02' "$KAITEI" "$site" "$session"

# --- papers -------------------------------------------------------------------------------------------
exits "forms are printed" 0 kaitei print quiz $module --forms 1 --seed 3 $may
form=$(basename "$(ls "$site/quizzes/$module/forms/"*.lua)" .lua)
order() { sed -n "s/.*id = \"$1\", order = \"\([0-9 ]*\)\".*/\1/p" "$site/quizzes/$module/forms/$form.lua"; }
# The place at which choice $2 of question $1 is shown.
place() { order "$1" | tr ' ' '\n' | grep -nx "$2" | cut -d: -f1; }
right_line()
{
  sed -n 's/.*{ id = "\([a-z-]*\)", order.*/\1/p' "$site/quizzes/$module/forms/$form.lua" | while read -r id; do
    case $id in
    bag) place bag 2 ;;
    phone) echo "$(place phone 1)$(place phone 3)" ;;
    true-false) place true-false 2 ;;
    esac
  done | tr '\n' ' '
}
line=$(right_line)
paper() { printf "$1" >"$SCRATCH/in"; shift; "$KAITEI" --site "$site" --json record paper "$@" $may <"$SCRATCH/in"; }
lines() { status=0; paper "$@" >"$out" 2>"$err" || status=$?; }
lines "$line\n" "$form" 1 --date 2026-05-01
is "typed once: refused" $status 2
lines "$line\n- -\n" "$form" 1 --date 2026-05-01
is "typed twice, not alike: refused" $status 1
like "typed twice, not alike: where" "$err" 'sheet-differs'
lines "$line\n$line\n" "$form" 1 --date 2026-05-03
is "a day that has not come: refused" $status 1
lines "$line 1\n$line 1\n" "$form" 1
is "too many answers: refused" $status 1
lines "9 9\n9 9\n" "$form" 1
is "an answer that cannot be: refused" $status 1
lines "$line\n$line\n" 00000000 1
is "a form that is none: refused" $status 1
is "nothing of it is recorded" "$(state 1 '')" due
lines "$line\n$line\n" "$form" 1 --date 2026-05-01
is "typed twice alike: recorded" $status 0
is "all right" "$(value "$out" '[d.percent, d.passed].join()')" 100,true
is "the module is done" "$(state 1 '')" done
exits "done on the day of the paper" 0 kaitei --json report $may
is "done on the day of the paper: so" "$(value "$out" "d.filter(r => r.number === '1').map(r => [r.done, r.medium, r.percent].join())[0]")" 2026-05-01,paper,100
lines "$line\n$line\n" "$form" 1 --date 2026-05-01
is "once more: refused" $status 1

# --- corrections --------------------------------------------------------------------------------------
kaitei --json staff show 1 $may >"$SCRATCH/show"
event=$(value "$SCRATCH/show" 'd[0].completion')
exits "without a reason" 1 kaitei record correct "$event" void yes $may
exits "a score is not set by hand" 1 kaitei record correct "$event" score 100 --why x $may
exits "a field that is none" 1 kaitei record correct "$event" name x --why x $may
exits "an event that is none" 1 kaitei record correct 99999 void yes --why x $may
exits "a number that is none" 2 kaitei record correct abc void yes --why x $may
exits "voided" 0 kaitei record correct "$event" void yes --why 別の人の用紙 $may
is "voided: due again" "$(state 1 '')" due
# In the year in which it was made, which is the clock's and not that of --as-of.
exits "voided: the correction stands in the year" 0 kaitei report yearly --format json
is "voided: with who, old and new" "$(value "$out" '[d.corrections[0].old, d.corrections[0].new, d.corrections[0].why, d.corrections[0].actor.startsWith("cli:")].join()')" 'no,yes,別の人の用紙,true'
if command -v pdftotext >/dev/null && { command -v chromium-headless-shell || command -v chromium; } >/dev/null; then
  exits "voided: on paper" 0 kaitei report yearly --file "$SCRATCH/yearly.pdf"
  pdftotext -raw "$SCRATCH/yearly.pdf" - | tr -d ' \n' >"$SCRATCH/yearly.txt"
  like "voided: on paper in words, with whose and who" "$SCRATCH/yearly.txt" '記録の取消し有効取消し別の人の用紙コマンド（'
else
  skip "voided: on paper" "no browser or no pdftotext is installed"
fi
exits "it holds again" 0 kaitei record correct "$event" void no --why 本人の用紙 $may

# --- retraining ---------------------------------------------------------------------------------------
exits "a revision that is not in force" 1 kaitei record retrain privacy 2026-07-01 --due 2026-09-30 --why 改定 --yes $may
like "a revision that is not in force: told" "$err" 'retrain-scheduled'
july="--as-of 2026-07-02"
exits "nothing to ask yet" 1 kaitei record retrain privacy 2026-07-01 --due 2026-09-30 --why 改定 --yes $july
like "nothing to ask yet: told" "$err" 'retrain-no-question'
kaitei confirm --yes $july $module >/dev/null 2>&1
exits "not asked without an answer" 2 kaitei record retrain privacy 2026-07-01 --due 2026-09-30 --why 改定 $july
like "whom it would ask" "$out" '2 people'
exits "asked" 0 kaitei record retrain privacy 2026-07-01 --due 2026-09-30 --why 改定 --yes $july
is "asked: 1 and 2 are due" "$(state 1 privacy/2026-07-01 2026-07-02)$(state 2 privacy/2026-07-01 2026-07-02)" duedue
is "asked: the year's stays done" "$(state 1 '' 2026-07-02)" done
is "asked: overdue after its day" "$(state 1 privacy/2026-07-01 2026-10-01)" overdue
exits "taken back" 0 kaitei record unretrain privacy/2026-07-01 --why 取りやめ $july
is "taken back: so" "$(state 1 privacy/2026-07-01 2026-07-02)" undefined
exits "a policy that is none" 1 kaitei record retrain other 2026-07-01 --due 2026-09-30 --why x --yes $july
exits "after all of it the records hold" 0 kaitei records verify
done_testing
