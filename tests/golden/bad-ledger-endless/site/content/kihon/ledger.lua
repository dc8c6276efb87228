policy { id = "kihon", title = "個人情報の基本方針" }
while true do end
