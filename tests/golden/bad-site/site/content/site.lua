site {
  name = "くらしの手",
  adress = "東京都",
  menu = { "私たちについて" },
}
