#!/bin/sh
# Every kind of bad input: what is said of it, in both languages, and that the good site stays.
#
# A case is a folder tests/golden/bad-NAME/: `site/` is laid over the good site bad-base/, which is
# built first. What `check` says stands in expected.ja.txt and expected.en.txt; `build` says the same,
# or what stands in built.ja.txt and built.en.txt. `status` and `build-status` hold the exit status
# where it is not 1. What no file of this repository can hold (NUL bytes, other repositories, disks)
# is made here.
. tests/lib.sh

folder=tests/golden
command -v git >/dev/null || skip_all "no git"
export HOME="$SCRATCH"

# begin NAME: a good site in $site, built.
begin()
{
  case=$1 wanted=$folder/bad-$1 site=$SCRATCH/$1
  cp -a "$SCRATCH/base" "$site"
  rm -rf "$SCRATCH/good"
  cp -a "$SCRATCH/base/_site" "$SCRATCH/good"
}

kaitei() # LOCALE COMMAND...: what it says goes to $SCRATCH/said, without the name of our folder
{
  locale=$1
  shift
  run env LC_ALL=$locale timeout 60 "$KAITEI" --site "$site" --as-of 2026-07-01 --quiet "$@"
  sed "s,$SCRATCH,,g" "$err" >"$SCRATCH/said"
}

number() # FILE OTHERWISE
{
  if [ -e "$1" ]; then cat "$1"; else echo "$2"; fi
}

stands() { ok "$case: the good site stands" diff -r "$site/_site" "$SCRATCH/good"; }

# expect: check and build, in both languages, say what the case's files hold.
expect()
{
  check_status=$(number "$wanted/status" 1)
  build_status=$(number "$wanted/build-status" "$check_status")
  for lang in ja en; do
    locale=C
    [ $lang = en ] || locale=ja_JP.UTF-8
    kaitei $locale check
    is "$case: check exits, $lang" $status "$check_status"
    golden "$case: check says, $lang" "$wanted/expected.$lang.txt" "$SCRATCH/said"
    built=$wanted/expected.$lang.txt
    [ ! -e "$wanted/build-status" ] || built=$wanted/built.$lang.txt
    [ "$build_status" -ne 0 ] || rm -f "$site/_site/.state" # where nothing has changed, nothing is read
    kaitei $locale build
    is "$case: build exits, $lang" $status "$build_status"
    golden "$case: build says, $lang" "$built" "$SCRATCH/said"
  done
  [ "$build_status" -eq 0 ] || stands
}

# over NAME: a case whose sources stand in its folder.
over()
{
  begin "$1"
  cp -R "$wanted/site/." "$site"
  expect
  rm -rf "$site"
}

site=$SCRATCH/base
cp -R $folder/bad-base/site "$site"
git init --quiet "$site"
kaitei C build
is "the good site is good" "$status/$(cat "$err")" 0/

for path in $folder/bad-*/site; do
  name=$(basename "$(dirname "$path")")
  [ "$name" = bad-base ] || over "${name#bad-}"
done

# ---- repositories ----

begin repository-none
rm -rf "$site/.git"
expect
ok "$case: the same site, from the files" diff -r "$site/_site/public" "$SCRATCH/good/public"

begin repository-shallow
git -C "$site" add content
git -C "$site" commit --quiet --message one
git -C "$site" commit --quiet --allow-empty --message another
git clone --quiet --depth 1 "file://$site" "$SCRATCH/clone"
rm -rf "$site"
mv "$SCRATCH/clone" "$site"
expect
ok "$case: the same site" diff -r "$site/_site/public" "$SCRATCH/good/public"

if [ "$(id -u)" -eq 0 ]; then
  begin repository-owner
  chown -R 12345:12345 "$site"
  expect
  ok "$case: the same site" diff -r "$site/_site/public" "$SCRATCH/good/public"
  git config --file "$SCRATCH/.gitconfig" safe.directory "$site"
  unset GIT_CONFIG_GLOBAL
  kaitei C build
  is "$case: as the hint says, it is opened" "$status/$(cat "$err")" 0/
  export GIT_CONFIG_GLOBAL=/dev/null
else
  skip "repository-owner" "only root can give files away"
fi

begin text-not-frozen
git -C "$site" add content
rm "$site/content/kihon/revisions/2024-04-01.md"
expect

# ---- bytes ----

begin bytes
printf '# 題\n\n一\000二\n\n\377三\n' >"$site/content/pages/about.md"
printf '# \330\000題' >"$site/content/pages/utf16.md"
printf 'site { name = "\203\141" }\n' >"$site/content/site.lua"
printf 'policy { id = "kihon", title = "\\0\\255" }\n' >"$site/content/kihon/ledger.lua"
expect

