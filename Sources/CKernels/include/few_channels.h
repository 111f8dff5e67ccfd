#pragma once
#include <stdint.h>

// The gradient of a 2-D convolution by an input of few channels (pictures). General kernels fill a block of 16 channels
// for it and throw most of the work away.

// The most channels that the kernel computes.
enum { FOVEA_FEW_CHANNELS = 4 };

typedef struct {
  int64_t channels, height, width;            // of the input, channels from 1 to FOVEA_FEW_CHANNELS
  int64_t filters, out_height, out_width;     // of the output
  int64_t kernel_height, kernel_width, stride_y, stride_x, top, left;
} fovea_few_channels;

// The floats that packed weights take.
int64_t fovea_few_channels_count(const fovea_few_channels *g);

// Packs weights [filters, channels, kernel_height, kernel_width] into vectors of 16 filters, zeros behind the last.
void fovea_few_channels_pack(const fovea_few_channels *g, const float *weights, float *packed);

// Rows [from, to) of the gradient dx [channels, height, width] of one sample, from dy in blocks of 16 filters
// [filters / 16, out_height, out_width, 16], padded with zeros.
void fovea_few_channels_input_gradient(
  const fovea_few_channels *g, const float *packed, const float *dy, float *dx, int64_t from,
  int64_t to);
