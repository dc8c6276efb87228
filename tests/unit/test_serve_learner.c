/* serve/learner: which of the things that are asked on a course is meant. */
#include "serve/learner.h"

static const Course course, another;

/* What is meant, by its round, in a list of them by urgency. */
static const char *meant(const Duty *duties, guint count)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(list, (gpointer)&duties[i]);
  const Duty *found = learner_duty(list, &course);
  return found != NULL ? found->round : NULL;
}

static void test_meant(void)
{
#define DUTY(on, of, how, begun) \
  { \
    .course = (on), .round = (char *)(of), .state = (how), .open = (char *)(begun) \
  }
  const Duty overdue = DUTY(&course, "a", DUTY_OVERDUE, NULL);
  const Duty due = DUTY(&course, "b", DUTY_DUE, NULL), begun = DUTY(&course, "c", DUTY_DUE, "1");
  const Duty done = DUTY(&course, "d", DUTY_DONE, "2"), own = DUTY(&course, "", DUTY_DONE, NULL);
  const Duty elsewhere = DUTY(&another, "x", DUTY_OVERDUE, "3");
#define MEANT(...) meant((const Duty[]){__VA_ARGS__}, sizeof((Duty[]){__VA_ARGS__}) / sizeof(Duty))
  g_assert_null(MEANT(elsewhere));
  g_assert_cmpstr(MEANT(elsewhere, overdue, due, done, own), ==, "a");
  g_assert_cmpstr(MEANT(due, done, own), ==, "b");
  /* What lies open is what its pages and its practice must know of. */
  g_assert_cmpstr(MEANT(elsewhere, overdue, due, begun, done, own), ==, "c");
  g_assert_cmpstr(MEANT(overdue, done, own), ==, "a");
  g_assert_cmpstr(MEANT(done, own), ==, "");
  g_assert_cmpstr(MEANT(done), ==, "d");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/serve/learner/meant", test_meant);
  return g_test_run();
}
