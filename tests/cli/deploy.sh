#!/bin/sh
# After publishing, the site is built and brought online; where that fails, it says so, keeps what was
# recorded, and can be tried again.
. tests/lib.sh

site=$SCRATCH/site
ok "make the fixture" tests/fixture/make.sh "$site"
status_is() { "$KAITEI" status --site "$site" --as-of "$1" >"$SCRATCH/status"; like "status: $2" "$SCRATCH/status" "$2"; }
deploy_is() { sed -i "/deploy =/d; s|^site {|site {\n  deploy = { $1 },|" "$site/content/site.lua"; }

"$KAITEI" status --site "$site" --as-of 2026-06-01 >"$SCRATCH/status"
unlike "nothing is said where nothing is deployed" "$SCRATCH/status" '[Oo]nline'

deploy_is '"sh", "-c", "echo cannot reach it; exit 7"'
sed -i '0,/。/s//のです。/' "$site/content/kihon/policy.md"
exits "published, not online" 3 "$KAITEI" publish --yes --summary x --effective 2031-04-01 --site "$site" --as-of 2026-06-01
like "its output is shown" "$err" '^cannot reach it'
like "it says so" "$err" 'deploy-failed'
like "it is recorded" "$site/content/kihon/ledger.lua" '令和13年4月1日'
ok "it is built" test -s "$site/_site/public/kihon/2031-04-01/index.html"
status_is 2026-06-01 'Published here, not online'

deploy_is "\"cp\", \"-R\", \"_site/public\", \"$SCRATCH/www\""
exits "tried again" 0 "$KAITEI" build --deploy --site "$site" --as-of 2026-06-01
like "tried again: it says so" "$out" 'online'
ok "tried again: it is there" diff -r "$site/_site/public" "$SCRATCH/www"
status_is 2026-06-01 '^  Online'
status_is 2030-04-01 'Published here, not online' # a scheduled revision takes effect
exits "build alone deploys nothing" 0 "$KAITEI" build --site "$site" --as-of 2030-04-01
status_is 2030-04-01 'Published here, not online'
# Whoever ignores the end of its own children (some supervisors do) hands that on to what it starts.
deploy_is '"sh", "-c", "exit 7"'
exits "started without word of its children: a failure" 3 env --ignore-signal=CHLD "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
like "started without word of its children: why" "$err" 'code 7'
deploy_is '"true"'
exits "started without word of its children: online" 0 env --ignore-signal=CHLD "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
status_is 2030-04-01 '^  Online'
deploy_is '"no-such-program-anywhere"'
exits "no such program" 3 "$KAITEI" build --deploy --json --site "$site" --as-of 2030-04-01
like "no such program: it says so" "$out" 'deploy-failed'

done_testing
