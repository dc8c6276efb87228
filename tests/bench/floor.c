/*
 * The floor: the least that any program must do that builds such a site.
 *
 *   floor THREADS INPUT LISTING OUT
 *
 * INPUT is a site's folder. Its texts are read: content/pages/ *.md as files, and each blob that a
 * ledger.lua names, from git. Each goes through cmark once. Then as many files as LISTING tells
 * (lines "BYTES PATH", what kaitei wrote for the same site) are written below OUT, which must not
 * exist: of the same sizes, at the same paths, filled with what cmark wrote. Each page (.html,
 * .xml) is well-formed, and is parsed once by libxml2's SAX from memory, as kaitei checks its own.
 *
 * Nothing is understood, linked, compared or templated here: a build can approach this time, not
 * reach it.
 */
#include <cmark.h>
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *path; /* of a file, or NULL for a blob */
  git_oid blob;
} Input;

typedef struct {
  gsize bytes;
  char *path;
} Output;

typedef struct {
  GArray *inputs;  /* of Input */
  GArray *outputs; /* of Output, sorted by path, so that folders come together */
  git_odb *objects;
  GMutex reader; /* one object database is slower shared than held by one at a time */
  int folder;    /* OUT */
  atomic_uint next;
} Floor;

enum { BATCH = 32 };

static _Noreturn void die(const char *what, const char *why)
{
  fprintf(stderr, "floor: %s: %s\n", what, why);
  exit(3);
}

/* ---- what is to be read and written ---- */

static void find_blobs(Floor *floor, const char *ledger)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(ledger, &text, NULL, NULL))
    return;
  for (char *p = text; (p = strstr(p, "blob = \"")) != NULL; p++) {
    Input input = {NULL, {{0}}};
    if (git_oid_fromstrn(&input.blob, p + strlen("blob = \""), GIT_OID_HEXSZ) == 0)
      g_array_append_val(floor->inputs, input);
  }
}

static void find_inputs(Floor *floor, const char *site)
{
  g_autofree char *content = g_build_filename(site, "content", NULL);
  g_autofree char *pages = g_build_filename(content, "pages", NULL);
  g_autoptr(GDir) folder = g_dir_open(content, 0, NULL);
  g_autoptr(GDir) files = g_dir_open(pages, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
    Input input = {g_build_filename(pages, name, NULL), {{0}}};
    g_array_append_val(floor->inputs, input);
  }
  while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
    g_autofree char *ledger = g_build_filename(content, name, "ledger.lua", NULL);
    find_blobs(floor, ledger);
  }
  if (floor->inputs->len == 0)
    die(site, "no texts");
}

static void read_listing(Floor *floor, const char *path)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    die(path, "unreadable");
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    char *rest;
    gsize bytes = g_ascii_strtoull(*line, &rest, 10);
    if (*rest == ' ') {
      Output output = {bytes, g_strdup(rest + 1)};
      g_array_append_val(floor->outputs, output);
    }
  }
}

static void open_objects(Floor *floor, const char *site)
{
  git_repository *repository;
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  if (git_repository_open(&repository, site) == 0)
    git_repository_odb(&floor->objects, repository);
}

/* ---- one worker ---- */

typedef struct {
  GString *source;
  GString *page;
  char *folder;   /* the folder made last */
  char *rendered; /* what cmark wrote of the text read last */
} Worker;

