/* The bounded Lua state: what it lets through, and that everything comes to an end. */
#include "script/sandbox.h"

#include <lauxlib.h>
#include <string.h>

/* Pushes an environment and leaves it as the upvalue of the chunk on the stack. */
static int give_environment(lua_State *L)
{
  Sandbox *sandbox = lua_touserdata(L, 1);
  sandbox_push_environment(sandbox);
  lua_rawsetp(L, LUA_REGISTRYINDEX, sandbox);
  return 0;
}

/* Runs `code` with the library; its result as text, or "FAULT line: message". */
static char *eval_with(Sandbox *sandbox, const char *code)
{
  static const char *const names[] = {"syntax", "raised", "endless", "memory"};
  lua_State *L = sandbox_lua(sandbox);
  char *result = NULL;

  g_assert_true(sandbox_run(sandbox, give_environment, sandbox));
  if (sandbox_load(sandbox, code, strlen(code), "a template")) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, sandbox);
    g_assert_nonnull(lua_setupvalue(L, -2, 1));
    if (sandbox_call(sandbox, 0, 1)) {
      const char *text = lua_tostring(L, -1);
      result = g_strdup(text ? text : luaL_typename(L, -1));
      lua_pop(L, 1);
    }
  }
  if (result == NULL) {
    const SandboxError *error = sandbox_error(sandbox);
    if (error->source != NULL)
      g_assert_cmpstr(error->source, ==, "a template");
    result = g_strdup_printf("%s %d: %s", names[error->fault], error->line, error->message);
  }
  g_assert_cmpint(lua_gettop(L), ==, 0);
  return result;
}

static char *eval(const char *code)
{
  g_autoptr(Sandbox) sandbox = sandbox_new(NULL);
  return eval_with(sandbox, code);
}

static void assert_eval(const char *code, const char *wanted)
{
  g_autofree char *got = eval(code);
  g_assert_cmpstr(got, ==, wanted);
}

static void assert_fault(const char *code, const char *prefix)
{
  g_autofree char *got = eval(code);
  if (!g_str_has_prefix(got, prefix))
    g_error("%s\n gave %s\n wanted %s", code, got, prefix);
}

static void test_library(void)
{
  assert_eval("return ('x'):upper() .. string.rep('ab', 3, '-')", "Xab-ab-ab");
  assert_eval("return string.format('%s %d %5.2f', 'a', 3, 2.5)", "a 3  2.50");
  assert_eval("local t = {3, 1, 2} table.sort(t) return table.concat(t, ',')", "1,2,3");
  assert_eval("local t = {'b'} table.insert(t, 1, 'a') return #t .. t[1]", "2a");
  assert_eval("return select('#', table.unpack({1, 2, 3}))", "3");
  assert_eval("return utf8.len('漢字') + math.max(1, 40)", "42");
  assert_eval("local s = '' for _, c in utf8.codes('あい') do s = s .. c .. ' ' end return s",
              "12354 12356 ");
  assert_eval("return tostring(nil) .. tostring(1) .. tostring(true)", "nil1true");
  assert_eval("x = 1; return x", "1");
  assert_eval("return math.huge > math.maxinteger and math.pi > 3 and 'yes'", "yes");
}

static void test_find(void)
{
  assert_eval("return (string.find('あいう', 'い'))", "4");
  assert_eval("return select(2, ('abcabc'):find('bc', 3))", "6");
  assert_eval("return tostring((('abc'):find('x')))", "nil");
  assert_eval("return (('a.c'):find('.', 1, true))", "2");
  assert_eval("return (('abc'):find('', 4)) .. tostring(('abc'):find('', 5))", "4nil");
  assert_eval("return (('abc'):find('c', -1))", "3");
  assert_eval("return (('abc'):find('a', math.mininteger))", "1");
  assert_fault("return ('abc'):find('a*')", "raised 1: string.find looks for plain text");
  assert_fault("return ('abc'):find('%s')", "raised 1: string.find looks for plain text");
}

static void test_left_out(void)
{
  static const char *const names[] = {
    "os",
    "io",
    "load",
    "dofile",
    "require",
    "loadstring",
    "loadfile",
    "debug",
    "package",
    "coroutine",
    "pcall",
    "xpcall",
    "getmetatable",
    "setmetatable",
    "rawget",
    "rawset",
    "rawequal",
    "rawlen",
    "next",
    "collectgarbage",
    "print",
    "warn",
    "_G",
    "string.match",
    "string.gmatch",
    "string.gsub",
    "string.dump",
    "string.pack",
    "table.move",
    "math.random",
    "('').match",
    "('').gsub",
    "('').dump",
    "utf8.charpattern",
  };
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *code = g_strdup_printf("return type(%s)", names[i]);
    g_autofree char *got = eval(code);
    if (strcmp(got, "nil") != 0)
      g_error("%s is a %s", names[i], got);
  }
}

