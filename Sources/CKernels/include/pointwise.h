#pragma once
#include <stdint.h>

// Loops of the operations that only some networks use. As in CKernels.h: arrays do not overlap, `rank` is at most 8,
// strides count elements, and row-major is meant where no strides are given.

enum fovea_point_function {
  FOVEA_POINT_NEGATE, FOVEA_POINT_RECIPROCAL, FOVEA_POINT_ERF,
  FOVEA_POINT_SIN, FOVEA_POINT_COS, FOVEA_POINT_TAN, FOVEA_POINT_ASIN, FOVEA_POINT_ACOS, FOVEA_POINT_ATAN,
  FOVEA_POINT_SINH, FOVEA_POINT_COSH, FOVEA_POINT_ASINH, FOVEA_POINT_ACOSH, FOVEA_POINT_ATANH,
  FOVEA_POINT_SIGN, FOVEA_POINT_FLOOR, FOVEA_POINT_CEIL, FOVEA_POINT_ROUND, FOVEA_POINT_TRUNCATE,
  FOVEA_POINT_NOT, FOVEA_POINT_IS_NAN, FOVEA_POINT_IS_INFINITE,
  FOVEA_POINT_SELU, FOVEA_POINT_CELU, FOVEA_POINT_HARD_SIGMOID, FOVEA_POINT_HARD_SWISH, FOVEA_POINT_MISH, FOVEA_POINT_SOFTSIGN,
  FOVEA_POINT_THRESHOLDED_RELU, FOVEA_POINT_SHRINK, FOVEA_POINT_SWISH,
  // These have other ways of their own; recurrent cells want them here, and a logarithm that is 0 at 1.
  FOVEA_POINT_TANH, FOVEA_POINT_SIGMOID, FOVEA_POINT_RELU, FOVEA_POINT_LEAKY_RELU, FOVEA_POINT_LINEAR,
  FOVEA_POINT_ELU, FOVEA_POINT_SOFTPLUS, FOVEA_POINT_SCALED_TANH, FOVEA_POINT_LOG,
};

// y[i] = f(x[i]) with two numbers a, b that some functions have; y may be x. dx[i] = dy[i] · f′(x[i]); dx may be dy.
void fovea_point(int function, float a, float b, int64_t n, const float *x, float *y);
void fovea_point_backward(
  int function, float a, float b, int64_t n, const float *x, const float *dy, float *dx);

enum fovea_pair_function {
  FOVEA_PAIR_POWER, FOVEA_PAIR_MODULO, FOVEA_PAIR_REMAINDER, FOVEA_PAIR_PRELU,
  FOVEA_PAIR_EQUAL, FOVEA_PAIR_GREATER, FOVEA_PAIR_GREATER_OR_EQUAL, FOVEA_PAIR_LESS, FOVEA_PAIR_LESS_OR_EQUAL,
  FOVEA_PAIR_AND, FOVEA_PAIR_OR, FOVEA_PAIR_XOR,
};

// out[…] = f(a[…], b[…]), row-major.
void fovea_pair_strided(
  int function, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, float *out);

// out[…] = dz[…] · ∂f/∂a (which = 0) or ∂f/∂b (1); dz and out are row-major.
void fovea_pair_backward_strided(
  int function, int which, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, const float *dz, float *out);

// out[…] = condition[…] ≠ 0 ? a[…] : b[…], row-major.
void fovea_select_strided(
  int rank, const int64_t *dims, const float *condition, const int64_t *condition_strides,
  const float *a, const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out);

enum fovea_row_function {
  FOVEA_ROW_MAXIMUM, FOVEA_ROW_MINIMUM, FOVEA_ROW_PRODUCT, FOVEA_ROW_LOG_SUM_EXP,
  FOVEA_ROW_L1,
};

// y[r] = f(x[r, :]) for each of `rows` rows of `columns` elements. dx[r, :] = dy[r] · ∂f; ties of extremes share evenly.
void fovea_reduce_rows(int function, int64_t rows, int64_t columns, const float *x, float *y);
void fovea_reduce_rows_backward(
  int function, int64_t rows, int64_t columns, const float *x, const float *y, const float *dy,
  float *dx);
