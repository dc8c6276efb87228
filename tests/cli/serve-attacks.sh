#!/bin/sh
# Malformed requests to kaitei serve: directly, and through the proxies as they are documented
# (generator/serve/proxy/). What is sent, and what is let by and why, stands in tests/tools/attack.mjs.
. tests/lib.sh
command -v openssl >/dev/null || skip_all "openssl is not installed"

PATH=$PATH:/usr/sbin # nginx
server= proxy=
trap 'kill $server $proxy 2>/dev/null; wait 2>/dev/null; chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

free_ports() {
  node -e 'const net=require("net");const all=[...Array(3)].map(()=>net.createServer().listen(0,"127.0.0.1"));
    setTimeout(()=>{console.log(all.map(s=>s.address().port).join(" "));all.forEach(s=>s.close())},50)'
}
set -- $(free_ports)
here=$1 caddy=$2 nginx=$3
site=$SCRATCH/site

"$KAITEI" new "$site" >"$out" 2>&1 && "$KAITEI" --site "$site" records init >"$out" 2>&1 ||
  give_up "a site with records"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -keyout "$SCRATCH/key.pem" -out "$SCRATCH/cert.pem" 2>"$err" || give_up "a certificate"

# answers PORT: waits until somebody listens there.
answers() {
  node -e 'const net=require("net");let n=0;const go=()=>net.connect(+process.argv[1],"127.0.0.1",()=>process.exit(0))
    .on("error",()=>++n>300?process.exit(1):setTimeout(go,100));go()' "$1"
}

# serve PORT: the server, as it is reached at https://localhost:PORT.
serve() {
  [ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; }
  "$KAITEI" --site "$site" serve --quiet --listen "127.0.0.1:$here" --url "https://localhost:$1" 2>"$SCRATCH/log.$1" &
  server=$!
  answers "$here"
}

# withstands NAME HOST HOW PORT_OF_LOG
withstands() {
  node tests/tools/attack.mjs "$1" "$2" "$3" >"$SCRATCH/$1.all" 2>"$err" || { fail "$1: the attacks"; diag <"$err"; return; }
  ok "$1: good requests are answered by the page" test "$(grep -c '^ok.good:' "$SCRATCH/$1.all")" -eq 4
  ok "$1: more than a hundred attacks" test "$(grep -vc 'good:' "$SCRATCH/$1.all")" -gt 100
  is "$1: each comes to the end that is written down" "$(grep '^FAULT' "$SCRATCH/$1.all")" ""
  is "$1: nothing is smuggled within another request" "$(grep -c '"route":"assets"' "$SCRATCH/log.$4")" 0
  unlike "$1: and no secret is in the log" "$SCRATCH/log.$4" 'canary'
}

# Directly: as if the proxy handed everything on as it is.
ok "the server starts" serve "$caddy"
withstands direct "localhost:$caddy" "$here" "$caddy"

if command -v caddy >/dev/null; then
  sed -e "s/kenshu.example.jp {/https:\/\/localhost:$caddy {\n\ttls $(printf %s "$SCRATCH" | sed 's,/,\\/,g')\/cert.pem $(printf %s "$SCRATCH" | sed 's,/,\\/,g')\/key.pem/" \
    -e "s/127.0.0.1:8090/127.0.0.1:$here/" -e '0,/^{/s//{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust/' \
    generator/serve/proxy/Caddyfile >"$SCRATCH/Caddyfile"
  HOME=$SCRATCH XDG_DATA_HOME=$SCRATCH XDG_CONFIG_HOME=$SCRATCH caddy run --adapter caddyfile --config "$SCRATCH/Caddyfile" 2>"$SCRATCH/caddy.log" &
  proxy=$!
  ok "Caddy starts with the configuration that is documented" answers "$caddy"
  serve "$caddy"
  withstands caddy "localhost:$caddy" tls "$caddy"
  kill $proxy
  wait $proxy 2>/dev/null
  proxy=
else
  skip "through Caddy" "caddy is not installed"
fi

if command -v nginx >/dev/null; then
  mkdir "$SCRATCH/nginx"
  sed -e "s/listen 443 ssl/listen 127.0.0.1:$nginx ssl/" -e '/^  listen 80;/,$d' -e "s,/etc/ssl/kenshu.example.jp.pem,$SCRATCH/cert.pem," \
    -e "s,/etc/ssl/kenshu.example.jp.key,$SCRATCH/key.pem," -e "s/kenshu.example.jp/localhost/g" -e "s/127.0.0.1:8090/127.0.0.1:$here/" \
    generator/serve/proxy/nginx.conf | sed '$d' >"$SCRATCH/nginx/kaitei.conf"
  cat >"$SCRATCH/nginx/nginx.conf" <<EOF
daemon off;
pid $SCRATCH/nginx/pid;
error_log $SCRATCH/nginx/error.log;
events {}
http {
  client_body_temp_path $SCRATCH/nginx/body;
  proxy_temp_path $SCRATCH/nginx/proxy;
  fastcgi_temp_path $SCRATCH/nginx/fastcgi;
  uwsgi_temp_path $SCRATCH/nginx/uwsgi;
  scgi_temp_path $SCRATCH/nginx/scgi;
  include $SCRATCH/nginx/kaitei.conf;
}
EOF
  [ "$(id -u)" -ne 0 ] || sed -i '1i user root;' "$SCRATCH/nginx/nginx.conf"
  nginx -c "$SCRATCH/nginx/nginx.conf" -e "$SCRATCH/nginx/error.log" 2>"$SCRATCH/nginx.log" &
  proxy=$!
  ok "nginx starts with the configuration that is documented" answers "$nginx"
  serve "$nginx"
  withstands nginx "localhost:$nginx" tls "$nginx"
else
  skip "through nginx" "nginx is not installed"
fi

done_testing
