policy { id = "kihon", title = "個人情報の基本方針" }

revision { effective = "令和6年4月1日", change = "作成" }
approval { blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", by = "理事会", on = "令和6年3月1日" }
approval { blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", by = "理事会", on = "令和6年3月1日", to = "withdraw", of = "2024-04-01" }
approval { blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", by = "理事会", on = "令和6年3月1日", to = "delete" }
approval { blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", by = "理事会", on = "令和6年3月1日", to = "cancel", of = "2024-4-1" }
approval { blob = "2d534d7ce8b8937e1d5a8796772b46d44a11fc89", by = "理事会", on = "令和6年3月1日", to = "cancel" }
approval { blob = "2d53", by = "理事会", on = "令和6年3月32日" }
