#pragma once
#include <stdint.h>

#include "attacks.h"
#include "few_channels.h"
#include "movement.h"
#include "norms.h"
#include "pointwise.h"
#include "resampling.h"
#include "sequences.h"
#include "windows.h"
#include "optimizers.h"
#include "products.h"

// Loops over floats that a compiler turns into vector code for the processor at hand (AVX-512, AVX2 or plain SSE2, chosen
// when the program loads). Swift decides what to compute; this file only runs down arrays. Arrays do not overlap unless a
// comment says that they may be equal. Sums have a fixed order: same input, same bits on one kind of processor.

enum fovea_arithmetic_function {
  FOVEA_ADD,
  FOVEA_SUBTRACT,
  FOVEA_MULTIPLY,
  FOVEA_DIVIDE,
  FOVEA_MAXIMUM,
  FOVEA_MINIMUM,
};

// out[i] = a[i] op b[i]; out may be a or b.
void fovea_arithmetic(int function, int64_t n, const float *a, const float *b, float *out);

// y[i] += alpha x[i].
void fovea_add_scaled(int64_t n, float alpha, const float *x, float *y);

// y[i] = alpha x[i] + beta; y may be x.
void fovea_linear(int64_t n, float alpha, float beta, const float *x, float *y);

// Σ x[i] and Σ x[i]².
double fovea_sum(int64_t n, const float *x);
double fovea_sum_of_squares(int64_t n, const float *x);

// dst[…] = (or +=) alpha src[…] over `rank` (at most 8) dimensions with strides in elements; a source stride of 0 repeats,
// an accumulated destination stride of 0 sums.
void fovea_copy_strided(
  int rank, const int64_t *dims, float alpha, const float *src, const int64_t *src_strides,
  float *dst, const int64_t *dst_strides, int accumulate);

// dst[…] += src[…]², as above.
void fovea_add_squares_strided(
  int rank, const int64_t *dims, const float *src, const int64_t *src_strides, float *dst,
  const int64_t *dst_strides);

// out[…] = a[…] op b[…] with out in row-major order.
void fovea_arithmetic_strided(
  int function, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, float *out);

// y[r, c] += bias[c], then max(y, 0) where relu is set.
void fovea_add_bias(int64_t rows, int64_t columns, const float *bias, float *y, int relu);

// out[c] = Σ_r x[r, c].
void fovea_sum_rows(int64_t rows, int64_t columns, const float *x, float *out);

// dx[i] = y[i] > 0 ? dy[i] : 0; dx may be dy.
void fovea_relu_backward(int64_t n, const float *y, const float *dy, float *dx);

// y[i] = x[i] · (hash(seed, first + i) ≥ probability ? scale : 0); the same call on gradients is the backward pass.
void fovea_dropout(
  int64_t n, int64_t first, uint64_t seed, float probability, float scale, const float *x,
  float *y);

// Row-wise cross-entropy of softmax(logits) with class targets (negative: left out) and label smoothing. losses[r] gets the
// row's loss. Returns the number of rows that count, or −1 − r where row r's target is not a class.
int64_t fovea_cross_entropy(
  int64_t rows, int64_t classes, const float *logits, const float *targets, float smoothing,
  float *losses);

// dlogits[r, :] = seeds[r · seed_stride] · factor · (softmax(logits[r]) − q).
void fovea_cross_entropy_backward(
  int64_t rows, int64_t classes, const float *logits, const float *targets, float smoothing,
  const float *seeds, int64_t seed_stride, float factor, float *dlogits);

// The gates of one step. gates holds [rows, 4 · hidden] in the order i, f, g, o before their functions, and after them
// on return.
void fovea_lstm_forward(
  int64_t rows, int64_t hidden, float *gates, const float *c_before, float *c, float *h);

// dgates [rows, 4 · hidden] from ∂L/∂h and ∂L/∂c of this step; dc_before gets what flows on through c. dc holds
// ∂L/∂c from later steps on entry and the whole ∂L/∂c on return.
void fovea_lstm_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, const float *c,
  const float *dh, float *dc, float *dc_before, float *dgates);

// One GRU step. x_gates [rows, 3 · hidden] is W x + b and h_gates is U h + d, in the order r, z, n; gates gets r, z, n.
void fovea_gru_forward(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, const float *h_before,
  float *gates, float *h);

