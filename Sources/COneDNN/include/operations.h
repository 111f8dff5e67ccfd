#pragma once
#include "COneDNN.h"

// The operations, one function for each pass. How to use what they return stands in COneDNN.h.

// MARK: - Copies

/// DESTINATION = SOURCE, from one layout to another of the same dimensions.
fovea_primitive *fovea_reorder(const fovea_layout *from, const fovea_layout *to);
/// DESTINATION += SOURCE.
fovea_primitive *fovea_reorder_adding(const fovea_layout *from, const fovea_layout *to);
/// DESTINATION = the n tensors SOURCES + i, one behind the other along `axis`. `to` may be NULL: oneDNN chooses its layout.
fovea_primitive *fovea_concatenation(
  int n, const fovea_layout *const *from, int axis, const fovea_layout *to);
/// DESTINATION = Σ weights[i] · (SOURCES + i), of n ≥ 1 tensors of the same dimensions.
fovea_primitive *fovea_weighted_sum(
  int n, const float *weights, const fovea_layout *const *from, const fovea_layout *to);

// MARK: - Convolution, also transposed

/// A sliding window over `spatial` (1 to 3) axes. Dims are [N, C, size…]; weights are [O, I, k…], or [G, O/G, I/G, k…] for G
/// groups, with weights_rank one more. Dilations count as in the field: 1 for none. `before` and `behind` are the zeros put
/// around the source, as many as give destination = (source + before + behind − dilation (k − 1) − 1) / stride + 1. Where
/// `transposed`, source and destination change places in that; weights stay [O, I, k…], O the destination's channels.
typedef struct {
  int spatial;
  int64_t source[5], weights[6], destination[5], bias[1];
  int weights_rank;
  int64_t stride[3], dilation[3], before[3], behind[3];
  /// relu: the forward pass puts max(x, relu_slope · x) behind. training: a backward pass will follow.
  int has_bias, relu, training;
  float relu_slope;
  /// The forward pass adds to what the destination holds: DESTINATION = relu(DESTINATION + convolution + BIAS).
  int accumulates;
  int transposed;
  /// By F(4×4, 3×3) of Winograd (Lavin & Gray 2016), which multiplies a quarter as often; refused where the library has no such
  /// kernel for the shapes.
  int winograd;
} fovea_convolution;

/// SOURCE, WEIGHTS, BIAS → DESTINATION. The layouts of the three large arguments are left to oneDNN.
fovea_primitive *fovea_convolution_forward(const fovea_convolution *c);
/// DESTINATION_GRADIENT, WEIGHTS → SOURCE_GRADIENT, without the ReLU's part.
fovea_primitive *fovea_convolution_backward_data(const fovea_convolution *c);
/// SOURCE, DESTINATION_GRADIENT → WEIGHTS_GRADIENT, BIAS_GRADIENT, without the ReLU's part.
fovea_primitive *fovea_convolution_backward_weights(const fovea_convolution *c);

/// The same three with some layouts given (of the argument or of its gradient, whichever the pass has); NULL leaves one to
/// oneDNN.
fovea_primitive *fovea_convolution_forward_in(
  const fovea_convolution *c, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);
fovea_primitive *fovea_convolution_backward_data_in(
  const fovea_convolution *c, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);
fovea_primitive *fovea_convolution_backward_weights_in(
  const fovea_convolution *c, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);

// MARK: - Products

/// Source [N, I] or [N, C, size…] (rank 2 to 5), weights [O, I] or [O, C, size…], destination [N, O], bias [O].
typedef struct {
  int rank;
  int64_t source[5], weights[5], destination[2];
  /// As in fovea_convolution.
  int has_bias, relu, training;
  float relu_slope;
  int accumulates;
} fovea_inner_product;

/// SOURCE, WEIGHTS, BIAS → DESTINATION: y = x Wᵀ + b. A NULL layout is left to oneDNN.
fovea_primitive *fovea_inner_product_forward(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);
/// DESTINATION_GRADIENT, WEIGHTS → SOURCE_GRADIENT.
fovea_primitive *fovea_inner_product_backward_data(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);
/// SOURCE, DESTINATION_GRADIENT → WEIGHTS_GRADIENT, BIAS_GRADIENT.
fovea_primitive *fovea_inner_product_backward_weights(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination);

