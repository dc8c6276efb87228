/*
 * What print/ knows of PDF's own notation, and the colour profile that it computes.
 */
#include "print/pdf_colour.h"
#include "print/pdf_content.h"

#include <math.h>
#include <string.h>

static char *word(const PdfToken *token)
{
  return g_strndup(token->start, token->length);
}

/* All objects of a text, joined by bars. */
static char *objects(const char *text, gsize length)
{
  GString *out = g_string_new(NULL);
  PdfText rest = pdf_text(text, length);
  for (PdfToken token; (token = pdf_next_object(&rest)).type != PDF_END;) {
    g_autofree char *one = word(&token);
    g_string_append_printf(out, "%s|", one);
  }
  return g_string_free(out, FALSE);
}

static void test_objects(void)
{
  static const char *const cases[][2] = {
    {"", ""},
    {"12 0 R 3 4", "12 0 R|3|4|"},
    {"0 0 0 RG", "0|0|0|RG|"},
    {"[1[2 <</A[3]>>]]/B", "[1[2 <</A[3]>>]]|/B|"},
    {"(a(b)\\)c)<41 42>(\\\\)", "(a(b)\\)c)|<41 42>|(\\\\)|"},
    {"/A%x\n/B#20 true", "/A|/B#20|true|"},
    {"<</A<</B 1>>>>Tj", "<</A<</B 1>>>>|Tj|"},
    {"[1 2", "[1 2|"},
    {"(ab", "(ab|"},
    {"<41", "<41|"},
    {"] >> x", "]|>>|x|"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *got = objects(cases[i][0], strlen(cases[i][0]));
    g_assert_cmpstr(got, ==, cases[i][1]);
  }
}

static void test_strings(void)
{
  static const struct {
    const char *token;
    const char *bytes;
    const char *text;
  } cases[] = {
    {"(plain)", "plain", "plain"},
    {"(a\\(\\)\\\\\\n\\101\\7\\\nb)", "a()\\\nA\007b", "a()\\\nA\007b"},
    {"<4142 4>", "AB@", "AB@"},
    {"<feff3042D842dFb7>", "\xFE\xFF\x30\x42\xD8\x42\xDF\xB7", "あ𠮷"},
    {"()", "", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    PdfText text = pdf_text(cases[i].token, strlen(cases[i].token));
    PdfToken token = pdf_next_object(&text);
    g_autoptr(GString) bytes = g_string_new(NULL);
    pdf_string_bytes(&token, bytes);
    g_assert_cmpstr(bytes->str, ==, cases[i].bytes);
    g_autofree char *utf8 = pdf_string_utf8(&token);
    g_assert_cmpstr(utf8, ==, cases[i].text);
  }
}

/* What is put can be read back. */
static void test_put_string(void)
{
  static const char *const texts[] = {"plain (text) \\", "個人情報", "𠮷野\n", "", "é"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    pdf_put_string(out, texts[i]);
    PdfText text = pdf_text(out->str, out->len);
    PdfToken token = pdf_next_object(&text);
    g_autofree char *back = pdf_string_utf8(&token);
    g_assert_cmpstr(back, ==, texts[i]);
  }
}

static void test_find(void)
{
  static const char dictionary[] = "<< /A 1 /B << /C [ 2 ] >> /D 5 0 R /E (x) >>";
  PdfToken b = pdf_find_in(dictionary, "/B");
  PdfToken c = pdf_find(&b, "/C");
  g_autofree char *text = word(&c);
  g_assert_cmpstr(text, ==, "[ 2 ]");
  PdfToken d = pdf_find_in(dictionary, "/D");
  g_assert_cmpint(pdf_reference(&d), ==, 5);
  g_assert_cmpint(pdf_find_in(dictionary, "/C").type, ==, PDF_END);
  g_assert_cmpint(pdf_find_in("null", "/C").type, ==, PDF_END);
}

static void test_operations(void)
{
  static const char content[] = "q 1 0 0 1 2 3 cm /P <</MCID 0>> BDC [(a) 5 (b)] TJ EMC\n"
                                "BI /W 1 /H 1 ID \x01 EI(\n EI Q";
  static const char *const want[] = {"q", "cm", "BDC", "TJ", "EMC", "ID", "Q"};
  PdfText text = pdf_text(content, sizeof content - 1);
  for (gsize i = 0; i < G_N_ELEMENTS(want); i++) {
    PdfOperation operation = pdf_next_operation(&text);
    g_autofree char *name = word(&operation.name);
    g_assert_cmpstr(name, ==, want[i]);
    if (i == 1)
      g_assert_cmpuint(operation.count, ==, 6);
    if (i == 3)
      g_assert_cmpint(pdf_does(&operation), ==, PDF_DOES_SHOW);
    if (i == 5)
      g_assert_true(g_str_has_suffix(content, " Q") && *operation.end == ' ');
  }
  g_assert_cmpint(pdf_next_operation(&text).name.type, ==, PDF_END);
}

/* ---- the profile ---- */

static guint32 read32(const GByteArray *profile, guint at)
{
  guint32 value = 0;
  g_assert_cmpuint(at + 4, <=, profile->len);
  memcpy(&value, profile->data + at, 4);
  return GUINT32_FROM_BE(value);
}

static double fixed(const GByteArray *profile, guint at)
{
  return (gint32)read32(profile, at) / 65536.0;
}

static guint tag(const GByteArray *profile, const char *name)
{
  for (guint i = 0; i < read32(profile, 128); i++)
    if (memcmp(profile->data + 132 + i * 12, name, 4) == 0) {
      guint at = read32(profile, 132 + i * 12 + 4);
      g_assert_cmpuint(at % 4, ==, 0);
      g_assert_cmpuint(at + read32(profile, 132 + i * 12 + 8), <=, profile->len);
      return at;
    }
  g_error("no tag %s", name);
}

/* A device value through the profile's curve. */
static double linear(const GByteArray *profile, double x)
{
  guint at = tag(profile, "rTRC") + 12;
  double g = fixed(profile, at), a = fixed(profile, at + 4), b = fixed(profile, at + 8);
  double c = fixed(profile, at + 12), d = fixed(profile, at + 16);
  return x >= d ? pow(a * x + b, g) : c * x;
}

static void test_profile(void)
{
  g_autoptr(GByteArray) profile = pdf_srgb_profile();
  g_assert_cmpuint(read32(profile, 0), ==, profile->len);
  g_assert_cmpmem(profile->data + 12, 12, "mntrRGB XYZ ", 12);
  g_assert_cmpmem(profile->data + 36, 4, "acsp", 4);
  static const char names[][5] = {"rXYZ", "gXYZ", "bXYZ"};
  static const double d50[] = {0.9642, 1.0, 0.8249};
  for (guint i = 0; i < 3; i++) {
    double sum = 0;
    for (gsize k = 0; k < G_N_ELEMENTS(names); k++)
      sum += fixed(profile, tag(profile, names[k]) + 8 + i * 4);
    /* White is white. */
    g_assert_cmpfloat_with_epsilon(sum, d50[i], 0.0005);
    g_assert_cmpfloat_with_epsilon(fixed(profile, 68 + i * 4), d50[i], 0.0001);
  }
  /* IEC 61966-2-1: the middle grey 119 of 255 reflects 18.4 %. */
  g_assert_cmpfloat_with_epsilon(linear(profile, 119 / 255.0), 0.1845, 0.0005);
  g_assert_cmpfloat_with_epsilon(linear(profile, 1), 1, 0.0005);
  g_assert_cmpfloat_with_epsilon(linear(profile, 0.02), 0.02 / 12.92, 0.00005);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/print/pdf/objects", test_objects);
  g_test_add_func("/print/pdf/strings", test_strings);
  g_test_add_func("/print/pdf/put-string", test_put_string);
  g_test_add_func("/print/pdf/find", test_find);
  g_test_add_func("/print/pdf/operations", test_operations);
  g_test_add_func("/print/pdf/profile", test_profile);
  return g_test_run();
}
