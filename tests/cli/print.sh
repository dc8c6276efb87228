#!/bin/sh
# `kaitei print`: every kind of paper, read back with programs that know nothing of how it was made.
. tests/lib.sh

command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || skip_all "no browser is installed"

sh tests/fixture/make.sh "$SCRATCH/site" >/dev/null 2>&1 || give_up "the fixture is made"
site=$SCRATCH/site papers=$SCRATCH/site/_site/office/print
ed() { perl -CSD -Mutf8 -pi -e "$1" "$2"; }
ed 's|^  menu = \{|  places = {\n    { name = "玄関", policy = "kihon", size = "A3" },\n    { name = "2階 食堂", policy = "kihon", paper = "large-print" },\n  },\n  menu = {|' "$site/content/site.lua"
print() { "$KAITEI" --site "$site" --as-of 2026-11-22 print "$@"; }

# ---- all of them ----

# The poster of the fixture's first part does not fit: that is told, and keeps nothing else from being made.
exits "all papers are printed" 0 print
like "a poster that does not fit is told" "$err" 'does not fit one page of A3 even at 11 pt, and is left out.*paper-left-out'
(cd "$papers" && find . -name '*.pdf' | sort) >"$SCRATCH/names"
is "which there are" "$(tr '\n' ' ' <"$SCRATCH/names")" "./kihon/2024-04-01/comparison.pdf ./kihon/2024-04-01/handout.pdf\
 ./kihon/2024-04-01/large-print-a3.pdf ./kihon/2024-04-01/large-print-a4.pdf ./kihon/2024-04-01/notice-a3.pdf\
 ./kihon/2024-04-01/notice-a4.pdf ./kihon/2024-04-01/notice-kihon-a3.pdf ./kihon/2024-04-01/notice-kihon-a4.pdf\
 ./kihon/2024-04-01/notice-volunteers-a3.pdf ./kihon/2024-04-01/notice-volunteers-a4.pdf ./kihon/history.pdf ./register.pdf "

ok "each keeps the rules of PDF/A-2a and PDF/UA-1" node tests/tools/pdf_rules.mjs $(sed "s,^,$papers/," "$SCRATCH/names")

sizes() { # each page's size, in whole points (cut off: 594.96 is 594), once
  pdfinfo -l 999 "$1" | sed -n 's/^Page *[0-9]* size: *\([0-9]*\)[.0-9]* x \([0-9]*\).*/\1x\2/p' | sort -u | tr '\n' ' '
}
wrong=
for name in $(cat "$SCRATCH/names"); do
  case $name in
    *-a3.pdf) wanted='841x1191 ' ;;
    *comparison* | *register*) wanted='841x594 ' ;;
    *) wanted='594x841 ' ;;
  esac
  [ "$(sizes "$papers/$name")" = "$wanted" ] || wrong="$wrong $name:$(sizes "$papers/$name")"
done
is "each page has its size" "$wrong" ""

wrong=
for name in $(cat "$SCRATCH/names"); do
  pdfinfo "$papers/$name" >"$SCRATCH/info"
  grep -q '^Tagged: *yes' "$SCRATCH/info" && grep -q '^Title: *[^ ].*：' "$SCRATCH/info" && grep -q '^Author: *NPO法人くらしの手みずうみ' "$SCRATCH/info" || wrong="$wrong $name"
  # name type encoding emb sub uni: all embedded, all subsets, all with a way back to Unicode
  pdffonts "$papers/$name" | sed 1,2d >"$SCRATCH/fonts"
  grep -q BIZUDPGothic "$SCRATCH/fonts" && ! grep -vq 'yes yes yes  *[0-9]* *[0-9]*$' "$SCRATCH/fonts" || wrong="$wrong $name(fonts)"
  pages=$(sed -n 's/^Pages: *//p' "$SCRATCH/info")
  for page in $(seq 1 "$pages"); do
    pdftotext -f "$page" -l "$page" -layout "$papers/$name" "$SCRATCH/page"
    for words in "$page / $pages ページ" "NPO法人くらしの手みずうみ" "お問い合わせ 電話 03-0000-0000"; do
      grep -q "$words" "$SCRATCH/page" || wrong="$wrong $name/$page($words)"
    done
    case $name in
      ./register*) words='令和8年11月22日（2026年）現在' ;;
      *) words='令和6年4月1日（2024年）施行（第4版）' ;;
    esac
    grep -q "$words" "$SCRATCH/page" || wrong="$wrong $name/$page(day)"
  done
