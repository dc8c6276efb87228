#!/bin/sh
# The set-up script: silent where all is there; else it installs just what is missing, as root or by
# sudo, and says why. On a machine made of little scripts that call the true programs, with an apt-get
# that only writes down what it is told. (No links: what is written to a link is written to the program.)
. tests/lib.sh

# machine NAME...: the programs of this machine but those named.
machine()
{
  rm -rf "$SCRATCH/bin" "$SCRATCH/told"
  mkdir "$SCRATCH/bin"
  for program in sh cat cmp mktemp rm tail dirname gcc cc1 as pkg-config git curl prove qpdf pdfinfo zbarimg node npm env \
    chromium chromium-headless-shell java fc-list test caddy nginx openssl; do
    where=$(command -v "$program") && [ -x "$where" ] && fake "$program" "exec $where \"\$@\""
  done
  for program; do rm -f "$SCRATCH/bin/$program"; done
  fake apt-get 'echo "apt-get $*" >>"'"$SCRATCH"'/told"'
  fake id 'echo 0'
}

fake()
{
  printf '#!/bin/sh\n%s\n' "$2" >"$SCRATCH/bin/$1"
  chmod +x "$SCRATCH/bin/$1"
}

setup() { env PATH="$SCRATCH/bin" /bin/sh .make/setup "$@"; }

machine
ok "all is there: nothing to do" setup site test
is "all is there: nothing is said" "$(cat "$out" "$err")" ""
not_ok "all is there: nothing was run" test -e "$SCRATCH/told"

machine chromium chromium-headless-shell java
ok "as root: installs what is missing" setup site test
is "as root: that and nothing else" "$(cat "$SCRATCH/told")" "apt-get update -qq
apt-get install -qq --yes --no-install-recommends chromium-headless-shell default-jre-headless"
like "says what and why" "$out" '^ *default-jre-headless +runs the Nu HTML checker$'

machine pkg-config
ok "site only" setup site
like "a library that cannot be found is installed" "$SCRATCH/told" ' pkg-config libglib2.0-dev libcmark-dev'
unlike "the tests' things are not" "$SCRATCH/told" 'nodejs|chromium'

machine java
fake id 'echo 1000'
fake sudo 'echo "sudo $1 $2" >>"'"$SCRATCH"'/told"; exec "$@"'
ok "not root: by sudo" setup site test
like "sudo runs apt-get" "$SCRATCH/told" '^sudo apt-get update'
like "sudo installs" "$SCRATCH/told" '^sudo env DEBIAN_FRONTEND'

machine java
fake id 'echo 1000'
exits "not root, no sudo" 3 setup site test
like "not root, no sudo: says what to run" "$err" 'apt-get install --no-install-recommends default-jre-headless'
not_ok "not root, no sudo: nothing was run" test -e "$SCRATCH/told"

machine java
fake apt-get 'case $* in install*) echo "E: no such package"; exit 100 ;; esac'
exits "apt-get fails" 3 setup site test
like "apt-get fails: what it said is shown" "$err" 'E: no such package'

machine java
rm "$SCRATCH/bin/apt-get"
exits "no apt-get" 3 setup site test
like "no apt-get: says so" "$err" 'no apt-get here'

machine
fake node 'exit 1'
ok "an old node" setup site test
like "an old node is too old" "$SCRATCH/told" ' nodejs$'

done_testing
