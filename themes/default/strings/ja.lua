-- The words that pages show. {name} is filled in by the template.
-- A site's own theme/strings/ja.lua need hold only the words that it changes.

strings {
  gap = "", -- between two sentences
  skip = "本文へ進む",
  language = { name = "日本語" },
  anchor = { label = "この項目へのリンク" },

  nav = {
    policies = "方針",
    site = "このサイトについて",
    languages = "ほかの言葉で読む",
  },

  contact = {
    postal = "〒{code}",
    tel = "電話",
    fax = "FAX",
    email = "メール",
    hours = "受付時間",
  },

  feed = {
    policy = "{title}の改定",
    site = "{name}：方針の改定",
    entry = "{title}　{date}施行（{change}）",
    comparison = "新旧対照表",
  },

  unpublished = {
    title = "まだ公開された版がありません。",
    text = "最初の版が公開されると、ここでお読みいただけます。",
  },

  state = {
    ["in-force"] = "現行",
    scheduled = "施行予定",
    superseded = "以前の版",
    cancelled = "取消し",
    withdrawn = "廃止",
    draft = "案", -- of a working text, on the manager's screen alone
  },

  draft = {
    note = "下書き — まだ発行していません",
    effective = "まだ決まっていません",
  },

  status = {
    line = "{date}施行（第{number}版）",
    -- The same in its two halves, each of which stays on one line where it fits.
    since = "{date}施行",
    which = "（第{number}版）",
    unnumbered = "{date}施行とされていた版",
  },

  change = {
    created = "作成",
    partial = "一部変更",
    full = "全部変更",
    erratum = "正誤（誤りの訂正）",
    withdrawn = "廃止",
  },

  provenance = {
    original = "原本の電子データ",
    copy = "写し",
    reconstructed = "ほかの資料から復元したもの",
  },

  -- What browsers and search engines show.
  title = {
    training = "研修",
    office = "研修の答えと解説",
    key = "{title}　答えと解説",
    revision = "{title}　{which}",
    history = "改定の履歴：{title}",
    comparison = "新旧対照表：{title}　{now}と{before}",
    now = "この掲示は有効ですか：{title}　{now}",
    on = "あの日の文面を調べる：{title}",
    home = "{name}",
    ["404"] = "ページが見つかりません",
  },
  description = {
    history = "「{title}」がいつ、どのように変わってきたかを、新しい順に示します。",
    comparison = "「{title}」の新旧対照表です。{now}の文面を、{before}の文面と比べています。",
    now = "「{title}」（{now}）の掲示が、いまも有効かどうかを示します。",
    on = "「{title}」の文面が、ある日にどうなっていたかを調べられます。",
    home = "{name}の方針と、その改定の履歴です。",
    ["404"] = "お探しのページは見つかりませんでした。",
  },

  toc = {
    title = "目次",
    latest = "現行",
    latest_of = "の文面の「{title}」へ",
  },

  way = {
    history = "改定の履歴",
    comparison = "前の版との違い",
    on = "あの日の文面を調べる",
  },

  edition = {
    authority = "この文面は、読みやすさのために用意したものです。正式な文面は日本語の原文です。",
    to_authority = "正式な文面を読む",
    older = "この文面は、{date}施行の版をもとにしています。その後、正式な文面は変わりました。",
  },

  superseded = {
    note = "これは以前の文面です。いまの文面とは違います。",
    ["until"] = "{date}まで使われていました。",
    go = "いまの文面を読む",
  },
  scheduled = {
    note = "これは、これから使われる文面です。{date}から施行します。",
    coming = "{date}から、新しい文面に変わります。",
    go = "新しい文面を読む",
  },
  cancelled = {
    note = "この版は取り消されました。効力はありません。",
    reason = "理由：{reason}",
  },
  withdrawn = { note = "この方針は廃止されました。" },

  no_text = {
    title = "この版の文面は残っていません。",
    known = "わかっているのは、{date}に施行したことと、変更の種類が「{change}」であることだけです。",
  },

  dates = {
    title = "作成と変更の日付",
    current = "現行",
    this = "この版",
  },

  about = {
    title = "この版について",
    decided = "決定した日",
    effective = "施行した日",
    change = "変更の種類",
    summary = "変わったところ",
    reason = "変更の理由",
    provenance = "文面の出どころ",
    permalink = "変わらないアドレス",
    permalink_text = "この版だけのページ",
    source = "元の文書",
    source_text = "policy.md（{bytes}バイト）",
  },

  removed = {
    title = "いまはない項目",
    note = "以前の版にあり、いまの版にはない項目です。以前の文面をご覧いただけます。",
  },

  home = {
    lead = "{name}の方針と、その改定の記録をご覧いただけます。",
    policies = "方針",
    read = "全文を読む",
    of = "：{title}",
    withdrawn = "廃止",
    scheduled = "{date}から新しい文面に変わります",
    latest = "最近の改定",
    others = "そのほかのページ",
  },

  history = {
    title = "改定の履歴",
    since = "{date}に作り、改定を重ねてきました。",
    total = "全部で{total}版あります。",
    all_kept = "すべての版の文面が残っています。",
    some_kept = "文面が残っているのは{kept}版です。残りの{lost}版は、施行日と変更の種類だけがわかっています。",
    number = "第{number}版",
    kept = "文面が残っています（{provenance}）。",
    lost = "文面は残っていません。",
    known = "わかっていること",
    read = "この版を読む",
    of = "（{date}施行）",
    reason = "理由：{reason}",
  },

  receipt = {
    title = "記録が書き換えられていないことを確かめるには",
    text = "次の値は、これまでの記録の全体から計算したものです。書き留めておけば、あとで記録が書き換えられていないかを、サイトの管理者に確かめてもらえます。",
    day = "記録した日",
    entries = "記録の数",
    count = "{count}件",
    hash = "記録の値（SHA-256）",
    commit = "コミット",
  },

  -- The words within the table of a comparison.
  compare = {
    now = "改正後",
    before = "改正前",
    added = "（新設）",
    removed = "（削る）",
    omitted = "（略）",
    moved_here = "（移動）",
    moved_away = "（移動）",
    mark_start = "変更ここから",
    mark_end = "変更ここまで",
    kind = {
      same = "変更なし",
      changed = "変更",
      renumbered = "番号の変更",
      added = "新設",
      removed = "削除",
      moved = "移動",
      omitted = "略",
    },
  },

  comparison = {
    title = "新旧対照表",
    count = "変わったところは{count}か所です。",
    one = "変わったところは1か所です。",
    identical = "文面に違いはありません。",
    caption = "改正後と改正前の文面を並べた表",
    of = "{date}施行",
    legend_before = "見かた：",
    legend_ins = "太い下線",
    legend_between = "は改正後に入った言葉、",
    legend_del = "点線の下線",
    legend_after = "は改正前にあった言葉です。変わらないところは（略）としています。",
  },

  now = {
    current = "この掲示は、いまも有効です",
    current_more = "いま使われている文面と同じものです。",
    old = "この掲示は、古くなっています",
    old_more = "その後、文面が変わりました。いまは、{date}に施行した文面が使われています。",
    scheduled = "この掲示は、まだ始まっていません",
    scheduled_more = "{own}から使われます。",
    cancelled = "この掲示は、取り消されました",
    cancelled_more = "この文面に効力はありません。",
    withdrawn = "この方針は、廃止されました",
    withdrawn_more = "この方針は、もう使われていません。",
    none = "この掲示は、いまは有効ではありません",
    none_more = "いま使われている文面はありません。",
    paper = "ご覧になった掲示は、{date}施行の文面です。",
    read = "全文を読む",
    read_latest = "いまの文面を読む",
    paper_text = "掲示された文面を読む",
    changes = "掲示から変わったところ",
  },

  on = {
    title = "あの日の文面を調べる",
    lead = "ある日にどの文面が使われていたかを、お調べいただけます。",
    label = "調べたい日",
    hint = "例：平成25年4月1日、H25.4.1、2013年4月1日、20130401。平成25年4月のように、月だけでもお調べいただけます。",
    button = "調べる",
    found = "{day}に使われていたのは、{which}です。",
    found_lost = "{day}に使われていたのは、{which}です。この版の文面は残っていません。",
    found_future = "{day}は、これからの日です。いま決まっているのは、{which}です。",
    before = "この方針は{date}に作られました。その前の日には、まだありません。",
    bad = "日付を読み取れませんでした。「平成25年4月1日」「2013年4月1日」「平成25年4月」のように書いてください。",
    past = "{era}の終わりより後の日付ですので、{day}としてお調べしました。",
    periods = "使われていた期間",
    from = "から",
    to = "まで",
    still = "いまも使われています",
    later = "これから使われます",
    lost = "文面は残っていません",
    none_before = "{date}より前には、この方針はまだありません。",
  },

  -- The words on papers (print/).
  paper = {
    draft = "案",
    draft_effect = "案（施行日は決まっていません）",
    as_of = "{date}現在",
    contact = "お問い合わせ",
    contact_tel = "お問い合わせ 電話 {value}",
    contact_email = "お問い合わせ {value}",
    qr_label = "この掲示がいまも有効かどうかを確かめるQRコード：{address}",
    qr_text = "この掲示がいまも有効か、その後に何が変わったかを、お確かめいただけます。",

    consent = {
      title = "同意書",
      to = "{name} 御中",
      text = "私は、次の文書について説明を受け、その内容を理解したうえで、同意します。",
      document = "文書",
      revision = "施行日と版",
      caption = "署名の欄",
      date = "記入日",
      date_blank = "　　　　年　　　　月　　　　日",
      self = "ご本人",
      name = "氏名",
      seal = "印",
      proxy = "代理人",
      proxy_when = "ご本人が記入できないとき",
      relation = "ご本人との関係",
      keep = "同意は、いつでも取り消すことができます。下記までお申し出ください。",
    },

    history = {
      number = "版",
      effective = "施行日",
      change = "変更の種類",
      notes = "変わったところと理由",
      text = "文面",
      decided = "{date}に決定",
      kept = "あり（{provenance}）",
      lost = "残っていません",
    },

    receipt = {
      title = "この記録の控え",
      text = "次の値は、ここまでの記録の全体から計算したものです。この紙を保管しておけば、あとで記録が書き換えられていないかを確かめられます。",
    },

    register = {
      title = "掲示管理表",
      today = "{date}現在",
      none = "貼り替えが必要な掲示はありません。",
      some = "貼り替えが必要な掲示が{count}か所あります。",
      place = "場所",
      paper = "掲示するもの",
      wanted = "掲示すべき版",
      hangs = "掲示している版",
      replace = "貼り替え",
      done = "済",
      day = "貼り替えた日",
      who = "担当",
      number = "（第{number}版）",
      nothing = "なし（外してください）",
      unknown = "記録がありません",
      since = "{date}から",
      yes = "必要",
      no = "不要",
      how = "貼り替えたら「済」に印を付け、日付と担当を書き、管理画面の「紙面」でも記録してください。",
    },
  },

  missing = {
    title = "ページが見つかりません",
    text = "アドレスが間違っているか、ページがなくなったようです。お手数ですが、次のページからお探しください。",
    home = "最初のページ",
  },

  training = {
    all = "研修の一覧",
    lead = "方針に書かれた約束を、仕事の場面で学ぶための教材です。",
    modules = "教材",
    ["until"] = "{date}まで",
    year = "{era}年度（{year}年度）",
    for_year = "年度",
    minutes_label = "読む時間のめやす",
    minutes = "およそ{minutes}分",
    due = "期限",
    audience = "対象",
    cite = "「{title}」{which}から",
    quiz = "確認の問題",
    quiz_text = "読み終わったら、{draw}問の確認の問題に答えます。{pass}パーセント以上で合格です。",
    quiz_where = "練習と問題は、事業所の研修の画面（kaitei serve）か、紙の問題用紙で行います。このページだけでは、答えることはできません。",
    office_lead = "答えと解説がのっています。職員が答える前に見せないでください。",
    keys = "答えと解説",
    all_keys = "答えと解説の一覧",
    key_lead = "全部で{count}問です。このうち{draw}問を出し、{pass}パーセント以上で合格です。",
    key_pages = "問題のページ",
    count = "{count}問",
    must = "必ず正解",
    multi = "二つ以上選ぶ",
    stale = "確認待ち（出題されません）",
    right = "正しい",
    wrong = "誤り",
    explanation = "解説",
    basis = "根拠:",
  },
}