done
is "each has its title and fonts; each page its organisation, day, number and contact" "$wrong" ""

bookmarks() { qpdf --json=2 --json-key=outlines "$1" | jq_titles; }
jq_titles() { node -e 'const all=[];const walk=l=>l.forEach(o=>{all.push(o.title);walk(o.kids)});let s="";process.stdin.on("data",d=>s+=d).on("end",()=>{walk(JSON.parse(s).outlines);console.log(all.join("\n"))})'; }
bookmarks "$papers/kihon/2024-04-01/notice-a4.pdf" >"$SCRATCH/marks"
is "the headings are its bookmarks" "$(sed 's/ //g' "$SCRATCH/marks" | sed -n '1p;2p;3p;$p' | tr '\n' '|')" \
  "個人情報保護の基本方針|個人情報保護の基本方針|1、個人情報の収集|ボランティアの皆さまへ|"

# ---- the text, in reading order ----

# What a text says, without marks and white space; ruby as base and reading, as a reader says it.
plain() {
  perl -CSD -Mutf8 -0777 -ne 's/\s*\{#[^}]*\}//g; s/^#+ //mg; s/^\s*- //mg; s/\*\*//g; s/\\$//mg; s/^\|[-| :]*\|$//mg; s/\{([^|}]*)\|([^}]*)\}/$1/g; s/\[([^\]]*)\]\([^)]*\)/$1/g; s/(?<!\\)\|//g; s/\s+//g; print' "$1"
}
spoken() { pdfinfo -struct-text "$1" | perl -CSD -Mutf8 -0777 -ne 'my @t; while (/"((?:[^"\\]|\\.)*)"/g) { push @t, $1 } $_ = join "", @t; s/\s+//g; print'; }
holds() { # holds PDF MARKDOWN
  spoken "$1" >"$SCRATCH/spoken"
  plain "$2" >"$SCRATCH/plain"
  perl -CSD -e 'local $/; open A, "<:utf8", $ARGV[0]; open B, "<:utf8", $ARGV[1]; my ($a, $b) = (<A>, <B>); length $b > 100 && index($a, $b) >= 0 or exit 1' "$SCRATCH/spoken" "$SCRATCH/plain"
}
mkdir "$SCRATCH/real"
cp -R content "$SCRATCH/real"
(cd "$SCRATCH/real" && git init -q . && git add -A && git commit -q -m x)
exits "the real policy's notice" 0 "$KAITEI" --site "$SCRATCH/real" --as-of 2026-11-22 print notice --size A4
like "without base_url it says so" "$err" 'no base_url, so the notices carry no QR code .paper-no-address'
real=$SCRATCH/real/_site/office/print/privacy/2018-12-01
ok "says in reading order what the source says" holds "$real/notice-a4.pdf" content/privacy/policy.md
perl -CSD -Mutf8 -pe 's/委託/受託/ if $. == 17' content/privacy/policy.md >"$SCRATCH/spoiled.md"
not_ok "found: another text" holds "$real/notice-a4.pdf" "$SCRATCH/spoiled.md"
exits "its poster fits one A3" 0 "$KAITEI" --site "$SCRATCH/real" --as-of 2026-11-22 print poster --json
is "in one page" "$(sed -n 's/^ *"pages": \(.*\),$/\1/p' "$out")" 1
points=$(sed -n 's/^ *"points": \([0-9]*\).*/\1/p' "$out")
ok "in letters that fill it, as small as need be and no smaller" test "$points" -ge 13 -a "$points" -le 20
exits "one part of it" 0 "$KAITEI" --site "$SCRATCH/real" --as-of 2026-11-22 print notice privacy --part users --size A3
is "names the part" "$(pdfinfo "$real/notice-users-a3.pdf" | sed -n 's/^Title: *//p')" "掲示（A3）：ご利用者の個人情報取り扱いについて"

