#!/bin/sh
# What an enemy, or an accident, may put into a site: nothing crashes, hangs, or writes elsewhere.
# Each has ten seconds of the processor's time, and ends by itself.
. tests/lib.sh

good=tests/golden/bad-base/site
export HOME="$SCRATCH"

# site: a good one, without a repository.
site()
{
  site=$SCRATCH/site
  rm -rf "$site"
  cp -R $good "$site"
  ledger=$site/content/kihon/ledger.lua
}

# The processor's time, not the clock's: the machine may be busy.
bounded()
{
  if [ -n "${KAITEI_SANITIZED:-}" ]; then "$@"; else
    timeout 120 sh -c 'ulimit -t 10; exec "$@"' sh "$@"
  fi
}

# says NAME STATUS REGEX: check ends, and says it; no byte of it can rule a terminal.
says()
{
  exits "$1" "$2" bounded "$KAITEI" --site "$site" --as-of 2026-07-01 check --quiet
  cp "$err" "$SCRATCH/said"
  like "$1: says so" "$SCRATCH/said" "$3"
  is "$1: plain text" "$(tr -d '\n' <"$SCRATCH/said" | LC_ALL=C grep -c '[[:cntrl:]]')" 0
  ok "$1: writes nothing" test ! -e "$site/_site"
}

policy='policy { id = "kihon", title = "方針" }'

# ---- ledgers ----

site
cat >"$ledger" <<'END'
policy { id = "kihon", title = "方針" }
revision { effective = "99999-01-01", change = "作成" }
revision { effective = "0000-01-01", change = "作成" }
revision { effective = "平成99999999999999999999年1月1日", change = "作成" }
revision { effective = "-2018-12-01", change = "作成" }
END
says "dates out of all range" 1 'ledger.lua:5: error'
is "dates out of all range: all four" "$(grep -c ': error:' "$SCRATCH/said")" 4

site
printf '%s\nrevision { effective = "2020-01-01", change = "作成", order = %s }\n' "$policy" 1e308 >"$ledger"
says "a huge number" 1 'field-wants-number'

site
{ echo "$policy"; awk 'BEGIN { for (i = 0; i < 9000; i++) print "revision { effective = \"2020-01-01\", change = \"正誤\" }" }'; } >"$ledger"
says "9,000 revisions" 1 'ledger.lua:1002: error: there are too many revisions .*ledger-many'

site
{ echo "$policy"; awk 'BEGIN { for (i = 0; i < 20000; i++) print "revision { effective = \"2020-01-01\", change = \"正誤\" }" }'; } >"$ledger"
says "20,000 entries" 1 'data-large'

site
{ echo 'policy { id = "kihon"'; awk 'BEGIN { for (i = 0; i < 10000; i++) print ", f" i " = 1" }'; echo '}'; } >"$ledger"
says "10,000 fields" 1 'field-unknown'
ok "10,000 fields: not all are told" test "$(wc -l <"$SCRATCH/said")" -lt 300

site
awk 'BEGIN { printf "policy { id = "; for (i = 0; i < 5000; i++) printf "{"; for (i = 0; i < 5000; i++) printf "}"; print "}" }' >"$ledger"
says "braces 5,000 deep" 1 'ledger.lua'

site
printf 'local t = {} t[1] = t t.menu = t\nsite(t)\n' >"$site/content/site.lua"
says "a table that holds itself" 1 'site.lua:2: error'

site
printf 'policy { id = "kihon", title = "\\27[31m赤" }\n' >"$ledger"
says "an escape in a title" 1 "the field 'title' of 'policy' holds U\+001B"

site
printf '%s\nrevision { effective = "2020-01-01", change = "作成" }\ntext { of = "2020-01-01", lang = "on", blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", provenance = "copy" }\n' "$policy" >"$ledger"
says "a language that is a page" 1 'ledger-lang'

for id in ../x .. CON 'a b' a/b a%2fb 'x\27[31m'; do
  site
  printf 'policy { id = "%s", title = "x" }\n' "$id" | sed 's/\\/\\\\/g; s/\\\\27/\\27/' >"$ledger"
  says "the id $id" 1 '(ledger-id|field-character)'
done

