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
  -- Readings, for all who begin anywhere: of what is shown on lessons and papers alone.
  training = {
    all = "{研修|けんしゅう}の{一覧|いちらん}",
    for_year = "{年度|ねんど}",
    minutes_label = "{読|よ}む{時間|じかん}",
    minutes = "{minutes}分くらい",
    due = "いつまで",
    quiz = "{確認|かくにん}の{問題|もんだい}",
    quiz_text = "{読|よ}んだら、{draw}{個|こ}の{問題|もんだい}に{答|こた}えます。{pass}パーセント{以上|いじょう}{正|ただ}しければ、{合格|ごうかく}です。",
    quiz_where = "{問題|もんだい}は、{事務所|じむしょ}の{研修|けんしゅう}の{画面|がめん}か、{紙|かみ}で{答|こた}えます。このページでは{答|こた}えられません。",
  },
  paper = {
    quiz = {
      number = "{番号|ばんごう}",
      how = "{問題|もんだい}は{count}{個|こ}です。{答|こた}えは、{別|べつ}の{紙|かみ}（{解答用紙|かいとうようし}）に{書|か}いてください。",
      question = "{問|もん}{number}",
      multi = "{全部|ぜんぶ}{選|えら}ぶ",
      sheet = "{解答用紙|かいとうようし}",
      name = "{名前|なまえ}",
      date = "{今日|きょう}の{日|ひ}",
      date_blank = "{年|ねん}　　　　{月|がつ}　　　　{日|にち}",
      sheet_how = "{正|ただ}しいと{思|おも}う{答|こた}えの□に、○を{一|ひと}つ{書|か}いてください。",
      sheet_multi = "「{全部|ぜんぶ}{選|えら}ぶ」の{問題|もんだい}は、{正|ただ}しいと{思|おも}う{答|こた}えの{全部|ぜんぶ}に○を{書|か}きます。",
      sheet_mend = "まちがえたら、その○に{線|せん}を{二本|にほん}{引|ひ}いて、もう{一度|いちど}{書|か}いてください。",
      sheet_caption = "{答|こた}えを{書|か}くところ",
      sheet_question = "{問題|もんだい}",
      sheet_answer = "{答|こた}え",
    },
  },
}
