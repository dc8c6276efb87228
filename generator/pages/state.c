#include "pages/state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The file's layout: a header, three arrays of fixed records, and a pool of
 * NUL-terminated strings that the records point into. Numbers are in the
 * machine's own order: the file never leaves the machine. */

static const char magic[16] = "kaitei state 2\n";

typedef struct {
  char magic[16];
  guint64 checksum; /* of everything after the header, and of the header with 0 here */
  guint64 epoch, frame;
  Day as_of, next;
  guint32 timezone;
  guint32 sources, jobs, files;
  guint32 pool;
} Header;

typedef struct {
  FileStamp stamp;
  guint32 path;
} DiskSource;

typedef struct {
  guint32 name;
  guint32 quiet;
} DiskJob;

typedef struct {
  FileStamp stamp;
  guint32 file;
  guint32 job;
  guint32 page;
} DiskFile;

State *state_new(void)
{
  State *state = g_new0(State, 1);
  state->sources = g_array_new(FALSE, TRUE, sizeof(StateSource));
  state->jobs = g_array_new(FALSE, TRUE, sizeof(StateJob));
  state->files = g_array_new(FALSE, TRUE, sizeof(StateFile));
  return state;
}

void state_free(State *state)
{
  if (state == NULL)
    return;
  g_array_unref(state->sources);
  g_array_unref(state->jobs);
  g_array_unref(state->files);
  if (state->mapped != NULL)
    g_mapped_file_unref(state->mapped);
  g_free(state);
}

/* FNV-1a over 64-bit words: quick, and enough against a torn or foreign file. */
static guint64 checksum(const char *bytes, gsize size)
{
  guint64 hash = 14695981039346656037ULL;
  gsize words = size / sizeof(guint64);
  for (gsize i = 0; i < words; i++) {
    guint64 word;
    memcpy(&word, bytes + i * sizeof word, sizeof word);
    hash = (hash ^ word) * 1099511628211ULL;
  }
  for (gsize i = words * sizeof(guint64); i < size; i++)
    hash = (hash ^ (guchar)bytes[i]) * 1099511628211ULL;
  return hash;
}

/* --- reading ------------------------------------------------------------------- */

static const char *string_at(const char *pool, guint32 size, guint32 offset)
{
  return offset < size ? pool + offset : NULL;
}

static bool take_arrays(State *state, const Header *header, const char *at)
{
  const DiskSource *sources = (const DiskSource *)(gconstpointer)at;
  const DiskFile *files = (const DiskFile *)(gconstpointer)(sources + header->sources);
  const DiskJob *jobs = (const DiskJob *)(gconstpointer)(files + header->files);
  const char *pool = (const char *)(jobs + header->jobs);
  bool whole = true;

  g_array_set_size(state->sources, header->sources);
  for (guint i = 0; i < header->sources; i++) {
    const char *path = string_at(pool, header->pool, sources[i].path);
    whole = whole && path != NULL;
    g_array_index(state->sources, StateSource, i) = (StateSource){path, sources[i].stamp};
  }
  g_array_set_size(state->files, header->files);
  for (guint i = 0; i < header->files; i++) {
    const char *file = string_at(pool, header->pool, files[i].file);
    whole = whole && file != NULL && files[i].job < header->jobs;
    g_array_index(state->files, StateFile, i) =
      (StateFile){file, files[i].job, files[i].page != 0, files[i].stamp};
  }
  g_array_set_size(state->jobs, header->jobs);
  for (guint i = 0; i < header->jobs; i++) {
    const char *name = string_at(pool, header->pool, jobs[i].name);
    whole = whole && name != NULL;
    g_array_index(state->jobs, StateJob, i) = (StateJob){name, jobs[i].quiet != 0};
  }
  state->timezone = string_at(pool, header->pool, header->timezone);
  return whole && state->timezone != NULL;
}

static bool whole_file(const Header *header, gsize size, const char *bytes)
{
  if (size < sizeof *header || memcmp(header->magic, magic, sizeof magic) != 0)
    return false;
  gsize expected = sizeof *header + header->sources * sizeof(DiskSource) +
                   header->files * sizeof(DiskFile) + header->jobs * sizeof(DiskJob) +
                   (gsize)header->pool;
  if (size != expected || header->pool == 0 || bytes[size - 1] != '\0')
    return false;
  Header blank = *header;
  blank.checksum = 0;
  guint64 sum = checksum((const char *)&blank, sizeof blank) ^
                checksum(bytes + sizeof blank, size - sizeof blank);
  return sum == header->checksum;
}

