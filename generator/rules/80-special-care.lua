-- Illness, disability and the like, which care providers cannot do without: 個人情報保護法 第20条第2項.
-- Read of it: the article as it was numbered before 2022 (第17条第2項), and the commission's answer
-- 2-4 on care providers (www.ppc.go.jp/all_faq_index/faq3-q2-4); not the article as it is now.

rule {
  id = "special-care",
  title = "要配慮個人情報（病歴・障害など）の扱い", title_en = "Special-care information (illness, disability and the like)",
  source = "個人情報保護法 第20条第2項", source_en = "Act on the Protection of Personal Information, art. 20(2)",
  since = "平成29年5月30日",
  look_for = { "要配慮個人情報|要配慮情報", "病歴|障害の|心身の状況|健康状態|健康診断 同意" },
  advice = "介護では、病歴や障害などの要配慮個人情報を扱います。受け取るには原則として本人の同意が要ります。方針に書くことまでは条文にありませんが、どう同意を得て、どう扱うかを書いておくと確かです。",
  advice_en = "Care deals with special-care information such as illness and disability, and as a rule needs consent to take it. The article does not ask that the policy say so; to tell how consent is had and the data are handled is the safe way.",
}
