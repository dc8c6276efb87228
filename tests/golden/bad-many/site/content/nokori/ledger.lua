policy { id = "nokori", titel = "個人情報の基本方針" }

revision { efective = "令和6年4月1日", change = "作成" }
revision { effective = "令和7年4月1日", change = "一部の変更", colour = "red" }
revison  { effective = "令和8年4月1日", change = "一部変更" }
revision { effective = 20250401, change = "一部変更", retrain = "yes", "名前のない値" }
text     { of = "2024-04-01", lang = "ja", blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", provenance = "original" }
text     { of = "2024-4-1", lang = "日本語", blob = "abc", provenance = "paper" }
cancel   { of = "2030-04-01" }