State *state_read(const char *path)
{
  g_autoptr(State) state = state_new();
  state->mapped = g_mapped_file_new(path, FALSE, NULL);
  if (state->mapped == NULL)
    return NULL;
  gsize size = g_mapped_file_get_length(state->mapped);
  const char *bytes = g_mapped_file_get_contents(state->mapped);
  Header header;

  if (bytes == NULL || size < sizeof header)
    return NULL;
  memcpy(&header, bytes, sizeof header);
  if (!whole_file(&header, size, bytes) || !take_arrays(state, &header, bytes + sizeof header))
    return NULL;
  state->epoch = header.epoch;
  state->frame = header.frame;
  state->as_of = header.as_of;
  state->next = header.next;
  return g_steal_pointer(&state);
}

/* --- writing ------------------------------------------------------------------- */

static guint32 pool_add(GString *pool, const char *text)
{
  guint32 offset = (guint32)pool->len;
  g_string_append_len(pool, text, (gssize)strlen(text) + 1);
  return offset;
}

static void append_arrays(const State *state, GString *out, GString *pool)
{
  for (guint i = 0; i < state->sources->len; i++) {
    const StateSource *source = &g_array_index(state->sources, StateSource, i);
    DiskSource disk;
    memset(&disk, 0, sizeof disk); /* the padding too: the checksum reads it */
    disk.stamp = source->stamp;
    disk.path = pool_add(pool, source->path);
    g_string_append_len(out, (const char *)&disk, sizeof disk);
  }
  for (guint i = 0; i < state->files->len; i++) {
    const StateFile *file = &g_array_index(state->files, StateFile, i);
    DiskFile disk;
    memset(&disk, 0, sizeof disk);
    disk.stamp = file->stamp;
    disk.file = pool_add(pool, file->file);
    disk.job = file->job;
    disk.page = file->page;
    g_string_append_len(out, (const char *)&disk, sizeof disk);
  }
  for (guint i = 0; i < state->jobs->len; i++) {
    const StateJob *job = &g_array_index(state->jobs, StateJob, i);
    DiskJob disk = {pool_add(pool, job->name), job->quiet};
    g_string_append_len(out, (const char *)&disk, sizeof disk);
  }
}

GString *state_bytes(const State *state)
{
  g_autoptr(GString) arrays = g_string_new(NULL);
  g_autoptr(GString) pool = g_string_new(NULL);
  Header header;

  memset(&header, 0, sizeof header);
  memcpy(header.magic, magic, sizeof magic);
  header.epoch = state->epoch;
  header.frame = state->frame;
  header.as_of = state->as_of;
  header.next = state->next;
  header.timezone = pool_add(pool, state->timezone);
  header.sources = state->sources->len;
  header.files = state->files->len;
  header.jobs = state->jobs->len;
  append_arrays(state, arrays, pool);
  header.pool = (guint32)pool->len;
  g_string_append_len(arrays, pool->str, (gssize)pool->len);
  header.checksum =
    checksum((const char *)&header, sizeof header) ^ checksum(arrays->str, arrays->len);
  g_string_prepend_len(arrays, (const char *)&header, sizeof header);
  return g_steal_pointer(&arrays);
}

/* --- finding ------------------------------------------------------------------- */

static int compare_file(gconstpointer name, gconstpointer file)
{
  return strcmp(name, ((const StateFile *)file)->file);
}

static int compare_source(gconstpointer name, gconstpointer source)
{
  return strcmp(name, ((const StateSource *)source)->path);
}

static gint64 find(const GArray *array, const char *name,
                   int (*compare)(gconstpointer, gconstpointer))
{
  guint low = 0, high = array->len, size = g_array_get_element_size((GArray *)array);
  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = compare(name, array->data + (gsize)middle * size);
    if (order == 0)
      return middle;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return -1;
}

gint64 state_find_file(const State *state, const char *file)
{
  return find(state->files, file, compare_file);
}

gint64 state_find_source(const State *state, const char *path)
{
  return find(state->sources, path, compare_source);
}
