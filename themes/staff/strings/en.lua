strings {
  staff = { first_page = "To the first page" },
  refusal = {
    title = "This page cannot be opened",
    request = "If you tell the office, give this number: {id}",
  },
}
