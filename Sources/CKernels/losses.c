#include "CKernels.h"
#include "fast.h"

// max(x, 0) − x t + ln(1 + e^−|x|): no overflow for any logit.
FAST void fovea_binary_cross_entropy(int64_t n, const float *x, const float *t, float *loss) {
  for (int64_t i = 0; i < n; i++)
    loss[i] =
      (x[i] > 0 ? x[i] : 0) - x[i] * t[i] + log1pf(fast_exp(-__builtin_fabsf(x[i])));
}

FAST void fovea_binary_cross_entropy_backward(
  int64_t n, const float *x, const float *t, float *dx) {
  for (int64_t i = 0; i < n; i++) dx[i] = fast_sigmoid(x[i]) - t[i];
}
