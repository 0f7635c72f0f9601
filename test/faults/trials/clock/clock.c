/*
 * Preloaded into a server: the time of day is what the system says and so many milliseconds more, as
 * they stand in the file that TRIAD_TRIAL_CLOCK names (8 bytes, as the machine has them). Clocks that
 * only go forward are left as they are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *offset_ms;

__attribute__((constructor)) static void open_offset(void) {
  const char *name = getenv("TRIAD_TRIAL_CLOCK");
  int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof *offset_ms, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) offset_ms = mapped;
}

static int64_t now_offset_ms(void) { return offset_ms == NULL ? 0 : *offset_ms; }

int clock_gettime(clockid_t clock, struct timespec *at) {
  static int (*next)(clockid_t, struct timespec *);
  if (next == NULL) next = dlsym(RTLD_NEXT, "clock_gettime");
  int result = next(clock, at);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t ns = (int64_t)at->tv_nsec + now_offset_ms() % 1000 * 1000000;
  at->tv_sec += now_offset_ms() / 1000;
  while (ns < 0) { ns += 1000000000; at->tv_sec -= 1; }
  while (ns >= 1000000000) { ns -= 1000000000; at->tv_sec += 1; }
  at->tv_nsec = ns;
  return 0;
}

int gettimeofday(struct timeval *at, void *zone) {
  (void)zone;
  struct timespec time;
  if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
  at->tv_sec = time.tv_sec;
  at->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at != NULL) *at = now.tv_sec;
  return now.tv_sec;
}
