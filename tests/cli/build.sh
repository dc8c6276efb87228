#!/bin/sh
# kaitei build and check: what they say, where they write, what stops them, both languages.
. tests/lib.sh

sh tests/fixture/make.sh "$SCRATCH/site" >/dev/null 2>&1 || give_up "the fixture cannot be made"
site=$SCRATCH/site
page=$site/content/pages/about.md
build() { LC_ALL=C "$KAITEI" --site "$site" --as-of 2026-07-01 "$@"; }

exits "check writes nothing" 0 build check
like "check: what was looked at" "$out" '^No fault in [0-9]+ pages'
ok "check: no output" test ! -e "$site/_site"

exits "build" 0 build build
like "build: pages and time" "$out" '^[0-9]+ pages \([0-9]+ files: [1-9][0-9]* written, 0 unchanged, 0 removed\) built in [0-9.]+ s\.$'
like "build: the next day" "$out" 'next build is due on 2030-04-01'
like "build: how to look at it" "$out" 'To look at it: .*/kaitei[^ ]* --site .*/site. preview$'
is "build: standard error is silent" "$(cat "$err")" ""
ok "build: the site" test -f "$site/_site/public/kihon/index.html"
exits "again" 0 build build
like "again: nothing is written" "$out" ' 0 written, [0-9]+ unchanged, 0 removed\)'

exits "another day" 0 build build --as-of 令和12年4月1日
like "another day: nothing is due" "$out" 'No next build is due'
exits "before the first revision" 0 build build --as-of H20.1.1
exits "another folder" 0 build build --out "$SCRATCH/elsewhere"
ok "another folder: so" test -f "$SCRATCH/elsewhere/public/kihon/index.html"
exits "back to that day" 0 build build
ok "one day, one site" diff -r "$site/_site/public" "$SCRATCH/elsewhere/public"
exits "one thread" 0 build build --jobs 1 --out "$SCRATCH/one"
ok "one thread or many, one site" diff -r "$SCRATCH/one/public" "$SCRATCH/elsewhere/public"

exits "--quiet" 0 build build --quiet
is "--quiet says nothing" "$(cat "$out" "$err")" ""
exits "--json" 0 build build --json
is "--json: nothing to report" "$(cat "$out")" "[]"
exits "in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" build
like "in Japanese: so" "$out" '^[0-9]+ ページ（ファイル [0-9]+: .*）を [0-9.]+ 秒で作りました。$'

cp -R "$site/_site/public" "$SCRATCH/good"
printf '# 題\n\n[行き先](../nowhere/)\n\n<b>太字</b>\n' >"$page"
exits "at fault" 1 build build
like "at fault: a link, with its line" "$err" '^content/pages/about\.md:3.*\[link-broken\]$'
like "at fault: a tag, all in one run" "$err" '^content/pages/about\.md:5.*error: '
is "at fault: nothing is said to be built" "$(cat "$out")" ""
ok "at fault: the good site stays" diff -r "$site/_site/public" "$SCRATCH/good"
exits "check says the same" 1 build check
cp "$err" "$SCRATCH/check"
run build build
is "check says the same: to the byte" "$(cat "$SCRATCH/check")" "$(cat "$err")"
exits "at fault, as JSON" 1 build check --json
is "at fault, as JSON: standard error is silent" "$(cat "$err")" ""
mv "$out" "$SCRATCH/json"
ok "at fault, as JSON: so" node -e '
  const list = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  process.exit(list.some(d => d.file === "content/pages/about.md" && d.line === 3
    && d.text.ja && d.text.en && d.hint.ja) ? 0 : 1)' "$SCRATCH/json"
exits "at fault, in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" check
like "at fault, in Japanese: so" "$err" '^content/pages/about\.md:3.*: 誤り: .*。 \[link-broken\]$'

exits "no site" 1 build build --site "$SCRATCH/nowhere"
ok "no site: none is made" test ! -e "$SCRATCH/nowhere"
exits "an argument" 2 build build now
touch "$SCRATCH/file"
git -C "$site" checkout -q .
exits "an output that is a file" 3 build build --out "$SCRATCH/file"

if command -v script >/dev/null; then
  script -qec "LC_ALL=C '$KAITEI' --site '$site' build" /dev/null </dev/null >"$SCRATCH/screen"
  unlike "no progress line within a second" "$SCRATCH/screen" 'working'
  "${CC:-cc}" -shared -fPIC -o "$SCRATCH/clock.so" tests/tools/clock.c 2>"$err" || give_up "clock.so does not compile"
  # To this build every millisecond is a second.
  slow="env LC_ALL=C TERM=xterm CLOCK_SPEED=1000 LD_PRELOAD=$SCRATCH/clock.so ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
  script -qec "$slow '$KAITEI' --site '$site' build --out '$SCRATCH/slow'" /dev/null </dev/null >"$SCRATCH/screen"
  like "a progress line where it takes longer" "$SCRATCH/screen" 'working\.\.\. [1-9][0-9]* / [1-9][0-9]*'
  like "a progress line is taken away at the end" "$SCRATCH/screen" "$(printf '\r\033')"'\[K[0-9]+ pages'
  exits "in a pipe" 0 $slow "$KAITEI" --site "$site" build --out "$SCRATCH/slower"
  unlike "in a pipe there is none" "$err" 'working'
fi
exits "an output among the sources" 2 build build --out "$site/content"
ok "an output among the sources: nothing is written" test ! -e "$site/content/public"
mkdir -p "$SCRATCH/strange/public" && echo mine >"$SCRATCH/strange/public/index.html"
exits "an output of somebody else's" 1 build build --out "$SCRATCH/strange"
like "an output of somebody else's: so" "$err" 'output-not-ours'
is "an output of somebody else's: it stands" "$(cat "$SCRATCH/strange/public/index.html")" mine
exits "no site" 1 env LC_ALL=C "$KAITEI" --site "$SCRATCH/nowhere" build
like "no site: which folder" "$err" "^error: $SCRATCH/nowhere is no kaitei site"
not_ok "no site: nothing is written" test -e "$SCRATCH/nowhere"

done_testing
