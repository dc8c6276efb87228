#!/bin/sh
# The git history of one file becomes revisions of a policy, through a list in which the effective
# days are written: renames, merges, deletions, what cannot be read, repositories of every kind.
. tests/lib.sh

repo=$SCRATCH/repo site=$SCRATCH/site list=$SCRATCH/list.txt
content=$site/content/privacy
git_() { git -C "$repo" "$@"; }
commit() # DAY MESSAGE
{
  git_ add -A
  GIT_AUTHOR_DATE="$1T10:00:00+09:00" GIT_COMMITTER_DATE="$1T10:00:00+09:00" git_ commit -q --allow-empty -m "$2"
}
text() { printf '# 個人情報の保護 {#basic}\n\nわたしたちは、個人情報を大切に扱います。\n\n## 集める {#collect}\n\n目的をお知らせしてから集めます。\n\n## 使う {#use}\n\n%s\n' "$1"; }
import() { "$KAITEI" import --site "$site" --as-of 2026-06-01 "$@"; }
candidates() # LIST: the subjects, in their order
{
  sed -n 's/^[^#|]*|[^|]*|[^|]*| [0-9a-f]\{12\} | [-0-9]* | //p' "$1" | tr '\n' ','
}
listed() # NAME WANTED [options]: what a list of docs/policy.md holds
{
  listed_name=$1 listed_wanted=$2
  shift 2
  rm -f "$list"
  exits "$listed_name" 0 import "$@" --from-git --policy privacy --write-list "$list"
  is "$listed_name: the candidates" "$(candidates "$list")" "$listed_wanted"
}
choose() # DAY SUBJECT [KIND]: writes the day into its row
{
  sed -i "/| $2\$/s/^ *| [^|]*/$1 | ${3:-一部変更} /" "$list"
}
fresh()
{
  rm -rf "$site"
  mkdir -p "$site/content/pages"
  cp tests/fixture/content/site.lua "$site/content/site.lua"
  sed -i '/about = /,/^  },/d; /menu = /,/^  },/d' "$site/content/site.lua"
  printf '# 会について\n\nこの会について。\n' >"$site/content/pages/about.md"
  printf '_site/\n' >"$site/.gitignore"
  git init -q -b main "$site" && git -C "$site" add -A && git -C "$site" commit -qm start
}
holds()
{
  exits "$1: check" 0 "$KAITEI" check --site "$site" --as-of 2026-06-01
  exits "$1: build" 0 "$KAITEI" build --site "$site" --as-of 2026-06-01 --quiet
  exits "$1: verify" 0 "$KAITEI" verify --site "$site"
  is "$1: nothing is left over" "$(git -C "$site" status --porcelain)" ""
}

# ---- one file's life ----

git init -q -b main "$repo" && mkdir "$repo/docs"
text 一 >"$repo/privacy.md" && commit 2013-02-03 'born | named'
text 二 >"$repo/privacy.md" && commit 2014-02-03 second
git_ mv privacy.md docs/policy.md && commit 2014-06-01 'moved alone'
git_ mv docs/policy.md docs/kojin.md && text 三 >"$repo/docs/kojin.md" && commit 2015-02-03 'moved and changed'
git_ mv docs/kojin.md docs/policy.md && commit 2015-03-01 'moved back'
chmod +x "$repo/docs/policy.md" && commit 2015-04-01 'mode alone'
echo x >"$repo/other" && commit 2015-05-01 'another file'
{ text 四; echo '<b>raw</b>'; } >"$repo/docs/policy.md" && commit 2016-02-03 raw
git_ rm -q docs/policy.md && commit 2017-01-01 deleted
mkdir -p "$repo/docs" && text 二 >"$repo/docs/policy.md" && commit 2018-01-01 'back as second'
printf '\377\376' >"$repo/docs/policy.md" && commit 2019-01-01 bytes
{ text 大; head -c 140000 /dev/zero | tr '\0' a; } >"$repo/docs/policy.md" && commit 2019-01-15 large
rm "$repo/docs/policy.md" && ln -s ../other "$repo/docs/policy.md" && commit 2019-02-01 'a link'
rm "$repo/docs/policy.md" && text 五 >"$repo/docs/policy.md" && commit 2020-01-01 fifth

