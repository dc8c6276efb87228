#!/bin/sh
# What was acknowledged is never lost: the writer killed under load, cut from its power at each of its
# calls, refused by its disk, with a full disk. And the proof that the check sees what is lost: without
# syncing it fails.
#
# KAITEI_DEEP: 300 kills instead of 20, and every call instead of some.
. tests/lib.sh

step=${KAITEI_B:-build}/tests/test_records_loss
[ -x "$step" ] || give_up "$step is not built"
"${CC:-cc}" -shared -fPIC -o "$SCRATCH/power_cut.so" tests/tools/power_cut.c 2>"$err" ||
  give_up "power_cut.so does not compile"
# The sanitizers' own library need not come first: power_cut.so replaces nothing that they look at.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0:detect_leaks=0"

store=$SCRATCH/r/store.db said=$SCRATCH/said
load() { "$step" load "$store" "$said" "$1"; }
check() { "$step" check "$store" "$said"; }
fresh() { rm -rf "$SCRATCH/r" "$SCRATCH"/r.aside.* "$said"; }
beneath() { env POWER_BELOW="$SCRATCH/r" LD_PRELOAD="$SCRATCH/power_cut.so" "$@"; }

# ---- kill -9 ----

rounds=20
[ -z "${KAITEI_DEEP:-}" ] || rounds=300
fresh
bad='' round=0 hot=0
while [ $round -lt $rounds ]; do
  round=$((round + 1))
  # Begun anew now and then: looking through all of it takes longer each time.
  [ $((round % 25)) -ne 0 ] || fresh
  "$step" load "$store" "$said" 0 2>>"$SCRATCH/killed.err" &
  job=$!
  before=$(wc -c 2>/dev/null <"$said" || echo 0)
  # Not before it has acknowledged something, and at no fixed moment after.
  tries=0
  while [ "$(wc -c 2>/dev/null <"$said" || echo 0)" -le "$before" ] && [ $tries -lt 600 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
  sleep "0.0$((round * 7 % 10))"
  kill -9 $job
  wait $job 2>/dev/null
  [ ! -e "$store-journal" ] || hot=$((hot + 1))
  check >>"$SCRATCH/killed.out" 2>>"$SCRATCH/killed.err" || bad="$bad $round"
done
is "killed under load $rounds times: all that was acknowledged is there, the record holds" "$bad" ""
ok "something was acknowledged in them" test "$(sed -n "s/ acknowledged.*//p" "$SCRATCH/killed.out" | sort -n | tail -n 1)" -ge 20
echo "# killed in the middle of a commit: $hot of $rounds"

# ---- the power goes ----

# cut_at N [ENV...]: 0 where the power went at the Nth call and the check was passed after it
cut_at()
{
  cut_at=$1
  shift
  rm -rf "$SCRATCH/r" "$SCRATCH"/r.aside.* "$said"
  cp -R "$SCRATCH/begun" "$SCRATCH/r"
  status=0
  beneath env POWER_AT="$cut_at" "$@" "$step" load "$store" "$said" 6 >"$out" 2>"$err" || status=$?
  rm -f "$SCRATCH"/r.aside.*
}

fresh
load 3 >"$out" 2>&1 || give_up "the load does not run"
cp -R "$SCRATCH/r" "$SCRATCH/begun"

# Every call in turn, up to a run that is not cut.
series() # STEP ENV...: sets $bad, $cuts
{
  stride=$1 bad='' cuts=0 at=0
  shift
  while at=$((at + stride)) && [ $at -lt 4000 ]; do
    cut_at $at "$@"
    [ $status -eq 137 ] || break
    cuts=$((cuts + 1))
    check >>"$SCRATCH/cut.out" 2>>"$SCRATCH/cut.err" || bad="$bad $at"
  done
}

stride=4
[ -z "${KAITEI_DEEP:-}" ] || stride=1
series $stride
is "the power cut, unsynced writes lost: all that was acknowledged is there" "$bad" ""
ok "there were many cuts ($cuts)" test $cuts -ge 15
is "the last run was not cut" "$status" 0
series $stride POWER_KEEP="${KAITEI_SEED:-1}"
is "the power cut, some unsynced writes kept, some in part: all is there" "$bad" ""
ok "there were many cuts ($cuts)" test $cuts -ge 15

series 3 RECORDS_SYNCHRONOUS=OFF
ok "without syncing the check fails: it sees what is lost" test -n "$bad"
[ -z "${KAITEI_DEEP:-}" ] || {
  series 3 RECORDS_SYNCHRONOUS=FULL
  ok "nor is FULL enough: a commit's end is in the folder, which only EXTRA syncs" test -n "$bad"
}
echo "# without syncing, cuts after which something was lost:$bad"

# ---- a disk that refuses ----

# refused KIND HOW N [AND-ON]
refused()
{
  rm -rf "$SCRATCH/r" "$SCRATCH"/r.aside.* "$said"
  cp -R "$SCRATCH/begun" "$SCRATCH/r"
  status=0
  beneath env FAULT_ON="$1" FAULT_HOW="$2" FAULT_AT="$3" ${4:+FAULT_ON_AND_ON=1} \
    "$step" load "$store" "$said" 6 >"$out" 2>"$err" || status=$?
  rm -f "$SCRATCH"/r.aside.*
}

# SQLite passes over one failed sync: that of the folder in which it has just made a journal. Nothing is
# lost by it unless the power goes at that very moment too.
for fault in "write EIO" "write EIO on" "write ENOSPC" "write ENOSPC on" "sync EIO" "sync EIO on" "unlink EIO"; do
  set -- $fault
  bad='' silent='' failed=0 passed_over=0 at=1 every=$((stride * 3))
  case $1 in write) ;; *) every=1 ;; esac
  while [ $at -lt 2000 ]; do
    refused "$1" "$2" $at ${3:-}
    grep -q '^power_cut: refused' "$err" || break
    failed=$((failed + 1))
    case $status in
      0) passed_over=$((passed_over + 1)) ;;
      3) grep -q 'system' "$err" || silent="$silent $at" ;;
      *) bad="$bad $at:status-$status" ;;
    esac
    check >>"$SCRATCH/refused.out" 2>>"$SCRATCH/refused.err" || bad="$bad $at"
    at=$((at + every))
  done
  is "$fault: all that was acknowledged is there" "$bad" ""
  is "$fault: it is said each time" "$silent" ""
  ok "$fault: it happened often ($failed)" test $failed -ge 5
  case $fault in
    "sync EIO"*) ok "$fault: passed over for a new journal's folder alone" test $((passed_over * 3)) -le $failed ;;
    *) is "$fault: none was passed over" $passed_over 0 ;;
  esac
