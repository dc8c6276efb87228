#!/bin/sh
# The published policy is the organisation's own text: nothing of the source is lost, altered, added or elsewhere,
# in the frozen text for good, and in the working text until a later revision stands in the ledger.
. tests/lib.sh

source_sha256=011cac8109edd7a21bb28d31c0f773c723b85587f027427a88c2af40e5ecab92
policy=content/privacy/policy.md
frozen=content/privacy/revisions/2018-12-01.md
ledger=content/privacy/ledger.lua

faithful() { perl tests/content/faithful.pl "$@"; }

sha256() { sha256sum <"$1" | cut -d' ' -f1; }

spoil() { # spoil NAME SED-SCRIPT: a copy of the frozen text, spoiled, must be found out
  sed -E "$2" "$frozen" >"$SCRATCH/policy.md"
  not_ok "spoiled: $1" cmp -s "$SCRATCH/policy.md" "$frozen"
  exits "found: $1" 1 faithful "$SCRATCH/policy.md" "$ledger"
}

spoil_ledger() {
  sed -E "$2" "$ledger" >"$SCRATCH/ledger.lua"
  not_ok "spoiled: $1" cmp -s "$SCRATCH/ledger.lua" "$ledger"
  exits "found: $1" 1 faithful "$frozen" "$SCRATCH/ledger.lua"
}

pinned() { # the ledger's text entry of 2018-12-01 names exactly these bytes
  blob=$(git -C "$SCRATCH" hash-object --stdin <"$1") || return 1
  echo "the blob of $1 is $blob"
  grep -qF "text { of = \"2018-12-01\", lang = \"ja\", blob = \"$blob\", provenance = \"copy\" }" "$ledger"
}

is "the source is the one that was handed over" "$(sha256 tests/content/source.txt)" "$source_sha256"
ok "the frozen text and the dates are the source" faithful "$frozen" "$ledger"
ok "the ledger is sealed" grep -qx "policy {.* sealed = true }" "$ledger"
ok "the ledger pins the frozen text's bytes" pinned "$frozen"
if [ "$(grep -c '^revision' "$ledger")" -eq 9 ]; then
  ok "the working text is the source" faithful "$policy" "$ledger"
  ok "the working text is the frozen one, byte for byte" cmp "$policy" "$frozen"
fi

# As readers get it. Until the program can render, there is nothing to hold against the source.
if "$KAITEI" help render >"$out" 2>"$err"; then
  "$KAITEI" render <"$frozen" >"$SCRATCH/policy.html"
  ok "the rendered text has every word of the source, in order" faithful --html "$SCRATCH/policy.html"
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
spoil_ledger "two revisions swapped" '/平成24年/{h;N;s/(.*)\n(.*)/\2\n\1/}'
spoil_ledger "a kind of change altered" 's/作成/一部変更/'
spoil_ledger "a summary invented" '/平成24年/s/ \}$/, summary = "x" }/'
sed 's/速やかに/すぐに/' "$frozen" >"$SCRATCH/altered.md"
not_ok "found: the frozen text's bytes altered" pinned "$SCRATCH/altered.md"
{ echo "<h1>個人情報保護基本方針</h1>"; sed -e "/^平成/d" -e "s/^- //" tests/content/source.txt; } >"$SCRATCH/plain.html"
sed "s/ご家族、医療/御家族、医療/" "$SCRATCH/plain.html" >"$SCRATCH/altered.html"
ok "the same words in HTML pass" faithful --html "$SCRATCH/plain.html"
exits "found: a word altered in HTML" 1 faithful --html "$SCRATCH/altered.html"
ok "every line dropped or moved, every character dropped or changed is found" faithful --mutate "$frozen" "$ledger"

done_testing
