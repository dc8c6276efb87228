#!/bin/sh
# kaitei date: the vectors byte by byte, odd input, arguments, --json, both languages.
. tests/lib.sh

# vectors FILE: the first column goes in, all four must come out.
vectors()
{
  sed 1d "$1" >"$SCRATCH/wanted"
  cut -f1 "$SCRATCH/wanted" >"$SCRATCH/input"
  "$KAITEI" date <"$SCRATCH/input" >"$SCRATCH/got"
  is "$1: exit status" $? 0
  ok "$1: every byte" cmp "$SCRATCH/wanted" "$SCRATCH/got"
}
vectors tests/vectors/wareki.tsv
vectors tests/vectors/wareki-more.tsv

# feeds NAME WANTED: standard input, through printf's escapes, gives WANTED, likewise.
feeds()
{
  printf "$2" >"$SCRATCH/input"
  printf "$3" >"$SCRATCH/wanted"
  "$KAITEI" date <"$SCRATCH/input" >"$SCRATCH/got"
  ok "$1" cmp "$SCRATCH/wanted" "$SCRATCH/got"
}
feeds "no line" '' ''
feeds "an empty line" '\n' '\tNONE\t\t\n'
feeds "no end of line" 'H18.1.1' 'H18.1.1\tOK\t2006-01-01\t平成18年1月1日\n'
feeds "CR LF" 'H18.1.1\r\n' 'H18.1.1\tOK\t2006-01-01\t平成18年1月1日\n'
feeds "a NUL in the line" '2018-12-01\0x\n' '2018-12-01\0x\tNONE\t\t\n'
feeds "bytes that are no UTF-8" '\377\n' '\377\tNONE\t\t\n'

exits "dates as arguments" 0 "$KAITEI" date H18.1.1 令和元年5月1日
is "dates as arguments: both" "$(cut -f3 "$out" | paste -sd,)" 2006-01-01,2019-05-01
exits "--json" 0 "$KAITEI" date --json 'H18.1.1 "作成"' 平成19年2月29日
mv "$out" "$SCRATCH/json"
ok "--json is JSON" node -e '
  const [a, b] = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  const same = (x, y) => JSON.stringify(x) === JSON.stringify(y);
  process.exit(same(a, {input: "H18.1.1 \"作成\"", status: "OK", iso: "2006-01-01", form: "平成18年1月1日"})
            && same(b, {input: "平成19年2月29日", status: "BAD_DATE", iso: "-", form: ""}) ? 0 : 1)' "$SCRATCH/json"

exits "--help" 0 env LC_ALL=C "$KAITEI" date --help
like "--help in English" "$out" '^Usage: kaitei date \[options\] \[DATE\.\.\.\]$'
exits "--help in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" date --help
like "--help: 使い方" "$out" '^使い方: kaitei date '
exits "an unknown option" 2 "$KAITEI" date --foo
done_testing
