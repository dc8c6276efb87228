#include "enrolment/curriculum_parts.h"

#include "base/files.h"
#include "base/text.h"

#include <string.h>

struct Curriculum {
  int references;
  char *root;
  Day day;
  GPtrArray *stamps;  /* of GPtrArray of FoundFile: what it was read from, a walk each */
  GPtrArray *ledgers; /* of Ledger, by path */
  GPtrArray *courses; /* of Course */
  Report *unsaid;     /* the repository's notes; another tells them */
  Repository *repository;
  GMutex lock; /* before texts and pools: they keep what they read, and have scratch */
  Texts *texts;
  GHashTable *hashes; /* "policy/revision" → GHashTable: curriculum_hashes() */
};

static void clause_free(gpointer data)
{
  CourseClause *clause = data;
  g_free(clause->name);
  g_free(clause->title);
  g_free(clause);
}

static void course_free(gpointer data)
{
  Course *course = data;
  module_free((Module *)course->module);
  g_free(course->text);
  g_free(course->hash);
  g_free(course->revision);
  g_ptr_array_unref(course->clauses);
  g_free(course);
}

static void ledger_free_it(gpointer data)
{
  ledger_free(data);
}

static void list_free(gpointer data)
{
  g_ptr_array_unref(data);
}

static void table_free(gpointer data)
{
  g_hash_table_unref(data);
}

Curriculum *curriculum_ref(Curriculum *curriculum)
{
  g_atomic_int_inc(&curriculum->references);
  return curriculum;
}

void curriculum_unref(Curriculum *curriculum)
{
  if (curriculum == NULL || !g_atomic_int_dec_and_test(&curriculum->references))
    return;
  g_ptr_array_unref(curriculum->courses);
  texts_free(curriculum->texts);
  g_hash_table_unref(curriculum->hashes);
  repository_free(curriculum->repository);
  g_ptr_array_unref(curriculum->ledgers);
  g_ptr_array_unref(curriculum->stamps);
  report_free(curriculum->unsaid);
  g_mutex_clear(&curriculum->lock);
  g_free(curriculum->root);
  g_free(curriculum);
}

/* --- reading ------------------------------------------------------------------------------ */

/* The walks over all that a curriculum is read from. */
static GPtrArray *walk_sources(const char *root, Report *report)
{
  static const char *const folders[] = {"content", "quizzes"};
  GPtrArray *walks = g_ptr_array_new_with_free_func(list_free);
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *path = g_build_filename(root, folders[i], NULL);
    g_ptr_array_add(walks, files_walk(path, folders[i], NULL, report));
  }
  return walks;
}

static void read_ledgers(Curriculum *curriculum, Report *report)
{
  const GPtrArray *content = g_ptr_array_index(curriculum->stamps, 0);
  for (guint i = 0; i < content->len; i++) {
    const FoundFile *file = g_ptr_array_index(content, i);
    const char *slash = strchr(file->path, '/');
    if (slash == NULL || strcmp(slash, "/ledger.lua") != 0 ||
        g_str_has_prefix(file->path, "pages/"))
      continue;
    g_autofree char *path = g_strconcat("content/", file->path, NULL);
    Ledger *ledger = ledger_read(curriculum->root, path, report);
    if (ledger != NULL)
      g_ptr_array_add(curriculum->ledgers, ledger);
  }
}

const Ledger *curriculum_ledger(const Curriculum *curriculum, const char *policy)
{
  for (guint i = 0; i < curriculum->ledgers->len; i++) {
    const Ledger *ledger = g_ptr_array_index(curriculum->ledgers, i);
    if (strcmp(ledger->id, policy) == 0)
      return ledger;
  }
  return NULL;
}

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const CourseClause *const *)a)->name, (*(const CourseClause *const *)b)->name);
}

/* Adds a clause that the course rests on; one that is not in the text in force is nothing to
 * rest on. */
static void rest_on(Course *course, Texts *texts, const char *policy, const char *clause,
                    bool asked)
{
  g_autofree char *name = g_strconcat(policy, "#", clause, NULL);
  for (guint i = 0; i < course->clauses->len; i++) {
    CourseClause *known = g_ptr_array_index(course->clauses, i);
    if (strcmp(known->name, name) == 0) {
      known->asked = known->asked || asked;
      return;
    }
  }
  TextClause found;
  if (!texts_find(texts, policy, clause, place_none(), &found, NULL))
    return;
  CourseClause *one = g_new0(CourseClause, 1);
  one->name = g_steal_pointer(&name);
  one->title = g_strdup(found.clause->title);
  one->asked = asked;
  memcpy(one->hash, found.hash, sizeof one->hash);
  g_ptr_array_add(course->clauses, one);
}