fresh
everything='born | named,second,moved and changed,raw,back as second,bytes,large,fifth,'
listed "a file's life" "$everything" "$repo/docs/policy.md"
is "a file's life: nothing is imported" "$(git -C "$site" rev-list --count HEAD)" 1
like "a deletion is told" "$list" '^# 2017-01-01  [0-9a-f]{12}  the file was deleted: deleted$'
like "a link is no file" "$list" '^# 2019-02-01  [0-9a-f]{12}  the file was deleted: a link$'
like "another name is told" "$list" '^# from here on it was called docs/kojin.md$'
like "faults are told" "$list" 'faults in this text: 1'
like "the same text is told" "$list" 'the very same text as that of [0-9a-f]{12}$'
like "the title" "$list" '^title 個人情報の保護$'
exits "nothing chosen" 1 import --list "$list" --yes
like "nothing chosen" "$err" 'import-none-chosen'

choose H25.4.1 'born | named' 作成
choose 平成27年4月1日 'moved and changed'
choose 2018-4-1 'back as second'
choose 2020-04-01 fifth
sed -i '/| back as second$/s/変更 | |/変更 | 元の文章に戻しました。 |/' "$list"
echo '令和3年4月1日 | 廃止 | やめました。 | -' >>"$list"
exits "the list, asked" 2 import --list "$list"
like "the list, asked: what is about to happen" "$out" '^Revision: 2018-04-01 .* text ja  元の文章に戻しました。$'
exits "the list" 0 import --list "$list" --yes
is "the list: one commit" "$(git -C "$site" rev-list --count HEAD)" 2
is "the list: its revisions" "$(grep -o 'effective = "[^"]*"' "$content/ledger.lua" | cut -d '"' -f 2 | tr '\n' ' ')" \
  "平成25年4月1日 平成27年4月1日 平成30年4月1日 令和2年4月1日 令和3年4月1日 "
is "the list: the very bytes" "$(cat "$content/revisions/2015-04-01.md")" "$(text 三)"
is "the list: of the text that came back" "$(cat "$content/revisions/2018-04-01.md")" "$(text 二)"
not_ok "the list: withdrawn, it has no working text" test -e "$content/policy.md"
is "the list: no summary is invented" "$(grep -c summary "$content/ledger.lua")" 2
holds "the list"
exits "the list once more" 1 import --list "$list" --yes
like "the list once more" "$err" 'import-nothing'

# ---- faults of a list: each in its place ----

fresh
listed "for faults" "$everything" "$repo/docs/policy.md"
cp "$list" "$SCRATCH/clean.txt"
faulty() # NAME CODE (with the line and column in front) SED-EXPRESSION...
{
  faulty_name=$1 faulty_code=$2
  shift 2
  cp "$SCRATCH/clean.txt" "$list"
  sed -i "$@" "$list"
  exits "$faulty_name: refused" 1 import --list "$list" --yes
  like "$faulty_name" "$err" "$faulty_code"
  is "$faulty_name: nothing changed" "$(git -C "$site" rev-list --count HEAD)$(git -C "$site" status --porcelain)" 1
}
line=$(grep -n '| second$' "$list" | cut -d : -f 1)
faulty "no such day" "list.txt:$line:1: error: .*ledger-date-impossible" -e '/| second$/s/^ */2014-02-30/'
faulty "no such kind" "list.txt:$line:14: .*import-list-kind" -e '/| second$/s/^ *| [^|]*/2014-02-03 | 変更 /'
faulty "no such commit" "list.txt:$line:26: .*import-list-source" -e '/| second$/s/^ *\(.*\)| [0-9a-f]* | /2014-02-03 \1| 0123456789ab | /'
faulty "too short" "list.txt:$line:26: .*import-list-source" -e '/| second$/s/^ *\(.*\)| \([0-9a-f]\{6\}\)[0-9a-f]* | /2014-02-03 \1| \2 | /'
faulty "a bar in the summary" "list.txt:$line:.*import-list-source" -e '/| second$/s/^ *| \([^|]*\)| |/2014-02-03 | 一部変更 | a | b |/'
faulty "a deleted file" 'import-list-deleted' -e 's/^# 2017-01-01  \([0-9a-f]*\) .*/2017-01-01 | 一部変更 | | \1/'
faulty "one commit twice" "list.txt:.*import-list-twice" -e '/| second$/{s/^ */2014-02-03 /;p;s/^2014/2015/}'
faulty "the same text twice running" 'import-same' -e '/| second$/s/^ */2014-02-03 /;/| back as second$/s/^ */2018-02-03 /'
faulty "raw HTML" 'docs/policy.md@[0-9a-f]{12}:12:1: .*html-emphasis' -e '/| raw$/s/^ */2014-02-03 /'
faulty "too large" 'docs/policy.md@[0-9a-f]{12}: .*file-too-large' -e '/| large$/s/^ */2014-02-03 /'
faulty "not UTF-8" 'docs/policy.md@[0-9a-f]{12}:1:1: .*text-not-utf8' -e '/| bytes$/s/^ */2014-02-03 /'
faulty "a withdrawal with a text" "list.txt:$line:.*import-withdrawn-text" -e '/| second$/s/^ *| [^|]*/2014-02-03 | 廃止 /'
faulty "a correction of nothing" "list.txt:$line:14: .*import-erratum-day" -e '/| second$/s/^ *| [^|]*/2014-02-03 | 正誤 /'
faulty "a day to come" "list.txt:$line:1: .*import-future" -e '/| second$/s/^ */2027-04-01 /'
faulty "a lost head" 'import-list-lacks' -e '/^tip/d' -e '/| second$/s/^ */2014-02-03 /'
faulty "a tip that is not there" 'file-history-no-commit' -e 's/^tip ..../tip 0000/' -e '/| second$/s/^ */2014-02-03 /'
faulty "a repository that is not there" 'import-no-repository' -e 's,^repository .*,repository /nowhere,' -e '/| second$/s/^ */2014-02-03 /'
faulty "an id that cannot be" 'ledger-id' -e 's,^policy .*,policy ../x,' -e '/| second$/s/^ */2014-02-03 /'
cp "$SCRATCH/clean.txt" "$list" && choose 2014-02-03 raw && choose 2013-02-03 fifth && choose 2012-01-01 second 作成
exits "dates alone" 0 import --list "$list" --yes --dates-alone
cp "$err" "$SCRATCH/said"
like "days against the history's order" "$SCRATCH/said" 'list.txt:[0-9]+:1: warning: .*import-order'
like "dates alone: it is said" "$SCRATCH/said" '@[0-9a-f]{12}: warning: .*import-left-out'
is "dates alone: the texts" "$(cd "$content/revisions" && echo *)" '2012-01-01.md 2013-02-03.md'
holds "dates alone"

# ---- merges ----

rm -rf "$repo" && git init -q -b main "$repo" && mkdir "$repo/docs"
policy=$repo/docs/policy.md
merge() { GIT_AUTHOR_DATE="$1T10:00:00+09:00" GIT_COMMITTER_DATE="$1T10:00:00+09:00" git_ merge -q --no-edit --no-ff -m "$2" "${3:-side}" >/dev/null; }
text 一 >"$policy" && commit 2013-01-01 base
git_ checkout -qb side && text 二 >"$policy" && commit 2013-02-01 'on the side'
git_ checkout -q main && echo x >"$repo/other" && commit 2013-03-01 elsewhere
merge 2013-04-01 'merged as it was'
git_ checkout -qb more && text 三 >"$policy" && commit 2013-05-01 'not taken'
git_ checkout -q main && text 四 >"$policy" && commit 2013-06-01 'on main'
git_ merge -q -s ours --no-ff -m 'kept ours' more
git_ checkout -qb third && sed -i 's/大切に/たいせつに/' "$policy" && commit 2013-07-01 'one end'
git_ checkout -q main && sed -i 's/お知らせして/知らせて/' "$policy" && commit 2013-08-01 'other end'
merge 2013-09-01 'of both' third
listed "merges" 'base,on the side,on main,one end,other end,of both,' "$policy"
# A clock that was wrong does not turn parent and child round.
text 六 >"$policy" && commit 2001-01-01 'by a wrong clock'
listed "a wrong clock" 'base,on the side,on main,one end,other end,of both,by a wrong clock,' "$policy"

# ---- where the repository is ----

listed "a repository elsewhere" 'base,on the side,on main,one end,other end,of both,by a wrong clock,' docs/policy.md --repository "$repo"
listed "a folder in it" 'base,on the side,on main,one end,other end,of both,by a wrong clock,' policy.md --repository "$repo/docs"
git clone -q --bare "$repo" "$SCRATCH/bare.git"
listed "a bare one" 'base,on the side,on main,one end,other end,of both,by a wrong clock,' docs/policy.md --repository "$SCRATCH/bare.git"
fresh
choose 2013-03-01 'on the side' 作成 && exits "a bare one: imported" 0 import --list "$list" --yes --quiet
holds "a bare one"
git_ rm -q docs/policy.md && commit 2014-01-01 gone
listed "a file that is gone" 'base,on the side,on main,one end,other end,of both,by a wrong clock,' "$policy"
git clone -q --depth 5 "file://$SCRATCH/bare.git" "$SCRATCH/shallow"
rm -f "$list"
exits "a shallow clone" 0 import "$SCRATCH/shallow/docs/policy.md" --from-git --policy privacy --write-list "$list"
like "a shallow clone: it is said" "$err" 'import-cut'
like "a shallow clone: where it ends" "$list" 'what was before is not in this clone'
like "a shallow clone: what it has" "$list" '\| of both$'
exits "outside of it" 1 import "$SCRATCH/list.txt" --from-git --policy privacy --repository "$repo"
like "outside of it" "$err" 'import-outside'
exits "no repository" 1 import "$list" --from-git --policy privacy
like "no repository" "$err" 'import-no-repository'
exits "never there" 1 import docs/POLICY.md --from-git --policy privacy --repository "$repo"
like "never there" "$err" 'import-never'
git init -q "$SCRATCH/empty"
exits "no commit" 1 import x.md --from-git --policy privacy --repository "$SCRATCH/empty"
like "no commit" "$err" 'file-history-no-commit'
for lost in HEAD~2 HEAD~2:docs; do # a commit, a folder
  rm -rf "$SCRATCH/broken" && cp -a "$SCRATCH/bare.git" "$SCRATCH/broken"
  id=$(git -C "$SCRATCH/broken" rev-parse $lost)
  rm -f "$SCRATCH/broken/objects/${id%"${id#??}"}/${id#??}"
  exits "a damaged one, without $lost" 1 import docs/policy.md --from-git --policy privacy --repository "$SCRATCH/broken"
  like "a damaged one, without $lost: it tells of no deletion" "$err" "$id.*file-history-broken"
done

# ---- the site's own repository, whose policy.md has a history and no ledger ----

fresh
mkdir "$content"
for day in 2013-02-01 2018-12-01 2019-01-01; do
  text $day >"$content/policy.md"
  git -C "$site" add -A && GIT_AUTHOR_DATE=${day}T10:00:00+09:00 git -C "$site" commit -qm "of $day"
done
listed "the site's own" 'of 2013-02-01,of 2018-12-01,of 2019-01-01,' "$content/policy.md"
choose 2013-02-01 'of 2013-02-01' 作成 && choose 2018-12-01 'of 2018-12-01'
sed -i 's/^provenance .*/provenance original/' "$list"
exits "the site's own: imported" 0 import --list "$list" --yes --quiet
ok "the site's own: what was not chosen stays a draft" grep -q 2019-01-01 "$content/policy.md"
is "the site's own: provenance" "$(grep -c 'provenance = "original"' "$content/ledger.lua")" 2
holds "the site's own"

# ---- the list's name, and its languages ----

cd "$SCRATCH" || exit 3
exits "in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" import docs/policy.md --from-git --policy privacy --repository "$repo"
like "in Japanese: its name" "$out" 'import-privacy.txt に、取り込める版を 7 件書きました'
like "in Japanese: how" import-privacy.txt '施行日を書いてください'
exits "an id that cannot be" 1 import docs/policy.md --from-git --policy ../privacy --repository "$repo"
exits "as JSON" 0 import docs/policy.md --from-git --policy privacy --repository "$repo" --write-list j.txt --json
like "as JSON" "$out" '"subject": "on the side"'

done_testing
