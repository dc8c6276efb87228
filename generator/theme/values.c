#include "base/text.h"
#include "script/constant.h"
#include "theme/push.h"

#include <lauxlib.h>
#include <string.h>

/* Tables kept for later pages. When there are more, all are forgotten and begun anew, so that a
 * site of many days needs no more memory than one of few. */
enum { MOST_KEPT = 2048 };

typedef enum {
  OP_CLOSE,
  OP_TEXT,
  OP_RAW,
  OP_NUMBER,
  OP_FALSE,
  OP_TRUE,
  OP_TABLE,
  OP_LIST,
  OP_KEEP,
  OP_KEPT,
} OpKind;

/* One value. */
typedef struct {
  OpKind kind;
  guint count;      /* of a table: how many values it holds */
  const char *name; /* NULL: an item of a list */
  union {
    gsize at; /* of a text: where it begins in `texts` */
    const char *raw;
    gint64 number;
    gconstpointer key; /* of what is kept */
  };
  gsize length; /* of a text or a raw text */
} Op;

struct Values {
  GArray *ops;      /* of Op */
  GString *texts;   /* the copies of the texts */
  GArray *open;     /* of guint: which ops are the open tables */
  GHashTable *kept; /* the keys of the tables that Lua has */
};

/* The registry's key of the table of what is kept. */
static const char KEPT = 0;

Values *values_new(void)
{
  Values *values = g_new0(Values, 1);
  values->ops = g_array_new(FALSE, FALSE, sizeof(Op));
  values->texts = g_string_sized_new(4096);
  values->open = g_array_new(FALSE, FALSE, sizeof(guint));
  values->kept = g_hash_table_new(NULL, NULL);
  return values;
}

void values_free(Values *values)
{
  if (values == NULL)
    return;
  g_array_unref(values->ops);
  g_string_free(values->texts, TRUE);
  g_array_unref(values->open);
  g_hash_table_unref(values->kept);
  g_free(values);
}

void values_clear(Values *values)
{
  g_array_set_size(values->ops, 0);
  g_string_truncate(values->texts, 0);
  g_array_set_size(values->open, 0);
  if (g_hash_table_size(values->kept) > MOST_KEPT)
    g_hash_table_remove_all(values->kept);
}

/* Counts the value in the table that it stands in, so that Lua can make the
 * table in its final size. */
static void put(Values *values, Op op)
{
  if (values->open->len > 0 && op.kind != OP_CLOSE) {
    guint table = g_array_index(values->open, guint, values->open->len - 1);
    g_array_index(values->ops, Op, table).count++;
  }
  g_array_append_val(values->ops, op);
}

void values_string(Values *values, const char *name, const char *text)
{
  if (text == NULL)
    return;
  gsize length = strlen(text);
  put(values, (Op){.kind = OP_TEXT, .name = name, .at = values->texts->len, .length = length});
  text_append(values->texts, text, length);
}

void values_raw(Values *values, const char *name, const char *text, gsize length)
{
  if (text != NULL)
    put(values, (Op){.kind = OP_RAW, .name = name, .raw = text, .length = length});
}

void values_number(Values *values, const char *name, gint64 number)
{
  put(values, (Op){.kind = OP_NUMBER, .name = name, .number = number});
}

void values_bool(Values *values, const char *name, bool truth)
{
  put(values, (Op){.kind = truth ? OP_TRUE : OP_FALSE, .name = name});
}

static void open_as(Values *values, Op op)
{
  guint at = values->ops->len;
  put(values, op);
  g_array_append_val(values->open, at);
}

void values_open(Values *values, const char *name)
{
  open_as(values, (Op){.kind = OP_TABLE, .name = name});
}

void values_list(Values *values, const char *name)
{
  open_as(values, (Op){.kind = OP_LIST, .name = name});
}

bool values_open_kept(Values *values, const char *name, gconstpointer key)
{
  bool known = g_hash_table_contains(values->kept, key);
  if (known)
    put(values, (Op){.kind = OP_KEPT, .name = name, .key = key});
  else
    open_as(values, (Op){.kind = OP_KEEP, .name = name, .key = key});
  return !known;
}

void values_close(Values *values)
{
  g_return_if_fail(values->open->len > 0);
  put(values, (Op){.kind = OP_CLOSE});
  g_array_set_size(values->open, values->open->len - 1);
}

void values_day(Values *values, const char *name, Day day)
{
  if (!day_known(day))
    return;
  g_autofree char *iso = day_iso(day);
  g_autofree char *wareki = day_wareki(day);
  g_autofree char *both = day_both(day);
  g_autofree char *english = day_english(day);

  values_open(values, name);
  values_string(values, "iso", iso);
  values_string(values, "wareki", wareki);
  values_string(values, "both", both);
  values_string(values, "english", english);
  values_close(values);
}

/* ---- as Lua sees them ---- */

typedef struct {
  lua_State *L;
  const Values *values;
  guint next;    /* the op that comes next */
  int kept;      /* where in the stack the table of what is kept lies */
  guint keeping; /* how many tables that are to be kept are being filled */
} Reader;

static void fill_table(Reader *reader);

/* What stands in a kept table is constant too: its own tables are kept with it. */
static void push_table(Reader *reader, int items, int names)
{
  lua_createtable(reader->L, items, names);
  fill_table(reader);
  if (reader->keeping > 0)
    constant_make(reader->L);
}

static void push_kept(Reader *reader, const Op *op)
{
  reader->keeping++;
  push_table(reader, 0, (int)op->count);
  reader->keeping--;
  lua_pushvalue(reader->L, -1);
  lua_rawsetp(reader->L, reader->kept, op->key);
  g_hash_table_add(reader->values->kept, (gpointer)op->key);
}

static void push_value(Reader *reader, const Op *op)
{
  lua_State *L = reader->L;

  switch (op->kind) {
  case OP_TEXT:
    lua_pushlstring(L, reader->values->texts->str + op->at, op->length);
    break;
  case OP_RAW:
    lua_pushlstring(L, op->raw, op->length);
    break;
  case OP_NUMBER:
    lua_pushinteger(L, op->number);
    break;
  case OP_TABLE:
    push_table(reader, 0, (int)op->count);
    break;
  case OP_LIST:
    push_table(reader, (int)op->count, 0);
    break;
  case OP_KEEP:
    push_kept(reader, op);
    break;
  case OP_KEPT:
    lua_rawgetp(L, reader->kept, op->key);
    break;
  default:
    lua_pushboolean(L, op->kind == OP_TRUE);
  }
}

/* Puts values into the table on top, until that table's close or the end of all. */
static void fill_table(Reader *reader)
{
  lua_State *L = reader->L;
  const GArray *ops = reader->values->ops;

  luaL_checkstack(L, 8, "values nested too deep");
  for (lua_Integer item = 0; reader->next < ops->len;) {
    const Op *op = &g_array_index(ops, Op, reader->next++);
    if (op->kind == OP_CLOSE)
      return;
    if (op->name != NULL)
      lua_pushstring(L, op->name); /* of a literal Lua remembers which string it was */
    push_value(reader, op);
    if (op->name != NULL)
      lua_rawset(L, -3);
    else
      lua_rawseti(L, -2, ++item);
  }
}

void values_fill(lua_State *L, const Values *values)
{
  if (g_hash_table_size(values->kept) == 0) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEPT);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &KEPT);
  lua_insert(L, -2);
  Reader reader = {.L = L, .values = values, .kept = lua_gettop(L) - 1};
  fill_table(&reader);
  lua_remove(L, -2);
}
