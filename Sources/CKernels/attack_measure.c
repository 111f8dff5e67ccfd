#include "CKernels.h"
#include "fast.h"

void fovea_attack_measure(
  int64_t rows, int64_t columns, const float *x0, const float *x, const float *mask,
  const float *radii, float low, float high, fovea_attack_measurement *out) {
  for (int64_t r = 0; r < rows; r++) {
    fovea_attack_measurement m = {0, 0, 0, INFINITY, -INFINITY, 0, 0, 0};
    float face = radii ? radii[r] * (1 - 1e-5f) : INFINITY;
    double squares = 0;
    for (int64_t i = r * columns; i < (r + 1) * columns; i++) {
      if (!isfinite(x[i])) {
        m.not_finite++;
        continue;
      }
      double d = __builtin_fabs((double)x[i] - x0[i]);
      m.infinity = d > m.infinity ? d : m.infinity;
      m.one += d;
      squares += d * d;
      m.lowest = x[i] < m.lowest ? x[i] : m.lowest;
      m.highest = x[i] > m.highest ? x[i] : m.highest;
      m.at_face += d > 0 && (d >= face || x[i] <= low || x[i] >= high);
      m.outside_mask += mask && mask[i] == 0 && x[i] != x0[i];
    }
    m.two = sqrt(squares);
    out[r] = m;
  }
}
