#!/bin/sh
# A small module: its pages are golden, no answer is anywhere in what staff and public see, and a clause that
# changes makes stale what rests on it, until a person has seen both wordings.
. tests/lib.sh
export LC_ALL=C
site=$SCRATCH/site module=quizzes/2026-privacy
cp -R tests/fixture/training "$site"
kaitei() { "$KAITEI" --site "$site" "$@"; }

# --- before anything is confirmed ---------------------------------------------------------------
exits "nothing is confirmed: the build goes on" 0 kaitei build --as-of 2026-05-01
is "nothing is confirmed: each is told" "$(grep -c 'unconfirmed\]' "$err")" 6
like "nothing is confirmed: nothing can be drawn" "$err" 'draw = 2, but only 0 questions.*quiz-pool-stale'
exits "without an answer nothing is confirmed" 2 kaitei confirm --as-of 2026-05-01 2026-privacy
not_ok "without an answer nothing is written" test -e "$site/$module/confirmed.lua"
exits "confirmed" 0 kaitei confirm --as-of 2026-05-01 --yes 2026-privacy
is "confirmed: each question and section against each of its clauses" "$(grep -c '^confirmed' "$site/$module/confirmed.lua")" 6
exits "confirmed: the build" 0 kaitei build --as-of 2026-05-01 --jobs 1
unlike "confirmed: nothing more is told of it" "$err" 'confirmed|stale'

# --- the pages ----------------------------------------------------------------------------------
for tree in staff office; do
  cp -R "$site/_site/$tree" "$SCRATCH/$tree"
  ok "$tree: the style sheet is there" cmp "$SCRATCH/$tree/assets/theme.css" themes/default/assets/theme.css
  rm -rf "$SCRATCH/$tree/assets"
  golden "$tree: every page" "tests/golden/training/$tree" "$SCRATCH/$tree"
done
cp -R "$site/_site" "$SCRATCH/once"
exits "again, with two threads from scratch" 0 kaitei build --as-of 2026-05-01 --jobs 2 --out "$SCRATCH/two"
for tree in public staff office; do
  ok "$tree: the same bytes" diff -r "$SCRATCH/once/$tree" "$SCRATCH/two/$tree"
done
like "the lesson says in words how long it takes" "$SCRATCH/staff/2026-privacy/index.html" 'およそ1分'
like "the lesson says where the quiz is" "$SCRATCH/staff/2026-privacy/index.html" '事業所の研修の画面か、紙の問題用紙で行います'
unlike "the lesson tells staff of no command" "$SCRATCH/staff/2026-privacy/index.html" 'kaitei serve'
unlike "the lesson needs no script" "$SCRATCH/staff/2026-privacy/index.html" '<script'
like "the clause is that in force" "$SCRATCH/staff/2026-privacy/index.html" '情報を守ります。'
unlike "the clause is not that of the scheduled text" "$SCRATCH/staff/2026-privacy/index.html" '鍵のかかる所'

# --- no answer anywhere --------------------------------------------------------------------------
# Every feedback and explanation holds キツツキ; and no words of a choice, no mark of a right one.
no_answers() # FOLDERS
{
  ! grep -rl -e キツツキ -e '\[x\]' -e 'class="right"' "$@" | grep . || return 1
  sed -n 's/^- \[[ x]\] //p' "$site"/$module/quiz*.md | while read -r words; do
    ! grep -rlF "$words" "$@" | grep . || return 1
  done
}
ok "no key and no feedback is under public/ or staff/" no_answers "$site/_site/public" "$site/_site/staff"
like "they are in the office's key" "$site/_site/office/2026-privacy/key/index.html" キツツキ十
mkdir "$SCRATCH/spoiled" && echo '<p>手からはなさない言葉キツツキ三</p>' >"$SCRATCH/spoiled/a.html"
not_ok "found: an explanation in a page" no_answers "$SCRATCH/spoiled"
echo '<p>登録された番号にかけ直す</p>' >"$SCRATCH/spoiled/a.html"
not_ok "found: a choice in a page" no_answers "$SCRATCH/spoiled"
ok "the real module: no key and no feedback" sh -c '
  "$KAITEI" build --quiet --out "$1/real" 2>/dev/null
  awk "/^  > / || /^> 解説: /" quizzes/2026-privacy/quiz*.md |
    sed -e "s/^> 解説: //" -e "s/^  > //" -e "s/{[^}]*}.*//" | awk "length(\$0) > 45" | sort -u >"$1/secrets"
  [ "$(wc -l <"$1/secrets")" -gt 60 ] && grep -rqFf "$1/secrets" "$1/real/office" && ! grep -rlFf "$1/secrets" "$1/real/public" "$1/real/staff"
