/*
 * Run a command and say what it took:  measure COMMAND...
 *
 * Prints one line, "milliseconds kilobytes milliseconds": wall-clock time, the largest resident set
 * of the command and of what it waited for, and their processor time. The command's own output goes
 * to standard error. Exits as the command did.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double milliseconds(struct timeval t)
{
  return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int main(int argc, char **argv)
{
  struct timespec start, end;
  struct rusage usage;
  int status;

  if (argc < 2)
    return 2;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &usage) != child)
    return 3;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.2f %ld %.2f\n",
         (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6,
         usage.ru_maxrss, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
