#!/bin/sh
# kaitei staff: the roster from CSV in both encodings, shown, changed, left, erased; slips; both languages.
. tests/lib.sh
. tests/records-lib.sh
export LC_ALL=C.UTF-8

# --- without records ------------------------------------------------------------------------------
begin_site
exits "no records yet" 1 kaitei staff
like "no records yet: what to do" "$err" 'kaitei records init'
exits "no records yet, in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" staff
like "no records yet: 作り方" "$err" 'kaitei records init で作ります'
kaitei records init >/dev/null 2>&1

# --- the roster as a file ---------------------------------------------------------------------------
printf '職員番号,氏名,フリガナ,事業所,職種,グループ,入職日,メモ\r\n1,山田 花子,ヤマダ,本部,ヘルパー,訪問,2020/4/1,x\r\n2,"佐藤, 太郎",サトウ,デイ,ヘルパー,"訪問、デイ",令和3年4月1日,\r\n' >"$SCRATCH/u.csv"
iconv -f UTF-8 -t CP932 "$SCRATCH/u.csv" >"$SCRATCH/s.csv"
exits "a preview" 0 kaitei staff import --preview "$SCRATCH/s.csv"
like "a preview: what would be" "$out" '^2 to add, 0 to change, 0 as they are'
like "a preview: a column that is passed over" "$out" 'passed over: メモ'
exits "a preview changes nothing" 0 kaitei staff
like "a preview changes nothing: so" "$out" 'Nobody'
exits "without an answer nothing is done" 2 kaitei staff import "$SCRATCH/s.csv"
exits "imported from Shift_JIS" 0 kaitei staff import --yes "$SCRATCH/s.csv"
exits "the roster as JSON" 0 kaitei --json staff
is "two people" "$(value "$out" 'd.length')" 2
is "a name with a comma in it" "$(value "$out" 'd.find(p => p.number === "2").name')" '佐藤, 太郎'
is "groups, sorted" "$(value "$out" 'd.find(p => p.number === "2").groups')" 'デイ 訪問'
is "a day in the Japanese calendar" "$(value "$out" 'd.find(p => p.number === "2").joined')" 2021-04-01
printf '\357\273\277' | cat - "$SCRATCH/u.csv" >"$SCRATCH/b.csv"
exits "the same in UTF-8 with a BOM" 0 kaitei --json staff import --yes "$SCRATCH/b.csv"
is "the same: all as they are" "$(value "$out" '[d.added, d.changed, d.same, d.missing, d.done].join()')" '0,0,2,0,false'
printf '番号\t氏名\n1\t山田 花子\n' >"$SCRATCH/t.csv"
exits "one is missing in the file" 0 kaitei staff import --yes "$SCRATCH/t.csv"
like "one is missing: told" "$out" '1 not in the file \(they stay\)'
is "one is missing: nobody is deleted" "$(kaitei --json staff | grep -c number)" 2

bad() { printf "$2" >"$SCRATCH/bad.csv"; exits "$1" 1 kaitei staff import --yes "$SCRATCH/bad.csv"; like "$1: so" "$err" "$3"; }
bad "without the column of numbers" '氏名\n山田\n' 'bad.csv:1: .*no column 職員番号'
bad "a number twice" '番号,氏名\n5,a\n5,b\n' 'bad.csv:3: .*number 5 stands twice'
bad "a day that is none" '番号,氏名,入職日\n5,a,2026/2/30\n' 'bad.csv:2: .*2026/2/30'
bad "an open quotation mark" '番号,氏名\n5,"a\n' 'bad.csv:2: .*quotation'
bad "no text at all" '\377\376\001' 'neither'
bad "nothing" '' 'empty'
exits "a fault in Japanese" 1 env LC_ALL=ja_JP.UTF-8 "$KAITEI" --site "$site" staff import --yes "$SCRATCH/bad.csv"
like "a fault in Japanese: so" "$err" '名簿に何も書かれていません'
is "nothing bad was taken" "$(kaitei --json staff | grep -c number)" 2
exits "a file that is not there" 1 kaitei staff import "$SCRATCH/none.csv"

