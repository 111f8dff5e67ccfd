#include "CKernels.h"
#include "fast.h"

FAST void fovea_lstm_forward(
  int64_t rows, int64_t hidden, float *gates, const float *c_before, float *c, float *h) {
  for (int64_t r = 0; r < rows; r++) {
    float *restrict i = gates + r * 4 * hidden, *restrict f = i + hidden;
    float *restrict g = f + hidden, *restrict o = g + hidden;
    const float *restrict before = c_before + r * hidden;
    float *restrict c_row = c + r * hidden, *restrict h_row = h + r * hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) {
      i[u] = fast_sigmoid(i[u]);
      f[u] = fast_sigmoid(f[u]);
      g[u] = fast_tanh(g[u]);
      o[u] = fast_sigmoid(o[u]);
      c_row[u] = f[u] * before[u] + i[u] * g[u];
      h_row[u] = o[u] * fast_tanh(c_row[u]);
    }
  }
}

FAST void fovea_lstm_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, const float *c,
  const float *dh, float *dc, float *dc_before, float *dgates) {
  for (int64_t r = 0; r < rows; r++) {
    const float *restrict i = gates + r * 4 * hidden, *restrict f = i + hidden;
    const float *restrict g = f + hidden, *restrict o = g + hidden;
    const float *restrict before = c_before + r * hidden, *restrict c_row = c + r * hidden;
    const float *restrict dh_row = dh + r * hidden;
    float *restrict dc_row = dc + r * hidden, *restrict dc_out = dc_before + r * hidden;
    float *restrict di = dgates + r * 4 * hidden, *restrict df = di + hidden;
    float *restrict dg = df + hidden, *restrict d_o = dg + hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) {
      float t = fast_tanh(c_row[u]);
      float total = dc_row[u] + dh_row[u] * o[u] * (1 - t * t);
      dc_row[u] = total;
      dc_out[u] = total * f[u];
      di[u] = total * g[u] * i[u] * (1 - i[u]);
      df[u] = total * before[u] * f[u] * (1 - f[u]);
      dg[u] = total * i[u] * (1 - g[u] * g[u]);
      d_o[u] = dh_row[u] * t * o[u] * (1 - o[u]);
    }
  }
}

FAST void fovea_gru_forward(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, const float *h_before,
  float *gates, float *h) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = x_gates + row * 3 * hidden, *restrict u = h_gates + row * 3 * hidden;
    const float *restrict before = h_before + row * hidden;
    float *restrict r = gates + row * 3 * hidden, *restrict z = r + hidden;
    float *restrict n = z + hidden, *restrict h_row = h + row * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) {
      r[k] = fast_sigmoid(x[k] + u[k]);
      z[k] = fast_sigmoid(x[hidden + k] + u[hidden + k]);
      n[k] = fast_tanh(x[2 * hidden + k] + r[k] * u[2 * hidden + k]);
      h_row[k] = (1 - z[k]) * n[k] + z[k] * before[k];
    }
  }
}

FAST void fovea_gru_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_gates, const float *h_before,
  const float *dh, float *dx_gates, float *dh_gates, float *dh_before) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict r = gates + row * 3 * hidden, *restrict z = r + hidden;
    const float *restrict n = z + hidden, *restrict u = h_gates + row * 3 * hidden;
    const float *restrict before = h_before + row * hidden, *restrict d = dh + row * hidden;
    float *restrict dx = dx_gates + row * 3 * hidden, *restrict du = dh_gates + row * 3 * hidden;
    float *restrict d_before = dh_before + row * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) {
      float dn = d[k] * (1 - z[k]) * (1 - n[k] * n[k]);
      float dz = d[k] * (before[k] - n[k]) * z[k] * (1 - z[k]);
      float dr = dn * u[2 * hidden + k] * r[k] * (1 - r[k]);
      dx[k] = dr;
      dx[hidden + k] = dz;
      dx[2 * hidden + k] = dn;
      du[k] = dr;
      du[hidden + k] = dz;
      du[2 * hidden + k] = dn * r[k];
      d_before[k] += d[k] * z[k];
    }
  }
}

FAST void fovea_elman_forward(int function, int64_t n, const float *x, float *h) {
  switch (function) {
  case 0:
    for (int64_t i = 0; i < n; i++) h[i] = x[i];
    break;
  case 1:
    for (int64_t i = 0; i < n; i++) h[i] = fast_tanh(x[i]);
    break;
  case 2:
    for (int64_t i = 0; i < n; i++) h[i] = x[i] > 0 ? x[i] : 0;
    break;
  case 3:
    for (int64_t i = 0; i < n; i++) h[i] = fast_sigmoid(x[i]);
    break;
  }
}

FAST void fovea_elman_backward(int function, int64_t n, const float *h, const float *dh, float *dx) {
  switch (function) {
  case 0:
    for (int64_t i = 0; i < n; i++) dx[i] = dh[i];
    break;
  case 1:
    for (int64_t i = 0; i < n; i++) dx[i] = dh[i] * (1 - h[i] * h[i]);
    break;
  case 2:
    for (int64_t i = 0; i < n; i++) dx[i] = h[i] > 0 ? dh[i] : 0;
    break;
  case 3:
    for (int64_t i = 0; i < n; i++) dx[i] = dh[i] * h[i] * (1 - h[i]);
    break;
  }
}
