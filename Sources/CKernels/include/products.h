#pragma once
#include <stdint.h>

// Products with a matrix that is read many times: packed once into panels, then multiplied without further copies.

// The floats that a packed matrix [inner, columns] takes: whole panels of 64 columns, padded with zeros.
int64_t fovea_panels_count(int64_t inner, int64_t columns);

// Packs B, whose element (k, n) is b[k · row + n · column].
void fovea_panels_pack(
  int64_t inner, int64_t columns, const float *b, int64_t row, int64_t column, float *panels);

// What a product starts from.
enum fovea_product_start {
  FOVEA_FROM_ZERO,
  // from what C holds
  FOVEA_FROM_RESULT,
  // each row from `bias`
  FOVEA_FROM_BIAS,
};

// C [rows, columns] = start + A · B, with A [rows, inner] in rows of `lda` floats and C in rows of `ldc`, on this thread.
void fovea_panels_product(
  int64_t rows, int64_t columns, int64_t inner, const float *a, int64_t lda, const float *panels,
  enum fovea_product_start start, const float *bias, float *c, int64_t ldc);
