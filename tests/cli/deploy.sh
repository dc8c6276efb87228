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
like "it says so" "$err" 'exit status 7.*deploy-failed'
like "it is recorded" "$site/content/kihon/ledger.lua" '令和13年4月1日'
ok "it is built" test -s "$site/_site/public/kihon/2031-04-01/index.html"
status_is 2026-06-01 'Published here, not online'

deploy_is "\"cp\", \"-R\", \"_site/public\", \"$SCRATCH/www\""
exits "tried again" 0 "$KAITEI" build --deploy --site "$site" --as-of 2026-06-01
like "tried again: it says so" "$out" 'online'
ok "tried again: it is there" diff -r "$site/_site/public" "$SCRATCH/www"
status_is 2026-06-01 '^  Online'
unlike "online as it was built" "$SCRATCH/status" '^Site:'
"$KAITEI" build --site "$site" --as-of 2026-06-01 --quiet 2>"$err"
status_is 2026-06-01 '^  Online'
unlike "built again without a change, it is online" "$SCRATCH/status" '^Site:'
printf '\nもう一言。\n' >>"$site/content/pages/about.md"
"$KAITEI" build --site "$site" --as-of 2026-06-01 --quiet 2>"$err"
status_is 2026-06-01 '^  Online' # of the policy all is online
like "a plain page that is not online is told" "$SCRATCH/status" '^Site: pages were built that are not online'
"$KAITEI" status --json --site "$site" --as-of 2026-06-01 >"$SCRATCH/status"
like "a plain page that is not online is told: --json" "$SCRATCH/status" '"site": "not-online"'
exits "a plain page is brought online" 0 "$KAITEI" build --deploy --site "$site" --as-of 2026-06-01
status_is 2026-06-01 '^  Online'
unlike "a plain page is brought online: all is" "$SCRATCH/status" '^Site:'
status_is 2030-04-01 'Published here, not online' # a scheduled revision takes effect
exits "build alone deploys nothing" 0 "$KAITEI" build --site "$site" --as-of 2030-04-01
status_is 2030-04-01 'Published here, not online'
# Whoever ignores the end of its own children (some supervisors do) hands that on to what it starts.
deploy_is '"sh", "-c", "exit 7"'
exits "started without word of its children: a failure" 3 env --ignore-signal=CHLD "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
like "started without word of its children: why" "$err" 'exit status 7'
deploy_is '"true"'
exits "started without word of its children: online" 0 env --ignore-signal=CHLD "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
status_is 2030-04-01 '^  Online'
deploy_is '"no-such-program-anywhere"'
exits "no such program" 3 "$KAITEI" build --deploy --json --site "$site" --as-of 2030-04-01
like "no such program: it says so" "$out" 'deploy-unrunnable'
exits "no such program, in Japanese" 3 env LC_ALL=ja_JP.UTF-8 "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
unlike "no such program: without a word of GLib's" "$err" 'Failed to execute'
deploy_is '"sh", "-c", "kill -TERM $$"'
exits "ended by a signal" 3 "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
like "ended by a signal: its number, as a shell has it" "$err" 'exit status 143'

# What it writes is shown, however much, as it comes and in its order.
printf '%s\n' 'head -c 3000000 /dev/zero | tr "\0" x; echo; echo the end; exit 7' >"$SCRATCH/much.sh"
deploy_is "\"sh\", \"$SCRATCH/much.sh\""
exits "it writes much" 3 "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
ok "it writes much: all is shown" test "$(tr -dc x <"$err" | wc -c)" -ge 3000000
"$KAITEI" build --deploy --site "$site" --as-of 2030-04-01 2>&1 >/dev/null | (sleep 1; tail -n 3) >"$SCRATCH/tail"
like "it writes much, to who reads slowly: to its end" "$SCRATCH/tail" '^the end$'
like "it writes much, to who reads slowly: what came of it" "$SCRATCH/tail" 'exit status 7.*deploy-failed'

# One that hangs is waited for, and ended with what waits for it, as by Ctrl-C in a terminal.
deploy_is '"sh", "-c", "echo waiting; exec sleep 600"'
setsid env --default-signal=INT "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01 >"$SCRATCH/hangs" 2>&1 &
hangs=$! tries=0
until grep -q '^waiting' "$SCRATCH/hangs" || [ $tries -gt 600 ]; do tries=$((tries + 1)); sleep 0.1; done
like "it hangs: what it says is shown at once" "$SCRATCH/hangs" '^waiting'
ok "it hangs: it is waited for" kill -0 $hangs
status_is 2030-04-01 'Published here, not online'
kill -INT -$hangs
wait $hangs
is "it hangs: it can be interrupted" $? 130
tries=0
while kill -0 -$hangs 2>/dev/null && [ $tries -le 600 ]; do tries=$((tries + 1)); sleep 0.1; done
not_ok "it hangs: nothing of it goes on" kill -0 -$hangs
unlike "it hangs: nothing is claimed" "$SCRATCH/hangs" '[Oo]nline'
status_is 2030-04-01 'Published here, not online'
deploy_is '"true"'
exits "it hung: tried again" 0 "$KAITEI" build --deploy --site "$site" --as-of 2030-04-01
status_is 2030-04-01 '^  Online'

done_testing