done

# After an input/output error nothing more is taken.
refused sync EIO 4
like "after a failed sync: told" "$err" 'reading or writing the records failed'
ok "after a failed sync: nothing was acknowledged behind it" test "$(wc -l <"$said" 2>/dev/null || echo 0)" -le 21

# ---- a full disk ----

cat >"$SCRATCH/full.sh" <<END
mkdir -p "$SCRATCH/disk"
mount -t tmpfs -o size=700k tmpfs "$SCRATCH/disk" || exit 77
"$step" load "$SCRATCH/disk/r/store.db" "$said" 3000 >"$SCRATCH/full.out" 2>&1
echo \$? >"$SCRATCH/full.status"
"$step" check "$SCRATCH/disk/r/store.db" "$said" || exit 1
END
user=
[ "$(id -u)" -eq 0 ] || user=--map-root-user
if unshare $user --mount true 2>/dev/null; then
  fresh
  run unshare $user --mount sh "$SCRATCH/full.sh"
  if [ $status -eq 77 ]; then
    skip "a store on a full disk" "no tmpfs can be mounted"
  else
    is "a store on a full disk: all that was acknowledged is there" "$status" 0
    is "a store on a full disk: it refused in the end" "$(cat "$SCRATCH/full.status")" 3
    like "a store on a full disk: told" "$SCRATCH/full.out" 'disk is full'
    ok "a store on a full disk: much was recorded before" test "$(wc -l <"$said")" -ge 100
  fi
else
  skip "a store on a full disk" "no mount namespace"
fi

done_testing
