#include "cli/starter.h"

#include "pages/draft.h"

#include <stddef.h>

static const char policy[] =
  "# 個人情報保護方針 {#basic}\n"
  "\n" DRAFT_SAMPLE "発行する前に、団体の方針に書き換えてください。\n"
  "\n"
  "見本の会（以下「本会」）は、活動を通じてお預かりする個人情報を、次のとおり大切に取り扱います。\n"
  "\n"
  "## 1、個人情報の収集 {#collection}\n"
  "\n"
  "本会は、利用目的をあらかじめお知らせした上で、必要な範囲に限って個人情報を収集します。\n"
  "\n"
  "## 2、個人情報の利用と提供 {#use}\n"
  "\n"
  "本会は、あらかじめお知らせした目的の範囲内で個人情報を利用します。\n"
  "法令に定めのある場合を除き、ご本人の同意を得ないで第三者に提供することはありません。\n"
  "\n"
  "## 3、安全管理 {#security}\n"
  "\n"
  "本会は、個人情報の漏えい、紛失などを防ぐため、次のことを行います。\n"
  "\n"
  "- ① 書類は鍵のかかる棚に保管します。\n"
  "- ② 電子データは、必要な者だけが使えるようにします。\n"
  "\n"
  "## 4、お問い合わせ {#contact}\n"
  "\n"
  "開示、訂正、利用停止などのお申し出は、本会の窓口までお寄せください。\n";

static const char site[] =
  "-- どの団体のサイトかを書きます。すべてのページに載ります。\n"
  "-- Whose site this is. Shown on every page.\n"
  "\n"
  "site {\n"
  "  name       = \"見本の会\",\n"
  "  postal     = \"100-0000\",\n"
  "  address    = \"東京都千代田区見本町1-2-3\",\n"
  "  tel        = \"03-0000-0000\",\n"
  "\n"
  "  lang       = \"ja\",\n"
  "  timezone   = \"Asia/Tokyo\",\n"
  "\n"
  "  -- サイトを公開する場所が決まったら、次の行の初めの -- を消して書きます（/ で終わります）。\n"
  "  -- base_url = \"https://www.example.jp/\",\n"
  "\n"
  "  -- サイトを公開するコマンドを書いておくと、発行したあとで実行されます。\n"
  "  -- deploy = { \"rsync\", \"-a\", \"--delete\", \"_site/public/\", "
  "\"example.jp:www/\" },\n"
  "\n"
  "  -- 方針を貼る場所を書いておくと、貼り替えの要るものが分かります。 paper は notice（掲示）、\n"
  "  -- large-print（大きな文字の掲示）、poster（ポスター）のどれか、size は A4 か A3 です。\n"
  "  -- places = {\n"
  "  --   { name = \"玄関\", policy = \"privacy\", paper = \"notice\", size = \"A3\" },\n"
  "  -- },\n"
  "\n"
  "  menu = {\n"
  "    { title = \"本会について\", href = \"about/\" },\n"
  "  },\n"
  "}\n";

static const char about[] = "# 本会について\n"
                            "\n"
                            "見本の会は、地域のたすけあいのための団体です。\n"
                            "このページは `content/pages/about.md` にあります。\n";

static const char ledger[] =
  "-- 発行した版の台帳です。項目は下に書き足すだけで、書き換えたり消したりしません。\n"
  "-- 発行のしかたと、sealed = true で封印する時期は README.md にあります。\n"
  "-- What was published, and when. Entries are only ever appended; README.md tells how.\n"
  "\n"
  "policy { id = \"privacy\", title = \"個人情報保護方針\" }\n";

