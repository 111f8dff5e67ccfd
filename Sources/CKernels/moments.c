#include "CKernels.h"
#include "fast.h"

enum { LANES = 8 };

// The elements from `start` on; behind the end stands NaN, which counts nowhere.
static inline __attribute__((always_inline)) const float *block(
  int64_t n, const float *x, int64_t start, float *tail) {
  if (n - start >= LANES) return x + start;
  for (int k = 0; k < LANES; k++) tail[k] = start + k < n ? x[start + k] : NAN;
  return tail;
}

// Eight partial results for each sum, added in a fixed order, as in fovea_sum; the second pass is about the first's mean.
FAST void fovea_describe(int64_t n, const float *x, struct fovea_moments *out) {
  double sum[LANES] = {0}, l1[LANES] = {0}, squares[LANES] = {0}, second[LANES] = {0};
  int64_t finite[LANES] = {0}, zeros[LANES] = {0};
  float low[LANES], high[LANES], tail[LANES];
  for (int k = 0; k < LANES; k++) {
    low[k] = INFINITY;
    high[k] = -INFINITY;
  }
  for (int64_t start = 0; start < n; start += LANES) {
    const float *v = block(n, x, start, tail);
    for (int k = 0; k < LANES; k++) {
      int counts = v[k] - v[k] == 0;
      double d = counts ? v[k] : 0;
      finite[k] += counts;
      zeros[k] += v[k] == 0;
      sum[k] += d;
      l1[k] += __builtin_fabs(d);
      squares[k] += d * d;
      low[k] = counts && v[k] < low[k] ? v[k] : low[k];
      high[k] = counts && v[k] > high[k] ? v[k] : high[k];
    }
  }
  *out = (struct fovea_moments){.low = INFINITY, .high = -INFINITY};
  for (int k = 0; k < LANES; k++) {
    out->finite += finite[k];
    out->zeros += zeros[k];
    out->sum += sum[k];
    out->l1 += l1[k];
    out->squares += squares[k];
    out->low = low[k] < out->low ? low[k] : out->low;
    out->high = high[k] > out->high ? high[k] : out->high;
  }
  double mean = out->finite ? out->sum / (double)out->finite : 0;
  for (int64_t start = 0; start < n; start += LANES) {
    const float *v = block(n, x, start, tail);
    for (int k = 0; k < LANES; k++) {
      double d = v[k] - v[k] == 0 ? v[k] - mean : 0;
      second[k] += d * d;
    }
  }
  for (int k = 0; k < LANES; k++) out->second += second[k];
}
