#include "CResources.h"

// `#embed` is C23; clang reads it in every dialect and warns outside of C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char chelsea[] = {
#embed "chelsea.png"
};

static const unsigned char coffee[] = {
#embed "coffee.jpg"
};

static const unsigned char rocket[] = {
#embed "rocket.jpg"
};

static const unsigned char imagenet_classes[] = {
#embed "imagenet-classes.txt"
};

const unsigned char *cresources_chelsea(size_t *size) {
  *size = sizeof chelsea;
  return chelsea;
}

const unsigned char *cresources_coffee(size_t *size) {
  *size = sizeof coffee;
  return coffee;
}

const unsigned char *cresources_rocket(size_t *size) {
  *size = sizeof rocket;
  return rocket;
}

const unsigned char *cresources_imagenet_classes(size_t *size) {
  *size = sizeof imagenet_classes;
  return imagenet_classes;
}
