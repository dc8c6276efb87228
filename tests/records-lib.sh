# What the tests of the records' commands share: a site with a module whose questions are confirmed for 1 May 2026, and a
# store. After  . tests/lib.sh
site=$SCRATCH/site module=2026-privacy
kaitei() { "$KAITEI" --site "$site" "$@"; }
# value FILE EXPRESSION: of the JSON in FILE
value() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); console.log(eval(process.argv[2]))' "$1" "$2"; }

begin_site()
{
  cp -R tests/fixture/training "$site"
  kaitei confirm --as-of 2026-05-01 --yes $module >/dev/null 2>&1 || give_up "nothing could be confirmed"
}

begin_records()
{
  begin_site
  kaitei records init --as-of 2026-05-01 >/dev/null 2>&1 || give_up "no records could be made"
}

# begin_roster: 山田 (1, 訪問), 佐藤 (2, デイ), 鈴木 (3, 事務)
begin_roster()
{
  printf '職員番号,氏名,ふりがな,事業所,職種,グループ,入職日\r\n1,山田 花子,やまだ はなこ,本部,ヘルパー,訪問,2020/4/1\r\n2,佐藤 太郎,さとう たろう,デイ,ヘルパー,デイ,令和3年4月1日\r\n3,鈴木 一郎,すずき いちろう,本部,事務,事務,2022-04-01\r\n' >"$SCRATCH/roster.csv"
  kaitei staff import --yes "$SCRATCH/roster.csv" >/dev/null 2>&1 || give_up "no roster could be imported"
}
