/* The list as it is written, with what a person needs to know to fill it in. */
#include "base/text.h"
#include "pages/import_list.h"

#include <string.h>

#define DAY_WIDTH 18 /* columns, as wide as most days are written */
#define SHORT_COMMIT "%.12s"

static const char how_ja[] =
  "#\n"
  "# 1. 取り込む行の先頭に、施行日を書いてください（平成30年12月1日、H30.12.1、2018-12-01 の\n"
  "#    どの書き方でも読めます）。先頭が空いている行は取り込みません。\n"
  "# 2. 種別は、作成、一部変更、全部変更、正誤、廃止のどれかです。\n"
  "# 3. 説明には、何が変わったのかを書きます。そのままサイトに載ります。分からないときは、\n"
  "#    空けておいてください。\n"
  "# 4. 文章の残っていない版は、行を書き足し、%sの欄に - と書いてください。日付だけを\n"
  "#    登録します。\n"
  "#\n"
  "# 欄は | で区切ります。# で始まる行は読みません。保存したら、次を実行してください。\n"
  "# 何が登録されるかを表示し、確かめてから記録します。\n"
  "#\n"
  "#     kaitei import --list %s\n";

static const char how_en[] =
  "#\n"
  "# 1. Write the effective day at the start of each row to take in (2018-12-01, H30.12.1 or\n"
  "#    平成30年12月1日). A row without one is passed over.\n"
  "# 2. The kind is created, partial, full, erratum or withdrawn.\n"
  "# 3. The summary says what changed, and is shown on the site. Leave it empty where you do\n"
  "#    not know.\n"
  "# 4. For a revision whose text is lost, add a row with - in the cell of the %s: it is\n"
  "#    recorded by its day alone.\n"
  "#\n"
  "# Cells end in |; lines that begin with # are not read. Save it, and run the following; it\n"
  "# shows what would be recorded, and asks.\n"
  "#\n"
  "#     kaitei import --list %s\n";

static bool fits_line(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL))
    return false;
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if (g_unichar_iscntrl(g_utf8_get_char(text)))
      return false;
  return true;
}

static char *refuse_path(const char *path, Report *report)
{
  g_autofree char *shown = text_visible(path);
  report_add(report, DIAG_IMPORT_LIST_PATH, place_none(), shown, NULL);
  return NULL;
}

static bool write_head(const Import *import, GString *out, Report *report)
{
  const char *fields[][2] = {
    {"policy", import->policy},
    {"title", import->title != NULL ? import->title : ""},
    {"provenance", provenance_name(import->provenance)},
    {"folder", import->folder},
    {"repository", import->repository_path},
    {"file", import->file},
    {"tip", import->tip},
  };
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    const char *value = fields[i][1];
    if (value == NULL)
      continue;
    if (!fits_line(value)) {
      refuse_path(value, report);
      return false;
    }
    g_string_append_printf(out, "%s %s\n", fields[i][0], value);
  }
  return true;
}

/* The day in the reader's calendar, filled up with blanks. */
static void write_day(GString *out, Day day, MessageLang lang)
{
  g_autofree char *text = !day_known(day)       ? g_strdup("")
                          : lang == MESSAGES_JA ? day_wareki(day)
                                                : day_iso(day);
  int width = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
    width += char_is_wide(g_utf8_get_char(p)) ? 2 : 1;
  g_string_append(out, text);
  for (; width < DAY_WIDTH; width++)
    g_string_append_c(out, ' ');
}

/* What stands below a row, for the person's eyes. */
static void write_notes(const Import *import, const ImportRow *row, GHashTable *seen, GString *out,
                        MessageLang lang)
{
  const ImportText *text = row->texts->len > 0 ? g_ptr_array_index(row->texts, 0) : NULL;
  guint faults = import_row_faults(import, row);

  if (faults > 0)
    g_string_append_printf(
      out,
      message_pick(lang,
                   "#   ↑ この文章には誤りが %u 件あり、このままでは取り込めません"
                   "（--dates-alone を付けると、日付だけを登録します）。\n",
                   "#   ^ faults in this text: %u; it is refused as it is "
                   "(--dates-alone records the day alone)\n"),
      faults);
  if (row->edge)
    g_string_append(out,
                    message_pick(lang, "#   ↑ これより前の履歴は、このリポジトリーにありません。\n",
                                 "#   ^ what was before is not in this clone\n"));
  if (text == NULL || text->blob == NULL)
    return;
  const char *same = g_hash_table_lookup(seen, text->blob);
  if (same != NULL)
    g_string_append_printf(out,
                           message_pick(lang,
                                        "#   ↑ 文章は " SHORT_COMMIT " とまったく同じです。\n",
                                        "#   ^ the very same text as that of " SHORT_COMMIT "\n"),
                           same);
  else
    g_hash_table_insert(seen, text->blob, row->source);
}

