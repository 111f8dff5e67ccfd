#include "CFont.h"

// `#embed` is C23; clang reads it in every dialect and warns outside of C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char regular[] = {
#embed "DejaVuSans.ttf"
};

static const unsigned char bold[] = {
#embed "DejaVuSans-Bold.ttf"
};

const unsigned char *cfont_regular(size_t *size) {
  *size = sizeof regular;
  return regular;
}

const unsigned char *cfont_bold(size_t *size) {
  *size = sizeof bold;
  return bold;
}
