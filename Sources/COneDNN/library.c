#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

fovea_library fovea_dnn;

static _Thread_local char error_text[384];
static char version_text[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int load_status = dnnl_runtime_error;
static char load_error[384];

int fovea_dnn_fail(const char *what, int status) {
  static const char *names[] = {
    "success", "out of memory", "invalid arguments", "unimplemented", "iterator ends",
    "runtime error", "not required"};
  const char *name = status >= 0 && status < 7 ? names[status] : "unknown status";
  snprintf(error_text, sizeof error_text, "oneDNN %s: %s", what, name);
  return status;
}

const char *fovea_dnn_error(void) { return error_text; }
const char *fovea_dnn_version(void) { return version_text; }

// The file name, and the package of Debian's that brings it.
#if V3
#define NUMBER "3"
#else
#define NUMBER "2"
#endif
#if defined(__APPLE__)
#define LIBRARY "libdnnl." NUMBER ".dylib"
#define ADVICE "install it with 'brew install onednn'"
#else
#define LIBRARY "libdnnl.so." NUMBER
#define ADVICE "install it with 'apt-get install libdnnl-dev'"
#endif

static int find_functions(void *handle) {
#define FIND(member, symbol)                                                                       \
  fovea_dnn.member = (__typeof__(fovea_dnn.member))dlsym(handle, symbol);                          \
  if (!fovea_dnn.member) {                                                                         \
    snprintf(load_error, sizeof load_error, "oneDNN %s has no function %s", version_text, symbol); \
    return 0;                                                                                      \
  }
#define FIND_FUNCTION(name) FIND(name##_, #name)
#define TEXT_OF(symbol) #symbol
#define TEXT(symbol) TEXT_OF(symbol)
#define FIND_RENAMED(now, before) FIND(now, TEXT(OPERATION_SYMBOL(now, before)))
#define FIND_OPERATION(name) FIND_RENAMED(name, name)
  COMMON_FUNCTIONS(FIND_FUNCTION)
  VERSION_FUNCTIONS(FIND_FUNCTION)
  OPERATIONS(FIND_OPERATION)
  RENAMED_OPERATIONS(FIND_RENAMED)
  return 1;
}

// Whether the library is of the version whose headers this was compiled with.
static int version_fits(void *handle) {
  __typeof__(&dnnl_version) version = (__typeof__(&dnnl_version))dlsym(handle, "dnnl_version");
  if (!version) {
    snprintf(load_error, sizeof load_error, "the library that was loaded is not oneDNN");
    return 0;
  }
  const dnnl_version_t *v = version();
  if (v->major == DNNL_VERSION_MAJOR) {
    snprintf(version_text, sizeof version_text, "%d.%d.%d", v->major, v->minor, v->patch);
    return 1;
  }
  snprintf(
    load_error, sizeof load_error, "oneDNN %d.%d.%d was loaded, but this was compiled for %d.x",
    v->major, v->minor, v->patch, DNNL_VERSION_MAJOR);
  return 0;
}

static void load(void) {
  // A waiting thread spins for some 0.1 ms, long enough for the next primitive, and then sleeps. Without any spinning a fork
  // and join takes 45 µs and not 0.6; and beside a process that holds a core each may cost the whole time of spinning, which
  // is 1 ms at 20000 and 8 ms at libgomp's own 300000. (two cores of an EPYC)
  setenv("OMP_WAIT_POLICY", "passive", 0);
  setenv("GOMP_SPINCOUNT", "2000", 0);
  const char *path = getenv("FOVEA_ONEDNN");
  void *handle = dlopen(path ? path : LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(
      load_error, sizeof load_error, "cannot load oneDNN (%.240s): %s",
      reason ? reason : "no reason given", path ? "see the variable FOVEA_ONEDNN" : ADVICE);
    return;
  }
  if (!version_fits(handle) || !find_functions(handle)) return;
  fovea_threads_find(handle);
  int status = fovea_dnn.dnnl_engine_create_(&fovea_dnn.engine, dnnl_cpu, 0);
  if (status) snprintf(load_error, sizeof load_error, "oneDNN cannot use this processor");
  load_status = status;
}

int fovea_dnn_load(void) {
  pthread_once(&once, load);
  if (load_status) snprintf(error_text, sizeof error_text, "%s", load_error);
  return load_status;
}

// Streams are not made for several threads: each has its own, for as long as the process lives.
dnnl_stream_t fovea_dnn_stream(void) {
  static _Thread_local dnnl_stream_t stream;
  if (!stream)
    fovea_dnn.dnnl_stream_create_(&stream, fovea_dnn.engine, dnnl_stream_default_flags);
  return stream;
}
