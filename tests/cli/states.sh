#!/bin/sh
# What pages say of a policy in its rarer states: nothing published, only scheduled, only
# cancelled, withdrawn, corrected on its own day, two for one day; and two policies on one site.
. tests/lib.sh

site=$SCRATCH/site
mkdir -p "$site/content" && git init -q "$site"
printf 'site { name = "見本の会", base_url = "https://example.org/" }\n' >"$site/content/site.lua"

# policy ID ENTRIES: a ledger; each text is "# ID {#id}" and the key.
policy()
{
  mkdir -p "$site/content/$1/revisions"
  printf 'policy { id = "%s", title = "%sの方針" }\n%s\n' "$1" "$1" "$2" >"$site/content/$1/ledger.lua"
}

# text ID KEY: freezes a text of that revision.
text()
{
  printf '# %s {#part}\n\n## 1、%sの文面 {#words}\n\nこれは%sの文面です。\n' "$1" "$2" "$2" \
    >"$site/content/$1/revisions/$2.md"
  printf 'text { of = "%s", lang = "ja", blob = "%s", provenance = "original" }\n' "$2" \
    "$(git hash-object --no-filters "$site/content/$1/revisions/$2.md")" >>"$site/content/$1/ledger.lua"
}

page() { printf '%s' "$site/_site/public/$1/index.html"; }

policy empty ''
policy planned 'revision { effective = "2030-04-01", change = "作成", order = 1 }
revision { effective = "2030-04-01", change = "一部変更", order = 2 }'
text planned 2030-04-01
text planned 2030-04-01-2
policy dropped 'revision { effective = "2030-04-01", change = "作成" }'
text dropped 2030-04-01
echo 'cancel { of = "2030-04-01", reason = "見合わせました。" }' >>"$site/content/dropped/ledger.lua"
policy ended 'revision { effective = "2020-04-01", change = "作成" }'
text ended 2020-04-01
echo 'revision { effective = "2024-04-01", change = "廃止", summary = "方針を一つにまとめました。" }' \
  >>"$site/content/ended/ledger.lua"
policy mended 'revision { effective = "2020-04-01", change = "作成" }
revision { effective = "2020-04-01", change = "正誤", summary = "誤字を直しました。" }'
text mended 2020-04-01
text mended 2020-04-01-2

exits "all are built" 0 "$KAITEI" --site "$site" --as-of 2026-04-01 build --quiet
is "all are built without a fault" "$(grep -c error "$err")" 0

like "nothing published: says so" "$(page empty)" 'まだ公開された版がありません'
like "nothing published: home leads there" "$site/_site/public/index.html" 'href="./empty/"'
unlike "only scheduled: nothing is called in force" "$(page planned)" 'class="here">現行'
like "two for one day: the last is announced" "$(page planned)" 'href="../planned/2030-04-01-2/"'
like "only cancelled: its page says so and why" "$(page dropped/2030-04-01)" '見合わせました。'
unlike "only cancelled: nothing is called in force" "$(page dropped)" 'class="here">現行'
unlike "only cancelled: it never began" "$(page dropped/on)" '2030-04-01[^<]*に作られました'
like "withdrawn: says so" "$(page ended)" '廃止'
unlike "withdrawn: is not in force" "$(page ended)" 'class="state in-force"'
unlike "withdrawn: its text is not called lost" "$(page ended)" '文面は残っていません'
like "withdrawn: the last text is kept" "$(page ended/2020-04-01)" 'これは2020-04-01の文面です'
unlike "corrected on its own day: no false last day" "$(page mended/2020-04-01)" '2020-03-31'
like "corrected on its own day: the correction holds" "$(page mended)" 'これは2020-04-01-2の文面です'
like "two policies: each page names both" "$(page mended)" 'href="../ended/"'

done_testing
