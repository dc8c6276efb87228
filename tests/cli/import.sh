#!/bin/sh
# What was published elsewhere becomes revisions of a policy: from a folder of dated texts.
# (From git: import-git.sh.)
. tests/lib.sh

site=$SCRATCH/site old=$SCRATCH/old
content=$site/content/privacy
git_() { git -C "$site" "$@"; }

# A site without a policy, in its own repository.
fresh()
{
  rm -rf "$site" "$old"
  mkdir -p "$site/content/pages" "$old"
  cp tests/fixture/content/site.lua "$site/content/site.lua"
  sed -i '/about = /,/^  },/d; /menu = /,/^  },/d' "$site/content/site.lua"
  printf '# 会について\n\nこの会について。\n' >"$site/content/pages/about.md"
  printf '_site/\n' >"$site/.gitignore"
  printf 'content/*/policy*.md -text\ncontent/*/ledger.lua -text\ncontent/*/revisions/* -text\n' >"$site/.gitattributes"
  git init -q -b main "$site" && git_ add -A && git_ commit -qm start
}
text() { printf '# 個人情報の保護 {#basic}\n\n個人情報を大切に扱います。\n\n## 集める {#collect}\n\n%s\n' "$1"; }
import() { "$KAITEI" import --site "$site" --as-of 2026-06-01 "$@"; }
# refused NAME CODE COMMAND...: exit 1 with that code, and nothing has changed.
refused()
{
  refused_name=$1 refused_code=$2
  shift 2
  refused_head=$(git_ rev-parse HEAD) refused_status=$(git_ status --porcelain)
  exits "$refused_name: refused" 1 "$@"
  cp "$err" "$SCRATCH/said"
  like "$refused_name: why" "$SCRATCH/said" "$refused_code"
  is "$refused_name: no commit" "$(git_ rev-parse HEAD)" "$refused_head"
  is "$refused_name: no file" "$(git_ status --porcelain)" "$refused_status"
}
# holds NAME: what stands can be checked, built and proved.
holds()
{
  exits "$1: check" 0 "$KAITEI" check --site "$site" --as-of 2026-06-01
  exits "$1: build" 0 "$KAITEI" build --site "$site" --as-of 2026-06-01 --quiet
  exits "$1: verify" 0 "$KAITEI" verify --site "$site"
  is "$1: nothing is left over" "$(git_ status --porcelain)" ""
}

# ---- all forms of names ----

fresh
text 一 >"$old/2006-01-01.md"
text 二 >"$old/平成25年2月1日.md"
text 三 >"$old/H30.12.1.md"
text 三の二 >"$old/2018-12-01-2.md"
printf '# Privacy {#basic}\n\nWe take care.\n\n## Collecting {#collect}\n\nThree.\n' >"$old/2018-12-01.en.md"
text 四 | sed 's/$/\r/' >"$old/令和二年四月一日施行.md"
printf 'note' >"$old/README.md" && printf 'x' >"$old/2019-01-01.docx" && mkdir "$old/2020-01-01.md"

exits "a question without an answer" 2 import "$old" --policy privacy
is "a question without an answer: nothing changed" "$(git_ status --porcelain)" ""
like "a question without an answer: what would be done" "$out" '^Revision: 2018-12-01-2 .* partial +text ja$'
exits "a folder" 0 import "$old" --policy privacy --yes
cp "$out" "$SCRATCH/out" && cp "$err" "$SCRATCH/err"
like "the title is the newest text's" "$SCRATCH/out" '^Policy: 個人情報の保護$'
like "what is passed over is said" "$SCRATCH/err" 'README.md.*import-name-passed'
like "what is no Markdown too" "$SCRATCH/err" '2019-01-01.docx.*import-name-passed'
unlike "ids that are there need no word" "$SCRATCH/err" 'import-no-ids'
is "one commit" "$(git_ rev-list --count HEAD)" 2
is "of just these files" "$(git_ show --format= --name-only HEAD | sed 's,content/privacy/,,' | sort | tr '\n' ' ')" \
  "ledger.lua policy.md receipt.txt revisions/2006-01-01.md revisions/2013-02-01.md revisions/2018-12-01-2.md revisions/2018-12-01.en.md revisions/2018-12-01.md revisions/2020-04-01.md "
