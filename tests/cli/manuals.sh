#!/bin/sh
# The two READMEs say the same and name only what is there; the manual page leaves nothing out.
. tests/lib.sh

# What is the same in any language: code between ` `, indented commands and paths, the kind of every other line.
skeleton() {
  grep -o '`[^`]*`' "$1"
  sed -n -e 's/^\(#*\) .*/\1/p' -e 's/^    *\(make [a-z-]*\|content\/[^ ]*\|text\|revision\|themes\/[^ ]*\|[a-z]*\/\).*/\1/p' \
    -e 's/^\(|\).*/\1/p' -e 's/^\(- \).*/\1/p' -e 's/^\([0-9]\.\).*/\1/p' "$1"
}

same_in_both() {
  skeleton README.md >"$SCRATCH/en"
  skeleton "$1" >"$SCRATCH/ja"
  [ "$(wc -l <"$SCRATCH/en")" -gt 60 ] && diff "$SCRATCH/en" "$SCRATCH/ja"
}

targets_exist() {
  make --no-print-directory help | sed 's/^make \([a-z-]*\).*/\1/' >"$SCRATCH/targets"
  ! grep -q '^setup-%:' Makefile || echo setup-test >>"$SCRATCH/targets"
  for target in $(grep -ohE '(`|^    )make [a-z-]+' "$1" | sed 's/.*make //' | sort -u); do
    grep -qx "$target" "$SCRATCH/targets" || { echo "no target: make $target"; return 1; }
  done
}

paths_exist() { # the section on where things are, but for what is made
  sed -n '/^    content\/site.lua/,/^    tests\//p' "$1" | awk '{ print $1 }' >"$SCRATCH/paths"
  [ "$(wc -l <"$SCRATCH/paths")" -ge 9 ] || { echo "the list was not found"; return 1; }
  while read -r path; do
    [ -e "$path" ] || { echo "not there: $path"; return 1; }
  done <"$SCRATCH/paths"
}

ok "both READMEs say the same" same_in_both README.ja.md
sed '/kaitei diff/d' README.ja.md >"$SCRATCH/spoiled.md"
not_ok "found: a command that one of them leaves out" same_in_both "$SCRATCH/spoiled.md"
ok "the targets they name exist" targets_exist README.md
sed 's/make test-deep/make test-deeper/' README.md >"$SCRATCH/spoiled.md"
not_ok "found: a target that does not" targets_exist "$SCRATCH/spoiled.md"
ok "the paths they name exist" paths_exist README.md
sed 's/policy\.md   /policies.md/' README.md >"$SCRATCH/spoiled.md"
not_ok "found: a path that does not" paths_exist "$SCRATCH/spoiled.md"

# Pictures and links that are no web address, and are in git: what is only here is in nobody's clone.
links_exist() {
  sed -n 's/](\([^)]*\))/\n<\1>\n/gp' "$1" | sed -n 's/^<\([^#]*\).*>$/\1/p' | grep -v ':' >"$SCRATCH/links"
  [ "$(wc -l <"$SCRATCH/links")" -ge 2 ] || { echo "no links were found"; return 1; }
  while read -r link; do
    git ls-files --error-unmatch "$link" >/dev/null || { echo "not in git: $link"; return 1; }
  done <"$SCRATCH/links"
}

if git rev-parse --git-dir >/dev/null 2>&1; then
  ok "what they link to is in git" links_exist README.md
  ok "what the Japanese one links to is in git" links_exist README.ja.md
  sed 's/preview\.png/view.png/' README.md >"$SCRATCH/spoiled.md"
  not_ok "found: a picture that is not" links_exist "$SCRATCH/spoiled.md"
fi

# Every command and option that `help` lists stands in the manual page.
manual_knows() { # manual_knows HELP: what it printed
  sed -n -e "s/^  \(--\)\([a-z-]*\).*/Fl -\2/p" -e "s/^  \([a-z]\{1,\}\)  .*/Cm \1/p" "$1" >"$SCRATCH/items"
  [ "$(wc -l <"$SCRATCH/items")" -ge 8 ] || { echo "nothing was listed"; return 1; }
  while read -r item; do
    grep -qE "^\.It $item( |\$)" generator/cli/kaitei.1 || { echo "not in the manual page: $item"; return 1; }
  done <"$SCRATCH/items"
}

"$KAITEI" help >"$SCRATCH/help"
ok "the manual page has every command and option" manual_knows "$SCRATCH/help"
sed "s/^  date /  dates/" "$SCRATCH/help" >"$SCRATCH/spoiled"
not_ok "found: a command that it lacks" manual_knows "$SCRATCH/spoiled"

done_testing
