-- The words of the manager's screen. They go beside those of the default theme.

strings {
  office = {
    name = "方針の管理",
    nav = "管理の画面",
    steps = "この方針でできること",
    site = "サイトを見る",
    back = "最初の画面へ",
  },

  faults = {
    title = "確認の結果",
    line = "{line}行目：",
  },

  nothing = { title = "この画面はありません", text = "アドレスが違うか、方針の名前が変わりました。" },
  fault = { title = "サイトを読めません", text = "下の誤りを直してから、もう一度開いてください。" },

  standing = {
    title = "いまの状態",
    today = "{date}の状態です。",
    none = "方針がまだありません。",
    in_force = "現行",
    in_force_none = "有効な版はまだありません。",
    since = "{date}施行（第{number}版）",
    withdrawn = "{date}に廃止されました。",
    scheduled = "施行予定",
    draft = "下書き",
    draft_missing = "文章のファイル（policy.md）がありません。",
    draft_none = "なし（発行した文章と同じです）",
    draft_draft = "あり（まだ承認されていません）",
    draft_approved = "あり（{date}、{by} 承認済み）",
    draft_void = "あり（{date}の{by}の承認は、そのあと文章が変わったため無効です）",
    lagging = "翻訳の遅れ",
    lagging_text = "{lang}（{revision} の版まで）",
    next = "次にサイトを作り直す日",
    online = { online = "公開済み", ["not-online"] = "このPCで発行済み・未公開" },
    step = {
      edit = "文章を直す",
      compare = "直した所を確かめる",
      approve = "承認を記録する",
      publish = "発行する",
      online = "公開する",
    },
  },

  edit = { title = "文章", step = "文章" },
  compare = { title = "新旧対照表", step = "新旧対照表" },
  impact = { title = "影響", step = "影響" },
  approve = { title = "承認", step = "承認" },
  publish = { title = "発行", step = "発行" },
  more = { title = "ほかの手続き", step = "ほかの手続き" },
}
