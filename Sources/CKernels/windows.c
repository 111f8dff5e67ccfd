#include "CKernels.h"
#include "fast.h"

// The elements of one window: along each axis a first one, a step and a number; and how many a mean divides by.
typedef struct {
  int64_t first[3], step[3], count[3], divisor;
} window;

static inline int64_t ceil_div(int64_t a, int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }

static window window_at(const struct fovea_windows *w, const int64_t *place, int with_border) {
  window result = {.divisor = 1};
  for (int d = 0; d < 3; d++) {
    int64_t start = place[d] * w->stride[d] - w->before[d], step = w->dilation[d];
    int64_t low = ceil_div(-start, step), high = ceil_div(w->size[d] - start, step);
    high = high < w->kernel[d] ? high : w->kernel[d];
    result.first[d] = start + low * step;
    result.step[d] = step;
    result.count[d] = high > low ? high - low : 0;
    int64_t padded = ceil_div(w->size[d] + w->behind[d] - start, step);
    padded = padded < w->kernel[d] ? padded : w->kernel[d];
    result.divisor *= with_border ? padded : result.count[d];
  }
  return result;
}

#define EACH_ELEMENT(w, v, i) \
  for (int64_t a = 0; a < (v).count[0]; a++) \
    for (int64_t b = 0; b < (v).count[1]; b++) \
      for (int64_t c = 0, \
                   i = (((v).first[0] + a * (v).step[0]) * (w)->size[1] + (v).first[1] + b * (v).step[1]) * \
                         (w)->size[2] + \
                       (v).first[2]; \
           c < (v).count[2]; c++, i += (v).step[2])

static inline int64_t top(const struct fovea_windows *w, const window *v, const float *x) {
  int64_t best = -1;
  EACH_ELEMENT(w, *v, i) {
    if (best < 0 || x[i] > x[best] || (x[i] != x[i] && x[best] == x[best])) best = i;
  }
  return best;
}

static inline double power_sum(
  float p, const struct fovea_windows *w, const window *v, const float *x) {
  double sum = 0;
  EACH_ELEMENT(w, *v, i) {
    double size = __builtin_fabs((double)x[i]);
    sum += p == 1 ? size : p == 2 ? size * size : pow(size, p);
  }
  return sum;
}

static inline float rooted(float p, double sum) {
  return (float)(p == 1 ? sum : p == 2 ? sqrt(sum) : pow(sum, 1 / (double)p));
}

static inline float place_of(const struct fovea_windows *w, int64_t i, int64_t plane, float by_columns) {
  int64_t area = w->size[0] * w->size[1] * w->size[2];
  if (by_columns == 0) return (float)(plane * area + i);
  int64_t c = i % w->size[2], b = i / w->size[2] % w->size[1], a = i / w->size[2] / w->size[1];
  return (float)(plane * area + (c * w->size[1] + b) * w->size[0] + a);
}

static inline float reduced(
  int function, float p, const struct fovea_windows *w, const window *v, int64_t plane, const float *x) {
  double sum = 0;
  int64_t best;
  switch (function) {
  case FOVEA_WINDOW_MAXIMUM:
    best = top(w, v, x);
    return best < 0 ? -INFINITY : x[best];
  case FOVEA_WINDOW_PLACE:
    best = top(w, v, x);
    return best < 0 ? -1 : place_of(w, best, plane, p);
  case FOVEA_WINDOW_NORM: return rooted(p, power_sum(p, w, v, x));
  default:
    EACH_ELEMENT(w, *v, i) { sum += x[i]; }
    return v->divisor > 0 ? (float)(sum / (double)v->divisor) : 0;
  }
}

FAST void fovea_window_reduce(
  int function, float p, const struct fovea_windows *w, int64_t planes, const float *x, float *y) {
  int64_t area = w->size[0] * w->size[1] * w->size[2], at[3];
  for (int64_t plane = 0; plane < planes; plane++, x += area)
    for (at[0] = 0; at[0] < w->out[0]; at[0]++)
      for (at[1] = 0; at[1] < w->out[1]; at[1]++)
        for (at[2] = 0; at[2] < w->out[2]; at[2]++) {
          window v = window_at(w, at, function == FOVEA_WINDOW_AVERAGE_WITH_BORDER);
          *y++ = reduced(function, p, w, &v, plane, x);
        }
}

static inline void spread(
  int function, float p, const struct fovea_windows *w, const window *v, const float *x, float y, float dy,
  float *dx) {
  int64_t best;
  switch (function) {
  case FOVEA_WINDOW_MAXIMUM:
    best = top(w, v, x);
    if (best >= 0) dx[best] += dy;
    break;
  case FOVEA_WINDOW_NORM:
    if (y <= 0) break;
    EACH_ELEMENT(w, *v, i) {
      float share = x[i] / y, size = __builtin_fabsf(share);
      float slope = p == 1 ? 1 : p == 2 ? size : powf(size, p - 1);
      dx[i] += x[i] > 0 ? dy * slope : x[i] < 0 ? -dy * slope : 0;
    }
    break;
  default:
    EACH_ELEMENT(w, *v, i) { dx[i] += dy / (float)v->divisor; }
  }
}

FAST void fovea_window_reduce_backward(
  int function, float p, const struct fovea_windows *w, int64_t planes, const float *x, const float *y,
  const float *dy, float *dx) {
  int64_t area = w->size[0] * w->size[1] * w->size[2], at[3];
  memset(dx, 0, (size_t)(planes * area) * sizeof(float));
  for (int64_t plane = 0; plane < planes; plane++, x += area, dx += area)
    for (at[0] = 0; at[0] < w->out[0]; at[0]++)
      for (at[1] = 0; at[1] < w->out[1]; at[1]++)
        for (at[2] = 0; at[2] < w->out[2]; at[2]++) {
          window v = window_at(w, at, function == FOVEA_WINDOW_AVERAGE_WITH_BORDER);
          spread(function, p, w, &v, x, *y++, *dy++, dx);
        }
}
