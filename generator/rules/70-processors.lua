-- Those to whom work on the data is given: 個人情報保護法 第25条.

rule {
  id = "processors",
  title = "委託先の監督", title_en = "Supervision of processors",
  source = "個人情報保護法 第25条", source_en = "Act on the Protection of Personal Information, art. 25",
  confirmed = "条文を引用しているウェブページ（bengoshi-sakao.com「委託先の監督義務について」）を読みました。令和4年4月1日施行の条文です。",
  confirmed_en = "bengoshi-sakao.com on the duty to supervise, a quotation as of 2022-04-01",
  since = "平成17年4月1日",
  when = { "委託" },
  unless = { "委託は行いません|委託は行っていません|委託はいたしません|委託しません|委託することはありません" },
  look_for = { "委託 監督" },
  advice = "個人データを扱う仕事を人に任せるときは、任せた相手を監督する義務があります。方針に書くことまでは条文にありませんが、書いてあれば読む人に分かります。",
  advice_en = "Who gives work on personal data to others must supervise them. The article does not ask that the policy say so, but then its readers know.",
}
