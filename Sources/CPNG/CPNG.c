#include "CPNG.h"

#include "compress.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

static void fail(png_structp png, png_const_charp message) {
  char *target = png_get_error_ptr(png);
  strncpy(target, message, CPNG_MESSAGE_SIZE - 1);
  target[CPNG_MESSAGE_SIZE - 1] = 0;
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// MARK: - Reading

typedef struct {
  const uint8_t *bytes;
  size_t size;
  size_t position;
} source;

static void take(png_structp png, png_bytep target, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->size - from->position) png_error(png, "the file ends early");
  memcpy(target, from->bytes + from->position, count);
  from->position += count;
}

// Every kind of PNG becomes 8-bit grey, RGB or RGBA.
static void ask_for_eight_bits(png_structp png, png_infop info) {
  int color = png_get_color_type(png, info);
  int transparent = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  png_set_scale_16(png);
  png_set_expand(png);
  if (color == PNG_COLOR_TYPE_GRAY_ALPHA || (color == PNG_COLOR_TYPE_GRAY && transparent)) {
    png_set_gray_to_rgb(png);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

// Deflate shrinks at most 1032 times, so a short file cannot hold a large picture: refuse it before allocating.
static void refuse_impossible_size(png_structp png, png_infop info, size_t file_size, uint64_t max_pixels) {
  uint64_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  uint64_t bits = (uint64_t)png_get_bit_depth(png, info) * png_get_channels(png, info);
  uint64_t packed = (width * bits + 7) / 8 * height;
  if (width * height > max_pixels) png_error(png, "the picture is larger than what can be read");
  if (packed / 1032 > file_size) png_error(png, "the header promises more pixels than the file holds");
}

// Latin-1, the encoding of tEXt and zTXt, as UTF-8. Returns the number of bytes.
static size_t put_latin1(char *target, const char *from, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    unsigned char c = (unsigned char)from[i];
    if (c < 128) {
      target[n++] = (char)c;
    } else {
      target[n++] = (char)(0xC0 | c >> 6);
      target[n++] = (char)(0x80 | (c & 63));
    }
  }
  return n;
}

static void collect_text(png_structp png, png_infop info, cpng_image *image) {
  png_textp chunks = NULL;
  int count = 0;
  png_get_text(png, info, &chunks, &count);
  size_t room = 0;
  for (int i = 0; i < count; i++) {
    size_t length = chunks[i].compression > 0 ? chunks[i].itxt_length : chunks[i].text_length;
    room += 2 * (strlen(chunks[i].key) + length) + 2;
  }
  if (room == 0) return;
  image->text = malloc(room);
  if (image->text == NULL) png_error(png, "out of memory");
  size_t n = 0;
  for (int i = 0; i < count; i++) {
    n += put_latin1(image->text + n, chunks[i].key, strlen(chunks[i].key));
    image->text[n++] = 0;
    int international = chunks[i].compression > 0;
    const char *value = chunks[i].text == NULL ? "" : chunks[i].text;
    size_t length = strlen(value);
    if (international) {
      memcpy(image->text + n, value, length);
      n += length;
    } else {
      n += put_latin1(image->text + n, value, length);
    }
    image->text[n++] = 0;
  }
  image->text_size = n;
}

// The frame that `longjmp` returns to. All that must survive lies behind pointers, so nothing here need be volatile.
static int read_all(png_structp png, png_infop info, source *from, uint64_t max_pixels, cpng_image *image,
                    png_bytepp *rows) {
  if (setjmp(png_jmpbuf(png))) return -1;
  png_set_read_fn(png, from, take);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_chunk_malloc_max(png, 16 << 20);
  png_read_info(png, info);
  refuse_impossible_size(png, info, from->size, max_pixels);
  ask_for_eight_bits(png, info);
  image->width = png_get_image_width(png, info);
  image->height = png_get_image_height(png, info);
  image->channels = png_get_channels(png, info);
  size_t row = png_get_rowbytes(png, info);
  if (row != (size_t)image->width * image->channels) png_error(png, "an unknown pixel layout");
  image->pixels = malloc(row * image->height);
  *rows = malloc(sizeof(png_bytep) * image->height);
  if (image->pixels == NULL || *rows == NULL) png_error(png, "out of memory");
  for (uint32_t y = 0; y < image->height; y++) (*rows)[y] = image->pixels + row * y;
  png_read_image(png, *rows);
  png_read_end(png, info);
  collect_text(png, info, image);
  return 0;
}

int cpng_decode(const uint8_t *bytes, size_t size, uint64_t max_pixels, cpng_image *image) {
  memset(image, 0, sizeof *image);
  source from = {bytes, size, 0};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image->message, fail, ignore);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  int status = -1;
  if (info == NULL) {
    strcpy(image->message, "libpng cannot be started");
  } else {
    png_bytepp rows = NULL;
    status = read_all(png, info, &from, max_pixels, image, &rows);
    free(rows);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}

void cpng_image_free(cpng_image *image) {
  free(image->pixels);
  free(image->text);
  image->pixels = NULL;
  image->text = NULL;
}

// MARK: - Writing

static void give(png_structp png, png_bytep bytes, size_t count) {
  cpng_bytes *to = png_get_io_ptr(png);
  if (cpng_reserve(to, count)) png_error(png, "out of memory");
  memcpy(to->bytes + to->size, bytes, count);
  to->size += count;
}

static void nothing_to_flush(png_structp png) { (void)png; }

static int is_ascii(const char *text) {
  for (; *text; text++) {
    if ((unsigned char)*text > 127) return 0;
  }
  return 1;
}

// ASCII goes into tEXt, which every reader shows; the rest into iTXt, which is UTF-8.
static void set_text(png_structp png, png_infop info, const char *text, size_t size) {
  const char *end = text + size;
  while (text < end) {
    const char *key = text;
    const char *value = key + strlen(key) + 1;
    png_text chunk = {0};
    chunk.compression = is_ascii(value) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    chunk.key = (char *)key;
    chunk.text = (char *)value;
    png_set_text(png, info, &chunk, 1);
    text = value + strlen(value) + 1;
  }
}

static void put_pixels(png_structp png, const cpng_bytes *data) {
  const size_t most = 1 << 30;  // of a chunk
  for (size_t at = 0; at < data->size; at += most) {
    size_t count = data->size - at < most ? data->size - at : most;
    png_write_chunk(png, (png_const_bytep) "IDAT", data->bytes + at, count);
  }
}

static int write_all(png_structp png, png_infop info, cpng_bytes *to, const cpng_bytes *data,
                     const cpng_pixels *pixels, const char *text, size_t text_size, uint32_t pixels_per_metre) {
  if (setjmp(png_jmpbuf(png))) return -1;
  int color = pixels->channels == 1   ? PNG_COLOR_TYPE_GRAY
              : pixels->channels == 3 ? PNG_COLOR_TYPE_RGB
                                      : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_write_fn(png, to, give, nothing_to_flush);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(png, info, pixels->width, pixels->height, 8, color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (pixels_per_metre > 0) {
    png_set_pHYs(png, info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
  }
  if (text != NULL) set_text(png, info, text, text_size);
  png_write_info(png, info);
  put_pixels(png, data);
  png_write_chunk(png, (png_const_bytep) "IEND", NULL, 0);
  return 0;
}

int cpng_encode(const cpng_pixels *pixels, const char *text, size_t text_size, uint32_t pixels_per_metre,
                cpng_file *file) {
  memset(file, 0, sizeof *file);
  cpng_bytes data = {0}, to = {0};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, file->message, fail, ignore);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  int status = -1;
  if (info == NULL) {
    strcpy(file->message, "libpng cannot be started");
  } else if (cpng_compress(pixels, &data)) {
    strcpy(file->message, "out of memory");
  } else {
    status = write_all(png, info, &to, &data, pixels, text, text_size, pixels_per_metre);
  }
  png_destroy_write_struct(&png, &info);
  free(data.bytes);
  file->bytes = to.bytes;
  file->size = to.size;
  return status;
}

void cpng_file_free(cpng_file *file) {
  free(file->bytes);
  file->bytes = NULL;
}
