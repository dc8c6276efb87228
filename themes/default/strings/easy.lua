-- やさしい日本語 (plain Japanese). What is not here is taken from ja.lua.

strings {
  language = { name = "やさしい日本語" },
  edition = {
    authority = "これは、わかりやすく書きなおした文です。正しい文は、もとの日本語の文です。",
    to_authority = "もとの文を読む",
    older = "この文は、{date}の文をわかりやすくしたものです。そのあと、もとの文が変わりました。",
  },
  toc = { title = "この文の内容" },
  superseded = {
    note = "これは前の文です。今は使っていません。",
    ["until"] = "{date}まで使いました。",
    go = "今の文を読む",
  },
  scheduled = {
    note = "これは新しい文です。{date}から使います。",
    coming = "{date}から、新しい文に変わります。",
    go = "新しい文を読む",
  },
  training = {
    all = "研修の一覧",
    for_year = "年度",
    minutes_label = "読む時間",
    minutes = "{minutes}分くらい",
    due = "いつまで",
    quiz = "確認の問題",
    quiz_text = "読んだら、{draw}個の問題に答えます。{pass}パーセント以上 正しければ、合格です。",
    quiz_where = "問題は、事務所の研修の画面（kaitei serve）か、紙で答えます。このページでは答えられません。",
  },
  paper = {
    quiz = {
      how = "問題は{count}個です。答えは、べつの紙（解答用紙）に書いてください。",
      multi = "ぜんぶえらぶ",
      name = "なまえ",
      date = "きょうの日",
      sheet_how = "正しいと思う答えの□に、○を1つ書いてください。",
      sheet_multi = "「ぜんぶえらぶ」の問題は、正しいと思う答えのぜんぶに○を書きます。",
      sheet_mend = "まちがえたら、その○に線を2本ひいて、もう一度書いてください。",
    },
  },
}
