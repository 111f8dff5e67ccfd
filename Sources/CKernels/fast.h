#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

// One function, compiled for several processors; the loader picks.
#if defined(__x86_64__) && defined(__linux__)
#define FAST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FAST
#endif

// Before a loop whose arrays are one or do not overlap: without it a check at run time may send the loop to its scalar copy.
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")

// e^x to about 2 units in the last place between −87 and 88, clamped outside: a degree-6 polynomial on the fraction of
// x / ln 2 (Cephes, Moshier 1989, by range reduction in two parts). Branch-free, so that loops over it vectorise.
static inline __attribute__((always_inline)) float fast_exp(float x) {
  x = x > 88.3762626647949f ? 88.3762626647949f : x;
  x = x < -87.3365447504f ? -87.3365447504f : x;
  float n = __builtin_rintf(x * 1.44269504088896341f);
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}

// ln x to about 1 unit in the last place, 0 at 1 exactly; −∞ at 0, not a number below: a degree-8 polynomial on the
// mantissa between √½ and √2 (Cephes, Moshier 1989).
static inline __attribute__((always_inline)) float fast_log(float x) {
  // Numbers below the smallest normal one are made larger first.
  int tiny = x < 1.17549435e-38f;
  float v = tiny ? x * 8388608.0f : x;
  int32_t bits;
  memcpy(&bits, &v, sizeof bits);
  // The exponent of v / √½, so that the mantissa lies on both sides of 1.
  int32_t shifted = (int32_t)((uint32_t)bits - 0x3f3504f3u) >> 23;
  uint32_t mantissa = (uint32_t)bits - ((uint32_t)shifted << 23);
  float m, e = (float)shifted - (tiny ? 23.0f : 0.0f);
  memcpy(&m, &mantissa, sizeof m);
  float r = m - 1.0f, s = r * r;
  float p = 7.0376836292e-2f;
  p = p * r + -1.1514610310e-1f;
  p = p * r + 1.1676998740e-1f;
  p = p * r + -1.2420140846e-1f;
  p = p * r + 1.4249322787e-1f;
  p = p * r + -1.6668057665e-1f;
  p = p * r + 2.0000714765e-1f;
  p = p * r + -2.4999993993e-1f;
  p = p * r + 3.3333331174e-1f;
  p = p * r * s + e * -2.12194440e-4f - 0.5f * s;
  float result = r + p + e * 0.693359375f;
  result = x > 3.40282347e38f ? x : result;
  result = x == 0 ? -INFINITY : result;
  return x >= 0 ? result : NAN;
}

static inline __attribute__((always_inline)) float fast_sigmoid(float x) {
  return 1.0f / (1.0f + fast_exp(-x));
}

// tanh by 1 − 2 / (1 + e^2x), and by its series near 0, where that cancels.
static inline __attribute__((always_inline)) float fast_tanh(float x) {
  float a = __builtin_fabsf(x);
  float far = 1.0f - 2.0f / (1.0f + fast_exp(2.0f * a));
  float s = x * x;
  float near = -5.70498872745e-3f;
  near = near * s + 2.06390887954e-2f;
  near = near * s + -5.37397155531e-2f;
  near = near * s + 1.33314422036e-1f;
  near = near * s + -3.33332819422e-1f;
  near = near * s * a + a;
  return __builtin_copysignf(a < 0.625f ? near : far, x);
}
