#include "CKernels.h"
#include "fast.h"

#define INLINE static inline __attribute__((always_inline))

INLINE int rests(const float *lengths, int64_t row, float time) { return lengths && time >= lengths[row]; }

INLINE void apply(struct fovea_activation f, int64_t n, const float *x, float *y) {
  fovea_point(f.function, f.a, f.b, n, x, y);
}

// d ⊙= f′(x), and 0 where x is at the bound.
INLINE void apply_backward(struct fovea_activation f, float clip, int64_t n, const float *x, float *d) {
  fovea_point_backward(f.function, f.a, f.b, n, x, d, d);
  for (int64_t i = 0; i < n; i++) d[i] = x[i] >= clip || x[i] <= -clip ? 0 : d[i];
}

INLINE void hold(float clip, int64_t n, float *x) {
  for (int64_t i = 0; i < n; i++) x[i] = x[i] > clip ? clip : x[i] < -clip ? -clip : x[i];
}

INLINE void add_product(int64_t n, const float *a, const float *b, float *out) {
  for (int64_t i = 0; i < n; i++) out[i] += a[i] * b[i];
}

INLINE void add(int64_t n, const float *a, float *out) {
  for (int64_t i = 0; i < n; i++) out[i] += a[i];
}

INLINE void copy(int64_t n, const float *a, float *out) { memcpy(out, a, (size_t)n * sizeof(float)); }
INLINE void clear(int64_t n, float *out) { memset(out, 0, (size_t)n * sizeof(float)); }

FAST void fovea_plain_step(
  const struct fovea_cell *cell, const float *lengths, float time, float *pre, const float *h_before, float *h) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    if (rests(lengths, r, time)) {
      copy(n, h_before + r * n, h + r * n);
      continue;
    }
    hold(cell->clip, n, pre + r * n);
    apply(cell->f, n, pre + r * n, h + r * n);
  }
}

FAST void fovea_plain_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *dh, float *dpre,
  float *dh_before) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    if (rests(lengths, r, time)) {
      add(n, dh + r * n, dh_before + r * n);
      clear(n, dpre + r * n);
      continue;
    }
    copy(n, dh + r * n, dpre + r * n);
    apply_backward(cell->f, cell->clip, n, pre + r * n, dpre + r * n);
  }
}

FAST void fovea_peephole_lstm_step(
  const struct fovea_cell *cell, const float *lengths, float time, const float *peephole, float *pre, float *post,
  const float *c_before, const float *h_before, float *c, float *h) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    float *restrict x = pre + r * 4 * n, *restrict y = post + r * 4 * n;
    const float *restrict cb = c_before + r * n;
    float *restrict cr = c + r * n, *restrict hr = h + r * n;
    if (rests(lengths, r, time)) {
      copy(n, cb, cr);
      copy(n, h_before + r * n, hr);
      clear(4 * n, y);
      continue;
    }
    if (peephole) {
      add_product(n, peephole, cb, x);
      add_product(n, peephole + 2 * n, cb, x + 2 * n);
    }
    hold(cell->clip, n, x);
    hold(cell->clip, 2 * n, x + 2 * n);
    apply(cell->f, n, x, y);
    apply(cell->f, n, x + 2 * n, y + 2 * n);
    if (cell->coupled)
      for (int64_t i = 0; i < n; i++) y[2 * n + i] = 1 - y[i];
    apply(cell->g, n, x + 3 * n, y + 3 * n);
    for (int64_t i = 0; i < n; i++) cr[i] = y[2 * n + i] * cb[i] + y[i] * y[3 * n + i];
    if (peephole) add_product(n, peephole + n, cr, x + n);
    hold(cell->clip, n, x + n);
    apply(cell->f, n, x + n, y + n);
    apply(cell->k, n, cr, hr);
    for (int64_t i = 0; i < n; i++) hr[i] *= y[n + i];
  }
}

FAST void fovea_peephole_lstm_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *peephole, const float *pre,
  const float *post, const float *c_before, const float *c, const float *dh, float *dc, float *dpre,
  float *dc_before, float *dh_before, float *scratch) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    const float *restrict x = pre + r * 4 * n, *restrict y = post + r * 4 * n;
    const float *restrict cb = c_before + r * n, *restrict d = dh + r * n;
    float *restrict dx = dpre + r * 4 * n, *restrict dcr = dc + r * n, *restrict out = dc_before + r * n;
    if (rests(lengths, r, time)) {
      copy(n, dcr, out);
      add(n, d, dh_before + r * n);
      clear(4 * n, dx);
      continue;
    }
    apply(cell->k, n, c + r * n, scratch);
    for (int64_t i = 0; i < n; i++) dx[n + i] = d[i] * scratch[i];
    apply_backward(cell->f, cell->clip, n, x + n, dx + n);
    for (int64_t i = 0; i < n; i++) scratch[i] = d[i] * y[n + i];
    fovea_point_backward(cell->k.function, cell->k.a, cell->k.b, n, c + r * n, scratch, scratch);
    add(n, scratch, dcr);
    if (peephole) add_product(n, peephole + n, dx + n, dcr);
    for (int64_t i = 0; i < n; i++) {
      float by_forget = dcr[i] * cb[i];
      dx[i] = dcr[i] * y[3 * n + i] - (cell->coupled ? by_forget : 0);
      dx[2 * n + i] = cell->coupled ? 0 : by_forget;
      dx[3 * n + i] = dcr[i] * y[i];
    }
    apply_backward(cell->f, cell->clip, n, x, dx);
    apply_backward(cell->f, cell->clip, n, x + 2 * n, dx + 2 * n);
    apply_backward(cell->g, cell->clip, n, x + 3 * n, dx + 3 * n);
    for (int64_t i = 0; i < n; i++) out[i] = dcr[i] * y[2 * n + i];
    if (peephole) {
      add_product(n, peephole, dx, out);
      add_product(n, peephole + 2 * n, dx + 2 * n, out);
    }
  }
}

