-- The measures taken to keep the data safe, beyond a word that they are: 施行令 第10条第1号.
-- Read of it: 法 第32条第1項第4号, which leads there, and 第23条; not the Cabinet Order itself, nor the
-- commission's guideline (通則編), which is known to divide the measures into these four kinds and more.

rule {
  id = "safety",
  title = "安全管理のために講じた措置", title_en = "Measures taken to keep the data safe",
  source = "個人情報保護法 第32条第1項第4号、同施行令 第10条第1号",
  source_en = "Act on the Protection of Personal Information, art. 32(1)(iv); its Cabinet Order, art. 10(i)",
  since = "令和4年4月1日",
  -- What is really done. The words 組織的, 人的, 物理的, 技術的 alone are a formula, and so are 盗難 and 不正アクセス.
  look_for = {
    "安全管理|安全対策|セキュリティ|漏えい|漏洩 責任者|取扱規程|管理規程|取扱規則|点検|監査",
    "安全管理|安全対策|セキュリティ|漏えい|漏洩 教育|研修|訓練|誓約|就業規則",
    "安全管理|安全対策|セキュリティ|漏えい|漏洩 施錠|鍵の|鍵付|入退室|持ち出し|持出し|持ち運|シュレッダー|溶解",
    "安全管理|安全対策|セキュリティ|漏えい|漏洩 アクセス制御|アクセス権|パスワード|暗号化|ウイルス|不正ソフトウェア|ファイアウォール",
  },
  at_least = 4,
  advice = "「ガイドラインに沿って安全に管理します」だけでなく、実際にしていることを、組織（責任者・規程）、人（研修）、物（施錠・持ち出し）、技術（アクセス権・パスワード）に分けて書きます。書くとかえって危なくなることは、書かなくてかまいません。求められたときに遅滞なく答えるのでも足ります。",
  advice_en = "Beyond \"we follow the guideline\", tell what is really done: organisation (who answers for it, rules), people (training), things (locks, what is carried out), technology (access, passwords). What would be unsafe to tell need not be told. To answer without delay when asked also suffices.",
}
