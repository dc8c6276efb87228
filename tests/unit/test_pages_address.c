/* Addresses: the way to the root, and where a link leads. */
#include "pages/address.h"

static void the_way_to_the_root(void)
{
  static const struct {
    const char *page, *root;
  } cases[] = {
    {"", "./"},
    {"privacy/", "../"},
    {"privacy/history/", "../../"},
    {"404.html", "./"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) root = g_string_new(NULL);
    address_root(cases[i].page, root);
    g_assert_cmpstr(root->str, ==, cases[i].root);
  }
}

static void what_leads_inside(void)
{
  g_assert_true(address_is_internal("../a/"));
  g_assert_true(address_is_internal("./a:b/"));
  g_assert_true(address_is_internal("#here"));
  g_assert_true(address_is_internal(""));
  g_assert_false(address_is_internal("https://example.org/"));
  g_assert_false(address_is_internal("mailto:a@example.org"));
  g_assert_false(address_is_internal("tel:0300000000"));
  g_assert_false(address_is_internal("//example.org/"));
}

static void where_a_link_leads(void)
{
  static const struct {
    const char *base, *target, *address, *fragment; /* address NULL: nowhere */
  } cases[] = {
    {"privacy/", "history/", "privacy/history/", NULL},
    {"privacy/", "../accessibility/", "accessibility/", NULL},
    {"privacy/", "./", "privacy/", NULL},
    {"privacy/", "../", "", NULL},
    {"privacy/", "..", "", NULL},
    {"privacy/2018-12-01/", "../#security", "privacy/", "security"},
    {"privacy/2018-12-01/", "policy.md", "privacy/2018-12-01/policy.md", NULL},
    {"a/", "../%E6%96%B9%E9%87%9D/", "方針/", NULL},
    {"a/", "../b/?x=1#y", "b/", "y"},
    {"a/", "/privacy/", "privacy/", NULL},
    {"a/", "../b//c/", "b/c/", NULL},
    {"a/", "../../", NULL, NULL},
    {"a/", "../b%2Fc/", NULL, NULL}, /* a slash may not come in by the back door */
    {"a/", "../%FF/", NULL, NULL},
    {"a/", "../b/#%zz", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) address = g_string_new("stale");
    g_autofree char *fragment = NULL;
    g_test_message("%s from %s", cases[i].target, cases[i].base);
    bool led = address_follow(cases[i].base, cases[i].target, address, &fragment);
    g_assert_cmpint(led, ==, cases[i].address != NULL);
    if (!led)
      continue;
    g_assert_cmpstr(address->str, ==, cases[i].address);
    g_assert_cmpstr(fragment, ==, cases[i].fragment);
  }
}

static void the_file_of_an_address(void)
{
  g_autoptr(GString) file = g_string_new(NULL);
  address_file("", file);
  g_assert_cmpstr(file->str, ==, "index.html");
  g_string_truncate(file, 0);
  address_file("a/b/", file);
  g_assert_cmpstr(file->str, ==, "a/b/index.html");
  g_string_truncate(file, 0);
  address_file("feed.xml", file);
  g_assert_cmpstr(file->str, ==, "feed.xml");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pages/address/root", the_way_to_the_root);
  g_test_add_func("/pages/address/internal", what_leads_inside);
  g_test_add_func("/pages/address/follow", where_a_link_leads);
  g_test_add_func("/pages/address/file", the_file_of_an_address);
  return g_test_run();
}