spoken "$papers/kihon/2024-04-01/notice-a4.pdf" >"$SCRATCH/spoken"
like "ruby and tables are in it" "$SCRATCH/spoken" '氏名、住所、電話番号訪問の予定を決め、連絡するため事務局、担当の者'
spoken "$papers/kihon/2024-04-01/handout.pdf" >"$SCRATCH/spoken"
like "the consent form has its fields, and the revision" "$SCRATCH/spoken" '同意書.*施行日と版令和6年4月1日（2024年）施行（第4版）.*記入日.*ご本人氏名印代理人.*氏名印ご本人との関係'
spoken "$papers/kihon/2024-04-01/comparison.pdf" >"$SCRATCH/spoken"
like "the comparison has both sides" "$SCRATCH/spoken" '改正後令和6年4月1日（2024年）施行（第4版）改正前令和3年10月1日（2021年）施行（第3版）'
pages=$(pdfinfo "$papers/kihon/2024-04-01/comparison.pdf" | sed -n 's/^Pages: *//p')
pdftotext "$papers/kihon/2024-04-01/comparison.pdf" "$SCRATCH/text"
is "and its heads on every page" "$(grep -c '^改正後$' "$SCRATCH/text")" "$pages"
spoken "$papers/kihon/history.pdf" >"$SCRATCH/spoken"
like "the history has both calendars and the receipt" "$SCRATCH/spoken" '第1版平成31年4月1日（2019年）作成.*記録の値（SHA-256）[0-9a-f]{64}'

# ---- the last page, and large print ----

pdftotext -f 3 -l 3 "$papers/kihon/2024-04-01/notice-a4.pdf" - | tr -d '\n ' >"$SCRATCH/text"
like "whom to ask and the code do not stand alone: two clauses go with them" "$SCRATCH/text" '3、利用者の写真を撮らないでください。.*4、訪問先の.*お問い合わせNPO法人'
pdftotext -f 2 -l 2 "$papers/kihon/history.pdf" - | tr -d '\n ' >"$SCRATCH/text"
like "nor does the receipt of a history" "$SCRATCH/text" '第2版.*第1版.*この記録の控え'
# pdftohtml counts in pixels, 1.5 a point; 12 pt is what stands in the margins, 9 pt ruby.
pdftohtml -xml -i -stdout "$papers/kihon/2024-04-01/large-print-a4.pdf" | sed -n 's/.*<fontspec .*size="\([0-9]*\)".*/\1/p' | sort -nu >"$SCRATCH/text"
is "no text of large print is smaller than 18 pt" "$(tr '\n' ' ' <"$SCRATCH/text")" "13 18 27 30 40 51 "

# Chromium tears apart what is to stay together where it has several lines, unless it is told just
# so: in each of these the end would come to stand across two pages, or on one of its own.
mkdir -p "$SCRATCH/ends/content"
echo 'site { name = "組織", base_url = "https://example.org/", tel = "03-0000-0000", address = "東京都" }' >"$SCRATCH/ends/content/site.lua"
for n in 1 2 3 4 5 6; do
  mkdir "$SCRATCH/ends/content/e$n"
  echo "policy { id = \"e$n\", title = \"方針\" }" >"$SCRATCH/ends/content/e$n/ledger.lua"
  perl -CSD -Mutf8 -e 'print "# 方針 {#a}\n\n## 1、はじめに {#b}\n\n", "個人情報の保護に努めます。\n\n" x (4 + shift), "## 2、おわりに、この方針の適用の範囲と、お問い合わせの方法についてのご案内 {#c}\n\nあ行\\\nか行\\\nさ行\\\nた行\n"' "$n" >"$SCRATCH/ends/content/e$n/policy.md"