begin bom
printf '\357\273\277# 個人情報の基本方針 {#kihon}\r\n\r\n個人情報を守ります。\r\n' >"$SCRATCH/exact"
cp "$SCRATCH/exact" "$site/content/kihon/revisions/2025-04-01.md"
cp "$SCRATCH/exact" "$site/content/kihon/policy.md"
printf '\357\273\277policy { id = "kihon", title = "個人情報の基本方針" }\r\nrevision { effective = "令和7年4月1日", change = "作成" }\r\ntext { of = "2025-04-01", lang = "ja", blob = "%s", provenance = "original" }\r\n' \
  "$(git hash-object --no-filters "$SCRATCH/exact")" >"$site/content/kihon/ledger.lua"
printf '\357\273\277# 私たちについて\r\n\r\n一行目\r\n二行目\r三行目\r\n' >"$site/content/pages/about.md"
kaitei C build
is "$case: accepted without a word" "$status/$(cat "$err")" 0/
ok "$case: the exact bytes are published" cmp "$SCRATCH/exact" "$site/_site/public/kihon/2025-04-01/policy.md"
ok "$case: neither mark nor CR on a page" sh -c '! grep -rlP "\r|\xEF\xBB\xBF" "$1" --include=*.html' sh "$site/_site/public"
like "$case: lines are joined as ever" "$site/_site/public/about/index.html" '一行目二行目三行目'

# ---- bounds ----

begin bounds
awk 'BEGIN { print "# 題\n"; for (i = 0; i < 14000; i++) print "あいう" }' >"$site/content/pages/long.md"
cp "$site/content/pages/long.md" "$site/content/kihon/policy.md"
awk 'BEGIN { print "# 題\n"; for (i = 0; i < 70; i++) printf "> "; print "深い" }' >"$site/content/pages/quotations.md"
awk 'BEGIN { print "# 題\n"; for (i = 0; i < 70; i++) printf "%*s- 深い\n", 2 * i, "" }' >"$site/content/pages/lists.md"
awk 'BEGIN { print "# 題\n"; for (i = 0; i < 40000; i++) printf "![[]()" }' >"$site/content/pages/crafted.md"
rm "$site/content/kihon/policy.md"
expect

# ---- names and links ----

begin names
mkdir "$site/content/pages/お知らせ 一覧"
printf '# お知らせ\n\n[基本方針](../../kihon/)、[次](次%%20の頁/)\n' >"$site/content/pages/お知らせ 一覧/令和 7年.md"
sed -i 's,次%20の頁/,../次%20の頁/,' "$site/content/pages/お知らせ 一覧/令和 7年.md"
printf '# 次\n\n[前](<../令和 7年/>)、[前](../%%E4%%BB%%A4%%E5%%92%%8C%%207%%E5%%B9%%B4/)\n' >"$site/content/pages/お知らせ 一覧/次 の頁.md"
kaitei C build
is "$case: Japanese and spaces are names like others" "$status/$(cat "$err")" 0/
ok "$case: so" test -f "$site/_site/public/お知らせ 一覧/令和 7年/index.html"

begin links-out
printf '# 秘密\n' >"$SCRATCH/secret.md"
mkdir -p "$SCRATCH/outside"
cp "$SCRATCH/secret.md" "$SCRATCH/outside/secret.md"
ln -s "$SCRATCH/secret.md" "$site/content/pages/secret.md"
ln -s /etc/passwd "$site/content/pages/passwd.md"
ln -s "$SCRATCH/outside" "$site/content/pages/outside"
ln -s gone.md "$site/content/pages/nowhere.md"
ln -s itself.md "$site/content/pages/itself.md"
ln -s .. "$site/content/pages/round"
ln -s about.md "$site/content/pages/again.md"
expect
ok "$case: nothing of it is published" sh -c '! grep -rl -e 秘密 -e root: "$1"' sh "$site/_site"

begin frozen-link
printf '# 秘密\n' >"$SCRATCH/secret.md"
rm "$site/content/kihon/revisions/2024-04-01.md"
ln -s "$SCRATCH/secret.md" "$site/content/kihon/revisions/2024-04-01.md"
expect

# ---- the output folder ----

begin out-is-file
rm -rf "$site/_site" "$SCRATCH/good"
echo mine >"$site/_site"
echo mine >"$SCRATCH/good"
for lang in ja en; do
  locale=C
  [ $lang = en ] || locale=ja_JP.UTF-8
  kaitei $locale build
  is "$case: build exits, $lang" $status 3
  golden "$case: build says, $lang" "$wanted/expected.$lang.txt" "$SCRATCH/said"
