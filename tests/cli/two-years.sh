#!/bin/sh
# Two years of a small organisation, through the command line (tests/fixture/two-years/): five publications of
# one policy, an erratum, a scheduled revision that is cancelled, an urgent one before a scheduled one, a text
# found on paper, two editions, and a second policy that is withdrawn. After each event `verify` holds, the
# commit has the files that it should have, nothing else in index or work tree has changed, and what was built
# is what a build from scratch gives. On three days every page is golden.
. tests/lib.sh

play=$PWD/tests/fixture/two-years
golden=tests/golden/two-years
repo=$SCRATCH/repo site=$SCRATCH/repo/site
public=$site/_site/public
export GIT_AUTHOR_NAME=あおぞら事務局 GIT_AUTHOR_EMAIL=aozora@example.org
export GIT_COMMITTER_NAME=あおぞら事務局 GIT_COMMITTER_EMAIL=aozora@example.org
git_() { git -C "$repo" "$@"; }
today() { SOURCE_DATE_EPOCH=$(date -u -d "$1 03:00" +%s) && export SOURCE_DATE_EPOCH; } # noon in Japan

mkdir "$repo" && cp -R "$play/start" "$site"
git init -q -b main "$repo"
echo one >"$repo/staged" && echo one >"$repo/changed"
git_ add -A
GIT_AUTHOR_DATE='2026-03-01T03:00:00Z' GIT_COMMITTER_DATE='2026-03-01T03:00:00Z' git_ commit -qm start
# Work of somebody else, which must stay as it is.
echo two >"$repo/staged" && git_ add staged && echo three >"$repo/staged"
echo two >"$repo/changed" && echo new >"$repo/unknown" && echo s >"$repo/added" && git_ add added
others() { git_ status --porcelain -- staged changed unknown added; git_ ls-files --stage -- staged added changed; cat "$repo"/staged "$repo"/changed "$repo"/unknown; }
wanted_others=$(others)

# What the theme's own files are is told by other goldens.
pages() { rm -rf "$2" && cp -R "$1" "$2" && rm -f "$2"/assets/theme.css "$2"/assets/on.js "$2"/assets/verify.js "$2"/assets/icon.svg; }

# The site of a day, held against the golden: all of it the first time, then what is not as it was.
hold() # DAY
{
  exits "the site of $1" 0 "$KAITEI" build --site "$site" --as-of "$1" --quiet
  is "the site of $1: no diagnostic" "$(cat "$err")" ""
  pages "$public" "$SCRATCH/$1"
  cp -R "$SCRATCH/$1" "$SCRATCH/shown"
  for gone in $(cd "${held:-/nonexistent}" 2>/dev/null && find . -type f); do
    [ -e "$SCRATCH/$1/$gone" ] || fail "the site of $1: $gone is gone"
    if cmp -s "$held/$gone" "$SCRATCH/shown/$gone"; then rm -f "$SCRATCH/shown/$gone"; fi
  done
  find "$SCRATCH/shown" -type d -empty -delete
  golden "the site of $1: every page" "$golden-$1" "$SCRATCH/shown"
  rm -rf "$SCRATCH/shown"
  held=$SCRATCH/$1
}

status_is() # DAY REGEX
{
  "$KAITEI" status "$policy" --site "$site" --as-of "$1" >"$SCRATCH/status" 2>/dev/null
  like "$name: status on $1" "$SCRATCH/status" "$2"
}

# What an event says: its arguments into "$@" of the command, the rest into variables; then does it.
event() # FOLDER
{
  folder=$1 name='' day='' act='' policy='' files='' argument=''
  set --
  while read -r key value; do
    case $key in
      name) name=$value ;;
      day) day=$value ;;
      do) act=$value ;;
      policy) policy=$value ;;
      revision | lang) argument=$value ;;
      file) set -- "$@" "$folder/$value" ;;
      files) files=$value ;;
      said | status | golden) ;;
      *) if [ -n "$value" ]; then set -- "$@" "--$key" "$value"; else set -- "$@" "--$key"; fi ;;
    esac
  done <"$folder/event"
  [ ! -e "$folder/content" ] || cp -R "$folder/content/." "$site/content/"
  today "$day"
  head=$(git_ rev-parse HEAD)
  exits "$name" 0 "$KAITEI" "$act" "$policy" $argument "$@" --site "$site" --as-of "$day" --yes
  cat "$out" "$err" >"$SCRATCH/said"
  check
}