' sh "$SCRATCH"

# --- the plain edition of the real module ---------------------------------------------------------
cat >"$SCRATCH/bare.mjs" <<'END'
import { readFileSync } from 'node:fs'
const kanji = /[\u4e00-\u9fff\u3005]/
const faults = process.argv.slice(2).flatMap((file) => readFileSync(file, 'utf8').split('\n').flatMap((line, i) => {
  const words = line.replace(/\{[^|{}]+\|[^{}]+\}/g, '').replace(/^> (解説|根拠):/, '')
  return kanji.test(words) ? [`${i + 1}: ${words}`] : []
}))
console.log(faults.join('\n'))
process.exit(faults.length === 0 ? 0 : 1)
END
# once FILE: the clauses that one question of it alone asks about.
once() { sed -n 's/^> 根拠: //p' "$1" | sed 's/、/\n/g' | sort | uniq -u; }
is "the real module: two questions at least for each clause that it asks about" "$(once quizzes/2026-privacy/quiz.md)" ""
is "found: a clause with a single question" "$(sed '0,/privacy#complaints/s//privacy#basic/' quizzes/2026-privacy/quiz.md >"$SCRATCH/single.md"; once "$SCRATCH/single.md" | paste -sd,)" \
  "privacy#basic,privacy#complaints"
