#include "CKernels.h"
#include "fast.h"

FAST void fovea_resample_axis(
  int64_t outer, int64_t in, int64_t out, int64_t inner, const int64_t *starts, const int64_t *indices,
  const float *weights, const float *x, float *y) {
  for (int64_t o = 0; o < outer; o++, x += in * inner)
    for (int64_t j = 0; j < out; j++, y += inner) {
      if (inner == 1) {
        float sum = 0;
        for (int64_t t = starts[j]; t < starts[j + 1]; t++) sum += weights[t] * x[indices[t]];
        *y = sum;
        continue;
      }
      memset(y, 0, (size_t)inner * sizeof(float));
      for (int64_t t = starts[j]; t < starts[j + 1]; t++) {
        const float *from = x + indices[t] * inner;
        float w = weights[t];
        for (int64_t i = 0; i < inner; i++) y[i] += w * from[i];
      }
    }
}

FAST void fovea_resample_axis_backward(
  int64_t outer, int64_t in, int64_t out, int64_t inner, const int64_t *starts, const int64_t *indices,
  const float *weights, const float *dy, float *dx) {
  for (int64_t o = 0; o < outer; o++, dx += in * inner)
    for (int64_t j = 0; j < out; j++, dy += inner)
      for (int64_t t = starts[j]; t < starts[j + 1]; t++) {
        float *to = dx + indices[t] * inner, w = weights[t];
        for (int64_t i = 0; i < inner; i++) to[i] += w * dy[i];
      }
}