check()
{
  is "$name: one commit" "$(git_ rev-parse HEAD~1)" "$head"
  is "$name: its files" "$(git_ show --format= --name-only HEAD | sed 's,^site/content/,,' | tr '\n' ' ')" "$files "
  is "$name: what others do stays" "$(others)" "$wanted_others"
  is "$name: nothing besides" "$(git_ status --porcelain -- site)" ""
  # An approval says nothing on the site, but in the count of the ledger's entries.
  [ "$act" != approve ] || "$KAITEI" build --quiet --site "$site" --as-of "$day" 2>"$err"
  exits "$name: verify" 0 "$KAITEI" verify --site "$site" --as-of "$day" --built "$site/_site"
  cp "$site/content/$policy/receipt.txt" "$SCRATCH/receipt.$policy.$day"
  while read -r key value; do
    case $key in
      said) like "$name: said: $value" "$SCRATCH/said" "$value" ;;
      status) status_is "${value%% *}" "${value#* }" ;;
      golden) hold "$value" ;;
    esac
  done <"$folder/event"
}

# ---- the two years ----

policy=privacy name=start
today 2026-03-01
cp "$play/01-approve/content/privacy/policy.md" "$site/content/privacy/policy.md"
status_is 2026-03-01 'Draft: not approved'
rm "$site/content/privacy/policy.md"
count=0
for folder in "$play"/[0-9]*; do
  count=$((count + 1))
  event "$folder"
done
is "all was played" $count 15

# ---- what came of it ----

today 2028-03-01
for key in 2019-04-01 2026-04-01 2026-04-01-2 2027-04-01 2027-04-01-2 2026-12-10 2027-10-01; do
  ok "the permalink of $key" test -s "$public/privacy/$key/index.html"
done
ok "the exact bytes" cmp "$public/privacy/2027-10-01/policy.md" "$site/content/privacy/policy.md"
ok "the exact bytes of what was found" cmp "$public/privacy/2019-04-01/policy.md" "$play/05-backfill/paper.md"
like "the history page has the receipt's commit" "$public/privacy/history/index.html" "$(sed -n 's/^commit //p' "$site/content/privacy/receipt.txt")"
is "the receipt names the commit before" "$(sed -n 's/^commit //p' "$site/content/photos/receipt.txt")" "$(git_ rev-parse HEAD~1)"
for receipt in "$SCRATCH"/receipt.privacy.*; do
  exits "the ledger holds against ${receipt##*/}" 0 "$KAITEI" verify privacy --site "$site" --against "$receipt"
done
like "what is quoted is kept" "$site/content/privacy/ledger.lua" 'reason = "\\"分かりにくい\\"との声があったため\\\\"'
git clone -q "$repo" "$SCRATCH/clone"
exits "a clone holds all of it, and gives the same site" 0 \
  "$KAITEI" verify --site "$SCRATCH/clone/site" --as-of 2028-03-01 --built "$public"
is "no lock and no intent is left" "$(ls -A "$repo/.git/kaitei")" lock
is "no file of ours is left" "$(find "$site" -name '*kaitei-new*')" ""
exits "status --json" 0 "$KAITEI" status --json --site "$site" --as-of 2028-03-01
like "status --json" "$out" '"draft": "none"'

# ---- a translation is begun, and not pinned untranslated ----

exits "begin another edition" 0 "$KAITEI" edition privacy fr --start --site "$site" --as-of 2028-03-01
exits "untranslated, it is refused" 1 "$KAITEI" edition privacy fr --site "$site" --as-of 2028-03-01 --yes
like "untranslated: so" "$err" '\[edition-same\]'

done_testing