static const char readme[] =
  "# 個人情報保護方針のサイト\n"
  "\n"
  "このフォルダーは、kaitei "
  "で作ったサイトです。まだ何も発行していません。次の順に進めてください。\n"
  "コマンドは、このフォルダーの中で打ちます。`kaitei` "
  "のところには、プログラムのある場所を書いてください（例: "
  "`../build/kaitei`）。\n"
  "\n"
  "1. `content/site.lua` に、団体の名前と連絡先を書きます。\n"
  "2. `content/privacy/policy.md` "
  "に、方針の文章を書きます。いまは見本が入っています（「" DRAFT_SAMPLE
  "」の段落を消すまで、発行できません）。`content/pages/about.md` "
  "も書き直してください。\n"
  "3. `kaitei check` で誤りがないか調べ、`kaitei preview` "
  "でサイトを見ます。方針のページに文章が載るのは、発行してからです。\n"
  "4. 文章が決まったら、下の「発行する」のとおりに発行します。\n"
  "5. できあがったサイトは `_site/public/` フォルダーです。ウェブサーバーに置いてください。\n"
  "\n"
  "## 発行する\n"
  "\n"
  "発行とは、文章を版として台帳に記録することです。公開（サイトをウェブに置くこと）は、そのあとに"
  "行います。\n"
  "\n"
  "初めて発行するときも、あとで改定するときも、手順は同じです。施行日が{day}のときの例です。\n"
  "\n"
  "1. 直したものをコミットします。\n"
  "\n"
  "       git add --all\n"
  "       git commit -m \"文章を書く\"\n"
  "\n"
  "2. 発行します。summary "
  "には、変わったところをだれにでも分かる言葉で書きます。サイトに載ります。\n"
  "\n"
  "       kaitei publish --effective {day} --summary \"個人情報の扱い方を定めました。\"\n"
  "       kaitei verify\n"
  "\n"
  "`kaitei publish` "
  "は、すべてを調べ、何が起きるかを表示して、よいかどうかを尋ねます。そのうえで、文章を写し、台帳に"
  "書"
  "き足し、コミットして、サイトを作ります。承認の記録（`kaitei "
  "approve`）、施行前の取消（`kaitei "
  "cancel`）、正誤、廃止もあります。\n"
  "\n"
  "これまで別の場所で公開していた版があるときは、初めに見本の `content/privacy/policy.md` "
  "を消し、\n"
  "`kaitei import` で取り込みます。いちばん新しい版が `policy.md` になります。使い方は "
  "`kaitei help import` にあります。\n"
  "\n"
  "台帳には書き足すだけで、書いたものを変えたり消したりしません。ただし、下の封印をするまでは、試し"
  "に発行した版を消してやり直せます。\n"
  "\n"
  "## 封印する（sealed = true）\n"
  "\n"
  "台帳の `policy { … }` に `sealed = true` "
  "を書き足してコミットすると、その時から履歴の証明が始まります。そのあとで発行の記録を変えたり消し"
  "たりすると、`kaitei verify` が誤りとして見つけます。封印は取り消せません。\n"
  "\n"
  "最初の発行の内容がすべて正しいと確かめてから封印してください。\n"
  "\n"
  "    policy { id = \"privacy\", title = \"個人情報保護方針\", sealed = true }\n"
  "\n"
  "## コマンド\n"
  "\n"
  "| すること | コマンド |\n"
  "|---|---|\n"
  "| サイトを作る | `kaitei build` |\n"
  "| ブラウザーで見る | `kaitei preview` |\n"
  "| 発行した版との違いを見る | `kaitei diff privacy` |\n"
  "| 現行・施行予定・下書きを確かめる | `kaitei status` |\n"
  "| 誤りがないか調べる | `kaitei check` |\n"
  "| 発行した版が変わっていないことを確かめる | `kaitei verify` |\n";

static const char attributes[] =
  "# 発行した文章はバイト単位で確かめるため、改行を変換させません。\n"
  "content/*/policy*.md -text\n"
  "content/*/ledger.lua -text\n"
  "content/*/revisions/* -text\n";

static const StarterFile files[] = {
  {"README.md", readme},
  {".gitignore", "/_site/\n"},
  {".gitattributes", attributes},
  {"content/site.lua", site},
  {"content/pages/about.md", about},
  {"content/privacy/policy.md", policy},
  {"content/privacy/ledger.lua", ledger},
  {NULL, NULL},
};

const StarterFile *starter_files(void)
{
  return files;
}
