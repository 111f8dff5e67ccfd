#pragma once
#include <stdint.h>

// Rows of `channels` · `area` elements, each normalised on its own: y = (x − mean) · factor · w[c] + b[c] with w and b of
// the row's own channels, row r using those from (r mod groups) · channels on. moments gets mean and factor of each row.
void fovea_group_normalize(
  int64_t first, int64_t rows, int64_t groups, int64_t channels, int64_t area, float epsilon,
  const float *w, const float *b, const float *x, float *y, float *moments);

// dx of rows first … first + rows − 1; then dw and db of channels first … of all, over all rows.
void fovea_group_normalize_backward(
  int64_t first, int64_t rows, int64_t groups, int64_t channels, int64_t area, const float *w,
  const float *x, const float *dy, const float *moments, float *dx);
void fovea_group_scale_backward(
  int64_t first, int64_t count, int64_t rows, int64_t groups, int64_t channels, int64_t area,
  const float *x, const float *dy, const float *moments, float *dw, float *db);
