#!/bin/sh
# make install: what lies where, and that the installed program needs nothing of this tree.
. tests/lib.sh

# The variant under test is installed as it was compiled: its flags come down from make.
install_to() { make --no-print-directory install "B=${KAITEI_B#"$PWD"/}" "DESTDIR=$SCRATCH/root" "$@"; }

ok "make install" install_to
# Another PREFIX must not make all of it anew.
is "one object alone knows where things are installed" \
  "$(cd "$KAITEI_B/obj" && grep -l /share/kaitei/themes */*.o)" theme/theme.o
unlike "and what all are compiled with does not tell" "$KAITEI_B/flags" share/kaitei
ok "the program" test -x "$SCRATCH/root/usr/local/bin/kaitei"
ok "the man page" cmp generator/cli/kaitei.1 "$SCRATCH/root/usr/local/share/man/man1/kaitei.1"
ok "the themes" diff -r themes "$SCRATCH/root/usr/local/share/kaitei/themes"
is "nothing else" "$(cd "$SCRATCH/root" && find . -type f | grep -v share/kaitei/themes/ | LC_ALL=C sort)" \
  "./usr/local/bin/kaitei
./usr/local/share/man/man1/kaitei.1"

run "$SCRATCH/root/usr/local/bin/kaitei" --version
like "the installed program runs" "$out" '^kaitei '

mkdir "$SCRATCH/site"
cp -R content "$SCRATCH/site/"
cd "$SCRATCH/site"
ok "it builds a site far from here" "$SCRATCH/root/usr/local/bin/kaitei" build --quiet --as-of 2026-04-01
ok "with a home page" test -s _site/public/index.html
rm -rf _site
mv "$SCRATCH/root/usr/local/share/kaitei/themes" "$SCRATCH/away"
exits "without its themes it says so" 3 "$SCRATCH/root/usr/local/bin/kaitei" build --quiet --as-of 2026-04-01

done_testing
