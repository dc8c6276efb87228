#!/bin/sh
# Whatever publishing refuses, it refuses by its name and changes nothing: not a file, not the index,
# not the branch.
. tests/lib.sh

good=$SCRATCH/good site=$SCRATCH/site
ok "make the fixture" tests/fixture/make.sh "$good"
draft=content/kihon/policy.md
# A draft that could be published as it stands.
cp "$good/content/kihon/revisions/2030-04-01.md" "$good/$draft"
sed -i '0,/。/s//のです。/' "$good/$draft"

snapshot() { (cd "$1" && find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum; git ls-files --stage; git rev-parse HEAD; ls .git/kaitei 2>/dev/null | grep -v '^lock$') 2>/dev/null; }

# refused NAME CODE SETUP COMMAND...: SETUP is run in a fresh copy; the command is then refused for CODE.
refused()
{
  refused_name=$1 refused_code=$2 refused_setup=$3
  shift 3
  rm -rf "$site" && cp -a "$good" "$site"
  (cd "$site" && eval "$refused_setup") >"$SCRATCH/setup" 2>&1
  snapshot "$site" >"$SCRATCH/before"
  not_ok "$refused_name" "$KAITEI" "$@" --site "$site" --as-of 2026-06-01
  like "$refused_name: $refused_code" "$err" "\\[$refused_code\\]"
  cp "$err" "$SCRATCH/said"
  snapshot "$site" >"$SCRATCH/after"
  ok "$refused_name: nothing has changed" cmp "$SCRATCH/before" "$SCRATCH/after"
}
publish() # NAME CODE SETUP OPTION...
{
  publish_name=$1 publish_code=$2 publish_setup=$3
  shift 3
  refused "$publish_name" "$publish_code" "$publish_setup" publish --yes --summary 変えました。 "$@"
}
later='--effective 2031-04-01'

exits "as it stands, it can be published" 1 env KAITEI="$KAITEI" sh -c 'echo no | "$KAITEI" publish --summary x --effective 2031-04-01 --site "$0" --as-of 2026-06-01' "$good"
like "asked, and declined" "$err" 'ask-declined'

# ---- the list of publishing ----
refused "no summary" publish-no-summary : publish --yes $later
refused "a blank summary" publish-no-summary : publish --yes $later --summary '　 '
refused "words that are not UTF-8" publish-words : publish --yes $later --summary "$(printf 'a\377')"
refused "words of two lines" publish-words : publish --yes $later --summary "$(printf 'a\nb')"
refused "words that turn the direction of writing" publish-words : publish --yes $later --summary "$(printf 'a\342\200\256b')"
like "words that turn the direction of writing: which" "$SCRATCH/said" 'U\+202E'
refused "words with what is no character" publish-words : publish --yes $later --summary x --reason "$(printf 'a\357\277\276')"
like "words with what is no character: which" "$SCRATCH/said" 'U\+FFFE'
publish "no day" publish-no-day :
publish "a day that no ledger holds" day-beyond : --effective 9999-12-31
unlike "a day that no ledger holds: no word of the ledger" "$SCRATCH/said" '令和7981年|ledger\.lua'
publish "decided on a day still to come" publish-decided-later : $later --decided 2026-06-02
like "decided on a day still to come: which" "$SCRATCH/said" '令和8年6月2日'
publish "a day that is none" day-unreadable : --effective 令和9年2月30日
publish "before the one in force" publish-early : --effective 2024-03-31
publish "a kind that is none" kind-unknown : $later --kind x
publish "a vanished id" publish-id-gone "sed -i 's/ {#[a-z-]*}//' $draft" $later
like "a vanished id: where it stood" "$SCRATCH/said" 'revisions/2030-04-01.md:[0-9]+'
urgent="cp content/kihon/revisions/2024-04-01.md $draft; printf '\n## 9、臨時のこと {#urgent}\n\n臨時です。\n' >>$draft"
publish "an id that a scheduled text lacks" publish-id-not-later "$urgent" --effective 2026-07-01
like "an id that a scheduled text lacks: where" "$SCRATCH/said" 'policy.md:[0-9]+: error: .*"urgent".*revisions/2030-04-01.md'
rm -rf "$site" && cp -a "$good" "$site" && (cd "$site" && eval "$urgent")
exits "allowed, it is said" 0 "$KAITEI" publish --yes --no-build --summary x --effective 2026-07-01 --allow-removed-ids --site "$site" --as-of 2026-06-01
like "allowed, it is said: so" "$err" 'warning: .*"urgent".*publish-id-short-lived'
unlike "allowed, it is said: of no other" "$err" 'publish-id-(removed|gone)'
like "a day before a scheduled one is allowed, and said" "$err" 'warning: .*\(2030-04-01\).*\[publish-before-scheduled\]'
publish "a comment" html-comment "echo '<!-- x -->' >>$draft" $later
publish "raw HTML" html-emphasis "echo 'a <b>c</b>' >>$draft" $later
publish "a broken link" link-broken "printf '\n[x](../nowhere/)\n' >>$draft" $later
publish "a link to no clause" anchor-broken "printf '\n[x](../kihon/#nowhere)\n' >>$draft" $later
publish "the same text" publish-same 'cp content/kihon/revisions/2030-04-01.md content/kihon/policy.md' $later
publish "the same as in force" publish-same 'cp content/kihon/revisions/2024-04-01.md content/kihon/policy.md' --effective 2026-06-01
publish "an erratum of no revision" publish-erratum-day : --kind 正誤 --effective 2026-07-01
publish "no text" file-missing "rm $draft" $later
publish "a ledger edited by hand" publish-ledger-edited 'echo "-- x" >>content/kihon/ledger.lua' $later
publish "a merge under way" changeset-busy 'git rev-parse HEAD >.git/MERGE_HEAD' $later
publish "a rebase under way" changeset-busy 'mkdir .git/rebase-merge' $later
publish "HEAD detached" changeset-detached 'git checkout -q --detach' $later
publish "a split index" changeset-split-index 'git update-index --split-index' $later
publish "no repository" changeset-no-repository 'mv .git git.away; mkdir .git' $later
publish "another git at work" changeset-index-locked ': >.git/index.lock' $later
publish "a text in the frozen file's place" publish-file-there 'echo x >content/kihon/revisions/2031-04-01.md' $later

