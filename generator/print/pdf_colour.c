#include "print/pdf_colour.h"

#include <math.h>
#include <string.h>

#define HEADER 128

/* Primaries and white of IEC 61966-2-1, adapted from D65 to D50 by the linear Bradford matrix, as
 * ICC.1 asks for. The columns add up to D50. */
static const double red[] = {0.4360747, 0.2225045, 0.0139322};
static const double green[] = {0.3850649, 0.7168786, 0.0971045};
static const double blue[] = {0.1430804, 0.0606169, 0.7141733};
static const double white[] = {0.9642, 1.0, 0.8249};
/* That matrix itself (D65 to D50). */
static const double adaptation[] = {1.0478112,  0.0228866,  -0.0501270, 0.0295424, 0.9904844,
                                    -0.0170491, -0.0092345, 0.0150436,  0.7521316};
/* Y = (aX + b)^g for X >= d, else cX. */
static const double curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

static void put32(GByteArray *out, guint32 value)
{
  guint32 big = GUINT32_TO_BE(value);
  g_byte_array_append(out, (const guint8 *)&big, 4);
}

static void put16(GByteArray *out, guint16 value)
{
  guint16 big = GUINT16_TO_BE(value);
  g_byte_array_append(out, (const guint8 *)&big, 2);
}

static void put_name(GByteArray *out, const char *name)
{
  g_byte_array_append(out, (const guint8 *)name, 4);
}

/* s15Fixed16Number */
static void put_fixed(GByteArray *out, const double *values, gsize count)
{
  for (gsize i = 0; i < count; i++)
    put32(out, (guint32)(gint32)lround(values[i] * 65536));
}

static void put_text(GByteArray *out, const char *text)
{
  put_name(out, "mluc");
  put32(out, 0);
  put32(out, 1);
  put32(out, 12);
  put_name(out, "enUS");
  put32(out, (guint32)strlen(text) * 2);
  put32(out, 28);
  for (; *text != '\0'; text++)
    put16(out, (guint16)*text);
}

static void put_numbers(GByteArray *out, const char *type, const double *values, gsize count)
{
  put_name(out, type);
  put32(out, 0);
  put_fixed(out, values, count);
}

static void put_curve(GByteArray *out)
{
  put_name(out, "para");
  put32(out, 0);
  put16(out, 3);
  put16(out, 0);
  put_fixed(out, curve, G_N_ELEMENTS(curve));
}

static void put_header(GByteArray *out)
{
  put32(out, 0); /* the size, set at last */
  put32(out, 0);
  put32(out, 0x04200000);
  put_name(out, "mntr");
  put_name(out, "RGB ");
  put_name(out, "XYZ ");
  static const guint16 day[] = {2004, 10, 1, 0, 0, 0}; /* the specification's own month */
  for (gsize i = 0; i < G_N_ELEMENTS(day); i++)
    put16(out, day[i]);
  put_name(out, "acsp");
  for (int i = 0; i < 6; i++)
    put32(out, 0); /* no platform, flags, maker, model; media attributes; */
  put32(out, 0);   /* perceptual intent */
  put_fixed(out, white, 3);
  while (out->len < HEADER)
    put32(out, 0);
}

static void set32(GByteArray *out, guint at, guint32 value)
{
  guint32 big = GUINT32_TO_BE(value);
  memcpy(out->data + at, &big, 4);
}

GByteArray *pdf_srgb_profile(void)
{
  static const char names[][5] = {"desc", "cprt", "wtpt", "chad", "rXYZ",
                                  "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
  GByteArray *out = g_byte_array_new();
  put_header(out);
  put32(out, G_N_ELEMENTS(names));
  guint table = out->len;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    put_name(out, names[i]);
    put32(out, 0);
    put32(out, 0);
  }
  guint from = 0, length = 0;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    /* The three curves are one. */
    if (i <= 7) {
      from = out->len;
      switch (i) {
      case 0:
        put_text(out, "sRGB IEC61966-2.1");
        break;
      case 1:
        put_text(out, "No copyright, use freely");
        break;
      case 2:
        put_numbers(out, "XYZ ", white, 3);
        break;
      case 3:
        put_numbers(out, "sf32", adaptation, 9);
        break;
      case 4:
        put_numbers(out, "XYZ ", red, 3);
        break;
      case 5:
        put_numbers(out, "XYZ ", green, 3);
        break;
      case 6:
        put_numbers(out, "XYZ ", blue, 3);
        break;
      default:
        put_curve(out);
        break;
      }
      length = out->len - from;
      while (out->len % 4 != 0)
        g_byte_array_append(out, (const guint8 *)"", 1);
    }
    set32(out, table + i * 12 + 4, from);
    set32(out, table + i * 12 + 8, length);
  }
  set32(out, 0, out->len);
  return out;
}