/// SOURCE [batch…, M, K] · WEIGHTS [batch…, K, N] + BIAS → DESTINATION [batch…, M, N], added to what the destination holds
/// where `accumulates`. Ranks are equal, 2 or more; a batch axis of size 1 is broadcast, as are those of `bias`, which may be
/// NULL. Transposed operands are strided layouts.
fovea_primitive *fovea_matrix_product(
  const fovea_layout *source, const fovea_layout *weights, const fovea_layout *bias,
  const fovea_layout *destination, int accumulates);

/// C [m, n] = alpha · op(A) [m, k] · op(B) [k, n] + beta · C, row-major; op transposes where the flag is set. lda, ldb and ldc
/// are the elements from one row in memory to the next.
int fovea_sgemm(
  int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
  int64_t lda, const float *b, int64_t ldb, float beta, float *c, int64_t ldc);

// MARK: - Pooling

enum fovea_pooling_kind {
  FOVEA_POOL_MAX,
  /// The mean over those elements of the window that lie in the source.
  FOVEA_POOL_AVERAGE,
  /// The mean over the whole window, with zeros around the source.
  FOVEA_POOL_AVERAGE_WITH_BORDER,
};

/// Dims and border as in fovea_convolution; dilation 1 for none.
typedef struct {
  int spatial, kind, training;
  int64_t source[5], destination[5];
  int64_t kernel[3], stride[3], dilation[3], before[3], behind[3];
} fovea_pooling;

/// SOURCE → DESTINATION, and WORKSPACE for the backward pass of a maximum where `training`. `source` may be NULL for plain
/// memory; the destination's layout is oneDNN's choice.
fovea_primitive *fovea_pooling_forward(const fovea_pooling *p, const fovea_layout *source);
/// DESTINATION_GRADIENT, WORKSPACE → SOURCE_GRADIENT, in the layouts of the forward primitive, made with `training`.
fovea_primitive *fovea_pooling_backward(const fovea_pooling *p, const fovea_primitive *forward);

// MARK: - Normalisation

/// Scale and shift are applied unless a flag says otherwise.
enum fovea_normalization_flags {
  /// MEAN and VARIANCE are read, not computed, and count as constants in the backward pass.
  FOVEA_GIVEN_MOMENTS = 1,
  FOVEA_WITHOUT_SCALE = 2,
  FOVEA_WITHOUT_SHIFT = 4,
  /// Batch normalisation only: a ReLU behind it, whose mask is kept in the WORKSPACE where `training`.
  FOVEA_WITH_RELU = 8,
};

/// SOURCE [N, C, …] → DESTINATION = SCALE (SOURCE − MEAN) / √(VARIANCE + epsilon) + SHIFT, with moments, scale and shift [C].
/// MEAN and VARIANCE (over N and space, divided by their number) are written where `training`. (Ioffe and Szegedy, 2015)
fovea_primitive *fovea_batch_normalization_forward(
  const fovea_layout *layout, float epsilon, int flags, int training);
/// SOURCE, MEAN, VARIANCE, SCALE, DESTINATION_GRADIENT, WORKSPACE → SOURCE_GRADIENT, SCALE_GRADIENT, SHIFT_GRADIENT.
fovea_primitive *fovea_batch_normalization_backward(
  const fovea_layout *layout, float epsilon, int flags);

/// The same over the last axis: scale and shift are [last], moments have the other axes, row-major. (Ba, Kiros, Hinton, 2016)
fovea_primitive *fovea_layer_normalization_forward(
  const fovea_layout *layout, float epsilon, int flags, int training);
fovea_primitive *fovea_layer_normalization_backward(
  const fovea_layout *layout, float epsilon, int flags);

/// SOURCE [N, C, H, W] → DESTINATION = SOURCE (k + alpha / size · Σ SOURCE²)^(−beta), summed over `size` (odd) channels around
/// each. WORKSPACE where `training`. (Krizhevsky, Sutskever, Hinton, 2012)
fovea_primitive *fovea_local_response_forward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k, int training);
/// SOURCE, DESTINATION_GRADIENT, WORKSPACE → SOURCE_GRADIENT.
fovea_primitive *fovea_local_response_backward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k,
  const fovea_primitive *forward);
