#!/bin/sh
# Two years of a small organisation, through the command line: five publications of one policy, an
# erratum, a scheduled revision that is cancelled, an urgent one before a scheduled one, a text found
# on paper, two editions, and a second policy that is withdrawn. After each step `verify` holds, the
# commit has the files that it should have, and nothing else in index or work tree has changed.
. tests/lib.sh

repo=$SCRATCH/repo site=$SCRATCH/repo/site
git_() { git -C "$repo" "$@"; }
mkdir -p "$site/content/privacy" "$site/content/pages"
cp tests/fixture/content/site.lua "$site/content/site.lua"
cp tests/fixture/content/pages/*.md "$site/content/pages/"
cp tests/fixture/texts/2019-04-01.md "$SCRATCH/paper.md"
cat >"$site/content/privacy/ledger.lua" <<'END'
policy { id = "privacy", title = "個人情報の保護", sealed = true }
revision { effective = "平成31年4月1日", change = "作成" }
END
sed -i 's,\.\./kihon/,../privacy/,g' "$site"/content/pages/*.md "$site/content/site.lua"
printf '_site/\n' >"$site/.gitignore"
printf 'content/** -text\n' >"$site/.gitattributes"
git init -q -b main "$repo"
echo one >"$repo/staged" && echo one >"$repo/changed" && git_ add -A && git_ commit -qm start
# Work of somebody else, which must stay as it is.
echo two >"$repo/staged" && git_ add staged && echo three >"$repo/staged"
echo two >"$repo/changed" && echo new >"$repo/unknown" && echo s >"$repo/added" && git_ add added

cat >"$site/content/privacy/policy.md" <<'END'
# 個人情報の保護 {#basic}

わたしたちは、個人情報を大切に扱います。

## 1、集めるとき {#collection}

目的をお知らせしてから集めます。

## 2、使うとき {#use}

お知らせした目的だけに使います。

## 3、アンケート {#survey}

アンケートにお名前は要りません。
END
draft=$site/content/privacy/policy.md

others() { git_ status --porcelain -- staged changed unknown added; git_ ls-files --stage -- staged added changed; cat "$repo"/staged "$repo"/changed "$repo"/unknown; }
wanted_others=$(others)

# step NAME DAY FILES COMMAND...: does it as of that day; FILES are those of its commit, below content/.
step()
{
  step_name=$1 step_day=$2 step_files=$3
  shift 3
  SOURCE_DATE_EPOCH=$(date -u -d "$step_day 03:00" +%s)
  export SOURCE_DATE_EPOCH
  step_head=$(git_ rev-parse HEAD)
  exits "$step_name" 0 "$KAITEI" "$@" --site "$site" --as-of "$step_day" --yes
  cp "$out" "$SCRATCH/out" && cp "$err" "$SCRATCH/err"
  is "$step_name: one commit" "$(git_ rev-parse HEAD~1)" "$step_head"
  is "$step_name: its files" "$(git_ show --format= --name-only HEAD | sed 's,^site/content/,,' | tr '\n' ' ')" "$step_files "
  is "$step_name: what others do stays" "$(others)" "$wanted_others"
  is "$step_name: nothing besides" "$(git_ status --porcelain -- site | grep -v policy)" ""
  exits "$step_name: verify" 0 "$KAITEI" verify --site "$site"
  cp "$site/content/privacy/receipt.txt" "$SCRATCH/receipt.$step_day"
}
# said REGEX: the step printed or reported it.
said() { cat "$SCRATCH/out" "$SCRATCH/err" >"$SCRATCH/both"; like "$step_name: $1" "$SCRATCH/both" "$1"; }
edit() { sed -i "$@" "$draft"; }
status_is() { "$KAITEI" status privacy --site "$site" --as-of "$1" >"$SCRATCH/status"; like "status on $1: $2" "$SCRATCH/status" "$2"; }

status_is 2026-03-01 'Draft: not approved'
step "approve the first text" 2026-03-10 'privacy/ledger.lua privacy/policy.md privacy/receipt.txt' \
  approve privacy --by 理事会 --on R8.3.9
status_is 2026-03-11 'Draft: approved \(理事会, 2026-03-09\)'
step "1: publish it" 2026-03-20 'privacy/ledger.lua privacy/receipt.txt privacy/revisions/2026-04-01.md' \
  publish privacy --kind 全部変更 --effective 令和8年4月1日 --summary '全体を書き直しました。' --reason '"分かりにくい"との声があったため\'
said 'Effective: 2026-04-01 \(scheduled\)'
said 'Decided: 2026-03-09'
said 'added\)'
status_is 2026-03-21 'Scheduled: 2026-04-01'
status_is 2026-04-01 'In force: since 2026-04-01'

exits "begin the English edition" 0 "$KAITEI" edition privacy en --start --site "$site" --as-of 2026-05-01
exits "untranslated, it is refused" 1 "$KAITEI" edition privacy en --site "$site" --as-of 2026-05-01 --yes
sed -i 's/^わたしたちは.*/We take care./; s/1、集めるとき/1. Collecting/' "$site/content/privacy/policy.en.md"
step "the English edition" 2026-05-01 'privacy/ledger.lua privacy/policy.en.md privacy/receipt.txt privacy/revisions/2026-04-01.en.md' \
  edition privacy en

edit 's/大切に扱います/たいせつに扱います/'
step "an erratum" 2026-06-10 'privacy/ledger.lua privacy/policy.md privacy/receipt.txt privacy/revisions/2026-04-01-2.md' \
  publish --kind erratum --summary '文字の誤りを直しました。'
