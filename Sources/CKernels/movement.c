#include "CKernels.h"
#include "fast.h"
#include "odometer.h"

// One row of the innermost axis, forward: runs of neighbours are copied as one.
FAST static void map_row(
  int64_t n, const int64_t *offsets, int joined, int64_t block, const float *src, float *dst) {
  if (joined)
    memcpy(dst, src + offsets[0], (size_t)(n * block) * sizeof(float));
  else if (block == 1)
    for (int64_t i = 0; i < n; i++) dst[i] = src[offsets[i]];
  else
    for (int64_t i = 0; i < n; i++)
      memcpy(dst + i * block, src + offsets[i], (size_t)block * sizeof(float));
}

FAST static void map_row_backward(
  int64_t n, const int64_t *offsets, int joined, int64_t block, const float *ddst, float *dsrc) {
  if (joined) {
    float *to = dsrc + offsets[0];
    for (int64_t i = 0; i < n * block; i++) to[i] += ddst[i];
  } else if (block == 1) {
    for (int64_t i = 0; i < n; i++) dsrc[offsets[i]] += ddst[i];
  } else {
    for (int64_t i = 0; i < n; i++)
      for (int64_t k = 0; k < block; k++) dsrc[offsets[i] + k] += ddst[i * block + k];
  }
}

// Whether the innermost axis' blocks lie behind each other.
static int is_joined(int64_t n, const int64_t *offsets, int64_t block) {
  for (int64_t i = 1; i < n; i++)
    if (offsets[i] != offsets[0] + i * block) return 0;
  return 1;
}

typedef struct {
  int rank;
  const int64_t *dims, *axis[ODOMETER_RANK];
  int64_t index[ODOMETER_RANK], base;
} map_walk;

static map_walk map_start(int rank, const int64_t *dims, const int64_t *offsets) {
  map_walk w = {.rank = rank, .dims = dims};
  for (int d = 0; d < rank; d++) {
    w.axis[d] = offsets;
    offsets += dims[d];
    if (d < rank - 1) w.base += w.axis[d][0];
  }
  return w;
}

static int map_next(map_walk *w) {
  for (int d = w->rank - 2; d >= 0; d--) {
    w->base -= w->axis[d][w->index[d]];
    if (++w->index[d] < w->dims[d]) {
      w->base += w->axis[d][w->index[d]];
      return 1;
    }
    w->index[d] = 0;
    w->base += w->axis[d][0];
  }
  return 0;
}

void fovea_map_axes(
  int rank, const int64_t *dims, const int64_t *offsets, int64_t block, const float *src, float *dst) {
  map_walk w = map_start(rank, dims, offsets);
  int64_t n = dims[rank - 1];
  const int64_t *last = w.axis[rank - 1];
  int joined = is_joined(n, last, block);
  do {
    map_row(n, last, joined, block, src + w.base, dst);
    dst += n * block;
  } while (map_next(&w));
}

void fovea_map_axes_backward(
  int rank, const int64_t *dims, const int64_t *offsets, int64_t block, const float *ddst, float *dsrc) {
  map_walk w = map_start(rank, dims, offsets);
  int64_t n = dims[rank - 1];
  const int64_t *last = w.axis[rank - 1];
  int joined = is_joined(n, last, block);
  do {
    map_row_backward(n, last, joined, block, ddst, dsrc + w.base);
    ddst += n * block;
  } while (map_next(&w));
}

// The place that an index names among `extent`; −1 where it is outside or no whole number.
static inline int64_t place(float index, int64_t extent) {
  if (!(index >= -(float)extent && index < (float)extent) || index != __builtin_truncf(index)) return -1;
  int64_t i = (int64_t)index;
  i += i < 0 ? extent : 0;
  return i < extent ? i : -1;
}

int64_t fovea_take(
  int64_t outer, int64_t extent, int64_t inner, int64_t count, const float *indices, const float *x,
  float *y) {
  for (int64_t j = 0; j < count; j++)
    if (place(indices[j], extent) < 0) return j;
  for (int64_t o = 0; o < outer; o++, x += extent * inner)
    for (int64_t j = 0; j < count; j++, y += inner)
      memcpy(y, x + place(indices[j], extent) * inner, (size_t)inner * sizeof(float));
  return -1;
}

