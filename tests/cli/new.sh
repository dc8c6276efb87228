#!/bin/sh
# kaitei new: a site in a new folder that claims nothing, whose README leads to the first publication;
# and never over anything.
. tests/lib.sh

exits "a new folder" 0 env LC_ALL=C "$KAITEI" --as-of 2024-04-01 new "$SCRATCH/a/新しい サイト"
site="$SCRATCH/a/新しい サイト"
like "what to do next, with the program as it was called" "$out" "^  $KAITEI --site '.*新しい サイト' preview\$"
unlike "nothing is left to be committed" "$out" 'git'
is "its branch" "$(git -C "$site" symbolic-ref HEAD)" refs/heads/main
is "its first commit" "$(git -C "$site" log --format='%s by %cn <%ce>')" "Begin the site by Test <test@example.jp>"
is "all is committed" "$(git -C "$site" status --porcelain)" ""
unlike "nothing is published" "$site/content/privacy/ledger.lua" '^(revision|text)'
like "the sample says that it is one" "$site/content/privacy/policy.md" 'これは見本の文章です'
exits "it is built" 0 env LC_ALL=C "$KAITEI" --site "$site" build
is "it is built without a complaint but that the text is not published" \
  "$(sed -n 's/.*\(\[[a-z-]*\]\)$/\1/p' "$err")" "[draft-not-published]"
like "the policy's page says that nothing is published" "$site/_site/public/privacy/index.html" 'まだ公開された版がありません'
unlike "and the sample is not shown as if it were" "$site/_site/public/privacy/index.html" '安全管理'
like "so does the home page" "$site/_site/public/index.html" 'まだ公開された版がありません'
unlike "which sends nobody to read it" "$site/_site/public/index.html" '全文を読む'
like "and the history" "$site/_site/public/privacy/history/index.html" 'まだ公開された版がありません'
exits "it is verified" 0 env LC_ALL=C "$KAITEI" --site "$site" verify
like "it is verified: not sealed yet" "$err" 'not sealed yet'
like "it is verified: what was looked at" "$out" '^privacy: 0 texts and 1 entries verified; the texts match their ids\.$'
is "it is verified: that is all" "$(wc -l <"$out")" 1

# Nobody's policy is approved or published by mistake.
exits "the sample is not approved" 1 env LC_ALL=C "$KAITEI" --site "$site" approve --by 理事会 --yes
like "the sample is not approved: so" "$err" 'content/privacy/policy.md:3: error: .*\[publish-sample\]'
exits "nor published" 1 env LC_ALL=C "$KAITEI" --site "$site" publish --effective 2024-04-01 --summary x --yes
like "nor published: so" "$err" '\[publish-sample\]'
unlike "nor published: nothing is" "$site/content/privacy/ledger.lua" '^(revision|text)'
sed -i '/^これは見本の文章です。/,+1d' "$site/content/privacy/policy.md"

# What its README says, to the letter: its indented commands; the question is answered.
publish() {
  (
    cd "$site" || exit
    kaitei() { echo はい | LC_ALL=C "$KAITEI" "$@"; }
    sed -n '/^## 発行する/,/^## 封印/s/^       //p' README.md >"$SCRATCH/steps"
    echo 追記 >>content/pages/about.md && . "$SCRATCH/steps"
  )
}
ok "published as its README says" publish
like "published as its README says: it was asked" "$err" 'Go on'
is "the steps were all there" "$(cut -d' ' -f1-2 "$SCRATCH/steps" | tr '\n' ,)" 'git add,git commit,kaitei publish,kaitei verify,'
is "nothing is left to commit" "$(git -C "$site" status --porcelain)" ''
like "then it is in force" "$site/_site/public/privacy/index.html" '安全管理'
like "on the day of the example" "$site/_site/public/privacy/index.html" 'datetime="2024-04-01"'
(cd "$site" && grep '^    policy {' README.md | sed 's/^    //' >"$SCRATCH/sealed" &&
  sed -i -e "/^policy/{r $SCRATCH/sealed" -e 'd}' content/privacy/ledger.lua && git commit -qam seal)
exits "sealed as its README says" 0 env LC_ALL=C "$KAITEI" --site "$site" verify
like "sealed as its README says: so" "$out" 'reaches back to commit'

# Without a name git cannot commit: then it is said how.
exits "git knows no name" 0 env -u GIT_COMMITTER_NAME -u GIT_COMMITTER_EMAIL HOME="$SCRATCH/nobody" XDG_CONFIG_HOME="$SCRATCH/nobody" \
  LC_ALL=C "$KAITEI" new "$SCRATCH/nameless"
like "git knows no name: how to commit" "$out" "^  git -C '.*nameless' commit -m"
not_ok "git knows no name: nothing is committed" git -C "$SCRATCH/nameless" rev-parse --verify -q HEAD

exits "a folder that is not empty" 2 "$KAITEI" new "$site"
mkdir "$SCRATCH/empty"
exits "an empty folder" 0 "$KAITEI" new "$SCRATCH/empty" --quiet
is "--quiet says nothing" "$(cat "$out" "$err")" ""
like "without --as-of today is the example" "$SCRATCH/empty/README.md" \
  "--effective $("$KAITEI" date "$(TZ=Asia/Tokyo date +%Y-%m-%d)" | cut -f4) "
exits "no folder named" 2 "$KAITEI" new
touch "$SCRATCH/file"
exits "a file in the way" 2 "$KAITEI" new "$SCRATCH/file"
exits "a folder below a file" 3 "$KAITEI" new "$SCRATCH/file/site"
exits "Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" new "$SCRATCH/ja"
like "Japanese: so" "$out" '小さなサイトを作りました'
done_testing
