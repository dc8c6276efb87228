#!/bin/sh
# What all commands share: finding the command, help, version, options, languages, exit statuses.
. tests/lib.sh

exits "--version" 0 "$KAITEI" --version
like "--version: a number" "$out" '^kaitei [0-9]+\.[0-9]+$'
exits "no command" 2 "$KAITEI"
like "no command: the list" "$err" '^Usage: kaitei '
exits "--help" 0 "$KAITEI" --help
cp "$out" "$SCRATCH/help"
exits "help" 0 "$KAITEI" help
is "help says what --help says" "$(cat "$out")" "$(cat "$SCRATCH/help")"
exits "-h" 0 "$KAITEI" -h
is "-h as well" "$(cat "$out")" "$(cat "$SCRATCH/help")"

# Every command of the list, in both languages: its usage comes, alike by both ways.
for name in $(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$SCRATCH/help"); do
  exits "$name --help" 0 env LC_ALL=C "$KAITEI" "$name" --help
  like "$name: usage" "$out" "^Usage: kaitei $name"
  cp "$out" "$SCRATCH/usage"
  exits "help $name" 0 env LC_ALL=C "$KAITEI" help "$name"
  is "help $name is $name --help" "$(cat "$out")" "$(cat "$SCRATCH/usage")"
  exits "help $name in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" help "$name"
  like "$name: 使い方" "$out" "^使い方: kaitei $name"
  exits "$name with an unknown option" 2 "$KAITEI" "$name" --no-such-option
  ok "$name stands in the manual page" grep -q "^\\.It Cm $name" generator/cli/kaitei.1
done

# Whatever happens, the language is that of the locale, by POSIX's order.
exits "Japanese by LANG" 0 env -u LC_ALL LANG=ja_JP.UTF-8 "$KAITEI" help
like "Japanese by LANG: so" "$out" '^使い方: '
exits "LC_ALL before LANG" 0 env LC_ALL=C LANG=ja_JP.UTF-8 "$KAITEI" help
like "LC_ALL before LANG: so" "$out" '^Usage: '

exits "a mistyped command" 2 "$KAITEI" hlep
like "a mistyped command: what was meant" "$err" 'did you mean "kaitei help"'
exits "a mistyped command in Japanese" 2 env LC_ALL=ja_JP.UTF-8 "$KAITEI" hlep
like "a mistyped command: もしかして" "$err" '「kaitei help」のことでしょうか。'
exits "an unknown command" 2 "$KAITEI" frobnicate
like "an unknown command: where to look" "$err" 'kaitei help'
exits "help on an unknown command" 2 "$KAITEI" help frobnicate
exits "a mistyped option" 2 "$KAITEI" date --jason
like "a mistyped option: what was meant" "$err" 'did you mean "--json"'
exits "an option that wants a value" 2 "$KAITEI" date --jobs
exits "a value that is no number" 2 "$KAITEI" date --jobs=many
exits "too many threads" 2 "$KAITEI" date --jobs 65
exits "fewer than none" 2 "$KAITEI" date --jobs=-1
exits "too many arguments" 2 "$KAITEI" help date help
like "too many arguments: the usage" "$err" 'usage: kaitei help'

exits "a command line's fault as JSON" 2 "$KAITEI" --json hlep
mv "$err" "$SCRATCH/json"
ok "a command line's fault as JSON: so" node -e '
  const [d] = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  process.exit(d.code === "command-mistyped" && d.level === "usage" && d.text.ja && d.text.en
               && d.file === null ? 0 : 1)' "$SCRATCH/json"

exits "options before the command" 0 "$KAITEI" --as-of 令和7年4月1日 --jobs 2 date H18.1.1
exits "options behind it" 0 "$KAITEI" date --as-of=H18.1.1 H18.1.1
for day in 2019-02-29 平成18年4月 tomorrow 令和7年度 2019年（平成30年）12月1日; do
  exits "--as-of $day" 2 "$KAITEI" --as-of "$day" date H18.1.1
done
like "--as-of: why" "$err" 'not a day'
for epoch in yesterday 12x -1 ' 1' 253402300800 99999999999999999999; do
  exits "SOURCE_DATE_EPOCH=$epoch" 2 env SOURCE_DATE_EPOCH="$epoch" "$KAITEI" date H18.1.1
  like "SOURCE_DATE_EPOCH=$epoch: so" "$err" '\[epoch-unreadable\]'
done
for epoch in '' 0 1780282800 253402300799; do
  exits "SOURCE_DATE_EPOCH=$epoch" 0 env SOURCE_DATE_EPOCH="$epoch" "$KAITEI" date H18.1.1
done
exits "SOURCE_DATE_EPOCH: --help all the same" 0 env SOURCE_DATE_EPOCH=x "$KAITEI" --help

# Nothing of an argument acts on the terminal.
exits "a control character" 2 "$KAITEI" "$(printf 'x\033[31m\007y')"
like "a control character is shown" "$err" 'x\\x1B\[31m\\x07y'
exits "bytes that are no UTF-8" 2 "$KAITEI" "$(printf '\377')" --json

# A result that cannot be written is told.
if [ -w /dev/full ]; then
  exits "a full disk behind standard output" 3 sh -c '"$1" help >/dev/full' sh "$KAITEI"
fi
done_testing
