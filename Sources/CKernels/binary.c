#include "CKernels.h"
#include "fast.h"
#include "odometer.h"

#define INLINE static inline __attribute__((always_inline))

INLINE float modulo(float a, float b) {
  float r = fmodf(a, b);
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
INLINE float power_slope(float a, float b) { return b == 0 ? 0.0f : b * powf(a, b - 1.0f); }
INLINE float power_slope_exponent(float a, float b) { return a == 0 ? 0.0f : powf(a, b) * logf(a); }

// For each function: its value, its derivative by u and its derivative by v.
#define FUNCTIONS(F) \
  F(FOVEA_PAIR_POWER, powf(u, v), power_slope(u, v), power_slope_exponent(u, v)) \
  F(FOVEA_PAIR_MODULO, modulo(u, v), 1.0f, -__builtin_floorf(u / v)) \
  F(FOVEA_PAIR_REMAINDER, fmodf(u, v), 1.0f, -__builtin_truncf(u / v)) \
  F(FOVEA_PAIR_PRELU, u > 0 ? u : u * v, u > 0 ? 1.0f : v, u > 0 ? 0.0f : u) \
  F(FOVEA_PAIR_EQUAL, u == v ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_GREATER, u > v ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_GREATER_OR_EQUAL, u >= v ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_LESS, u < v ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_LESS_OR_EQUAL, u <= v ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_AND, u != 0 && v != 0 ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_OR, u != 0 || v != 0 ? 1.0f : 0.0f, 0.0f, 0.0f) \
  F(FOVEA_PAIR_XOR, (u != 0) != (v != 0) ? 1.0f : 0.0f, 0.0f, 0.0f)

// A base that is squared or rooted along the whole row, as written models have it, needs no powf.
FAST static int simple_power(
  int function, int64_t n, const float *a, int64_t sa, const float *b, int64_t sb, float *out) {
  if (function != FOVEA_PAIR_POWER || sb != 0) return 0;
  if (*b == 2)
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa] * a[i * sa];
  else if (*b == 1)
    for (int64_t i = 0; i < n; i++) out[i] = a[i * sa];
  else
    return 0;
  return 1;
}

FAST static void binary_row(
  int function, int64_t n, const float *a, int64_t sa, const float *b, int64_t sb, float *out) {
  if (simple_power(function, n, a, sa, b, sb, out)) return;
  switch (function) {
#define FORWARD(code, value, by_first, by_second) \
  case code: \
    for (int64_t i = 0; i < n; i++) { \
      float u = a[i * sa], v = b[i * sb]; \
      out[i] = (value); \
    } \
    break;
    FUNCTIONS(FORWARD)
  }
}

FAST static void binary_row_backward(
  int function, int which, int64_t n, const float *a, int64_t sa, const float *b, int64_t sb,
  const float *dz, float *out) {
  switch (function) {
#define BACKWARD(code, value, by_first, by_second) \
  case code: \
    for (int64_t i = 0; i < n; i++) { \
      float u = a[i * sa], v = b[i * sb]; \
      (void)u, (void)v; \
      out[i] = dz[i] * (which == 0 ? (by_first) : (by_second)); \
    } \
    break;
    FUNCTIONS(BACKWARD)
  }
}

void fovea_pair_strided(
  int function, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, float *out) {
  odometer o = {.rank = rank, .arrays = 2, .dims = dims, .strides = {a_strides, b_strides}};
  int64_t n = odometer_row(&o), sa = odometer_step(&o, 0), sb = odometer_step(&o, 1);
  do {
    binary_row(function, n, a + o.offset[0], sa, b + o.offset[1], sb, out);
    out += n;
  } while (odometer_next(&o));
}

void fovea_pair_backward_strided(
  int function, int which, int rank, const int64_t *dims, const float *a, const int64_t *a_strides,
  const float *b, const int64_t *b_strides, const float *dz, float *out) {
  odometer o = {.rank = rank, .arrays = 2, .dims = dims, .strides = {a_strides, b_strides}};
  int64_t n = odometer_row(&o), sa = odometer_step(&o, 0), sb = odometer_step(&o, 1);
  do {
    binary_row_backward(
      function, which, n, a + o.offset[0], sa, b + o.offset[1], sb, dz, out);
    dz += n;
    out += n;
  } while (odometer_next(&o));
}

FAST static void select_row(
  int64_t n, const float *c, int64_t sc, const float *a, int64_t sa, const float *b, int64_t sb,
  float *out) {
  for (int64_t i = 0; i < n; i++) {
    float u = a[i * sa], v = b[i * sb];
    out[i] = c[i * sc] != 0 ? u : v;
  }
}

void fovea_select_strided(
  int rank, const int64_t *dims, const float *condition, const int64_t *condition_strides,
  const float *a, const int64_t *a_strides, const float *b, const int64_t *b_strides, float *out) {
  odometer o = {
    .rank = rank, .arrays = 3, .dims = dims, .strides = {condition_strides, a_strides, b_strides}};
  int64_t n = odometer_row(&o), sc = odometer_step(&o, 0);
  int64_t sa = odometer_step(&o, 1), sb = odometer_step(&o, 2);
  do {
    select_row(
      n, condition + o.offset[0], sc, a + o.offset[1], sa, b + o.offset[2], sb, out);
    out += n;
  } while (odometer_next(&o));
}
