-- Whose site this is. Shown on every page; taken from the end of the policy (content/privacy/policy.md).
-- When an address or a telephone number changes, change it here and publish a new revision of the policy too.

site {
  name       = "NPO法人アクト練馬たすけあいワーカーズエプロン",
  short      = "エプロン",
  postal     = "177-0041",
  address    = "東京都練馬区石神井町8-53-24",
  tel        = "03-6915-9315",
  fax        = "03-6915-9316",
  hours      = "午前9時～午後5時 月～金曜日（土日曜は休ませていただきます）",

  lang       = "ja",
  timezone   = "Asia/Tokyo", -- decides which day is today, and so which revision is in force

  -- The address under which the site is online, with the slash at its end. It is not known yet. Once it is, write
  --   base_url = "https://…/",
  -- and the feeds, the sitemap and the canonical links carry full addresses.

  -- Where notices hang, so that kaitei tells which are to be replaced after a publication. It is not known yet:
  --   places = { { name = "玄関", policy = "privacy", paper = "notice", size = "A3" }, },
  -- paper: notice, large-print or poster; size: A4 or A3; part = "users" for one part of the policy alone.

  -- One colour for links, lines and buttons: green-900 of デジタル庁デザインシステム, 8 : 1 on white.
  key_colour = "#115a36",

  -- One plain sentence on each policy, for the home page. It is not part of the policy.
  about = {
    { policy = "privacy", text = "個人情報をどのような目的で使い、どのように守るかをお知らせします。" },
  },

  -- The plain pages (content/pages/), in the order of the menu.
  menu = {
    { title = "このサイトの使いやすさ", href = "accessibility/" },
    { title = "訪問者について保存するもの", href = "visitors/" },
  },
}