ok "the bytes are the same" cmp "$old/令和二年四月一日施行.md" "$content/revisions/2020-04-01.md"
ok "the working text is the newest" cmp "$old/令和二年四月一日施行.md" "$content/policy.md"
ok "the edition is there" cmp "$old/2018-12-01.en.md" "$content/revisions/2018-12-01.en.md"
like "the first is 作成" "$content/ledger.lua" 'effective = "平成18年1月1日", change = "作成" }'
like "the order of a day" "$content/ledger.lua" '平成30年12月1日.*order = 2'
is "no summary is invented" "$(grep -c summary "$content/ledger.lua")" 0
is "provenance: copies" "$(grep -c 'provenance = "copy"' "$content/ledger.lua")" 6
like "not sealed" "$content/ledger.lua" 'policy \{ id = "privacy", title = "個人情報の保護" \}'
is "the receipt names the commit before" "$(sed -n 's/^commit //p' "$content/receipt.txt")" "$(git_ rev-parse HEAD~1)"
holds "a folder"
for key in 2006-01-01 2013-02-01 2018-12-01 2018-12-01-2 2018-12-01/en 2020-04-01; do
  ok "the permalink of $key" test -s "$site/_site/public/privacy/$key/index.html"
done
exits "the receipt holds" 0 "$KAITEI" verify --site "$site" --against "$content/receipt.txt"

# ---- into what is there already ----

refused "the same once more" 'import-nothing' import "$old" --policy privacy --yes
like "the same once more: each is known" "$SCRATCH/said" 'import-known'
text 三年 >"$old/2019-01-01.md"
refused "a day that is not known" '2019-01-01.md.*import-day-unknown' import "$old" --policy privacy --yes
rm "$old/2019-01-01.md" && text 別 >"$old/2006-01-01.md"
refused "another text in place of one" '2006-01-01.md.*import-kept' import "$old" --policy privacy --yes

fresh
mkdir "$content"
cat >"$content/ledger.lua" <<'END'
policy { id = "privacy", title = "保護", sealed = true }
revision { effective = "平成18年1月1日", change = "作成", summary = "定めました。" }
revision { effective = "平成25年2月1日", change = "一部変更" }
revision { effective = "平成25年2月1日", change = "正誤" }
END
git_ add -A && git_ commit -qm known
text 一 >"$old/2006-01-01.md" && text 二 >"$old/2013-02-01-2.md"
printf '# Privacy {#basic}\n' >"$old/2006-01-01.en.md"
exits "texts for known dates" 0 import "$old" --policy privacy --provenance original --title 別の題 --yes
like "texts for known dates: the title stays" "$err" 'import-title-other'
is "texts for known dates: their files" "$(git_ show --format= --name-only HEAD | sed 's,content/privacy/,,' | sort | tr '\n' ' ')" \
  "ledger.lua receipt.txt revisions/2006-01-01.en.md revisions/2006-01-01.md revisions/2013-02-01-2.md "
is "texts for known dates: no new revision" "$(grep -c ^revision "$content/ledger.lua")" 3
like "texts for known dates: provenance" "$content/ledger.lua" 'of = "2013-02-01-2", lang = "ja", .*provenance = "original"'
holds "texts for known dates"

# ---- a ledger that `kaitei new` made: nothing was published yet ----

