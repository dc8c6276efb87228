#include "base/text.h"
#include "markup/ruby.h"
#include "script/constant.h"
#include "script/sandbox.h"
#include "theme/parts.h"
#include "theme/push.h"
#include "theme/template.h"

#include <lauxlib.h>
#include <string.h>

enum {
  OUTPUT_LIMIT = 16 * 1024 * 1024, /* bytes a page */
  DEPTH_LIMIT = 20,                /* templates within templates */
};

struct Stage {
  const Theme *theme;
  Sandbox *sandbox;
  GHashTable *named; /* template -> how diagnostics call it; borrowed from the theme */
  GString *scratch;
  char lang[32]; /* of the page's strings */
  bool japanese; /* the page is in Japanese: days are shown in both calendars */
  GString *out;
  gsize start;          /* where in `out` the page begins */
  const char *template; /* of the page, for content() */
  const char *base;     /* what stands around it */
  int depth;
  bool in_content;
};

/* Keys of the registry are the addresses of these. */
static const char TEMPLATES = 0, PAGE = 0, INCLUDED = 0, WORDS = 0, ALL_WORDS = 0, TIMES = 0,
                  ENGLISH_TIMES = 0;

static Stage *stage_of(lua_State *L)
{
  return lua_touserdata(L, lua_upvalueindex(1));
}

/* ---- what templates call ---- */

static void write_value(lua_State *L, bool escaped)
{
  Stage *stage = stage_of(L);
  const char *text;
  size_t length;

  switch (lua_type(L, 1)) {
  case LUA_TNONE:
  case LUA_TNIL:
    return;
  case LUA_TSTRING:
  case LUA_TNUMBER:
    text = lua_tolstring(L, 1, &length);
    break;
  case LUA_TBOOLEAN:
    text = lua_toboolean(L, 1) ? "true" : "false";
    length = strlen(text);
    break;
  default:
    luaL_error(L, "a %s cannot be written: name one of its fields", luaL_typename(L, 1));
    return;
  }

  if (stage->out->len - stage->start + length > OUTPUT_LIMIT)
    luaL_error(L, "the page grows over %d MiB", OUTPUT_LIMIT / (1024 * 1024));
  if (escaped)
    text_escape_xml(stage->out, text, (gssize)length);
  else
    text_append(stage->out, text, length);
}

static int write_raw(lua_State *L)
{
  write_value(L, false);
  return 0;
}

static int write_escaped(lua_State *L)
{
  write_value(L, true);
  return 0;
}

/* The first {name} of a string; NULL where there is none. {漢字|かんじ} is a reading. */
static const char *next_name(const char *text, const char **close)
{
  const char *open;
  while ((open = strchr(text, '{')) != NULL && (*close = strchr(open, '}')) != NULL) {
    if (memchr(open, '|', (size_t)(*close - open)) == NULL)
      return open;
    text = *close + 1;
  }
  return NULL;
}

/* Fills the {name}s of a string from the table (2). */
static void fill_names(lua_State *L, const char *key, const char *text)
{
  luaL_Buffer buffer;
  const char *open, *close;

  luaL_argcheck(L, lua_istable(L, 2), 2, "this string wants values: t(\"…\", { name = … })");
  luaL_buffinit(L, &buffer);
  while ((open = next_name(text, &close)) != NULL) {
    luaL_addlstring(&buffer, text, (size_t)(open - text));
    lua_pushlstring(L, open + 1, (size_t)(close - open - 1));
    lua_gettable(L, 2);
    if (!lua_isstring(L, -1))
      luaL_error(L, "t(\"%s\") wants a value for %s", key, open);
    luaL_addvalue(&buffer);
    text = close + 1;
  }
  luaL_addstring(&buffer, text);
  luaL_pushresult(&buffer);
}

/* Strings that were asked for are kept for the next time: as Lua strings, and those with
 * something to fill in by their address in the theme. */
