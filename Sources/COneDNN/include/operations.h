#pragma once
#include "COneDNN.h"

// The operations, one function for each pass. How to use what they return stands in COneDNN.h.

// MARK: - Copies

/// DESTINATION = SOURCE, from one layout to another of the same dimensions.
fovea_primitive *fovea_reorder(const fovea_layout *from, const fovea_layout *to);

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

/// SOURCE, WEIGHTS, BIAS → DESTINATION. The layouts of the three large arguments, and of their gradients, are left to oneDNN.
fovea_primitive *fovea_convolution_forward(const fovea_convolution *c);
/// DESTINATION_GRADIENT, WEIGHTS → SOURCE_GRADIENT, without the ReLU's part.
fovea_primitive *fovea_convolution_backward_data(const fovea_convolution *c);
/// SOURCE, DESTINATION_GRADIENT → WEIGHTS_GRADIENT, BIAS_GRADIENT, without the ReLU's part.
fovea_primitive *fovea_convolution_backward_weights(const fovea_convolution *c);

// MARK: - Products

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
  /// A ReLU behind it, whose mask is kept in the WORKSPACE where `training`.
  FOVEA_WITH_RELU = 8,
};

/// SOURCE [N, C, …] → DESTINATION = SCALE (SOURCE − MEAN) / √(VARIANCE + epsilon) + SHIFT, with moments, scale and shift [C].
/// MEAN and VARIANCE (over N and space, divided by their number) are written where `training`. (Ioffe and Szegedy, 2015)
fovea_primitive *fovea_batch_normalization_forward(
  const fovea_layout *layout, float epsilon, int flags, int training);
/// SOURCE, MEAN, VARIANCE, SCALE, DESTINATION_GRADIENT, WORKSPACE → SOURCE_GRADIENT, SCALE_GRADIENT, SHIFT_GRADIENT.
fovea_primitive *fovea_batch_normalization_backward(
  const fovea_layout *layout, float epsilon, int flags);

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
};

/// SOURCE → DESTINATION, which may be the same memory.
fovea_primitive *fovea_elementwise_forward(
  int function, float alpha, float beta, const fovea_layout *layout, int training);
/// SOURCE, DESTINATION_GRADIENT → SOURCE_GRADIENT, which may lie on the latter.
fovea_primitive *fovea_elementwise_backward(
  int function, float alpha, float beta, const fovea_layout *layout);

/// SOURCE → DESTINATION = eˣ / Σ eˣ along an axis, or its logarithm.
fovea_primitive *fovea_softmax_forward(const fovea_layout *layout, int axis, int logarithm);
/// DESTINATION, DESTINATION_GRADIENT → SOURCE_GRADIENT.
fovea_primitive *fovea_softmax_backward(const fovea_layout *layout, int axis, int logarithm);
