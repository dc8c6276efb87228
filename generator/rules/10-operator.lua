-- Who handles the data: 個人情報保護法 第32条第1項第1号. See README.md.

rule {
  id = "name",
  title = "事業者の名称", title_en = "The organisation's name",
  source = "個人情報保護法 第32条第1項第1号", source_en = "Act on the Protection of Personal Information, art. 32(1)(i)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "平成17年4月1日",
  look_for = { "@name" },
  advice = "サイトの設定にある団体の名称が、方針の文章に見当たりません。正式な名称を書きます。",
  advice_en = "The name in site.lua is not in the text. Give the organisation's full name.",
}

rule {
  id = "address",
  title = "事業者の住所", title_en = "The organisation's address",
  source = "個人情報保護法 第32条第1項第1号", source_en = "Act on the Protection of Personal Information, art. 32(1)(i)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "令和4年4月1日",
  look_for = { "@address", "〒", "所在地" },
  advice = "事業者の住所を書きます。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "Give the organisation's address. To answer without delay when asked also suffices.",
}

rule {
  id = "representative",
  title = "代表者の氏名", title_en = "The representative's name",
  source = "個人情報保護法 第32条第1項第1号", source_en = "Act on the Protection of Personal Information, art. 32(1)(i)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "令和4年4月1日",
  look_for = { "代表者|代表理事|理事長|会長|代表取締役|代表社員|代表役員|代表:" },
  advice = "法人は、代表者の氏名も本人が知ることのできるようにします。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "A legal person makes its representative's name known as well. To answer without delay when asked also suffices.",
}