ok "the plain edition: every kanji has its reading" node "$SCRATCH/bare.mjs" quizzes/2026-privacy/*.easy.md
not_ok "found: kanji without a reading" node "$SCRATCH/bare.mjs" quizzes/2026-privacy/quiz.md

# --- built again ----------------------------------------------------------------------------------
exits "again: nothing is written" 0 kaitei build --as-of 2026-05-01
like "again: nothing is written, and said so" "$out" ' 0 written'
sed -i 's/店に入るとき/お店に入るとき/' "$site/$module/quiz.md"
exits "a question is reworded" 0 kaitei build --as-of 2026-05-01
like "a question is reworded: the key has it" "$site/_site/office/2026-privacy/key/index.html" 'お店に入るとき'
like "a question is reworded: one page, and the state" "$out" ' 1 written'
sed -i 's/お店に入るとき/店に入るとき/' "$site/$module/quiz.md"
mv "$site/$module/lesson.easy.md" "$SCRATCH/kept.md"
exits "a lesson's edition is taken away" 0 kaitei build --as-of 2026-05-01
not_ok "its page is gone" test -e "$site/_site/staff/2026-privacy/easy/index.html"
mv "$SCRATCH/kept.md" "$site/$module/lesson.easy.md"
exits "and put back" 0 kaitei build --as-of 2026-05-01
for tree in public staff office; do
  ok "$tree: as from scratch" diff -r "$site/_site/$tree" "$SCRATCH/two/$tree"
done

# --- a clause changes ------------------------------------------------------------------------------
exits "the day of the change" 0 kaitei build --as-of 2026-07-01
is "what rests on the changed clause is stale, and that alone" "$(grep -oE '(question|section) “[a-z-]*”' "$err" | sort -u | paste -sd,)" \
'question “bag”,question “true-false”,section “keys”'
like "the lesson has the new wording" "$site/_site/staff/2026-privacy/index.html" '鍵のかかる所で守ります'
exits "status counts what waits" 0 kaitei status --as-of 2026-07-01
unlike "status counts it: and names it only when asked" "$out" 'true-false'
exits "status --all" 0 kaitei status --as-of 2026-07-01 --all
like "status --all names it" "$out" 'true-false'
exits "status" 0 kaitei status --as-of 2026-07-01 --json
cp "$out" "$SCRATCH/status.json"
ok "status lists it" node -e '
  const [policy] = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
  const stale = policy.training[0].stale.map(s => s.kind + " " + s.id + " " + s.clause + " " + s.confirmed_before).join()
  console.log(stale)
  process.exit(stale === "section keys privacy#security true,question bag privacy#security true,question true-false privacy#security true" ? 0 : 1)' "$SCRATCH/status.json"
exits "both wordings are shown" 2 kaitei confirm --as-of 2026-07-01 2026-privacy bag
like "both wordings are shown: the new" "$out" '鍵のかかる所で'
like "both wordings are shown: the old" "$out" '情報を守ります'
exits "one is confirmed" 0 kaitei confirm --as-of 2026-07-01 --yes 2026-privacy bag
exits "a name that is not there" 2 kaitei confirm --as-of 2026-07-01 --yes 2026-privacy bags
kaitei build --as-of 2026-07-01 2>"$err"
unlike "the one that is confirmed is fresh" "$err" '“bag”'
like "the other is not" "$err" '“true-false”.*quiz-stale'
exits "the rest is confirmed" 0 kaitei confirm --as-of 2026-07-01 --yes --quiet 2026-privacy
exits "the day of the change, again" 0 kaitei build --as-of 2026-07-01
unlike "nothing is stale" "$err" stale
kaitei build --as-of 2026-05-01 2>"$err"
unlike "nothing is stale on the day before either: what was confirmed once stays so" "$err" stale

# --- a draft -----------------------------------------------------------------------------------------
sed -i 's/同意なしに渡しません/同意を得て渡します/' "$site/content/privacy/policy.md"
exits "impact" 0 kaitei impact --as-of 2026-07-01
is "impact lists what a draft would make stale" "$(grep -oE '(Section|Question) to confirm anew: [^(]*' "$out" | paste -sd,)" \
'Section to confirm anew: 2026-privacy talk ,Question to confirm anew: 2026-privacy phone ,Question to confirm anew: 2026-privacy true-false '

# --- a clause that is not there ------------------------------------------------------------------------
cp "$site/$module/quiz.md" "$SCRATCH/quiz.md"
sed -i 's/privacy#sharing、privacy#security/privacy#contact/' "$site/$module/quiz.md"
exits "a clause that is scheduled" 0 kaitei check --as-of 2026-05-01
like "a clause that is scheduled: warned of" "$err" 'quiz.md:39:7: warning.*clause-not-now'
sed -i 's/privacy#contact/privacy#nowhere/' "$site/$module/quiz.md"
exits "a clause that never was" 1 kaitei check --as-of 2026-07-01
like "a clause that never was: at its place" "$err" 'quiz.md:39:7: error.*privacy#nowhere.*clause-unknown'
cp "$SCRATCH/quiz.md" "$site/$module/quiz.md"

# --- next year -------------------------------------------------------------------------------------------
exits "next year's" 0 kaitei module next --as-of 2026-07-01 2026-privacy
next=$site/quizzes/2027-privacy
like "next year's: what to look through" "$out" '^Look through:'
like "next year's: the title" "$next/module.lua" '"個人情報 2027年度研修"'
like "next year's: the year, and its comment" "$next/module.lua" '^  year = 2027, -- 年度$'
like "next year's: the due date" "$next/module.lua" '^  due = "2027-06-30",$'
like "next year's: the lesson" "$next/lesson.md" '2027年度のお知らせ'
ok "next year's: the questions" cmp "$site/$module/quiz.md" "$next/quiz.md"
exits "next year's: it builds" 0 kaitei build --as-of 2027-04-01
is "next year's: nothing to tell" "$(grep -v 'repository-none\|draft-not-published\|^    hint' "$err")" ""
exits "next year's, again" 2 kaitei module next 2026-privacy
like "next year's, again: nothing is written over" "$err" 'quizzes/2027-privacy is there already'
exits "another word than next" 2 kaitei module last 2026-privacy
done_testing
