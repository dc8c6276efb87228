local t = { effective = "令和6年4月1日", change = "作成" }
t.summary = t
policy { id = "kihon", title = "個人情報の基本方針" }
revision(t)
