#include "deflate.h"

#include <stdlib.h>
#include <string.h>

enum {
  END = 256,  // of a block
  LENGTH_CODES = 19,
  LONGEST_CODE = 15,
};

static const deflate_token MATCH = 1u << 31;

int cpng_reserve(cpng_bytes *to, size_t count) {
  if (to->capacity - to->size >= count) return 0;
  size_t capacity = (to->size + count) * 2;
  uint8_t *larger = realloc(to->bytes, capacity);
  if (larger == NULL) return -1;
  to->bytes = larger;
  to->capacity = capacity;
  return 0;
}

// MARK: - Codes

// A symbol with so many bits after it.
typedef struct {
  int symbol, extra_count;
} code;

static code length_code(uint32_t length) {
  uint32_t past = length - 3;
  if (past < 8) return (code){257 + past, 0};
  if (length == DEFLATE_LONGEST_MATCH) return (code){285, 0};
  int extra = 29 - __builtin_clz(past);
  return (code){261 + 4 * extra + ((past >> extra) & 3), extra};
}

static code distance_code(uint32_t distance) {
  uint32_t past = distance - 1;
  if (past < 4) return (code){past, 0};
  int extra = 30 - __builtin_clz(past);
  return (code){2 + 2 * extra + ((past >> extra) & 1), extra};
}

typedef struct {
  uint8_t lengths[DEFLATE_LITERALS];
  uint16_t codes[DEFLATE_LITERALS];
} code_table;

typedef struct {
  uint32_t count;
  int symbol;
} leaf;

static int rarer(const void *a, const void *b) {
  const leaf *x = a, *y = b;
  return x->count != y->count ? (x->count < y->count ? -1 : 1) : x->symbol - y->symbol;
}

// Huffman's tree (1952) over leaves in order of their counts, two queues in place of a heap. Returns the depth.
static int build_tree(const leaf *leaves, int n, uint8_t *lengths) {
  uint64_t weights[2 * DEFLATE_LITERALS];
  int parents[2 * DEFLATE_LITERALS], depths[2 * DEFLATE_LITERALS];
  for (int i = 0; i < n; i++) weights[i] = leaves[i].count;
  int next_leaf = 0, next_node = n, root = 2 * n - 2, deepest = 0;
  for (int node = n; node <= root; node++) {
    weights[node] = 0;
    for (int child = 0; child < 2; child++) {
      int is_leaf = next_leaf < n && (next_node == node || weights[next_leaf] <= weights[next_node]);
      int lightest = is_leaf ? next_leaf++ : next_node++;
      weights[node] += weights[lightest];
      parents[lightest] = node;
    }
  }
  depths[root] = 0;
  for (int i = root - 1; i >= 0; i--) {
    depths[i] = depths[parents[i]] + 1;
    if (i < n) lengths[leaves[i].symbol] = (uint8_t)depths[i];
    if (depths[i] > deepest) deepest = depths[i];
  }
  return deepest;
}

// The canonical code of RFC 1951, section 3.2.2; its bits in the order in which they are written.
static void number_codes(code_table *table, int n) {
  unsigned next = 0;
  for (int length = 1; length <= LONGEST_CODE; length++, next <<= 1) {
    for (int i = 0; i < n; i++) {
      if (table->lengths[i] != length) continue;
      unsigned reversed = 0;
      for (int bit = 0; bit < length; bit++) reversed |= ((next >> bit) & 1) << (length - 1 - bit);
      table->codes[i] = (uint16_t)reversed;
      next++;
    }
  }
}

// A code for symbols that occur so often. Where one would be longer than `limit`, counts are made more alike.
static void make_codes(code_table *table, const uint32_t *counts, int n, int limit) {
  leaf leaves[DEFLATE_LITERALS];
  int used = 0;
  memset(table, 0, sizeof *table);
  for (int i = 0; i < n; i++) {
    if (counts[i] > 0) leaves[used++] = (leaf){counts[i], i};
  }
  // Readers want codes of two symbols at least.
  for (int i = 0; used < 2; i++) {
    if (counts[i] == 0) leaves[used++] = (leaf){1, i};
  }
  qsort(leaves, used, sizeof *leaves, rarer);
  while (build_tree(leaves, used, table->lengths) > limit) {
    for (int i = 0; i < used; i++) leaves[i].count = leaves[i].count / 2 + 1;
  }
  number_codes(table, n);
}

// MARK: - Bits

// Room for a block's bits is reserved before.
static void put(deflater *d, uint64_t bits, int count) {
  d->bits |= bits << d->bit_count;
  d->bit_count += count;
  while (d->bit_count >= 8) {
    d->to->bytes[d->to->size++] = (uint8_t)d->bits;
    d->bits >>= 8;
    d->bit_count -= 8;
  }
}

