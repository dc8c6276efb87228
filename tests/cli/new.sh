#!/bin/sh
# kaitei new: a working site in a new folder, and never over anything.
. tests/lib.sh

exits "a new folder" 0 env LC_ALL=C "$KAITEI" --as-of 2024-04-01 new "$SCRATCH/a/新しい サイト"
site="$SCRATCH/a/新しい サイト"
like "what to do next" "$out" "cd '.*新しい サイト'"
ok "it is a git repository" git -C "$site" rev-parse --git-dir
is "its branch" "$(git -C "$site" symbolic-ref HEAD)" refs/heads/main
is "the text is pinned" "$(git -C "$site" hash-object --no-filters content/privacy/revisions/2024-04-01.md)" \
  "$(sed -n 's/.*blob = "\([0-9a-f]*\)".*/\1/p' "$site/content/privacy/ledger.lua")"
like "the ledger has the day" "$site/content/privacy/ledger.lua" 'effective = "令和6年4月1日"'
exits "its working text is its first revision" 0 env LC_ALL=C "$KAITEI" --site "$site" diff privacy 2024-04-01
like "its working text: no difference" "$out" 'There is no difference'
exits "it is built without a word of complaint" 0 env LC_ALL=C "$KAITEI" --site "$site" build
is "it is built without a word of complaint: none" "$(cat "$err")" ""
ok "its policy is in force" grep -q '安全管理' "$site/_site/public/privacy/index.html"
rm -r "$site/_site"
exits "it is verified" 0 env LC_ALL=C "$KAITEI" --site "$site" verify
like "it is verified: not sealed yet" "$err" 'not sealed yet'
like "it is verified: what was looked at" "$out" '^privacy: 1 texts and 3 entries verified; the texts match their ids\.$'
is "it is verified: that is all" "$(wc -l <"$out")" 1
ok "git sees what is to be committed, and not the output" sh -c \
  'cd "$1" && mkdir _site && touch _site/x && git add --all && ! git ls-files | grep -q _site' sh "$site"

exits "a folder that is not empty" 2 "$KAITEI" new "$site"
mkdir "$SCRATCH/empty"
exits "an empty folder" 0 "$KAITEI" new "$SCRATCH/empty" --quiet
is "--quiet says nothing" "$(cat "$out" "$err")" ""
is "without --as-of it takes effect today" \
  "$(TZ=Asia/Tokyo date +%Y-%m-%d).md" "$(ls "$SCRATCH/empty/content/privacy/revisions")"
exits "no folder named" 2 "$KAITEI" new
touch "$SCRATCH/file"
exits "a file in the way" 2 "$KAITEI" new "$SCRATCH/file"
exits "a folder below a file" 3 "$KAITEI" new "$SCRATCH/file/site"
exits "Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" new "$SCRATCH/ja"
like "Japanese: so" "$out" '小さなサイトを作りました'
done_testing
