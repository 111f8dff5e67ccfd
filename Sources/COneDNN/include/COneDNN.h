#pragma once
#include <stddef.h>
#include <stdint.h>

// One face for oneDNN 2.6 and 3.x. The library is loaded when it is first needed and not linked: a command that computes
// nothing does not pay for 40 MB, and libgomp reads its environment only after we have asked it not to spin (with its
// default a training step is forty times slower beside one busy process).
//
// Functions return 0, or a handle, on success; otherwise fovea_dnn_error() holds one line of text for this thread.
// Everything is float32. Handles are not thread-safe.

// Loads the library named by FOVEA_ONEDNN, else the one this was compiled for. May be called often.
int fovea_dnn_load(void);
const char *fovea_dnn_error(void);
// Such as "2.6.3"; empty before it is loaded.
const char *fovea_dnn_version(void);

// Threads that oneDNN and fovea_parallel use, one pool for both.
void fovea_set_threads(int count);
int fovea_get_threads(void);
// Runs body(0) … body(n − 1), each once, on the pool; in order on this thread where there is no pool.
void fovea_parallel(int n, void (*body)(int index, void *context), void *context);

// MARK: Layouts: how a tensor lies in memory.

typedef struct fovea_layout fovea_layout;

// Row-major, or with given strides in elements. Rank 1 to 12.
fovea_layout *fovea_layout_plain(int rank, const int64_t *dims);
fovea_layout *fovea_layout_strided(int rank, const int64_t *dims, const int64_t *strides);
void fovea_layout_free(fovea_layout *layout);
size_t fovea_layout_bytes(const fovea_layout *layout);
int fovea_layout_equal(const fovea_layout *a, const fovea_layout *b);

// MARK: Primitives: one operation on given layouts, with memory bound to its arguments.

typedef struct fovea_primitive fovea_primitive;

enum fovea_argument {
  FOVEA_SOURCE,
  FOVEA_DESTINATION,
  FOVEA_WEIGHTS,
  FOVEA_BIAS,
  FOVEA_MEAN,
  FOVEA_VARIANCE,
  FOVEA_SCALE,
  FOVEA_SHIFT,
  FOVEA_WORKSPACE,
  FOVEA_SCRATCHPAD,
  FOVEA_SOURCE_GRADIENT,
  FOVEA_DESTINATION_GRADIENT,
  FOVEA_WEIGHTS_GRADIENT,
  FOVEA_BIAS_GRADIENT,
  FOVEA_SCALE_GRADIENT,
  FOVEA_SHIFT_GRADIENT,
  FOVEA_ARGUMENT_COUNT,
};

// The layout of an argument as the primitive wants it; NULL where it has none. The caller frees it.
fovea_layout *fovea_primitive_layout(const fovea_primitive *primitive, int argument);
int fovea_primitive_bind(fovea_primitive *primitive, int argument, void *data);
int fovea_primitive_execute(fovea_primitive *primitive);
void fovea_primitive_free(fovea_primitive *primitive);
// oneDNN's name for the implementation, such as "jit:avx512_core".
const char *fovea_primitive_name(const fovea_primitive *primitive);

// Copies from one layout to another of the same dimensions.
fovea_primitive *fovea_reorder(const fovea_layout *from, const fovea_layout *to);

// A sliding window over `spatial` (1 to 3) axes. Dims are [N, C, size…]; weights [O, I, k…] or [G, O/G, I/G, k…].
// Dilations count as in the field: 1 for none. The layouts of all large arguments are left to oneDNN.
typedef struct {
  int spatial;
  int64_t source[5], weights[6], destination[5], bias[1];
  int weights_rank;
  int64_t stride[3], dilation[3], before[3], behind[3];
  int has_bias, relu, training;
} fovea_convolution;

fovea_primitive *fovea_convolution_forward(const fovea_convolution *c);
fovea_primitive *fovea_convolution_backward_data(const fovea_convolution *c);
fovea_primitive *fovea_convolution_backward_weights(const fovea_convolution *c);

enum fovea_pooling_kind { FOVEA_POOL_MAX, FOVEA_POOL_AVERAGE, FOVEA_POOL_AVERAGE_WITH_BORDER };

typedef struct {
  int spatial, kind, training;
  int64_t source[5], destination[5];
  int64_t kernel[3], stride[3], dilation[3], before[3], behind[3];
} fovea_pooling;

// `source` may be NULL for plain memory. Training keeps what the backward pass needs in a workspace.
fovea_primitive *fovea_pooling_forward(const fovea_pooling *p, const fovea_layout *source);
fovea_primitive *fovea_pooling_backward(const fovea_pooling *p, const fovea_primitive *forward);

// Batch normalisation with scale and shift; moments are computed, or given where `given_moments`.
fovea_primitive *fovea_batch_normalization_forward(
  const fovea_layout *layout, float epsilon, int given_moments, int training);
fovea_primitive *fovea_batch_normalization_backward(
  const fovea_layout *layout, float epsilon, int given_moments);

fovea_primitive *fovea_local_response_forward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k, int training);
fovea_primitive *fovea_local_response_backward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k,
  const fovea_primitive *forward);

enum fovea_elementwise_function {
  FOVEA_RELU,
  FOVEA_TANH,
  FOVEA_ELU,
  FOVEA_SQUARE,
  FOVEA_ABS,
  FOVEA_SQRT,
  FOVEA_LINEAR,
  FOVEA_LOGISTIC,
  FOVEA_EXP,
  FOVEA_GELU_ERF,
  FOVEA_GELU_TANH,
  FOVEA_SWISH,
  FOVEA_LOG,
  FOVEA_CLIP,
  FOVEA_SOFTPLUS,
};

fovea_primitive *fovea_elementwise_forward(
  int function, float alpha, float beta, const fovea_layout *layout, int training);
fovea_primitive *fovea_elementwise_backward(
  int function, float alpha, float beta, const fovea_layout *layout);

fovea_primitive *fovea_softmax_forward(const fovea_layout *layout, int axis, int logarithm);
fovea_primitive *fovea_softmax_backward(const fovea_layout *layout, int axis, int logarithm);

// C = alpha · op(A) · op(B) + beta · C, row-major; `a` and `b` transposed where the flag is set.
int fovea_sgemm(
  int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
  int64_t lda, const float *b, int64_t ldb, float beta, float *c, int64_t ldc);