done
exits "texts that end at several heights of a page" 0 "$KAITEI" --site "$SCRATCH/ends" --as-of 2026-11-22 print large-print --draft --size A4
wrong=
for n in 1 2 3 4 5 6; do
  file=$SCRATCH/ends/_site/office/print/e$n/draft/large-print-a4.pdf
  pages=$(pdfinfo "$file" | sed -n 's/^Pages: *//p')
  pdftotext -f "$pages" -l "$pages" "$file" - | tr -d '\n ' | grep -q '2、おわりに.*あ行か行さ行た行.*お問い合わせ組織.*電話' || wrong="$wrong e$n"
done
is "heading, last clause and contact stay together" "$wrong" ""
exits "large print on A3" 0 "$KAITEI" --site "$SCRATCH/real" --as-of 2026-11-22 print large-print --json
is "takes about half as many sheets" "$(sed -n 's/^ *"pages": \(.*\),$/\1/p' "$out" | tr '\n' ' ')" "12 7 "

# ---- the QR code ----

pdftoppm -r 150 -png -f 3 -l 3 "$papers/kihon/2024-04-01/notice-a4.pdf" "$SCRATCH/code"
is "the QR code read back" "$(zbarimg --nodbus -q --raw "$SCRATCH"/code*.png)" "https://example.org/now/kihon/2024-04-01/"
pdftotext -f 3 -l 3 "$papers/kihon/2024-04-01/notice-a4.pdf" - | tr -d '\n ' >"$SCRATCH/text"
like "and in letters below it" "$SCRATCH/text" 'https://example.org/now/kihon/2024-04-01/'

# ---- again ----

find "$papers" -type f -printf '%p %T@ %i\n' | sort >"$SCRATCH/before"
exits "nothing has changed" 0 print
like "nothing is printed" "$out" '\(0 printed, 12 unchanged, 1 as HTML alone\)'
like "what does not fit is told again" "$err" 'does not fit one page of A3 even at 11 pt, and is left out.*paper-left-out'
find "$papers" -type f -printf '%p %T@ %i\n' | sort | diff "$SCRATCH/before" - >"$SCRATCH/moved"
is "and no file is touched" "$(cat "$SCRATCH/moved")" ""
cat >"$SCRATCH/browser" <<END
#!/bin/sh
echo start >>"$SCRATCH/starts"
exec $(command -v chromium-headless-shell || command -v chromium) "\$@"
END
chmod +x "$SCRATCH/browser"
again() { KAITEI_BROWSER=$SCRATCH/browser "$KAITEI" --site "$site" --as-of 2026-11-22 --out "$SCRATCH/other" print; }
exits "elsewhere, once more" 0 again
mv "$SCRATCH/starts" "$SCRATCH/started"
is "all papers by one browser" "$(cat "$SCRATCH/started")" start
exits "and again" 0 again
not_ok "no browser is started, not even for what does not fit" test -e "$SCRATCH/starts"
rm -f "$SCRATCH/other/office/print/.state" "$papers/.state"
ok "it comes out byte for byte the same" diff -r "$papers" "$SCRATCH/other/office/print"

# ---- who runs it ----

# A browser that notes how it was started, and ends.
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s"\n' "$SCRATCH/told/arguments" >"$SCRATCH/listener"
chmod +x "$SCRATCH/listener"
listened() # USER-ID: prints as that user, a paper of an own copy of the site
{
  rm -rf "$SCRATCH/told"
  cp -a "$site" "$SCRATCH/told"
  chown -R "$1" "$SCRATCH/told" && chmod 711 "$SCRATCH"
  KAITEI_BROWSER=$SCRATCH/listener setpriv --reuid="$1" --clear-groups "$KAITEI" --site "$SCRATCH/told" \
    --as-of 2026-11-22 --out "$SCRATCH/told/out" print history
}
# Where the program lies in a folder that is closed to others, nobody else can start it.
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --clear-groups test -r "$KAITEI" -a -r themes/default/base.html; then
  exits "a browser that ends at once is a fault of the system" 3 listened 0
  ok "root's browser has no sandbox, for Chromium refuses to start there with one" grep -qxe --no-sandbox "$SCRATCH/told/arguments"
  exits "another user's as well" 3 listened 65534
  ok "it was started" grep -qx about:blank "$SCRATCH/told/arguments"
  not_ok "another user's browser keeps its sandbox" grep -qxe --no-sandbox "$SCRATCH/told/arguments"