static int string_of_key(lua_State *L)
{
  const char *key = luaL_checkstring(L, 1);

  lua_settop(L, 2);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &WORDS);
  lua_pushvalue(L, 1);
  int known = lua_rawget(L, 3);
  if (known == LUA_TLIGHTUSERDATA)
    fill_names(L, key, lua_touserdata(L, 4));
  if (known != LUA_TNIL)
    return 1;

  const Stage *stage = stage_of(L);
  const char *text = theme_string(stage->theme, stage->lang, key);
  if (text == key)
    return luaL_error(L, "there is no string \"%s\" in strings/", key);
  const char *close;
  lua_pushvalue(L, 1);
  if (next_name(text, &close) != NULL)
    lua_pushlightuserdata(L, (void *)text);
  else
    lua_pushstring(L, text);
  lua_rawset(L, 3);
  lua_settop(L, 2);
  return string_of_key(L);
}

static int escape(lua_State *L)
{
  Stage *stage = stage_of(L);
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);

  g_string_truncate(stage->scratch, 0);
  text_escape_xml(stage->scratch, text, (gssize)length);
  lua_pushlstring(L, stage->scratch->str, stage->scratch->len);
  return 1;
}

/* unbroken(text): for addresses and numbers that are not within a text of the site. */
static int escape_unbroken(lua_State *L)
{
  Stage *stage = stage_of(L);
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);

  g_string_truncate(stage->scratch, 0);
  text_escape_unbroken(stage->scratch, text, (gssize)length);
  lua_pushlstring(L, stage->scratch->str, stage->scratch->len);
  return 1;
}

/* ruby(text): for words with readings, {漢字|かんじ}. */
static int escape_ruby(lua_State *L)
{
  Stage *stage = stage_of(L);
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length), *end = text + length;

  g_string_truncate(stage->scratch, 0);
  while (text < end) {
    Ruby ruby = *text == '{' ? ruby_read(text, end) : (Ruby){.status = RUBY_NONE};
    const char *next = ruby.status == RUBY_GOOD ? text + ruby.length : g_utf8_next_char(text);
    if (ruby.status == RUBY_GOOD)
      ruby_html(stage->scratch, ruby.base, ruby.base_length, ruby.readings, ruby.readings_length);
    else
      text_escape_xml(stage->scratch, text, next - text);
    text = next;
  }
  lua_pushlstring(L, stage->scratch->str, stage->scratch->len);
  return 1;
}

/* Pushes the day (1) in words: in both calendars on Japanese pages. */
static const char *push_day(lua_State *L)
{
  bool japanese = stage_of(L)->japanese;

  luaL_argcheck(L, lua_istable(L, 1), 1, "a day is wanted, such as revision.effective");
  if (lua_getfield(L, 1, japanese ? "both" : "english") != LUA_TSTRING)
    luaL_argerror(L, 1, "a day is wanted, such as revision.effective");
  return lua_tostring(L, -1);
}

static int day_in_words(lua_State *L)
{
  push_day(L);
  return 1;
}

static void push_time(lua_State *L)
{
  const char *words = push_day(L);
  lua_getfield(L, 1, "iso");
  lua_pushfstring(L, "<time datetime=\"%s\">%s</time>", luaL_checkstring(L, -1), words);
}

/* The same days stand in page after page, as tables that are kept and constant: what was written
 * of one is remembered for as long as the table lives. */
static int day_as_time(lua_State *L)
{
  const void *times = stage_of(L)->japanese ? &TIMES : &ENGLISH_TIMES;

  lua_settop(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, times);
  lua_pushvalue(L, 1);
  if (!lua_isnil(L, 1) && lua_rawget(L, 2) == LUA_TSTRING)
    return 1;
  push_time(L);
  if (constant_is(L, 1)) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
  }
  return 1;
}

/* Calls the template whose name is on top with the values below it; takes both. */
static void call_template(lua_State *L, Stage *stage)
{
  const char *name = lua_tostring(L, -1);

  if (stage->depth >= DEPTH_LIMIT)
    luaL_error(L, "templates include one another more than %d deep", DEPTH_LIMIT);
  luaL_checkstack(L, 8, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &TEMPLATES);
  lua_pushvalue(L, -2);
  if (lua_rawget(L, -2) != LUA_TFUNCTION)
    luaL_error(L, "there is no template \"%s\"", name);
  lua_pushvalue(L, -4);
  stage->depth++;
  lua_call(L, 1, 0);
  stage->depth--;
  lua_pop(L, 3);
}

