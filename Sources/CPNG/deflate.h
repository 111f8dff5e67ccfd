#pragma once
#include <stddef.h>
#include <stdint.h>

// The writing half of deflate (RFC 1951): bytes and matches in, blocks with Huffman codes of their own out.

enum {
  DEFLATE_LITERALS = 286,  // values of a byte, the end of a block, lengths
  DEFLATE_DISTANCES = 30,
  DEFLATE_LONGEST_MATCH = 258,
  DEFLATE_WINDOW = 32768,
  DEFLATE_BLOCK = 1 << 14,  // tokens that share a code
};

/// Bytes that grow by `realloc`; release `bytes` with `free`.
typedef struct {
  uint8_t *bytes;
  size_t size;
  size_t capacity;
} cpng_bytes;

/// A byte, or with the uppermost bit a match: its distance less one in 15 bits, its length in 9.
typedef uint32_t deflate_token;

typedef struct {
  cpng_bytes *to;
  uint64_t bits;
  int bit_count;
  size_t token_count;
  deflate_token tokens[DEFLATE_BLOCK];
  uint32_t literal_counts[DEFLATE_LITERALS];
  uint32_t distance_counts[DEFLATE_DISTANCES];
} deflater;

/// Makes room for `count` more bytes. Returns 0, or -1 where there is no memory.
int cpng_reserve(cpng_bytes *to, size_t count);

/// Makes room for four tokens. Returns 0, or -1 where there is no memory, as all below.
int deflate_make_room(deflater *d);

/// Adds at most four bytes; make room before.
void deflate_add_bytes(deflater *d, const uint8_t *bytes, size_t count);

/// Adds a match of 3 to 258 bytes, `distance` of 1 to 32768 before; make room before.
void deflate_add_match(deflater *d, size_t distance, size_t length);

/// Ends the last block at a full byte, with room for four more bytes.
int deflate_finish(deflater *d);
