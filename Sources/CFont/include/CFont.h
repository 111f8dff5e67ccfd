#pragma once
#include <stddef.h>

// The bundled typeface, DejaVu Sans (its licence stands in LICENSE beside the files), as it lies in the binary. Both
// functions return the bytes of a TrueType file that lives as long as the process, and its length.

const unsigned char *_Nonnull cfont_regular(size_t *_Nonnull size);
const unsigned char *_Nonnull cfont_bold(size_t *_Nonnull size);
