#pragma once
#include "CPNG.h"
#include "deflate.h"

/// Appends a picture as PNG's data: rows filtered by "Up", as one zlib stream (RFC 1950). Returns 0, or -1 where there
/// is no memory.
int cpng_compress(const cpng_pixels *pixels, cpng_bytes *to);
