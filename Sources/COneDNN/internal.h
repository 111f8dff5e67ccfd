#pragma once
#include "COneDNN.h"
#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR < 2 || (DNNL_VERSION_MAJOR == 2 && DNNL_VERSION_MINOR < 6)
#error "oneDNN 2.6 or newer is needed"
#endif
#define V3 (DNNL_VERSION_MAJOR >= 3)

// A memory description, and how functions take one: a handle since 3.0, a struct before.
#if V3
typedef dnnl_memory_desc_t md_t;
typedef const_dnnl_memory_desc_t md_ref;
#define MD(layout) ((md_ref)(layout)->md)
#else
typedef dnnl_memory_desc_t md_t;
typedef const dnnl_memory_desc_t *md_ref;
#define MD(layout) ((md_ref) & (layout)->md)
#endif

struct fovea_layout {
  md_t md;
};

struct fovea_primitive {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  unsigned takes;  // TAKES(…) of the arguments it has; some of them may turn out to be empty
  int count;
  dnnl_exec_arg_t arguments[FOVEA_ARGUMENT_COUNT];
};

// MARK: - The library's functions, found by name when it is loaded

#define COMMON_FUNCTIONS(F)                                                                        \
  F(dnnl_engine_create) F(dnnl_stream_create) F(dnnl_memory_create) F(dnnl_memory_destroy)         \
  F(dnnl_memory_set_data_handle) F(dnnl_memory_desc_equal) F(dnnl_memory_desc_get_size)            \
  F(dnnl_primitive_create) F(dnnl_primitive_destroy) F(dnnl_primitive_execute)                     \
  F(dnnl_primitive_desc_destroy) F(dnnl_primitive_desc_query_md) F(dnnl_primitive_desc_query)      \
  F(dnnl_primitive_desc_query_s32) F(dnnl_primitive_attr_create) F(dnnl_primitive_attr_destroy)    \
  F(dnnl_primitive_attr_set_scratchpad_mode) F(dnnl_primitive_attr_set_post_ops)                   \
  F(dnnl_post_ops_create) F(dnnl_post_ops_destroy) F(dnnl_post_ops_append_eltwise)                 \
  F(dnnl_post_ops_append_sum) F(dnnl_reorder_primitive_desc_create) F(dnnl_sgemm)

// Operations that are described in one call since 3.0 and in two before; F(name) for those called the same in both.
#define OPERATIONS(F)                                                                              \
  F(batch_normalization_forward) F(batch_normalization_backward)                                   \
  F(eltwise_forward) F(eltwise_backward)
// RENAMED(name since 3.0, name before).
#define RENAMED_OPERATIONS(RENAMED)                                                                \
  RENAMED(convolution_forward, dilated_convolution_forward)                                        \
  RENAMED(convolution_backward_data, dilated_convolution_backward_data)                            \
  RENAMED(convolution_backward_weights, dilated_convolution_backward_weights)                      \
  RENAMED(deconvolution_forward, dilated_deconvolution_forward)                                    \
  RENAMED(deconvolution_backward_data, dilated_deconvolution_backward_data)                        \
  RENAMED(deconvolution_backward_weights, dilated_deconvolution_backward_weights)                  \
  RENAMED(pooling_forward, pooling_v2_forward) RENAMED(pooling_backward, pooling_v2_backward)      \
  RENAMED(softmax_forward, softmax_v2_forward) RENAMED(softmax_backward, softmax_v2_backward)

#if V3
#define VERSION_FUNCTIONS(F)                                                                       \
  F(dnnl_memory_desc_create_with_strides) F(dnnl_memory_desc_create_with_tag)                      \
  F(dnnl_memory_desc_clone) F(dnnl_memory_desc_destroy) F(dnnl_memory_desc_query)
#define OPERATION_SYMBOL(now, before) dnnl_##now##_primitive_desc_create
#else
#define VERSION_FUNCTIONS(F)                                                                       \
  F(dnnl_memory_desc_init_by_strides) F(dnnl_memory_desc_init_by_tag) F(dnnl_primitive_desc_create)
#define OPERATION_SYMBOL(now, before) dnnl_##before##_desc_init
#endif

#define DECLARE(name) __typeof__(&name) name##_;
#define DECLARE_RENAMED(now, before) __typeof__(&OPERATION_SYMBOL(now, before)) now;
#define DECLARE_OPERATION(name) DECLARE_RENAMED(name, name)
typedef struct {
  COMMON_FUNCTIONS(DECLARE)
  VERSION_FUNCTIONS(DECLARE)
  OPERATIONS(DECLARE_OPERATION)
  RENAMED_OPERATIONS(DECLARE_RENAMED)
  dnnl_engine_t engine;
  // libgomp's, where the library uses it; else all NULL.
  void (*gomp_parallel)(void (*)(void *), void *, unsigned, unsigned);
  int (*omp_get_max_threads)(void), (*omp_get_thread_num)(void), (*omp_get_num_threads)(void);
  int (*omp_in_parallel)(void);
  void (*omp_set_num_threads)(int);
} fovea_library;
#undef DECLARE
#undef DECLARE_RENAMED
#undef DECLARE_OPERATION