static void test_nothing_without_library(void)
{
  g_autoptr(Sandbox) sandbox = sandbox_new(NULL);
  lua_State *L = sandbox_lua(sandbox);

  g_assert_true(sandbox_run(sandbox, give_environment, sandbox));
  g_assert_true(sandbox_load(sandbox, "return print", 12, "x"));
  g_assert_true(sandbox_call(sandbox, 0, 1));
  g_assert_true(lua_isnil(L, -1));
}

static void test_constant(void)
{
  assert_fault("string.upper = nil", "raised 1: this table cannot be changed");
  assert_fault("table.insert(string, 'x')", "raised 1: ");
  assert_eval("string = nil return ('a'):upper()", "A");
  g_autoptr(Sandbox) sandbox = sandbox_new(NULL);
  g_autofree char *first = eval_with(sandbox, "leak = 1 tostring = nil return leak");
  g_autofree char *second = eval_with(sandbox, "return tostring(leak)");
  g_assert_cmpstr(first, ==, "1");
  g_assert_cmpstr(second, ==, "nil");
}

static void test_same_on_every_run(void)
{
  assert_eval("local t, s = {b=1, a=1, [2]=1, [1]=1, [true]=1, ab=1, [1.5]=1}, ''\n"
              "for k in pairs(t) do s = s .. tostring(k) .. ' ' end return s",
              "1 1.5 2 a ab b true ");
  assert_eval("local t, s = {a=1, b=2, c=3}, ''\n"
              "for k, v in pairs(t) do t.b = nil s = s .. k .. v end return s",
              "a1c3");
  assert_eval("for k in pairs({}) do return k end", "nil");
  assert_eval("return tostring({}) .. tostring(tostring)", "tablefunction");
  assert_fault("return string.format('%s', {})", "raised 1: bad argument #2 to 'format'");
  assert_fault("return string.format('%%%-10p', 'x')", "raised 1: string.format does not know");
  assert_fault("for k in pairs({[{}] = 1}) do end", "raised 1: pairs: a key is a table");
}

static void test_errors(void)
{
  assert_fault("\n\nlocal x = = 1", "syntax 3: unexpected symbol near '='");
  assert_fault("\nreturn nothing.at.all", "raised 2: attempt to index a nil value");
  assert_fault("\nerror('by hand')", "raised 2: by hand");
  assert_fault("\n\nerror({})", "raised 3: an error without words");
  assert_fault("local function f() error('inner') end\nf()", "raised 1: inner");
  assert_fault("\x1bLua", "syntax 0: attempt to load a binary chunk");
  assert_fault("error('\xff')", "raised 1: \xef\xbf\xbd");
}

static void test_long_name(void)
{
  g_autoptr(Sandbox) sandbox = sandbox_new(NULL);
  g_autofree char *name = g_strnfill(200, 'n');
  g_assert_false(sandbox_load(sandbox, "\n=", 2, name));
  g_assert_cmpstr(sandbox_error(sandbox)->source, ==, name);
  g_assert_cmpint(sandbox_error(sandbox)->line, ==, 2);
  g_assert_true(g_str_has_prefix(sandbox_error(sandbox)->message, "unexpected symbol"));
}