static void take_clauses(Course *course, Texts *texts)
{
  const ModuleEdition *first = g_ptr_array_index(course->module->editions, 0);
  const Lesson *lesson = first->lesson;
  for (guint i = 0; lesson != NULL && i < lesson->drawn->len; i++) {
    const Drawn *drawn = &g_array_index(lesson->drawn, Drawn, i);
    rest_on(course, texts, drawn->policy, drawn->clause, false);
  }
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Pool) pool = pool_new(course->module, texts, unsaid);
  const Quiz *quiz = module_quiz(course->module);
  course->askable = pool != NULL ? pool_count(pool) : 0;
  for (guint i = 0; pool != NULL && i < quiz->questions->len; i++) {
    const Question *question = quiz_question(quiz, i);
    for (guint k = 0; pool_has(pool, i) && k < question->bases->len; k++)
      rest_on(course, texts, question_basis(question, k)->policy,
              question_basis(question, k)->clause, true);
  }
  g_ptr_array_sort(course->clauses, by_name);
}

static void read_course(Curriculum *curriculum, const char *folder, Report *report)
{
  Module *module = module_read(curriculum->root, folder, report);
  if (module == NULL)
    return;
  g_autoptr(Report) unsaid = report_new(); /* `check` tells what is at fault in the words */
  for (guint i = 0; i < module->editions->len; i++) {
    const ModuleEdition *edition = g_ptr_array_index(module->editions, i);
    if (edition->quiz != NULL)
      quiz_words(edition->quiz, unsaid);
  }
  Course *course = g_new0(Course, 1);
  course->id = module->id;
  course->module = module;
  course->text = module_text(module, &course->length);
  course->hash = module_hash(module);
  course->clauses = g_ptr_array_new_with_free_func(clause_free);
  course->ledger = curriculum_ledger(curriculum, module->policy);
  const Revision *revision =
    course->ledger != NULL ? ledger_in_force(course->ledger, curriculum->day) : NULL;
  course->revision =
    revision != NULL ? g_strconcat(module->policy, "/", revision->key, NULL) : g_strdup("");
  take_clauses(course, curriculum->texts);
  g_ptr_array_add(curriculum->courses, course);
}

static int by_year(gconstpointer a, gconstpointer b)
{
  const Course *one = *(const Course *const *)a, *other = *(const Course *const *)b;
  int years = other->module->year - one->module->year;
  return years != 0 ? years : strcmp(one->id, other->id);
}

Curriculum *curriculum_read(const char *root, Day day, Report *report)
{
  g_autofree char *content = g_build_filename(root, "content", NULL);
  if (!g_file_test(content, G_FILE_TEST_IS_DIR)) {
    report_add(report, DIAG_NO_SITE_HERE, place_none(), root, NULL);
    return NULL;
  }
  Curriculum *curriculum = g_new0(Curriculum, 1);
  curriculum->references = 1;
  curriculum->root = g_strdup(root);
  curriculum->day = day;
  curriculum->ledgers = g_ptr_array_new_with_free_func(ledger_free_it);
  curriculum->courses = g_ptr_array_new_with_free_func(course_free);
  curriculum->hashes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, table_free);
  curriculum->unsaid = report_new();
  g_mutex_init(&curriculum->lock);
  curriculum->stamps = walk_sources(root, report);
  read_ledgers(curriculum, report);
  curriculum->repository = repository_near(root, curriculum->unsaid);
  curriculum->texts =
    texts_new((const Ledger *const *)curriculum->ledgers->pdata, curriculum->ledgers->len,
              curriculum->root, curriculum->repository, day);
  g_autoptr(GPtrArray) folders = modules_find(root);
  for (guint i = 0; i < folders->len; i++)
    read_course(curriculum, g_ptr_array_index(folders, i), report);
  g_ptr_array_sort(curriculum->courses, by_year);
  return curriculum;
}

static bool same_files(const GPtrArray *before, const GPtrArray *now)
{
  bool same = before->len == now->len;
  for (guint i = 0; same && i < now->len; i++) {
    const FoundFile *one = g_ptr_array_index(before, i), *other = g_ptr_array_index(now, i);
    same = strcmp(one->path, other->path) == 0 && file_stamp_equal(&one->stamp, &other->stamp);
  }
  return same;
}

bool curriculum_current(const Curriculum *curriculum, Day day)
{
  for (guint i = 0; i < curriculum->ledgers->len; i++) {
    const Ledger *ledger = g_ptr_array_index(curriculum->ledgers, i);
    if (ledger_in_force(ledger, day) != ledger_in_force(ledger, curriculum->day))
      return false;
  }
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(GPtrArray) walks = walk_sources(curriculum->root, unsaid);
  bool same = true;
  for (guint i = 0; same && i < walks->len; i++)
    same = same_files(g_ptr_array_index(curriculum->stamps, i), g_ptr_array_index(walks, i));
  return same;
}

/* --- asking ------------------------------------------------------------------------------- */

guint curriculum_count(const Curriculum *curriculum)
{
  return curriculum->courses->len;
}

