#pragma once
#include <stdint.h>

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
void fovea_binary_cross_entropy_backward(int64_t n, const float *x, const float *t, float *dx);

// Reads one image [channels, height, width] through an affine map of six numbers (pixels from the centre), bilinearly;
// outside lies the border or `fill`. The backward pass adds to dimage.
void fovea_affine_sample(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, float fill,
  const float *image, float *out);
void fovea_affine_sample_backward(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, const float *dout,
  float *dimage);

// out[i] = keep[i] x[i], and 0 where keep is 0 even if x is not finite; out may be keep.
void fovea_multiply_or_zero(int64_t n, const float *keep, const float *x, float *out);

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

// Local response normalisation of one image [channels, area]: y = x (k + share Σ x²)^−beta, the sum over `size` channels
// around the element's own.
void fovea_channel_response(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  float *y);

// Its gradient; terms is scratch of channels · 64 elements.
void fovea_channel_response_backward(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  const float *dy, float *terms, float *dx);


// Attacks on images: x0 and x [rows, columns], one image a row; mask (or NULL) is 0 where nothing may change. A row whose
// step is not above 0 stays as it is, and so do values whose gradient is 0 or no number. Each step ends with the projection
// into the ball of radii[row] around x0, then with the bounds low … high.
enum fovea_norm {
  FOVEA_NORM_INFINITY,
  FOVEA_NORM_TWO,
  FOVEA_NORM_ONE,
};

// x += step · sign(g) in the L∞ ball.
void fovea_attack_sign_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, float low, float high, float *x);

// x += step · g / ‖g‖₂ in the L2 ball.
void fovea_attack_normal_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, float low, float high, float *x);

// x += step / count · sign(g) at the `count` largest |g| among values that can still move, in the L1 ball; scratch has
// 2 · `columns` elements.
void fovea_attack_sparse_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, int64_t count, float low, float high, float *x,
  float *scratch);

// From the value with the largest |g| on, moves each up to its bound until Σ |move| is the radius: the best that a linear
// function with gradient g allows. Returns −1 without memory.
int fovea_attack_fill_step(
  int64_t rows, int64_t columns, const float *g, const float *mask, const float *radii, float low,
  float high, float *x);

// The nearest point of each ball, then the bounds; in L1 the nearest point of both together. Points inside of both do not
// move. scratch has 2 · `columns` elements and is used for L1 alone.
void fovea_attack_confine(
  int norm, int64_t rows, int64_t columns, const float *x0, const float *mask, const float *radii,
  float low, float high, float *x, float *scratch);

// velocity = decay · velocity + g / ‖g‖₁ for each row.
void fovea_attack_momentum(
  int64_t rows, int64_t columns, float decay, const float *g, const float *mask, float *velocity);

// ‖g‖₂ of each row.
void fovea_attack_gradient_norms(
  int64_t rows, int64_t columns, const float *g, const float *mask, double *norms);

// What one image of an attack measures: the norms of x − x0, the range of x, the number of values that are not finite, that
// changed where the mask is 0, and that moved to the face of the L∞ ball or to a bound.
typedef struct {
  double infinity, two, one;
  float lowest, highest;
  int64_t not_finite, outside_mask, at_face;
} fovea_attack_measurement;

void fovea_attack_measure(
  int64_t rows, int64_t columns, const float *x0, const float *x, const float *mask,
  const float *radii, float low, float high, fovea_attack_measurement *out);

// How far the best other class leads the class of each row: max_{i ≠ y} z_i − z_y, divided by z₍₁₎ − z₍₃₎ where `ratio` is
// 1 (the largest and third largest logit). Where `ratio` is 2, (z_t − z_y) / (z₍₁₎ − (z₍₃₎ + z₍₄₎) / 2). Returns 0, or
// −1 − r where a class of row r is none.
int64_t fovea_logit_margin(
  int ratio, int64_t rows, int64_t classes, const float *logits, const float *labels,
  const float *targets, float *out);

// dlogits = seed of the row times the derivative.
void fovea_logit_margin_backward(
  int ratio, int64_t rows, int64_t classes, const float *logits, const float *labels,
  const float *targets, const float *seeds, float *dlogits);

// DeepFool: for each row the nearest boundary among classes that are tried one after another. g0 and g are gradients of the
// present and another class's logit, gaps[row] ≥ 0 by how much the present one leads (below 0 or NaN: not tried). Where the
// boundary is nearer than distances[row], that and the step to it in directions are replaced. Steps are measured in L∞ or L2.
void fovea_deepfool_compare(
  int norm, int64_t rows, int64_t columns, const float *g0, const float *g, const float *mask,
  const float *x, float low, float high, const float *gaps, double *distances, float *directions,
  float *scratch);

// total += step and x = x0 + (1 + overshoot) total, held in the bounds, for rows with a finite distance.
void fovea_deepfool_move(
  int64_t rows, int64_t columns, const float *x0, const double *distances, const float *directions,
  float overshoot, float low, float high, float *total, float *x);
// One step of an optimizer over all weights. `decay` adds decay · weight to the gradient. Gradients, states and weights do
// not overlap. A NULL state is left out.

// velocity ← momentum · velocity + g; weights −= rate · velocity (Nesterov: rate · (g + momentum · velocity)).
void fovea_sgd(
  int64_t n, float rate, float decay, float momentum, int nesterov, const float *gradient,
  float *velocity, float *weights);

// square ← kept · square + added · g²; weights −= rate · g / (√(square − mean²) + ε), through a velocity where there is one.
void fovea_rmsprop(
  int64_t n, float rate, float decay, float kept, float added, float epsilon, float momentum,
  const float *gradient, float *square, float *mean, float *velocity, float *weights);

// sum += g²; weights −= rate · g / (√sum + ε).
void fovea_adagrad(
  int64_t n, float rate, float decay, float epsilon, const float *gradient, float *sum,
  float *weights);

// Weights are multiplied by `shrink` first. first += added1 · (g − first); second ← kept2 · second + added2 · g²;
// weights −= rate · first / (√second · root_correction + ε): the caller puts the bias corrections into rate and
// root_correction.
void fovea_adam(
  int64_t n, float rate, float coupled_decay, float shrink, float added1, float kept2, float added2,
  float epsilon, float root_correction, const float *gradient, float *first, float *second,
  float *weights);

// x[i] = min(max(x[i], −limit), limit).
void fovea_clamp(int64_t n, float limit, float *x);

// The number of rows whose largest logit (the first on a tie) is at the target; rows with a negative target are left out,
// `counted` gets the number of the others.
int64_t fovea_count_hits(
  int64_t rows, int64_t classes, const float *logits, const float *targets, int64_t *counted);

// The number of elements where a logit's side of 0 is the target's side of ½.
int64_t fovea_count_agreements(int64_t n, const float *logits, const float *targets);