said 'Revision: 2026-04-01-2'
status_is 2026-06-10 'Edition lagging: en \(at revision 2026-04-01\)'

step "a text found on paper" 2026-07-01 'privacy/ledger.lua privacy/receipt.txt privacy/revisions/2019-04-01.md' \
  backfill privacy H31.4.1 "$SCRATCH/paper.md"
is "a text found on paper: its bytes" "$(cat "$site/content/privacy/revisions/2019-04-01.md")" "$(cat "$SCRATCH/paper.md")"

edit 's/目的だけに使います/目的だけに使い、記録を残します/'
"$KAITEI" approve --site "$site" --as-of 2026-08-30 --by 理事会 --yes --quiet || fail "approve the second"
step "2: publish for the next year" 2026-09-01 'privacy/ledger.lua privacy/receipt.txt privacy/revisions/2027-04-01.md' \
  publish --effective 2027-04-01 --summary '使った記録を残します。'
step "cancel it" 2026-10-01 'privacy/ledger.lua privacy/receipt.txt' cancel privacy 令和9年4月1日 --reason '見送り'
status_is 2026-10-01 'Draft: approved' # the text is a draft again

edit 's/記録を残します/年に一度見直します/'
"$KAITEI" approve --site "$site" --as-of 2026-11-01 --by 理事会 --yes --quiet || fail "approve the third"
step "3: another for that day" 2026-11-05 'privacy/ledger.lua privacy/receipt.txt privacy/revisions/2027-04-01-2.md' \
  publish --effective 2027-04-01 --summary '使い方を年に一度見直します。'
said 'Revision: 2027-04-01-2'

edit 's/アンケートにお名前は要りません/アンケートは休んでいます/'
step "4: an urgent one before it" 2026-12-05 'privacy/ledger.lua privacy/policy.md privacy/receipt.txt privacy/revisions/2026-12-10.md' \
  publish --effective 2026-12-10 --summary 'アンケートを休みます。' --no-retrain
said 'publish-before-scheduled'
status_is 2026-12-10 'In force: since 2026-12-10'
status_is 2027-04-01 'In force: since 2027-04-01 \(2027-04-01-2\)'

edit '/{#survey}/,$d'
step "5: a clause removed" 2027-09-20 'privacy/ledger.lua privacy/policy.md privacy/receipt.txt privacy/revisions/2027-10-01.md' \
  publish --effective 2027-10-01 --summary 'アンケートをやめました。' --allow-removed-ids
said 'revisions/2027-04-01-2.md:[0-9]+.*publish-id-removed'

"$KAITEI" edition privacy easy --start --site "$site" --as-of 2027-11-01 --quiet
sed -i 's/大切/だいじ/' "$site/content/privacy/policy.easy.md"
sed -i 's/お知らせ/おしらせ/' "$site/content/privacy/policy.easy.md"
step "the easy edition" 2027-11-01 'privacy/ledger.lua privacy/policy.easy.md privacy/receipt.txt privacy/revisions/2027-10-01.easy.md' \
  edition privacy easy

# ---- a second policy, withdrawn ----

mkdir "$site/content/photos"
echo 'policy { id = "photos", title = "写真の取り扱い", sealed = true }' >"$site/content/photos/ledger.lua"
printf '# 写真の取り扱い {#photos}\n\n同意なしに載せません。\n' >"$site/content/photos/policy.md"
step "a second policy" 2027-12-01 'photos/ledger.lua photos/policy.md photos/receipt.txt photos/revisions/2027-12-01.md' \
  publish photos --effective 2027-12-01 --summary '写真の取り扱いを定めました。'
said 'Kind: created'
step "it is withdrawn" 2028-01-20 'photos/ledger.lua photos/receipt.txt' \
  publish photos --kind 廃止 --effective 2028-01-31 --summary '個人情報の保護にまとめました。'
"$KAITEI" status photos --site "$site" --as-of 2028-01-31 >"$SCRATCH/status"
like "it is withdrawn: status" "$SCRATCH/status" 'Withdrawn on 2028-01-31'

# ---- what came of it ----

exits "the site is built" 0 "$KAITEI" build --site "$site" --as-of 2028-03-01 --quiet
public=$site/_site/public
for key in 2019-04-01 2026-04-01 2026-04-01-2 2027-04-01 2027-04-01-2 2026-12-10 2027-10-01; do
  ok "the permalink of $key" test -s "$public/privacy/$key/index.html"
done
ok "the exact bytes" cmp "$public/privacy/2027-10-01/policy.md" "$draft"
like "the history page has the receipt's commit" "$public/privacy/history/index.html" "$(sed -n 's/^commit //p' "$site/content/privacy/receipt.txt")"
is "the receipt names the commit before" "$(sed -n 's/^commit //p' "$site/content/photos/receipt.txt")" "$(git_ rev-parse HEAD~1)"
for receipt in "$SCRATCH"/receipt.*; do
  exits "the ledger holds against ${receipt##*/}" 0 "$KAITEI" verify privacy --site "$site" --against "$receipt"
done
like "what is quoted is kept" "$site/content/privacy/ledger.lua" 'reason = "\\"分かりにくい\\"との声があったため\\\\"'
git clone -q "$repo" "$SCRATCH/clone"
exits "a clone holds all of it" 0 "$KAITEI" verify --site "$SCRATCH/clone/site"
is "no lock and no intent is left" "$(ls -A "$repo/.git/kaitei")" lock
is "no file of ours is left" "$(find "$site" -name '*kaitei-new*')" ""
exits "status --json" 0 "$KAITEI" status --json --site "$site" --as-of 2028-03-01
like "status --json" "$out" '"draft": "none"'

done_testing
