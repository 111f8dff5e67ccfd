#include "CKernels.h"
#include "fast.h"

FAST int64_t fovea_cross_entropy(
  int64_t rows, int64_t classes, const float *logits, const float *targets, float smoothing,
  float *losses) {
  int64_t counted = 0;
  for (int64_t r = 0; r < rows; r++) {
    const float *x = logits + r * classes;
    if (targets[r] < 0) {
      losses[r] = 0;
      continue;
    }
    if (!(targets[r] < (float)classes) || targets[r] != __builtin_floorf(targets[r]))
      return -1 - r;
    counted++;
    float top = x[0];
    for (int64_t c = 1; c < classes; c++) top = x[c] > top ? x[c] : top;
    double sum = 0, total = 0;
    for (int64_t c = 0; c < classes; c++) {
      sum += fast_exp(x[c] - top);
      total += x[c] - top;
    }
    double normalizer = log(sum);
    double loss = normalizer - (x[(int64_t)targets[r]] - top);
    if (smoothing > 0)
      loss = (1 - smoothing) * loss + smoothing * (normalizer - total / (double)classes);
    losses[r] = (float)loss;
  }
  return counted;
}

FAST void fovea_cross_entropy_backward(
  int64_t rows, int64_t classes, const float *logits, const float *targets, float smoothing,
  const float *seeds, int64_t seed_stride, float factor, float *dlogits) {
  for (int64_t r = 0; r < rows; r++) {
    const float *x = logits + r * classes;
    float *dx = dlogits + r * classes;
    float seed = targets[r] < 0 ? 0 : seeds[r * seed_stride] * factor;
    if (targets[r] < 0) {
      for (int64_t c = 0; c < classes; c++) dx[c] = 0;
      continue;
    }
    float top = x[0];
    for (int64_t c = 1; c < classes; c++) top = x[c] > top ? x[c] : top;
    double sum = 0;
    for (int64_t c = 0; c < classes; c++) {
      dx[c] = fast_exp(x[c] - top);
      sum += dx[c];
    }
    float scale = (float)(1.0 / sum), spread = smoothing / (float)classes;
    for (int64_t c = 0; c < classes; c++) dx[c] = seed * (dx[c] * scale - spread);
    dx[(int64_t)targets[r]] -= seed * (1 - smoothing);
  }
}