// dx_gates and dh_gates [rows, 3 · hidden]; the direct path z ⊙ ∂L/∂h is added to dh_before.
void fovea_gru_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_gates, const float *h_before,
  const float *dh, float *dx_gates, float *dh_gates, float *dh_before);

// Elman functions: 0 identity, 1 tanh, 2 relu, 3 sigmoid; h may be x, dx may be dh.
void fovea_elman_forward(int function, int64_t n, const float *x, float *h);
void fovea_elman_backward(int function, int64_t n, const float *h, const float *dh, float *dx);

// Element losses of logits x against targets t in [0, 1], and their derivatives.
void fovea_binary_cross_entropy(int64_t n, const float *x, const float *t, float *loss);
void fovea_binary_cross_entropy_backward(
  int64_t n, float factor, const float *x, const float *t, float *dx);
// Σ (x − t)², and factor · (x − t).
double fovea_squared_distance(int64_t n, const float *x, const float *t);
void fovea_scaled_difference(
  int64_t n, float factor, const float *x, const float *t, float *out);

// Reads one image [channels, height, width] through an affine map of six numbers (pixels from the centre), bilinearly;
// outside lies the border or `fill`. The backward pass adds to dimage.
void fovea_affine_sample(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, float fill,
  const float *image, float *out);
void fovea_affine_sample_backward(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, const float *dout,
  float *dimage);

// Local response normalisation of one image [channels, area]: y = x (k + share Σ x²)^−beta, the sum over `size` channels
// around the element's own.
void fovea_channel_response(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  float *y);

// Its gradient; terms is scratch of channels · 64 elements.
void fovea_channel_response_backward(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  const float *dy, float *terms, float *dx);

// y = min(max(keep · x + offset, low), high), and offset alone where keep is 0, over `rank` (at most 8) dimensions. The
// parameters are four arrays of `count` elements behind each other, read with their own strides. y may be x.
void fovea_edit(
  int rank, const int64_t *dims, const float *parameters, int64_t count,
  const int64_t *parameter_strides, const float *x, float *y, const int64_t *strides);

// dx = keep · dy, and 0 where y is at a bound. dx may be dy.
void fovea_edit_backward(
  int rank, const int64_t *dims, const float *parameters, int64_t count,
  const int64_t *parameter_strides, const float *y, const float *dy, float *dx,
  const int64_t *strides);

// The LSTM step in parts: the gates' functions in place; c = f ⊙ c_before + i ⊙ g; h = o ⊙ tanh(c).
void fovea_lstm_gates(int64_t rows, int64_t hidden, float *gates);
void fovea_lstm_cell(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, float *c);
void fovea_lstm_output(
  int64_t rows, int64_t hidden, const float *gates, const float *c, float *h);

// Backward, last part first: dc gets h's share added and dgates the one of o; then those of i, f, g and dc_before are set.
// dgates are derivatives by the gates themselves; fovea_gate_backward takes them through the gates' functions.
void fovea_lstm_output_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c, const float *dh, float *dc,
  float *dgates);
void fovea_lstm_cell_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, const float *dc,
  float *dc_before, float *dgates);

// The GRU step in parts: r and z; n = tanh(x + r ⊙ u); h = (1 − z) ⊙ n + z ⊙ h_before.
void fovea_gru_gates(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, float *gates);
void fovea_gru_candidate(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, float *gates);
void fovea_gru_output(
  int64_t rows, int64_t hidden, const float *gates, const float *h_before, float *h);

// Backward: the shares of z and n are set and the direct path is added to dh_before; then, from the derivative before n's
// function in dx_gates, r's share in dgates and the recurrent half of n in dh_gates.
void fovea_gru_output_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_before, const float *dh,
  float *dgates, float *dh_before);
void fovea_gru_candidate_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_gates, const float *dx_gates,
  float *dgates, float *dh_gates);

// d ⊙= the derivative of a gate's function (sigmoid, or tanh) from its value; rows are `stride` apart.
void fovea_gate_backward(
  int tanh, int64_t rows, int64_t hidden, int64_t stride, const float *gate, float *d);

// What an array holds. All but `zeros` is of its finite elements: their number, least and largest (±∞ without any), Σx,
// Σ|x|, Σx² and Σ(x − mean)².
struct fovea_moments {
  int64_t finite, zeros;
  float low, high;
  double sum, l1, squares, second;
};
void fovea_describe(int64_t n, const float *x, struct fovea_moments *out);
