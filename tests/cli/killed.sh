#!/bin/sh
# A build that is killed, and one that runs out of disk, leave no half file and no half site.
#
# A small site is built in an old and a new version (see tests/unit/test_pages_versions.c). The second
# build is killed at each of its calls that change the file system, one after the other; then the
# next start is killed at each of its own.
. tests/lib.sh

step=${KAITEI_B:-build}/tests/test_pages_versions
[ -x "$step" ] || give_up "$step is not built"
"${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err" ||
  give_up "kill_at.so does not compile"
# The sanitizers' own library need not come first: kill_at.so replaces nothing of theirs.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"

killed() # N COMMAND...: succeeds where the command was killed
{
  kill_at=$1
  shift
  run env KILL_AT="$kill_at" LD_PRELOAD="$SCRATCH/kill_at.so" "$@"
  [ $status -eq 137 ]
}

look() { "$step" look "$1"; }

old=$SCRATCH/old site=$SCRATCH/site
ok "build the old version" "$step" build "$old" old
is "it is whole" "$(look "$old")" old
cp -a "$old" "$site"
ok "build the new version over it" "$step" build "$site" new
is "it is whole as well" "$(look "$site")" new

# ---- killed while it builds ----

n=0 bad='' saw=''
while n=$((n + 1)); rm -rf "$site"; cp -a "$old" "$site"; killed $n "$step" build "$site" new; do
  at_kill=$(look "$site")
  journal=no
  [ ! -e "$site/.next/journal" ] || journal=yes
  [ $journal = no ] || [ -e "$SCRATCH/begun" ] || cp -a "$site" "$SCRATCH/begun"
  "$step" open "$site" 2>>"$SCRATCH/recovery" || bad="$bad $n:cannot-recover"
  after=$(look "$site")
  [ ! -e "$site/.next" ] || bad="$bad $n:leftovers"
  saw="$saw $at_kill/$journal/$after"
  case $at_kill/$journal/$after in
    old/no/old | new/no/new) ;;                 # not begun; all done
    old/yes/new | mixed/yes/new | new/yes/new) ;; # begun, and completed by the next start
    *) bad="$bad $n:$at_kill/$journal/$after" ;;
  esac
  [ $n -lt 1000 ] || break
done
is "killed at each of its calls: the old site or the new one" "$bad" ""
is "the last run was not killed" "$status" 0
ok "there were many" test $n -gt 50
for kind in old/no/old old/yes/new mixed/yes/new new/yes/new; do
  case "$saw " in
    *" $kind "*) pass "among them $kind (at the kill/journal/after the next start)" ;;
    *) fail "among them $kind" ;;
  esac
done

# ---- the next start is killed too ----

n=0 bad=''
while n=$((n + 1)); rm -rf "$site"; cp -a "$SCRATCH/begun" "$site"; killed $n "$step" open "$site"; do
  case $(look "$site") in old | mixed | new) ;; *) bad="$bad $n:half" ;; esac
  "$step" open "$site" 2>>"$SCRATCH/recovery" || bad="$bad $n:cannot-recover"
  [ "$(look "$site")" = new ] || bad="$bad $n:$(look "$site")"
  [ $n -lt 1000 ] || break
done
is "the recovery killed at each of its calls: the new site in the end" "$bad" ""
ok "there were many of these" test $n -gt 15

# ---- a first build ----

n=0 bad=''
while n=$((n + 1)); rm -rf "$site"; killed $n "$step" build "$site" new; do
  "$step" open "$site" 2>>"$SCRATCH/recovery" || bad="$bad $n:cannot-recover"
  case $(look "$site") in
    new) ;;
    *) [ -z "$(find "$site" -type f ! -name .lock)" ] || bad="$bad $n:$(look "$site")" ;;
  esac
  [ $n -lt 1000 ] || break
done
is "a first build killed at each of its calls: nothing, or the new site" "$bad" ""

# ---- a full disk ----

# full NAME OPTIONS BYTES FILES: the new version, and as much more, on a small disk of its own.
full()
{
  cat >"$SCRATCH/full.sh" <<END
mount -t tmpfs -o $2 tmpfs "$SCRATCH/disk" || exit 77
"$step" build "$SCRATCH/disk/site" old || exit 78
"$step" build "$SCRATCH/disk/site" new $3 $4
echo \$? >"$SCRATCH/full.status"
"$step" look "$SCRATCH/disk/site" >"$SCRATCH/full.look"
"$step" build "$SCRATCH/disk/site" new && "$step" look "$SCRATCH/disk/site" >"$SCRATCH/full.later"
END
  mkdir -p "$SCRATCH/disk"
  rm -f "$SCRATCH/full.status" "$SCRATCH/full.look" "$SCRATCH/full.later"
  run unshare $user --mount sh "$SCRATCH/full.sh"
  if [ $status -eq 77 ]; then
    test_count=$((test_count + 1))
    echo "ok $test_count - $1 # SKIP no disk may be mounted here"
    return
  fi
  is "$1: it is a fault of the system" "$(cat "$SCRATCH/full.status")" 3
  like "$1: it says so" "$err" 'cannot write .*the disk is full.*disk-full'
  is "$1: the old site stands" "$(cat "$SCRATCH/full.look")" old
  is "$1: a smaller one is built after it" "$(cat "$SCRATCH/full.later")" new
}

# A folder that may be read only. Root may write anywhere else, so a disk is mounted for it.
read_only()
{
  cat >"$SCRATCH/full.sh" <<END
mount -t tmpfs tmpfs "$SCRATCH/disk" || exit 77
"$step" build "$SCRATCH/disk/site" old || exit 78
mount -o remount,ro "$SCRATCH/disk" || exit 77
"$step" build "$SCRATCH/disk/site" new
echo \$? >"$SCRATCH/full.status"
"$step" look "$SCRATCH/disk/site" >"$SCRATCH/full.look"
END
  rm -f "$SCRATCH/full.status" "$SCRATCH/full.look"
  run unshare $user --mount sh "$SCRATCH/full.sh"
  if [ $status -eq 77 ]; then
    test_count=$((test_count + 1))
    echo "ok $test_count - read only # SKIP no disk may be mounted here"
    return
  fi
  is "read only: it is a fault of the system" "$(cat "$SCRATCH/full.status")" 3
  like "read only: it says so" "$err" 'cannot write .*disk-read-only'
  is "read only: the old site stands" "$(cat "$SCRATCH/full.look")" old
}

user=--map-root-user
[ "$(id -u)" -ne 0 ] || user=
if unshare $user --mount true 2>/dev/null; then
  full "full of bytes" size=512k 2000000 1
  full "full of many files" size=512k 4000 400
  full "full of names" size=4m,nr_inodes=90 1 200
  read_only
else
  test_count=$((test_count + 1))
  echo "ok $test_count - a full disk # SKIP no disk may be mounted here"
fi

done_testing
