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

n=1 bad='' saw=''
while
  rm -rf "$site" && cp -a "$good" "$site"
  run publish env KILL_AT=$n LD_PRELOAD="$SCRATCH/kill_at.so"
  [ $status -eq 137 ]
do
  "$KAITEI" status --site "$site" >"$SCRATCH/status" 2>"$SCRATCH/said" || bad="$bad $n:status"
  state=$(look | tr '\n' ' ')
  case $state,$(cat "$SCRATCH/said") in
    "old ,"* | "new ,"*completed* | "new ,") saw="$saw $state" ;;
    *) bad="$bad $n:$state" ;;
  esac
  n=$((n + every))
  [ $n -lt 5000 ] || break
done
is "killed at its calls: the old state or the new one" "$bad" ""
is "the last run was not killed" "$status" 0
ok "there were many" test $n -gt 100
case $saw in *old*) pass "old states" ;; *) fail "old states" ;; esac

# ---- two at once ----

rm -rf "$site" && cp -a "$good" "$site"
publish env >"$SCRATCH/one" 2>&1 & publish env >"$SCRATCH/two" 2>&1
wait
is "two at once: one wins" "$(look)" new
cat "$SCRATCH/one" "$SCRATCH/two" >"$SCRATCH/both"
like "two at once: the other is told" "$SCRATCH/both" 'changeset-locked|publish-same'

done_testing
