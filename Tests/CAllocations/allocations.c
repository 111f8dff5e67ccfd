#include "CAllocations.h"
#include "COneDNN.h"
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__linux__) && defined(__GLIBC__)

static atomic_long count;
static atomic_int is_counting;

static pthread_t starter;

// Counts for the thread that started counting and for bodies of parallel loops; the other threads work for oneDNN.
static void note(void) {
  if (!atomic_load_explicit(&is_counting, memory_order_relaxed) || fovea_dnn_is_executing()) return;
  if (pthread_equal(pthread_self(), starter) || fovea_is_in_parallel())
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
}

void allocations_start(void) {
  atomic_store(&count, 0);
  starter = pthread_self();
  atomic_store(&is_counting, 1);
}

long allocations_stop(void) {
  atomic_store(&is_counting, 0);
  return atomic_load(&count);
}

// glibc's own, under their second names.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
  note();
  return __libc_calloc(n, size);
}

void *realloc(void *block, size_t size) {
  note();
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = memalign(alignment, size);
  return *block ? 0 : ENOMEM;
}

#else

void allocations_start(void) {}
long allocations_stop(void) { return -1; }

#endif
