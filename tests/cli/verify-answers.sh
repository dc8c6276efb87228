#!/bin/sh
# kaitei verify: what it answers, in which form and language, with which exit status.
. tests/lib.sh

sh tests/fixture/make.sh "$SCRATCH/site" >/dev/null 2>&1 || give_up "the fixture cannot be made"
site=$SCRATCH/site
ledger=$site/content/kihon/ledger.lua
verify() { LC_ALL=C "$KAITEI" --site "$site" verify "$@"; }

exits "a good history" 0 verify
like "a good history: what was proved" "$out" '^kihon: 8 texts, [0-9]+ entries and [0-9]+ commits verified'
like "a good history: since when" "$out" '^kihon: the proof reaches back to commit [0-9a-f]{12}\.$'
exits "one policy by name" 0 verify kihon
exits "in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" verify
like "in Japanese: so" "$out" '変わったもの、失われたものはありません。'
exits "--quiet" 0 verify --quiet
is "--quiet says nothing" "$(cat "$out")" ""
exits "--json" 0 verify --json
is "--json: nothing to report" "$(cat "$out")" "[]"
exits "--against a commit" 0 verify --against HEAD~1

exits "an unknown policy" 2 verify kihn
exits "an unknown anchor" 2 verify --against no-such-thing
exits "--against wants a value" 2 verify --against

head=$(git -C "$site" rev-parse HEAD)
sed 's/一部変更/全部変更/' "$ledger" >"$SCRATCH/changed"
cat "$SCRATCH/changed" >"$ledger"
exits "an entry changed in the work tree" 1 verify
like "an entry changed: where" "$err" '^content/kihon/ledger\.lua.*\[history-changed\]$'
git -C "$site" commit -qam "rewrite"
exits "an entry changed and committed" 1 verify
exits "an entry changed, as JSON" 1 verify --json
mv "$out" "$SCRATCH/json"
ok "an entry changed, as JSON: so" node -e '
  const list = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  process.exit(list.some(d => d.code === "history-changed" && d.level === "error"
    && d.file === "content/kihon/ledger.lua") ? 0 : 1)' "$SCRATCH/json"
git -C "$site" reset -q --hard "$head"
exits "mended" 0 verify

printf '\n' >>"$site/content/kihon/revisions/2019-04-01.md"
exits "an altered frozen text" 1 verify
like "an altered frozen text: which" "$err" '2019-04-01\.md.*\[text-altered\]'
git -C "$site" checkout -q .

cp -R "$site/content" "$SCRATCH/copy"
mkdir "$SCRATCH/bare" && mv "$SCRATCH/copy" "$SCRATCH/bare/content"
status=0
GIT_CEILING_DIRECTORIES=$SCRATCH LC_ALL=C "$KAITEI" --site "$SCRATCH/bare" verify >"$out" 2>"$err" || status=$?
is "texts without a repository: status" $status 1
like "texts without a repository: what is not proved" "$err" \
  'error: 8 texts match their ids, but the history was not proved: there is no git repository \[history-no-repository\]'
is "texts without a repository: no closing line" "$(cat "$out")" ""

git clone -q --depth 2 "file://$site" "$SCRATCH/shallow"
exits "a shallow clone" 0 env LC_ALL=C "$KAITEI" --site "$SCRATCH/shallow" verify
like "a shallow clone: a warning" "$err" 'warning: only the 2 commits .*\[history-partial\]'
like "a shallow clone: no more is claimed" "$out" 'the 2 commits here verified; as far as they reach'

git -C "$SCRATCH/bare" init -q
exits "nothing committed" 1 env LC_ALL=C "$KAITEI" --site "$SCRATCH/bare" verify
like "nothing committed: so" "$err" '\[history-no-commit\]'
exits "no site" 1 "$KAITEI" --site "$SCRATCH/nowhere" verify
done_testing