fi

# ---- postings ----

exits "where nothing is recorded, everything is to be replaced" 0 "$KAITEI" --site "$site" --as-of 2026-11-22 status
like "the status says where" "$out" 'Notice to replace: 玄関 \(not recorded -> 2024-04-01\)'
exits "a paper is put up" 0 print --posted 玄関
is "in a commit of its own" "$(git -C "$site" -c safe.directory='*' log -1 --format=%s --name-only | tr '\n' ' ')" "Record what hangs at 玄関: kihon 2024-04-01  content/posted.lua "
exits "and known" 0 "$KAITEI" --site "$site" --as-of 2026-11-22 status
unlike "it need not be replaced" "$out" '玄関'
like "the other still" "$out" '2階 食堂'
exits "an older one is known too" 0 "$KAITEI" --site "$site" --as-of 2030-04-01 status
like "and to be replaced when the next takes effect" "$out" '玄関 \(2024-04-01 -> 2030-04-01\)'
exits "a place that is not there" 2 print --posted 裏口
like "names those that are" "$err" '玄関, 2階 食堂.*|places of site.lua: 玄関'
exits "only the register is printed again" 0 print register
like "of which something is new" "$out" 'register.pdf  1 page$'
pdftotext -layout "$papers/register.pdf" - | tr -d ' ' >"$SCRATCH/text"
like "it counts what is to be replaced" "$SCRATCH/text" '貼り替えが必要な掲示が1か所あります'

# ---- after a publication ----

cp -R "$site" "$SCRATCH/later"
ed 's/^## 2、/## 2、あらたな/' "$SCRATCH/later/content/kihon/policy.md"
exits "a revision is published" 0 "$KAITEI" --site "$SCRATCH/later" --as-of 2026-11-22 publish --yes --effective 2026-11-22 --summary 直しました。
like "the notices that it makes old are told" "$out" 'Notice to replace: 玄関 \(2024-04-01 -> 2026-11-22\)'

# ---- a draft, another day ----

exits "what was published is no draft" 1 print comparison --draft
like "which is told" "$err" 'working texts are those that are published.*paper-no-draft'
exits "also where all papers of drafts are wished" 0 print --draft
like "which is told too" "$err" 'paper-no-draft'
ed 's/^## 2、/## 2、新しい/' "$site/content/kihon/policy.md"
exits "papers of a draft" 0 print comparison --draft
pages=$(pdfinfo "$papers/kihon/draft/comparison.pdf" | sed -n 's/^Pages: *//p')
marks=0
for page in $(seq 1 "$pages"); do
  pdftotext -f "$page" -l "$page" "$papers/kihon/draft/comparison.pdf" - | tr -d ' ' | grep -qx 案 && marks=$((marks + 1))
done
is "案 stands on every page" "$marks" "$pages"
exits "papers of an older text" 0 "$KAITEI" --site "$site" --as-of 2020-01-01 print notice --size A4
like "in a folder of their own" "$out" 'kihon/2019-04-01/notice-a4.pdf'

# ---- hard texts ----

