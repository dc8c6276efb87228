#!/bin/sh
# The fixture's every page, feed and source, as they are on the last day before its scheduled revision takes
# effect and on that day: golden. One thread or many, from scratch or over what is there: the same bytes.
. tests/lib.sh

before=2030-03-31 after=2030-04-01
golden=tests/golden/fixture
site=$SCRATCH/site
sh tests/fixture/make.sh "$site" >/dev/null 2>&1 || give_up "the fixture cannot be made"

build() # DAY OUT [options]
{
  day=$1 folder=$SCRATCH/$2
  shift 2
  LC_ALL=C "$KAITEI" build --site "$site" --as-of "$day" --out "$folder" "$@"
}

# What the theme's own files are is not told here: they are copied as they stand.
strip_assets() # FOLDER
{
  for asset in theme.css on.js verify.js icon.svg; do
    ok "$(basename "$1"): $asset as in the theme" cmp themes/default/assets/$asset "$1/assets/$asset"
    rm -f "$1/assets/$asset"
  done
}

# The files of the second folder that are not so in the first.
changed() # OLD NEW OUT
{
  mkdir -p "$3"
  (cd "$2" && find . -type f) | while read -r file; do
    cmp -s "$1/$file" "$2/$file" && continue
    mkdir -p "$3/$(dirname "$file")"
    cp "$2/$file" "$3/$file"
  done
}

exits "the day before" 0 build $before first --jobs 1
is "the day before: no diagnostic" "$(cat "$err")" ""
like "the day before: the next build is due on the day" "$out" "next build is due on $after"
exits "the day" 0 build $after second --jobs 1
is "the day: no diagnostic" "$(cat "$err")" ""
like "the day: nothing more is due" "$out" "No next build is due"

exits "two threads" 0 build $before two --jobs 2
ok "two threads: the same bytes" diff -r "$SCRATCH/first/public" "$SCRATCH/two/public"
exits "again" 0 build $before two --jobs 2
like "again: nothing is written" "$out" ' 0 written, [0-9]+ unchanged, 0 removed\)'
ok "again: the same bytes" diff -r "$SCRATCH/first/public" "$SCRATCH/two/public"
exits "the day, over the day before" 0 build $after two
ok "the day, over the day before: as from scratch" diff -r "$SCRATCH/second/public" "$SCRATCH/two/public"
exits "and back" 0 build $before two
ok "and back: as from scratch" diff -r "$SCRATCH/first/public" "$SCRATCH/two/public"

cp -R "$SCRATCH/first/public" "$SCRATCH/$before"
cp -R "$SCRATCH/second/public" "$SCRATCH/$after.all"
strip_assets "$SCRATCH/$before"
strip_assets "$SCRATCH/$after.all"
changed "$SCRATCH/$before" "$SCRATCH/$after.all" "$SCRATCH/$after"

golden "every page of the day before" $golden-$before "$SCRATCH/$before"
golden "every page that the day changes" $golden-$after "$SCRATCH/$after"
is "no page comes or goes with the day" "$(cd "$SCRATCH/$after.all" && find . -type f | sort)" \
  "$(cd "$SCRATCH/$before" && find . -type f | sort)"

# A permalink changes with its own state alone, and no comparison ever does.
is "the permalinks that change are those of the two revisions whose state does" \
  "$(cd "$SCRATCH/$after" && find kihon/20* -name index.html | sort | tr '\n' ' ')" \
  "kihon/2024-04-01/easy/index.html kihon/2024-04-01/index.html kihon/2030-04-01/index.html "
ok "the sources are the frozen texts" sh -c '
  cd "$1/content/kihon/revisions" || exit
  for text in *.md; do
    case $text in *.*.md) lang=${text%.md} lang=/${lang#*.} ;; *) lang= ;; esac
    cmp "$text" "$2/kihon/${text%%.*}$lang/policy.md" || exit
  done' - "$site" "$SCRATCH/first/public"

# What is said of a site with faults of many kinds, in both languages. Of links into a policy whose ledger is
# at fault nothing can be said.
cp -R "$site" "$SCRATCH/faulty"
cat >"$SCRATCH/faulty/content/pages/about.md" <<'END'
# くらしの手について

[行き先](../nowhere/) と [項目](../contact/#nothing) と [方針](../kihon/#nothing)

<b>太字</b> と {漢字|かん

## 同じ {#same}

## 同じ {#same}

### 深い

##### もっと深い
END
cat >>"$SCRATCH/faulty/content/kihon/ledger.lua" <<'END'
revision { effective = "平成31年2月30日", change = "一部変更" }
revision { effective = "令和13年4月1日", change = "変更" }
text { of = "1999-01-01", lang = "ja", blob = "0000000000000000000000000000000000000000", provenance = "original" }
END
exits "faults" 1 env LC_ALL=C "$KAITEI" check --site "$SCRATCH/faulty" --as-of $before
sed "s|$SCRATCH/||g" "$err" >"$SCRATCH/faults.en"
exits "faults, in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" check --site "$SCRATCH/faulty" --as-of $before
sed "s|$SCRATCH/||g" "$err" >"$SCRATCH/faults.ja"
golden "the diagnostics of a faulty site" $golden-faults.en "$SCRATCH/faults.en"
golden "the same in Japanese" $golden-faults.ja "$SCRATCH/faults.ja"

done_testing
