#include "CKernels.h"
#include "fast.h"

FAST void fovea_arithmetic(int function, int64_t n, const float *a, const float *b, float *out) {
  switch (function) {
  case FOVEA_ADD:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) out[i] = a[i] + b[i];
    break;
  case FOVEA_SUBTRACT:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) out[i] = a[i] - b[i];
    break;
  case FOVEA_MULTIPLY:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) out[i] = a[i] * b[i];
    break;
  case FOVEA_DIVIDE:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) out[i] = a[i] / b[i];
    break;
  case FOVEA_MAXIMUM:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) {
      float left = a[i], right = b[i];
      out[i] = left >= right ? left : right;
    }
    break;
  case FOVEA_MINIMUM:
    INDEPENDENT
    for (int64_t i = 0; i < n; i++) {
      float left = a[i], right = b[i];
      out[i] = left <= right ? left : right;
    }
    break;
  }
}

FAST void fovea_add_scaled(int64_t n, float alpha, const float *x, float *y) {
  INDEPENDENT
  for (int64_t i = 0; i < n; i++) y[i] += alpha * x[i];
}

FAST void fovea_linear(int64_t n, float alpha, float beta, const float *x, float *y) {
  INDEPENDENT
  for (int64_t i = 0; i < n; i++) y[i] = alpha * x[i] + beta;
}

// Eight partial sums, added in a fixed order: as exact as needed and the same on every processor.
FAST double fovea_sum(int64_t n, const float *x) {
  double part[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) part[k] += x[i + k];
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += x[i];
  return sum;
}

FAST double fovea_sum_of_squares(int64_t n, const float *x) {
  double part[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) part[k] += (double)x[i + k] * x[i + k];
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += (double)x[i] * x[i];
  return sum;
}

FAST void fovea_add_bias(
  int64_t rows, int64_t columns, const float *bias, float *y, int relu) {
  for (int64_t r = 0; r < rows; r++) {
    float *row = y + r * columns;
    if (relu)
      INDEPENDENT
      for (int64_t c = 0; c < columns; c++) {
        float v = row[c] + (bias ? bias[c] : 0);
        row[c] = v > 0 ? v : 0;
      }
    else if (bias)
      INDEPENDENT
      for (int64_t c = 0; c < columns; c++) row[c] += bias[c];
  }
}

FAST void fovea_sum_rows(int64_t rows, int64_t columns, const float *x, float *out) {
  for (int64_t c = 0; c < columns; c++) out[c] = 0;
  for (int64_t r = 0; r < rows; r++)
    INDEPENDENT
    for (int64_t c = 0; c < columns; c++) out[c] += x[r * columns + c];
}

FAST void fovea_relu_backward(int64_t n, const float *y, const float *dy, float *dx) {
  INDEPENDENT
  for (int64_t i = 0; i < n; i++) {
    float d = dy[i];  // loaded always, so that the loop has no branch
    dx[i] = y[i] > 0 ? d : 0;
  }
}

// A hash of (seed, index) in 32-bit arithmetic (murmur3's finaliser, Appleby 2011), so that the loop vectorises.
static inline __attribute__((always_inline)) uint32_t mixed(uint32_t low, uint32_t high, uint32_t i) {
  uint32_t h = (i * 0x9E3779B9u) ^ low;
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= high;
  h ^= h >> 13;
  h *= 0xC2B2AE35u;
  return h ^ (h >> 16);
}

FAST void fovea_dropout(
  int64_t n, int64_t first, uint64_t seed, float probability, float scale, const float *x,
  float *y) {
  uint32_t low = (uint32_t)seed, high = (uint32_t)(seed >> 32);
  uint32_t threshold = (uint32_t)((double)probability * 16777216.0);
  INDEPENDENT
  for (int64_t i = 0; i < n; i++) {
    float v = x[i] * scale;
    y[i] = (mixed(low, high, (uint32_t)(first + i)) >> 8) >= threshold ? v : 0;
  }
}
