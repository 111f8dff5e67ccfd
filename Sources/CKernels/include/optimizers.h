#pragma once
#include <stdint.h>

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

// x[i] = min(max(x[i], low), high).
void fovea_clip(int64_t n, float low, float high, float *x);

// x[i] = min(max(x[i], −limit), limit).
void fovea_clamp(int64_t n, float limit, float *x);

// The number of rows whose largest logit (the first on a tie) is at the target; rows with a negative target are left out,
// `counted` gets the number of the others.
int64_t fovea_count_hits(
  int64_t rows, int64_t classes, const float *logits, const float *targets, int64_t *counted);

// The number of elements where a logit's side of 0 is the target's side of ½.
int64_t fovea_count_agreements(int64_t n, const float *logits, const float *targets);
