#pragma once
#include "COneDNN.h"
#include <oneapi/dnnl/dnnl.h>

#define V3 (DNNL_VERSION_MAJOR >= 3)

#if V3
typedef dnnl_memory_desc_t md_t;             // a handle
typedef const_dnnl_memory_desc_t md_ref;
#else
typedef dnnl_memory_desc_t md_t;             // a struct
typedef const dnnl_memory_desc_t *md_ref;
#endif

struct fovea_layout {
  md_t md;
};

struct fovea_primitive {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  int count;
  dnnl_exec_arg_t arguments[FOVEA_ARGUMENT_COUNT];
};

// Every function of the library that is used, found by name when it is loaded.
#define COMMON_FUNCTIONS(F)                                                                        \
  F(dnnl_version) F(dnnl_engine_create) F(dnnl_stream_create) F(dnnl_memory_create)                \
  F(dnnl_memory_destroy) F(dnnl_memory_set_data_handle) F(dnnl_memory_desc_equal)                  \
  F(dnnl_memory_desc_get_size) F(dnnl_primitive_create) F(dnnl_primitive_destroy)                  \
  F(dnnl_primitive_execute) F(dnnl_primitive_desc_destroy) F(dnnl_primitive_desc_query_md)         \
  F(dnnl_primitive_desc_query) F(dnnl_primitive_attr_create) F(dnnl_primitive_attr_destroy)        \
  F(dnnl_primitive_attr_set_scratchpad_mode) F(dnnl_primitive_attr_set_post_ops)                   \
  F(dnnl_post_ops_create) F(dnnl_post_ops_destroy) F(dnnl_post_ops_append_eltwise)                 \
  F(dnnl_reorder_primitive_desc_create) F(dnnl_sgemm)
#if V3
#define VERSION_FUNCTIONS(F)                                                                       \
  F(dnnl_memory_desc_create_with_strides) F(dnnl_memory_desc_create_with_tag)                      \
  F(dnnl_memory_desc_clone) F(dnnl_memory_desc_destroy)                                            \
  F(dnnl_convolution_forward_primitive_desc_create)                                                \
  F(dnnl_convolution_backward_data_primitive_desc_create)                                          \
  F(dnnl_convolution_backward_weights_primitive_desc_create)                                       \
  F(dnnl_pooling_forward_primitive_desc_create) F(dnnl_pooling_backward_primitive_desc_create)     \
  F(dnnl_batch_normalization_forward_primitive_desc_create)                                        \
  F(dnnl_batch_normalization_backward_primitive_desc_create)                                       \
  F(dnnl_lrn_forward_primitive_desc_create) F(dnnl_lrn_backward_primitive_desc_create)             \
  F(dnnl_eltwise_forward_primitive_desc_create) F(dnnl_eltwise_backward_primitive_desc_create)     \
  F(dnnl_softmax_forward_primitive_desc_create) F(dnnl_softmax_backward_primitive_desc_create)
#else
#define VERSION_FUNCTIONS(F)                                                                       \
  F(dnnl_memory_desc_init_by_strides) F(dnnl_memory_desc_init_by_tag) F(dnnl_primitive_desc_create) \
  F(dnnl_dilated_convolution_forward_desc_init) F(dnnl_dilated_convolution_backward_data_desc_init) \
  F(dnnl_dilated_convolution_backward_weights_desc_init) F(dnnl_pooling_v2_forward_desc_init)      \
  F(dnnl_pooling_v2_backward_desc_init) F(dnnl_batch_normalization_forward_desc_init)              \
  F(dnnl_batch_normalization_backward_desc_init) F(dnnl_lrn_forward_desc_init)                     \
  F(dnnl_lrn_backward_desc_init) F(dnnl_eltwise_forward_desc_init)                                 \
  F(dnnl_eltwise_backward_desc_init) F(dnnl_softmax_forward_desc_init)                             \
  F(dnnl_softmax_backward_desc_init) F(dnnl_logsoftmax_forward_desc_init)                          \
  F(dnnl_logsoftmax_backward_desc_init)
#endif

#define DECLARE(name) __typeof__(&name) name##_;
typedef struct {
  COMMON_FUNCTIONS(DECLARE) VERSION_FUNCTIONS(DECLARE)
  dnnl_engine_t engine;
} fovea_library;
#undef DECLARE

extern fovea_library fovea_dnn;

// This thread's stream.
dnnl_stream_t fovea_dnn_stream(void);

// Writes the error's line; returns 1, so that `return fail(…)` reads well.
int fovea_dnn_fail(const char *what, int status);

// Turns a primitive description into a handle that owns it; NULL, with the error set, where status is not 0.
fovea_primitive *fovea_primitive_make(const char *what, int status, dnnl_primitive_desc_t pd);

// Attributes with the scratchpad in the caller's memory, and a ReLU behind where asked.
dnnl_primitive_attr_t fovea_attributes(int relu);
void fovea_attributes_free(dnnl_primitive_attr_t attributes);

// A memory description that leaves the arrangement to oneDNN, or is row-major.
md_t fovea_md(int rank, const int64_t *dims, int any);
void fovea_md_free(md_t *md);

#if V3
#define MD(layout) ((layout)->md)
#define MD_OF(md) (md)
#else
#define MD(layout) (&(layout)->md)
#define MD_OF(md) (&(md))
#endif
