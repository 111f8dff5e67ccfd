#pragma once
#include <stdint.h>

// Copies from place to place, and their ways back, which add. Indices are whole numbers carried as floats; negative ones
// count from the end. Functions that read indices return −1, or the position of the first one that is outside.

// dst[i, j, …] = src[offsets₀[i] + offsets₁[j] + …] in blocks of `block` elements. The offsets (in elements) of all `rank`
// axes lie behind each other. The way back adds dst's elements to src's.
void fovea_map_axes(
  int rank, const int64_t *dims, const int64_t *offsets, int64_t block, const float *src, float *dst);
void fovea_map_axes_backward(
  int rank, const int64_t *dims, const int64_t *offsets, int64_t block, const float *ddst, float *dsrc);

// y[o, j, :] = x[o, indices[j], :] for x [outer, extent, inner] and y [outer, count, inner].
int64_t fovea_take(
  int64_t outer, int64_t extent, int64_t inner, int64_t count, const float *indices, const float *x,
  float *y);
void fovea_take_backward(
  int64_t outer, int64_t extent, int64_t inner, int64_t count, const float *indices, const float *dy,
  float *dx);

enum fovea_element_move { FOVEA_ELEMENT_GET, FOVEA_ELEMENT_PUT, FOVEA_ELEMENT_ADD, FOVEA_ELEMENT_CLEAR };

// For each position of `dims` (row-major, as indices and values lie): the element of data whose place along an axis of
// `extent` elements, `stride` apart, is the index, and else as `data_strides` say (0 along the axis). GET: values = data;
// PUT: data = values; ADD: data += values; CLEAR: data = 0 (values unused).
int64_t fovea_move_elements(
  int move, int rank, const int64_t *dims, const int64_t *data_strides, int64_t extent, int64_t stride,
  const float *indices, float *data, float *values);

// The same for blocks of `block` elements at tuples of `k` indices, [batches, tuples, k]; data of one batch has `size`
// elements.
int64_t fovea_move_tuples(
  int move, int64_t batches, int64_t tuples, int k, const int64_t *extents, const int64_t *strides,
  int64_t size, int64_t block, const float *indices, float *data, float *values);

// Positions of the `count` best elements of each of `rows` rows of `columns`, the best first; `sign` is 1 for the largest
// and −1 for the smallest. places [rows, count].
void fovea_rank_rows(
  int64_t rows, int64_t columns, int64_t count, float sign, int prefers_last, const float *x,
  float *places);

// y[o, j, i] = Σ x[o, ≤ j, i] (< j where exclusive; from the far end where reversed), for [outer, extent, inner].
void fovea_running_sum(
  int64_t outer, int64_t extent, int64_t inner, int exclusive, int reversed, const float *x, float *y);

// Keeps column − row ≥ diagonal (upper) or ≤ diagonal of each of `count` matrices; the rest becomes 0.
void fovea_triangle(
  int64_t count, int64_t rows, int64_t columns, int upper, int64_t diagonal, const float *x, float *y);