/* include(name, values): what it does not find in the values it finds in the page. */
static int include_template(lua_State *L)
{
  luaL_checkstring(L, 1);
  lua_settop(L, 2);
  lua_newtable(L);
  if (!lua_isnil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    constant_reveal(L, 2);
    for (lua_pushnil(L); lua_next(L, 2) != 0;) {
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, 3);
    }
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &INCLUDED);
  lua_setmetatable(L, 3);
  lua_pushvalue(L, 1);
  call_template(L, stage_of(L));
  return 0;
}

static int page_content(lua_State *L)
{
  Stage *stage = stage_of(L);

  if (stage->in_content)
    return luaL_error(L, "content() is for base.html, once");
  stage->in_content = true;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &PAGE);
  lua_pushstring(L, stage->template);
  call_template(L, stage);
  return 0;
}

/* ---- a stage ---- */

typedef struct {
  Stage *stage;
  const char *name;
  const Values *values;
} Job;

/* Forgets what nothing else holds. */
static void make_memory(lua_State *L, const void *key)
{
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int prepare(lua_State *L)
{
  make_memory(L, &TIMES);
  make_memory(L, &ENGLISH_TIMES);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &TEMPLATES);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &INCLUDED);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ALL_WORDS);
  return 0;
}

/* Runs a template's chunk (1), which returns the template as a function. */
static int install(lua_State *L)
{
  static const lua_CFunction functions[] = {write_raw,        write_escaped, string_of_key,
                                            escape,           day_as_time,   day_in_words,
                                            include_template, page_content,  escape_unbroken,
                                            escape_ruby};
  const Job *job = lua_touserdata(L, 2);

  lua_settop(L, 1);
  for (guint i = 0; i < G_N_ELEMENTS(functions); i++) {
    lua_pushlightuserdata(L, job->stage);
    lua_pushcclosure(L, functions[i], 1);
  }
  lua_call(L, G_N_ELEMENTS(functions), 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &TEMPLATES);
  lua_insert(L, 1);
  lua_setfield(L, 1, job->name);
  return 0;
}

static void report_fault(const Stage *stage, const char *template, const char *page, Report *report)
{
  const SandboxError *error = sandbox_error(stage->sandbox);
  const char *name = error->source != NULL ? error->source : template;
  const char *named = g_hash_table_lookup(stage->named, name);
  Place place = place_at(named != NULL ? named : name, error->line, 0);

  switch (error->fault) {
  case SANDBOX_SYNTAX:
    report_add(report, DIAG_TEMPLATE_SYNTAX, place, error->message, NULL);
    break;
  case SANDBOX_RAISED:
    report_add(report, DIAG_TEMPLATE_RAISED, place, page, error->message, NULL);
    break;
  case SANDBOX_ENDLESS:
    report_add(report, DIAG_TEMPLATE_ENDLESS, place, page, NULL);
    break;
  case SANDBOX_MEMORY:
    report_add(report, DIAG_TEMPLATE_MEMORY, place, page, NULL);
  }
}

typedef struct {
  Stage *stage;
  Report *report;
  bool good;
} Compilation;

static void compile(const char *name, const char *named, const char *source, gsize length,
                    gpointer data)
{
  Compilation *compilation = data;
  Stage *stage = compilation->stage;
  lua_State *L = sandbox_lua(stage->sandbox);
  Job job = {.stage = stage, .name = name};
  g_autofree char *lua = template_to_lua(source, length, named, compilation->report);

  g_hash_table_insert(stage->named, (gpointer)name, (gpointer)named);
  compilation->good = compilation->good && lua != NULL;
  if (lua == NULL)
    return;
  lua_pushcfunction(L, install);
  bool good = sandbox_load(stage->sandbox, lua, strlen(lua), name);
  if (good) {
    lua_pushlightuserdata(L, &job);
    good = sandbox_call(stage->sandbox, 2, 0);
  } else {
    lua_pop(L, 1);
  }
  if (!good)
    report_fault(stage, name, name, compilation->report);
  compilation->good = compilation->good && good;
}