fresh
mkdir "$content" && echo 'policy { id = "privacy", title = "わたしたちの方針" }' >"$content/ledger.lua"
text 案 >"$content/policy.md" && git_ add -A && git_ commit -qm new
text 一 >"$old/2006-01-01.md"
exits "an empty ledger is filled" 0 import "$old" --policy privacy --yes
like "an empty ledger is filled: under its title" "$out" 'わたしたちの方針'
like "an empty ledger is filled: that the working text stays is said" "$err" 'policy.md: warning: .*import-draft-stays'
ok "an empty ledger is filled: the working text stays" grep -q 案 "$content/policy.md"
holds "an empty ledger is filled"

# ---- into a new site whose sample text is thrown away, as its README.md says ----

rm -rf "$site" "$old" && mkdir "$old"
"$KAITEI" new "$site" >"$out" 2>"$err" || give_up "kaitei new"
like "a new site's README tells of it" "$site/README.md" 'kaitei import'
rm "$content/policy.md"
text 一 >"$old/2006-01-01.md" && text 二 >"$old/2013-02-01.md"
exits "a new site" 0 import "$old" --policy privacy --yes
unlike "a new site: no draft is left" "$err" 'import-draft-stays'
ok "a new site: the newest is the working text" cmp "$old/2013-02-01.md" "$content/policy.md"
holds "a new site"

# ---- a policy.md without a ledger ----

fresh
mkdir "$content" && text 案 >"$content/policy.md" && git_ add -A && git_ commit -qm draft
text 一 >"$old/2006-01-01.md"
exits "a policy.md without a ledger" 0 import "$old" --policy privacy --yes
ok "a policy.md without a ledger: it stays" grep -q 案 "$content/policy.md"
holds "a policy.md without a ledger"

# ---- refusals ----

fresh
text 一 >"$old/2006-01-01.md"
text '<b>太字</b>
<!-- 覚え書き -->' >"$old/2013-02-01.md"
printf '\377\376' >"$old/2014-01-01.md"
text 三 >"$old/2018-12-01.md"
{ text 大; head -c 140000 /dev/zero | tr '\0' a; } >"$old/2019-01-01.md"
refused "texts that the rules refuse" 'import-refused' import "$old" --policy privacy --yes
like "every place: a tag" "$SCRATCH/said" '2013-02-01.md:7:1: .*html-emphasis'
like "every place: a comment" "$SCRATCH/said" '2013-02-01.md:8:1: .*html-comment'
like "every place: bytes" "$SCRATCH/said" '2014-01-01.md:1:1: .*text-not-utf8'
like "every place: size" "$SCRATCH/said" '2019-01-01.md.*file-too-large'
exits "dates alone" 0 import "$old" --policy privacy --yes --dates-alone
like "dates alone: it is said" "$err" '2013-02-01.md: warning: .*import-left-out'
like "dates alone: shown" "$out" '2014-01-01 .*day alone \(its text is refused\)'
is "dates alone: the revisions" "$(grep -c ^revision "$content/ledger.lua")" 5
is "dates alone: the texts" "$(grep -o 'of = "[-0-9]*"' "$content/ledger.lua" | tr '\n' ' ')" 'of = "2006-01-01" of = "2018-12-01" '
not_ok "dates alone: the newest has no text, so there is no working text" test -e "$content/policy.md"
holds "dates alone"

fresh
text '[行き先](../nowhere/)' >"$old/2006-01-01.md" && text 二 >"$old/2013-02-01.md"
refused "a link that leads nowhere" '2006-01-01.md:7:[0-9]+: .*link-broken' import "$old" --policy privacy --yes
exits "a link that leads nowhere: dates alone" 0 import "$old" --policy privacy --yes --dates-alone
is "a link that leads nowhere: that text is left out" "$(ls "$content/revisions")" 2013-02-01.md
holds "a link that leads nowhere"

