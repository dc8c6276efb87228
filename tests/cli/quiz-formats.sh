#!/bin/sh
# kaitei quiz: GIFT and Moodle XML out and in again, a reader that is not ours, and files made to do harm.
. tests/lib.sh
export LC_ALL=C
quiz=quizzes/2026-privacy/quiz.md
count=$(grep -c '^## ' $quiz)

from_first_question() { sed -n '/^## /,$p' "$1"; }

for format in gift moodle; do
  exits "$format: written" 0 "$KAITEI" quiz export --format $format 2026-privacy
  cp "$out" "$SCRATCH/out.$format"
  is "$format: nothing left out" "$(cat "$err")" ""
  exits "$format: read" 0 "$KAITEI" quiz import "$SCRATCH/out.$format"
  is "$format: nothing left out on the way back" "$(cat "$err")" ""
  cp "$out" "$SCRATCH/back.md"
  from_first_question $quiz >"$SCRATCH/wanted"
  from_first_question "$SCRATCH/back.md" >"$SCRATCH/got"
  ok "$format: every question comes back as it was" cmp "$SCRATCH/wanted" "$SCRATCH/got"
done

ok "gift-pegjs reads what is written" node --input-type=module -e '
  import gift from "./tests/node_modules/gift-pegjs/pegjs-gift.js"
  import fs from "node:fs"
  const found = gift.parse(fs.readFileSync(process.argv[1], "utf8")).filter(q => q.type === "MC")
  const lines = fs.readFileSync(process.argv[2], "utf8").split("\n")
  const rights = lines.filter(line => line.startsWith("- [x] ")).length
  const choices = lines.filter(line => /^- \[[ x]\] /.test(line)).length
  const is_right = c => c.isCorrect || c.weight > 0
  const got = [found.length, found.flatMap(q => q.choices).length, found.flatMap(q => q.choices).filter(is_right).length]
  const wanted = [Number(process.argv[3]), choices, rights]
  console.log(got.join(), wanted.join())
  process.exit(got.join() === wanted.join() && found.every(q => q.stem.text && q.globalFeedback) ? 0 : 1)
' "$SCRATCH/out.gift" $quiz "$count"
ok "Moodle XML is well-formed" xmllint --noout "$SCRATCH/out.moodle"

# Signs that mean something in one format or another.
mkdir -p "$SCRATCH/site/quizzes/signs"
cp -R content "$SCRATCH/site/content"
cat >"$SCRATCH/site/quizzes/signs/module.lua" <<'END'
module { title = "記号", year = 2026, policy = "privacy", draw = 1 }
END
cat >"$SCRATCH/site/quizzes/signs/quiz.md" <<'END'
# 記号

## a = b ~ {漢字|かん|じ}: 100% {#signs .multi .pin .must}

`{a}` と \{b\} と #c と <https://example.org/?a=1&b=2> ～ 50% = ~ : ::

二つめの段落。 -> \\ です。

```
a = { b }
```

- [x] = はい {働|はたら}く
  > #1 ~よい~
  >
  > 続き
- [ ] ~ いいえ: "引用" & <https://example.org/>
  > だめ {x}
- [x] %50% も
  続きの行
  > よい

> 解説: {1} = 2
>
> 二つめ
> 根拠: privacy#security、privacy#collection
END
printf '# 読む\n\n## 節 {#s}\n\n文\n' >"$SCRATCH/site/quizzes/signs/lesson.md"
for format in gift moodle; do
  exits "signs, $format: written" 0 "$KAITEI" --site "$SCRATCH/site" quiz export --format $format signs
  cp "$out" "$SCRATCH/signs.$format"
  exits "signs, $format: read" 0 "$KAITEI" quiz import "$SCRATCH/signs.$format"
  from_first_question "$out" >"$SCRATCH/got"
  from_first_question "$SCRATCH/site/quizzes/signs/quiz.md" >"$SCRATCH/wanted"
  is "signs, $format: the same" "$(diff "$SCRATCH/wanted" "$SCRATCH/got")" ""
done

