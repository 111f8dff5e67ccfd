#include "CKernels.h"
#include "fast.h"

// The four neighbours of a point and their weights; a neighbour outside of the image has index −1 or, with `border`, is the
// nearest pixel.
typedef struct {
  int64_t index[4];
  float weight[4];
} corners;

static inline int64_t pixel(int64_t x, int64_t y, int64_t width, int64_t height, int border) {
  if (border) {
    x = x < 0 ? 0 : x >= width ? width - 1 : x;
    y = y < 0 ? 0 : y >= height ? height - 1 : y;
  } else if (x < 0 || y < 0 || x >= width || y >= height) {
    return -1;
  }
  return y * width + x;
}

static inline corners locate(
  const float *map, int64_t column, int64_t row, int64_t width, int64_t height, int border) {
  float cx = 0.5f * (float)(width - 1), cy = 0.5f * (float)(height - 1);
  float x = (float)column - cx, y = (float)row - cy;
  float sx = map[0] * x + map[1] * y + map[2] + cx;
  float sy = map[3] * x + map[4] * y + map[5] + cy;
  // Points far outside behave like points just outside; this keeps the conversion to integers defined.
  sx = sx < -2 ? -2 : sx > (float)width + 1 ? (float)width + 1 : sx;
  sy = sy < -2 ? -2 : sy > (float)height + 1 ? (float)height + 1 : sy;
  float fx = __builtin_floorf(sx), fy = __builtin_floorf(sy);
  float ax = sx - fx, ay = sy - fy;
  int64_t x0 = (int64_t)fx, y0 = (int64_t)fy;
  corners c = {
    {pixel(x0, y0, width, height, border), pixel(x0 + 1, y0, width, height, border),
     pixel(x0, y0 + 1, width, height, border), pixel(x0 + 1, y0 + 1, width, height, border)},
    {(1 - ax) * (1 - ay), ax * (1 - ay), (1 - ax) * ay, ax * ay}};
  return c;
}

void fovea_affine_sample(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, float fill,
  const float *image, float *out) {
  for (int64_t row = 0; row < height; row++)
    for (int64_t column = 0; column < width; column++) {
      corners c = locate(map, column, row, width, height, border);
      for (int64_t channel = 0; channel < channels; channel++) {
        const float *plane = image + channel * height * width;
        float sum = 0;
        for (int k = 0; k < 4; k++)
          sum += c.weight[k] * (c.index[k] < 0 ? fill : plane[c.index[k]]);
        out[(channel * height + row) * width + column] = sum;
      }
    }
}

void fovea_affine_sample_backward(
  int64_t channels, int64_t height, int64_t width, const float *map, int border, const float *dout,
  float *dimage) {
  for (int64_t row = 0; row < height; row++)
    for (int64_t column = 0; column < width; column++) {
      corners c = locate(map, column, row, width, height, border);
      for (int64_t channel = 0; channel < channels; channel++) {
        float *plane = dimage + channel * height * width;
        float d = dout[(channel * height + row) * width + column];
        for (int k = 0; k < 4; k++)
          if (c.index[k] >= 0) plane[c.index[k]] += c.weight[k] * d;
      }
    }
}