done
stands

user=--map-root-user
[ "$(id -u)" -ne 0 ] || user=
unshare $user --mount true 2>/dev/null || user=no

# disk NAME OPTIONS AFTER: builds on a small disk of its own; the site is the old one afterwards.
disk()
{
  begin "$1"
  if [ "$user" = no ]; then
    test_count=$((test_count + 1))
    echo "ok $test_count - $case # SKIP no disk may be mounted here"
    return
  fi
  mkdir "$SCRATCH/disk"
  printf '# 私たちについて\n\n変えました。\n' >"$SCRATCH/changed.md"
  cat >"$SCRATCH/disk.sh" <<END
mount -t tmpfs -o $2 tmpfs "$SCRATCH/disk" && cp -R "$site/." "$SCRATCH/disk" || exit 77
cd "$SCRATCH/disk" && cp "$SCRATCH/changed.md" content/pages/about.md
$3
LC_ALL=ja_JP.UTF-8 "$KAITEI" --as-of 2026-07-01 build --quiet 2>"$SCRATCH/said.ja"
echo \$? >"$SCRATCH/disk.status"
LC_ALL=C "$KAITEI" --as-of 2026-07-01 build --quiet 2>"$SCRATCH/said.en"
diff -r _site "$SCRATCH/good"
END
  run unshare $user --mount sh "$SCRATCH/disk.sh"
  is "$case: the good site stands" "$status/$(cat "$out")" 0/
  is "$case: it is a fault of the system" "$(cat "$SCRATCH/disk.status")" 3
  for lang in ja en; do
    sed "s,$SCRATCH,,g" "$SCRATCH/said.$lang" >"$SCRATCH/said"
    golden "$case: build says, $lang" "$wanted/expected.$lang.txt" "$SCRATCH/said"
  done
  rm -rf "$SCRATCH/disk"
}

disk disk-read-only size=8m 'mount -o remount,ro .'
disk disk-full size=8m 'head -c 9000000 /dev/zero >fill 2>/dev/null'

# ---- killed ----

# Public pages as a whole: one line.
look() { (cd "$1/public" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum); }

begin killed
if "${CC:-cc}" -shared -fPIC -o "$SCRATCH/kill_at.so" tests/tools/kill_at.c 2>"$err"; then
  export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
  old=$(look "$SCRATCH/good")
  sed -i 's/家事/買い物/' "$site/content/pages/about.md"
  sed -i 's/基本方針" }/基本の方針" }/' "$site/content/kihon/ledger.lua"
  kaitei C build --out "$SCRATCH/new"
  new=$(look "$SCRATCH/new")
  step=1 n=1 killed=0 bad='' kinds=''
  while
    rm -rf "$site/_site"
    cp -a "$SCRATCH/good" "$site/_site"
    run env KILL_AT=$n LD_PRELOAD="$SCRATCH/kill_at.so" "$KAITEI" --site "$site" --as-of 2026-07-01 build --quiet
    [ $status -eq 137 ] && [ $n -lt 2000 ]
  do
    at_kill=$(look "$site/_site")
    case $at_kill in "$old") kind=old ;; "$new") kind=new ;; *) kind=between ;; esac
    # Once begun, every file is the old one or the new one, and a journal says what is still to do.
    [ $kind != between ] || [ -e "$site/_site/.next/journal" ] || bad="$bad $n:no-journal"
    [ -z "$(find "$site/_site/public" -name '*.html' -size -500c)" ] || bad="$bad $n:half"
    kaitei C build
    [ $status -eq 0 ] || bad="$bad $n:next-fails"
    [ "$(look "$site/_site")" = "$new" ] || bad="$bad $n:next-differs"
    [ ! -e "$site/_site/.next/journal" ] || bad="$bad $n:journal-stays"
    killed=$((killed + 1)) kinds="$kinds $kind"
    n=$((n + step))
  done
  is "$case: at each call: the old site or the new, and the next build completes it" "$bad" ""
  is "$case: the last run was not killed" "$status" 0
  ok "$case: many times" test $killed -gt 30
  for kind in old new between; do
    case "$kinds " in *" $kind "*) pass "$case: among them $kind" ;; *) fail "$case: among them $kind" ;; esac
  done
else
  test_count=$((test_count + 1))
  echo "ok $test_count - killed # SKIP cannot compile kill_at.so"
fi

done_testing
