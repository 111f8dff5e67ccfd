#include "CKernels.h"
#include "fast.h"

// For each function: its value and its derivative at v. Two tables made of one list, each a loop for each function.
#define FUNCTIONS(F) \
  F(FOVEA_POINT_NEGATE, -v, -1.0f) \
  F(FOVEA_POINT_RECIPROCAL, 1.0f / v, -1.0f / (v * v)) \
  F(FOVEA_POINT_ERF, erff(v), 1.1283791670955126f * expf(-v * v)) \
  F(FOVEA_POINT_SIN, sinf(v), cosf(v)) \
  F(FOVEA_POINT_COS, cosf(v), -sinf(v)) \
  F(FOVEA_POINT_TAN, tanf(v), 1.0f + tanf(v) * tanf(v)) \
  F(FOVEA_POINT_ASIN, asinf(v), 1.0f / sqrtf(1.0f - v * v)) \
  F(FOVEA_POINT_ACOS, acosf(v), -1.0f / sqrtf(1.0f - v * v)) \
  F(FOVEA_POINT_ATAN, atanf(v), 1.0f / (1.0f + v * v)) \
  F(FOVEA_POINT_SINH, sinhf(v), coshf(v)) \
  F(FOVEA_POINT_COSH, coshf(v), sinhf(v)) \
  F(FOVEA_POINT_ASINH, asinhf(v), 1.0f / sqrtf(v * v + 1.0f)) \
  F(FOVEA_POINT_ACOSH, acoshf(v), 1.0f / sqrtf(v * v - 1.0f)) \
  F(FOVEA_POINT_ATANH, atanhf(v), 1.0f / (1.0f - v * v)) \
  F(FOVEA_POINT_SIGN, v > 0 ? 1.0f : v < 0 ? -1.0f : 0.0f, 0.0f) \
  F(FOVEA_POINT_FLOOR, __builtin_floorf(v), 0.0f) \
  F(FOVEA_POINT_CEIL, __builtin_ceilf(v), 0.0f) \
  F(FOVEA_POINT_ROUND, __builtin_rintf(v), 0.0f) \
  F(FOVEA_POINT_TRUNCATE, __builtin_truncf(v), 0.0f) \
  F(FOVEA_POINT_NOT, v == 0 ? 1.0f : 0.0f, 0.0f) \
  F(FOVEA_POINT_IS_NAN, v != v ? 1.0f : 0.0f, 0.0f) \
  F(FOVEA_POINT_IS_INFINITE, (v == INFINITY && a != 0) || (v == -INFINITY && b != 0) ? 1.0f : 0.0f, 0.0f) \
  F(FOVEA_POINT_SELU, v > 0 ? b * v : b * a * (fast_exp(v) - 1.0f), v > 0 ? b : b * a * fast_exp(v)) \
  F(FOVEA_POINT_CELU, v > 0 ? v : a * (fast_exp(v / a) - 1.0f), v > 0 ? 1.0f : fast_exp(v / a)) \
  F(FOVEA_POINT_HARD_SIGMOID, held(a * v + b), inside(a * v + b) ? a : 0.0f) \
  F(FOVEA_POINT_HARD_SWISH, v * held(v / 6.0f + 0.5f), v <= -3 ? 0.0f : v >= 3 ? 1.0f : v / 3.0f + 0.5f) \
  F(FOVEA_POINT_MISH, mish(v), mish_slope(v)) \
  F(FOVEA_POINT_SOFTSIGN, v / (1.0f + __builtin_fabsf(v)), softsign_slope(v)) \
  F(FOVEA_POINT_THRESHOLDED_RELU, v > a ? v : 0.0f, v > a ? 1.0f : 0.0f) \
  F(FOVEA_POINT_SHRINK, v < -a ? v + b : v > a ? v - b : 0.0f, v < -a || v > a ? 1.0f : 0.0f) \
  F(FOVEA_POINT_SWISH, v * fast_sigmoid(a * v), swish_slope(a, v)) \
  F(FOVEA_POINT_TANH, fast_tanh(v), 1.0f - fast_tanh(v) * fast_tanh(v)) \
  F(FOVEA_POINT_SIGMOID, fast_sigmoid(v), fast_sigmoid(v) * (1.0f - fast_sigmoid(v))) \
  F(FOVEA_POINT_RELU, v > 0 ? v : 0.0f, v > 0 ? 1.0f : 0.0f) \
  F(FOVEA_POINT_LEAKY_RELU, v > 0 ? v : a * v, v > 0 ? 1.0f : a) \
  F(FOVEA_POINT_LINEAR, a * v + b, a) \
  F(FOVEA_POINT_ELU, v > 0 ? v : a * (fast_exp(v) - 1.0f), v > 0 ? 1.0f : a * fast_exp(v)) \
  F(FOVEA_POINT_SOFTPLUS, softplus(v), fast_sigmoid(v)) \
  F(FOVEA_POINT_SCALED_TANH, a * fast_tanh(b * v), a * b * (1.0f - fast_tanh(b * v) * fast_tanh(b * v))) \
  F(FOVEA_POINT_LOG, fast_log(v), 1.0f / v)

#define INLINE static inline __attribute__((always_inline))

INLINE float held(float v) { return v < 0 ? 0.0f : v > 1 ? 1.0f : v; }
INLINE int inside(float v) { return v > 0 && v < 1; }
INLINE float softplus(float v) { return (v > 0 ? v : 0) + log1pf(expf(-__builtin_fabsf(v))); }

// tanh(ln(1 + e)) = w / (w + 2) with w = e (e + 2), e = eˣ; 1 from 20 on.
INLINE float mish(float v) {
  float e = fast_exp(v > 20 ? 20 : v), w = e * (e + 2.0f);
  return v * (w / (w + 2.0f));
}
INLINE float mish_slope(float v) {
  float e = fast_exp(v > 20 ? 20 : v), w = e * (e + 2.0f), d = w + 2.0f;
  return w / d + (v > 20 ? 0 : v) * (4.0f * e * (e + 1.0f) / d) / d;
}
INLINE float softsign_slope(float v) {
  float d = 1.0f + __builtin_fabsf(v);
  return 1.0f / (d * d);
}
INLINE float swish_slope(float a, float v) {
  float s = fast_sigmoid(a * v);
  return s + a * v * s * (1.0f - s);
}

FAST void fovea_point(int function, float a, float b, int64_t n, const float *x, float *y) {
  switch (function) {
#define FORWARD(code, value, slope) \
  case code: \
    for (int64_t i = 0; i < n; i++) { \
      float v = x[i]; \
      y[i] = (value); \
    } \
    break;
    FUNCTIONS(FORWARD)
  }
}

FAST void fovea_point_backward(
  int function, float a, float b, int64_t n, const float *x, const float *dy, float *dx) {
  switch (function) {
#define BACKWARD(code, value, slope) \
  case code: \
    for (int64_t i = 0; i < n; i++) { \
      float v = x[i]; \
      (void)v; \
      dx[i] = dy[i] * (slope); \
    } \
    break;
    FUNCTIONS(BACKWARD)
  }
}
