#include "CKernels.h"
#include "fast.h"

FAST void fovea_sgd(
  int64_t n, float rate, float decay, float momentum, int nesterov, const float *gradient,
  float *velocity, float *weights) {
  if (!velocity) {
    for (int64_t i = 0; i < n; i++) weights[i] -= rate * (gradient[i] + decay * weights[i]);
  } else if (nesterov) {
    for (int64_t i = 0; i < n; i++) {
      float g = gradient[i] + decay * weights[i];
      velocity[i] = momentum * velocity[i] + g;
      weights[i] -= rate * (g + momentum * velocity[i]);
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      velocity[i] = momentum * velocity[i] + gradient[i] + decay * weights[i];
      weights[i] -= rate * velocity[i];
    }
  }
}

FAST void fovea_rmsprop(
  int64_t n, float rate, float decay, float kept, float added, float epsilon, float momentum,
  const float *gradient, float *square, float *mean, float *velocity, float *weights) {
  for (int64_t i = 0; i < n; i++) {
    float g = gradient[i] + decay * weights[i];
    square[i] = kept * square[i] + added * g * g;
    float variance = square[i];
    if (mean) {
      mean[i] = kept * mean[i] + added * g;
      variance -= mean[i] * mean[i];
      variance = variance > 0 ? variance : 0;
    }
    float change = g / (__builtin_elementwise_sqrt(variance) + epsilon);
    if (velocity) change = velocity[i] = momentum * velocity[i] + change;
    weights[i] -= rate * change;
  }
}

FAST void fovea_adagrad(
  int64_t n, float rate, float decay, float epsilon, const float *gradient, float *sum,
  float *weights) {
  for (int64_t i = 0; i < n; i++) {
    float g = gradient[i] + decay * weights[i];
    sum[i] += g * g;
    weights[i] -= rate * g / (__builtin_elementwise_sqrt(sum[i]) + epsilon);
  }
}

FAST void fovea_adam(
  int64_t n, float rate, float coupled_decay, float shrink, float added1, float kept2, float added2,
  float epsilon, float root_correction, const float *gradient, float *first, float *second,
  float *weights) {
  for (int64_t i = 0; i < n; i++) {
    float w = weights[i] * shrink;
    float g = gradient[i] + coupled_decay * w;
    first[i] += added1 * (g - first[i]);
    second[i] = kept2 * second[i] + added2 * g * g;
    float root = __builtin_elementwise_sqrt(second[i]) * root_correction + epsilon;
    weights[i] = w - rate * first[i] / root;
  }
}

FAST void fovea_clip(int64_t n, float low, float high, float *x) {
  for (int64_t i = 0; i < n; i++) {
    float v = x[i] > high ? high : x[i];
    x[i] = v < low ? low : v;
  }
}

FAST void fovea_clamp(int64_t n, float limit, float *x) {
  for (int64_t i = 0; i < n; i++) {
    float v = x[i] > limit ? limit : x[i];
    x[i] = v < -limit ? -limit : v;
  }
}
