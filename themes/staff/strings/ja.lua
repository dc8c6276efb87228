-- The words of the staff's pages. They go beside those of the default theme.

strings {
  staff = { first_page = "はじめのページへ" },
  refusal = {
    title = "このページは開けません",
    request = "担当者に知らせるときは、この番号を伝えてください：{id}",
  },
}
