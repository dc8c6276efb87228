-- From when the text is. No law that we know of asks for it.

rule {
  id = "dates",
  title = "制定・改定の日", title_en = "The date of revision",
  source = "いつの文章かを示す慣行（定めた法令は見つけていません）", source_en = "the custom that a text tells from when it is; no law was found",
  page = "effective",
  look_for = { "制定|改定|改訂|改正|施行|作成 年 月 日" },
  advice = "いつからの文章かを書きます。",
  advice_en = "Tell from when the text is.",
}
