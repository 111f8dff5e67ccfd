#include "internal.h"
#include <dlfcn.h>
#include <stdatomic.h>

void fovea_threads_find(void *library) {
  // dlsym with a handle also looks into the libraries that this one has loaded.
#define FIND(member, symbol)                                                                       \
  fovea_dnn.member = (__typeof__(fovea_dnn.member))dlsym(library, symbol);                         \
  if (!fovea_dnn.member) return
  FIND(omp_get_max_threads, "omp_get_max_threads");
  FIND(omp_set_num_threads, "omp_set_num_threads");
  FIND(omp_get_thread_num, "omp_get_thread_num");
  FIND(omp_get_num_threads, "omp_get_num_threads");
  FIND(omp_in_parallel, "omp_in_parallel");
  FIND(gomp_parallel, "GOMP_parallel");  // last: where it is there, all are
#undef FIND
}

void fovea_set_threads(int count) {
  if (count > 0 && !fovea_dnn_load() && fovea_dnn.omp_set_num_threads)
    fovea_dnn.omp_set_num_threads(count);
}

int fovea_get_threads(void) {
  return !fovea_dnn_load() && fovea_dnn.omp_get_max_threads ? fovea_dnn.omp_get_max_threads() : 1;
}

typedef struct {
  atomic_int taken;
  int n;
  void (*body)(int, void *);
  void *context;
} job;

static _Thread_local int is_in_body;

int fovea_is_in_parallel(void) { return is_in_body > 0; }

// Each thread of the team, however large it turned out, begins with its own index, the same each time, whose data may still
// lie in its cache; what is left goes to whoever is free.
static void work(void *data) {
  job *j = data;
  is_in_body++;
  int team = fovea_dnn.omp_get_num_threads();
  for (int i = fovea_dnn.omp_get_thread_num(); i < j->n;
       i = team + atomic_fetch_add_explicit(&j->taken, 1, memory_order_relaxed))
    j->body(i, j->context);
  is_in_body--;
}

void fovea_parallel(int n, void (*body)(int index, void *context), void *context) {
  int team = n > 1 ? fovea_get_threads() : 1;
  if (team > n) team = n;
  // A thread that is part of a team already works on alone.
  if (team < 2 || !fovea_dnn.gomp_parallel || fovea_dnn.omp_in_parallel()) {
    for (int i = 0; i < n; i++) body(i, context);
    return;
  }
  job j = {.n = n, .body = body, .context = context};
  fovea_dnn.gomp_parallel(work, &j, (unsigned)team, 0);
}
