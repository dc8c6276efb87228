-- How a person asks for what the law gives a right to: 個人情報保護法 第32条第1項第3号.

rule {
  id = "requests",
  title = "開示・訂正・利用停止などの求め方", title_en = "How to ask for disclosure, correction and cessation",
  source = "個人情報保護法 第32条第1項第3号", source_en = "Act on the Protection of Personal Information, art. 32(1)(iii)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "平成17年4月1日",
  look_for = {
    "開示 請求|求め|手続|申出|申し出|申込|連絡|問い合わせ|問合せ",
    "訂正 請求|求め|手続|申出|申し出|申込|連絡|問い合わせ|問合せ",
    "利用停止|利用の停止|消去|使用停止 請求|求め|手続|申出|申し出|申込|連絡|問い合わせ|問合せ",
  },
  at_least = 3,
  advice = "開示、訂正等、利用停止等を、どこに、どのように求めればよいかを書きます。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "Tell where and how to ask for disclosure, correction and cessation of use. To answer without delay when asked also suffices.",
}

rule {
  id = "purpose-notice",
  title = "利用目的の通知の求め方", title_en = "How to ask to be told the purposes of use",
  source = "個人情報保護法 第32条第1項第3号（同条第2項の求め）",
  source_en = "Act on the Protection of Personal Information, art. 32(1)(iii), on the request of art. 32(2)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "平成17年4月1日",
  look_for = { "利用目的の通知|利用目的を通知|利用目的の開示" },
  advice = "自分のデータが何に使われるのかを知らせるよう求める方法も書きます。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "Tell also how to ask what one's own data are used for. To answer without delay when asked also suffices.",
}

rule {
  id = "fees",
  title = "開示などの手数料", title_en = "Fees for disclosure",
  source = "個人情報保護法 第32条第1項第3号", source_en = "Act on the Protection of Personal Information, art. 32(1)(iii)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "平成17年4月1日",
  look_for = { "手数料", "開示 実費|無料|費用" },
  advice = "手数料を定めているなら、その額を書きます。定めていなければ書かなくてもかまいませんが、無料と分かれば尋ねやすくなります。",
  advice_en = "Where a fee is set, give its amount. Where none is, nothing need be said, but to read that it is free makes asking easier.",
}
