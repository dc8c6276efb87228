#!/bin/sh
# The papers of the training: forms that are stored and never written over, the same bytes whenever one is
# printed again, codes that a scanner reads, keys that grade as the program does, and a record to sign.
. tests/lib.sh
export LC_ALL=C.UTF-8

command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || skip_all "no browser is installed"

site=$SCRATCH/site module=quizzes/2026-privacy
mkdir "$site"
cp -R content quizzes "$site"
papers=$site/_site/office/print/2026-privacy forms=$site/$module/forms
kaitei() { "$KAITEI" --site "$site" --as-of 2026-11-22 "$@"; }

# ---- forms are made ----

exits "before any is made there is none to print" 1 kaitei print quiz 2026-privacy
like "and it says how to make them" "$err" '\-\-forms 3.*|paper-no-forms'
exits "three are made" 0 kaitei print quiz 2026-privacy --forms 3 --seed 42
ids=$(ls "$forms" | sed -n 's/\.lua$//p')
is "three are stored" "$(echo "$ids" | wc -l)" 3
is "with the text that they were drawn from" "$(ls "$forms" | grep -c '^[0-9a-f]\{64\}\.text$')" 1
is "each has a paper, an answer sheet and a key" "$(cd "$papers" && find . -name '*.pdf' | sort)" \
  "$(for id in $ids; do printf './form-%s/quiz-key.pdf\n./form-%s/quiz-sheet.pdf\n./form-%s/quiz.pdf\n' "$id" "$id" "$id"; done)"
is "no two ask the same in the same order" "$(for id in $ids; do sed -n 's/^    { id/id/p' "$forms/$id.lua" | cksum; done | sort -u | wc -l)" 3
set -- $ids
one=$1
exits "large, easy, and the record" 0 kaitei print quiz --form "$one" --large
exits "the easy edition" 0 kaitei print quiz 2026-privacy --form "$one" --edition easy
exits "the easy edition, large" 0 kaitei print quiz-large 2026-privacy --form "$one" --edition easy
exits "the record of who attended" 0 kaitei print attendance 2026-privacy
ok "each keeps the rules of PDF/A-2a and PDF/UA-1" node tests/tools/pdf_rules.mjs $(find "$papers" -name '*.pdf')

# ---- never written over ----

ls -l --time-style=full-iso "$forms" >"$SCRATCH/before"
cp -R "$forms" "$SCRATCH/forms"
exits "the same seed" 0 kaitei print quiz 2026-privacy --forms 3 --seed 42
ls -l --time-style=full-iso "$forms" >"$SCRATCH/after"
ok "gives those that are there, untouched" diff "$SCRATCH/before" "$SCRATCH/after"
exits "two more, by chance" 0 kaitei print quiz 2026-privacy --forms 2
is "are two more" "$(ls "$forms" | grep -c '\.lua$')" 5
ok "and those that were there are untouched" sh -c 'for f in "$1"/*; do cmp "$f" "$2/$(basename "$f")" || exit 1; done' sh "$SCRATCH/forms" "$forms"

# ---- read back ----

text_of() { pdftotext -layout "$1" - | tr -d ' \f'; }
wrong=
for kind in quiz quiz-large quiz-easy quiz-large-easy quiz-sheet quiz-sheet-large quiz-sheet-large-easy quiz-key; do
  pdf=$papers/form-$one/$kind.pdf
  rm -f "$SCRATCH"/code*
  pdftoppm -r 150 -png "$pdf" "$SCRATCH/code"
  zbarimg --nodbus -q --raw "$SCRATCH"/code*.png 2>/dev/null | sort -u >"$SCRATCH/codes"
  [ "$(cat "$SCRATCH/codes")" = "kaitei-form:2026-privacy/$one" ] || wrong="$wrong $kind(code)"
  text_of "$pdf" >"$SCRATCH/text"
  grep -q "番号$one" "$SCRATCH/text" || wrong="$wrong $kind(letters)"
  pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
  [ "$(grep -c "問題用紙の番号$one" "$SCRATCH/text")" -ge "$pages" ] || wrong="$wrong $kind(foot)"
done
is "each tells its form, to a scanner, in letters, and at the foot of each page" "$wrong" ""

is "the plain edition's papers have a reading in each of their own words" \
  "$(cat "$papers/form-$one"/quiz-easy.html "$papers/form-$one"/quiz-sheet-easy.html | grep -c '<rt>かいとうようし</rt>')" 2
unlike "and no reading is left as it is typed" "$papers/form-$one/quiz-sheet-easy.html" '解答用紙\|'

# A right answer is told by nothing in the paper.
grep -n 'class="right\|解説\|data-' "$papers/form-$one/quiz.html" | grep -v '^[0-9]*:\.' >"$SCRATCH/told"
is "the paper has no mark of a right choice" "$(grep -v 'data:image' "$SCRATCH/told")" ""
is "and all its choices are set alike" "$(cat "$papers/form-$one"/quiz*.html | sed -n 's/^\(<li[^>]*><span[^>]*>\)[アイウエオ]\(<.span> <span[^>]*>\).*/\1\2/p' | sort -u)" \
  '<li><span class="letter"></span> <span class="words">'
