#include "cli/starter.h"

#include <stddef.h>

static const char policy[] =
  "# 個人情報保護方針 {#basic}\n"
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
  "  menu = {\n"
  "    { title = \"本会について\", href = \"about/\" },\n"
  "  },\n"
  "}\n";

static const char about[] = "# 本会について\n"
                            "\n"
                            "見本の会は、地域のたすけあいのための団体です。\n"
                            "このページは `content/pages/about.md` にあります。\n";

static const char ledger[] =
  "-- 公開した版の台帳です。項目は下に書き足すだけで、書き換えたり消したりしません。\n"
  "-- What was published, and when. Entries are only ever appended.\n"
  "\n"
  "policy { id = \"privacy\", title = \"個人情報保護方針\" }\n"
  "\n"
  "revision { effective = \"{day}\", change = \"作成\" }\n"
  "\n"
  "text { of = \"{iso}\", lang = \"ja\", blob = \"{blob}\", provenance = \"original\" }\n";

static const char readme[] = "# 個人情報保護方針のサイト\n"
                             "\n"
                             "| すること | コマンド |\n"
                             "|---|---|\n"
                             "| サイトを作る | `kaitei build` |\n"
                             "| ブラウザーで見る | `kaitei preview` |\n"
                             "| 公開した版との違いを見る | `kaitei diff privacy` |\n"
                             "| 誤りがないか調べる | `kaitei check` |\n"
                             "| 公開した版が変わっていないことを確かめる | `kaitei verify` |\n"
                             "\n"
                             "- `content/site.lua`: 団体の名前と連絡先\n"
                             "- `content/privacy/policy.md`: 方針の文章\n"
                             "- `content/privacy/ledger.lua`: 公開した版の台帳\n"
                             "- `content/pages/`: そのほかのページ\n";

static const char attributes[] =
  "# 公開した文章はバイト単位で確かめるため、改行を変換させません。\n"
  "content/*/policy*.md -text\n"
  "content/*/ledger.lua -text\n"
  "content/*/revisions/* -text\n";

static const StarterFile files[] = {
  {"README.md", readme},
  {".gitignore", "/_site/\n"},
  {".gitattributes", attributes},
  {"content/site.lua", site},
  {"content/pages/about.md", about},
  {"content/privacy/ledger.lua", ledger},
  {NULL, NULL},
};

const StarterFile *starter_files(void)
{
  return files;
}

const char *starter_policy(void)
{
  return policy;
}