static void write_row(const Import *import, const ImportRow *row, GString *out, MessageLang lang)
{
  g_autofree char *written = day_iso(row->day);
  if (row->deleted) {
    g_string_append_printf(out,
                           message_pick(lang,
                                        "# %s  " SHORT_COMMIT "  ファイルが削除されました: %s\n",
                                        "# %s  " SHORT_COMMIT "  the file was deleted: %s\n"),
                           written, row->source, row->subject);
    return;
  }
  write_day(out, row->effective, lang);
  g_string_append_printf(out, " | %s | | ",
                         lang == MESSAGES_JA ? change_name_ja(row->change)
                                             : change_name(row->change));
  if (import->folder != NULL)
    g_string_append_printf(out, "%s\n", row->source);
  else
    g_string_append_printf(out, SHORT_COMMIT " | %s | %s\n", row->source, written, row->subject);
}

/* A folder's translations of a day that has no Japanese text. */
static void write_alone(const ImportRow *row, GString *out, MessageLang lang)
{
  for (guint i = 0; i < row->texts->len; i++) {
    const ImportText *text = g_ptr_array_index(row->texts, i);
    g_autofree char *name = g_path_get_basename(text->path);
    g_string_append_printf(out,
                           message_pick(lang, "# %s は、日本語の文章がないので取り込めません。\n",
                                        "# %s cannot be taken in: its day has no Japanese text\n"),
                           name);
  }
}

static void write_rows(const Import *import, GString *out, MessageLang lang)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  const char *called = import->file;

  for (guint i = 0; i < import->rows->len; i++) {
    const ImportRow *row = g_ptr_array_index(import->rows, i);
    if (row->source == NULL) {
      write_alone(row, out, lang);
      continue;
    }
    if (g_strcmp0(called, row->file) != 0) {
      g_autofree char *shown = text_visible(row->file);
      g_string_append_printf(
        out,
        message_pick(lang, "# ここからのファイル名: %s\n", "# from here on it was called %s\n"),
        shown);
    }
    called = row->file;
    write_row(import, row, out, lang);
    write_notes(import, row, seen, out, lang);
  }
}

char *import_list_text(const Import *import, const char *path, MessageLang lang, Report *report)
{
  g_autoptr(GString) out = g_string_new("kaitei-import 1\n");
  const char *named[] = {import->policy, path};
  bool git = import->folder == NULL;
  g_autofree char *quoted = g_shell_quote(path);
  const char *source =
    git ? message_pick(lang, "コミット", "commit") : message_pick(lang, "ファイル", "file");

  for (guint i = 0; i < G_N_ELEMENTS(named); i++)
    if (!fits_line(named[i]))
      return refuse_path(named[i], report);
  g_string_append_printf(out,
                         message_pick(lang, "# 方針「%s」に取り込む版の一覧です。\n",
                                      "# What to import into the policy \"%s\".\n"),
                         import->policy);
  g_string_append_printf(out, lang == MESSAGES_JA ? how_ja : how_en, source,
                         strpbrk(path, " '\"\\$*?()&;<>`!~") != NULL ? quoted : path);
  g_string_append_c(out, '\n');
  if (!write_head(import, out, report))
    return NULL;
  g_string_append_printf(
    out,
    message_pick(lang, "\n# 施行日           | 種別 | 説明 | %s%s\n",
                 "\n# effective day    | kind | summary | %s%s\n"),
    source,
    git ? message_pick(lang, " | コミットの日 | 題名", " | day of the commit | subject") : "");
  write_rows(import, out, lang);
  return g_string_free(g_steal_pointer(&out), FALSE);
}