void fovea_take_backward(
  int64_t outer, int64_t extent, int64_t inner, int64_t count, const float *indices, const float *dy,
  float *dx) {
  memset(dx, 0, (size_t)(outer * extent * inner) * sizeof(float));
  for (int64_t o = 0; o < outer; o++, dx += extent * inner)
    for (int64_t j = 0; j < count; j++, dy += inner) {
      int64_t row = place(indices[j], extent);
      if (row >= 0) fovea_add_scaled(inner, 1, dy, dx + row * inner);
    }
}

static inline void move_block(int move, int64_t block, float *data, float *values) {
  switch (move) {
  case FOVEA_ELEMENT_GET: memcpy(values, data, (size_t)block * sizeof(float)); break;
  case FOVEA_ELEMENT_PUT: memcpy(data, values, (size_t)block * sizeof(float)); break;
  case FOVEA_ELEMENT_ADD:
    for (int64_t i = 0; i < block; i++) data[i] += values[i];
    break;
  case FOVEA_ELEMENT_CLEAR: memset(data, 0, (size_t)block * sizeof(float)); break;
  }
}

int64_t fovea_move_elements(
  int move, int rank, const int64_t *dims, const int64_t *data_strides, int64_t extent, int64_t stride,
  const float *indices, float *data, float *values) {
  odometer o = {.rank = rank, .arrays = 1, .dims = dims, .strides = {data_strides}};
  int64_t n = odometer_row(&o), step = odometer_step(&o, 0), position = 0;
  do {
    for (int64_t i = 0; i < n; i++, position++) {
      int64_t at = place(indices[position], extent);
      if (at < 0) return position;
      float *element = data + o.offset[0] + i * step + at * stride;
      move_block(move, 1, element, values ? values + position : 0);
    }
  } while (odometer_next(&o));
  return -1;
}

int64_t fovea_move_tuples(
  int move, int64_t batches, int64_t tuples, int k, const int64_t *extents, const int64_t *strides,
  int64_t size, int64_t block, const float *indices, float *data, float *values) {
  for (int64_t b = 0; b < batches; b++)
    for (int64_t t = 0; t < tuples; t++) {
      const float *tuple = indices + (b * tuples + t) * k;
      int64_t offset = b * size;
      for (int d = 0; d < k; d++) {
        int64_t at = place(tuple[d], extents[d]);
        if (at < 0) return (b * tuples + t) * k + d;
        offset += at * strides[d];
      }
      move_block(move, block, data + offset, values ? values + (b * tuples + t) * block : 0);
    }
  return -1;
}

// Keeps a sorted list of the best so far; most elements fail the first comparison.
void fovea_rank_rows(
  int64_t rows, int64_t columns, int64_t count, float sign, int prefers_last, const float *x,
  float *places) {
  for (int64_t r = 0; r < rows; r++, x += columns, places += count) {
    int64_t known = 0;
    for (int64_t c = 0; c < columns; c++) {
      float v = sign * x[c];
      int64_t at = known;
      while (at > 0) {
        float other = sign * x[(int64_t)places[at - 1]];
        if (!(v > other || (prefers_last && v == other))) break;
        at--;
      }
      if (at >= count) continue;
      int64_t moved = (known < count ? known : count - 1) - at;
      memmove(places + at + 1, places + at, (size_t)moved * sizeof(float));
      places[at] = (float)c;
      known += known < count;
    }
  }
}

void fovea_running_sum(
  int64_t outer, int64_t extent, int64_t inner, int exclusive, int reversed, const float *x, float *y) {
  for (int64_t o = 0; o < outer; o++, x += extent * inner, y += extent * inner)
    for (int64_t k = 0; k < extent; k++) {
      int64_t j = reversed ? extent - 1 - k : k, before = reversed ? j + 1 : j - 1;
      const float *term = exclusive ? (k ? x + before * inner : 0) : x + j * inner;
      for (int64_t i = 0; i < inner; i++)
        y[j * inner + i] = (k ? y[before * inner + i] : 0) + (term ? term[i] : 0);
    }
}

FAST void fovea_triangle(
  int64_t count, int64_t rows, int64_t columns, int upper, int64_t diagonal, const float *x, float *y) {
  for (int64_t m = 0; m < count; m++)
    for (int64_t r = 0; r < rows; r++, x += columns, y += columns)
      for (int64_t c = 0; c < columns; c++) {
        float v = x[c];
        y[c] = (upper ? c - r >= diagonal : c - r <= diagonal) ? v : 0;
      }
}
