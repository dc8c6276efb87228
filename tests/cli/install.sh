#!/bin/sh
# make install: what lies where, and that the installed program needs nothing of this tree.
. tests/lib.sh

# The variant under test is installed as it was compiled: its flags come down from make.
install_to() { make --no-print-directory install "B=${KAITEI_B#"$PWD"/}" "DESTDIR=$SCRATCH/root" "$@"; }

ok "make install" install_to
# Another PREFIX must not make all of it anew.
is "one object alone knows where things are installed" \
  "$(cd "$KAITEI_B/obj" && grep -l /usr/local/share/kaitei */*.o)" base/installed.o
unlike "and what all are compiled with does not tell" "$KAITEI_B/flags" share/kaitei
ok "the program" test -x "$SCRATCH/root/usr/local/bin/kaitei"
ok "the man page" cmp generator/cli/kaitei.1 "$SCRATCH/root/usr/local/share/man/man1/kaitei.1"
ok "the menu entry" cmp generator/cli/kaitei.desktop "$SCRATCH/root/usr/local/share/applications/kaitei.desktop"
ok "and its icon" test -s "$SCRATCH/root/usr/local/share/icons/hicolor/scalable/apps/kaitei.svg"
ok "the themes" diff -r themes "$SCRATCH/root/usr/local/share/kaitei/themes"
ok "the rules of the law" diff -r generator/rules "$SCRATCH/root/usr/local/share/kaitei/rules"
is "nothing else" "$(cd "$SCRATCH/root" && find . -type f | grep -v -e share/kaitei/themes/ -e share/kaitei/rules/ | LC_ALL=C sort)" \
  "./usr/local/bin/kaitei
./usr/local/lib/systemd/user/kaitei-serve@.service
./usr/local/lib/systemd/user/kaitei@.service
./usr/local/lib/systemd/user/kaitei@.timer
./usr/local/libexec/kaitei/kaitei-office
./usr/local/share/applications/kaitei.desktop
./usr/local/share/doc/kaitei/Caddyfile
./usr/local/share/doc/kaitei/nginx.conf
./usr/local/share/icons/hicolor/scalable/apps/kaitei.svg
./usr/local/share/man/man1/kaitei.1"

# The daily timer: what systemd itself says of it where it is there, and each line that matters.
units=$SCRATCH/root/usr/local/lib/systemd/user
is "the units may be read by all" "$(stat -c %a "$units"/* | sort -u)" 644
like "the service runs the program that was installed" "$units/kaitei@.service" '^ExecStart=/usr/local/bin/kaitei build --deploy --quiet$'
like "in the folder that it is named after" "$units/kaitei@.service" '^WorkingDirectory=%f$'
like "once at a time, not for ever" "$units/kaitei@.service" '^Type=oneshot$'
like "what is at fault in the content is not tried again" "$units/kaitei@.service" '^RestartPreventExitStatus=1 2$'
like "every day after midnight where the site is" "$units/kaitei@.timer" '^OnCalendar=\*-\*-\* 00:05:00 Asia/Tokyo$'
like "also where the machine was off then" "$units/kaitei@.timer" '^Persistent=true$'
like "it can be enabled" "$units/kaitei@.timer" '^WantedBy=timers\.target$'
like "the server is the program that was installed" "$units/kaitei-serve@.service" '^ExecStart=/usr/local/bin/kaitei serve --quiet$'
like "it says when it serves" "$units/kaitei-serve@.service" '^Type=notify$'
known='Description|Documentation|StartLimitIntervalSec|StartLimitBurst|Type|WorkingDirectory|ExecStart|Restart|RestartSec|RestartPreventExitStatus|OnCalendar|Persistent|WantedBy|ExecReload|TimeoutStopSec|KillMode|NoNewPrivileges|UMask'
is "nothing in them is misspelt" "$(grep -hvE "^(#.*|\[(Unit|Service|Timer|Install)\]|($known)=.+|)$" "$units"/*)" ""
if command -v systemd-analyze >/dev/null; then
  mkdir -p "$SCRATCH/units" "$SCRATCH/runtime"
  sed "s,/usr/local/bin,$SCRATCH/root/usr/local/bin," "$units/kaitei@.service" >"$SCRATCH/units/kaitei@tmp.service"
  sed "s,/usr/local/bin,$SCRATCH/root/usr/local/bin," "$units/kaitei-serve@.service" >"$SCRATCH/units/kaitei-serve@tmp.service"
  cp "$units/kaitei@.timer" "$SCRATCH/units/kaitei@tmp.timer"
  verify_units() { XDG_RUNTIME_DIR=$SCRATCH/runtime SYSTEMD_LOG_TARGET=console systemd-analyze --user --man=no verify "$SCRATCH/units/kaitei@tmp.timer" "$SCRATCH/units/kaitei@tmp.service" "$SCRATCH/units/kaitei-serve@tmp.service"; }
  ok "systemd takes them" verify_units
  is "systemd takes them without a word" "$(cat "$out" "$err")" ""
  ok "and the time" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$units/kaitei@.timer")"
fi
# Not done, only told: done, it would make the program under test anew.
make --no-print-directory -n install "B=${KAITEI_B#"$PWD"/}" PREFIX=/opt/kaitei >"$SCRATCH/told"
like "under another prefix it runs the program there" "$SCRATCH/told" 's,@PREFIX@,/opt/kaitei,'

run "$SCRATCH/root/usr/local/bin/kaitei" --version
like "the installed program runs" "$out" '^kaitei '

mkdir "$SCRATCH/site"
cp -R content "$SCRATCH/site/"
cd "$SCRATCH/site"
ok "it builds a site far from here" "$SCRATCH/root/usr/local/bin/kaitei" build --quiet --as-of 2026-04-01
ok "with a home page" test -s _site/public/index.html
ok "its papers come from the other program" "$SCRATCH/root/usr/local/bin/kaitei" print history --quiet --as-of 2026-04-01
run "$SCRATCH/root/usr/local/bin/kaitei" preview --port 99999
like "and so does the preview" "$err" 'port-out-of-range'
run "$SCRATCH/root/usr/local/libexec/kaitei/kaitei-office" build --as-of 2026-04-01
like "which a build of either leaves up to date" "$out" '(.* 0 written, .* 0 removed)'
mv "$SCRATCH/root/usr/local/libexec" "$SCRATCH/libexec"
exits "without it it says so" 3 "$SCRATCH/root/usr/local/bin/kaitei" preview
like "where it should be" "$err" '/usr/local/libexec/kaitei/kaitei-office.*office-missing'
mv "$SCRATCH/libexec" "$SCRATCH/root/usr/local/libexec"
exits "it knows the rules of the law" 0 "$SCRATCH/root/usr/local/bin/kaitei" check --legal --as-of 2026-04-01
like "and finds by them" "$out" '\[representative\]'
mv "$SCRATCH/root/usr/local/share/kaitei/rules" "$SCRATCH/rules-away"
exits "without them it says so" 3 "$SCRATCH/root/usr/local/bin/kaitei" check --legal --as-of 2026-04-01
like "where they should be" "$err" '/usr/local/share/kaitei/rules.*rules-missing'
rm -rf _site
mv "$SCRATCH/root/usr/local/share/kaitei/themes" "$SCRATCH/away"
exits "without its themes it says so" 3 "$SCRATCH/root/usr/local/bin/kaitei" build --quiet --as-of 2026-04-01

done_testing
