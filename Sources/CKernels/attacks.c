#include "CKernels.h"
#include "fast.h"
#include <stdlib.h>

// A fused pass over one row: sign step, ball, bounds. NaN gradients compare false and do not move anything.
FAST static void sign_step_row(
  int64_t n, const float *x0, const float *g, const float *mask, float step, float radius, float low,
  float high, float *x) {
  for (int64_t i = 0; i < n; i++) {
    float v = x[i] + (g[i] > 0 ? step : 0) - (g[i] < 0 ? step : 0);
    float bottom = x0[i] - radius, top = x0[i] + radius;
    v = v < bottom ? bottom : v;
    v = v > top ? top : v;
    v = v < low ? low : v;
    v = v > high ? high : v;
    x[i] = v;
  }
  if (!mask) return;
  for (int64_t i = 0; i < n; i++) x[i] = mask[i] == 0 ? x0[i] : x[i];
}

void fovea_attack_sign_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, float low, float high, float *x) {
  for (int64_t r = 0; r < rows; r++) {
    if (!(steps[r] > 0)) continue;
    int64_t at = r * columns;
    sign_step_row(
      columns, x0 + at, g + at, mask ? mask + at : 0, steps[r], radii[r], low, high, x + at);
  }
}

// Double sums: the squares of gradients far below 1e-20 still count, so a tiny gradient keeps its direction.
FAST static double masked_squares(int64_t n, const float *g, const float *mask) {
  double part[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) {
      double v = mask && mask[i + k] == 0 ? 0 : g[i + k];
      part[k] += v * v;
    }
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) {
    double v = mask && mask[i] == 0 ? 0 : g[i];
    sum += v * v;
  }
  return sum;
}

FAST static double masked_magnitudes(int64_t n, const float *g, const float *mask) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += mask && mask[i] == 0 ? 0 : __builtin_fabs((double)g[i]);
  return sum;
}

void fovea_attack_gradient_norms(
  int64_t rows, int64_t columns, const float *g, const float *mask, double *norms) {
  for (int64_t r = 0; r < rows; r++)
    norms[r] = sqrt(
      masked_squares(columns, g + r * columns, mask ? mask + r * columns : 0));
}

void fovea_attack_momentum(
  int64_t rows, int64_t columns, float decay, const float *g, const float *mask, float *velocity) {
  for (int64_t r = 0; r < rows; r++) {
    const float *from = g + r * columns;
    float *v = velocity + r * columns;
    double size = masked_magnitudes(columns, from, mask ? mask + r * columns : 0);
    float scale = size > 0 && isfinite(size) ? (float)(1 / size) : 0;
    for (int64_t i = 0; i < columns; i++) v[i] = decay * v[i] + scale * from[i];
  }
}

FAST static double distance_squared(int64_t n, const float *x0, const float *x) {
  double part[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) {
      double d = (double)x[i + k] - x0[i + k];
      part[k] += d * d;
    }
  double sum = 0;
  for (int k = 0; k < 8; k++) sum += part[k];
  for (; i < n; i++) {
    double d = (double)x[i] - x0[i];
    sum += d * d;
  }
  return sum;
}

FAST static void project_infinity(int64_t n, const float *x0, float radius, float *x) {
  for (int64_t i = 0; i < n; i++) {
    float bottom = x0[i] - radius, top = x0[i] + radius;
    float v = x[i] < bottom ? bottom : x[i];
    x[i] = v > top ? top : v;
  }
}

FAST static void project_two(int64_t n, const float *x0, float radius, float *x) {
  double distance = sqrt(distance_squared(n, x0, x));
  if (!(distance > radius)) return;
  double scale = radius / distance;
  for (int64_t i = 0; i < n; i++) x[i] = (float)(x0[i] + scale * ((double)x[i] - x0[i]));
}

