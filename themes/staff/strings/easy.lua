-- やさしい日本語.

strings {
  staff = { first_page = "はじめのページに もどる" },
  refusal = {
    title = "このページは ひらけません",
    request = "事務所の人に この番号を 言ってください：{id}",
  },
}