# ---- approval ----
approve='"$KAITEI" approve --by 理事会 --as-of 2026-06-01 --yes'
publish "an approval made void" publish-void "$approve; printf '\n追記\n' >>$draft" $later
like "an approval made void: whose" "$SCRATCH/said" '理事会'
refused "approved twice" approve-twice "$approve" approve --yes --by 理事会
refused "nothing to approve" approve-same 'cp content/kihon/revisions/2024-04-01.md content/kihon/policy.md' approve --yes --by 理事会
refused "by nobody" by-missing : approve --yes
refused "by a name that turns the direction of writing" by-words : approve --yes --by "$(printf '理事会\342\201\247')"
like "by a name that turns the direction of writing: which" "$SCRATCH/said" 'U\+2067'
two="sed -i 's/^site {/site { two_persons = true,/' content/site.lua"
publish "two persons, not approved" publish-not-approved "$two" $later
publish "two persons in one" publish-one-person "$two; $approve" $later
rm -rf "$site" && cp -a "$good" "$site"
(cd "$site" && eval "$two" && GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org "$KAITEI" approve --by 理事会 --as-of 2026-06-01 --yes >/dev/null)
exits "two persons in two" 0 "$KAITEI" publish --yes --no-build --summary x $later --site "$site" --as-of 2026-06-01

# Nobody alone changes what is in force, or will be; what is past or translated decides nothing.
as() { who=$1; shift; env GIT_AUTHOR_NAME=$who GIT_AUTHOR_EMAIL=$who@example.org "$KAITEI" "$@" --site "$site" --as-of 2026-06-01 --yes; }
fresh() { rm -rf "$site" && cp -a "$good" "$site" && (cd "$site" && eval "$two"); }
fresh
exits "two persons: an erratum, not approved" 1 as a publish --no-build --kind erratum --summary x
like "two persons: an erratum, not approved: so" "$err" 'publish-not-approved'
as a approve --by 理事会 >/dev/null
exits "two persons: an erratum, by who approved it" 1 as a publish --no-build --kind erratum --summary x
like "two persons: an erratum, by who approved it: so" "$err" 'publish-one-person'
as b approve --by 監事 >/dev/null
exits "two persons: approved by both" 0 as a publish --no-build --kind erratum --summary x
# The approval is used up: the text published in between, who goes back to it has it approved anew.
cp "$site/$draft" "$SCRATCH/first.md" && printf '\n追記です。\n' >>"$site/$draft"
as a approve --by 理事会 >/dev/null
exits "two persons: the next" 0 as b publish --no-build --effective 2026-06-01 --summary x
cp "$SCRATCH/first.md" "$site/$draft"
exits "two persons: back to a text of before" 1 as b publish --no-build --effective 2026-06-01 --summary x
like "two persons: back to a text of before: so" "$err" 'publish-not-approved'

