#include "compress.h"

#include <stdlib.h>
#include <string.h>

// Most rows of a drawing repeat the row above, and most pixels the pixel before, so that after PNG's "Up" filter nearly
// all bytes are zero. A general compressor looks at each of them; here a repeated row costs one comparison, a run one
// scan, and only the rest is looked up among earlier pixels.

enum {
  HASH_BITS = 14,
  ADLER = 65521,  // the largest prime below 2^16
  UP = 2,         // PNG's filter: the difference to the row above
};

// Adler's checksum (RFC 1950, section 9): the sum of all bytes, and the sum of its values so far.
typedef struct {
  uint32_t sum, sums;
} checksum;

typedef struct {
  deflater out;
  checksum check;
  size_t row;    // bytes of a row
  size_t pixel;  // bytes of a pixel
  // The end of the stream so far: what matches can reach at least, and where that lies in the whole.
  uint8_t *stream;
  size_t size, capacity;
  uint32_t origin;
  uint32_t last_seen[1 << HASH_BITS];  // where in the whole stream pixels of a hash began
} compressor;

// MARK: - Matches

static uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

// How many bytes equal those before, `most` at most.
static size_t equal(const uint8_t *bytes, const uint8_t *before, size_t most) {
  size_t n = 0;
  while (n + 8 <= most && load(bytes + n) == load(before + n)) n += 8;
  while (n < most && bytes[n] == before[n]) n++;
  return n;
}

// Whole pixels only, so that what follows begins with one.
static size_t longest_match(size_t pixel) { return DEFLATE_LONGEST_MATCH - DEFLATE_LONGEST_MATCH % pixel; }

// Adds `count` bytes that repeat the pixel before them.
static int add_run(compressor *c, size_t count) {
  size_t longest = longest_match(c->pixel);
  while (count > 0) {
    size_t length = count < longest ? count : longest;
    if (deflate_make_room(&c->out)) return -1;
    deflate_add_match(&c->out, c->pixel, length);
    count -= length;
  }
  return 0;
}

// Looks for the pixels from `at` to `end` where such were seen last. Returns the match's length, 0 for none.
static size_t find(compressor *c, size_t at, size_t end, size_t *distance) {
  size_t least = c->pixel == 1 ? 4 : 2 * c->pixel;
  uint64_t head = load(c->stream + at) << (64 - 8 * least);
  uint32_t *seen = &c->last_seen[(head * 0x9E3779B97F4A7C15u) >> (64 - HASH_BITS)];
  *distance = c->origin + (uint32_t)at - *seen;
  *seen = c->origin + (uint32_t)at;
  if (*distance - 1 >= DEFLATE_WINDOW || *distance > at) return 0;
  size_t longest = longest_match(c->pixel);
  size_t length =
      equal(c->stream + at, c->stream + at - *distance, end - at < longest ? end - at : longest);
  return length < least ? 0 : length - length % c->pixel;
}

// Adds the stream's pixels from `at` to its end.
static int add_pixels(compressor *c, size_t at) {
  // What lies before a row's first pixel is the row's filter.
  size_t first = at;
  while (at < c->size) {
    size_t run = at == first ? 0 : equal(c->stream + at, c->stream + at - c->pixel, c->size - at);
    run -= run % c->pixel;
    if (run >= 3) {
      if (add_run(c, run)) return -1;
      at += run;
      continue;
    }
    if (deflate_make_room(&c->out)) return -1;
    size_t distance, length = find(c, at, c->size, &distance);
    if (length > 0) {
      deflate_add_match(&c->out, distance, length);
    } else {
      length = c->pixel;
      deflate_add_bytes(&c->out, c->stream + at, length);
    }
    at += length;
  }
  return 0;
}

// MARK: - Rows

static void check_zeros(checksum *check, size_t count) {
  check->sums = (uint32_t)((check->sums + count % ADLER * (uint64_t)check->sum) % ADLER);
}

static void check_bytes(checksum *check, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    // As many as 32 bits can add up.
    uint32_t n = count < 4096 ? (uint32_t)count : 4096, sum = 0, sums = 0;
    for (uint32_t i = 0; i < n; i++) {
      sum += bytes[i];
      sums += (n - i) * bytes[i];
    }
    check_zeros(check, n);
    check->sum = (check->sum + sum) % ADLER;
    check->sums = (check->sums + sums) % ADLER;
    bytes += n;
    count -= n;
  }
}