awk '/^  > / || /^> 解説: /' "$site/$module"/quiz*.md | sed -e 's/^> 解説: //' -e 's/^  > //' -e 's/{[^}]*}.*//' |
  awk 'length($0) > 45' | sort -u >"$SCRATCH/secrets"
not_ok "and no feedback or explanation" grep -rqFf "$SCRATCH/secrets" "$papers"
exits "the site is built beside them" 0 kaitei build --quiet
not_ok "no key and no form is under public/ or staff/" \
  grep -rlF -e 採点表 -e "$one" "$site/_site/public" "$site/_site/staff"

# The letters of the key, against the stored order and the text's own marks.
cat >"$SCRATCH/key.mjs" <<'END'
import { readFileSync } from 'node:fs'
const [form, quiz, html] = process.argv.slice(2).map(f => readFileSync(f, 'utf8'))
const right = {}
let id
for (const line of quiz.split('\n')) {
  const head = line.match(/^## .*\{#([\w-]+)/)
  if (head) right[id = head[1]] = []
  const choice = line.match(/^- \[([ x])\]/)
  if (choice) right[id].push(choice[1] === 'x')
}
const wanted = [...form.matchAll(/id = "([\w-]+)", order = "([\d ]+)"/g)].map(([, id, order]) =>
  order.split(' ').map((n, i) => right[id][n - 1] ? 'アイウエオカキクケコ'[i] : '').join(''))
const found = [...html.matchAll(/<td class="right-letter">(.*?)<\/td>/g)].map(m => m[1].replace(/<[^>]*>|\s/g, ''))
console.log(wanted.join() + '\n' + found.join())
process.exit(wanted.length >= 10 && wanted.join() === found.join() ? 0 : 1)
END
wrong=
for id in $ids; do
  node "$SCRATCH/key.mjs" "$forms/$id.lua" "$site/$module/quiz.md" "$papers/form-$id/quiz-key.html" >"$SCRATCH/.key" || wrong="$wrong $id: $(cat "$SCRATCH/.key")"
done
is "each key has the right choices of its form" "$wrong" ""
sed '0,/order = "\([0-9]\) \([0-9]\) \([0-9]\) \([0-9]\)"/s//order = "\4 \3 \2 \1"/' "$forms/$one.lua" >"$SCRATCH/spoiled.lua"
not_ok "found: a key of another order" node "$SCRATCH/key.mjs" "$SCRATCH/spoiled.lua" "$site/$module/quiz.md" "$papers/form-$one/quiz-key.html"

# Boxes for a pen, and no question cut: as many headings as first choices, and no page begins amid choices.
like "the boxes are of 8 mm and more" "$papers/form-$one/quiz-sheet.html" 'big-box \{.* width: 10.5mm; height: 10.5mm'
wrong=
pages=$(pdfinfo "$papers/form-$one/quiz-large.pdf" | sed -n 's/^Pages: *//p')
for page in $(seq 1 "$pages"); do
  pdftotext -f "$page" -l "$page" -layout "$papers/form-$one/quiz-large.pdf" - | sed 's/^ *//' >"$SCRATCH/text"
  heads=$(grep -c '^問 *[0-9]' "$SCRATCH/text" || :)
  first=$(grep -o '^[アイウエオ] ' "$SCRATCH/text" | head -n 1)
  # A first page may hold how to answer alone.
  [ "$heads" = "$(grep -c '^ア ' "$SCRATCH/text" || :)" ] && [ "$heads$first" = 0 -o "$first" = 'ア ' ] || wrong="$wrong $page"
done
is "no question is cut over a page's end" "$wrong" ""
is "ten answers stand on one leaf, large ones too" \
  "$(for kind in quiz-sheet quiz-sheet-large quiz-sheet-large-easy; do pdfinfo "$papers/form-$one/$kind.pdf" | sed -n 's/^Pages: *//p'; done | tr '\n' ' ')" '1 1 1 '

text_of "$papers/attendance.pdf" >"$SCRATCH/text"
for words in 実施日時 場所 講師 署名 欠席した人 '平成30年12月1日（2018年）施行（第9版）' '個人情報の取り扱い2026年度研修' \
  "$(ls "$forms" | sed -n 's/\.text$//p')"; do
  like "the record has $words" "$SCRATCH/text" "$words"
done

# ---- printed again ----

find "$papers/form-$one" -type f | sort | xargs sha256sum >"$SCRATCH/sums"
rm -rf "$site/_site"
later() { "$KAITEI" --site "$site" --as-of 2027-08-01 print "$@"; }
again() { later quiz --form "$one" && later quiz --form "$one" --large && later quiz --form "$one" --edition easy && later quiz-large --form "$one" --edition easy; }
exits "on another day, from the stored form" 0 again
find "$papers/form-$one" -type f | sort | xargs sha256sum >"$SCRATCH/sums2"
ok "each has the same bytes" diff "$SCRATCH/sums" "$SCRATCH/sums2"

# A question is reworded, another taken out: what was handed out stays what it was.
drawn=$(sed -n '0,/^    { id/s/^    { id = "\([a-z-]*\)".*/\1/p' "$forms/$one.lua")
sed -i "s/^\(## .*\){#$drawn\( .*\)*}/\1（新しい題） {#$drawn-new\2}/" "$site/$module"/quiz*.md
rm -rf "$site/_site"
exits "an old form still prints" 0 again
find "$papers/form-$one" -type f | sort | xargs sha256sum >"$SCRATCH/sums2"
ok "as it was" diff "$SCRATCH/sums" "$SCRATCH/sums2"
text=$(ls "$forms"/*.text)
mv "$text" "$SCRATCH/kept.text"
exits "without the text of its time it does not" 1 later quiz --form "$one"
like "and says which is missing" "$err" 'form-text'
sed 's/どうしますか/どうする/' "$SCRATCH/kept.text" >"$text"
exits "nor with one that was altered" 1 later quiz --form "$one"
cp "$SCRATCH/kept.text" "$text"
cp quizzes/2026-privacy/quiz*.md "$site/$module"

# ---- what is stale is not asked ----

stale=$(sed -n 's/^confirmed *{ *question = "\([a-z-]*\)".*/\1/p' "$site/$module/confirmed.lua" | head -n 1)
grep -v "question = \"$stale\"" "$site/$module/confirmed.lua" >"$SCRATCH/confirmed.lua"
cp "$SCRATCH/confirmed.lua" "$site/$module/confirmed.lua"
ls "$forms" | sort >"$SCRATCH/before"
exits "twelve are made while a question waits" 0 kaitei print quiz-key 2026-privacy --forms 12 --seed 7000
ls "$forms" | sort | comm -13 "$SCRATCH/before" - >"$SCRATCH/new"
is "twelve are new" "$(wc -l <"$SCRATCH/new")" 12
is "none asks it" "$(cd "$forms" && grep -l "id = \"$stale\"" $(cat "$SCRATCH/new"))" ""
like "where nothing waits it is asked" "$(grep -l "id = \"$stale\"" "$forms"/*.lua | head -n 1)" "id = \"$stale\""

# ---- all papers, and a form ----

exits "all papers of the site" 0 kaitei print --quiet
ok "the forms' stay" test -e "$papers/form-$one/quiz.pdf"
ok "the record is among them" test -e "$papers/attendance.pdf"

# ---- what goes wrong ----

small=$SCRATCH/small
cp -R tests/fixture/training "$small"
"$KAITEI" --site "$small" --as-of 2026-05-01 confirm --yes --quiet 2026-privacy >/dev/null 2>&1
exits "more forms than a small module has" 1 "$KAITEI" --site "$small" --as-of 2026-05-01 print quiz --forms 500 --seed 1
like "is told" "$err" 'forms-alike'
exits "no such module" 2 kaitei print quiz 2026-privady
exits "no such form" 2 kaitei print quiz --form 00000000
like "is told where they are" "$err" 'quizzes/2026-privacy/forms/'
exits "a path is no form" 2 kaitei print quiz --form ../../x
exits "no such edition" 2 kaitei print quiz --form "$one" --edition fr
like "is told, with what to write" "$err" "the form “$one” has no edition fr"
exits "no forms of a notice" 2 kaitei print notice --forms 3
exits "no number" 2 kaitei print quiz --forms many
exits "none at all" 2 kaitei print quiz --forms 0
rm -f "$papers/form-$one/quiz.pdf" "$papers/form-$one/quiz.html"
status=0
KAITEI_BROWSER= PATH=/nonexistent "$KAITEI" --site "$site" --as-of 2026-11-22 print quiz --form "$one" >"$out" 2>"$err" || status=$?
is "without a browser: a fault of the system" "$status" 3
ok "and the HTML is there" test -e "$papers/form-$one/quiz.html" -a ! -e "$papers/form-$one/quiz.pdf"

# ---- how they look ----

exits "once more, for their looks" 0 kaitei print quiz --form "$one"
mkdir "$SCRATCH/looks"
for name in quiz quiz-large quiz-large-easy quiz-sheet quiz-sheet-large quiz-key; do
  pdftoppm -r 14 -gray "$papers/form-$one/$name.pdf" "$SCRATCH/looks/$name"
done
pdftoppm -r 14 -gray "$papers/attendance.pdf" "$SCRATCH/looks/attendance"
same_looks() { node tests/tools/look.mjs tests/golden/quiz-papers "$1"; }
if same_looks "$SCRATCH/looks"; then pass "they look as they did"; else golden "they look as they did" tests/golden/quiz-papers "$SCRATCH/looks"; fi
done_testing
