#include "CKernels.h"
#include "fast.h"

// Sixteen filters lie side by side in a vector. A pixel's gradient is a sum over the taps that saw it: products of vectors
// are added up for a few pixels at a time, in registers, and each vector is summed once at the end.
enum { lanes = 16, pixels = 4 };
typedef float block __attribute__((vector_size(lanes * 4), aligned(4)));
typedef float half_block __attribute__((vector_size(lanes * 2), aligned(4)));
typedef float quarter __attribute__((vector_size(lanes), aligned(4)));

static int64_t blocks_of(const fovea_few_channels *g) { return (g->filters + lanes - 1) / lanes; }

int64_t fovea_few_channels_count(const fovea_few_channels *g) {
  return blocks_of(g) * g->kernel_height * g->kernel_width * g->channels * lanes;
}

// [filters / 16, kernel_height, kernel_width, channels, 16]
void fovea_few_channels_pack(const fovea_few_channels *g, const float *weights, float *packed) {
  int64_t taps = g->kernel_height * g->kernel_width;
  for (int64_t b = 0; b < blocks_of(g); b++)
    for (int64_t t = 0; t < taps; t++)
      for (int64_t c = 0; c < g->channels; c++)
        for (int64_t l = 0; l < lanes; l++) {
          int64_t filter = b * lanes + l;
          *packed++ = filter < g->filters ? weights[(filter * g->channels + c) * taps + t] : 0;
        }
}

static inline __attribute__((always_inline)) float total(const block *sum) {
  block x = *sum;
  half_block h = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
    __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
  quarter q = __builtin_shufflevector(h, h, 0, 1, 2, 3) + __builtin_shufflevector(h, h, 4, 5, 6, 7);
  return (q[0] + q[1]) + (q[2] + q[3]);
}

// The first tap that saw a coordinate; further ones are a stride apart, and saw it from one output less each.
static inline int64_t first_tap(int64_t at, int64_t stride) { return at % stride; }

// `count` pixels of a row, `stride_x` apart, the first of which is at x; all their taps lie inside of the output's rows.
static inline __attribute__((always_inline)) void stretch(
  const fovea_few_channels *g, const int channels, const int count, const float *packed,
  const float *dy, int64_t y, int64_t x, int64_t taps_from, int64_t taps_to, float *dx) {
  block sum[pixels][FOVEA_FEW_CHANNELS] = {0};
  int64_t area = g->out_height * g->out_width, first_y = first_tap(y + g->top, g->stride_y);
  for (int64_t b = 0; b < blocks_of(g); b++)
    for (int64_t ky = first_y; ky < g->kernel_height; ky += g->stride_y) {
      int64_t row = (y + g->top - ky) / g->stride_y;
      if (y + g->top < ky || row >= g->out_height) continue;
      for (int64_t kx = taps_from; kx < taps_to; kx += g->stride_x) {
        int64_t column = (x + g->left - kx) / g->stride_x;
        const float *d = dy + (b * area + row * g->out_width + column) * lanes;
        const float *w =
          packed + ((b * g->kernel_height + ky) * g->kernel_width + kx) * channels * lanes;
        for (int p = 0; p < count; p++)
          for (int c = 0; c < channels; c++)
            sum[p][c] += *(const block *)(d + p * lanes) * *(const block *)(w + c * lanes);
      }
    }
  for (int p = 0; p < count; p++)
    for (int c = 0; c < channels; c++)
      dx[(c * g->height + y) * g->width + x + p * g->stride_x] = total(&sum[p][c]);
}

// The taps of a column that lie inside of the output.
static inline void taps_of(const fovea_few_channels *g, int64_t x, int64_t *from, int64_t *to) {
  int64_t at = x + g->left, tap = first_tap(at, g->stride_x);
  while (tap < g->kernel_width && (at - tap) / g->stride_x >= g->out_width) tap += g->stride_x;
  *from = tap;
  *to = at + 1 < g->kernel_width ? at + 1 : g->kernel_width;
}

static inline __attribute__((always_inline)) void rows(
  const fovea_few_channels *g, const int channels, const float *packed, const float *dy, float *dx,
  int64_t from, int64_t to) {
  for (int64_t y = from; y < to; y++)
    for (int64_t phase = 0; phase < g->stride_x && phase < g->width; phase++)
      for (int64_t x = phase; x < g->width;) {
        int64_t last = x + (pixels - 1) * g->stride_x, begin, end, last_begin, last_end;
        taps_of(g, x, &begin, &end);
        taps_of(g, last, &last_begin, &last_end);
        // Near an edge pixels have taps of their own; in between all have the same.
        if (last < g->width && begin == last_begin && end == last_end) {
          stretch(g, channels, pixels, packed, dy, y, x, begin, end, dx);
          x = last + g->stride_x;
        } else {
          stretch(g, channels, 1, packed, dy, y, x, begin, end, dx);
          x += g->stride_x;
        }
      }
}

FAST __attribute__((min_vector_width(512))) void fovea_few_channels_input_gradient(
  const fovea_few_channels *g, const float *packed, const float *dy, float *dx, int64_t from,
  int64_t to) {
  switch (g->channels) {
  case 1: rows(g, 1, packed, dy, dx, from, to); break;
  case 2: rows(g, 2, packed, dy, dx, from, to); break;
  case 3: rows(g, 3, packed, dy, dx, from, to); break;
  case 4: rows(g, 4, packed, dy, dx, from, to); break;
  }
}
