#include "markup/enumerator.h"

#include "markup/parse.h"

#include <string.h>

/* How a number is written. A style is one of these, and what stands around it. */
typedef enum {
  FIGURES_NONE,
  FIGURES_ASCII,
  FIGURES_WIDE,
  FIGURES_KANJI,
  FIGURES_CIRCLED,
  FIGURES_PARENTHESISED, /* ⑴ */
  FIGURES_KANA,
  FIGURES_LETTER,
} Figures;

typedef struct {
  Figures figures;
  int value;
  const char *end;
} Number;

enum { VALUE_LIMIT = 9999 };

static int kanji_digit(gunichar c)
{
  static const gunichar digits[] = {U'〇', U'一', U'二', U'三', U'四',
                                    U'五', U'六', U'七', U'八', U'九'};
  for (guint i = 0; i < G_N_ELEMENTS(digits); i++)
    if (digits[i] == c)
      return (int)i;
  return -1;
}

/* 一, 十二, 二十, 百三, 一二 */
static Number read_kanji(const char *p)
{
  int total = 0, digit = -1;
  const char *start = p;
  for (;; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    int unit = c == U'十' ? 10 : c == U'百' ? 100 : 0;
    if (unit) {
      total += (digit < 0 ? 1 : digit) * unit;
      digit = -1;
    } else if (kanji_digit(c) >= 0 && total + digit <= VALUE_LIMIT) {
      digit = MAX(digit, 0) * 10 + kanji_digit(c);
    } else {
      break;
    }
  }
  return (Number){p > start ? FIGURES_KANJI : FIGURES_NONE, total + MAX(digit, 0), p};
}

static Number read_decimal(const char *p)
{
  Number number = {FIGURES_NONE, 0, p};
  for (; number.value <= VALUE_LIMIT; number.end = g_utf8_next_char(number.end)) {
    gunichar c = g_utf8_get_char(number.end);
    bool ascii = c >= '0' && c <= '9', wide = c >= U'０' && c <= U'９';
    if (!ascii && !wide)
      break;
    number.figures = wide ? FIGURES_WIDE : FIGURES_ASCII;
    number.value = number.value * 10 + (int)(wide ? c - U'０' : c - '0');
  }
  return number;
}

/* One katakana or one ASCII letter. Katakana are not counted, for there are two
 * orders of them (アイウ, イロハ). */
static Number read_letter(const char *p)
{
  gunichar c = g_utf8_get_char(p);
  const char *end = *p ? g_utf8_next_char(p) : p;
  if (c < 0x80 && g_ascii_isalpha((char)c))
    return (Number){FIGURES_LETTER, (int)(g_ascii_tolower((char)c) - 'a' + 1), end};
  return (Number){c >= U'ア' && c <= U'ン' ? FIGURES_KANA : FIGURES_NONE, 0, end};
}

static Number read_number(const char *p)
{
  Number number = read_decimal(p);
  return number.figures ? number : read_kanji(p);
}

static Number read_single(gunichar c, const char *p)
{
  const char *end = g_utf8_next_char(p);
  if (c >= 0x2460 && c <= 0x2473)
    return (Number){FIGURES_CIRCLED, (int)(c - 0x2460) + 1, end};
  if (c >= 0x3251 && c <= 0x325F)
    return (Number){FIGURES_CIRCLED, (int)(c - 0x3251) + 21, end};
  if (c >= 0x32B1 && c <= 0x32BF)
    return (Number){FIGURES_CIRCLED, (int)(c - 0x32B1) + 36, end};
  if (c >= 0x2474 && c <= 0x2487)
    return (Number){FIGURES_PARENTHESISED, (int)(c - 0x2474) + 1, end};
  return (Number){FIGURES_NONE, 0, p};
}

/* A style in one number: the figures, and the characters around them. */
static guint style_of(Figures figures, gunichar open, gunichar close)
{
  return (guint)figures | ((open & 0xFFF) << 4) | ((close & 0xFFFF) << 16);
}

static Enumerator finish(const char *text, Number number, guint style, const char *end)
{
  const char *p = end;
  while (*p == ' ' || strncmp(p, "　", 3) == 0)
    p += *p == ' ' ? 1 : 3;
  return (Enumerator){(gsize)(end - text), (gsize)(p - end), style, number.value};
}

/* (1) （１） (一) （ア） (a) */
static Enumerator read_parenthesised(const char *text, gunichar open)
{
  const char *p = g_utf8_next_char(text);
  Number number = read_number(p);
  if (!number.figures)
    number = read_letter(p);
  gunichar close = g_utf8_get_char(number.end);
  if (!number.figures || close != (open == '(' ? ')' : U'）'))
    return (Enumerator){0};
  return finish(text, number, style_of(number.figures, open, close), g_utf8_next_char(number.end));
}

/* Behind a number that heads a clause: 「第一条 …」, 「第一条（目的）」, but 「第一条の規定」
 * only speaks of one. */
static bool ends_article(const char *p)
{
  gunichar c = g_utf8_get_char(p);
  return c == 0 || c == ' ' || c == U'　' || c == U'（' || c == '(' || c == U'【';
}

/* 第１条, 第二条の三, 第3章 */
static Enumerator read_article(const char *text)
{
  const char *p = g_utf8_next_char(text);
  Number number = read_number(p);
  gunichar unit = g_utf8_get_char(number.end);
  if (!number.figures || !unit || !g_utf8_strchr("条章節款目項号編", -1, unit))
    return (Enumerator){0};
  const char *end = g_utf8_next_char(number.end);
  for (Number branch; strncmp(end, "の", 3) == 0; end = branch.end) {
    branch = read_number(end + 3);
    if (!branch.figures)
      break;
    number.value = 0;
  }
  if (!ends_article(end))
    return (Enumerator){0};
  return finish(text, number, style_of(number.figures, U'第', unit), end);
}

