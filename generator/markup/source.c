#include "markup/source.h"

static void find_lines(Source *source)
{
  int count = 1;
  const char *end = source->given + source->given_length;
  for (const char *p = source->given; (p = memchr(p, '\n', end - p)); p++)
    count++;
  source->lines = arena_alloc(source->arena, count * sizeof *source->lines);
  source->line_count = 0;
  for (const char *p = source->given; p; p = memchr(p, '\n', end - p)) {
    if (source->line_count)
      p++;
    source->lines[source->line_count++] = p;
  }
}

int source_line(const Source *source, int line)
{
  return source->origins ? source->origins[CLAMP(line, 0, source->origin_count - 1)].line : line;
}

static const char *line_start(Source *source, int line)
{
  if (!source->lines)
    find_lines(source);
  return line >= 1 && line <= source->line_count ? source->lines[line - 1] : NULL;
}

static const char *line_end(const Source *source, const char *start)
{
  const char *end = source->given + source->given_length;
  const char *newline = memchr(start, '\n', end - start);
  return newline ? newline : end;
}

const char *source_at(Source *source, int line, int column)
{
  const char *start = line_start(source, line);
  if (!start || column < 1 || column - 1 > line_end(source, start) - start)
    return NULL;
  return start + column - 1;
}

const char *source_text_start(Source *source, int line)
{
  const char *p = line_start(source, line);
  while (p && (*p == ' ' || *p == '\t' || *p == '>'))
    p++;
  return p;
}

/* Characters from `p` to `end`, marks not counted. */
static int count_characters(const char *p, const char *end)
{
  int count = 0;
  while (p < end) {
    if (at_mark(p)) {
      p += MARK_LENGTH;
      continue;
    }
    count += ((guchar)*p++ & 0xC0) != 0x80;
  }
  return count;
}

/* The author's text before the part of his line that stands in this one. */
static int column_before(const Source *source, const LineOrigin *origin)
{
  const char *p = source->text;
  for (int line = 1; line < origin->line; line++)
    p = strchr(p, '\n') + 1;
  return count_characters(p, p + origin->before);
}

Place source_place(Source *source, int line, const char *position)
{
  int author_line = source_line(source, line);
  if (!position)
    return place_at(source->named, author_line, 0);

  /* Many links on one long line: each count begins where the last one ended. */
  const char *start = line_start(source, line);
  int column = 1;
  if (source->counted_line == line && source->counted && source->counted <= position) {
    start = source->counted;
    column = source->counted_column;
  } else if (source->origins && line < source->origin_count) {
    const LineOrigin *origin = &source->origins[line];
    column += column_before(source, origin);
    start += origin->added;
  }
  column += count_characters(start, position);
  source->counted = position;
  source->counted_line = line;
  source->counted_column = column;
  return place_at(source->named, author_line, column);
}

/* The length of the entity at `p`; 0 where there is none. */
static gsize entity_length(const char *p)
{
  const char *q = p + 1;
  while (g_ascii_isalnum(*q) || *q == '#')
    q++;
  return *q == ';' && q - p > 1 ? (gsize)(q + 1 - p) : 0;
}

/* How many bytes of source made the character at `text`; 0 where the two do
 * not agree. An entity is taken to stand for one character. */
static gsize bytes_written(const char *text, const char *source, bool *raw)
{
  gsize length = (gsize)g_utf8_skip[(guchar)*text];
  *raw = false;
  if (*source == '\\' && g_ascii_ispunct(source[1]))
    return source[1] == *text ? 2 : 0;
  gsize entity = *source == '&' ? entity_length(source) : 0;
  if (entity && strncmp(text, source, entity) != 0)
    return entity;
  *raw = true;
  return *text && strncmp(text, source, length) == 0 ? length : 0;
}

bool trace_to(Trace *trace, const char *target)
{
  bool raw;
  while (trace->source) {
    gsize bytes = bytes_written(trace->text, trace->source, &raw);
    if (!bytes) {
      trace->source = NULL;
    } else if (trace->text >= target) {
      return raw;
    } else {
      trace->text += g_utf8_skip[(guchar)*trace->text];
      trace->source += bytes;
    }
  }
  return true;
}
