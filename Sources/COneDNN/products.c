#include "internal.h"

int fovea_sgemm(
  int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
  int64_t lda, const float *b, int64_t ldb, float beta, float *c, int64_t ldc) {
  int failed = fovea_dnn_load();
  if (failed) return failed;
  fovea_is_executing = 1;
  int status = fovea_dnn.dnnl_sgemm_(
    transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  fovea_is_executing = 0;
  return status ? fovea_dnn_fail("matrix product", status) : 0;
}
