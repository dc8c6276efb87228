#!/bin/sh
# kaitei verify --built: a built site, in a folder and online, held against its sources byte for byte.
. tests/lib.sh

day=2026-06-01
good=$SCRATCH/good site=$SCRATCH/site
mkdir "$SCRATCH/tmp"
export TMPDIR="$SCRATCH/tmp" # what the program leaves behind is found at the end
ok "make the fixture" tests/fixture/make.sh "$good"
exits "build it" 0 "$KAITEI" build --quiet --site "$good" --as-of $day
cp -a "$good" "$site"
public=$site/_site/public

verify() { LC_ALL=C "$KAITEI" verify --site "$site" --as-of $day "$@"; }
renew() { rm -rf "$site" && cp -a "$good" "$site"; }

# ---- what the site states ----

is "the site states its day" "$(sed -n 's/^  "from": "\(.*\)",/\1/p' "$public/built.json")" 2024-04-01
is "and when it changes next" "$(sed -n 's/^  "next": "\(.*\)",/\1/p' "$public/built.json")" 2030-04-01
is "and how much the ledger held" "$(sed -n 's/.*"entries": \([0-9]*\),/\1/p' "$public/built.json")" \
  "$(grep -c '^[a-z]' "$site/content/kihon/ledger.lua")"
cp "$public/built.json" "$SCRATCH/built.json"
for other in 2024-04-01 2030-03-31; do
  "$KAITEI" build --quiet --site "$site" --out "$SCRATCH/other" --as-of $other
  ok "the same site from its first day to its last: $other" diff -r "$public" "$SCRATCH/other/public"
done
"$KAITEI" build --quiet --site "$site" --out "$SCRATCH/other" --as-of 2018-01-01
unlike "before the first revision no day is stated" "$SCRATCH/other/public/built.json" from
exits "and such a site can be verified" 0 "$KAITEI" verify --site "$site" --as-of 2018-01-01 --built "$SCRATCH/other"
LC_ALL=C "$KAITEI" build --site "$site" --as-of 2026-06-02 >"$SCRATCH/again"
like "the day after nothing is written" "$SCRATCH/again" ' 0 written, [0-9]+ unchanged, 0 removed'

# ---- in a folder ----

exits "in its folder" 0 verify --built "$site/_site"
files=$(find "$public" -type f | wc -l)
like "how much was compared" "$out" "_site: $files files verified; built from the sources, every byte is the same, on every day from 2024-04-01 (to the day before 2030-04-01|until a revision)"
exits "the folder of the pages" 0 verify --built "$public"
exits "--quiet" 0 verify --quiet --built "$public"
is "--quiet says nothing" "$(cat "$out")" ""
exits "--json" 0 verify --json --built "$public"
is "--json: nothing to report" "$(cat "$err")" ""
mv "$out" "$SCRATCH/json"
ok "--json: how much was compared" node -e 'const { built } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  process.exit(built.files === Number(process.argv[2]) && built.as_of === "2024-04-01" ? 0 : 1)' "$SCRATCH/json" "$files"
exits "in Japanese" 0 env LC_ALL=ja_JP.UTF-8 "$KAITEI" verify --site "$site" --as-of $day --built "$public"
like "in Japanese: so" "$out" "ファイル $files を確かめました。元のファイルから作ったものと、1バイトも違いません。このサイトは、令和6年4月1日（2024年）から.*まで"

# differs NAME CODE WHAT COMMAND...: in a fresh copy, after the command, it is refused for this.
differs()
{
  differs_name=$1 differs_code=$2 differs_what=$3
  shift 3
  renew
  (cd "$public" && "$@") || fail "$differs_name: the tampering itself"
  exits "$differs_name" 1 verify --built "$site/_site"
  like "$differs_name: which" "$err" "$differs_what.*\\[$differs_code\\]"
  is "$differs_name: nothing is claimed" "$(grep -c 'every byte' "$out")" 0
}

differs "a word changed" proof-differs 'kihon/2021-10-01/index.html is not .*\(1 files' sed -i 's/写真/写眞/' kihon/2021-10-01/index.html
differs "a byte more" proof-differs 'robots.txt is not' sh -c 'echo >>robots.txt'
differs "two pages" proof-differs 'index.html is not .*\(2 files' sh -c 'echo >>index.html; echo >>kihon/index.html'
differs "a page gone" proof-missing 'kihon/2019-04-01/index.html is missing \(1 ' rm kihon/2019-04-01/index.html
differs "a page more" proof-surplus 'kihon/2020-01-01/index.html does not come .*\(1 ' \
  sh -c 'mkdir kihon/2020-01-01 && cp kihon/index.html kihon/2020-01-01/'
differs "a page that is a link to the outside" proof-missing 'robots.txt is missing' sh -c 'rm robots.txt && ln -s /etc/passwd robots.txt'
differs "another next day" proof-differs 'built.json is not' sed -i 's/2030-04-01/2031-04-01/' built.json
differs "another proof" proof-other-ledger 'kihon' sed -i 's/"proof": "./"proof": "x/' built.json
differs "an older ledger made up" proof-other-ledger 'kihon' sed -i 's/"entries": [0-9]*/"entries": 2/' built.json
differs "a policy made up" proof-policy-unknown 'policy "x"' sed -i 's/"policies": \[/&{"id": "x", "entries": 1, "proof": "x"},/' built.json
differs "no statement" proof-states-nothing "_site has no built.json" rm built.json
differs "a statement that is none" proof-states-nothing "_site has no built.json" sh -c 'echo "[]" >built.json'
differs "a day that is none" proof-states-nothing "_site has no built.json" sed -i 's/2024-04-01/2024-04-31/' built.json
renew
exits "no such folder" 1 verify --built "$SCRATCH/nowhere"

