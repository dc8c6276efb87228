strings {
  gap = " ", -- between two sentences
  skip = "Skip to the text",
  language = { name = "English" },
  anchor = { label = "Link to this clause" },

  nav = {
    policies = "Policies",
    site = "About this site",
    languages = "Read in another language",
  },

  contact = {
    postal = "{code}",
    tel = "Telephone",
    fax = "Fax",
    email = "E-mail",
    hours = "Office hours",
  },

  feed = {
    policy = "Revisions of {title}",
    site = "{name}: revisions of policies",
    entry = "{title}, in force from {date} ({change})",
    comparison = "What changed",
  },

  unpublished = {
    title = "Nothing has been published yet.",
    text = "The first revision will stand here once it is published.",
  },

  state = {
    ["in-force"] = "In force",
    scheduled = "Not yet in force",
    superseded = "Earlier text",
    cancelled = "Cancelled",
    withdrawn = "Withdrawn",
    draft = "Draft", -- of a working text, on the manager's screen alone
  },

  draft = {
    note = "A draft, not published yet",
    effective = "not settled yet",
  },

  status = {
    line = "effective {date} (revision {number})",
    since = "effective {date}",
    which = "(revision {number})",
    unnumbered = "was to take effect on {date}",
  },

  change = {
    created = "first issued",
    partial = "changed in part",
    full = "rewritten",
    erratum = "misprints corrected",
    withdrawn = "withdrawn",
  },

  provenance = {
    original = "the original file",
    copy = "a copy",
    reconstructed = "put together from other papers",
  },

  title = {
    training = "Training",
    office = "Answer keys",
    key = "{title}: answer key",
    revision = "{title}, {which}",
    history = "History: {title}",
    comparison = "Comparison: {title}, {now} and {before}",
    now = "Does this notice still hold? {title}, {now}",
    on = "What it said on a given day: {title}",
    home = "{name}",
    ["404"] = "Page not found",
  },
  description = {
    history = "When and how “{title}” has changed, newest first.",
    comparison = "“{title}”: the text {now} beside the one {before}.",
    now = "Whether the notice of “{title}”, {now}, still holds.",
    on = "Find out what “{title}” said on a given day.",
    home = "The policies of {name}, and how they have changed.",
    ["404"] = "The page that you asked for was not found.",
  },

  toc = {
    title = "Contents",
    latest = "now",
    latest_of = ": “{title}” in the text in force",
  },

  way = {
    history = "History",
    comparison = "What changed",
    on = "What it said on a given day",
  },

  edition = {
    authority = "This is a translation for your convenience. The Japanese text is the authoritative one.",
    to_authority = "Read the Japanese text",
    older = "This translates the text effective {date}. The Japanese text has changed since.",
  },

  superseded = {
    note = "This is an earlier text. It is no longer in force.",
    ["until"] = "It was in force until {date}.",
    go = "Read the text in force",
  },
  scheduled = {
    note = "This text is not yet in force. It takes effect on {date}.",
    coming = "A new text takes effect on {date}.",
    go = "Read the new text",
  },
  cancelled = {
    note = "This revision was cancelled. It has no effect.",
    reason = "Reason: {reason}",
  },
  withdrawn = { note = "This policy has been withdrawn." },

  no_text = {
    title = "The text of this revision has not been kept.",
    known = "All that is known is the day on which it took effect ({date}) and the kind of change ({change}).",
  },

  dates = {
    title = "Dates of issue and change",
    current = "in force",
    this = "this text",
  },

  about = {
    title = "About this revision",
    decided = "Decided",
    effective = "In effect from",
    change = "Kind of change",
    summary = "What changed",
    reason = "Why",
    provenance = "Where the text comes from",
    permalink = "Permanent address",
    permalink_text = "the page of this revision alone",
    source = "Source",
    source_text = "policy.md ({bytes} bytes)",
  },

  removed = {
    title = "Clauses that are gone",
    note = "These stood in an earlier text and are not in this one.",
  },

  home = {
    lead = "The policies of {name}, and the record of their changes.",
    policies = "Policies",
    read = "Read it",
    of = ": {title}",
    withdrawn = "Withdrawn",
    scheduled = "A new text takes effect on {date}",
    latest = "Latest changes",
    others = "Other pages",
  },

  history = {
    title = "History",
    since = "First issued on {date}.",
    total = "There are {total} revisions.",
    all_kept = "The text of each has been kept.",
    some_kept = "The text of {kept} has been kept. Of the other {lost}, only the day and the kind of change are known.",
    number = "Revision {number}",
    kept = "The text has been kept ({provenance}).",
    lost = "The text has not been kept.",
    known = "What is known of it",
    read = "Read this revision",
    of = " (effective {date})",
    reason = "Reason: {reason}",
  },

  receipt = {
    title = "How to check that the record is unaltered",
    text = "These values are worked out from the whole record so far. Write them down, and whoever runs this site can later check against them that the record has not been altered.",
    day = "Recorded",
    entries = "Entries",
    count = "{count}",
    hash = "Value of the record (SHA-256)",
    commit = "Commit",
  },

  compare = {
    now = "New text",
    before = "Old text",
    added = "(new)",
    removed = "(removed)",
    omitted = "(unchanged)",
    moved_here = "(moved)",
    moved_away = "(moved)",
    mark_start = "change begins",
    mark_end = "change ends",
    kind = {
      same = "unchanged",
      changed = "changed",
      renumbered = "renumbered",
      added = "new",
      removed = "removed",
      moved = "moved",
      omitted = "left out",
    },
  },

  comparison = {
    title = "Comparison",
    count = "There are {count} changes.",
    one = "There is 1 change.",
    identical = "The texts are the same.",
    caption = "The new and the old text side by side",
    of = "effective {date}",
    legend_before = "How to read it: a ",
    legend_ins = "thick line",
    legend_between = " below words that are new, a ",
    legend_del = "dotted line",
    legend_after = " below words that are gone. Unchanged passages are left out.",
  },

  now = {
    current = "This notice still holds",
    current_more = "It is the text in force.",
    old = "This notice is out of date",
    old_more = "The text has changed since. The one in force took effect on {date}.",
    scheduled = "This notice does not hold yet",
    scheduled_more = "It takes effect on {own}.",
    cancelled = "This notice was cancelled",
    cancelled_more = "The text has no effect.",
    withdrawn = "This policy was withdrawn",
    withdrawn_more = "It is no longer in use.",
    none = "This notice does not hold",
    none_more = "No text is in force.",
    paper = "The notice shows the text effective {date}.",
    read = "Read it in full",
    read_latest = "Read the text in force",
    paper_text = "Read the text of the notice",
    changes = "What has changed since the notice",
  },

  on = {
    title = "What it said on a given day",
    lead = "Find out which text was in force on a day.",
    label = "The day",
    hint = "For example: 2013-04-01, 20130401, H25.4.1, 平成25年4月1日. A month alone will do: 2013-04",
    button = "Look up",
    found = "{day}: the text in force was {which}.",
    found_lost = "{day}: the text in force was {which}. It has not been kept.",
    found_future = "{day} is yet to come. As things stand, the text will be {which}.",
    before = "This policy was first issued on {date}. There was none before.",
    bad = "This is not a date that can be read. Write it like 2013-04-01 or 2013-04.",
    past = "The era {era} had ended by then; the day is taken as {day}.",
    periods = "Periods",
    from = " to",
    to = "",
    still = "now",
    later = "later",
    lost = "text not kept",
    none_before = "Before {date} there was no such policy.",
  },

  verify = {
    title = "Check a certificate",
    lead = "Here you can check whether a training certificate is genuine.",
    good = "● Genuine: this organisation has issued it.",
    forged = "× Not genuine: it does not bear this organisation's signature.",
    none = "× This is not the address of a certificate. Please scan the QR code on the paper again.",
    unable = "This browser cannot check it. Use a newer one, or the way below.",
    course = "Training",
    year = "Fiscal year",
    done = "Completed on",
    id = "Number",
    name = "Name",
    name_hint = "Type the name on the certificate to see whether it is that person's. It is sent to nobody.",
    button = "Check",
    same = "● It is this person's certificate.",
    other = "× It is not this person's certificate.",
    how = "Scanning the QR code of a certificate opens this page with the result. Your browser checks it; the certificate is sent to nobody.",
    terminal = "Where no browser can check it, kaitei can:",
    address = "the address in the QR code",
    keys = "Public keys",
    keys_text = "The signature (Ed25519) is checked with these keys.",
    since = "(since {date})",
  },

  missing = {
    title = "Page not found",
    text = "The address may be wrong, or the page may be gone. Please go on from one of these:",
    home = "The first page",
  },

  training = {
    all = "All training",
    lead = "Lessons on what our policies promise, in everyday situations.",
    modules = "Lessons",
    ["until"] = "until {date}",
    year = "fiscal year {year}",
    for_year = "Year",
    minutes_label = "Time to read",
    minutes = "about {minutes} minutes",
    due = "Due",
    audience = "For",
    cite = "From “{title}”, {which}",
    quiz = "Quiz",
    quiz_text = "After reading you answer {draw} questions. {pass} per cent is a pass.",
    quiz_where = "Practice and the quiz are on the training screen of your office, or on paper. They cannot be answered on this page.",
    office_lead = "Answers and explanations. Do not show them to staff who have not answered yet.",
    keys = "Answer keys",
    all_keys = "All answer keys",
    key_lead = "{count} questions in all. A form has {draw} of them; {pass} per cent is a pass.",
    key_pages = "Pages of questions",
    count = "{count} questions",
    must = "must be right",
    multi = "several may be right",
    stale = "to be confirmed (not drawn)",
    right = "right",
    wrong = "wrong",
    explanation = "Explanation",
    basis = "Rests on:",
  },
}