/* What may close a number that nothing opens: 1、 1． 1. 1) */
static bool closes(Figures figures, gunichar close, const char *after)
{
  if (close == U'、' || close == U'．')
    return !read_decimal(after).figures; /* 「2、3日」 is no number 2 */
  if (figures == FIGURES_KANJI || figures == FIGURES_KANA)
    return false;
  if (close == '.')
    return *after == ' ' || (guchar)*after >= 0x80;
  return close == ')' || close == U'）';
}

Enumerator enumerator_read(const char *text)
{
  static const Enumerator none;
  guchar first = (guchar)*text;
  if (first < 0x80 && first != '(' && !g_ascii_isdigit(first))
    return none;
  gunichar c = g_utf8_get_char(text);
  if (c == '(' || c == U'（')
    return read_parenthesised(text, c);
  if (c == U'第')
    return read_article(text);
  Number number = read_single(c, text);
  if (number.figures)
    return finish(text, number, style_of(number.figures, 0, 0), number.end);
  number = read_number(text);
  if (!number.figures && c >= 0x30A1)
    number = read_letter(text);
  if (!number.figures)
    return none;
  gunichar close = g_utf8_get_char(number.end);
  const char *after = close ? g_utf8_next_char(number.end) : number.end;
  if (!close || !closes(number.figures, close, after))
    return none;
  return finish(text, number, style_of(number.figures, 0, close), after);
}

gsize enumerator_length(const char *text)
{
  Enumerator enumerator = enumerator_read(text);
  return enumerator.length + enumerator.space;
}

/* --- in the tree --- */

static Node *opening_text(const Node *block)
{
  Node *text = block->first;
  return text && text->kind == NODE_TEXT ? text : NULL;
}

Node *enumerator_of(const Node *block)
{
  return block->first && block->first->kind == NODE_NUMBER ? block->first : NULL;
}

void enumerator_split(Parse *parse, Node *block)
{
  Node *text = opening_text(block);
  if (!text)
    return;
  Enumerator enumerator = enumerator_read(text->text);
  if (!enumerator.length)
    return;
  Node *number = node_new(parse->arena, NODE_NUMBER, text->line);
  number->text = arena_strndup(parse->arena, text->text, enumerator.length);
  number->length = enumerator.length;
  number->style = enumerator.style;
  number->start = enumerator.value;
  number->parent = block;
  number->next = text;
  block->first = number;
  text->text += enumerator.length;
  text->length -= enumerator.length;
}

static Node *item_number(const Node *item)
{
  Node *paragraph = item->first;
  return paragraph && paragraph->kind == NODE_PARAGRAPH ? enumerator_of(paragraph) : NULL;
}

static char *character(gunichar c)
{
  char *text = g_new0(char, 8);
  g_unichar_to_utf8(c, text);
  return text;
}

static char *write_wide(int value)
{
  g_autofree char *digits = g_strdup_printf("%d", value);
  GString *text = g_string_new(NULL);
  for (const char *p = digits; *p != '\0'; p++)
    g_string_append_unichar(text, U'０' + (gunichar)(*p - '0'));
  return g_string_free(text, FALSE);
}

static char *write_kanji(int value)
{
  static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  int tens = value / 10;
  return g_strconcat(tens > 1 ? digits[tens] : "", tens > 0 ? "十" : "", digits[value % 10], NULL);
}

/* A value in these figures; in plain ones where they do not reach so far. */
static char *write_value(Figures figures, int value)
{
  gunichar n = (gunichar)value;
  if (figures == FIGURES_WIDE)
    return write_wide(value);
  if (figures == FIGURES_KANJI && value < 100)
    return write_kanji(value);
  if (figures == FIGURES_CIRCLED && value <= 50)
    return character(value <= 20   ? 0x2460 + n - 1
                     : value <= 35 ? 0x3251 + n - 21
                                   : 0x32B1 + n - 36);
  if (figures == FIGURES_PARENTHESISED && value <= 20)
    return character(0x2474 + n - 1);
  if (figures == FIGURES_LETTER && value <= 26)
    return character((gunichar)'a' + n - 1);
  return g_strdup_printf("%d", value);
}

static void check_order(Parse *parse, const Node *item, int before, int value)
{
  if (!before || !value || value == before + 1)
    return;
  g_autofree char *expected = write_value((Figures)(item_number(item)->style & 0xF), before + 1);
  report_add(parse->report, value == before ? DIAG_ENUMERATOR_REPEAT : DIAG_ENUMERATOR_GAP,
             place_at(parse->source.named, item->line, 0), item_number(item)->text, expected, NULL);
}

void enumerator_mark_list(Parse *parse, Node *list)
{
  guint style = 0;
  if (list->ordered)
    return;
  for (const Node *item = list->first; item; item = item->next) {
    const Node *number = item_number(item);
    guint item_style = number ? number->style : 0;
    if (!item_style || (style && item_style != style))
      return;
    style = item_style;
  }
  list->enumerated = true;
  int before = 0;
  for (const Node *item = list->first; item; item = item->next) {
    Node *number = item_number(item);
    number->marked = true;
    check_order(parse, item, before, number->start);
    before = number->start;
  }
}