fresh
exits "two persons: a withdrawal, not approved" 1 as b publish --no-build --kind 廃止 --effective 2030-05-01 --summary x
like "two persons: a withdrawal, not approved: what to do" "$err" 'run kaitei approve --withdrawal first'
as a approve --withdrawal --by 理事会 >/dev/null
exits "two persons: a withdrawal, by who approved it" 1 as a publish --no-build --kind 廃止 --effective 2030-05-01 --summary x
exits "two persons: a withdrawal, by another" 0 as b publish --no-build --kind 廃止 --effective 2030-05-01 --summary x

# A text that is found for what is in force, or will be, would be the rule from then on.
fresh
printf '%s\n' 'revision { effective = "令和8年5月1日", change = "全部変更" }' >>"$site/content/kihon/ledger.lua"
printf '# 基本方針 {#kihon}\n\n見つかった文章です。\n' >"$SCRATCH/found.md"
git -C "$site" commit -qam 'a day alone'
backfill() { as "$1" backfill kihon 2026-05-01 "$SCRATCH/found.md" --provenance original --no-build; }
exits "two persons: a text found, not approved" 1 backfill a
like "two persons: a text found, not approved: so" "$err" 'backfill-not-approved'
like "two persons: a text found, not approved: what to do" "$err" 'content/kihon/policy.md'
cp "$SCRATCH/found.md" "$site/$draft"
as a approve --by 理事会 >/dev/null
exits "two persons: a text found, by who approved it" 1 backfill a
like "two persons: a text found, by who approved it: so" "$err" 'publish-one-person'
exits "two persons: a text found, by another" 0 backfill b
exits "two persons: a text found: verified" 0 "$KAITEI" verify --site "$site"
printf '\n追記です。\n' >>"$site/$draft"
as a approve --by 理事会 >/dev/null
exits "two persons: after the text found, another" 0 as b publish --no-build --effective 2026-06-01 --summary x
cp "$SCRATCH/found.md" "$site/$draft"
exits "two persons: back to the text found" 1 as b publish --no-build --effective 2026-06-01 --summary x
like "two persons: back to the text found: so" "$err" 'publish-not-approved'
fresh
printf '%s\n' 'revision { effective = "令和13年5月1日", change = "一部変更" }' >>"$site/content/kihon/ledger.lua"
git -C "$site" commit -qam 'a day alone'
exits "two persons: a text found for a scheduled one" 1 as a backfill kihon 2031-05-01 "$SCRATCH/found.md" --no-build
like "two persons: a text found for a scheduled one: so" "$err" 'backfill-not-approved'

fresh
snapshot "$site" >"$SCRATCH/before"
exits "two persons: a cancellation, not approved" 1 as b cancel kihon 2030-04-01 --no-build
like "two persons: a cancellation, not approved: so" "$err" 'publish-not-approved'
like "two persons: a cancellation, not approved: what to do" "$err" 'run kaitei approve --cancel 2030-04-01 first'
snapshot "$site" >"$SCRATCH/after"
ok "two persons: a cancellation, not approved: nothing has changed" cmp "$SCRATCH/before" "$SCRATCH/after"
as b approve --withdrawal --by 理事会 >/dev/null
exits "two persons: a withdrawal is no cancellation" 1 as a cancel kihon 2030-04-01 --no-build
exits "two persons: a cancellation is approved" 0 as a approve --cancel 令和12年4月1日 --by 理事会
like "two persons: a cancellation is approved: so" "$out" '^To: cancel'
like "two persons: a cancellation is approved: of what" "$out" '^Revision: 2030-04-01'
like "two persons: a cancellation is approved: recorded" "$site/content/kihon/ledger.lua" 'to = "cancel", of = "2030-04-01" }$'
exits "two persons: approved twice by one" 1 as a approve --cancel 2030-04-01 --by 理事会
like "two persons: approved twice by one: so" "$err" 'approve-twice'
exits "two persons: a cancellation, by who approved it" 1 as a cancel kihon 2030-04-01 --no-build
like "two persons: a cancellation, by who approved it: so" "$err" 'publish-one-person'
exits "two persons: a cancellation, by another" 0 as b cancel kihon 2030-04-01 --no-build
exits "two persons: verify" 0 "$KAITEI" verify --site "$site"
exits "approve cancelling what is in force" 1 as a approve --cancel 2024-04-01 --by 理事会
like "approve cancelling what is in force: so" "$err" 'cancel-in-force'
exits "approve two things at once" 2 as a approve --cancel 2030-04-01 --withdrawal --by 理事会
like "approve two things at once: so" "$err" 'options-exclude'

