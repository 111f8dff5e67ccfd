#include "CKernels.h"
#include "fast.h"

// A panel holds 64 columns of B, row after row, so that a tile of a few rows of C stays in registers while both operands
// are read in order (Goto & van de Geijn 2008, without the blocking that large matrices need).
enum { panel_width = 64, tile_rows = 6 };

int64_t fovea_panels_count(int64_t inner, int64_t columns) {
  return (columns + panel_width - 1) / panel_width * panel_width * inner;
}

FAST void fovea_panels_pack(
  int64_t inner, int64_t columns, const float *b, int64_t row, int64_t column, float *panels) {
  for (int64_t first = 0; first < columns; first += panel_width) {
    int64_t width = columns - first < panel_width ? columns - first : panel_width;
    const float *from = b + first * column;
    float *panel = panels + first * inner;
    if (width < panel_width) memset(panel, 0, (size_t)(inner * panel_width) * sizeof *panel);
    if (column == 1) {
      for (int64_t k = 0; k < inner; k++)
        memcpy(panel + k * panel_width, from + k * row, (size_t)width * sizeof *panel);
      continue;
    }
    for (int64_t k0 = 0; k0 < inner; k0 += 16) {  // few rows at a time: a transposition stays in the cache
      int64_t k1 = k0 + 16 < inner ? k0 + 16 : inner;
      for (int64_t n = 0; n < width; n++)
        for (int64_t k = k0; k < k1; k++) panel[k * panel_width + n] = from[k * row + n * column];
    }
  }
}

// A tile of C: `rows` rows (a constant after inlining) of `vectors` vectors, added to what C holds.
#define TILE(vector, lanes, vectors)                                                               \
  typedef float vector __attribute__((vector_size(lanes * 4), aligned(4)));                        \
  static inline __attribute__((always_inline)) void vector##_tile(                                 \
    const int rows, int64_t inner, const float *a, int64_t lda, const float *b, float *c,          \
    int64_t ldc) {                                                                                 \
    vector sum[tile_rows][vectors], x[vectors];                                                    \
    for (int r = 0; r < rows; r++)                                                                 \
      for (int v = 0; v < vectors; v++) sum[r][v] = *(const vector *)(c + r * ldc + v * lanes);    \
    for (int64_t k = 0; k < inner; k++) {                                                          \
      for (int v = 0; v < vectors; v++) x[v] = *(const vector *)(b + k * panel_width + v * lanes); \
      for (int r = 0; r < rows; r++)                                                               \
        for (int v = 0; v < vectors; v++) sum[r][v] += a[r * lda + k] * x[v];                      \
    }                                                                                              \
    for (int r = 0; r < rows; r++)                                                                 \
      for (int v = 0; v < vectors; v++) *(vector *)(c + r * ldc + v * lanes) = sum[r][v];          \
  }                                                                                                \
  static inline __attribute__((always_inline)) void vector##_panel(                                \
    int64_t rows, int64_t inner, const float *a, int64_t lda, const float *panel, float *c,        \
    int64_t ldc) {                                                                                 \
    for (; rows > 0; rows -= tile_rows, a += tile_rows * lda, c += tile_rows * ldc)                \
      for (int64_t n = 0; n < panel_width; n += lanes * vectors) {                                 \
        const float *b = panel + n;                                                                \
        float *to = c + n;                                                                         \
        switch (rows) {                                                                            \
        case 1: vector##_tile(1, inner, a, lda, b, to, ldc); break;                                \
        case 2: vector##_tile(2, inner, a, lda, b, to, ldc); break;                                \
        case 3: vector##_tile(3, inner, a, lda, b, to, ldc); break;                                \
        case 4: vector##_tile(4, inner, a, lda, b, to, ldc); break;                                \
        case 5: vector##_tile(5, inner, a, lda, b, to, ldc); break;                                \
        default: vector##_tile(tile_rows, inner, a, lda, b, to, ldc);                              \
        }                                                                                          \
      }                                                                                            \
  }

// As many sums as there are registers for: 24 of 32 vectors of 16 floats, 12 of 16 vectors of 8.
TILE(wide, 16, 4)
TILE(narrow, 8, 2)

typedef void panel_product(
  int64_t rows, int64_t inner, const float *a, int64_t lda, const float *panel, float *c,
  int64_t ldc);

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void with_512_bits(
  int64_t rows, int64_t inner, const float *a, int64_t lda, const float *panel, float *c,
  int64_t ldc) {
  wide_panel(rows, inner, a, lda, panel, c, ldc);
}
__attribute__((target("arch=x86-64-v3"))) static void with_256_bits(
  int64_t rows, int64_t inner, const float *a, int64_t lda, const float *panel, float *c,
  int64_t ldc) {
  narrow_panel(rows, inner, a, lda, panel, c, ldc);
}
#endif
static void anywhere(
  int64_t rows, int64_t inner, const float *a, int64_t lda, const float *panel, float *c,
  int64_t ldc) {
  narrow_panel(rows, inner, a, lda, panel, c, ldc);
}

static panel_product *best_product(void) {
#if defined(__x86_64__) && defined(__linux__)
  if (__builtin_cpu_supports("x86-64-v4")) return with_512_bits;
  if (__builtin_cpu_supports("x86-64-v3")) return with_256_bits;
#endif
  return anywhere;
}

static void begin(
  int64_t rows, int64_t width, enum fovea_product_start start, const float *bias, float *c,
  int64_t ldc) {
  if (start == FOVEA_FROM_RESULT) return;
  for (int64_t r = 0; r < rows; r++) {
    if (start == FOVEA_FROM_BIAS) {
      memcpy(c + r * ldc, bias, (size_t)width * sizeof *c);
    } else {
      memset(c + r * ldc, 0, (size_t)width * sizeof *c);
    }
  }
}

// The last columns, where they do not fill a panel, by way of a tile that is wide enough.
static void multiply_edge(
  panel_product *multiply, int64_t rows, int64_t width, int64_t inner, const float *a, int64_t lda,
  const float *panel, float *c, int64_t ldc) {
  float tile[tile_rows * panel_width] = {0};
  for (int64_t first = 0; first < rows; first += tile_rows) {
    int64_t count = rows - first < tile_rows ? rows - first : tile_rows;
    float *to = c + first * ldc;
    for (int64_t r = 0; r < count; r++)
      memcpy(tile + r * panel_width, to + r * ldc, (size_t)width * sizeof *c);
    multiply(count, inner, a + first * lda, lda, panel, tile, panel_width);
    for (int64_t r = 0; r < count; r++)
      memcpy(to + r * ldc, tile + r * panel_width, (size_t)width * sizeof *c);
  }
}

void fovea_panels_product(
  int64_t rows, int64_t columns, int64_t inner, const float *a, int64_t lda, const float *panels,
  enum fovea_product_start start, const float *bias, float *c, int64_t ldc) {
  panel_product *multiply = best_product();
  enum { block = 8 * tile_rows };  // rows of A that stay near while all panels pass
  for (int64_t first = 0; first < rows; first += block) {
    int64_t count = rows - first < block ? rows - first : block;
    const float *from = a + first * lda;
    for (int64_t n = 0; n < columns; n += panel_width) {
      int64_t width = columns - n < panel_width ? columns - n : panel_width;
      const float *panel = panels + n * inner;
      float *to = c + first * ldc + n;
      begin(count, width, start, bias + n, to, ldc);
      if (width == panel_width) {
        multiply(count, inner, from, lda, panel, to, ldc);
      } else {
        multiply_edge(multiply, count, width, inner, from, lda, panel, to, ldc);
      }
    }
  }
}