mkdir -p "$SCRATCH/hard/content/long" "$SCRATCH/hard/content/odd"
cat >"$SCRATCH/hard/content/site.lua" <<END
site { name = "組織", base_url = "https://example.org/" }
END
echo 'policy { id = "long", title = "長い方針" }' >"$SCRATCH/hard/content/long/ledger.lua"
echo 'policy { id = "odd", title = "変わった方針" }' >"$SCRATCH/hard/content/odd/ledger.lua"
perl -CSD -Mutf8 -e 'print "# 長い方針 {#a}\n\n"; for my $i (1 .. 210) { print "## ${i}、項目その$i {#c$i}\n\n", "個人情報を適切に取り扱います。" x 12, "\n\n" }' >"$SCRATCH/hard/content/long/policy.md"
hard() { "$KAITEI" --site "$SCRATCH/hard" --as-of 2026-11-22 print "$@"; }
exits "a paper of more than 60 pages" 0 hard large-print long --draft --size A4
pages=$(pdfinfo "$SCRATCH/hard/_site/office/print/long/draft/large-print-a4.pdf" | sed -n 's/^Pages: *//p')
ok "is as long as that" test "$pages" -ge 60
sed 1d "$SCRATCH/hard/content/long/policy.md" >"$SCRATCH/long.md" # its only part's heading is the paper's own
pdftotext -layout "$SCRATCH/hard/_site/office/print/long/draft/large-print-a4.pdf" "$SCRATCH/text"
is "no page's number is broken" "$(grep -c "[0-9] / $pages ページ\$" "$SCRATCH/text")" "$pages"
ok "and says what its source says" holds "$SCRATCH/hard/_site/office/print/long/draft/large-print-a4.pdf" "$SCRATCH/long.md"
exits "a poster that does not fit, asked for by name" 1 hard poster long --draft
like "is a fault" "$err" 'paper-does-not-fit'
printf '# 短い方針 {#a}\n\n## 一つだけ {#b}\n\nお預かりした情報を守ります。\n' >"$SCRATCH/long.short"
cp "$SCRATCH/hard/content/long/policy.md" "$SCRATCH/long.kept"
cp "$SCRATCH/long.short" "$SCRATCH/hard/content/long/policy.md"
exits "a poster of very little" 0 hard poster long --draft
like "is printed, and the empty part of the sheet told" "$err" 'leaves part of its A3 empty even at [0-9]+ pt.*paper-sparse'
mv "$SCRATCH/long.kept" "$SCRATCH/hard/content/long/policy.md"

word=$(perl -e 'print "https://example.org/" . "abcdefghij" x 30')
cat >"$SCRATCH/hard/content/odd/policy.md" <<END
# 変わった方針 {#a}

長い語 $word と、{漢字|かんじ}。「ゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっゃゅょっ」

| 項目 | 説明 |
|---|---|
| $word | 説明 |
END
exits "long words, ruby, small kana, a table" 0 hard notice odd --draft --size A4
pdftotext -bbox "$SCRATCH/hard/_site/office/print/odd/draft/notice-a4.pdf" "$SCRATCH/boxes"
is "nothing runs out of the page's margins" "$(sed -n 's/.*xMax="\([0-9]*\).*/\1/p' "$SCRATCH/boxes" | sort -n | tail -n 1 | awk '{ print ($1 <= 540) }')" 1
printf '\n名前は\356\200\200です。\n' >>"$SCRATCH/hard/content/odd/policy.md"
exits "a character that no font has" 1 hard notice odd --draft --size A4
like "is told, with its line" "$err" 'content/odd/policy.md:9:.*U\+E000'
ok "and leaves no PDF" test ! -e "$SCRATCH/hard/_site/office/print/odd/draft/notice-a4.pdf"

# ---- a theme of the site's own ----

mkdir -p "$SCRATCH/hard/theme/print"
echo '<p class="contact">特別な窓口</p>' >"$SCRATCH/hard/theme/print/part-contact.html"
exits "a site replaces a piece of a paper" 0 hard notice long --draft --size A4
pdftotext "$SCRATCH/hard/_site/office/print/long/draft/notice-a4.pdf" "$SCRATCH/text"
like "and it is there" "$SCRATCH/text" '特別な窓口'
echo '<p class="contact"><img alt="地図" src="map.png" /></p>' >"$SCRATCH/hard/theme/print/part-contact.html"
exits "a picture that is not there" 1 hard notice long --draft --size A4
like "is told of the paper that stays, not of the browser's copy" "$err" '^office/print/long/draft/notice-a4.html: .* file map.png,'
echo '<% oops' >"$SCRATCH/hard/theme/print/part-contact.html"
exits "a template at fault" 1 hard notice long --draft --size A4
like "is named" "$err" 'theme/print/part-contact.html:1:'

