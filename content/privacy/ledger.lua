-- What was published of this policy, and when. Entries are only ever appended, never changed or taken away:
-- what is learnt later (a text found on paper, a translation, an approval, a cancellation) is a new entry below.
-- A revision without a text is known by its date alone.

policy { id = "privacy", title = "個人情報の保護について", sealed = true }

revision { effective = "平成18年1月1日", change = "作成" }
revision { effective = "平成18年4月1日", change = "一部変更" }
revision { effective = "平成18年7月1日", change = "一部変更" }
revision { effective = "平成20年4月1日", change = "一部変更" }
revision { effective = "平成21年1月11日", change = "一部変更" }
revision { effective = "平成21年11月18日", change = "一部変更" }
revision { effective = "平成24年4月1日", change = "一部変更" }
revision { effective = "平成25年2月1日", change = "一部変更" }
revision { effective = "平成30年12月1日", change = "一部変更" }

text { of = "2018-12-01", lang = "ja", blob = "ebb94081b69740cbe9a457509e74c548bd5f36a2", provenance = "copy" }
