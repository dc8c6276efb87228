#!/bin/sh
# What is easily done by mistake is said in time: a day before the decision, a text that was cancelled,
# several fields at fault at once; and what is still to be done is said too.
. tests/lib.sh

good=$SCRATCH/good site=$SCRATCH/site
ok "make the fixture" tests/fixture/make.sh "$good"
draft=content/kihon/policy.md
cp "$good/content/kihon/revisions/2030-04-01.md" "$good/$draft"
git -C "$good" commit -qam 'Write' || true
fresh() { rm -rf "$site" && cp -a "$good" "$site"; }
kaitei() { LC_ALL=C "$KAITEI" "$@" --site "$site" --as-of 2026-08-22; }
change() { sed -i '0,/。/s//のです。/' "$site/$draft"; }

# ---- a day before the decision ----
fresh && change
exits "approved on a day" 0 kaitei approve --by 理事会 --on 2026-08-20 --yes
exits "it holds before it was decided" 0 kaitei publish --effective 2026-08-11 --summary x --yes --no-build
like "it holds before it was decided: said" "$err" '\[publish-before-decided\]'
fresh && change
kaitei approve --by 理事会 --on 2026-08-20 --yes >"$SCRATCH/ignored" 2>&1
exits "it holds from the day of the decision" 0 kaitei publish --effective 2026-08-20 --summary x --yes --no-build
unlike "it holds from the day of the decision: nothing to say" "$err" 'publish-before-decided'
fresh && change
exits "decided later, without an approval" 0 kaitei publish --effective 2026-08-11 --decided 2026-08-20 --summary x --yes --no-build
like "decided later, without an approval: said" "$err" '\[publish-before-decided\]'
fresh && change
kaitei approve --by 理事会 --on 2026-08-20 --yes >"$SCRATCH/ignored" 2>&1
exits "a correction is made later than what it corrects" 0 kaitei publish --kind 正誤 --summary x --yes --no-build
unlike "a correction is made later than what it corrects: nothing to say" "$err" 'publish-before-decided'

# ---- all that is at fault at once ----
fresh && change
exits "a day that is none, and no summary" 2 kaitei publish --effective 2026-13-45 --decided x --yes
like "a day that is none, and no summary: the day" "$err" '2026-13-45.*\[day-unreadable\]'
like "a day that is none, and no summary: the other day" "$err" '"x".*\[day-unreadable\]'
like "a day that is none, and no summary: the summary" "$err" '\[publish-no-summary\]'

# ---- what is about to happen ----
fresh && change
ask() { echo no | LC_ALL=$1 "$KAITEI" publish --effective $2 --summary 言葉を直しました。 --reason 見直し --site "$site" --as-of 2026-08-22 ${3:-} ${4:-}; }
exits "it is told before the question" 1 ask ja_JP.UTF-8 2031-04-01
is "it is told before the question: all of it" "$(cat "$out")" "方針: 個人情報保護の基本方針
種別: 一部変更
施行日: 令和13年4月1日（2031年）（施行予定になります）
変わったこと: 言葉を直しました。
理由: 見直し
職員の研修: やり直しが必要
前の版: 2030-04-01
新しい版: 2031-04-01
変わるところ: 個人情報保護の基本方針（変更）"
exits "that staff need no training" 1 ask C 2026-08-22 --no-retrain --allow-removed-ids
like "that staff need no training: said" "$out" '^Training: not to be done again$'
like "that staff need no training: at once" "$out" '^Effective: 2026-08-22 \(at once\)$'
exits "a withdrawal" 1 ask C 2026-08-22 --kind 廃止
is "a withdrawal: all of it" "$(cat "$out")" "Policy: 個人情報保護の基本方針
Kind: withdrawn
Withdrawn: 2026-08-22
Summary: 言葉を直しました。
Reason: 見直し"

# ---- a text that was cancelled ----
fresh && change
exits "approved" 0 kaitei approve --by 理事会 --on 2026-08-20 --yes
exits "scheduled" 0 kaitei publish --effective 2027-04-01 --summary x --yes --no-build
exits "cancelled" 0 kaitei cancel kihon 2027-04-01 --reason y --yes --no-build
exits "what was cancelled is not called approved" 0 kaitei status kihon
like "what was cancelled is not called approved: but what it is" "$out" 'Draft: the text of a revision that was cancelled \(2027-04-01\)'
unlike "what was cancelled is not called approved: so" "$out" 'approved'
exits "approved anew" 0 kaitei approve --by 理事会 --on 2026-08-21 --yes
exits "approved anew: it is" 0 kaitei status kihon
like "approved anew: so" "$out" 'Draft: approved'
exits "but not twice" 1 kaitei approve --by 理事会 --on 2026-08-21 --yes
like "but not twice: so" "$err" '\[approve-twice\]'

# ---- not online yet ----
fresh && change
exits "published where nothing brings it online" 0 kaitei publish --effective 2026-08-22 --summary x --yes
like "published where nothing brings it online: said" "$out" '^It is not online yet: put _site/public on your web server'
exits "the same for machines" 0 kaitei cancel kihon 2030-04-01 --yes --json
unlike "the same for machines: no words" "$out" 'not online'
fresh && change
sed -i 's/^site {/site {\n  deploy = { "true" },/' "$site/content/site.lua"
exits "published and brought online" 0 kaitei publish --effective 2026-08-22 --summary x --yes
like "published and brought online: said" "$out" '^The site is online'
unlike "published and brought online: no other words" "$out" 'not online'

done_testing