# What others write.
cat >"$SCRATCH/others.gift" <<'END'
// question: 12  name: 電話
::電話::どうしますか。{
  =かけ直す#よい
  ~答える#だめ
}

正しいですか。{T#まちがい#そのとおり}

二つ選ぶ[1]。{~%50%あ ~%50%い ~%-100%う}

::短い::首都は？{=東京 =とうきょう}

::数::いくつ？{#3:1}

::組::合わせる{=a -> b =c -> d}

::文::書いてください。{}

::穴::空は{=青い ~赤い}です。

::説明::読むだけの文

::開いたまま::どれ？{=あ ~い

::ひとつ::どれ？{~い}
END
exits "of others, GIFT" 0 "$KAITEI" quiz import "$SCRATCH/others.gift"
is "of others, GIFT: three are read" "$(grep -c '^## ' "$out")" 3
is "of others, GIFT: the rest is told, with its line" "$(grep -oE ':[0-9]+: warning: .*' "$err" | sed 's/ \[.*//')" \
':11: warning: the question “短い” was left out: it is of the type shortanswer
:13: warning: the question “数” was left out: it is of the type numerical
:15: warning: the question “組” was left out: it is of the type matching
:17: warning: the question “文” was left out: it is of the type essay
:19: warning: the question “穴” was left out: it is of the type missing word
:21: warning: the question “説明” was left out: it is of the type description
:23: warning: the question “開いたまま” was left out: it is of the type unclosed
:25: warning: the question “ひとつ” was left out: it has not two to ten choices, or an empty one'
like "of others, GIFT: several are .multi" "$out" '\{#q3 \.multi\}'
like "of others, GIFT: brackets stay words" "$out" '二つ選ぶ\\\[1\\\]'
like "of others, GIFT: true is right" "$out" '^- \[x\] 正しい$'
like "of others, GIFT: feedback of the right answer" "$out" '^  > そのとおり$'

cat >"$SCRATCH/others.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="multichoice"><name><text>電話</text></name>
<questiontext format="html"><text><![CDATA[<p dir="ltr">どう<b>します</b>か。</p><p>1*2 &amp; 3</p>]]></text></questiontext>
<single>true</single>
<answer fraction="100" format="html"><text>&lt;p&gt;かけ直す&lt;/p&gt;</text><feedback format="html"><text>よい</text></feedback></answer>
<answer fraction="0" format="html"><text>答える</text></answer></question>
<question type="truefalse"><name><text>正誤</text></name><questiontext format="html"><text>合っていますか。</text></questiontext>
<answer fraction="0"><text>true</text><feedback><text>ちがいます</text></feedback></answer>
<answer fraction="100"><text>false</text></answer></question>
<question type="essay"><name><text>作文</text></name></question>
<question type="multichoice"><name><text>写真</text></name>
<questiontext format="html"><text>&lt;img src="a.png"&gt;</text><file name="a.png" encoding="base64">AAAA</file></questiontext></question>
</quiz>
END
exits "of others, Moodle" 0 "$KAITEI" quiz import "$SCRATCH/others.xml"
is "of others, Moodle: two are read" "$(grep -c '^## ' "$out")" 2
like "of others, Moodle: HTML becomes words" "$out" '^どう\*\*します\*\*か。$'
like "of others, Moodle: signs stay signs" "$out" '^1\\\*2 \\& 3$'
like "of others, Moodle: false is right" "$out" '^- \[x\] 正しくない$'
like "of others, Moodle: an essay is left out" "$err" 'exchange-type'
like "of others, Moodle: a picture is left out" "$err" 'exchange-picture'

# --- what a question is worth elsewhere ----------------------------------------------------------
printf '::一部::どれ？{=あ ~%%50%%い ~う}\n\n::どれでも::どれ？{=あ =い ~う}\n\n::重み::どれ？{~%%50%%あ ~%%50%%い ~%%-50%%う}\n' >"$SCRATCH/shares.gift"
exits "shares, GIFT" 0 "$KAITEI" quiz import "$SCRATCH/shares.gift"
is "shares, GIFT: a part of the point is not right" "$(grep -E '^(##|- )' "$out" | tr -d '\n')" \
'## 一部 {#q1}- [x] あ- [ ] い- [ ] う## 重み {#q2 .multi}- [x] あ- [x] い- [ ] う'
is "shares, GIFT: and told" "$(grep -oE ':[0-9]+: warning: .*\[.*' "$err" | sed 's/ the.*\[/ [/; s/ choices of.*\[/ [/')" \
':1: warning: [exchange-partial]
:3: warning: [exchange-any]'
cat >"$SCRATCH/shares.xml" <<'END'
<quiz><question type="multichoice"><name><text>一部</text></name><questiontext><text>どれ</text></questiontext><single>true</single>
<answer fraction="100"><text>あ</text></answer><answer fraction="50"><text>い</text></answer><answer fraction="0"><text>う</text></answer></question>
<question type="multichoice"><name><text>どれでも</text></name><questiontext><text>どれ</text></questiontext><single>true</single>
<answer fraction="100"><text>あ</text></answer><answer fraction="100"><text>い</text></answer><answer fraction="0"><text>う</text></answer></question></quiz>
END
exits "shares, Moodle" 0 "$KAITEI" quiz import "$SCRATCH/shares.xml"
is "shares, Moodle: a part of the point is not right" "$(grep -E '^(##|- )' "$out" | tr -d '\n')" '## 一部 {#q1}- [x] あ- [ ] い- [ ] う'
is "shares, Moodle: and told, with its line" "$(grep -oE ":[0-9]+: warning|exchange-[a-z]+" "$err" | paste -sd,)" ":1: warning,exchange-partial,:3: warning,exchange-any"

# --- words that would be read as another question, or as another answer ----------------------------
forged() # NAME STEM CHOICE EXPLANATION, as GIFT's Markdown
{
  printf '::t::[markdown]%s{\n=%s\n~b\n####%s\n}\n' "$2" "$3" "$4" >"$SCRATCH/forged.gift"
  exits "forged, $1" 1 "$KAITEI" quiz import "$SCRATCH/forged.gift"
  like "forged, $1: told" "$err" 'exchange-breaks'
}
forged "a question" 's\n\n\#\# x \{\#evil .must\}\n\n- [x] y' a e
forged "a choice" 's\n\n- [x] y' a e
forged "an explanation" 's\n> 解説\: y' a e
forged "a basis" s a 'e\n根拠\: privacy\#security'
forged "a feedback" s 'a\n> f' e
node -e 'for (let i = 0; i < 10050; i++) process.stdout.write(`::q${i}::x{=a ~b}\n\n`)' >"$SCRATCH/many.gift"
exits "more questions than a module may have" 1 "$KAITEI" quiz import "$SCRATCH/many.gift"
like "more questions than a module may have: told, with the first that is left out" "$err" ':20001:1: error.*quiz-too-many'

# --- files made to do harm: refused at once, by a message, with nothing opened or asked --------
refused() # NAME CODE FILE
{
  exits "$1" 1 timeout 10 "$KAITEI" quiz import "$3"
  like "$1: $2" "$err" "\\[$2\\]"
  is "$1: nothing is written" "$(cat "$out")" ""
}
printf '<?xml version="1.0"?>\n<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa">' >"$SCRATCH/bomb.xml"
for name in b c d e f g h i; do
  before=$(printf '\\%o' $(($(printf '%d' "'$name") - 1)))
  printf '<!ENTITY %s "&%b;&%b;&%b;&%b;&%b;&%b;&%b;&%b;&%b;&%b;">' $name $before $before $before $before $before $before $before $before $before $before
done >>"$SCRATCH/bomb.xml"
echo ']><quiz><question type="multichoice"><name><text>&i;</text></name></question></quiz>' >>"$SCRATCH/bomb.xml"
refused "an entity bomb" exchange-doctype "$SCRATCH/bomb.xml"
echo SECRET >"$SCRATCH/secret"
echo "<!DOCTYPE q [<!ENTITY x SYSTEM \"file://$SCRATCH/secret\">]><quiz><question type=\"multichoice\"><name><text>&x;</text></name></question></quiz>" >"$SCRATCH/xxe.xml"
refused "an external entity" exchange-doctype "$SCRATCH/xxe.xml"
unlike "an external entity: nothing of the file is shown" "$err" SECRET
echo '<!DOCTYPE q SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>' >"$SCRATCH/dtd.xml"
refused "a DTD from the network" exchange-doctype "$SCRATCH/dtd.xml"
node -e 'console.log("<quiz>" + "<question>".repeat(100000))' >"$SCRATCH/deep.xml"
refused "deep nesting" exchange-deep "$SCRATCH/deep.xml"
node -e 'const n = 1e5; console.log("<quiz><question>" + "<_a>".repeat(n) + "</_a>".repeat(n) + "</question></quiz>")' >"$SCRATCH/deep.xml"
refused "deep nesting of other names" exchange-deep "$SCRATCH/deep.xml"
node -e 'const n = 1e5; console.log("<quiz><question>" + "<a x=\"/>\">".repeat(n) + "</a>".repeat(n) + "</question></quiz>")' >"$SCRATCH/deep.xml"
refused "deep nesting behind quotes" exchange-deep "$SCRATCH/deep.xml"
node -e 'console.log("<quiz><question " + [...Array(2e5).keys()].map(i => `a${i}=""`).join(" ") + "/></quiz>")' >"$SCRATCH/wide.xml"
refused "two hundred thousand attributes" exchange-deep "$SCRATCH/wide.xml"
printf '<quiz><!-- <a><b> -- > %s --></quiz>' "$(printf '<c>%.0s' $(seq 100))" >"$SCRATCH/comment.xml"
refused "tags in a comment are none" exchange-xml "$SCRATCH/comment.xml"
# The sanitizers look at each byte many times.
much=15e6
[ -z "${KAITEI_SANITIZED:-}" ] || much=1e6
node -e 'process.stdout.write("<quiz>" + "<".repeat(process.argv[1]))' $much >"$SCRATCH/angles.xml"
refused "millions of brackets" exchange-xml "$SCRATCH/angles.xml"
echo '<quiz><question type="multichoice"></quiz>' >"$SCRATCH/cut.xml"
refused "an element that is not closed" exchange-xml "$SCRATCH/cut.xml"
printf '<\000q\000u\000' >"$SCRATCH/utf16.xml"
refused "UTF-16" text-has-nul "$SCRATCH/utf16.xml"
truncate -s 100M "$SCRATCH/huge.xml"
refused "100 MB" file-too-large "$SCRATCH/huge.xml"
for sign in = '~' '{' '::' '#' '\\' '=a#b~' '// [tag:' '%50'; do
  node -e 'process.stdout.write("::a::b{" + process.argv[1].repeat(process.argv[2] / process.argv[1].length))' -- "$sign" $much >"$SCRATCH/signs.gift"
  exits "GIFT of $sign alone" 1 timeout 20 "$KAITEI" quiz import --format gift "$SCRATCH/signs.gift"
done
# --- a file that is none of these ---------------------------------------------------------------
exits "our own Markdown" 1 "$KAITEI" quiz import $quiz
is "our own Markdown: one fault, not one a paragraph" "$(grep -c '\[' "$err")" 1
like "our own Markdown: what it is" "$err" 'exchange-own'
printf 'What is to be done when the telephone rings at night?{}\n\nShort?{}\n' >"$SCRATCH/nameless.gift"
exits "questions without a name" 1 "$KAITEI" quiz import "$SCRATCH/nameless.gift"
like "questions without a name: how the words begin" "$err" 'What is to be done w…'
like "questions without a name: short ones are whole" "$err" '“Short?'

exits "an unknown format" 2 "$KAITEI" quiz export --format qti 2026-privacy
exits "an edition that there is not" 2 "$KAITEI" quiz export --lang zh 2026-privacy
like "an edition that there is not: so" "$err" '2026-privacy.*zh.*\[exchange-no-edition\]'
exits "an unknown module" 2 "$KAITEI" quiz export 1999-nothing
done_testing
