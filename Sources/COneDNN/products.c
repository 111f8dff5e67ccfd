#include "internal.h"

typedef struct {
  fovea_layout source, weights, bias, destination;
  dnnl_primitive_attr_t attributes;
} parts;

static parts prepare(
  const fovea_inner_product *p, int forward, const fovea_layout *source,
  const fovea_layout *weights, const fovea_layout *destination) {
  fovea_afterwards nothing = {0};
  fovea_afterwards wanted = {p->accumulates, p->relu, p->relu_slope};
  parts all = {
    .source = fovea_layout_local(p->rank, p->source, 1, source),
    .weights = fovea_layout_local(p->rank, p->weights, 1, weights),
    .destination = fovea_layout_local(2, p->destination, 1, destination),
    .attributes = fovea_attributes(forward ? wanted : nothing)};
  if (p->has_bias) all.bias = fovea_layout_local(1, &p->destination[1], 0, NULL);
  return all;
}

static void release(parts *all) {
  fovea_layout_release(&all->source);
  fovea_layout_release(&all->weights);
  fovea_layout_release(&all->destination);
  fovea_layout_release(&all->bias);
  fovea_attributes_free(all->attributes);
}

static int is_possible(const fovea_inner_product *p) {
  if (p->rank >= 2 && p->rank <= 5) return 1;
  fovea_dnn_fail("inner product", dnnl_invalid_arguments);
  return 0;
}

static int describe_forward(
  const fovea_inner_product *p, dnnl_prop_kind_t kind, parts *all, dnnl_primitive_desc_t *pd) {
  return DESCRIBE_FORWARD(
    pd, inner_product_forward, all->attributes, kind, MD(&all->source), MD(&all->weights),
    p->has_bias ? MD(&all->bias) : NULL, MD(&all->destination));
}

fovea_primitive *fovea_inner_product_forward(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination) {
  if (fovea_dnn_load() || !is_possible(p)) return NULL;
  parts all = prepare(p, 1, source, weights, destination);
  dnnl_primitive_desc_t pd = NULL;
  int status = describe_forward(p, forward_kind(p->training), &all, &pd);
  release(&all);
  return fovea_primitive_make(
    "inner product", status, pd, SOURCE | WEIGHTS | BIAS | DESTINATION);
}

fovea_primitive *fovea_inner_product_backward_data(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination) {
  if (fovea_dnn_load() || !is_possible(p)) return NULL;
  parts all = prepare(p, 0, source, weights, destination);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = describe_forward(p, dnnl_forward_training, &all, &hint);
  if (!status)
    status = DESCRIBE_BACKWARD(
      &pd, inner_product_backward_data, hint, all.attributes, MD(&all.source), MD(&all.weights),
      MD(&all.destination));
  fovea_hint_free(hint);
  release(&all);
  return fovea_primitive_make(
    "inner product gradient by input", status, pd,
    DESTINATION_GRADIENT | WEIGHTS | SOURCE_GRADIENT);
}

fovea_primitive *fovea_inner_product_backward_weights(
  const fovea_inner_product *p, const fovea_layout *source, const fovea_layout *weights,
  const fovea_layout *destination) {
  if (fovea_dnn_load() || !is_possible(p)) return NULL;
  parts all = prepare(p, 0, source, weights, destination);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = describe_forward(p, dnnl_forward_training, &all, &hint);
  if (!status)
    status = DESCRIBE_BACKWARD(
      &pd, inner_product_backward_weights, hint, all.attributes, MD(&all.source),
      MD(&all.weights), p->has_bias ? MD(&all.bias) : NULL, MD(&all.destination));
  fovea_hint_free(hint);
  release(&all);
  return fovea_primitive_make(
    "inner product gradient by weights", status, pd,
    SOURCE | DESTINATION_GRADIENT | WEIGHTS_GRADIENT | BIAS_GRADIENT);
}

fovea_primitive *fovea_matrix_product(
  const fovea_layout *source, const fovea_layout *weights, const fovea_layout *bias,
  const fovea_layout *destination, int accumulates) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){.accumulates = accumulates});
  dnnl_primitive_desc_t pd = NULL;
  int status = DESCRIBE_FORWARD(
    &pd, matmul, attributes, MD(source), MD(weights), bias ? MD(bias) : NULL, MD(destination));
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "matrix product", status, pd, SOURCE | WEIGHTS | BIAS | DESTINATION);
}

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
