#pragma once
#include <stdint.h>

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