const Course *curriculum_get(const Curriculum *curriculum, guint index)
{
  return g_ptr_array_index(curriculum->courses, index);
}

const Course *curriculum_find(const Curriculum *curriculum, const char *id)
{
  for (guint i = 0; i < curriculum->courses->len; i++)
    if (strcmp(curriculum_get(curriculum, i)->id, id) == 0)
      return curriculum_get(curriculum, i);
  return NULL;
}

const Course *curriculum_course(const Curriculum *curriculum, const char *id, Report *report)
{
  const Course *course = curriculum_find(curriculum, id);
  if (course == NULL)
    report_add(report, DIAG_COURSE_UNKNOWN, place_none(), id, NULL);
  return course;
}

const char *curriculum_root(const Curriculum *curriculum)
{
  return curriculum->root;
}

const CourseClause *course_clause(const Course *course, const char *name)
{
  for (guint i = 0; i < course->clauses->len; i++) {
    const CourseClause *clause = g_ptr_array_index(course->clauses, i);
    if (strcmp(clause->name, name) == 0)
      return clause;
  }
  return NULL;
}

/* What the lock stands before changes behind a curriculum that does not. */
static GMutexLocker *lock_texts(const Curriculum *curriculum)
{
  return g_mutex_locker_new((GMutex *)&curriculum->lock);
}

Form *course_draw(const Curriculum *curriculum, const Course *course, const char *const *clauses,
                  guint64 seed, Report *report)
{
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  g_autoptr(Pool) pool = pool_new_among(course->module, curriculum->texts, clauses, report);
  return pool != NULL ? form_draw(pool, seed) : NULL;
}

guint course_askable(const Curriculum *curriculum, const Course *course, const char *const *clauses)
{
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Pool) pool = pool_new_among(course->module, curriculum->texts, clauses, unsaid);
  return pool != NULL ? pool_count(pool) : 0;
}

GPtrArray *course_questions(const Curriculum *curriculum, const Course *course)
{
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  g_autoptr(Report) unsaid = report_new();
  g_autoptr(Pool) pool = pool_new(course->module, curriculum->texts, unsaid);
  const Quiz *quiz = module_quiz(course->module);
  GPtrArray *found = g_ptr_array_new();
  for (guint i = 0; pool != NULL && i < quiz->questions->len; i++)
    if (pool_has(pool, i))
      g_ptr_array_add(found, (gpointer)quiz_question(quiz, i));
  return found;
}

bool course_lesson(const Curriculum *curriculum, const Course *course, const char *lang,
                   const LessonOptions *options, GString *out)
{
  const ModuleEdition *edition = module_edition(course->module, lang);
  if (edition == NULL || edition->lesson == NULL)
    edition = module_edition(course->module, "ja");
  if (edition == NULL || edition->lesson == NULL)
    return false;
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  lesson_html(edition->lesson, curriculum->texts, options, out);
  return true;
}

guint course_minutes(const Curriculum *curriculum, const Course *course, const char *lang)
{
  const ModuleEdition *edition = module_edition(course->module, lang);
  if (edition == NULL || edition->lesson == NULL)
    edition = module_edition(course->module, "ja");
  if (edition == NULL || edition->lesson == NULL)
    return 0;
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  return lesson_minutes(edition->lesson, curriculum->texts);
}

bool curriculum_clause(const Curriculum *curriculum, const char *name, TextClause *found)
{
  const char *mark = strchr(name, '#');
  if (mark == NULL)
    return false;
  g_autofree char *policy = g_strndup(name, (gsize)(mark - name));
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  return texts_find(curriculum->texts, policy, mark + 1, place_none(), found, NULL);
}

GHashTable *curriculum_hashes(const Curriculum *curriculum, const char *policy, const char *key)
{
  g_autofree char *name = g_strconcat(policy, "/", key, NULL);
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  GHashTable *hashes = g_hash_table_lookup(curriculum->hashes, name);
  if (hashes == NULL) {
    hashes = curriculum_read_hashes(curriculum, policy, key);
    g_hash_table_insert(curriculum->hashes, g_steal_pointer(&name), hashes);
  }
  return g_hash_table_ref(hashes);
}

/* Looking for any clause reads the text. */
static void warm_text(const Curriculum *curriculum, const Ledger *ledger)
{
  TextClause found;
  g_autoptr(GMutexLocker) locked = lock_texts(curriculum);
  texts_find(curriculum->texts, ledger->id, "", place_none(), &found, NULL);
}

void curriculum_warm(const Curriculum *curriculum)
{
  for (guint i = 0; i < curriculum->ledgers->len; i++) {
    const Ledger *ledger = g_ptr_array_index(curriculum->ledgers, i);
    warm_text(curriculum, ledger);
    for (guint k = 0; k < ledger->revisions->len; k++) {
      const Revision *revision = g_ptr_array_index(ledger->revisions, k);
      g_hash_table_unref(curriculum_hashes(curriculum, ledger->id, revision->key));
    }
  }
}
