policy { id = "kihon", title = "個人情報の基本方針" }

revision { effective = "平成31年5月1日", change = "作成" }
revision { effective = "昭和64年1月8日", change = "一部変更" }
revision { effective = "令和元年4月30日", change = "一部変更" }
revision { effective = "平成元年1月7日", change = "一部変更" }
revision { effective = "大正15年12月26日", change = "一部変更" }