static void read_input(Floor *floor, const Input *input, GString *source)
{
  g_string_truncate(source, 0);
  if (input->path == NULL) {
    git_odb_object *object;
    g_mutex_lock(&floor->reader);
    if (floor->objects == NULL || git_odb_read(&object, floor->objects, &input->blob) != 0)
      die("git", "a blob is missing");
    g_string_append_len(source, git_odb_object_data(object), (gssize)git_odb_object_size(object));
    git_odb_object_free(object);
    g_mutex_unlock(&floor->reader);
    return;
  }
  int file = open(input->path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    die(input->path, strerror(errno));
  for (;;) {
    char buffer[16384];
    ssize_t got = read(file, buffer, sizeof buffer);
    if (got <= 0)
      break;
    g_string_append_len(source, buffer, got);
  }
  close(file);
}

/* A well-formed page of exactly that many bytes (one of less than its own frame gets blanks). */
static void fill_page(GString *page, const char *rendered, gsize bytes)
{
  static const char head[] = "<html><body>\n", tail[] = "</body></html>\n";
  gsize length = strlen(rendered);

  g_string_truncate(page, 0);
  if (bytes < sizeof head + sizeof tail) {
    g_string_append(page, "<x/>");
  } else {
    g_string_append(page, head);
    while (length > 0 && page->len + length + sizeof tail <= bytes)
      g_string_append_len(page, rendered, (gssize)length);
    gsize used = page->len;
    g_string_set_size(page, bytes - (sizeof tail - 1));
    memset(page->str + used, ' ', page->len - used);
    g_string_append(page, tail);
  }
}

static void make_folder(Floor *floor, Worker *worker, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  if (g_strcmp0(folder, worker->folder) == 0)
    return;
  for (char *slash = folder; (slash = strchr(slash + 1, '/')) != NULL;) {
    *slash = '\0';
    mkdirat(floor->folder, folder, 0755);
    *slash = '/';
  }
  if (mkdirat(floor->folder, folder, 0755) != 0 && errno != EEXIST)
    die(folder, strerror(errno));
  g_free(worker->folder);
  worker->folder = g_steal_pointer(&folder);
}

static void write_output(Floor *floor, Worker *worker, const Output *output)
{
  static xmlSAXHandler quiet = {.initialized = XML_SAX2_MAGIC};
  bool parsed = g_str_has_suffix(output->path, ".html") || g_str_has_suffix(output->path, ".xml");

  fill_page(worker->page, worker->rendered, output->bytes);
  if (parsed && xmlSAXUserParseMemory(&quiet, NULL, worker->page->str, (int)worker->page->len) != 0)
    die(output->path, "not well-formed");
  make_folder(floor, worker, output->path);
  int file = openat(floor->folder, output->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0)
    die(output->path, strerror(errno));
  if (write(file, worker->page->str, worker->page->len) != (ssize_t)worker->page->len)
    die(output->path, strerror(errno));
  close(file);
}

static gpointer work(gpointer data)
{
  Floor *floor = data;
  Worker worker = {g_string_new(NULL), g_string_new(NULL), NULL, NULL};
  guint count = MAX(floor->inputs->len, floor->outputs->len);

  for (;;) {
    guint from = atomic_fetch_add(&floor->next, BATCH);
    if (from >= count)
      break;
    for (guint i = from; i < MIN(from + BATCH, count); i++) {
      if (i < floor->inputs->len || worker.rendered == NULL) {
        guint at = i % floor->inputs->len;
        read_input(floor, &g_array_index(floor->inputs, Input, at), worker.source);
        free(worker.rendered);
        worker.rendered =
          cmark_markdown_to_html(worker.source->str, worker.source->len, CMARK_OPT_DEFAULT);
      }
      if (i < floor->outputs->len)
        write_output(floor, &worker, &g_array_index(floor->outputs, Output, i));
    }
  }
  g_string_free(worker.source, TRUE);
  g_string_free(worker.page, TRUE);
  g_free(worker.folder);
  free(worker.rendered);
  return NULL;
}

int main(int argc, char **argv)
{
  if (argc != 5) {
    fprintf(stderr, "usage: floor THREADS INPUT LISTING OUT\n");
    return 2;
  }
  int threads = MAX(atoi(argv[1]), 1);
  Floor floor = {
    .inputs = g_array_new(FALSE, FALSE, sizeof(Input)),
    .outputs = g_array_new(FALSE, FALSE, sizeof(Output)),
  };

  xmlInitParser();
  open_objects(&floor, argv[2]);
  find_inputs(&floor, argv[2]);
  read_listing(&floor, argv[3]);
  if (g_mkdir(argv[4], 0755) != 0)
    die(argv[4], strerror(errno));
  floor.folder = open(argv[4], O_DIRECTORY | O_CLOEXEC);

  g_autofree GThread **pool = g_new(GThread *, threads);
  for (int i = 0; i < threads; i++)
    pool[i] = g_thread_new("floor", work, &floor);
  for (int i = 0; i < threads; i++)
    g_thread_join(pool[i]);
  return 0;
}
