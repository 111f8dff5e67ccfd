#include "internal.h"

static dnnl_alg_kind_t algorithm(int kind) {
  return kind == FOVEA_POOL_MAX ? dnnl_pooling_max
    : kind == FOVEA_POOL_AVERAGE ? dnnl_pooling_avg_exclude_padding
                                 : dnnl_pooling_avg_include_padding;
}

// oneDNN counts the elements between two taps. Returns whether the window is possible.
static int find_gaps(const fovea_pooling *p, int64_t *gaps) {
  if (!window_is_possible(p->spatial, p->stride, p->dilation)) {
    fovea_dnn_fail("pooling", dnnl_invalid_arguments);
    return 0;
  }
  for (int d = 0; d < p->spatial; d++) gaps[d] = p->dilation[d] - 1;
  return 1;
}

fovea_primitive *fovea_pooling_forward(const fovea_pooling *p, const fovea_layout *source) {
  int64_t gaps[3] = {0};
  if (fovea_dnn_load() || !find_gaps(p, gaps)) return NULL;
  fovea_layout from = fovea_layout_local(2 + p->spatial, p->source, 0, source);
  fovea_layout to = fovea_layout_local(2 + p->spatial, p->destination, 1, NULL);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = DESCRIBE_FORWARD(
    &pd, pooling_forward, attributes, forward_kind(p->training), algorithm(p->kind), MD(&from),
    MD(&to), p->stride, p->kernel, gaps, p->before, p->behind);
  fovea_attributes_free(attributes);
  fovea_layout_release(&from);
  fovea_layout_release(&to);
  return fovea_primitive_make("pooling", status, pd, SOURCE | DESTINATION | WORKSPACE);
}

fovea_primitive *fovea_pooling_backward(const fovea_pooling *p, const fovea_primitive *forward) {
  int64_t gaps[3] = {0};
  if (!find_gaps(p, gaps)) return NULL;
  md_ref source = fovea_dnn.dnnl_primitive_desc_query_md_(
    forward->description, dnnl_query_src_md, 0);
  md_ref destination = fovea_dnn.dnnl_primitive_desc_query_md_(
    forward->description, dnnl_query_dst_md, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = DESCRIBE_BACKWARD(
    &pd, pooling_backward, forward->description, attributes, algorithm(p->kind), source,
    destination, p->stride, p->kernel, gaps, p->before, p->behind);
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "pooling gradient", status, pd, DESTINATION_GRADIENT | WORKSPACE | SOURCE_GRADIENT);
}
