#!/bin/sh
# kaitei diff: which texts are compared, the table wide and narrow, --json, --html, bad input.
. tests/lib.sh

sh tests/fixture/make.sh "$SCRATCH/site" >/dev/null 2>&1 || give_up "the fixture cannot be made"
site=$SCRATCH/site
diff_ja() { LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" diff "$@"; }
diff_en() { LC_ALL=C "$KAITEI" --site "$site" diff "$@"; }

exits "two revisions" 0 diff_ja kihon 2019-04-01 2021-10-01
like "the old side's name" "$out" '^改正前: 平成31年4月1日（2019年）$'
like "the new side's name" "$out" '^改正後: 令和3年10月1日（2021年）$'
like "a removed word is marked" "$out" '^- .*個人\[-情報-\]を知りたい'
like "an added word is marked" "$out" '^\+ .*個人\{\+情法\+\}を知りたい'
like "an added block" "$out" '^- （新設）$'
like "what did not change" "$out" '^  .*（略）$'
cp "$out" "$SCRATCH/iso"
exits "the same by era and by key" 0 diff_ja kihon H31.4.1 令和3年10月1日
is "the same by era and by key: same" "$(cat "$out")" "$(cat "$SCRATCH/iso")"

exits "the second revision of a day" 0 diff_en kihon 2021-10-01 2021-10-01-2
like "the second revision of a day: the erratum" "$out" '個人\{\+情報\+\}'
exits "the other way round" 0 diff_en kihon 2021-10-01-2 2021-10-01
like "the other way round: so" "$out" '個人\{\+情法\+\}'

exits "no revision named: the newest and the working text" 0 diff_en kihon
like "the newest: not a cancelled one" "$out" '^before: 1 April 2030$'
like "no difference" "$out" '^There is no difference\.$'
printf '\n## 9、新しい条 {#new}\n\n新しい文。\n' >>"$site/content/kihon/policy.md"
exits "a working text that differs" 0 diff_en kihon
like "a working text that differs: how" "$out" '^\+ ## \{\+9、新しい条\+\}$'
exits "the only policy need not be named" 0 diff_en
exits "another language" 0 diff_en kihon 2021-10-01 --lang en
like "another language: of its own working text" "$out" '^now: working text$'
exits "--all" 0 diff_ja --all kihon 2019-04-01 2021-10-01
unlike "--all leaves nothing out" "$out" '（略）'

exits "--json" 0 diff_en --json kihon 2021-10-01 2021-10-01-2
mv "$out" "$SCRATCH/json"
ok "--json: the change in words" node -e '
  const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  const row = d.rows.find(r => r.kind === "changed");
  const marked = cell => cell.filter(s => s.marked).map(s => s.text).join("");
  process.exit(d.policy === "kihon" && d.now.revision === "2021-10-01-2"
    && d.before.revision === "2021-10-01" && d.changes.length === 1
    && d.changes[0].clause === "requests" && marked(row.before) === "情法"
    && marked(row.now) === "情報" ? 0 : 1)' "$SCRATCH/json"

exits "--html" 0 diff_ja kihon 2019-04-01 2024-04-01 --html "$SCRATCH/table.html"
ok "--html is well-formed" python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$SCRATCH/table.html"
like "--html: a table's head" "$SCRATCH/table.html" '<th scope="col">改正後<br />令和6年4月1日（2024年）</th>'
like "--html: the language of the texts" "$SCRATCH/table.html" '^<tbody lang="ja">$'
like "--html: a mark" "$SCRATCH/table.html" '<ins><span class="heard">変更ここから</span>'
exits "--html -" 0 diff_ja kihon 2019-04-01 2024-04-01 --html -
is "--html - is the same" "$(cat "$out")" "$(cat "$SCRATCH/table.html")"
exits "--html where nothing can be written" 3 diff_ja kihon 2019-04-01 2024-04-01 --html "$SCRATCH/table.html/x"

# On a terminal of 100 columns there are two columns, none wider than it; on one of 60, one.
if command -v script >/dev/null; then
  on_terminal() # COLUMNS ARGUMENTS
  {
    script -qec "stty cols $1; LC_ALL=ja_JP.UTF-8 '$KAITEI' --site '$site' diff $2" /dev/null </dev/null |
      tr -d '\r' >"$SCRATCH/screen"
  }
  widest() { node -e '
    const wide = c => /[\u1100-\u115f\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uff60\u2460-\u24ff]/.test(c);
    const width = l => [...l].reduce((n, c) => n + (wide(c) && !/[\u2460-\u24ff]/.test(c) ? 2 : 1), 0);
    console.log(Math.max(...require("fs").readFileSync(process.argv[1], "utf8").split("\n").map(width)))' "$1"; }
  on_terminal 100 "kihon 2019-04-01 2024-04-01"
  like "wide: two columns" "$SCRATCH/screen" '^改正後 +│ 改正前$'
  ok "wide: no line is wider" test "$(widest "$SCRATCH/screen")" -le 100
  unlike "wide: no colour where NO_COLOR is set" "$SCRATCH/screen" "$(printf '\033')\["
  for columns in 73 77 81 85 89; do
    on_terminal $columns "--all kihon 2019-04-01 2024-04-01"
    unlike "$columns columns: no line starts with a closing sign" "$SCRATCH/screen" '(^|│ )[、。）」]'
  done
  on_terminal 60 "kihon 2019-04-01 2024-04-01"
  unlike "narrow: one column" "$SCRATCH/screen" '│'
  ok "narrow: no line is wider" test "$(widest "$SCRATCH/screen")" -le 60
fi

exits "an unknown policy" 2 diff_en kihn
like "an unknown policy: which there are" "$err" 'there are: kihon'
exits "an unknown revision" 2 diff_en kihon 2019-04-02
like "an unknown revision: which there are" "$err" '2019-04-01, 2021-10-01, 2021-10-01-2, 2024-04-01'
exits "a revision without a text" 2 diff_en kihon 2019-04-01 --lang en
exits "no date at all" 2 diff_en kihon yesterday
exits "too many arguments" 2 diff_en kihon 2019-04-01 2021-10-01 2024-04-01
exits "no site" 1 "$KAITEI" --site "$SCRATCH/nowhere" diff
printf 'x' >>"$site/content/kihon/revisions/2019-04-01.md"
exits "an altered text" 1 diff_en kihon 2019-04-01 2021-10-01
like "an altered text: which" "$err" '2019-04-01\.md'
done_testing
