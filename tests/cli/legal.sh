#!/bin/sh
# kaitei check --legal: what the real policy is told, word for word; which text is looked at; a site's own
# rules, faulty and hostile ones; that nothing found is no error, and that nothing is written.
. tests/lib.sh

day=2026-04-01
japanese() { env LC_ALL=ja_JP.UTF-8 "$KAITEI" "$@"; }

# told FILE GROUP: the ids below a heading of the English list, in order.
told() { awk -v group="$2" '/^[^ ].*\([0-9]+\)$/ { on = index($0, group " (") == 1 }
  on && /^  - / { gsub(/.*\[|\].*/, ""); printf "%s%s", sep, $0; sep = " " }' "$1"; }

# ---- the real policy ----

exits "the real policy" 0 "$KAITEI" check --legal --as-of $day
cp "$out" "$SCRATCH/en.txt"
is "what it says" "$(told "$out" Said)" "name address purposes requests complaints processors dates"
is "what it is reminded of" "$(told "$out" "Not found, or not all of it")" \
  "representative purpose-notice fees safety special-care"
is "what does not concern it" "$(told "$out" "Not concerned")" "joint-use joint-use-address"
like "says that it is no legal advice" "$out" 'no legal advice'
exits "the real policy, in Japanese" 0 japanese check --legal --as-of $day
cp "$out" "$SCRATCH/ja.txt"
like "says so in Japanese" "$out" '法律の助言ではありません'
like "says what is unconfirmed" "$out" '施行令 第10条第1号.*［未確認］$'
unlike "no rule is both confirmed and not" "$out" '確認: .*未確認'
golden "word for word" tests/golden/legal/real.en.txt "$SCRATCH/en.txt"
golden "word for word, in Japanese" tests/golden/legal/real.ja.txt "$SCRATCH/ja.txt"

exits "in 2019" 0 "$KAITEI" check --legal --as-of 2019-04-01
is "what came in 2022 was still to come" "$(told "$out" "Not yet in force on that day")" \
  "address representative safety joint-use-address"
is "and nobody was reminded of it" "$(told "$out" "Not found, or not all of it")" \
  "purpose-notice fees special-care"
exits "when the text is not known" 0 "$KAITEI" check --legal --as-of 2010-04-01
like "says so" "$out" '^The text in force is not kept'
exits "before the first" 0 "$KAITEI" check --legal --as-of 2000-04-01
like "says so" "$out" '^Nothing is in force yet'

exits "as JSON" 0 "$KAITEI" check --legal --as-of $day --json
cp "$out" "$SCRATCH/json"
json() { node -e 'const l = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1" <"$SCRATCH/json"; }
is "one list of policies" "$(json 'l.map(p => [p.policy, p.as_of, p.text, p.revision, p.file]).join()')" \
  privacy,$day,read,2018-12-01,content/privacy/revisions/2018-12-01.md
is "the same findings" "$(json 'l[0].findings.filter(f => f.state == "missing").map(f => f.rule).join(" ")')" \
  "representative purpose-notice fees safety special-care"
is "with where, how many, and from when" \
  "$(json 'l[0].findings.filter(f => f.rule == "safety").map(f => [f.clauses.map(c => [c.id, c.line]), f.found, f.wanted, f.since, f.confirmed, f.coming]).join()')" \
  "users-security,165,1,4,2022-04-01,,false"

# ---- a site that changes ----

site=$SCRATCH/site
mkdir "$site"
cp -R content "$site/"
git init -q "$site"
legal() { exits "$1" "$2" "$KAITEI" --site "$site" --as-of $day check --legal; }
legal "the same elsewhere" 0
is "says the same" "$(cat "$out")" "$(cat "$SCRATCH/en.txt")"
is "nothing is written" "$(ls -A "$site")" "$(printf '.git\ncontent')"

printf '\n代表理事　見本花子 {#chair}\n' >>"$site/content/privacy/policy.md"
legal "a draft with a representative" 0
is "is not looked at" "$(cat "$out")" "$(cat "$SCRATCH/en.txt")"
exits "unless it is asked for" 0 "$KAITEI" --site "$site" --as-of $day check --legal --draft privacy
is "it lacks one thing less" "$(told "$out" "Not found, or not all of it")" "purpose-notice fees safety special-care"
like "which text it was" "$out" '^The working text \(content/privacy/policy.md\)'
rm "$site/content/privacy/policy.md"
exits "no working text" 1 "$KAITEI" --site "$site" --as-of $day check --legal --draft
like "says so" "$err" 'policy\.md.*file-missing'

mkdir -p "$site/content/ended/revisions"
cat >"$site/content/ended/ledger.lua" <<'LUA'
policy { id = "ended", title = "終わった方針" }
revision { effective = "2020-04-01", change = "作成" }
revision { effective = "2021-04-01", change = "廃止", summary = "まとめました。" }
LUA
legal "two policies" 0
like "one is withdrawn" "$out" '^This policy is withdrawn'
like "the other is looked at" "$out" '^  - .*\[representative\]'
exits "one of them" 0 "$KAITEI" --site "$site" --as-of $day check --legal ended
unlike "alone" "$out" 'representative'
rm -r "$site/content/ended"

# ---- rules of the site's own ----

rules=$site/rules
mkdir "$rules"
cat >"$rules/15-retention.lua" <<'LUA'
rule {
  id = "retention", title = "保管する期間", source = "○○市の指導", since = "令和9年4月1日",
  look_for = { "保管|保存 期間" }, advice = "何年間保管するかを書きます。",
}
rule { id = "web", title = "ウェブサイト‮", source = "慣行", look_for = { "ウェブサイト" }, advice = "書きます。" }
LUA
echo '-- switched off' >"$rules/30-requests.lua"
legal "with rules of its own" 0
is "one is to come" "$(told "$out" "Not yet in force on that day")" retention
is "one is found, in the place of its file's name" "$(told "$out" Said)" \
  "name address web purposes complaints processors dates"
is "one file is switched off" "$(told "$out" "Not found, or not all of it")" "representative safety special-care"
unlike "what turns a line round is not shown" "$out" '‮'
like "a rule without a day has none" "$out" '^    Source: 慣行 \[unconfirmed\]$'

cat >"$rules/99-faulty.lua" <<'LUA'
rule {
  id = "retention", titel = "題", source = "根拠", look_for = { "保管|" }, advice = "助言",
}
rule { id = "fees", title = "題", source = "根拠", advice = "助言", look_for = { "手数料" }, at_least = 3 }
rule { id = "name", title = "題", source = "根拠", advice = "助言", look_for = { "@nane" } }
LUA
legal "a faulty file" 1
is "no list" "$(cat "$out")" ""
sed -i 's/titel/title/' "$rules/99-faulty.lua"
legal "what is at fault in the rules" 1
sed "s,: [^ ]*/generator/rules/,: RULES/," "$err" | sed 's,(the other: [^ ]*/generator/rules/,(the other: RULES/,' >"$SCRATCH/faulty.en.txt"
exits "the same in Japanese" 1 japanese --site "$site" --as-of $day check --legal
sed 's,もう1つは [^ ]*/generator/rules/,もう1つは RULES/,' "$err" >"$SCRATCH/faulty.ja.txt"
golden "said with file, line and hint" tests/golden/legal/faulty.en.txt "$SCRATCH/faulty.en.txt"
golden "said so in Japanese" tests/golden/legal/faulty.ja.txt "$SCRATCH/faulty.ja.txt"
exits "as JSON" 1 "$KAITEI" --site "$site" --as-of $day check --legal --json
is "no list" "$(cat "$out")" ""
like "the faults go to standard error" "$err" '"code": *"rule-words"'

# ---- hostile files ----

# hostile NAME REGEX: the file says what is wrong, soon and within a little memory.
hostile() { exits "$1" 1 timeout 20 "$KAITEI" --site "$site" --as-of $day check --legal
  like "$1: is said" "$err" "$2"; }

echo 'while true do end' >"$rules/99-faulty.lua"
hostile "an endless loop" '^rules/99-faulty.lua:1: error: .*data-endless'
echo 'local t = "xxxxxxxx" for i = 1, 60 do t = t .. t end' >"$rules/99-faulty.lua"
hostile "huge memory" '^rules/99-faulty.lua: error: .*data-large'
printf 'rule {\n  id = "\377" }\n' >"$rules/99-faulty.lua"
hostile "bytes that are no UTF-8" '^rules/99-faulty.lua:2:9: error: '
printf '\033Lua' >"$rules/99-faulty.lua"
hostile "bytecode" '^rules/99-faulty.lua: error: .*syntax-binary'
echo 'rule { id = os.getenv("HOME") }' >"$rules/99-faulty.lua"
hostile "what a rule may not name" '^rules/99-faulty.lua:1: error: .*call-unknown'
{ echo 'rule { id = "a", title = "'; head -c 1100000 /dev/zero | tr '\0' x; echo '" }'; } >"$rules/99-faulty.lua"
hostile "a file too large" 'rules/99-faulty.lua.*file-too-large'
rm "$rules/99-faulty.lua"
ln -s /etc/passwd "$rules/99-out.lua"
hostile "a link out of the folder" 'rules/99-out.lua.*link-leads-out'
rm "$rules/99-out.lua"
i=0
while [ $i -lt 987 ]; do
  i=$((i + 1))
  echo "rule { id = \"r$i\", title = \"題\", source = \"根拠\", advice = \"助言\", look_for = { \"言葉$i|利用 目的\" } }"
done >"$rules/60-many.lua"
legal "a thousand rules" 0
is "all are there" "$(grep -c '^  - ' "$out")" 1000
rm -r "$rules"

# ---- the command line, and a text that is not what it was ----

exits "a policy without --legal" 2 "$KAITEI" --site "$site" check privacy
like "says how" "$err" 'kaitei check --legal privacy'
exits "--draft without --legal" 2 "$KAITEI" --site "$site" check --draft
exits "a policy that is not there" 2 "$KAITEI" --site "$site" check --legal nobody
like "says which there are" "$err" 'privacy'
exits "two policies named" 2 "$KAITEI" --site "$site" check --legal privacy privacy
exits "no site" 1 "$KAITEI" --site "$SCRATCH/nowhere" check --legal
echo 'altered' >>"$site/content/privacy/revisions/2018-12-01.md"
legal "a published text that was altered" 1
like "is said" "$err" 'text-altered|text-missing'

done_testing
