policy { id = "kihon", title = "個人情報の基本方針" }
while true do
  revision { effective = "令和6年4月1日", change = "作成" }
end
