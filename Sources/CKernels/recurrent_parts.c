#include "CKernels.h"
#include "fast.h"

// The cells of recurrent.c taken apart, for steps at which a state or a gate is changed on the way.

FAST void fovea_lstm_gates(int64_t rows, int64_t hidden, float *gates) {
  for (int64_t r = 0; r < rows; r++) {
    float *restrict i = gates + r * 4 * hidden, *restrict f = i + hidden;
    float *restrict g = f + hidden, *restrict o = g + hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) {
      i[u] = fast_sigmoid(i[u]);
      f[u] = fast_sigmoid(f[u]);
      g[u] = fast_tanh(g[u]);
      o[u] = fast_sigmoid(o[u]);
    }
  }
}

FAST void fovea_lstm_cell(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, float *c) {
  for (int64_t r = 0; r < rows; r++) {
    const float *restrict i = gates + r * 4 * hidden, *restrict f = i + hidden;
    const float *restrict g = f + hidden, *restrict before = c_before + r * hidden;
    float *restrict c_row = c + r * hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) c_row[u] = f[u] * before[u] + i[u] * g[u];
  }
}

FAST void fovea_lstm_output(
  int64_t rows, int64_t hidden, const float *gates, const float *c, float *h) {
  for (int64_t r = 0; r < rows; r++) {
    const float *restrict o = gates + r * 4 * hidden + 3 * hidden, *restrict c_row = c + r * hidden;
    float *restrict h_row = h + r * hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) h_row[u] = o[u] * fast_tanh(c_row[u]);
  }
}

FAST void fovea_lstm_output_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c, const float *dh, float *dc,
  float *dgates) {
  for (int64_t r = 0; r < rows; r++) {
    const float *restrict o = gates + r * 4 * hidden + 3 * hidden, *restrict c_row = c + r * hidden;
    const float *restrict d = dh + r * hidden;
    float *restrict dc_row = dc + r * hidden, *restrict d_o = dgates + r * 4 * hidden + 3 * hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) {
      float t = fast_tanh(c_row[u]);
      dc_row[u] += d[u] * o[u] * (1 - t * t);
      d_o[u] = d[u] * t;
    }
  }
}

FAST void fovea_lstm_cell_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *c_before, const float *dc,
  float *dc_before, float *dgates) {
  for (int64_t r = 0; r < rows; r++) {
    const float *restrict i = gates + r * 4 * hidden, *restrict f = i + hidden;
    const float *restrict g = f + hidden, *restrict before = c_before + r * hidden;
    const float *restrict d = dc + r * hidden;
    float *restrict out = dc_before + r * hidden;
    float *restrict di = dgates + r * 4 * hidden, *restrict df = di + hidden;
    float *restrict dg = df + hidden;
    INDEPENDENT
    for (int64_t u = 0; u < hidden; u++) {
      out[u] = d[u] * f[u];
      di[u] = d[u] * g[u];
      df[u] = d[u] * before[u];
      dg[u] = d[u] * i[u];
    }
  }
}

FAST void fovea_gru_gates(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, float *gates) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = x_gates + row * 3 * hidden, *restrict u = h_gates + row * 3 * hidden;
    float *restrict r = gates + row * 3 * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < 2 * hidden; k++) r[k] = fast_sigmoid(x[k] + u[k]);
  }
}

FAST void fovea_gru_candidate(
  int64_t rows, int64_t hidden, const float *x_gates, const float *h_gates, float *gates) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict x = x_gates + (row * 3 + 2) * hidden;
    const float *restrict u = h_gates + (row * 3 + 2) * hidden;
    const float *restrict r = gates + row * 3 * hidden;
    float *restrict n = gates + (row * 3 + 2) * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) n[k] = fast_tanh(x[k] + r[k] * u[k]);
  }
}

FAST void fovea_gru_output(
  int64_t rows, int64_t hidden, const float *gates, const float *h_before, float *h) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict z = gates + (row * 3 + 1) * hidden, *restrict n = z + hidden;
    const float *restrict before = h_before + row * hidden;
    float *restrict h_row = h + row * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) h_row[k] = (1 - z[k]) * n[k] + z[k] * before[k];
  }
}

FAST void fovea_gru_output_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_before, const float *dh,
  float *dgates, float *dh_before) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict z = gates + (row * 3 + 1) * hidden, *restrict n = z + hidden;
    const float *restrict before = h_before + row * hidden, *restrict d = dh + row * hidden;
    float *restrict dz = dgates + (row * 3 + 1) * hidden, *restrict dn = dz + hidden;
    float *restrict d_before = dh_before + row * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) {
      dz[k] = d[k] * (before[k] - n[k]);
      dn[k] = d[k] * (1 - z[k]);
      d_before[k] += d[k] * z[k];
    }
  }
}

FAST void fovea_gru_candidate_backward(
  int64_t rows, int64_t hidden, const float *gates, const float *h_gates, const float *dx_gates,
  float *dgates, float *dh_gates) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict r = gates + row * 3 * hidden;
    const float *restrict u = h_gates + (row * 3 + 2) * hidden;
    const float *restrict dn = dx_gates + (row * 3 + 2) * hidden;
    float *restrict dr = dgates + row * 3 * hidden, *restrict du = dh_gates + (row * 3 + 2) * hidden;
    INDEPENDENT
    for (int64_t k = 0; k < hidden; k++) {
      dr[k] = dn[k] * u[k];
      du[k] = dn[k] * r[k];
    }
  }
}

FAST void fovea_gate_backward(
  int tanh, int64_t rows, int64_t hidden, int64_t stride, const float *gate, float *d) {
  for (int64_t row = 0; row < rows; row++) {
    const float *restrict a = gate + row * stride;
    float *restrict out = d + row * stride;
    if (tanh)
      for (int64_t k = 0; k < hidden; k++) out[k] *= 1 - a[k] * a[k];
    else
      for (int64_t k = 0; k < hidden; k++) out[k] *= a[k] * (1 - a[k]);
  }
}