extern fovea_library fovea_dnn;

// Notes what failed; returns the status, so that `return fovea_dnn_fail(…)` reads well.
int fovea_dnn_fail(const char *what, int status);

// Finds the functions of libgomp that the library has loaded.
void fovea_threads_find(void *library);

// Whether this thread is inside of a computation of oneDNN's, which allocates for itself.
extern _Thread_local int fovea_is_executing;

// This thread's stream.
dnnl_stream_t fovea_dnn_stream(void);

// MARK: - Describing operations

// DESCRIBE(pd, name, hint, attributes, arguments…) describes an operation, by default for the engine, and returns the
// status. ONLY_V3(x) stands before an argument for one that older versions do not take.
#if V3
#define ONLY_V3(argument) argument,
#define DESCRIBE_FORWARD(pd, name, attributes, ...)                                                \
  ((int)fovea_dnn.name(pd, fovea_dnn.engine, __VA_ARGS__, attributes))
#define DESCRIBE_BACKWARD(pd, name, hint, attributes, ...)                                         \
  ((int)fovea_dnn.name(pd, fovea_dnn.engine, __VA_ARGS__, hint, attributes))
#else
typedef union {
  dnnl_convolution_desc_t convolution;
  dnnl_pooling_v2_desc_t pooling;
  dnnl_batch_normalization_desc_t batch_normalization;
  dnnl_eltwise_desc_t eltwise;
  dnnl_softmax_v2_desc_t softmax;
} operation_t;
#define ONLY_V3(argument)
#define DESCRIBE_BACKWARD(pd, name, hint, attributes, ...)                                         \
  ({                                                                                               \
    operation_t operation_;                                                                        \
    int status_ = fovea_dnn.name((void *)&operation_, __VA_ARGS__);                                \
    status_ ? status_                                                                              \
            : (int)fovea_dnn.dnnl_primitive_desc_create_(                                          \
                pd, &operation_, attributes, fovea_dnn.engine, hint);                              \
  })
#define DESCRIBE_FORWARD(pd, name, attributes, ...)                                                \
  DESCRIBE_BACKWARD(pd, name, NULL, attributes, __VA_ARGS__)
#endif

// The arguments of an operation, as bits. oneDNN tells a layout for some arguments that an operation does not take, and
// refuses to run where too many are bound.
#define TAKES(argument) (1u << (argument))
#define SOURCE TAKES(FOVEA_SOURCE)
#define DESTINATION TAKES(FOVEA_DESTINATION)
#define WEIGHTS TAKES(FOVEA_WEIGHTS)
#define BIAS TAKES(FOVEA_BIAS)
#define WORKSPACE TAKES(FOVEA_WORKSPACE)
#define WEIGHTS_GRADIENT TAKES(FOVEA_WEIGHTS_GRADIENT)
#define BIAS_GRADIENT TAKES(FOVEA_BIAS_GRADIENT)
#define SOURCE_GRADIENT TAKES(FOVEA_SOURCE_GRADIENT)
#define DESTINATION_GRADIENT TAKES(FOVEA_DESTINATION_GRADIENT)

// Turns a primitive description into a handle that owns it; NULL, with the error set, where status is not 0. The scratchpad
// need not be mentioned.
fovea_primitive *fovea_primitive_make(
  const char *what, int status, dnnl_primitive_desc_t pd, unsigned takes);
// Frees the description of a forward pass that was only a hint; NULL is fine.
void fovea_hint_free(dnnl_primitive_desc_t hint);

// What happens to a result before it is stored: added to what is there, then a leaky ReLU.
typedef struct {
  int accumulates, relu;
  float slope;
} fovea_afterwards;
// Attributes with the scratchpad in the caller's memory. NULL where there is no memory left.
dnnl_primitive_attr_t fovea_attributes(fovea_afterwards afterwards);
void fovea_attributes_free(dnnl_primitive_attr_t attributes);

// A layout for local use, to be released: any, or row-major; or, where `given`, a copy of that.
// An impossible rank gives an empty layout, which oneDNN then refuses.
fovea_layout fovea_layout_local(int rank, const int64_t *dims, int any, const fovea_layout *given);
void fovea_layout_release(fovea_layout *layout);

// Whether a window can slide: oneDNN does not look, and divides by the stride.
static inline int window_is_possible(int spatial, const int64_t *stride, const int64_t *dilation) {
  if (spatial < 1 || spatial > 3) return 0;
  for (int d = 0; d < spatial; d++)
    if (stride[d] < 1 || dilation[d] < 1) return 0;
  return 1;
}

static inline dnnl_prop_kind_t forward_kind(int training) {
  return training ? dnnl_forward_training : dnnl_forward_inference;
}
