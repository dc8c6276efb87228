#include "theme/push.h"

#include <lauxlib.h>
#include <string.h>

/* One value in the buffer: this head, the name, and for a text its bytes. */
typedef enum { OP_CLOSE, OP_TEXT, OP_RAW, OP_NUMBER, OP_FALSE, OP_TRUE, OP_TABLE, OP_LIST } OpKind;

typedef struct {
  guint16 kind;
  guint16 name;   /* length of the name; 0: an item of a list */
  guint32 length; /* of a text; which raw text; how many values a table holds */
} Op;

typedef struct {
  const char *text;
  gsize length;
} Raw;

struct Values {
  GByteArray *ops;
  GArray *raws; /* of Raw */
  GArray *open; /* of guint: where the heads of the open tables lie */
};

Values *values_new(void)
{
  Values *values = g_new0(Values, 1);
  values->ops = g_byte_array_new();
  values->raws = g_array_new(FALSE, FALSE, sizeof(Raw));
  values->open = g_array_new(FALSE, FALSE, sizeof(guint));
  return values;
}

void values_free(Values *values)
{
  if (values == NULL)
    return;
  g_byte_array_unref(values->ops);
  g_array_unref(values->raws);
  g_array_unref(values->open);
  g_free(values);
}

void values_clear(Values *values)
{
  g_byte_array_set_size(values->ops, 0);
  g_array_set_size(values->raws, 0);
  g_array_set_size(values->open, 0);
}

/* Counts the value in the table that it stands in, so that Lua can make the
 * table in its final size. */
static void count_value(Values *values)
{
  if (values->open->len == 0)
    return;
  guint8 *at = values->ops->data + g_array_index(values->open, guint, values->open->len - 1);
  Op op;
  memcpy(&op, at, sizeof op);
  op.length++;
  memcpy(at, &op, sizeof op);
}

static void put(Values *values, OpKind kind, const char *name, gsize length)
{
  gsize name_length = name != NULL ? strlen(name) : 0;
  g_return_if_fail(name_length <= G_MAXUINT16 && length <= G_MAXUINT32);

  Op op = {.kind = (guint16)kind, .name = (guint16)name_length, .length = (guint32)length};
  count_value(values);
  g_byte_array_append(values->ops, (const guint8 *)&op, sizeof op);
  if (name_length > 0)
    g_byte_array_append(values->ops, (const guint8 *)name, (guint)name_length);
}

void values_string(Values *values, const char *name, const char *text)
{
  if (text == NULL)
    return;
  gsize length = strlen(text);
  put(values, OP_TEXT, name, length);
  g_byte_array_append(values->ops, (const guint8 *)text, (guint)length);
}

void values_raw(Values *values, const char *name, const char *text, gsize length)
{
  if (text == NULL)
    return;
  Raw raw = {.text = text, .length = length};
  put(values, OP_RAW, name, values->raws->len);
  g_array_append_val(values->raws, raw);
}

void values_number(Values *values, const char *name, gint64 number)
{
  put(values, OP_NUMBER, name, 0);
  g_byte_array_append(values->ops, (const guint8 *)&number, sizeof number);
}

void values_bool(Values *values, const char *name, bool truth)
{
  put(values, truth ? OP_TRUE : OP_FALSE, name, 0);
}

static void open_as(Values *values, OpKind kind, const char *name)
{
  guint at = values->ops->len;
  put(values, kind, name, 0);
  g_array_append_val(values->open, at);
}

void values_open(Values *values, const char *name)
{
  open_as(values, OP_TABLE, name);
}

void values_list(Values *values, const char *name)
{
  open_as(values, OP_LIST, name);
}

void values_close(Values *values)
{
  static const Op close = {.kind = OP_CLOSE};
  g_return_if_fail(values->open->len > 0);

  g_array_set_size(values->open, values->open->len - 1);
  g_byte_array_append(values->ops, (const guint8 *)&close, sizeof close);
}

/* Eight bytes at a time; each step can be undone, so that two different inputs
 * meet only by chance. */
static guint64 mix(guint64 hash, const void *bytes, gsize length)
{
  const guint8 *at = bytes;
  gsize left = length;
  guint64 word;

  for (; left >= sizeof word; left -= sizeof word, at += sizeof word) {
    memcpy(&word, at, sizeof word);
    hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
  }
  word = 0;
  if (left > 0)
    memcpy(&word, at, left);
  hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  hash ^= hash >> 29;
  return (hash ^ length) * G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
}

guint64 values_hash(const Values *values)
{
  guint64 hash = mix(G_GUINT64_CONSTANT(0x8F14E45FCEEA167A), values->ops->data, values->ops->len);
  for (guint i = 0; i < values->raws->len; i++) {
    const Raw *raw = &g_array_index(values->raws, Raw, i);
    hash = mix(hash, raw->text, raw->length);
  }
  return hash ^ (hash >> 32);
}

typedef struct {
  lua_State *L;
  const Values *values;
  const guint8 *at, *end;
} Reader;

static void fill_table(Reader *reader);

/* Pushes the value whose head and name were read. */
static void push_value(Reader *reader, const Op *op)
{
  lua_State *L = reader->L;
  const Raw *raw;
  gint64 number;

  switch ((OpKind)op->kind) {
  case OP_TEXT:
    lua_pushlstring(L, (const char *)reader->at, op->length);
    reader->at += op->length;
    break;
  case OP_RAW:
    raw = &g_array_index(reader->values->raws, Raw, op->length);
    lua_pushlstring(L, raw->text, raw->length);
    break;
  case OP_NUMBER:
    memcpy(&number, reader->at, sizeof number);
    reader->at += sizeof number;
    lua_pushinteger(L, number);
    break;
  case OP_TABLE:
    lua_createtable(L, 0, (int)op->length);
    fill_table(reader);
    break;
  case OP_LIST:
    lua_createtable(L, (int)op->length, 0);
    fill_table(reader);
    break;
  default:
    lua_pushboolean(L, op->kind == OP_TRUE);
  }
}

/* Puts values into the table on top, until that table's close or the end of all. */
static void fill_table(Reader *reader)
{
  lua_State *L = reader->L;
  Op op;

  luaL_checkstack(L, 4, "values nested too deep");
  for (lua_Integer item = 0; reader->at < reader->end;) {
    memcpy(&op, reader->at, sizeof op);
    reader->at += sizeof op;
    if (op.kind == OP_CLOSE)
      return;
    if (op.name > 0)
      lua_pushlstring(L, (const char *)reader->at, op.name);
    reader->at += op.name;
    push_value(reader, &op);
    if (op.name > 0)
      lua_rawset(L, -3);
    else
      lua_rawseti(L, -2, ++item);
  }
}

void values_fill(lua_State *L, const Values *values)
{
  Reader reader = {.L = L, .values = values, .at = values->ops->data};
  reader.end = reader.at + values->ops->len;
  fill_table(&reader);
}