// The nearest point of the L1 ball cut by the bounds: each difference d shrinks by one threshold θ, but a value goes no
// further than its bound leaves room (Duchi et al. 2008; with bounds Croce & Hein 2021, proposition 2.1). Projecting first
// and cutting afterwards would lose most of the radius where pixels are black or white. θ solves Σ min(max(|d| − θ, 0), room)
// = radius: Newton's steps on a falling line with corners, held in a bracket, which end at the right piece of it.
static double l1_sum(
  int64_t n, const float *sizes, const float *rooms, double theta, double *slope) {
  double sum = 0, free = 0;
  for (int64_t i = 0; i < n; i++) {
    double rest = sizes[i] - theta, room = rooms[i];
    sum += rest <= 0 ? 0 : rest < room ? rest : room;
    free += rest > 0 && rest < room;
  }
  *slope = free;
  return sum;
}

static double l1_threshold(int64_t n, const float *sizes, const float *rooms, double radius) {
  double low = 0, high = 0, theta = 0, slope;
  for (int64_t i = 0; i < n; i++) high = sizes[i] > high ? sizes[i] : high;
  if (!(l1_sum(n, sizes, rooms, 0, &slope) > radius)) return 0;
  for (int step = 0; step < 100; step++) {
    double excess = l1_sum(n, sizes, rooms, theta, &slope) - radius;
    if (excess > 0) low = theta;
    else high = theta;
    if (__builtin_fabs(excess) <= 1e-9 * radius || high - low <= 1e-12 * high) return theta;
    double next = slope > 0 ? theta + excess / slope : low;
    theta = next > low && next < high ? next : (low + high) / 2;
  }
  return high;
}

static void project_one(
  int64_t n, const float *x0, float radius, float low, float high, float *x, float *scratch) {
  float *sizes = scratch, *rooms = scratch + n;
  for (int64_t i = 0; i < n; i++) {
    sizes[i] = (float)__builtin_fabs((double)x[i] - x0[i]);
    rooms[i] = x[i] > x0[i] ? high - x0[i] : x0[i] - low;
  }
  double theta = l1_threshold(n, sizes, rooms, radius);
  if (!(theta > 0)) return;
  for (int64_t i = 0; i < n; i++) {
    double size = sizes[i] - theta;
    x[i] = size > 0 ? (float)(x0[i] + (x[i] > x0[i] ? size : -size)) : x0[i];
  }
}

FAST static void clip(
  int64_t n, const float *x0, const float *mask, float low, float high, float *x) {
  for (int64_t i = 0; i < n; i++) {
    float v = x[i] < low ? low : x[i];
    x[i] = v > high ? high : v;
  }
  if (!mask) return;
  for (int64_t i = 0; i < n; i++) x[i] = mask[i] == 0 ? x0[i] : x[i];
}

static void confine_row(
  int norm, int64_t n, const float *x0, const float *mask, float radius, float low, float high,
  float *x, float *scratch) {
  // What the mask protects goes back first, so that it takes nothing of the radius away.
  if (mask)
    for (int64_t i = 0; i < n; i++) x[i] = mask[i] == 0 ? x0[i] : x[i];
  if (norm == FOVEA_NORM_INFINITY) project_infinity(n, x0, radius, x);
  if (norm == FOVEA_NORM_TWO) project_two(n, x0, radius, x);
  if (norm == FOVEA_NORM_ONE) project_one(n, x0, radius, low, high, x, scratch);
  clip(n, x0, mask, low, high, x);
}

void fovea_attack_confine(
  int norm, int64_t rows, int64_t columns, const float *x0, const float *mask, const float *radii,
  float low, float high, float *x, float *scratch) {
  for (int64_t r = 0; r < rows; r++) {
    int64_t at = r * columns;
    confine_row(
      norm, columns, x0 + at, mask ? mask + at : 0, radii[r], low, high, x + at, scratch);
  }
}

void fovea_attack_normal_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, float low, float high, float *x) {
  for (int64_t r = 0; r < rows; r++) {
    int64_t at = r * columns;
    const float *m = mask ? mask + at : 0;
    double size = sqrt(masked_squares(columns, g + at, m));
    if (!(steps[r] > 0) || !(size > 0) || !isfinite(size)) continue;
    double scale = steps[r] / size;
    for (int64_t i = 0; i < columns; i++) x[at + i] += (float)(scale * g[at + i]);
    confine_row(FOVEA_NORM_TWO, columns, x0 + at, m, radii[r], low, high, x + at, 0);
  }
}