fresh
text 一 >"$old/2006-01-01.md" && text 二 >"$old/平成30年13月1日.md"
refused "a name that is no day" '平成30年13月1日.md.*import-name-day' import "$old" --policy privacy --yes
mv "$old/平成30年13月1日.md" "$old/平成30年12月1日案.md"
refused "a day with more behind it" '平成30年12月1日案.md.*import-name-day' import "$old" --policy privacy --yes
mv "$old/平成30年12月1日案.md" "$old/平成18年1月1日.md"
refused "one day twice" 'import-name-twice' import "$old" --policy privacy --yes
mv "$old/平成18年1月1日.md" "$old/2006-01-01-3.md"
refused "a gap in the numbers" 'import-name-gap' import "$old" --policy privacy --yes
mv "$old/2006-01-01-3.md" "$old/2026-06-02.md"
refused "a day to come" '2026-06-02.md: .*import-future' import "$old" --policy privacy --yes
rm "$old/2026-06-02.md" && cp "$old/2006-01-01.md" "$old/2013-02-01.md"
refused "the same text twice running" '2013-02-01.md: .*import-same' import "$old" --policy privacy --yes
mv "$old/2013-02-01.md" "$old/2013-02-01.en.md"
refused "a translation alone" 'import-edition-alone' import "$old" --policy privacy --yes
rm "$old"/* && refused "an empty folder" 'import-folder-empty' import "$old" --policy privacy --yes
text 一 >"$old/2006-01-01.md" && mkdir -p "$content/revisions" && echo else >"$content/revisions/2006-01-01.md"
refused "another file in its place" 'publish-file-there' import "$old" --policy privacy --yes
rm -r "$content" && printf '前文だけ。\n' >"$old/2006-01-01.md"
refused "no title" 'import-no-title' import "$old" --policy privacy --yes
refused "an id that cannot be" 'ledger-id' import "$old" --policy ../x --title 題 --yes
refused "a name that is kaitei's own" 'reserved' import "$old" --policy now --title 題 --yes
refused "a page's name" 'page-is-policy' import "$old" --policy about --title 題 --yes

exits "no policy" 2 import "$old"
exits "nothing" 2 import --policy privacy
exits "a folder that is none" 2 import "$SCRATCH/nowhere" --policy privacy
exits "a repository where none is asked" 2 import "$old" --repository . --policy privacy
exits "a provenance that is none" 2 import "$old" --policy privacy --provenance mine
exits "a list and more" 2 import --list x --policy privacy

# A ledger that git has and the work tree lost is not a new one.
text 一 >"$old/2006-01-01.md"
import "$old" --policy privacy --yes --quiet --no-build && rm -r "$content"
refused "a ledger that was mislaid" 'publish-ledger-edited' import "$old" --policy privacy --yes
git_ reset -q --hard

# ---- two persons, ids, words, JSON, the list of a folder ----

as() { who=$1; shift; env GIT_AUTHOR_NAME=$who GIT_AUTHOR_EMAIL=$who@example.org "$KAITEI" "$@" --site "$site" --as-of 2026-06-01 --yes --quiet; }
fresh
sed -i 's/^site {/site { two_persons = true,/' "$site/content/site.lua" && git_ commit -qam two
printf '# 方針\n\n## 集める\n\n本文。\n' >"$old/2006-01-01.md"
sed 's/本文/文/' "$old/2006-01-01.md" >"$old/2008-01-01.md"
exits "a list of a folder" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" import "$old" --policy privacy --write-list "$SCRATCH/l.txt"
like "a list of a folder: its days" "$SCRATCH/l.txt" '^平成18年1月1日 +\| 作成 \| \| 2006-01-01.md$'
exits "a list is not overwritten" 1 import "$old" --policy privacy --write-list "$SCRATCH/l.txt"
like "a list is not overwritten" "$err" 'import-list-there'
sed -i -e 's/^平成20年1月1日 *| 一部変更 |/2008-04-01 | 全部変更 | 書き直しました。/' "$SCRATCH/l.txt"
# The newest text would be in force: with two persons one alone begins no policy.
refused "two persons: a policy that begins" 'import-unapproved' as b import --list "$SCRATCH/l.txt" --no-build
like "two persons: a policy that begins: which text" "$SCRATCH/said" '2008-01-01.md'
mkdir "$content" && echo 'policy { id = "privacy", title = "方針" }' >"$content/ledger.lua"
cp "$old/2008-01-01.md" "$content/policy.md" && git_ add -A && git_ commit -qm 'begin the ledger'
refused "two persons: a ledger without an approval" 'import-unapproved' as b import --list "$SCRATCH/l.txt" --no-build
exits "two persons: its newest text is approved" 0 as a approve privacy --by 理事会
refused "two persons: by who approved it" 'publish-one-person' as a import --list "$SCRATCH/l.txt" --no-build
exits "a list of a folder is read" 0 import --list "$SCRATCH/l.txt" --yes --json --no-build
cp "$err" "$SCRATCH/said"
like "what is said as JSON" "$out" '"entries": 6'
like "clauses without ids" "$SCRATCH/said" 'import-no-ids'
like "its kind and summary" "$content/ledger.lua" '平成20年4月1日", change = "全部変更", summary = "書き直しました。"'
exits "ids --fix for the next" 0 "$KAITEI" ids --fix privacy --site "$site"
git_ checkout -q "$content/policy.md"
holds "a list of a folder"

# A text for the revision in force would be the rule from then on: one person alone puts none there.
rm "$old"/*
echo 'revision { effective = "平成23年4月1日", change = "一部変更" }' >>"$content/ledger.lua"
echo 'revision { effective = "平成24年4月1日", change = "一部変更" }' >>"$content/ledger.lua"
git_ commit -qam 'days alone'
text 五 >"$old/2011-04-01.md" && text 六 >"$old/2012-04-01.md"
refused "two persons: the text in force" 'backfill-not-approved' as a import "$old" --policy privacy --no-build
unlike "two persons: the text in force: not those of the past" "$SCRATCH/said" '2011-04-01'
cp "$old/2012-04-01.md" "$content/policy.md"
exits "two persons: the text in force is approved" 0 as a approve privacy --by 理事会
refused "two persons: the text in force, by who approved it" 'publish-one-person' as a import "$old" --policy privacy --no-build
exits "two persons: the text in force, by another" 0 as b import "$old" --policy privacy --no-build
holds "two persons: the text in force"

# ---- killed ----

if "${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err"; then
  fresh
  text 一 >"$old/2006-01-01.md" && text 二 >"$old/2013-02-01.md"
  cp -a "$site" "$SCRATCH/start"
  before=$(git_ rev-parse HEAD) bad='' n=1 saw=''
  export SOURCE_DATE_EPOCH=1780282800 ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0" TMPDIR="$SCRATCH/tmp"
  mkdir "$TMPDIR"
  every=13
  [ -z "${KAITEI_DEEP:-}" ] || every=1
  while
    rm -rf "$site" && cp -a "$SCRATCH/start" "$site"
    run env KILL_AT=$n LD_PRELOAD="$SCRATCH/kill_at.so" "$KAITEI" import "$old" --policy privacy --yes --no-build --site "$site" --as-of 2026-06-01
    [ $status -eq 137 ]
  do
    "$KAITEI" status --site "$site" >"$SCRATCH/status" 2>&1 || bad="$bad $n:status"
    [ -z "$(git_ status --porcelain)" ] || bad="$bad $n:unclean"
    case $(git_ rev-list --count HEAD),$(find "$site/content/privacy" -type f 2>/dev/null | wc -l) in
      1,0) saw="$saw old" ;;
      2,5) saw="$saw new" ;;
      *) bad="$bad $n:mixed" ;;
    esac
    n=$((n + every))
    [ $n -lt 5000 ] || break
  done
  is "killed at its calls: the old state or the new one" "$bad" ""
  is "the last run was not killed" "$status" 0
  ok "there were many" test $n -gt 60
  case $saw in *old*) pass "old states" ;; *) fail "old states" ;; esac
fi

done_testing
