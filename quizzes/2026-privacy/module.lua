-- The training on personal information. A fiscal year begins on 1 April.

module {
  title = "個人情報の取り扱い 2026年度研修",
  year = 2026,
  policy = "privacy",
  draw = 10,
  pass = 80,
  attempts = 0, -- as many as one likes
  due = "2027-03-31",
}
