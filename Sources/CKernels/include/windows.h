#pragma once
#include <stdint.h>

// Windows that slide over three spatial axes; axes that are not there have size, kernel and stride 1.
struct fovea_windows {
  int64_t size[3], out[3], kernel[3], stride[3], dilation[3], before[3], behind[3];
};

enum fovea_window_function {
  FOVEA_WINDOW_MAXIMUM, FOVEA_WINDOW_PLACE, FOVEA_WINDOW_AVERAGE, FOVEA_WINDOW_AVERAGE_WITH_BORDER,
  FOVEA_WINDOW_NORM,
};

// Each window of `planes` planes to one number; p is a norm's, and 1 for places that count columns first. Places count
// from the first of these planes. The backward pass sets dx.
void fovea_window_reduce(
  int function, float p, const struct fovea_windows *w, int64_t planes, const float *x, float *y);
void fovea_window_reduce_backward(
  int function, float p, const struct fovea_windows *w, int64_t planes, const float *x, const float *y,
  const float *dy, float *dx);
