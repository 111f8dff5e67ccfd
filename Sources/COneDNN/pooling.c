#include "internal.h"

static dnnl_alg_kind_t algorithm(int kind) {
  return kind == FOVEA_POOL_MAX ? dnnl_pooling_max
    : kind == FOVEA_POOL_AVERAGE ? dnnl_pooling_avg_exclude_padding
                                 : dnnl_pooling_avg_include_padding;
}

static void gaps(const fovea_pooling *p, int64_t *dilation) {
  for (int d = 0; d < p->spatial; d++) dilation[d] = p->dilation[d] - 1;
}

fovea_primitive *fovea_pooling_forward(const fovea_pooling *p, const fovea_layout *source) {
  if (fovea_dnn_load()) return NULL;
  md_t plain = {0}, any = fovea_md(2 + p->spatial, p->destination, 1);
  if (!source) plain = fovea_md(2 + p->spatial, p->source, 0);
  int64_t dilation[3] = {0};
  gaps(p, dilation);
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  dnnl_prop_kind_t kind = p->training ? dnnl_forward_training : dnnl_forward_inference;
#if V3
  int status = fovea_dnn.dnnl_pooling_forward_primitive_desc_create_(
    &pd, fovea_dnn.engine, kind, algorithm(p->kind), source ? source->md : plain, any, p->stride,
    p->kernel, dilation, p->before, p->behind, attributes);
#else
  dnnl_pooling_v2_desc_t d;
  int status = fovea_dnn.dnnl_pooling_v2_forward_desc_init_(
    &d, kind, algorithm(p->kind), source ? &source->md : &plain, &any, p->stride, p->kernel,
    dilation, p->before, p->behind);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
  fovea_attributes_free(attributes);
  fovea_md_free(&plain);
  fovea_md_free(&any);
  return fovea_primitive_make("pooling", status, pd);
}

fovea_primitive *fovea_pooling_backward(const fovea_pooling *p, const fovea_primitive *forward) {
  md_ref source = fovea_dnn.dnnl_primitive_desc_query_md_(
    forward->description, dnnl_query_src_md, 0);
  md_ref destination = fovea_dnn.dnnl_primitive_desc_query_md_(
    forward->description, dnnl_query_dst_md, 0);
  int64_t dilation[3] = {0};
  gaps(p, dilation);
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
#if V3
  int status = fovea_dnn.dnnl_pooling_backward_primitive_desc_create_(
    &pd, fovea_dnn.engine, algorithm(p->kind), source, destination, p->stride, p->kernel, dilation,
    p->before, p->behind, forward->description, attributes);
#else
  dnnl_pooling_v2_desc_t d;
  int status = fovea_dnn.dnnl_pooling_v2_backward_desc_init_(
    &d, algorithm(p->kind), source, destination, p->stride, p->kernel, dilation, p->before,
    p->behind);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(
      &pd, &d, attributes, fovea_dnn.engine, forward->description);
#endif
  fovea_attributes_free(attributes);
  return fovea_primitive_make("pooling gradient", status, pd);
}