fresh
echo 'revision { effective = "平成20年4月1日", change = "作成" }' >>"$site/content/kihon/ledger.lua"
git -C "$site" commit -qam 'a day that is known'
exits "two persons: a text found for the past needs no approval" 0 as a backfill kihon 2008-04-01 "$good/content/kihon/revisions/2019-04-01.md" --no-build
sed 's/大切/だいじ/' "$good/content/kihon/revisions/2024-04-01.easy.md" >"$site/content/kihon/policy.easy.md"
echo 'もう一言。' >>"$site/content/kihon/policy.easy.md"
exits "two persons: nor does a translation" 0 as a edition kihon easy --no-build

# ---- beside publishing ----
refused "cancel what is in force" cancel-in-force : cancel --yes kihon 2024-04-01
refused "cancel twice" cancel-twice : cancel --yes kihon 2025-10-01
refused "cancel nothing" amend-unknown : cancel --yes kihon 2029-01-01
refused "cancel for a reason of two lines" publish-words : cancel --yes kihon 2030-04-01 --reason "$(printf 'a\nb')"
refused "backfill a withdrawal" backfill-withdrawn '"$KAITEI" publish --kind 廃止 --summary x --effective 2030-05-01 --as-of 2026-06-01 --yes --no-build' \
  backfill --yes kihon 2030-05-01 content/kihon/revisions/2019-04-01.md
refused "backfill what has a text" backfill-kept : backfill --yes kihon 2024-04-01 "$good/$draft"
refused "an edition in Japanese" edition-ja : edition --yes kihon ja
refused "an edition without a file" file-missing 'rm -f content/kihon/policy.en.md' edition --yes kihon en
refused "the same edition" edition-same 'cp content/kihon/revisions/2024-04-01.easy.md content/kihon/policy.easy.md' edition --yes kihon easy
refused "withdraw twice" publish-withdrawn '"$KAITEI" publish --kind 廃止 --summary x --effective 2030-05-01 --as-of 2026-06-01 --yes --no-build' \
  publish --kind 廃止 --summary x --effective 2031-01-01 --yes

# A revision that was cancelled, in a ledger where nothing is rewritten, leaves its day free.
rm -rf "$site" && cp -a "$good" "$site"
exits "publish for a day" 0 "$KAITEI" publish --yes --no-build --summary x $later --site "$site" --as-of 2026-06-01
exits "cancel it, for no reason" 0 "$KAITEI" cancel --yes --no-build kihon 2031-04-01 --reason '　' --site "$site" --as-of 2026-06-01
unlike "cancel it: no reason is recorded" "$site/content/kihon/ledger.lua" '^cancel .*2031.*reason'
exits "publish anew for that day" 0 "$KAITEI" publish --yes --no-build --summary y $later --site "$site" --as-of 2026-06-01
like "publish anew for that day: its key" "$site/content/kihon/ledger.lua" '"2031-04-01-2"'
exits "publish anew for that day: verify" 0 "$KAITEI" verify --site "$site"

# Whatever is published for a day is what is in force then, or it is refused.
more="printf '\\n追記です。\\n' >>$draft"
first='"$KAITEI" publish --yes --no-build --as-of 2026-06-01 --effective 2031-04-01 --summary x'
publish "a second one of its day" publish-day-taken "$first; $more" $later
unlike "a second one of its day: no word of the ledger" "$SCRATCH/said" 'order = 1|ledger.lua'
publish "a withdrawal on the day of a revision" publish-day-taken "$first" $later --kind 廃止
publish "one decided before that of its day" publish-day-taken "$first --decided 2026-05-20; $more" $later --decided 2026-05-01
publish "one behind a correction" publish-day-taken \
  "$first --decided 2026-05-01; $more; $first --kind erratum; $more" $later --decided 2026-05-20
publish "a correction decided before what it corrects" publish-day-taken \
  "$first --decided 2026-05-20; $more" $later --kind erratum --decided 2026-05-01
rm -rf "$site" && cp -a "$good" "$site"
(cd "$site" && eval "$first --decided 2026-05-01; $more") >"$SCRATCH/setup" 2>&1
exits "one decided after that of its day" 0 "$KAITEI" publish --yes --no-build --summary x $later --decided 2026-05-20 --site "$site" --as-of 2026-06-01
exits "one decided after that of its day: in force" 0 "$KAITEI" status --site "$site" --as-of 2031-04-01
like "one decided after that of its day: in force" "$out" 'In force: .*2031-04-01-2'