# ---- what goes wrong ----

exits "no such paper" 2 print notise
like "is told as one" "$err" 'there is no paper "notise".*paper-unknown'
like "names those that are" "$err" 'notice, large-print, poster, handout, comparison, history, register'
exits "no such size" 2 print handout --size A3
exits "no such part" 2 print notice --part nobody
like "is told, with those that are" "$err" 'kihon has no part "nobody".*paper-part'
exits "no such policy" 2 print notice nothing
exits "no parts of a history" 2 print history --part kihon
exits "nor a draft of it" 2 print history --draft
like "which is told" "$err" 'is not made of a draft'

mkdir "$SCRATCH/bin"
for name in git sh; do ln -s "$(command -v $name)" "$SCRATCH/bin/$name"; done
mv "$papers/kihon/2024-04-01/handout.html" "$SCRATCH/handout.html"
status=0
PATH=$SCRATCH/bin "$KAITEI" --site "$site" --as-of 2026-11-22 print >"$out" 2>"$err" || status=$?
is "without a browser: a fault of the system" "$status" 3
like "that names the package" "$err" 'apt-get install chromium-headless-shell'
ok "and every HTML paper is there" diff "$SCRATCH/handout.html" "$papers/kihon/2024-04-01/handout.html"
is "but no PDF that may be of another text" "$(find "$papers" -name '*.pdf' -path '*2024-04-01*' | wc -l)" 0

user=
[ "$(id -u)" -eq 0 ] || user=--map-root-user
cat >"$SCRATCH/full.sh" <<END
mount -t tmpfs -o size=400k tmpfs "$SCRATCH/disk" || exit 77
"$KAITEI" --site "$site" --as-of 2026-11-22 --out "$SCRATCH/disk/out" print
echo \$? >"$SCRATCH/full.status"
find "$SCRATCH/disk/out/office" -name '*.pdf' 2>/dev/null | wc -l >"$SCRATCH/full.count"
END
mkdir "$SCRATCH/disk"
run unshare $user --mount sh "$SCRATCH/full.sh"
if [ $status -eq 77 ]; then
  test_count=$((test_count + 1))
  echo "ok $test_count - a full disk # SKIP no disk may be mounted here"
else
  is "a full disk is a fault of the system" "$(cat "$SCRATCH/full.status")" 3
  like "that is told" "$err" 'the disk is full.*disk-full'
  is "and nothing is delivered" "$(cat "$SCRATCH/full.count")" 0
fi

# ---- how they look ----

exits "the papers once more, for their looks" 0 print
mkdir "$SCRATCH/looks"
for name in 2024-04-01/notice-a4 2024-04-01/large-print-a4 2024-04-01/handout 2024-04-01/comparison history; do
  pdftoppm -r 14 -gray "$papers/kihon/$name.pdf" "$SCRATCH/looks/$(basename "$name")"
done
pdftoppm -r 14 -gray "$papers/register.pdf" "$SCRATCH/looks/register"
pdftoppm -r 14 -gray "$SCRATCH/real/_site/office/print/privacy/2018-12-01/poster-basic.pdf" "$SCRATCH/looks/poster"
same_looks() { node tests/tools/look.mjs tests/golden/papers "$1"; }
if same_looks "$SCRATCH/looks"; then pass "they look as they did"; else golden "they look as they did" tests/golden/papers "$SCRATCH/looks"; fi
cp -R "$SCRATCH/looks" "$SCRATCH/spoiled"
cp "$SCRATCH/looks/notice-a4-2.pgm" "$SCRATCH/spoiled/notice-a4-1.pgm"
not_ok "found: a page that looks different" same_looks "$SCRATCH/spoiled"

done_testing