static void subtract(uint8_t *restrict to, const uint8_t *restrict from, const uint8_t *restrict what, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = (uint8_t)(from[i] - what[i]);
}

// Room for a row and its filter at the stream's end; what no match can reach is let go.
static uint8_t *next_row(compressor *c) {
  if (c->size + c->row + 1 + sizeof(uint64_t) > c->capacity) {
    size_t gone = c->size - DEFLATE_WINDOW;
    memmove(c->stream, c->stream + gone, DEFLATE_WINDOW);
    c->origin += (uint32_t)gone;
    c->size = DEFLATE_WINDOW;
  }
  uint8_t *to = c->stream + c->size;
  c->size += c->row + 1;
  return to;
}

// Adds a row, which may be the one above itself.
static int add_row(compressor *c, const uint8_t *pixels, const uint8_t *above) {
  uint8_t *to = next_row(c);
  size_t first = (size_t)(to + 1 - c->stream);
  to[0] = UP;
  if (deflate_make_room(&c->out)) return -1;
  deflate_add_bytes(&c->out, to, 1);
  check_bytes(&c->check, to, 1);
  if (pixels == above || memcmp(pixels, above, c->row) == 0) {
    memset(to + 1, 0, c->row);
    check_zeros(&c->check, c->row);
    if (c->row < c->pixel + 3) return add_pixels(c, first);
    if (deflate_make_room(&c->out)) return -1;
    deflate_add_bytes(&c->out, to + 1, c->pixel);
    return add_run(c, c->row - c->pixel);
  }
  subtract(to + 1, pixels, above, c->row);
  check_bytes(&c->check, to + 1, c->row);
  return add_pixels(c, first);
}

static void unpack(uint8_t *to, const uint32_t *words, size_t width) {
  for (size_t x = 0; x < width; x++) {
    to[3 * x] = (uint8_t)(words[x] >> 16);
    to[3 * x + 1] = (uint8_t)(words[x] >> 8);
    to[3 * x + 2] = (uint8_t)words[x];
  }
}

// `rows` are two rows of zeros.
static int add_rows(compressor *c, const cpng_pixels *pixels, uint8_t *rows) {
  const uint8_t *above = rows;
  for (size_t y = 0; y < pixels->height; y++) {
    const uint8_t *from = pixels->bytes + y * pixels->stride, *row = from;
    if (pixels->are_words) {
      uint8_t *other = above == rows ? rows + c->row : rows;
      int is_repeated = y > 0 && memcmp(from, from - pixels->stride, 4 * (size_t)pixels->width) == 0;
      if (!is_repeated) unpack(other, (const uint32_t *)from, pixels->width);
      row = is_repeated ? above : other;
    }
    if (add_row(c, row, above)) return -1;
    above = row;
  }
  return 0;
}

int cpng_compress(const cpng_pixels *pixels, cpng_bytes *to) {
  // Deflate with a window of 32 KB, the fastest method.
  static const uint8_t header[2] = {0x78, 0x01};
  compressor *c = calloc(1, sizeof *c);
  if (c == NULL) return -1;
  c->out.to = to;
  c->check.sum = 1;
  c->pixel = pixels->channels;
  c->row = (size_t)pixels->width * c->pixel;
  c->capacity = 2 * (DEFLATE_WINDOW + c->row + 1) + sizeof(uint64_t);
  c->stream = calloc(c->capacity, 1);
  uint8_t *rows = calloc(2, c->row);
  int status = c->stream == NULL || rows == NULL ? -1 : cpng_reserve(to, sizeof header);
  if (status == 0) {
    memcpy(to->bytes + to->size, header, sizeof header);
    to->size += sizeof header;
    status = add_rows(c, pixels, rows) || deflate_finish(&c->out) ? -1 : 0;
  }
  if (status == 0) {
    uint32_t check = c->check.sums << 16 | c->check.sum;
    for (int shift = 24; shift >= 0; shift -= 8) to->bytes[to->size++] = (uint8_t)(check >> shift);
  }
  free(rows);
  free(c->stream);
  free(c);
  return status;
}
