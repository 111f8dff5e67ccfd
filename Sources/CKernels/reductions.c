#include "CKernels.h"
#include "fast.h"

FAST static float top(int64_t n, const float *x, float sign) {
  float best = sign * x[0];
  for (int64_t i = 1; i < n; i++) {
    float v = sign * x[i];
    best = v > best || v != v ? v : best;
  }
  return sign * best;
}

FAST static float product(int64_t n, const float *x) {
  double result = 1;
  for (int64_t i = 0; i < n; i++) result *= x[i];
  return (float)result;
}

FAST static float log_sum_exp(int64_t n, const float *x) {
  float most = top(n, x, 1);
  if (!isfinite(most)) return most;
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += fast_exp(x[i] - most);
  return most + (float)log(sum);
}

FAST static float sum_of_sizes(int64_t n, const float *x) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += __builtin_fabsf(x[i]);
  return (float)sum;
}

void fovea_reduce_rows(int function, int64_t rows, int64_t columns, const float *x, float *y) {
  for (int64_t r = 0; r < rows; r++, x += columns) {
    switch (function) {
    case FOVEA_ROW_MAXIMUM: y[r] = top(columns, x, 1); break;
    case FOVEA_ROW_MINIMUM: y[r] = top(columns, x, -1); break;
    case FOVEA_ROW_PRODUCT: y[r] = product(columns, x); break;
    case FOVEA_ROW_LOG_SUM_EXP: y[r] = log_sum_exp(columns, x); break;
    case FOVEA_ROW_L1: y[r] = sum_of_sizes(columns, x); break;
    }
  }
}

// Elements that share the extreme share its gradient.
FAST static void extreme_backward(int64_t n, const float *x, float y, float dy, float *dx) {
  int64_t ties = 0;
  for (int64_t i = 0; i < n; i++) ties += x[i] == y;
  float share = ties ? dy / (float)ties : 0;
  for (int64_t i = 0; i < n; i++) dx[i] = x[i] == y ? share : 0;
}

// Products of all others, from both ends: a zero among the factors is no division by zero.
FAST static void product_backward(int64_t n, const float *x, float dy, float *dx) {
  double before = 1, behind = 1;
  for (int64_t i = 0; i < n; i++) {
    dx[i] = (float)before;
    before *= x[i];
  }
  for (int64_t i = n - 1; i >= 0; i--) {
    dx[i] = (float)(dy * dx[i] * behind);
    behind *= x[i];
  }
}

FAST static void row_backward(
  int function, int64_t n, const float *x, float y, float dy, float *dx) {
  switch (function) {
  case FOVEA_ROW_MAXIMUM:
  case FOVEA_ROW_MINIMUM: extreme_backward(n, x, y, dy, dx); break;
  case FOVEA_ROW_PRODUCT: product_backward(n, x, dy, dx); break;
  case FOVEA_ROW_LOG_SUM_EXP:
    for (int64_t i = 0; i < n; i++) dx[i] = dy * fast_exp(x[i] - y);
    break;
  case FOVEA_ROW_L1:
    for (int64_t i = 0; i < n; i++) dx[i] = x[i] > 0 ? dy : x[i] < 0 ? -dy : 0;
    break;
  }
}

void fovea_reduce_rows_backward(
  int function, int64_t rows, int64_t columns, const float *x, const float *y, const float *dy,
  float *dx) {
  for (int64_t r = 0; r < rows; r++)
    row_backward(function, columns, x + r * columns, y[r], dy[r], dx + r * columns);
}
