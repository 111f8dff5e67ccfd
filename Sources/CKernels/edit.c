#include "CKernels.h"
#include "fast.h"

enum { MAX_RANK = 8 };

// One row: k, o, l and h are the parameters keep, offset, low and high, ps apart from element to element.
FAST static void edit_row(
  int64_t n, const float *k, const float *o, const float *l, const float *h, int64_t ps,
  const float *x, float *y, int64_t s) {
  for (int64_t i = 0; i < n; i++) {
    float keep = k[i * ps], low = l[i * ps], high = h[i * ps];
    float v = keep == 0 ? o[i * ps] : keep * x[i * s] + o[i * ps];
    v = v < low ? low : v;
    y[i * s] = v > high ? high : v;
  }
}

FAST static void edit_row_backward(
  int64_t n, const float *k, const float *l, const float *h, int64_t ps, const float *y,
  const float *dy, float *dx, int64_t s) {
  for (int64_t i = 0; i < n; i++) {
    float keep = k[i * ps], v = y[i * s];
    int flows = keep != 0 && !(v <= l[i * ps]) && !(v >= h[i * ps]);
    dx[i * s] = flows ? keep * dy[i * s] : 0;
  }
}

// Goes through all rows of the innermost dimension, backward where dy is given.
static void walk(
  int rank, const int64_t *dims, const float *parameters, int64_t count, const int64_t *ps,
  const float *x, const float *dy, float *y, const int64_t *s) {
  int64_t index[MAX_RANK] = {0};
  for (int d = 0; d < rank; d++)
    if (dims[d] == 0) return;
  int last = rank - 1;
  int64_t n = rank ? dims[last] : 1, inner = rank ? s[last] : 1, step = rank ? ps[last] : 1;
  int64_t at = 0, p = 0;
  for (;;) {
    const float *k = parameters + p;
    if (dy)
      edit_row_backward(
        n, k, k + 2 * count, k + 3 * count, step, x + at, dy + at, y + at, inner);
    else
      edit_row(
        n, k, k + count, k + 2 * count, k + 3 * count, step, x + at, y + at, inner);
    int d = last - 1;
    for (; d >= 0; d--) {
      at += s[d];
      p += ps[d];
      if (++index[d] < dims[d]) break;
      at -= s[d] * dims[d];
      p -= ps[d] * dims[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

void fovea_edit(
  int rank, const int64_t *dims, const float *parameters, int64_t count,
  const int64_t *parameter_strides, const float *x, float *y, const int64_t *strides) {
  walk(rank, dims, parameters, count, parameter_strides, x, 0, y, strides);
}

void fovea_edit_backward(
  int rank, const int64_t *dims, const float *parameters, int64_t count,
  const int64_t *parameter_strides, const float *y, const float *dy, float *dx,
  const int64_t *strides) {
  walk(rank, dims, parameters, count, parameter_strides, y, dy, dx, strides);
}