/* Every known way of running on or growing for ever. */
static void test_ends(void)
{
  static const struct {
    const char *code;
    const char *prefix;
  } cases[] = {
    {"\nwhile true do end", "endless 2: "},
    {"::a:: goto a", "endless 1: "},
    {"local function f() return f() end f()", "endless 1: "},
    {"local function f() f() end f()", "memory 1: "},
    {"local s = 'x' while true do s = s .. s end", "memory 0: "},
    {"local t = {} for i = 1, 1e9 do t[i] = {} end", "memory 1: "},
    {"return string.rep('x', 1 << 40)", "endless 1: "},
    {"return #string.rep('', 1 << 60)", "0"},
    {"return #string.rep('x', 1 << 28)", "endless 1: "},
    {"return #string.rep('xxxxxxxxxxxxxxxx', 1 << 22)", "memory 0: "},
    {"local s = string.rep('x', 1 << 20) while true do s:upper() end", "endless "},
    {"local s = string.rep('x', 1 << 20) while true do local _ = s .. 'y' end", "endless "},
    {"local s = string.rep('a', 1 << 20) .. 'b'\n"
     "while true do s:find(string.rep('a', 1 << 19) .. 'c') end",
     "endless "},
    {"local t = {} for i = 1, 1e5 do t[i] = i end while true do table.insert(t, 1, 0) end",
     "endless 1: "},
    {"local t = {} for i = 1, 1e5 do t[i] = '' end while true do table.concat(t) end",
     "endless 1: "},
    {"local t = {} for i = 1, 1e5 do t[i] = i end while true do table.sort(t) end", "endless 1: "},
    {"local t = {} for i = 1, 1e5 do t[i] = i end while true do for k in pairs(t) do end end",
     "endless 1: "},
    {"table.sort({1, 2, 3}, function() while true do end end)", "endless 1: "},
    {"return table.unpack({}, 1, 1e9)", "endless 1: "},
    {"return table.unpack({}, math.mininteger, math.maxinteger)", "endless 1: "},
    {"return utf8.codepoint(string.rep('a', 1e7), 1, 1e7)", "endless 1: "},
    {"return table.concat({}, '', 1, 1e12)", "raised 1: "},
    {"return select(-1 << 60, 1)", "raised 1: "},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_fault(cases[i].code, cases[i].prefix);
}

/* The net below the count: here nothing but long comparisons. */
static void test_clock(void)
{
  SandboxLimits limits = {.instructions = G_GINT64_CONSTANT(1) << 50, .seconds = 1};
  g_autoptr(Sandbox) sandbox = sandbox_new(&limits);
  g_autofree char *got = eval_with(sandbox, "while true do end");
  g_assert_cmpstr(got, ==, "endless 1: the budget is spent");
}

/* Bytes asked for are work too: 100 MB are more than 1.5 million instructions. */
static void test_bytes(void)
{
  SandboxLimits limits = {.instructions = 1500000};
  g_autoptr(Sandbox) sandbox = sandbox_new(&limits);
  g_autofree char *few = eval_with(sandbox, "local s = ('x'):rep(1 << 20) "
                                            "for i = 1, 5 do local _ = s .. i end return 'ok'");
  g_autofree char *many = eval_with(sandbox, "local s = ('x'):rep(1 << 20) "
                                             "for i = 1, 100 do local _ = s .. i end return 'ok'");
  g_assert_cmpstr(few, ==, "ok");
  g_assert_true(g_str_has_prefix(many, "endless "));
}

/* After any fault the same state serves the next page. */
static void test_goes_on(void)
{
  g_autoptr(Sandbox) sandbox = sandbox_new(NULL);
  static const char *const bad[] = {"while true do end",
                                    "local s = 'x' while true do s = s .. s end", "error('x')",
                                    "local function f() f() end f()", "= 1"};
  for (guint i = 0; i < 3 * G_N_ELEMENTS(bad); i++) {
    g_autofree char *fault = eval_with(sandbox, bad[i % G_N_ELEMENTS(bad)]);
    g_autofree char *good = eval_with(sandbox, "return ('ok'):rep(2)");
    g_assert_cmpstr(good, ==, "okok");
    g_assert_nonnull(fault);
  }
}

static int count_down(lua_State *L)
{
  sandbox_charge(L, (gsize)luaL_checkinteger(L, 1));
  return 0;
}

static int put_count_down(lua_State *L)
{
  lua_pushcfunction(L, count_down);
  lua_setglobal(L, "work");
  return 0;
}

static void test_charge(void)
{
  SandboxLimits limits = {.instructions = 100000};
  g_autoptr(Sandbox) sandbox = sandbox_new(&limits);

  g_assert_true(sandbox_run(sandbox, put_count_down, NULL));
  g_assert_true(sandbox_load(sandbox, "work(90000)", 11, "x"));
  g_assert_true(sandbox_call(sandbox, 0, 0));
  g_assert_true(sandbox_load(sandbox, "work(90000)", 11, "x"));
  g_assert_true(sandbox_call(sandbox, 0, 0)); /* a fresh budget */
  g_assert_true(sandbox_load(sandbox, "\nwork(-1)", 9, "x"));
  g_assert_false(sandbox_call(sandbox, 0, 0));
  g_assert_cmpint(sandbox_error(sandbox)->fault, ==, SANDBOX_ENDLESS);
  g_assert_cmpint(sandbox_error(sandbox)->line, ==, 2);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/script/sandbox/library", test_library);
  g_test_add_func("/script/sandbox/find", test_find);
  g_test_add_func("/script/sandbox/left-out", test_left_out);
  g_test_add_func("/script/sandbox/nothing-without-library", test_nothing_without_library);
  g_test_add_func("/script/sandbox/constant", test_constant);
  g_test_add_func("/script/sandbox/same-on-every-run", test_same_on_every_run);
  g_test_add_func("/script/sandbox/errors", test_errors);
  g_test_add_func("/script/sandbox/long-name", test_long_name);
  g_test_add_func("/script/sandbox/ends", test_ends);
  g_test_add_func("/script/sandbox/clock", test_clock);
  g_test_add_func("/script/sandbox/bytes", test_bytes);
  g_test_add_func("/script/sandbox/goes-on", test_goes_on);
  g_test_add_func("/script/sandbox/charge", test_charge);
  return g_test_run();
}
