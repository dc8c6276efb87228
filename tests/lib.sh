# What the shell tests share; a test begins with  . tests/lib.sh  and ends with  done_testing.
# Tests run from the top of the tree, by `make check T=tests/cli/NAME.sh` or by prove.
#
#   $KAITEI   the program under test        $SCRATCH  a folder of this test's own, removed at its end
#   run COMMAND...          runs it; sets $status, and the files $out and $err
#   ok NAME COMMAND...      passes when COMMAND succeeds
#   not_ok NAME COMMAND...  passes when COMMAND fails
#   is NAME GOT WANTED      passes when both texts are equal
#   like NAME FILE REGEX    passes when a line of FILE matches (grep -E)
#   unlike NAME FILE REGEX  passes when no line does
#   exits NAME STATUS COMMAND...  passes when COMMAND exits with STATUS (through `run`)
#   golden NAME WANTED GOT  passes when the files or folders are equal (`make accept` can update)
#   stops PIDFILE JOB       waits until the process whose id the file has has stopped (SIGSTOP); fails
#                           where the job that is to write the file has ended
#   skip NAME WHY           notes that this cannot be tested here
#   skip_all WHY            skips this whole test
#   give_up WHY             fails this whole test: what it stands on is not there
# A failure prints what was there, as comments on standard error.
set -u
KAITEI=${KAITEI:-$PWD/build/kaitei}
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/kaitei-test.XXXXXX") || exit 3
out=$SCRATCH/.out err=$SCRATCH/.err status=0
test_count=0 test_failed=0
trap 'chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
trap 'exit 130' INT TERM

diag() { sed 's/^/#   /' >&2; }

pass()
{
  test_count=$((test_count + 1))
  printf 'ok %d - %s\n' $test_count "$1"
}

fail()
{
  test_count=$((test_count + 1)) test_failed=$((test_failed + 1))
  printf 'not ok %d - %s\n' $test_count "$1"
  printf '#   failed: %s\n' "$1" >&2
}

run()
{
  status=0
  "$@" >"$out" 2>"$err" </dev/null || status=$?
}

ok()
{
  test_name=$1
  shift
  run "$@"
  if [ $status -eq 0 ]; then pass "$test_name"; else
    fail "$test_name"
    { echo "$* exited with $status"; head -n 30 "$out" "$err"; } | diag
  fi
}

not_ok()
{
  test_name=$1
  shift
  run "$@"
  if [ $status -ne 0 ]; then pass "$test_name"; else
    fail "$test_name"
    { echo "$* succeeded"; head -n 30 "$out" "$err"; } | diag
  fi
}

exits()
{
  test_name=$1 test_status=$2
  shift 2
  run "$@"
  if [ $status -eq "$test_status" ]; then pass "$test_name"; else
    fail "$test_name"
    { echo "$* exited with $status, not $test_status"; head -n 30 "$out" "$err"; } | diag
  fi
}

is()
{
  if [ "$2" = "$3" ]; then pass "$1"; else
    fail "$1"
    printf 'got:    %s\nwanted: %s\n' "$2" "$3" | diag
  fi
}

like()
{
  if grep -Eq -e "$3" "$2"; then pass "$1"; else
    fail "$1"
    { echo "no line of $2 matches $3:"; head -n 30 "$2"; } | diag
  fi
}

unlike()
{
  if ! grep -Eq -e "$3" "$2"; then pass "$1"; else
    fail "$1"
    { echo "lines of $2 match $3:"; grep -En -e "$3" "$2" | head -n 30; } | diag
  fi
}

# Differences are noted where `make accept` looks for them.
golden()
{
  # Of pictures their names: what is in them is nothing for a terminal.
  golden_how=-u
  [ -z "$(find "$2" -name '*.pgm')" ] || golden_how=-q
  if diff -r $golden_how "$2" "$3" >"$SCRATCH/.diff" 2>&1; then pass "$1"; else
    fail "$1"
    head -n 60 "$SCRATCH/.diff" | diag
    if [ -n "${KAITEI_ACCEPT:-}" ]; then
      test_kept=$(mktemp -d "$KAITEI_ACCEPT/XXXXXX") &&
        cp -R "$3" "$test_kept/got" && printf '%s\n' "$2" >"$test_kept/wanted"
    fi
  fi
}

give_up()
{
  fail "$1"
  done_testing
  exit 1
}

stops()
{
  stops_tries=0
  until grep -q '^State:[[:space:]]*T' "/proc/$(cat "$1" 2>/dev/null)/status" 2>/dev/null; do
    stops_tries=$((stops_tries + 1))
    [ $stops_tries -lt 600 ] && kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
}

skip()
{
  test_count=$((test_count + 1))
  printf 'ok %d - %s # SKIP %s\n' $test_count "$1" "$2"
}

skip_all()
{
  echo "1..0 # SKIP $1"
  exit 0
}

done_testing()
{
  echo "1..$test_count"
  [ $test_failed -eq 0 ]
  exit
}