FAST void fovea_peephole_gradient(
  int64_t rows, int64_t hidden, const float *dpre, const float *c_before, const float *c, float *dpeephole) {
  clear(3 * hidden, dpeephole);
  for (int64_t r = 0; r < rows; r++) {
    const float *d = dpre + r * 4 * hidden;
    add_product(hidden, d, c_before + r * hidden, dpeephole);
    add_product(hidden, d + hidden, c + r * hidden, dpeephole + hidden);
    add_product(hidden, d + 2 * hidden, c_before + r * hidden, dpeephole + 2 * hidden);
  }
}

FAST void fovea_general_gru_gates(
  const struct fovea_cell *cell, const float *h_gates, const float *h_before, float *pre, float *post, float *reset) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    float *restrict x = pre + r * 3 * n, *restrict y = post + r * 3 * n, *restrict to = reset + r * n;
    const float *restrict before = h_before + r * n;
    add(2 * n, h_gates + r * 2 * n, x);
    hold(cell->clip, 2 * n, x);
    apply(cell->f, 2 * n, x, y);
    for (int64_t i = 0; i < n; i++) to[i] = cell->resets_last ? before[i] : y[n + i] * before[i];
  }
}

FAST void fovea_general_gru_step(
  const struct fovea_cell *cell, const float *lengths, float time, const float *candidate, const float *h_before,
  float *pre, float *post, float *h) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    float *restrict x = pre + r * 3 * n, *restrict y = post + r * 3 * n, *restrict to = h + r * n;
    const float *restrict before = h_before + r * n, *restrict u = candidate + r * n;
    if (rests(lengths, r, time)) {
      copy(n, before, to);
      continue;
    }
    for (int64_t i = 0; i < n; i++) x[2 * n + i] += cell->resets_last ? y[n + i] * u[i] : u[i];
    hold(cell->clip, n, x + 2 * n);
    apply(cell->g, n, x + 2 * n, y + 2 * n);
    for (int64_t i = 0; i < n; i++) to[i] = (1 - y[i]) * y[2 * n + i] + y[i] * before[i];
  }
}

FAST void fovea_general_gru_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *post,
  const float *h_before, const float *dh, float *dpre, float *dcandidate, float *dh_before) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    const float *restrict x = pre + r * 3 * n, *restrict y = post + r * 3 * n, *restrict d = dh + r * n;
    const float *restrict before = h_before + r * n;
    float *restrict dx = dpre + r * 3 * n, *restrict du = dcandidate + r * n, *restrict out = dh_before + r * n;
    if (rests(lengths, r, time)) {
      add(n, d, out);
      clear(3 * n, dx);
      clear(n, du);
      continue;
    }
    for (int64_t i = 0; i < n; i++) {
      dx[i] = d[i] * (before[i] - y[2 * n + i]);
      dx[2 * n + i] = d[i] * (1 - y[i]);
      out[i] += d[i] * y[i];
    }
    apply_backward(cell->f, cell->clip, n, x, dx);
    apply_backward(cell->g, cell->clip, n, x + 2 * n, dx + 2 * n);
    for (int64_t i = 0; i < n; i++) du[i] = dx[2 * n + i] * (cell->resets_last ? y[n + i] : 1);
  }
}

FAST void fovea_general_gru_gates_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *post,
  const float *candidate, const float *h_before, const float *dreset, float *dpre, float *dgates, float *dh_before) {
  int64_t n = cell->hidden;
  for (int64_t r = 0; r < cell->rows; r++) {
    const float *restrict x = pre + r * 3 * n, *restrict y = post + r * 3 * n, *restrict u = candidate + r * n;
    const float *restrict before = h_before + r * n, *restrict dr = dreset + r * n;
    float *restrict dx = dpre + r * 3 * n, *restrict dg = dgates + r * 2 * n, *restrict out = dh_before + r * n;
    if (rests(lengths, r, time)) {
      clear(2 * n, dg);
      continue;
    }
    for (int64_t i = 0; i < n; i++) {
      dx[n + i] = cell->resets_last ? dx[2 * n + i] * u[i] : dr[i] * before[i];
      out[i] += cell->resets_last ? dr[i] : dr[i] * y[n + i];
    }
    apply_backward(cell->f, cell->clip, n, x + n, dx + n);
    copy(2 * n, dx, dg);
  }
}
