#!/bin/sh
# kaitei verify on the fixture: what is sound passes, each tampering is refused by its name.
. tests/lib.sh

site=$SCRATCH/site
ledger=$site/content/kihon/ledger.lua
ok "make the fixture" tests/fixture/make.sh "$site"
git -C "$site" tag good

verify() { "$KAITEI" verify --site "$site" "$@"; }

# tampered NAME CODE COMMAND...: in a fresh copy of the site, the work is refused for this reason.
tampered()
{
  tampered_name=$1 tampered_code=$2
  shift 2
  git -C "$site" reset -q --hard good && git -C "$site" clean -qfd
  (cd "$site" && "$@") || fail "$tampered_name: the tampering itself"
  exits "$tampered_name" 1 verify
  like "$tampered_name: $tampered_code" "$err" "$tampered_code"
}

commit() { git add -A && git commit -qm x; }
sed_and_commit() { sed -i "$@" && commit; }

exits "the fixture is sound" 0 verify
like "how much was proved" "$out" '8 texts, [1-9][0-9] entries and 10 commits'
like "since when" "$out" 'back to commit [0-9a-f]{12}'
exits "one policy alone" 0 verify kihon
exits "--json" 0 verify --json
is "--json: nothing to say" "$(cat "$err")" ''

tampered "an entry changed" 'history-changed' \
  sed_and_commit 's/写真と動画の取り扱いを加えました/写真の取り扱いを加えました/' content/kihon/ledger.lua
tampered "an entry dropped" 'history-dropped' sed_and_commit '/cancel {/d' content/kihon/ledger.lua
tampered "an entry inserted" 'history-inserted' \
  sed_and_commit '/^cancel/i approval { blob = "eeb3be7f1dd5e776d07ba42680431b0391f66ed1", by = "x", on = "2020-01-01" }' \
  content/kihon/ledger.lua
tampered "the seal taken off" 'history-unsealed' sed_and_commit 's/, sealed = true//' content/kihon/ledger.lua
tampered "the ledger removed" 'history-gone' sh -c 'git rm -qr content/kihon && git commit -qm x'
tampered "a text altered" 'text-altered' sed -i 's/2週間/3週間/' content/kihon/revisions/2024-04-01.md
tampered "not committed yet" 'history-changed' sed -i 's/original/copy/' content/kihon/ledger.lua

tampered "entries in another order" 'history-reordered' \
  sh -c "sed -i '/of = \"2024-04-01\", lang = \"easy\"/{h;d};\${p;x}' content/kihon/ledger.lua && git commit -qam x"
tampered "a day moved, with all that hangs on it" 'history-changed' \
  sh -c 'sed -i "s/令和6年4月1日/令和6年5月1日/; s/2024-04-01/2024-05-01/" content/kihon/ledger.lua
    cd content/kihon/revisions && mv 2024-04-01.md 2024-05-01.md && mv 2024-04-01.easy.md 2024-05-01.easy.md && git add -A . .. && git commit -qm x'
tampered "a day moved alone" 'ledger-revision-misspelt' \
  sed_and_commit 's/令和6年4月1日/令和6年5月1日/' content/kihon/ledger.lua
