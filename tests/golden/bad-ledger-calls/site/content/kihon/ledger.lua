policy { id = "kihon", title = "個人情報の基本方針" }
os.execute("touch pwned")
revision { effective = os.date("%Y-%m-%d"), change = "作成" }
revision { effective = today, change = "作成" }
require("socket")
x = 1
revision("令和6年4月1日")