# A site of another day is looked at as of its own day, and is not what should be there.
exits "built for a later day" 0 "$KAITEI" build --quiet --site "$site" --as-of 2030-04-01
exits "the day has not come" 1 verify --built "$site/_site"
like "the day has not come: so" "$err" 'stands as on 2030-04-01; on 2026-06-01 .*\[proof-other-day\]'
unlike "the day has not come: its pages are good" "$err" 'proof-differs'
exits "on its day it is" 0 "$KAITEI" verify --site "$site" --as-of 2030-04-01 --built "$site/_site"
renew
exits "when the day has come" 1 "$KAITEI" verify --site "$site" --as-of 2030-04-01 --built "$site/_site"
like "when the day has come: so" "$err" '\[proof-other-day\]'

# What was published since, and is not there.
LC_ALL=C "$KAITEI" cancel kihon 2030-04-01 --site "$site" --as-of $day --yes --no-build --quiet || fail "cancel"
exits "not brought online" 1 verify --built "$site/_site"
like "not brought online: so" "$err" 'of 21 entries of the ledger it has 20.*\[proof-behind\]'
exits "built again" 0 "$KAITEI" build --quiet --site "$site" --as-of $day
exits "then it is" 0 verify --built "$site/_site"

# A site whose sources were altered is not compared in silence.
renew
sed -i 's/2週間/3週間/' "$site/content/kihon/revisions/2024-04-01.md"
exits "an altered text" 1 verify --built "$site/_site"
is "an altered text: said once" "$(grep -c 'text-altered' "$err")" 1

# ---- online ----

renew
node tests/tools/serve.mjs "$public" "$SCRATCH/port" &
server=$!
trap 'kill $server 2>/dev/null; chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
for try in 1 2 3 4 5 6 7 8 9 10; do [ -s "$SCRATCH/port" ] || sleep 0.5; done
url=http://127.0.0.1:$(cat "$SCRATCH/port")

no_proxy=127.0.0.1 && export no_proxy
printf 'fail-early\nproxy = "http://127.0.0.1:1"\n' >"$SCRATCH/.curlrc"
exits "online" 0 env CURL_HOME="$SCRATCH" LC_ALL=C "$KAITEI" verify --site "$site" --as-of $day --built "$url"
like "online: how much was compared" "$out" "$url: $files files verified"
exits "with a '/' at the end" 0 verify --built "$url/"
sed -i 's/写真/写眞/' "$public/kihon/2021-10-01/index.html"
exits "online, a word changed" 1 verify --built "$url"
like "online, a word changed: where" "$err" 'kihon/2021-10-01/index.html is not .*\(1 files.*\[proof-differs\]'
cp "$good/_site/public/kihon/2021-10-01/index.html" "$public/kihon/2021-10-01/index.html"
rm "$public/kihon/feed.xml"
exits "online, a file gone" 1 verify --built "$url"
like "online, a file gone: which" "$err" 'kihon/feed.xml is missing \(1 .*\[proof-missing\]'
cp "$good/_site/public/kihon/feed.xml" "$public/kihon/feed.xml"
exits "refused" 1 verify --built "$url/broken/"
like "refused: which" "$err" 'for feed.xml the server answers 403, not 200 \(3 .*\[proof-answered\]'
exits "led elsewhere" 1 verify --built "$url/elsewhere"
like "led elsewhere: where to" "$err" "leads on to another address \\($url/built.json\\).*\\[proof-led-elsewhere\\]"
exits "an endless file" 1 verify --built "$url/slow-lie"
like "an endless file: which" "$err" 'robots.txt is not .*\(1 files.*\[proof-differs\]'
exits "not a site of ours" 1 verify --built "$url/kihon/"
like "not a site of ours: so" "$err" '\[proof-states-nothing\]'
kill $server
wait $server 2>/dev/null

exits "nobody answers" 3 verify --built "$url"
like "nobody answers: so" "$err" "cannot read from $url/ .*\\[proof-unreachable\\]"
for address in ftp://example.org/ file:///etc/ 'http:///x' 'https://example.org/?a' 'https://example.org/#a' 'http://a b/'; do
  exits "no address of a site: $address" 2 verify --built "$address"
  like "no address of a site: $address: so" "$err" '\[fetch-address\]'
done
mkdir "$SCRATCH/bin"
exits "no curl" 3 env PATH="$SCRATCH/bin" "$KAITEI" verify --site "$site" --as-of $day --built "$url"
like "no curl: so" "$err" '\[fetch-no-curl\]'
printf '#!/bin/sh\nexit 2\n' >"$SCRATCH/bin/curl" && chmod +x "$SCRATCH/bin/curl"
exits "a curl of another kind" 3 env PATH="$SCRATCH/bin:/bin" LC_ALL=C "$KAITEI" verify --site "$site" --as-of $day --built "$url"
like "a curl of another kind: so" "$err" "cannot read from $url/ \\(curl: no answer\\).*\\[proof-unreachable\\]"
is "nothing is left behind" "$(ls -A "$TMPDIR")" ""

done_testing
