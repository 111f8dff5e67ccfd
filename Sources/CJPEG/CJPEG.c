#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct {
  struct jpeg_error_mgr manager;  // first, so that libjpeg's pointer is ours
  jmp_buf back;
  char *message;
} handler;

static void fail(j_common_ptr decoder) {
  handler *errors = (handler *)decoder->err;
  char text[JMSG_LENGTH_MAX];
  errors->manager.format_message(decoder, text);
  strncpy(errors->message, text, CJPEG_MESSAGE_SIZE - 1);
  longjmp(errors->back, 1);
}

// libjpeg fills what is missing with grey and only warns. A picture with invented pixels is worse than none.
static void warn(j_common_ptr decoder, int level) {
  if (level >= 0) return;
  switch (decoder->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
      return;
    default:
      fail(decoder);
  }
}

static void print_nothing(j_common_ptr decoder) { (void)decoder; }

static void refuse(struct jpeg_decompress_struct *decoder, const char *reason) {
  handler *errors = (handler *)decoder->err;
  strncpy(errors->message, reason, CJPEG_MESSAGE_SIZE - 1);
  longjmp(errors->back, 1);
}

// Four inks, which Adobe's programs store inverted, as light.
static void put_inks(uint8_t *target, const uint8_t *inks, uint32_t width, int inverted) {
  for (uint32_t x = 0; x < width; x++) {
    unsigned k = inverted ? inks[4 * x + 3] : 255 - inks[4 * x + 3];
    for (int c = 0; c < 3; c++) {
      unsigned v = inverted ? inks[4 * x + c] : 255 - inks[4 * x + c];
      target[3 * x + c] = (uint8_t)((v * k + 127) / 255);
    }
  }
}

// The frame that `longjmp` returns to. What must survive lies behind pointers.
static int read_all(struct jpeg_decompress_struct *decoder, handler *errors, const uint8_t *bytes, size_t size,
                    uint64_t max_pixels, cjpeg_image *image, uint8_t **ink_row) {
  if (setjmp(errors->back)) return -1;
  jpeg_mem_src(decoder, bytes, size);
  jpeg_read_header(decoder, TRUE);
  uint64_t count = (uint64_t)decoder->image_width * decoder->image_height;
  if (count > max_pixels) refuse(decoder, "the picture is larger than what can be read");
  // Each block of 64 samples costs at least a bit in the usual coding; leave room for better ones.
  if (count / 4096 > size) refuse(decoder, "the header promises more pixels than the file holds");
  int inks = decoder->num_components == 4;
  decoder->out_color_space = inks ? JCS_CMYK : decoder->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  decoder->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(decoder);
  image->width = decoder->output_width;
  image->height = decoder->output_height;
  image->channels = decoder->num_components == 1 ? 1 : 3;
  size_t row = (size_t)image->width * image->channels;
  image->pixels = malloc(row * image->height);
  *ink_row = inks ? malloc((size_t)image->width * 4) : NULL;
  if (image->pixels == NULL || (inks && *ink_row == NULL)) refuse(decoder, "out of memory");
  while (decoder->output_scanline < decoder->output_height) {
    uint8_t *target = image->pixels + row * decoder->output_scanline;
    JSAMPROW line = inks ? *ink_row : target;
    jpeg_read_scanlines(decoder, &line, 1);
    if (inks) put_inks(target, *ink_row, image->width, decoder->saw_Adobe_marker);
  }
  jpeg_finish_decompress(decoder);
  return 0;
}

int cjpeg_decode(const uint8_t *bytes, size_t size, uint64_t max_pixels, cjpeg_image *image) {
  memset(image, 0, sizeof *image);
  struct jpeg_decompress_struct decoder = {0};
  handler errors;
  decoder.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = fail;
  errors.manager.emit_message = warn;
  errors.manager.output_message = print_nothing;
  errors.message = image->message;
  if (setjmp(errors.back)) return -1;  // a header that is not of the library we run with
  jpeg_create_decompress(&decoder);
  uint8_t *ink_row = NULL;
  int status = read_all(&decoder, &errors, bytes, size, max_pixels, image, &ink_row);
  free(ink_row);
  jpeg_destroy_decompress(&decoder);
  return status;
}

void cjpeg_image_free(cjpeg_image *image) {
  free(image->pixels);
  image->pixels = NULL;
}
