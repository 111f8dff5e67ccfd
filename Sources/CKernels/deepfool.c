#include "CKernels.h"
#include "fast.h"

// The dual norm of a direction: ‖w‖₂ for steps measured in L2, ‖w‖₁ for L∞.
FAST static double dual_norm(int norm, int64_t n, const float *w) {
  double sum = 0;
  if (norm == FOVEA_NORM_TWO)
    for (int64_t i = 0; i < n; i++) sum += (double)w[i] * w[i];
  else
    for (int64_t i = 0; i < n; i++) sum += __builtin_fabs((double)w[i]);
  return norm == FOVEA_NORM_TWO ? sqrt(sum) : sum;
}

// w = g − g0 where the image may still move that way, 0 elsewhere.
FAST static void movable_difference(
  int64_t n, const float *g0, const float *g, const float *mask, const float *x, float low,
  float high, float *w) {
  for (int64_t i = 0; i < n; i++) {
    float d = g[i] - g0[i];
    int stuck = (d > 0 && x[i] >= high) || (d < 0 && x[i] <= low);
    w[i] = stuck ? 0 : d;
  }
  if (!mask) return;
  for (int64_t i = 0; i < n; i++) w[i] = mask[i] == 0 ? 0 : w[i];
}

void fovea_deepfool_compare(
  int norm, int64_t rows, int64_t columns, const float *g0, const float *g, const float *mask,
  const float *x, float low, float high, const float *gaps, double *distances, float *directions,
  float *scratch) {
  for (int64_t r = 0; r < rows; r++) {
    if (!(gaps[r] >= 0)) continue;
    int64_t at = r * columns;
    movable_difference(
      columns, g0 + at, g + at, mask ? mask + at : 0, x + at, low, high, scratch);
    double size = dual_norm(norm, columns, scratch);
    // A little more than the gap, so that a tie is broken (Moosavi-Dezfooli et al., in their code).
    double distance = (gaps[r] + 1e-4) / size;
    if (!(size > 0) || !isfinite(size) || !(distance < distances[r])) continue;
    distances[r] = distance;
    // The step with ⟨w, step⟩ = gap and the smallest norm.
    float *step = directions + at;
    if (norm == FOVEA_NORM_TWO)
      for (int64_t i = 0; i < columns; i++) step[i] = (float)(distance / size * scratch[i]);
    else
      for (int64_t i = 0; i < columns; i++)
        step[i] = scratch[i] > 0 ? (float)distance : scratch[i] < 0 ? -(float)distance : 0;
  }
}

void fovea_deepfool_move(
  int64_t rows, int64_t columns, const float *x0, const double *distances, const float *directions,
  float overshoot, float low, float high, float *total, float *x) {
  for (int64_t r = 0; r < rows; r++) {
    if (!isfinite(distances[r])) continue;
    for (int64_t i = r * columns; i < (r + 1) * columns; i++) {
      total[i] += directions[i];
      float v = x0[i] + (1 + overshoot) * total[i];
      v = v < low ? low : v;
      x[i] = v > high ? high : v;
    }
  }
}
