site {
  name       = "くらしの手",
  lang       = "日本語",
  timezone   = "Tokyo",
  base_url   = "https://example.org/\"><script>",
  key_colour = "みどり",
  menu       = { { title = "ない頁", href = "nowhere/" }, { title = "外", href = "javascript:alert(1)" } },
}
