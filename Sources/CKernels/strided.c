#include "CKernels.h"
#include "fast.h"

enum { MAX_RANK = 8 };

// Eight partial sums in double precision, as fovea_sum has them.
static inline __attribute__((always_inline)) double row_sum(
  int64_t n, const float *src, int64_t ss) {
  double part[8] = {0};
  int64_t i = 0;
  if (ss == 1)
    for (; i + 8 <= n; i += 8)
      for (int k = 0; k < 8; k++) part[k] += src[i + k];
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) sum += src[i * ss];
  return sum;
}

FAST static void copy_row(
  int64_t n, float alpha, const float *src, int64_t ss, float *dst, int64_t ds, int accumulate) {
  if (accumulate) {
    if (ds == 0) {
      *dst += (float)(alpha * row_sum(n, src, ss));
    } else if (ss == 1 && ds == 1) {
      for (int64_t i = 0; i < n; i++) dst[i] += alpha * src[i];
    } else {
      for (int64_t i = 0; i < n; i++) dst[i * ds] += alpha * src[i * ss];
    }
  } else if (ss == 1 && ds == 1) {
    for (int64_t i = 0; i < n; i++) dst[i] = alpha * src[i];
  } else if (ss == 0 && ds == 1) {
    for (int64_t i = 0; i < n; i++) dst[i] = alpha * *src;
  } else {
    for (int64_t i = 0; i < n; i++) dst[i * ds] = alpha * src[i * ss];
  }
}

FAST static void square_row(int64_t n, const float *src, int64_t ss, float *dst, int64_t ds) {
  if (ds == 0) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += (double)src[i * ss] * src[i * ss];
    *dst += (float)sum;
  } else {
    for (int64_t i = 0; i < n; i++) dst[i * ds] += src[i * ss] * src[i * ss];
  }
}

// Goes through all rows of the innermost dimension; kind 0 copies, 1 accumulates, 2 adds squares.
static void walk(
  int kind, int rank, const int64_t *dims, float alpha, const float *src,
  const int64_t *src_strides, float *dst, const int64_t *dst_strides) {
  static const int64_t one = 1;
  int64_t index[MAX_RANK] = {0};
  for (int d = 0; d < rank; d++)
    if (dims[d] == 0) return;
  int last = rank - 1;
  int64_t n = rank ? dims[last] : one;
  int64_t ss = rank ? src_strides[last] : one, ds = rank ? dst_strides[last] : one;
  for (;;) {
    if (kind == 2)
      square_row(n, src, ss, dst, ds);
    else
      copy_row(n, alpha, src, ss, dst, ds, kind);
    int d = last - 1;
    for (; d >= 0; d--) {
      src += src_strides[d];
      dst += dst_strides[d];
      if (++index[d] < dims[d]) break;
      src -= src_strides[d] * dims[d];
      dst -= dst_strides[d] * dims[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

void fovea_copy_strided(
  int rank, const int64_t *dims, float alpha, const float *src, const int64_t *src_strides,
  float *dst, const int64_t *dst_strides, int accumulate) {
  walk(accumulate ? 1 : 0, rank, dims, alpha, src, src_strides, dst, dst_strides);
}

void fovea_add_squares_strided(
  int rank, const int64_t *dims, const float *src, const int64_t *src_strides, float *dst,
  const int64_t *dst_strides) {
  walk(2, rank, dims, 1, src, src_strides, dst, dst_strides);
}

FAST static void arithmetic_row(
  int function, int64_t n, const float *a, int64_t sa, const float *b, int64_t sb, float *out) {
  if (sa == 1 && sb == 1) {
    fovea_arithmetic(function, n, a, b, out);
    return;
  }
  switch (function) {
  case FOVEA_ADD:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] + b[i * sb];
    break;
  case FOVEA_SUBTRACT:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] - b[i * sb];
    break;
  case FOVEA_MULTIPLY:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] * b[i * sb];
    break;
  case FOVEA_DIVIDE:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] / b[i * sb];
    break;
  case FOVEA_MAXIMUM:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] >= b[i * sb] ? a[i * sa] : b[i * sb];
    break;
  case FOVEA_MINIMUM:
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] <= b[i * sb] ? a[i * sa] : b[i * sb];
    break;
  }
}

void fovea_arithmetic_strided(
  int function, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, float *out) {
  if (rank == 0) {
    arithmetic_row(function, 1, a, 1, b, 1, out);
    return;
  }
  int64_t index[MAX_RANK] = {0};
  for (int d = 0; d < rank; d++)
    if (dims[d] == 0) return;
  int last = rank - 1;
  for (;;) {
    arithmetic_row(function, dims[last], a, a_strides[last], b, b_strides[last], out);
    out += dims[last];
    int d = last - 1;
    for (; d >= 0; d--) {
      a += a_strides[d];
      b += b_strides[d];
      if (++index[d] < dims[d]) break;
      a -= a_strides[d] * dims[d];
      b -= b_strides[d] * dims[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}
