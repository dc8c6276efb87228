#!/bin/sh
# A commit that is killed leaves the old state or the new one, and the next start says which.
#
# A changeset of two files (tests/unit/test_ledger_changeset.c) is killed at its calls that change
# the file system, with other work staged and unstaged around it; then the next start is killed at
# each of its own. In `make test` every seventh call before the intent, in test-deep all of them.
. tests/lib.sh

step=${KAITEI_B:-build}/tests/test_ledger_changeset
[ -x "$step" ] || give_up "$step is not built"
"${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err" ||
  give_up "kill_at.so does not compile"
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
export GIT_AUTHOR_DATE=2027-04-01T10:00:00+09:00 GIT_COMMITTER_DATE=2027-04-01T10:00:00+09:00
every=7
[ -z "${KAITEI_DEEP:-}" ] || every=1

killed() # N COMMAND...: succeeds where the command was killed
{
  kill_at=$1
  shift
  run env KILL_AT="$kill_at" LD_PRELOAD="$SCRATCH/kill_at.so" "$@"
  [ $status -eq 137 ]
}

start=$SCRATCH/start site=$SCRATCH/site
mkdir "$start"
(
  cd "$start" && git init -qb main && echo one >a.md && echo x >other && git add . && git commit -qm one &&
    echo X >other && git add other && echo XX >other && echo s >staged && git add staged && echo u >unknown
) || exit 3
head=$(git -C "$start" rev-parse HEAD)
others() { # what must never change: all but the two files
  git -C "$1" status --porcelain -- other staged unknown
  git -C "$1" ls-files --stage -- other staged
  cat "$1/other" "$1/staged" "$1/unknown"
}
wanted=$(others "$start")

# Which state a site is in, to the last file: old, new, or what is wrong with it.
look()
{
  (
    cd "$1" || exit
    git fsck --strict >/dev/null 2>&1 || echo broken
    [ "$(others .)" = "$wanted" ] || echo others
    [ -z "$(git status --porcelain -- a.md new .a.md.kaitei-new)" ] || echo unclean
    [ "$(ls -A .git/kaitei 2>/dev/null)" = lock ] || [ ! -e .git/kaitei ] || echo left
    find . -name '*.lock' | grep . && echo locked
    case $(git rev-parse HEAD),$(cat a.md),$(cat new/b.md 2>/dev/null),$(ls new 2>/dev/null) in
      "$head,one,,") echo old ;;
      "$new,two,fresh,b.md") echo new ;;
      *) echo mixed ;;
    esac
  ) | tr '\n' ' '
}

new=
cp -a "$start" "$site"
ok "the commit, left alone" "$step" commit "$site"
new=$(git -C "$site" rev-parse HEAD)
is "it is whole" "$(look "$site")" "new "

n=1 bad='' saw='' held=''
while rm -rf "$site"; cp -a "$start" "$site"; killed $n "$step" commit "$site"; do
  # From the intent on every call is tried: there it is decided.
  if [ -e "$site/.git/kaitei/intent" ]; then begun=$n held=${held:-$n} next=1; else next=$every; fi
  said=$("$step" settle "$site") || bad="$bad $n:cannot-settle:$said"
  case $(look "$site"),$said in
    "old ," | "left old ,") ;;               # nothing was begun; what lies there goes with the next
    "old ,changeset-taken-back;") saw="$saw back" ;;
    "new ,changeset-completed;" | "new ,") saw="$saw on" ;;
    *) bad="$bad $n:$(look "$site"):$said" ;;
  esac
  "$step" commit "$site" >"$SCRATCH/again" || bad="$bad $n:not-again:$(cat "$SCRATCH/again")"
  n=$((n + next))
  [ $n -lt 1000 ] || break
done
is "killed at its calls: the old state or the new one" "$bad" ""
is "the last run was not killed" "$status" 0
ok "there were many" test $n -gt 40
case $saw in *back*) pass "some were taken back" ;; *) fail "some were taken back" ;; esac
case $saw in *on*) pass "some were completed" ;; *) fail "some were completed" ;; esac

# ---- the next start is killed too ----

bad=''
for at in $((begun - 8)) $((begun - 2)) $begun; do
  rm -rf "$SCRATCH/begun"
  cp -a "$start" "$SCRATCH/begun"
  killed "$at" "$step" commit "$SCRATCH/begun"
  n=1
  while rm -rf "$site"; cp -a "$SCRATCH/begun" "$site"; killed $n "$step" settle "$site"; do
    "$step" settle "$site" >"$SCRATCH/said" || bad="$bad $at/$n:$(cat "$SCRATCH/said")"
    case $(look "$site") in "old " | "new " | "left old " | "left new ") ;; *) bad="$bad $at/$n:$(look "$site")" ;; esac
    n=$((n + 1))
    [ $n -lt 200 ] || break
  done
done
is "the next start killed as well" "$bad" ""

# ---- two at once ----

rm -rf "$site"; cp -a "$start" "$site"
# One is stopped with the lock in its hands, so that they do meet.
sh -c 'echo $$ >"$0"; exec "$@"' "$SCRATCH/pid" env KILL_HOW=stop KILL_AT=$held LD_PRELOAD="$SCRATCH/kill_at.so" \
  "$step" commit "$site" >"$SCRATCH/one" &
one=$!
stops "$SCRATCH/pid" "$one" || give_up "the first did not stop"
not_ok "two at once: the second fails" "$step" commit "$site"
is "two at once: it is told" "$(cat "$out")" "changeset-locked;"
is "two at once: it has done nothing" "$(git -C "$site" rev-parse HEAD)" "$head"
kill -CONT "$(cat "$SCRATCH/pid")"
wait $one
is "two at once: the first succeeds" $? 0
is "two at once: it has nothing to tell" "$(cat "$SCRATCH/one")" ""
is "two at once: one commit was made, whole" "$(look "$site")" "new "

done_testing