like "a day moved alone: where" "$err" '^content/kihon/ledger.lua:[0-9]+'
swap_text() { # with the id that goes with it, or appended
  sed -i 's/2週間/3週間/' content/kihon/revisions/2024-04-01.md
  new=$(git hash-object -w --no-filters content/kihon/revisions/2024-04-01.md)
  if [ "$1" = append ]; then
    echo "text { of = \"2024-04-01\", lang = \"ja\", blob = \"$new\", provenance = \"original\" }" >>content/kihon/ledger.lua
  else
    sed -i "/lang = \"ja\"/s/$(git rev-parse HEAD:content/kihon/revisions/2024-04-01.md)/$new/" content/kihon/ledger.lua
  fi
  commit
}
tampered "a text and its id" 'history-changed' swap_text id
tampered "a text replaced by a later entry" 'ledger.lua:[0-9]+:.*2024-04-01.*text-replaced' swap_text append
duplicate() { echo 'revision { effective = "令和6年4月1日", change = "一部変更" }' >>content/kihon/ledger.lua && commit; }
tampered "a second revision of one day" 'ledger.lua:[0-9]+:.*ledger-no-order' duplicate
tampered "an approval altered" 'history-changed' sed_and_commit '/^approval/s/理事会/会長/' content/kihon/ledger.lua
tampered "an approval made to fit" 'history-changed' sed_and_commit '0,/^approval/s/blob = "./blob = "0/' content/kihon/ledger.lua
void() {
  echo 'approval { blob = "'"$(echo approved | git hash-object --stdin)"'", by = "理事会", on = "令和8年6月1日" }' >>content/kihon/ledger.lua
  echo '# 別の文章 {#kihon}' >content/kihon/revisions/2031-04-01.md
  echo 'revision { effective = "令和13年4月1日", change = "一部変更" }' >>content/kihon/ledger.lua
  echo 'text { of = "2031-04-01", lang = "ja", blob = "'"$(git hash-object --no-filters content/kihon/revisions/2031-04-01.md)"'", provenance = "original" }' >>content/kihon/ledger.lua
  commit
}
tampered "a text that is not the one approved" 'ledger.lua:[0-9]+:.*2031-04-01.*理事会.*approval-void' void
drop_in_merge() {
  git checkout -qb side && echo 'revision { effective = "令和13年4月1日", change = "一部変更" }' >>content/kihon/ledger.lua && commit
  git checkout -q main && echo x >page && commit && git merge -q -s ours --no-edit side
}
tampered "a merge that drops an entry" 'history-dropped' drop_in_merge
git -C "$site" branch -qD side
receipt_altered() {
  "$KAITEI" cancel kihon 2030-04-01 --as-of 2026-06-01 --yes --no-build --quiet &&
    sed -i "$1" content/kihon/receipt.txt && commit
}
export KAITEI
tampered "the receipt beside it altered" 'receipt.txt: .*receipt-beside' receipt_altered 's/^proof ......../proof 00000000/'
tampered "a receipt of fewer entries" 'receipt.txt: .*receipt-beside' receipt_altered 's/^entries .*/entries 3/'

# Two branches that both published: the ledger has the entries of both, and the receipt is of one.
git -C "$site" reset -q --hard good
(
  cd "$site" && git checkout -qb side
  "$KAITEI" approve kihon --by 理事会 --as-of 2026-06-01 --yes --quiet && cp content/kihon/receipt.txt "$SCRATCH/theirs"
  git checkout -q main && "$KAITEI" cancel kihon 2030-04-01 --as-of 2026-06-01 --yes --no-build --quiet
  cp content/kihon/receipt.txt "$SCRATCH/ours"
  git merge -q side
  sed -i '/^<<<<<<<\|^=======\|^>>>>>>>/d' content/kihon/ledger.lua
) >"$SCRATCH/merging" 2>&1
like "two branches that both published: git cannot merge them by itself" "$SCRATCH/merging" 'CONFLICT .*receipt.txt'
cp "$SCRATCH/theirs" "$site/content/kihon/receipt.txt" && git -C "$site" commit -qam merge
exits "the receipt of a branch that was merged" 0 verify
like "the receipt of a branch that was merged: said" "$err" 'kihon/receipt.txt.*warning:.*receipt-merged'
cp "$SCRATCH/ours" "$site/content/kihon/receipt.txt"
exits "the receipt of the branch whose entries come first" 0 verify
unlike "the receipt of the branch whose entries come first: good" "$err" 'receipt'
sed 's/^proof ......../proof 00000000/' "$SCRATCH/theirs" >"$site/content/kihon/receipt.txt"
exits "after a merge, a receipt of no branch" 1 verify
like "after a merge, a receipt of no branch: said" "$err" 'receipt-beside'
cp "$SCRATCH/theirs" "$site/content/kihon/receipt.txt"
exits "published after a merge" 0 "$KAITEI" approve kihon --withdrawal --by 理事会 --site "$site" --as-of 2026-06-01 --yes --quiet
exits "published after a merge: the receipt is new" 0 verify
unlike "published after a merge: no word of it" "$err" 'receipt'
git -C "$site" branch -qD side

