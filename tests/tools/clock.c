/*
 * Starts a program at another time of day, or lets time fly:
 *
 *     CLOCK_STARTS=1714489198 LD_PRELOAD=clock.so PROGRAM...
 *     CLOCK_SPEED=1000 LD_PRELOAD=clock.so PROGRAM...
 *
 * time() begins at that second, and goes on from there. The clock that measures how long
 * something takes (CLOCK_MONOTONIC) runs so many times as fast.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NANOSECONDS = 1000000000 };

int clock_gettime(clockid_t clock, struct timespec *at)
{
  const char *speed = getenv("CLOCK_SPEED");
  int status = (int)syscall(SYS_clock_gettime, clock, at);

  if (status == 0 && clock == CLOCK_MONOTONIC && speed != NULL) {
    long times = atol(speed);
    long nanoseconds = at->tv_nsec * times;
    at->tv_sec = at->tv_sec * times + nanoseconds / NANOSECONDS;
    at->tv_nsec = nanoseconds % NANOSECONDS;
  }
  return status;
}

static time_t now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  return at.tv_sec;
}

static time_t shift;

__attribute__((constructor)) static void start(void)
{
  const char *starts = getenv("CLOCK_STARTS");
  shift = starts != NULL ? (time_t)atoll(starts) - now() : 0;
}

time_t time(time_t *into)
{
  time_t result = now() + shift;
  if (into != NULL)
    *into = result;
  return result;
}