Stage *stage_new(const Theme *theme, Report *report)
{
  g_autoptr(Stage) stage = g_new0(Stage, 1);
  Compilation compilation = {.stage = stage, .report = report, .good = true};

  stage->theme = theme;
  stage->sandbox = sandbox_new(NULL);
  /* Little lives from page to page, and its marking is what a collection costs. */
  lua_gc(sandbox_lua(stage->sandbox), LUA_GCINC, 400, 400, 0);
  stage->named = g_hash_table_new(g_str_hash, g_str_equal);
  stage->scratch = g_string_new(NULL);
  if (!sandbox_run(stage->sandbox, prepare, NULL))
    g_error("no memory for the templates");
  theme_each_template(theme, compile, &compilation);
  return compilation.good ? g_steal_pointer(&stage) : NULL;
}

void stage_free(Stage *stage)
{
  if (stage == NULL)
    return;
  sandbox_free(stage->sandbox);
  g_hash_table_unref(stage->named);
  g_string_free(stage->scratch, TRUE);
  g_free(stage);
}

/* The page's language, and the strings that go with it, from the values on top. */
static void take_lang(lua_State *L, Stage *stage)
{
  const char *lang = "ja", *strings = NULL;

  if (lua_getfield(L, -1, "page") == LUA_TTABLE) {
    if (lua_getfield(L, -1, "lang") == LUA_TSTRING)
      lang = lua_tostring(L, -1);
    if (lua_getfield(L, -2, "strings") == LUA_TSTRING)
      strings = lua_tostring(L, -1);
  }
  stage->japanese = strcmp(lang, "ja") == 0 || g_str_has_prefix(lang, "ja-");
  g_strlcpy(stage->lang, strings != NULL ? strings : lang, sizeof stage->lang);
}

/* Finds the table of this language's words, made where it is the language's first page. */
static void take_words(lua_State *L, const Stage *stage)
{
  lua_rawgetp(L, LUA_REGISTRYINDEX, &ALL_WORDS);
  if (lua_getfield(L, -1, stage->lang) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, stage->lang);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &WORDS);
  lua_pop(L, 1);
}

static int render(lua_State *L)
{
  const Job *job = lua_touserdata(L, 1);

  sandbox_push_environment(job->stage->sandbox);
  values_fill(L, job->values);
  take_lang(L, job->stage);
  take_words(L, job->stage);
  lua_settop(L, 2);

  lua_pushvalue(L, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &PAGE);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &INCLUDED);
  lua_pushvalue(L, 2);
  lua_setfield(L, -2, "__index");
  lua_settop(L, 2);
  lua_pushstring(L, job->stage->base);
  call_template(L, job->stage);
  return 0;
}

/* A folder of templates may have a frame of its own: "print/base.html". */
static char *base_of(const Stage *stage, const char *template)
{
  const char *slash = strrchr(template, '/');
  g_autofree char *own =
    slash != NULL ? g_strdup_printf("%.*s/base.html", (int)(slash - template), template) : NULL;
  bool has_own = own != NULL && g_hash_table_contains(stage->named, own);
  return has_own ? g_steal_pointer(&own) : g_strdup("base.html");
}

bool stage_render(Stage *stage, const char *template, const Values *values, GString *out,
                  const char *page, Report *report)
{
  Job job = {.stage = stage, .values = values};
  g_autofree char *base = base_of(stage, template);

  if (!g_hash_table_contains(stage->named, template)) {
    report_add(report, DIAG_TEMPLATE_MISSING, place_none(), template, page, NULL);
    return false;
  }
  stage->template = template;
  stage->base = base;
  stage->out = out;
  stage->start = out->len;
  stage->depth = 0;
  stage->in_content = false;
  bool good = sandbox_run(stage->sandbox, render, &job);
  if (!good) {
    report_fault(stage, template, page, report);
    g_string_truncate(out, stage->start);
  }
  stage->out = NULL;
  stage->base = NULL;
  return good;
}
