#include "CKernels.h"
#include "fast.h"

enum { BLOCK = 64 };

// s^−beta, by roots for the exponents that networks use.
static inline __attribute__((always_inline)) void powers(float beta, const float *s, float *out) {
  if (beta == 0.75f)
    for (int i = 0; i < BLOCK; i++) {
      float root = __builtin_sqrtf(s[i]);
      out[i] = 1.0f / (root * __builtin_sqrtf(root));
    }
  else if (beta == 0.5f)
    for (int i = 0; i < BLOCK; i++) out[i] = 1.0f / __builtin_sqrtf(s[i]);
  else
    for (int i = 0; i < BLOCK; i++) out[i] = powf(s[i], -beta);
}

// k + share Σ x² over the channels around one, at up to BLOCK positions; 1 behind them.
static inline __attribute__((always_inline)) void sums(
  int64_t channels, int64_t area, int64_t size, float share, float k, const float *x, int64_t channel,
  int64_t first, int64_t n, float *s) {
  int64_t low = channel - (size - 1) / 2, high = channel + size / 2;
  low = low < 0 ? 0 : low;
  high = high >= channels ? channels - 1 : high;
  for (int i = 0; i < BLOCK; i++) s[i] = i < n ? 0 : 1;
  for (int64_t c = low; c <= high; c++)
    for (int64_t i = 0; i < n; i++) {
      float v = x[c * area + first + i];
      s[i] += v * v;
    }
  for (int64_t i = 0; i < n; i++) s[i] = k + share * s[i];
}

FAST void fovea_channel_response(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  float *y) {
  float s[BLOCK], p[BLOCK];
  for (int64_t first = 0; first < area; first += BLOCK) {
    int64_t n = area - first < BLOCK ? area - first : BLOCK;
    for (int64_t c = 0; c < channels; c++) {
      sums(channels, area, size, share, k, x, c, first, n, s);
      powers(beta, s, p);
      for (int64_t i = 0; i < n; i++) y[c * area + first + i] = x[c * area + first + i] * p[i];
    }
  }
}

// dx_c = dy_c s_c^−β − 2 β share x_c Σ dy_j x_j s_j^(−β−1), over the channels j whose window holds c.
FAST void fovea_channel_response_backward(
  int64_t channels, int64_t area, int64_t size, float share, float beta, float k, const float *x,
  const float *dy, float *terms, float *dx) {
  float s[BLOCK], p[BLOCK];
  for (int64_t first = 0; first < area; first += BLOCK) {
    int64_t n = area - first < BLOCK ? area - first : BLOCK;
    for (int64_t c = 0; c < channels; c++) {
      int64_t at = c * area + first;
      sums(channels, area, size, share, k, x, c, first, n, s);
      powers(beta, s, p);
      for (int64_t i = 0; i < n; i++) {
        dx[at + i] = dy[at + i] * p[i];
        terms[c * BLOCK + i] = dx[at + i] * x[at + i] / s[i];
      }
    }
    for (int64_t c = 0; c < channels; c++) {
      int64_t low = c - size / 2, high = c + (size - 1) / 2, at = c * area + first;
      low = low < 0 ? 0 : low;
      high = high >= channels ? channels - 1 : high;
      for (int64_t i = 0; i < n; i++) s[i] = 0;
      for (int64_t j = low; j <= high; j++)
        for (int64_t i = 0; i < n; i++) s[i] += terms[j * BLOCK + i];
      for (int64_t i = 0; i < n; i++) dx[at + i] -= 2 * beta * share * x[at + i] * s[i];
    }
  }
}
