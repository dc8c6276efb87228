#!/bin/sh
# `kaitei publish` killed in the middle: the next command finds the old state or the new one, says
# which, and verify holds. Sampled in `make test`; at every call that writes in test-deep.
# (tests/cli/changeset-killed.sh looks more closely at the commit itself.)
. tests/lib.sh

"${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err" ||
  give_up "kill_at.so does not compile"
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
export SOURCE_DATE_EPOCH=1780282800 TMPDIR="$SCRATCH/tmp"
mkdir "$TMPDIR"
every=17
[ -z "${KAITEI_DEEP:-}" ] || every=1

good=$SCRATCH/good site=$SCRATCH/site
ok "make the fixture" tests/fixture/make.sh "$good"
sed -i '0,/。/s//のです。/' "$good/content/kihon/policy.md"
echo 'site-wide work' >>"$good/content/pages/about.md"
old=$(git -C "$good" rev-parse HEAD)

publish() { "$@" "$KAITEI" publish --yes --no-build --summary 変えました。 --effective 2031-04-01 --site "$site" --as-of 2026-06-01; }
look() # old, new, or what is wrong
{
  [ "$(git -C "$site" status --porcelain | grep -v 'policy.md$')" = ' M content/pages/about.md' ] || echo unclean
  "$KAITEI" verify --site "$site" >"$SCRATCH/verify" 2>&1 || echo unverified
  ! find "$site" -name '*.lock' -o -name '*kaitei-new' | grep . || echo left
  head=$(git -C "$site" rev-parse HEAD)
  case $head,$(ls "$site/content/kihon/revisions" | grep -c 2031),$(grep -c 2031-04-01 "$site/content/kihon/ledger.lua") in
    "$old,0,0") echo old ;;
    "$new,1,1") echo new ;;
    *) echo mixed ;;
  esac
}

new=
rm -rf "$site" && cp -a "$good" "$site"
run publish env
is "left alone, it publishes" "$status" 0
new=$(git -C "$site" rev-parse HEAD)
is "it is whole" "$(look)" new

n=1 bad='' saw='' held='' on=''
while
  rm -rf "$site" && cp -a "$good" "$site"
  run publish env KILL_AT=$n LD_PRELOAD="$SCRATCH/kill_at.so"
  [ $status -eq 137 ]
do
  # From the intent on it is decided: there calls are tried more closely, and a word is due.
  begun='' next=$every
  [ ! -e "$site/.git/kaitei/intent" ] || begun=begun held=${held:-$n} next=$((every > 4 ? 4 : every))
  LC_ALL=C "$KAITEI" status --site "$site" >"$SCRATCH/status" 2>"$SCRATCH/said" || bad="$bad $n:status"
  state=$(look | tr '\n' ' ')
  case $begun,$state,$(sed -n 's/.*\[\([a-z-]*\)\]$/\1/p' "$SCRATCH/said" | tr '\n' ' ') in
    ",old ,") saw="$saw nothing" ;;
    ",new ,") saw="$saw done" ;; # it was killed after its last word to the disk
    "begun,old ,changeset-taken-back ") saw="$saw back" ;;
    "begun,new ,changeset-completed ")
      saw="$saw on" on=${on:-$n}
      grep -q "$new" "$SCRATCH/said" || bad="$bad $n:which"
      ;;
    *) bad="$bad $n:$begun:$state:$(cat "$SCRATCH/said")" ;;
  esac
  n=$((n + next))
  [ $n -lt 5000 ] || break
done
is "killed at its calls: the old state or the new one, and which is said" "$bad" ""
is "the last run was not killed" "$status" 0
ok "there were many" test $n -gt 100
case $saw in *nothing*) pass "some had begun nothing" ;; *) fail "some had begun nothing" ;; esac
case $saw in *back*) pass "some were taken back, and that was said" ;; *) fail "some were taken back, and that was said" ;; esac
case $saw in *on*) pass "some were completed, and that was said" ;; *) fail "some were completed, and that was said" ;; esac

# ---- killed once it was decided, and somebody goes on by hand ----

halfway() { rm -rf "$site" && cp -a "$good" "$site" && run publish env KILL_AT="$on" LD_PRELOAD="$SCRATCH/kill_at.so"; }
halfway
echo '-- mine' >>"$site/content/kihon/ledger.lua"
LC_ALL=C "$KAITEI" status --site "$site" --as-of 2026-06-01 >"$SCRATCH/status" 2>"$SCRATCH/said"
like "what was written since stays, and that is said" "$SCRATCH/said" 'ledger.lua.*\[changeset-left\]'
is "what was written since stays" "$(tail -1 "$site/content/kihon/ledger.lua")" '-- mine'
halfway
git -C "$site" update-ref HEAD "$(git -C "$site" commit-tree -p HEAD -m 'by hand' 'HEAD^{tree}')"
LC_ALL=C "$KAITEI" status --site "$site" --as-of 2026-06-01 >"$SCRATCH/status" 2>"$SCRATCH/said"
like "where the branch has moved on nothing is touched, and that is said" "$SCRATCH/said" "$(git -C "$site" rev-parse HEAD~1).*\\[changeset-elsewhere\\]"

# ---- two at once ----

rm -rf "$site" && cp -a "$good" "$site"
# One is stopped with the lock in its hands, so that they do meet.
publish sh -c 'echo $$ >"$0"; exec "$@"' "$SCRATCH/pid" env KILL_HOW=stop KILL_AT=$held LD_PRELOAD="$SCRATCH/kill_at.so" \
  >"$SCRATCH/one" 2>&1 &
one=$!
stops "$SCRATCH/pid" "$one" || give_up "the first did not stop"
not_ok "two at once: the second fails" publish env
like "two at once: it is told" "$err" '\[changeset-locked\]'
is "two at once: it has published nothing" "$(git -C "$site" rev-parse HEAD)" "$old"
kill -CONT "$(cat "$SCRATCH/pid")"
wait $one
is "two at once: the first succeeds" $? 0
is "two at once: it is whole" "$(look)" new

done_testing