git -C "$site" reset -q --hard good
exits "without a receipt yet: no word of it" 0 verify
unlike "without a receipt yet: so" "$err" 'receipt'
"$KAITEI" cancel kihon 2030-04-01 --site "$site" --as-of 2026-06-01 --yes --no-build --quiet
exits "a receipt beside it" 0 verify
unlike "a receipt beside it: no word of it" "$err" 'receipt'
rm "$site/content/kihon/receipt.txt"
exits "the receipt removed" 0 verify
like "the receipt removed: a warning" "$err" 'kihon/receipt.txt.*warning:.*receipt-gone'
git -C "$site" commit -qam x
exits "the receipt removed by a commit" 0 verify
like "the receipt removed by a commit: a warning" "$err" 'kihon/receipt.txt.*warning:.*receipt-gone'

# Undone again, it is still in the history.
tampered "tampering that was undone" 'git show' \
  sh -c "sed -i '/cancel {/d' content/kihon/ledger.lua && git commit -qam x && git revert --no-edit HEAD >/dev/null"

# A whole history made anew agrees with itself, but not with an anchor.
git -C "$site" reset -q --hard good
git -C "$site" checkout -q --orphan new
sed -i 's/平成31年4月1日/平成31年3月1日/; s/2019-04-01/2019-03-01/' "$ledger"
mv "$site/content/kihon/revisions/2019-04-01.md" "$site/content/kihon/revisions/2019-03-01.md"
git -C "$site" add -A && git -C "$site" commit -qm all
exits "a rewritten history alone" 0 verify
exits "against a tag" 1 verify --against good
like "against a tag: what differs" "$err" 'history-changed'
exits "against nothing" 2 verify --against nowhere

# What the history page shows is what a receipt holds; the file is described in ledger/receipt.h.
rm -rf "$site" && tests/fixture/make.sh "$site"
exits "build for the receipt" 0 "$KAITEI" build --quiet --site "$site" --as-of 2026-06-01
page=$site/_site/public/kihon/history/index.html
receipt=$SCRATCH/receipt.txt
printf 'kaitei-receipt 1\npolicy kihon\nentries %s\nproof %s\ncommit %s\nday 2026-06-01\n' \
  "$(grep -c '^[a-z]' "$ledger")" \
  "$(sed -n 's/.*class="hash">\([0-9a-f]\{64\}\)<.*/\1/p' "$page" | head -n 1)" \
  "$(git -C "$site" rev-parse HEAD)" >"$receipt"
exits "against a receipt" 0 verify --against "$receipt"
for spoilt in 's/^proof ./proof /' 's/^proof ..../proof 0000/' 's/^entries .*/entries 3/' 's/^entries .*/entries 300/' \
  's/^policy .*/policy other/' 's/^kaitei-receipt 1/kaitei-receipt 9/' 's/^day .*/day never/' 's/^commit .*/commit x/'; do
  sed "$spoilt" "$receipt" >"$SCRATCH/spoilt.txt"
  exits "against a receipt that was altered: $spoilt" 1 verify --against "$SCRATCH/spoilt.txt"
  like "against a receipt that was altered: $spoilt: so" "$err" '\[receipt-[a-z]+\]'
done
echo 'revision { effective = "2031-04-01", change = "一部変更" }' >>"$ledger"
exits "against a receipt, after an entry more" 0 verify --against "$receipt"
git -C "$site" checkout -q --orphan new
sed -i 's/写真と動画/写真/' "$ledger"
git -C "$site" add -A && git -C "$site" commit -qm all
exits "a rewritten history against a receipt" 1 verify --against "$receipt"
like "a rewritten history against a receipt: receipt-differs" "$err" 'receipt-differs'

# Without git the texts are proved, and history is not: that is no proof.
rm -rf "$site" && tests/fixture/make.sh "$site"
if [ "$(id -u)" = 0 ]; then
  chown -R 12345 "$site"
  exits "somebody else's repository" 1 verify
  like "somebody else's repository: so" "$err" 'history-closed'
  like "somebody else's repository: why" "$err" 'repository-owner'
else
  skip "somebody else's repository" "only root can give files away"
fi
rm -rf "$site/.git"
exits "a download without git" 1 verify
like "it says so" "$err" 'history-no-repository'

# The public ledger of this repository is sound too.
exits "kaitei's own site" 0 "$KAITEI" verify

done_testing
