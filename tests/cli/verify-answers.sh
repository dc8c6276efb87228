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
mv "$out" "$SCRATCH/json" && mv "$err" "$SCRATCH/said"
is "--json: nothing to report" "$(cat "$SCRATCH/said")" ""
# proved FILE EXPRESSION: what holds of the policies of a result.
proved() { node -e 'const { policies: p, built } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  process.exit(eval(process.argv[2]) ? 0 : 1)' "$@"; }
sealing=$(git -C "$site" log --reverse --format=%H -S'sealed = true' -- content/kihon/ledger.lua | head -n 1)
ok "--json: what was proved" proved "$SCRATCH/json" "p.length === 1 && p[0].policy === 'kihon' && p[0].holds && p[0].texts === 8
  && p[0].entries === $(grep -c '^[a-z]' "$ledger") && p[0].commits === 10 && p[0].since === '$sealing'
  && p[0].partial === false && p[0].sealed === true && built === undefined"
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
mv "$err" "$SCRATCH/json" && mv "$out" "$SCRATCH/result"
ok "an entry changed, as JSON: it does not hold" proved "$SCRATCH/result" 'p.length === 1 && !p[0].holds'
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

mv "$site/content/kihon/revisions/2024-04-01.md" "$SCRATCH/elsewhere.md"
ln -s "$SCRATCH/elsewhere.md" "$site/content/kihon/revisions/2024-04-01.md"
exits "a frozen text that is a link leading out" 1 verify
like "a link leading out: so" "$err" '2024-04-01\.md.*\[link-leads-out\]'
is "a link leading out: nothing is claimed" "$(cat "$out")" ""
exits "a link leading out, as JSON" 1 verify --json
mv "$out" "$SCRATCH/result"
ok "a link leading out: it does not hold" proved "$SCRATCH/result" 'p.length === 1 && !p[0].holds'
git -C "$site" checkout -q .

# Each policy is answered for alone: one that is not sealed does not share its neighbour's proof.
mkdir -p "$site/content/neu/revisions"
printf '# 新しい方針 {#neu}\n\n本文です。\n' >"$site/content/neu/policy.md"
echo 'policy { id = "neu", title = "新しい方針" }' >"$site/content/neu/ledger.lua"
git -C "$site" add -A && git -C "$site" commit -qm neu
exits "one sealed and one not" 0 verify
like "one sealed and one not: the sealed" "$out" '^kihon: 8 texts, .* nothing was altered or lost'
like "one sealed and one not: its proof" "$out" '^kihon: the proof reaches back to'
like "one sealed and one not: the other" "$out" '^neu: 0 texts and 1 entries verified; the texts match their ids\.$'
unlike "one sealed and one not: no proof of the other" "$out" 'neu.*(nothing|reaches)'
exits "one sealed and one not, as JSON" 0 verify --json
mv "$out" "$SCRATCH/result"
ok "one sealed and one not, as JSON: so" proved "$SCRATCH/result" \
  'p.length === 2 && p.find(x => x.policy === "neu").since === null && !p.find(x => x.policy === "neu").sealed && p.find(x => x.policy === "kihon").since'
sed -i 's/title = "新しい方針"/&, sealed = true/' "$site/content/neu/ledger.lua"
exits "sealed, and that not committed" 1 verify
like "sealed, and that not committed: so" "$err" '^content/neu/ledger\.lua.*\[history-no-commit\]'
git -C "$site" commit -qam seal
exits "both sealed" 0 verify
like "both sealed: each from its own commit" "$out" "^neu: the proof reaches back to commit $(git -C "$site" rev-parse --short=12 HEAD)\.\$"
like "both sealed: each from its own" "$out" "^kihon: the proof reaches back to commit $(echo "$sealing" | cut -c 1-12)\.\$"
git -C "$site" reset -q --hard "$head" && git -C "$site" clean -qfd

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
