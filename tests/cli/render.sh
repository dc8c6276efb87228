#!/bin/sh
# kaitei render: the vectors by way of the pipe, faults, bounds, --json, both languages.
. tests/lib.sh

# renders NAME MARKDOWN HTML
renders()
{
  printf '%s' "$2" | "$KAITEI" render >"$SCRATCH/got" 2>"$err"
  is "$1" "$(cat "$SCRATCH/got"; echo .)" "$3
."
}
renders "emphasis beside Japanese punctuation" '**「個人情報」**は' '<p><strong>「個人情報」</strong>は</p>'
renders "no id that is not given" '# 題' '<h1>題</h1>'
renders "a given id" '# 題 {#dai}' '<h1 id="dai">題</h1>'

node - "$KAITEI" >"$SCRATCH/vectors" 2>&1 <<'JS'
const { spawnSync } = require("child_process"), fs = require("fs");
for (const name of ["emphasis", "softbreak"])
  for (const line of fs.readFileSync(`tests/vectors/${name}.jsonl`, "utf8").trim().split("\n")) {
    const { id, md, html } = JSON.parse(line);
    const got = spawnSync(process.argv[2], ["render"], { input: md }).stdout.toString();
    console.log(got === html ? `same ${id}` : `differs ${id}: ${got}`);
  }
JS
is "every vector through the pipe" "$(grep -c '^same ' "$SCRATCH/vectors")" 74
unlike "no vector differs" "$SCRATCH/vectors" '^differs'

# feed BYTES (printf's escapes) [ARGUMENTS]: sets $status, $out and $err
feed()
{
  printf "$1" >"$SCRATCH/input"
  shift
  status=0
  "$KAITEI" render "$@" <"$SCRATCH/input" >"$out" 2>"$err" || status=$?
}
feed 'a\n\n<b>x</b>\n'
is "raw HTML: status" $status 1
like "raw HTML: place" "$err" '^<stdin>:3:1: error: '
feed 'a\377\n'
is "no UTF-8: status" $status 1
like "no UTF-8: place" "$err" '^<stdin>:1:2: error: .*\[text-not-utf8\]'
feed 'a\0b\n'
is "a NUL: status" $status 1
like "a NUL: place" "$err" '^<stdin>:1:2: .*\[text-has-nul\]'
feed '\357\273\277# a\r\nb\r\n'
is "byte order mark and CR LF" "$status $(cat "$out")" "0 <h1>a</h1>
<p>b</p>"

head -c 131072 /dev/zero | tr '\0' 'a' >"$SCRATCH/input"
"$KAITEI" render <"$SCRATCH/input" >"$out" 2>"$err"
is "128 KiB are taken" $? 0
printf 'a' >>"$SCRATCH/input"
"$KAITEI" render <"$SCRATCH/input" >"$out" 2>"$err"
is "one byte more is not" $? 1
like "one byte more: why" "$err" '\[file-too-large\]'

feed 'a **b**\n' --json
mv "$out" "$SCRATCH/json"
ok "--json" node -e 'process.exit(JSON.parse(require("fs").readFileSync(process.argv[1])).html
  === "<p>a <strong>b</strong></p>\n" ? 0 : 1)' "$SCRATCH/json"
feed '<b>' --json
mv "$err" "$SCRATCH/json"
ok "--json: diagnostics on standard error" node -e 'process.exit(
  JSON.parse(require("fs").readFileSync(process.argv[1]))[0].line === 1 ? 0 : 1)' "$SCRATCH/json"
exits "an argument too many" 2 "$KAITEI" render file.md
done_testing