static void put_symbol(deflater *d, const code_table *table, int symbol) {
  put(d, table->codes[symbol], table->lengths[symbol]);
}

// The lengths of both codes, themselves in a code: 16 repeats the last length, 17 and 18 repeat zero.
static void put_code_lengths(deflater *d, const uint8_t *lengths, int n) {
  uint8_t symbols[DEFLATE_LITERALS + DEFLATE_DISTANCES], extras[DEFLATE_LITERALS + DEFLATE_DISTANCES];
  uint32_t counts[LENGTH_CODES] = {0};
  int used = 0;
  for (int i = 0; i < n;) {
    int run = 1, symbol = lengths[i], extra = 0;
    while (i + run < n && lengths[i + run] == lengths[i]) run++;
    if (lengths[i] == 0 && run >= 3) {
      run = run < 138 ? run : 138;
      symbol = run < 11 ? 17 : 18;
      extra = run - (run < 11 ? 3 : 11);
    } else if (i > 0 && lengths[i] == lengths[i - 1] && run >= 3) {
      run = run < 6 ? run : 6;
      symbol = 16;
      extra = run - 3;
    } else {
      run = 1;
    }
    symbols[used] = (uint8_t)symbol;
    extras[used++] = (uint8_t)extra;
    counts[symbol]++;
    i += run;
  }
  static const uint8_t order[LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  code_table table;
  make_codes(&table, counts, LENGTH_CODES, 7);
  put(d, DEFLATE_LITERALS - 257, 5);
  put(d, DEFLATE_DISTANCES - 1, 5);
  put(d, LENGTH_CODES - 4, 4);
  for (int i = 0; i < LENGTH_CODES; i++) put(d, table.lengths[order[i]], 3);
  for (int i = 0; i < used; i++) {
    put_symbol(d, &table, symbols[i]);
    if (symbols[i] >= 16) put(d, extras[i], symbols[i] == 16 ? 2 : symbols[i] == 17 ? 3 : 7);
  }
}

// Writes the tokens so far as a block with codes of its own.
static int put_block(deflater *d, int is_last) {
  code_table literals, distances;
  uint8_t lengths[DEFLATE_LITERALS + DEFLATE_DISTANCES];
  // A match takes 48 bits at most; the codes take less than the rest.
  if (cpng_reserve(d->to, d->token_count * 6 + 1024)) return -1;
  d->literal_counts[END]++;
  make_codes(&literals, d->literal_counts, DEFLATE_LITERALS, LONGEST_CODE);
  make_codes(&distances, d->distance_counts, DEFLATE_DISTANCES, LONGEST_CODE);
  memcpy(lengths, literals.lengths, DEFLATE_LITERALS);
  memcpy(lengths + DEFLATE_LITERALS, distances.lengths, DEFLATE_DISTANCES);
  put(d, (uint64_t)is_last | 2 << 1, 3);
  put_code_lengths(d, lengths, DEFLATE_LITERALS + DEFLATE_DISTANCES);
  for (size_t i = 0; i < d->token_count; i++) {
    deflate_token t = d->tokens[i];
    if (t < MATCH) {
      put_symbol(d, &literals, (int)t);
      continue;
    }
    uint32_t length = t & 511, distance = ((t & ~MATCH) >> 9) + 1;
    code first = length_code(length), second = distance_code(distance);
    put_symbol(d, &literals, first.symbol);
    put(d, (length - 3) & ((1u << first.extra_count) - 1), first.extra_count);
    put_symbol(d, &distances, second.symbol);
    put(d, (distance - 1) & ((1u << second.extra_count) - 1), second.extra_count);
  }
  put_symbol(d, &literals, END);
  d->token_count = 0;
  memset(d->literal_counts, 0, sizeof d->literal_counts);
  memset(d->distance_counts, 0, sizeof d->distance_counts);
  return 0;
}

// MARK: - Tokens

int deflate_make_room(deflater *d) { return d->token_count + 4 > DEFLATE_BLOCK ? put_block(d, 0) : 0; }

void deflate_add_bytes(deflater *d, const uint8_t *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    d->tokens[d->token_count++] = bytes[i];
    d->literal_counts[bytes[i]]++;
  }
}

void deflate_add_match(deflater *d, size_t distance, size_t length) {
  d->tokens[d->token_count++] = MATCH | (deflate_token)(distance - 1) << 9 | (deflate_token)length;
  d->literal_counts[length_code((uint32_t)length).symbol]++;
  d->distance_counts[distance_code((uint32_t)distance).symbol]++;
}

int deflate_finish(deflater *d) {
  if (put_block(d, 1)) return -1;
  put(d, 0, -d->bit_count & 7);
  return 0;
}