# --- one at a time ------------------------------------------------------------------------------------
exits "added" 0 kaitei --json staff add --number 3 --name '鈴木 一郎' --at 本部 --role 事務 --groups 事務
exits "a number that is taken" 1 kaitei staff add --number 3 --name x
exits "without a name" 1 kaitei staff add --number 4
exits "changed, by name" 0 kaitei staff change 鈴木一郎 --at デイ --lang easy
is "changed: so" "$(kaitei --json staff | tee "$SCRATCH/l" >/dev/null; value "$SCRATCH/l" 'd.find(p => p.number === "3").site + d.find(p => p.number === "3").lang')" 'デイeasy'
exits "nobody of that name" 1 kaitei staff change だれか --at デイ
exits "a language that is none" 1 kaitei staff change 3 --lang fr
exits "a day that is none" 2 kaitei staff change 3 --joined いつか
exits "shown" 0 kaitei staff show 1 --as-of 2026-05-02
like "shown: what is asked" "$out" '2026-privacy +due +2026-06-30'
like "shown: what happened, and by whom" "$out" 'staff.added +cli:'
exits "a slip" 0 kaitei --json staff slip 1
is "a slip: its code" "$(value "$out" '/^[2-9A-HJKMNP-Z]{12}$/.test(d.code)')" true
code=$(value "$out" d.code)
not_ok "a slip: its code is nowhere in the store" grep -aq "$code" "$site/_records/store.db"

# --- left, erased -------------------------------------------------------------------------------------
exits "nobody is erased who is here" 1 kaitei staff erase 3 --rule request --why 求めにより --yes
exits "left" 0 kaitei staff leave 3 2026-04-30
is "left: no longer on the list" "$(kaitei --json staff | grep -c number)" 2
is "left: on the list of all" "$(kaitei --json staff --left | grep -c number)" 3
exits "returned" 0 kaitei staff return 3
exits "left again" 0 kaitei staff leave 3 2020-04-30
exits "no rule, nobody is due" 0 kaitei staff due
like "no rule: told" "$err" 'retention-none'
exits "no rule: not erased" 2 kaitei staff erase 3 --yes
echo 'retention { id = "leavers", years = 5, from = "left", reason = "就業規則" }' >"$site/content/records.lua"
exits "due by the rule" 0 kaitei --json staff due --as-of 2026-05-01
is "due by the rule: since" "$(value "$out" 'd[0].number + d[0].since + d[0].rule')" 32025-05-01leavers
exits "erased by the rule" 0 kaitei staff erase 3 --yes --why 保存期間の満了 --as-of 2026-05-01
is "erased: gone from the list of all" "$(kaitei --json staff --left | grep -c number)" 2
not_ok "erased: gone from the file" grep -aq '鈴木' "$site/_records/store.db"
exits "erased: the records hold" 0 kaitei records verify
echo 'retention { id = "x", years = 0, from = "left", reason = "y" }' >"$site/content/records.lua"
exits "a rule that is none" 1 kaitei staff due
like "a rule that is none: where" "$err" '^content/records.lua:1: '

# --- the command line ---------------------------------------------------------------------------------
exits "a verb that is none" 2 kaitei staff frob
like "a verb that is none: which there are" "$err" 'list, show, add'
exits "too few" 2 kaitei staff show
exits "too many" 2 kaitei staff show 1 2
exits "another store" 1 kaitei staff --store "$SCRATCH/none.db"
exits "a store that is none" 1 kaitei staff --store "$SCRATCH/u.csv"
exits "as CSV" 0 kaitei staff --csv
is "as CSV: begins as Excel wants it" "$(head -c 3 "$out" | od -An -tx1 | tr -d ' ')" efbbbf
done_testing
