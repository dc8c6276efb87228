policy { id = "kihon", title = "個人情報の基本方針" }

revision { effective = "令和6年4月1日", change = "作成" }
text     { of = "2024-04-01", lang = "ja", blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", provenance = "original" }
revision { effective = "令和7年4月1日", change = "一部変更" }
text     { of = "2025-04-01", lang = "ja", blob = "0123456789abcdef0123456789abcdef01234567", provenance = "original" }
text     { of = "2025-04-01", lang = "en", blob = "89abcdef0123456789abcdef0123456789abcdef", provenance = "original" }