# ---- what is allowed, and said ----
# told NAME CODE OPTION...: published in a fresh copy, with this warning; the site may then be used on.
told()
{
  told_name=$1 told_code=$2
  shift 2
  rm -rf "$site" && cp -a "$good" "$site"
  exits "$told_name" 0 "$KAITEI" publish --yes --no-build --summary x "$@" --site "$site" --as-of 2026-06-01
  like "$told_name: it is said" "$err" "warning: .*\\[$told_code\\]"
}
told "a day that is past" publish-backdated --effective 2026-05-31
like "a day that is past: which" "$err" '令和8年5月31日（2026年）\) is past'
rm -rf "$site" && cp -a "$good" "$site"
exits "today" 0 "$KAITEI" publish --yes --no-build --summary x --effective 2026-06-01 --decided 2026-06-01 --site "$site" --as-of 2026-06-01
unlike "today: no day that is past" "$err" 'publish-backdated'
printf '\n追記です。\n' >>"$site/$draft"
exits "a correction" 0 "$KAITEI" publish --yes --no-build --kind erratum --summary x --site "$site" --as-of 2026-07-01
unlike "a correction: its day is past as it must be" "$err" 'publish-backdated'
told "a withdrawal before a scheduled revision" publish-returns --kind 廃止 --effective 2026-07-01
like "a withdrawal before a scheduled revision: which" "$err" '2030-04-01'
unlike "a withdrawal before a scheduled revision: it is said once" "$err" 'publish-before-scheduled'
exits "a withdrawal before a scheduled revision: it returns" 0 "$KAITEI" status --site "$site" --as-of 2030-04-01
like "a withdrawal before a scheduled revision: it returns" "$out" 'In force: .*2030-04-01'

# ---- names ----
rm -rf "$site" && cp -a "$good" "$site"
printf '\n## 9、SNS の利用\n\n文。\n\n## 10、その他\n\n文。\n' >>"$site/$draft"
exits "ids" 0 "$KAITEI" ids --site "$site"
like "ids: from its words" "$out" '\{#sns\}'
like "ids: from none" "$out" '\{#clause-1\}'
exits "ids --fix" 0 "$KAITEI" ids --fix --site "$site"
like "ids --fix: written" "$site/$draft" '^## 9、SNS の利用 \{#sns\}$'
exits "ids: nothing left" 0 "$KAITEI" ids --site "$site"
like "ids: it says so" "$out" 'Every heading'

# ---- impact ----
printf '\n[安全管理](../kihon/#security)\n' >>"$site/content/pages/about.md"
sed -i '/{#security}/,/^## /s/。/ことにします。/' "$site/$draft"
exits "impact" 0 "$KAITEI" impact --site "$site" --as-of 2026-06-01
like "impact: a clause that changes" "$out" '^changed  kihon#security'
like "impact: a link to it" "$out" 'linked from content/pages/about.md:[0-9]+'
like "impact: a clause that is new" "$out" '^added  kihon#sns'
like "impact: an edition" "$out" 'anew: easy'
exits "impact --json" 0 "$KAITEI" impact --json --site "$site" --as-of 2026-06-01
like "impact --json" "$out" '"kind": "added"'

# Every kind of change, each named by its clause.
rm -rf "$site" && cp -a "$good" "$site"
clauses() { printf '# 方針 {#kihon}\n'; printf '\n## %s、%s {#%s}\n\n%sことについての文です。\n' "$@"; }
clauses 1 集める collect 集める 2 使う use 使う 3 守る guard 守る 4 見せる show 見せる >"$site/$draft"
exits "a text of four clauses" 0 "$KAITEI" publish --yes --no-build --quiet --summary x --effective 2026-06-01 --allow-removed-ids --site "$site" --as-of 2026-06-01
clauses 1 見せる show 見せる 2 集める collect 集める 3 守る guard かたく守る 4 終わる end 終わる >"$site/$draft"
exits "impact of every kind" 0 "$KAITEI" impact --site "$site" --as-of 2026-06-01
is "impact of every kind: named" "$(grep '#' "$out")" "moved  kihon#show  1、見せる
renumbered  kihon#collect  2、集める
removed  kihon#use  2、使う
changed  kihon#guard  3、守る
added  kihon#end  4、終わる"
exits "impact of every kind, in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" impact --site "$site" --as-of 2026-06-01
is "impact of every kind, in Japanese: named" "$(sed -n '/#/s/ .*//p' "$out" | paste -sd,)" 移動,番号の変更,削除,変更,新設

done_testing
