#include "CKernels.h"

int64_t fovea_count_hits(
  int64_t rows, int64_t classes, const float *logits, const float *targets, int64_t *counted) {
  int64_t hits = 0, known = 0;
  for (int64_t r = 0; r < rows; r++) {
    if (targets[r] < 0) continue;
    const float *x = logits + r * classes;
    int64_t best = 0;
    for (int64_t c = 1; c < classes; c++)
      if (x[c] > x[best]) best = c;
    known++;
    hits += best == (int64_t)targets[r];
  }
  *counted = known;
  return hits;
}

int64_t fovea_count_agreements(int64_t n, const float *logits, const float *targets) {
  int64_t hits = 0;
  for (int64_t i = 0; i < n; i++) hits += (logits[i] > 0) == (targets[i] > 0.5f);
  return hits;
}