/// The same, summed over size × size pixels of one channel, with alpha / size².
fovea_primitive *fovea_local_response_within_forward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k, int training);
fovea_primitive *fovea_local_response_within_backward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k,
  const fovea_primitive *forward);

// MARK: - Functions of single elements

/// With x the source, a alpha and b beta.
enum fovea_elementwise_function {
  FOVEA_RELU,       ///< x > 0 ? x : a x
  FOVEA_TANH,       ///< tanh x
  FOVEA_ELU,        ///< x > 0 ? x : a (eˣ − 1)
  FOVEA_SQUARE,     ///< x²
  FOVEA_ABS,        ///< |x|
  FOVEA_SQRT,       ///< √x
  FOVEA_LINEAR,     ///< a x + b
  FOVEA_LOGISTIC,   ///< 1 / (1 + e⁻ˣ)
  FOVEA_EXP,        ///< eˣ
  FOVEA_GELU_ERF,   ///< x/2 (1 + erf(x / √2))
  FOVEA_GELU_TANH,  ///< x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))
  FOVEA_SWISH,      ///< x / (1 + e^(−a x))
  FOVEA_LOG,        ///< ln x
  FOVEA_CLIP,       ///< min(max(x, a), b), with gradient 1 where a < x < b
  FOVEA_SOFTPLUS,   ///< ln(1 + eˣ)
  FOVEA_POW,        ///< a xᵇ
  FOVEA_HARDSWISH,  ///< x min(max(x / 6 + 1/2, 0), 1)
  FOVEA_MISH,       ///< x tanh(ln(1 + eˣ))
  // The same functions with a backward pass that takes DESTINATION instead of SOURCE, so that the result may lie on the
  // source; RELU and ELU with a ≥ 0 only.
  FOVEA_RELU_FROM_RESULT,
  FOVEA_TANH_FROM_RESULT,
  FOVEA_ELU_FROM_RESULT,
  FOVEA_SQRT_FROM_RESULT,
  FOVEA_LOGISTIC_FROM_RESULT,
  FOVEA_EXP_FROM_RESULT,
  FOVEA_CLIP_FROM_RESULT,
};

/// SOURCE → DESTINATION, which may be the same memory.
fovea_primitive *fovea_elementwise_forward(
  int function, float alpha, float beta, const fovea_layout *layout, int training);
/// SOURCE (or DESTINATION), DESTINATION_GRADIENT → SOURCE_GRADIENT, which may lie on the latter.
fovea_primitive *fovea_elementwise_backward(
  int function, float alpha, float beta, const fovea_layout *layout);

/// SOURCE → DESTINATION = eˣ / Σ eˣ along an axis, or its logarithm.
fovea_primitive *fovea_softmax_forward(const fovea_layout *layout, int axis, int logarithm);
/// DESTINATION, DESTINATION_GRADIENT → SOURCE_GRADIENT.
fovea_primitive *fovea_softmax_backward(const fovea_layout *layout, int axis, int logarithm);

// MARK: - Arithmetic

enum fovea_binary_function {
  FOVEA_BINARY_ADD,
  FOVEA_BINARY_SUBTRACT,
  FOVEA_BINARY_MULTIPLY,
  FOVEA_BINARY_DIVIDE,
  FOVEA_BINARY_MAXIMUM,
  FOVEA_BINARY_MINIMUM,
};

/// SOURCE ∘ SECOND_SOURCE → DESTINATION, which has the dimensions of the first and may lie on it; axes of size 1 of the
/// second are broadcast.
fovea_primitive *fovea_binary(
  int function, const fovea_layout *first, const fovea_layout *second,
  const fovea_layout *destination);

enum fovea_reduction_function {
  FOVEA_REDUCE_SUM,
  FOVEA_REDUCE_MEAN,
  FOVEA_REDUCE_MAXIMUM,
  FOVEA_REDUCE_MINIMUM,
  FOVEA_REDUCE_NORM,        ///< (Σ |x|ᵖ + epsilon)^(1/p), p ≥ 1
  FOVEA_REDUCE_NORM_POWER,  ///< Σ |x|ᵖ + epsilon
};

/// SOURCE → DESTINATION over the axes that have size 1 in the destination and not in the source. p and epsilon count for
/// the norms only.
fovea_primitive *fovea_reduction(
  int function, const fovea_layout *source, const fovea_layout *destination, float p,
  float epsilon);