site
long=$(printf '%0250d' 0)
mkdir "$site/content/$long"
printf 'policy { id = "%s", title = "x" }\n' "$long" >"$site/content/$long/ledger.lua"
exits "an id as long as a name may be" 0 "$KAITEI" --site "$site" build --quiet
ok "an id as long as a name may be: it is there" test -f "$site/_site/public/$long/history/index.html"

# ---- links ----

site
awk 'BEGIN { print "# 方針 {#a}\n"; for (i = 0; i < 16000; i++) printf "[](%x)", i; print "" }' >"$site/content/kihon/policy.md"
says "16,000 links that are all broken" 1 'policy.md:3:.*link-broken'
is "16,000 links that are all broken: each is told" "$(grep -c 'policy.md:3:.*link-broken' "$SCRATCH/said")" 16000

# ---- style sheets of a theme ----

site
mkdir -p "$site/theme/assets"
printf 'p { color: red }\np { background: u\\72l(//example.org/a.png) }\n' >"$site/theme/assets/own.css"
says "a style sheet that calls another host" 1 'theme/assets/own.css:2: error: .*//example.org/a.png.*style-foreign'

site
mkdir -p "$site/theme/assets"
printf '@charset "iso-2022-jp";\n' >"$site/theme/assets/own.css"
says "a style sheet in another character set" 1 'theme/assets/own.css: error: .*style-encoding'

# ---- names, and things that are no files ----

site
pages=$site/content/pages
for name in 'a%2e' 'back\slash' '#h' 'a?b'; do printf '# x\n' >"$pages/$name.md"; done
for name in 'a\033[31mb' 'a\nb' '\377' 'a\177b'; do printf '# x\n' >"$pages/$(printf "$name.")md"; done
says "names that are no address" 1 'x1B\[31mb.md: error: .*page-name'
is "names that are no address: all eight" "$(grep -c page-name "$SCRATCH/said")" 8

site
pages=$site/content/pages
for name in '...' '"<&>' "q'q" CON '..b' 'a:b' 'A' 'a'; do mkdir -p "$pages/x"; printf '# x\n' >"$pages/x/$name.md"; done
mkdir "$pages/policy.md" "$site/content/kihon/policy.en.md"
mkfifo "$pages/fifo.md" "$site/content/kihon/policy.easy.md" "$site/theme"
ln -s about.md "$pages/again.md"
ln "$pages/about.md" "$pages/hard.md"
exits "odd names, folders, pipes, one file thrice" 0 bounded "$KAITEI" --site "$site" build --quiet
ok "one file thrice: so" test -f "$site/_site/public/again/index.html" -a -f "$site/_site/public/hard/index.html"
ok "a folder called policy.md is no page" test ! -e "$site/_site/public/policy"

site
rm "$site/content/site.lua"
mkfifo "$site/content/site.lua"
exits "a pipe for site.lua" 1 bounded "$KAITEI" --site "$site" check --quiet
site
ln -sf /dev/zero "$site/content/site.lua"
not_ok "a device for site.lua" bounded "$KAITEI" --site "$site" check --quiet
site
mkdir "$site/theme"
mkfifo "$site/theme/page.html"
ln -s / "$site/theme/assets"
says "a theme that leads out" 1 'theme/assets: error: .*link-leads-out'

# Somebody else's files where the output is to go.
site
mkdir -p "$site/_site" "$SCRATCH/elsewhere"
echo mine >"$SCRATCH/elsewhere/index.html"
ln -s "$SCRATCH/elsewhere" "$site/_site/public"
exits "an output that leads out" 3 "$KAITEI" --site "$site" build --quiet
is "an output that leads out: nothing is written there" "$(cat "$SCRATCH"/elsewhere/*)" mine

# ---- themes ----

# template NAME TEXT CODE: what page.html says of itself; each fault once or twice, not on every page.
template()
{
  site
  for n in 1 2 3 4 5 6 7 8 9; do cp "$site/content/pages/about.md" "$site/content/pages/$n.md"; done
  mkdir "$site/theme"
  printf '%s\n' "$2" >"$site/theme/page.html"
  says "template: $1" 1 "theme/page.html.*\[$3\]"
  ok "template: $1: not on every page" test "$(grep -c "$3" "$SCRATCH/said")" -le 3
}

