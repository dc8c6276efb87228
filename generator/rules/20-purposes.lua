-- What the data are used for: 個人情報保護法 第32条第1項第2号.

rule {
  id = "purposes",
  title = "利用目的", title_en = "Purposes of use",
  source = "個人情報保護法 第32条第1項第2号", source_en = "Act on the Protection of Personal Information, art. 32(1)(ii)",
  confirmed = "条文を引用しているウェブページ（esora-law.com/law/jouhou/airing）を読みました。いつの時点の条文かは書かれていません。",
  confirmed_en = "esora-law.com/law/jouhou/airing, a quotation that does not say as of when",
  since = "平成17年4月1日",
  look_for = {
    "#利用目的",
    "利用目的は|次の目的|以下の目的|下記の目的|次に掲げる目的",
    "目的で利用します|目的に利用します|ために利用します",
  },
  advice = "持っている個人データのすべてについて、何に使うのかを並べて書きます。「利用目的の範囲で使います」だけでは、目的が分かりません。",
  advice_en = "List what all the personal data that are held are used for. \"We keep to the purposes\" does not tell them.",
}
