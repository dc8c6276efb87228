policy { id = "kihon", title = "個人情報の基本方針" }

revision { effective = "令和6年4月1日", change = "作成" }
text     { of = "2024-04-01", lang = "ja", blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", provenance = "original" }
revision { effective = "令和7年2月30日", change = "一部変更" }
revision { effective = "令和7年13月1日", change = "一部変更" }
revision { effective = "2023-02-29", change = "一部変更" }
revision { effective = "来年の春", change = "一部変更" }
revision { effective = "令和8年4月", change = "一部変更" }
revision { effective = "平成元年（1990年）4月1日", change = "一部変更" }
revision { effective = "明治5年1月1日", change = "一部変更" }
revision { effective = "令和9年4月1日", decided = "令和9年4月31日", change = "一部変更" }
