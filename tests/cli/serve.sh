#!/bin/sh
# kaitei serve: starts, refuses, answers, reads the site anew, restarts, ends; and what it logs.
. tests/lib.sh
site=$SCRATCH/site
socket=$SCRATCH/socket
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; wait 2>/dev/null; chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

"$KAITEI" new "$site" >"$out" 2>&1 || give_up "a site"
url=https://kenshu.example.jp

exits "without records it does not start" 1 "$KAITEI" --site "$site" serve --listen "$socket" --url $url
like "and says how they are made" "$err" 'kaitei records init'
"$KAITEI" --site "$site" records init >"$out" 2>&1 || give_up "records"

exits "it must be told where people reach it" 1 "$KAITEI" --site "$site" serve --listen "$socket"
like "and by what" "$err" 'training_url.*serve-no-address|serve-no-address'
for address in 0.0.0.0:8090 '[::]:8090' 192.0.2.1:8090 localhost:8090 8090 socket; do
  exits "it does not listen on $address" 2 "$KAITEI" --site "$site" serve --listen "$address" --url $url
  like "and says why: $address" "$err" 'serve-not-loopback'
done
for wrong in http://kenshu.example.jp/ https://kenshu.example.jp/path https://user@kenshu.example.jp ftp://x https://; do
  exits "people are not sent to $wrong" 1 "$KAITEI" --site "$site" serve --listen "$socket" --url "$wrong"
  like "and that is said: $wrong" "$err" 'site-training-url'
done
not_ok "a socket in a folder that is not there" "$KAITEI" --site "$site" serve --listen "$SCRATCH/nowhere/socket" --url $url
like "is told" "$err" 'serve-listen-failed'

ask() { curl -s -o "$SCRATCH/page" -w '%{http_code}\n' --max-time 10 --unix-socket "$socket" "$@"; }

# start ARGUMENT...: and wait until it answers.
start()
{
  "$KAITEI" --site "$site" serve --listen "$socket" "$@" >"$SCRATCH/told" 2>>"$SCRATCH/log" &
  server=$!
  start_tries=0
  until ask http://x/ >/dev/null; do
    start_tries=$((start_tries + 1))
    [ $start_tries -lt 600 ] && kill -0 $server 2>/dev/null || return 1
    sleep 0.05
  done
}
stop() { kill $server && wait $server; }

sed -i 's/lang       = "ja",/lang = "ja", training_url = "https:\/\/Kenshu.example.jp\/",/' "$site/content/site.lua"
ok "it starts with the address of site.lua" start
like "and tells it" "$SCRATCH/told" 'https://kenshu.example.jp'
is "the socket is for its owner and its group" "$(stat -c %a "$socket")" 660
is "the office's sign-in is there" "$(ask -H 'Host: kenshu.example.jp' http://x/office/sign-in)" 200
like "with the site's name" "$SCRATCH/page" '見本の会'
is "another host is not" "$(ask http://x/office/sign-in)" 421
is "nor is a page that there is not" "$(ask -H 'Host: kenshu.example.jp' http://x/nowhere)" 404
like "which is said in plain words" "$SCRATCH/page" '見つかりません'
is "in English for whoever reads that" "$(ask -H 'Host: kenshu.example.jp' -H 'Accept-Language: en' http://x/nowhere)" 404
like "no such page" "$SCRATCH/page" 'no such page'
is "a style sheet" "$(ask -H 'Host: kenshu.example.jp' http://x/assets/theme.css)" 200
is "the site's colour" "$(ask -H 'Host: kenshu.example.jp' http://x/assets/colour.css)" 200
is "and no file beside them" "$(ask --path-as-is -H 'Host: kenshu.example.jp' http://x/assets/../base.html)" 400
is "nobody is let into the office" "$(ask -H 'Host: kenshu.example.jp' http://x/office/people)" 303

not_ok "a second one beside it does not start" "$KAITEI" --site "$site" serve --listen "$socket"
like "and says that somebody is there" "$err" 'serve-listen-failed'
is "the first one goes on" "$(ask -H 'Host: kenshu.example.jp' http://x/office/sign-in)" 200

# The command line beside the running server.
ok "an account is made beside it" "$KAITEI" --site "$site" records account add --name 事務 --role all jimu
ok "the records hold" "$KAITEI" --site "$site" records verify

# The site is read anew.
sed -i 's/見本の会/改名の会/' "$site/content/site.lua"
kill -HUP $server
tries=0
until ask -H 'Host: kenshu.example.jp' http://x/office/sign-in >/dev/null && grep -q 改名の会 "$SCRATCH/page"; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || break
  sleep 0.1
done
like "a change of the site is seen" "$SCRATCH/page" '改名の会'
echo 'site {' >"$site/content/site.lua.new"
cp "$site/content/site.lua" "$SCRATCH/good.lua"
cp "$site/content/site.lua.new" "$site/content/site.lua"
kill -HUP $server
tries=0
until grep -q '"event":"site-at-fault"' "$SCRATCH/log"; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || break
  sleep 0.1
done
like "one that is at fault is told in the log" "$SCRATCH/log" '"event":"site-at-fault"'
is "and served as it was" "$(ask -H 'Host: kenshu.example.jp' http://x/office/sign-in)" 200
cp "$SCRATCH/good.lua" "$site/content/site.lua"

# The end, and beginning again. (What is in flight then: tests/unit/test_serve_clerk.c.)
ok "told to end, it ends well" stop
is "nobody listens any more" "$(ask http://x/ 2>/dev/null)" 000
ok "it starts again at once" start
ok "and again after it was killed" kill -KILL $server
wait $server 2>/dev/null
ok "where the socket still lies" start
is "and answers" "$(ask -H 'Host: kenshu.example.jp' http://x/office/sign-in)" 200
stop

# On a port.
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
"$KAITEI" --site "$site" serve --quiet --listen "127.0.0.1:$port" --url "http://localhost:$port" >"$SCRATCH/told" 2>>"$SCRATCH/log" &
server=$!
is "on a port of this machine" "$(curl -s -o "$SCRATCH/page" -w '%{http_code}' --retry 20 --retry-connrefused --retry-delay 1 "http://localhost:$port/office/sign-in")" 200
is "where --quiet says nothing" "$(cat "$SCRATCH/told")" ""
stop

# The log.
is "every line of the log is JSON" "$(node -e '
  const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n");
  console.log(lines.length > 20 && lines.every((line) => { const e = JSON.parse(line); return e.at && e.event; }))' "$SCRATCH/log")" true
like "a request has an id, a route, a status, a time" "$SCRATCH/log" '"event":"request","id":"[0-9a-f]{14}","method":"GET","route":"/office/sign-in","status":200,"ms":'
unlike "no path is in it" "$SCRATCH/log" 'nowhere'

done_testing
