#!/bin/sh
# What is seldom met is told by its name too: sites that are not whole, translations, ids, lists, and what a
# killed publication left when somebody went on by hand.
. tests/lib.sh

good=$SCRATCH/good site=$SCRATCH/site
ok "make the fixture" tests/fixture/make.sh "$good"
draft=content/kihon/policy.md
fresh() { rm -rf "$site" && cp -a "$good" "$site"; }
kaitei() { LC_ALL=C "$KAITEI" "$@" --site "$site" --as-of 2026-06-01; }
# told NAME EXIT PATTERN COMMAND...: it exits so, and says what matches.
told()
{
  told_name=$1 told_status=$2 told_pattern=$3
  shift 3
  exits "$told_name" "$told_status" kaitei "$@"
  like "$told_name: told" "$err" "$told_pattern"
}

# ---- a site that is not whole ----
fresh && printf '# 題 {#a}\n\n文。\n\n# また題 {#b}\n\n文。\n' >"$site/content/pages/about.md"
told "a page of two titles" 1 'pages/about.md:5:.*\[heading-second-title\]' check
fresh && printf 'site { name = "二つめ" }\n' >>"$site/content/site.lua"
told "two sites" 1 'site.lua:.*\[site-not-one\]' check
fresh && mkdir "$site/content/about" && printf '# 方針 {#a}\n\n文。\n' >"$site/content/about/policy.md" &&
  echo 'policy { id = "about", title = "会について" }' >"$site/content/about/ledger.lua"