template "a loop" '<% while true do end %>' template-endless
template "memory" '<% local s = "x" while true do s = s .. s end %>' template-memory
template "a table without end" '<% local t = {} for i = 1, 1e9 do t[i] = i .. "x" end %>' 'template-(memory|endless)'
template "itself" '<% include("page.html") %>' template-raised
template "a page without end" '<% while true do %>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<% end %>' 'template-(raised|endless)'
template "recursion" '<% local function f() return 1 + f() end f() %>' 'template-(raised|memory)'
template "an error that is no text" '<% error({}) %>' template-raised
template "an error that rules the terminal" '<% error("\27[31m\0\255") %>' template-raised
template "a repetition" '<%= string.rep("a", 1e9) %>' template-endless
template "the file system" '<% io.open("/etc/passwd") %>' template-raised

for words in 'strings { title = {' 'local t = {} t.t = t strings(t)' 'while true do end' 'strings(1)' 'os.exit(0)'; do
  site
  mkdir -p "$site/theme/strings"
  echo "$words" >"$site/theme/strings/ja.lua"
  says "strings: $words" 1 'theme/strings/ja.lua.*\[strings-'
done

# ---- values that go into scripts, feeds and addresses ----

site
cat >"$site/content/site.lua" <<'END'
site {
  name = "</script><script>alert(1)</script> ]]> & \" ' <b>", short = "]]>", tel = "\"><x>", address = "a\nb",
  email = "a@example.org\"><x", hours = "\226\128\174x", base_url = "https://example.org/a&b'c/",
}
END
cat >"$ledger" <<'END'
policy { id = "kihon", title = "</script>]]>&amp;<!--" }
revision { effective = "令和6年4月1日", change = "作成", summary = "</script>]]><x a='", reason = "]]><!--" }
text { of = "2024-04-01", lang = "ja", blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", provenance = "original" }
END
printf '# \\</script\\>]]\\> `<x>` &lt;/script&gt;\n\n## ]]\\> &amp; \\<!--\n\nx\n' >"$site/content/pages/about.md"
exits "titles that close a script and a CDATA" 0 "$KAITEI" --site "$site" --as-of 2026-07-01 build --quiet
public=$site/_site/public
unlike "they stay text in pages" "$public/index.html" '<script>alert|<x'
ok "JSON-LD is JSON, and ends where it should" node -e '
  const fs = require("fs");
  for (const file of process.argv.slice(1)) {
    const html = fs.readFileSync(file, "utf8");
    const scripts = [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)];
    if (scripts.length === 0) process.exit(1);
    for (const [, json] of scripts)
      if (!JSON.stringify(JSON.parse(json)).includes("</script>")) process.exit(2);
  }' "$public/index.html" "$public/kihon/index.html"
for file in feed.xml kihon/feed.xml sitemap.xml; do
  ok "$file is whole" node -e '
    const xml = require("fs").readFileSync(process.argv[1], "utf8");
    process.exit(/<x|<script|<!--|&(?!amp;|lt;|gt;|quot;|apos;|#)/.test(xml) ? 1 : 0)' "$public/$file"
done

for url in 'https://example.org/\"><x>' 'https://example.org/\nx' 'javascript:alert(1)' 'https:///x' 'https://example.org/?a' '//example.org/'; do
  site
  printf 'site { name = "x", base_url = "%s" }\n' "$(printf %s "$url" | sed 's/\\n/\\\\n/')" | sed 's/\\\\n/\\n/' >"$site/content/site.lua"
  says "base_url $url" 1 'site-base-url'
done
for colour in 'red;}' '#12345' '#ggg' 'url(x)' '' '#115a36; x'; do
  site
  printf 'site { name = "x", key_colour = "%s" }\n' "$colour" >"$site/content/site.lua"
  says "key_colour '$colour'" 1 'key-colour-unreadable'
done
for href in 'javascript:alert(1)' '../../etc/passwd' 'about/?x' '//example.org/' 'nowhere/' ''; do
  site
  printf 'site { name = "x", menu = { { title = "x", href = "%s" } } }\n' "$href" >"$site/content/site.lua"
  if [ -n "$href" ]; then
    says "menu $href" 1 'site.lua:1: error: .*site-menu'
    is "menu $href: once" "$(grep -c ': error:' "$SCRATCH/said")" 1
  fi
done

done_testing
