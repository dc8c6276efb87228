-- Where to complain: 施行令 第10条第2号, which was not read; 法 第32条第1項第4号, which leads there, was.

rule {
  id = "complaints",
  title = "苦情の申出先", title_en = "Where to complain",
  source = "個人情報保護法 第32条第1項第4号、同施行令 第10条第2号",
  source_en = "Act on the Protection of Personal Information, art. 32(1)(iv); its Cabinet Order, art. 10(ii)",
  since = "平成17年4月1日",
  look_for = { "苦情 窓口|申出|申し出|連絡|電話|問い合わせ|問合せ|受付|受け付け" },
  advice = "個人情報の取り扱いについての苦情を、どこに申し出ればよいかを書きます。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "Tell where to complain of how personal data are handled. To answer without delay when asked also suffices.",
}