told "a policy and a page of one address" 1 'pages/about.md: error: .*about/index.html \[page-twice\]' check
fresh && echo '-- nothing' >"$site/content/site.lua"
told "no site" 1 'site.lua:.*\[site-not-one\]' check
fresh && mkdir "$site/content/second" && echo '# 方針 {#a}' >"$site/content/second/policy.md"
told "a policy without a ledger" 1 'content/second.*\[policy-without-ledger\]' check
fresh && rm -r "$site"/content/*/ && sed -i '/about = /,/^  },/d; /menu = /,/^  },/d; /places = /,/^  },/d' "$site/content/site.lua"
told "nothing to show" 0 '\[site-has-none\]' check
fresh && mkdir -p "$site/theme" &&
  sed 's|</main>|<a href="<%= page.root %>kihon/#nowhere">x</a></main>|' themes/default/base.html >"$site/theme/base.html"
told "a theme that links to no clause" 1 'nowhere.*\[frame-anchor-broken\]' check


# ---- a program that is not whole: its theme lacks a word ----
fresh && mkdir -p "$SCRATCH/part/build" && cp "$KAITEI" "$SCRATCH/part/build/kaitei" && cp -R themes "$SCRATCH/part" &&
  sed -i '/^  anchor = /d' "$SCRATCH/part/themes/default/strings/ja.lua"
exits "a theme that lacks a word" 1 env LC_ALL=C "$SCRATCH/part/build/kaitei" build --site "$site" --as-of 2026-06-01
like "a theme that lacks a word: told" "$err" '"anchor.label".*\[theme-word-missing\]'

# ---- a lesson that goes away between the plan and its page ----
mkdir "$SCRATCH/moving" && cp -R content quizzes "$SCRATCH/moving"
if "${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err"; then
  export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
  # With one thread the modules come last: at the thirtieth change of a file all is planned, and none of them made.
  sh -c 'echo $$ >"$0"; exec "$@"' "$SCRATCH/pid" env KILL_HOW=stop KILL_AT=30 LD_PRELOAD="$SCRATCH/kill_at.so" LC_ALL=C \
    "$KAITEI" build --jobs 1 --quiet --site "$SCRATCH/moving" --as-of 2026-11-22 2>"$SCRATCH/moved" &
  building=$!
  stops "$SCRATCH/pid" "$building" || give_up "the build did not stop"
  rm "$SCRATCH"/moving/quizzes/2026-privacy/*.easy.md
  kill -CONT "$(cat "$SCRATCH/pid")"
  wait "$building"
  is "a lesson that goes away meanwhile" $? 3
  like "a lesson that goes away meanwhile: told" "$SCRATCH/moved" '2026-privacy/easy/index.html.*\[page-not-made\]'
  ok "a lesson that goes away meanwhile: nothing is delivered" test ! -e "$SCRATCH/moving/_site/public/index.html"
  exits "and the next build goes without it" 0 "$KAITEI" build --quiet --site "$SCRATCH/moving" --as-of 2026-11-22
else
  skip "a lesson that goes away meanwhile" "cannot compile kill_at.so"
fi

# ---- translations ----
fresh
told "a language that is none" 1 '\[edition-lang\]' edition kihon 'E N' --start
echo 'revision { effective = "令和5年4月1日", change = "一部変更" }' >>"$site/content/kihon/ledger.lua"
git -C "$site" commit -qam 'A day alone'
told "a translation of a day alone" 1 'there is no revision .*\(2023-04-01\).*\[edition-without\]' edition kihon zh --of 2023-04-01 --start
exits "a translation is begun" 0 kaitei edition kihon zh --start
told "and not begun again" 1 'policy.zh.md.*\[edition-there\]' edition kihon zh --start
sed -i '/{#security}/d' "$site/content/kihon/policy.zh.md"
told "a translation that lacks a clause" 0 '"security".*\[edition-clause\]' edition kihon zh --yes --no-build

# ---- ids ----
fresh && printf '\n## 閉じた見出し ##\n\n文。\n' >>"$site/$draft"
told "a heading that no id can be written behind" 1 '\[naming-failed\]' ids --fix kihon
fresh && printf '\n## 名前のない項目\n\n文。\n' >>"$site/$draft"
exits "a heading without an id is published" 0 kaitei publish --yes --no-build --quiet --summary x --effective 2026-06-01 --allow-removed-ids
sed -i 's/^## 名前のない項目/## 名を変えた項目/' "$site/$draft"
told "its name changes" 0 '\[publish-id-automatic\]' publish --yes --no-build --summary x --effective 2026-06-01 --kind 正誤

# ---- what a shallow clone lacks ----
fresh
for word in 一 二; do
  printf '\n%s\n' $word >>"$site/content/kihon/policy.easy.md"
  exits "a translation is pinned: $word" 0 kaitei edition kihon easy --yes --no-build --quiet
done
exits "a translation that was replaced is in git" 0 kaitei verify kihon
unlike "a translation that was replaced is in git: nothing is missing" "$err" 'text-replaced-missing'
mv "$site" "$SCRATCH/whole" && git clone -q --depth 1 "file://$SCRATCH/whole" "$site"
told "in a shallow clone it is not" 0 'ledger.lua:[0-9]+: warning: .*\[text-replaced-missing\]' verify kihon

# ---- an import of words for what is known ----
fresh
echo 'revision { effective = "令和5年4月1日", change = "一部変更" }' >>"$site/content/kihon/ledger.lua"
git -C "$site" commit -qam 'A day alone'
mkdir "$SCRATCH/old" && printf '# 方針 {#kihon}\n\n見つかった文。\n' >"$SCRATCH/old/2023-04-01.md"
exits "a list" 0 kaitei import "$SCRATCH/old" --policy kihon --write-list "$SCRATCH/list"
sed -i '/2023-04-01.md$/s/| |/| 新しい説明 |/' "$SCRATCH/list"
told "words for a revision that is known" 0 'list:[0-9]+:[0-9]+: warning: .*2023-04-01.*\[import-words-unused\]' import --list "$SCRATCH/list" --yes --no-build

# ---- an import from a history in which two commits begin alike, and from one that lost a text ----
# Both commits begin with 9772146, because of the numbers in their messages and the day.
history=$SCRATCH/history
wrote()
{
  printf '# 方針 {#a}\n\n%s。\n' "$1" >"$history/privacy.md"
  git -C "$history" add -A && git -C "$history" commit -qm "$2"
}
begin_history()
{
  git init -q -b main "$history" && wrote 一 root &&
    git -C "$history" checkout -qb left && wrote 二 'left 2376' &&
    git -C "$history" checkout -qb right main && wrote 三 'right 6378' &&
    { git -C "$history" merge -q left >/dev/null || wrote 四 merge; }
}
GIT_AUTHOR_DATE='1400000000 +0000' GIT_COMMITTER_DATE='1400000000 +0000'
export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
begin_history || fail "the history"
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
fresh
exits "a list of it" 0 kaitei import --from-git --policy privacy --repository "$history" --write-list "$SCRATCH/alike" privacy.md
sed 's/^ *| partial | | 97721466d819 /2014-06-01 | partial | | 9772146 /' "$SCRATCH/alike" >"$SCRATCH/short"
told "two commits that begin alike" 1 'short:[0-9]+:[0-9]+: error: .*"9772146".*\[import-list-ambiguous\]' import --list "$SCRATCH/short" --yes --no-build
sed 's/^ *| partial | | 97721466d819 /2014-06-01 | partial | | 97721466 /' "$SCRATCH/alike" >"$SCRATCH/longer"
blob=$(git -C "$history" rev-parse left:privacy.md)
rm -f "$history/.git/objects/$(echo "$blob" | cut -c 1-2)/$(echo "$blob" | cut -c 3-)"
told "a text that git has lost" 1 "$blob.*\\[import-blob-missing\\]" import --list "$SCRATCH/longer" --yes --no-build

# ---- a site that cannot be read online ----
fresh
exits "a site is built" 0 kaitei build --quiet
node tests/tools/serve.mjs "$site/_site/public" "$SCRATCH/port" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$SCRATCH"' EXIT
for try in 1 2 3 4 5 6 7 8 9 10; do [ -s "$SCRATCH/port" ] || sleep 0.5; done
no_proxy=127.0.0.1 && export no_proxy
told "a server that cuts off" 3 '[a-z]\.xml.*files\).*\[proof-unreachable-files\]' verify --built "http://127.0.0.1:$(cat "$SCRATCH/port")/cut"
mkdir "$SCRATCH/bin" && echo '# no program' >"$SCRATCH/bin/curl"
exits "a curl that cannot be run" 3 env PATH="$SCRATCH/bin" LC_ALL=C "$KAITEI" verify --site "$site" --as-of 2026-06-01 --built http://127.0.0.1/
like "a curl that cannot be run: told" "$err" '\[fetch-curl-failed\]'

# ---- command lines ----
fresh
told "a command that is none" 2 '\[command-unknown\]' zzzzzzzz
told "a command with a slip" 2 'publich.*\[command-mistyped\]' publich
told "an option that is none" 2 '\[option-unknown\]' publish --zzzzzzzz
told "an option with a slip" 2 'efective.*\[option-mistyped\]' publish --efective 2026-06-01
told "a value of another kind" 2 'after --jobs is.*\[option-value\]' build --jobs many
exits "a value that is missing" 2 env LC_ALL=ja_JP.UTF-8 "$KAITEI" status --as-of
is "a value that is missing: in one language" "$(sed -n 1p "$err")" '使い方: --as-of に続く値がないか、使えない値です。 [option-value]'
told "too many jobs" 2 '\[jobs-out-of-range\]' build --jobs 1000
told "too few arguments" 2 '\[arguments-too-few\]' cancel kihon
told "too many arguments" 2 '\[arguments-too-many\]' cancel kihon 2030-04-01 x
exits "a day that is none" 2 "$KAITEI" status --site "$site" --as-of yesterday
like "a day that is none: told" "$err" '\[as-of-no-day\]'
told "a policy that is none" 2 '\[policy-unknown\]' status kihonn
told "a revision that is none" 2 '\[revision-unknown\]' diff kihon 2031-04-01
told "a provenance that is none" 2 '\[provenance-unknown\]' backfill kihon 2019-04-01 "$site/$draft" --provenance mine
told "an output among the sources" 2 '\[output-among-sources\]' build --out "$site/content"
told "a question that nobody answers" 2 '\[ask-unanswered\]' cancel kihon 2030-04-01
told "an import of nothing" 2 '\[import-what\]' import --policy x
told "an import into nothing" 2 '\[import-no-policy\]' import "$SCRATCH/old"
told "an import of a folder that is none" 2 '\[import-not-folder\]' import "$SCRATCH/nowhere" --policy x
told "an import from git that is none" 2 '\[import-needs-git\]' import "$SCRATCH/old" --repository . --policy x
told "a list and more" 2 '\[import-list-alone\]' import --list "$SCRATCH/list" --policy x

done_testing
