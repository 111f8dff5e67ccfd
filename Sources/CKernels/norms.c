#include "CKernels.h"
#include "fast.h"

#define INLINE static inline __attribute__((always_inline))

// Σ (x − shift)²; eight partial sums, added in a fixed order.
INLINE double squares_about(int64_t n, const float *x, float shift) {
  double part[8] = {0}, sum = 0;
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) {
      double d = x[i + k] - shift;
      part[k] += d * d;
    }
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += ((double)x[i] - shift) * ((double)x[i] - shift);
  return sum;
}

// Σ a b.
INLINE double dot(int64_t n, const float *a, const float *b) {
  double part[8] = {0}, sum = 0;
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) part[k] += (double)a[i + k] * b[i + k];
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += (double)a[i] * b[i];
  return sum;
}

FAST void fovea_group_normalize(
  int64_t first, int64_t rows, int64_t groups, int64_t channels, int64_t area, float epsilon,
  const float *w, const float *b, const float *x, float *y, float *moments) {
  int64_t n = channels * area;
  for (int64_t r = first; r < first + rows; r++) {
    const float *row = x + r * n, *wr = w + r % groups * channels, *br = b + r % groups * channels;
    float mean = (float)(fovea_sum(n, row) / (double)n);
    float factor = (float)(1 / sqrt(squares_about(n, row, mean) / (double)n + (double)epsilon));
    moments[2 * r] = mean;
    moments[2 * r + 1] = factor;
    for (int64_t c = 0; c < channels; c++) {
      float scale = factor * wr[c], offset = br[c];
      const float *from = row + c * area;
      float *to = y + r * n + c * area;
      for (int64_t i = 0; i < area; i++) to[i] = (from[i] - mean) * scale + offset;
    }
  }
}

// With x̂ the normalised row and g = dy · w: dx = factor (g − mean g − x̂ mean(g x̂)).
FAST void fovea_group_normalize_backward(
  int64_t first, int64_t rows, int64_t groups, int64_t channels, int64_t area, const float *w,
  const float *x, const float *dy, const float *moments, float *dx) {
  int64_t n = channels * area;
  for (int64_t r = first; r < first + rows; r++) {
    const float *wr = w + r % groups * channels, *row = x + r * n, *upper = dy + r * n;
    float mean = moments[2 * r], factor = moments[2 * r + 1];
    double sum = 0, along = 0;
    for (int64_t c = 0; c < channels; c++) {
      double total = fovea_sum(area, upper + c * area);
      sum += wr[c] * total;
      along += wr[c] * (dot(area, upper + c * area, row + c * area) - mean * total);
    }
    float shift = (float)(sum / (double)n), slope = (float)(along * factor * factor / (double)n);
    for (int64_t c = 0; c < channels; c++)
      for (int64_t i = c * area; i < (c + 1) * area; i++)
        dx[r * n + i] = factor * (upper[i] * wr[c] - shift - (row[i] - mean) * slope);
  }
}

FAST void fovea_group_scale_backward(
  int64_t first, int64_t count, int64_t rows, int64_t groups, int64_t channels, int64_t area,
  const float *x, const float *dy, const float *moments, float *dw, float *db) {
  for (int64_t c = first; c < first + count; c++) {
    double scale = 0, offset = 0;
    for (int64_t r = c / channels; r < rows; r += groups) {
      int64_t at = (r * channels + c % channels) * area;
      double total = fovea_sum(area, dy + at);
      offset += total;
      scale += moments[2 * r + 1] * (dot(area, dy + at, x + at) - moments[2 * r] * total);
    }
    dw[c] = (float)scale;
    db[c] = (float)offset;
  }
}
