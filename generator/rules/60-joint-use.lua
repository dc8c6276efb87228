-- Joint use, only where the policy speaks of it: 個人情報保護法 第27条第5項第3号.
-- The article as it is now was not read; the commission's answers 7-51 and 14-18 on it were
-- (www.ppc.go.jp/all_faq_index/faq1-q7-51, faq1-q14-18), which name the items below.

rule {
  id = "joint-use",
  title = "共同利用の項目・範囲・目的・責任者", title_en = "Joint use: which data, by whom, what for, who answers for them",
  source = "個人情報保護法 第27条第5項第3号", source_en = "Act on the Protection of Personal Information, art. 27(5)(iii)",
  since = "平成17年4月1日",
  when = { "共同利用|共同して利用" },
  unless = { "共同利用は行いません|共同利用は行っていません|共同利用はいたしません|共同利用はしません|共同利用することはありません" },
  look_for = {
    "共同利用|共同して利用 項目",
    "共同利用|共同して利用 範囲|共同利用者|共同して利用する者",
    "共同利用|共同して利用 目的",
    "共同利用|共同して利用 責任",
  },
  at_least = 4,
  advice = "共同利用をするなら、その旨のほかに、データの項目、利用する者の範囲、利用目的、管理の責任者を、利用を始める前に知らせます。",
  advice_en = "Where data are used jointly, tell that, which data, by whom, what for, and who answers for them, before it begins.",
}

rule {
  id = "joint-use-address",
  title = "共同利用の責任者の住所と代表者", title_en = "Joint use: address and representative of who answers for the data",
  source = "個人情報保護法 第27条第5項第3号", source_en = "Act on the Protection of Personal Information, art. 27(5)(iii)",
  since = "令和4年4月1日",
  when = { "共同利用|共同して利用" },
  unless = { "共同利用は行いません|共同利用は行っていません|共同利用はいたしません|共同利用はしません|共同利用することはありません" },
  look_for = {
    "共同利用|共同して利用 責任 @address|〒|住所|所在地",
    "共同利用|共同して利用 責任 代表者|代表理事|理事長|会長|代表取締役|代表社員|代表役員|代表:",
  },
  at_least = 2,
  advice = "管理の責任者については、住所と、法人なら代表者の氏名も知らせます。",
  advice_en = "Of who answers for the data, tell the address too, and a legal person's representative.",
}
