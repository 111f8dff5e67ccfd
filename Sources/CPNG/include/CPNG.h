#pragma once
#include <stddef.h>
#include <stdint.h>

// libpng reports errors by `longjmp`, which must not pass over Swift frames. These functions keep it inside of C: memory
// in, memory out, an error as one line of text.

#define CPNG_MESSAGE_SIZE 160

typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t channels;              // 1 grey, 3 RGB, 4 RGBA; 8 bits each, interleaved
  uint8_t *_Nullable pixels;      // width * height * channels bytes
  char *_Nullable text;           // key \0 value \0 key \0 value \0 ..., UTF-8
  size_t text_size;
  char message[CPNG_MESSAGE_SIZE];  // why it failed
} cpng_image;

/// Pixels to be written.
typedef struct {
  const uint8_t *_Nonnull bytes;
  uint32_t width;
  uint32_t height;
  uint32_t channels;  // 1 grey, 3 RGB, 4 RGBA; 8 bits each
  size_t stride;      // bytes from one row to the next
  int are_words;      // 0: interleaved samples; 1: a word 0x00RRGGBB for each pixel, as drawing libraries have it, RGB
} cpng_pixels;

typedef struct {
  uint8_t *_Nullable bytes;
  size_t size;
  char message[CPNG_MESSAGE_SIZE];
} cpng_file;

/// Reads a PNG file of any kind. Returns 0, or -1 with a message. `max_pixels` bounds width * height. Release with
/// `cpng_image_free` in either case.
int cpng_decode(const uint8_t *_Nonnull bytes, size_t size, uint64_t max_pixels, cpng_image *_Nonnull image);

/// Writes a PNG file with fixed settings. Returns 0, or -1 with a message. `text` is laid out as in `cpng_image`;
/// `pixels_per_metre` 0 leaves the physical size out. Release with `cpng_file_free` in either case.
int cpng_encode(const cpng_pixels *_Nonnull pixels, const char *_Nullable text, size_t text_size,
                uint32_t pixels_per_metre, cpng_file *_Nonnull file);

void cpng_image_free(cpng_image *_Nonnull image);
void cpng_file_free(cpng_file *_Nonnull file);
