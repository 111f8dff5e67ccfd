#pragma once
#include <stdint.h>

// Goes through all rows of the innermost dimension of up to four arrays with strides of their own.
enum { ODOMETER_RANK = 8, ODOMETER_ARRAYS = 4 };

typedef struct {
  int rank, arrays;
  const int64_t *dims;
  const int64_t *strides[ODOMETER_ARRAYS];
  int64_t offset[ODOMETER_ARRAYS];
  int64_t index[ODOMETER_RANK];
} odometer;

// The row's length and the step of array k along it.
static inline int64_t odometer_row(const odometer *o) { return o->rank ? o->dims[o->rank - 1] : 1; }
static inline int64_t odometer_step(const odometer *o, int k) {
  return o->rank ? o->strides[k][o->rank - 1] : 1;
}

// Moves the offsets to the next row; 0 after the last.
static inline int odometer_next(odometer *o) {
  for (int d = o->rank - 2; d >= 0; d--) {
    for (int k = 0; k < o->arrays; k++) o->offset[k] += o->strides[k][d];
    if (++o->index[d] < o->dims[d]) return 1;
    for (int k = 0; k < o->arrays; k++) o->offset[k] -= o->strides[k][d] * o->dims[d];
    o->index[d] = 0;
  }
  return 0;
}
