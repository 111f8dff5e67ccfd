#pragma once
#include <stddef.h>
#include <stdint.h>

// libjpeg's error handler must not return, so it needs `longjmp`, which must not pass over Swift frames. This function
// keeps it inside of C.

#define CJPEG_MESSAGE_SIZE 256

typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t channels;           // 1 grey, 3 RGB; 8 bits each, interleaved
  uint8_t *_Nullable pixels;   // width * height * channels bytes
  char message[CJPEG_MESSAGE_SIZE];
} cjpeg_image;

/// Reads a JPEG file: grey, colour or four inks. A file that ends early or whose data are damaged is an error. Returns
/// 0, or -1 with a message. Release with `cjpeg_image_free` in either case.
int cjpeg_decode(const uint8_t *_Nonnull bytes, size_t size, uint64_t max_pixels, cjpeg_image *_Nonnull image);

void cjpeg_image_free(cjpeg_image *_Nonnull image);
