#pragma once
#include <stdint.h>

// y[o, j, :] = Σ weights[t] x[o, indices[t], :] over the taps t = starts[j] … starts[j + 1] − 1, for x
// [outer, in, inner] and y [outer, out, inner]; the way back adds to dx.
void fovea_resample_axis(
  int64_t outer, int64_t in, int64_t out, int64_t inner, const int64_t *starts, const int64_t *indices,
  const float *weights, const float *x, float *y);
void fovea_resample_axis_backward(
  int64_t outer, int64_t in, int64_t out, int64_t inner, const int64_t *starts, const int64_t *indices,
  const float *weights, const float *dy, float *dx);
