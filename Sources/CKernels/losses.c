#include "CKernels.h"
#include "fast.h"

// max(x, 0) − x t + ln(1 + e^−|x|): no overflow for any logit.
FAST void fovea_binary_cross_entropy(int64_t n, const float *x, const float *t, float *loss) {
  for (int64_t i = 0; i < n; i++)
    loss[i] =
      (x[i] > 0 ? x[i] : 0) - x[i] * t[i] + log1pf(fast_exp(-__builtin_fabsf(x[i])));
}

FAST void fovea_binary_cross_entropy_backward(
  int64_t n, float factor, const float *x, const float *t, float *dx) {
  for (int64_t i = 0; i < n; i++) dx[i] = factor * (fast_sigmoid(x[i]) - t[i]);
}

// Partial sums in double precision, added in a fixed order, as in fovea_sum.
FAST double fovea_squared_distance(int64_t n, const float *x, const float *t) {
  double part[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) {
      double d = x[i + k] - t[i + k];
      part[k] += d * d;
    }
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += (double)(x[i] - t[i]) * (x[i] - t[i]);
  return sum;
}

FAST void fovea_scaled_difference(
  int64_t n, float factor, const float *x, const float *t, float *out) {
  INDEPENDENT
  for (int64_t i = 0; i < n; i++) out[i] = factor * (x[i] - t[i]);
}
