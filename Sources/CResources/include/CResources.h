#pragma once
#include <stddef.h>

// Files that travel inside of the binary, so that it needs no folder beside it (ATTRIBUTION.md says where they are from).
// Each function returns bytes that live as long as the process, and their number.

const unsigned char *_Nonnull cresources_chelsea(size_t *_Nonnull size);
const unsigned char *_Nonnull cresources_coffee(size_t *_Nonnull size);
const unsigned char *_Nonnull cresources_rocket(size_t *_Nonnull size);
const unsigned char *_Nonnull cresources_imagenet_classes(size_t *_Nonnull size);