// The k-th largest of n values, which get rearranged (Hoare's selection, 1961).
static float kth_largest(int64_t n, int64_t k, float *v) {
  int64_t first = 0, last = n - 1, wanted = k - 1;
  while (first < last) {
    float pivot = v[first + (last - first) / 2];
    int64_t i = first, j = last;
    while (i <= j) {
      while (v[i] > pivot) i++;
      while (v[j] < pivot) j--;
      if (i > j) break;
      float swapped = v[i];
      v[i++] = v[j];
      v[j--] = swapped;
    }
    if (wanted <= j) last = j;
    else if (wanted >= i) first = i;
    else break;
  }
  return v[wanted];
}

// How far a pixel may still go in the direction of its gradient; 0 where it may not move at all.
static inline float room(float x, float g, float low, float high) {
  return g > 0 ? high - x : g < 0 ? x - low : 0;
}

void fovea_attack_sparse_step(
  int64_t rows, int64_t columns, const float *x0, const float *g, const float *mask,
  const float *steps, const float *radii, int64_t count, float low, float high, float *x,
  float *scratch) {
  for (int64_t r = 0; r < rows; r++) {
    int64_t at = r * columns;
    const float *m = mask ? mask + at : 0;
    if (!(steps[r] > 0)) continue;
    int64_t movable = 0;
    for (int64_t i = 0; i < columns; i++)
      if ((!m || m[i] != 0) && room(x[at + i], g[at + i], low, high) > 0)
        scratch[movable++] = __builtin_fabsf(g[at + i]);
    if (movable == 0) continue;
    int64_t chosen = count < movable ? count : movable;
    float threshold = kth_largest(movable, chosen, scratch);
    float step = steps[r] / (float)chosen;
    int64_t ties = chosen;
    for (int64_t i = 0; i < columns; i++)
      if ((!m || m[i] != 0) && room(x[at + i], g[at + i], low, high) > 0
          && __builtin_fabsf(g[at + i]) > threshold)
        ties--;
    for (int64_t i = 0; i < columns; i++) {
      float size = __builtin_fabsf(g[at + i]);
      if ((m && m[i] == 0) || size < threshold || !(room(x[at + i], g[at + i], low, high) > 0))
        continue;
      if (size == threshold && ties-- <= 0) continue;
      x[at + i] += g[at + i] > 0 ? step : -step;
    }
    confine_row(FOVEA_NORM_ONE, columns, x0 + at, m, radii[r], low, high, x + at, scratch);
  }
}

struct ranked {
  float size;
  int64_t index;
};

static int by_size(const void *a, const void *b) {
  const struct ranked *p = a, *q = b;
  if (p->size != q->size) return p->size < q->size ? 1 : -1;
  return p->index < q->index ? -1 : 1;
}

int fovea_attack_fill_step(
  int64_t rows, int64_t columns, const float *g, const float *mask, const float *radii, float low,
  float high, float *x) {
  struct ranked *order = malloc((size_t)columns * sizeof *order);
  if (!order) return -1;
  for (int64_t r = 0; r < rows; r++) {
    int64_t at = r * columns, movable = 0;
    for (int64_t i = 0; i < columns; i++)
      if ((!mask || mask[at + i] != 0) && room(x[at + i], g[at + i], low, high) > 0)
        order[movable++] = (struct ranked){__builtin_fabsf(g[at + i]), i};
    qsort(order, (size_t)movable, sizeof *order, by_size);
    double budget = radii[r];
    for (int64_t k = 0; k < movable && budget > 0; k++) {
      int64_t i = at + order[k].index;
      double free = room(x[i], g[i], low, high);
      double move = free < budget ? free : budget;
      x[i] = (float)(g[i] > 0 ? x[i] + move : x[i] - move);
      budget -= move;
    }
  }
  free(order);
  return 0;
}
