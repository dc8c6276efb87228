#!/bin/sh
# The published policy is the organisation's own text: nothing of the source is lost, altered, added or elsewhere,
# in the frozen text for good, and in the working text until a later revision stands in the ledger.
cd "$(dirname "$0")/../.." || exit 99
LC_ALL=C.UTF-8
export LC_ALL

source_sha256=011cac8109edd7a21bb28d31c0f773c723b85587f027427a88c2af40e5ecab92
policy=content/privacy/policy.md
frozen=content/privacy/revisions/2018-12-01.md
ledger=content/privacy/ledger.lua
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
count=0

ok() { # ok NAME COMMAND...: passes where the command does; what it says is shown where it fails
  count=$((count + 1))
  name=$1
  shift
  if "$@" >"$tmp/said" 2>&1; then
    echo "ok $count - $name"
  else
    echo "not ok $count - $name"
    sed 's/^/# /' "$tmp/said"
  fi
}

skip() {
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}

faithful() { perl tests/content/faithful.pl "$@"; }

found() { # found POLICY LEDGER: the spoiled copy differs from what it was made of, and is told from the source
  if cmp -s "$1" "$frozen" && cmp -s "$2" "$ledger"; then echo "the copy was not spoiled"; return 1; fi
  faithful "$1" "$2" && return 1
  [ $? -eq 1 ]
}

spoil() { # spoil NAME SED-SCRIPT: on a copy of the frozen text
  sed -E "$2" "$frozen" >"$tmp/policy.md"
  ok "found: $1" found "$tmp/policy.md" "$ledger"
}

spoil_ledger() {
  sed -E "$2" "$ledger" >"$tmp/ledger.lua"
  ok "found: $1" found "$frozen" "$tmp/ledger.lua"
}

pinned() { # the ledger's text entry of 2018-12-01 names exactly these bytes
  blob=$(git -C "$tmp" hash-object --stdin <"$1") || return 1
  echo "the blob of $1 is $blob"
  grep -qF "text { of = \"2018-12-01\", lang = \"ja\", blob = \"$blob\", provenance = \"copy\" }" "$ledger"
}

not() { if "$@"; then return 1; fi; }

ok "the source is the one that was handed over" sh -c \
  'echo "$1  tests/content/source.txt" | sha256sum -c' sh "$source_sha256"
ok "the frozen text and the dates are the source" faithful "$frozen" "$ledger"
ok "the ledger pins the frozen text's bytes" pinned "$frozen"
if [ "$(grep -c '^revision\>' "$ledger")" -eq 9 ]; then
  ok "the working text is the source" faithful "$policy" "$ledger"
  ok "the working text is the frozen one, byte for byte" cmp "$policy" "$frozen"
else
  skip "the working text is the source" "a later revision stands in the ledger"
  skip "the working text is the frozen one, byte for byte" "a later revision stands in the ledger"
fi

# The check itself: each of these copies must be found out.
spoil "a sentence dropped" 's/速やかに対応いたします。//'
spoil "a digit changed" 's/6915-9315/6915-9316/'
spoil "a number of a clause changed" 's/^5、エプロン/6、エプロン/'
spoil "two list items swapped" '/^- ⑤ 利用料金/{h;N;s/(.*)\n(.*)/\2\n\1/}'
spoil "a list item dropped" '/^- ⑩/d'
spoil "a list cut in two" '/^- ⑧/i\

'
spoil "a full stop added" 's/お断りします/お断りします。/'
spoil "a blank widened" 's/A C T/A　C　T/'
spoil "the sentence on the scope put under clause 7" 's/ \{#scope\}//'
spoil "an id changed" 's/\{#security\}/{#safety}/'
spoil "a comment added" '1i\
<!-- x -->\

'
spoil_ledger "a date changed" 's/平成20年/平成21年/'
spoil_ledger "a revision dropped" '/平成24年/d'
spoil_ledger "two revisions swapped" '/平成25年/{h;N;s/(.*)\n(.*)/\2\n\1/}'
spoil_ledger "a kind of change altered" 's/作成/一部変更/'
spoil_ledger "a summary invented" '/平成24年/s/ \}$/, summary = "x" }/'
sed 's/速やかに/すぐに/' "$frozen" >"$tmp/altered.md"
ok "found: the frozen text's bytes altered" not pinned "$tmp/altered.md"
ok "every line dropped or moved, every character dropped or changed is found" faithful --mutate "$frozen" "$ledger"

echo "1..$count"
