#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

fovea_library fovea_dnn;

static _Thread_local char error_text[256];
static char version_text[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int load_failed = 1;
static char load_error[256];

static void (*gomp_parallel)(void (*)(void *), void *, unsigned, unsigned);
static int (*omp_thread)(void);
static int (*omp_threads)(void);
static int (*omp_team)(void);
static int (*omp_inside)(void);
static void (*omp_set_threads)(int);

int fovea_dnn_fail(const char *what, int status) {
  static const char *names[] = {
    "success", "out of memory", "invalid arguments", "unimplemented", "iterator ends",
    "runtime error", "not required"};
  const char *name = status >= 0 && status < 7 ? names[status] : "unknown status";
  snprintf(error_text, sizeof error_text, "oneDNN %s: %s", what, name);
  return 1;
}

const char *fovea_dnn_error(void) { return error_text; }
const char *fovea_dnn_version(void) { return version_text; }

#if V3
#define LIBRARY "libdnnl.so.3"
#define MAC_LIBRARY "libdnnl.3.dylib"
#else
#define LIBRARY "libdnnl.so.2"
#define MAC_LIBRARY "libdnnl.2.dylib"
#endif

static void load(void) {
  // A waiting thread spins for some microseconds, long enough for the next primitive, and then sleeps.
  setenv("OMP_WAIT_POLICY", "passive", 0);
  setenv("GOMP_SPINCOUNT", "20000", 0);
  const char *path = getenv("FOVEA_ONEDNN");
  void *handle = dlopen(path ? path : LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!handle && !path) handle = dlopen(MAC_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    snprintf(
      load_error, sizeof load_error,
      "cannot load oneDNN (%.100s): install it with 'apt-get install libdnnl-dev'",
      path ? path : LIBRARY);
    return;
  }
#define FIND(name)                                                                                 \
  fovea_dnn.name##_ = (__typeof__(fovea_dnn.name##_))dlsym(handle, #name);                         \
  if (!fovea_dnn.name##_) {                                                                        \
    snprintf(load_error, sizeof load_error, "oneDNN has no function " #name);                      \
    return;                                                                                        \
  }
  COMMON_FUNCTIONS(FIND)
  VERSION_FUNCTIONS(FIND)
#undef FIND
  const dnnl_version_t *version = fovea_dnn.dnnl_version_();
  snprintf(
    version_text, sizeof version_text, "%d.%d.%d", version->major, version->minor, version->patch);
  if (version->major != DNNL_VERSION_MAJOR) {
    snprintf(
      load_error, sizeof load_error, "oneDNN %s was loaded, but this was compiled for %d.x",
      version_text, DNNL_VERSION_MAJOR);
    return;
  }
  gomp_parallel = (__typeof__(gomp_parallel))dlsym(handle, "GOMP_parallel");
  omp_thread = (__typeof__(omp_thread))dlsym(handle, "omp_get_thread_num");
  omp_threads = (__typeof__(omp_threads))dlsym(handle, "omp_get_max_threads");
  omp_team = (__typeof__(omp_team))dlsym(handle, "omp_get_num_threads");
  omp_inside = (__typeof__(omp_inside))dlsym(handle, "omp_in_parallel");
  omp_set_threads = (__typeof__(omp_set_threads))dlsym(handle, "omp_set_num_threads");
  if (
    fovea_dnn.dnnl_engine_create_(&fovea_dnn.engine, dnnl_cpu, 0) != dnnl_success) {
    snprintf(load_error, sizeof load_error, "oneDNN cannot use this processor");
    return;
  }
  load_failed = 0;
}

int fovea_dnn_load(void) {
  pthread_once(&once, load);
  if (load_failed) snprintf(error_text, sizeof error_text, "%s", load_error);
  return load_failed;
}

// Streams are not made for several threads: each has its own, for as long as the process lives.
dnnl_stream_t fovea_dnn_stream(void) {
  static _Thread_local dnnl_stream_t stream;
  if (!stream)
    fovea_dnn.dnnl_stream_create_(&stream, fovea_dnn.engine, dnnl_stream_default_flags);
  return stream;
}

// MARK: Threads

void fovea_set_threads(int count) {
  if (!fovea_dnn_load() && omp_set_threads && count > 0) omp_set_threads(count);
}

int fovea_get_threads(void) { return !fovea_dnn_load() && omp_threads ? omp_threads() : 1; }

typedef struct {
  int n;
  void (*body)(int, void *);
  void *context;
} job;

// Each thread of the team takes every team-th index.
static void work(void *data) {
  job *j = data;
  int team = omp_team();
  for (int i = omp_thread(); i < j->n; i += team) j->body(i, j->context);
}

void fovea_parallel(int n, void (*body)(int index, void *context), void *context) {
  int team = fovea_get_threads();
  if (team > n) team = n;
  // A thread that is part of a team already works on alone.
  if (team < 2 || !gomp_parallel || !omp_thread || !omp_team || !omp_inside || omp_inside()) {
    for (int i = 0; i < n; i++) body(i, context);
    return;
  }
  job j = {n, body, context};
  gomp_parallel(work, &j, (unsigned)team, 0);
}

int fovea_sgemm(
  int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
  int64_t lda, const float *b, int64_t ldb, float beta, float *c, int64_t ldc) {
  if (fovea_dnn_load()) return 1;
  dnnl_status_t status = fovea_dnn.dnnl_sgemm_(
    transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  return status ? fovea_dnn_fail("matrix product", status) : 0;
}
