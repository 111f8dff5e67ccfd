#include "internal.h"

// The four memory descriptions of a convolution, large ones in an arrangement of oneDNN's choice.
typedef struct {
  md_t source, weights, bias, destination;
  int64_t dilation[3];  // oneDNN counts the elements between
} parts;

static parts describe(const fovea_convolution *c) {
  parts p = {
    .source = fovea_md(2 + c->spatial, c->source, 1),
    .weights = fovea_md(c->weights_rank, c->weights, 1),
    .destination = fovea_md(2 + c->spatial, c->destination, 1)};
  if (c->has_bias) p.bias = fovea_md(1, c->bias, 0);
  for (int d = 0; d < c->spatial; d++) p.dilation[d] = c->dilation[d] - 1;
  return p;
}

static void release(parts *p) {
  fovea_md_free(&p->source);
  fovea_md_free(&p->weights);
  fovea_md_free(&p->destination);
  fovea_md_free(&p->bias);
}

static int forward_description(
  const fovea_convolution *c, parts *p, dnnl_primitive_attr_t attributes,
  dnnl_primitive_desc_t *pd) {
  dnnl_prop_kind_t kind = c->training ? dnnl_forward_training : dnnl_forward_inference;
#if V3
  return fovea_dnn.dnnl_convolution_forward_primitive_desc_create_(
    pd, fovea_dnn.engine, kind, dnnl_convolution_direct, p->source, p->weights,
    c->has_bias ? p->bias : NULL, p->destination, c->stride, p->dilation, c->before, c->behind,
    attributes);
#else
  dnnl_convolution_desc_t d;
  int status = fovea_dnn.dnnl_dilated_convolution_forward_desc_init_(
    &d, kind, dnnl_convolution_direct, &p->source, &p->weights, c->has_bias ? &p->bias : NULL,
    &p->destination, c->stride, p->dilation, c->before, c->behind);
  return status ? status
                : (int)fovea_dnn.dnnl_primitive_desc_create_(
                    pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
}

fovea_primitive *fovea_convolution_forward(const fovea_convolution *c) {
  if (fovea_dnn_load()) return NULL;
  parts p = describe(c);
  dnnl_primitive_attr_t attributes = fovea_attributes(c->relu);
  dnnl_primitive_desc_t pd = NULL;
  int status = forward_description(c, &p, attributes, &pd);
  fovea_attributes_free(attributes);
  release(&p);
  return fovea_primitive_make("convolution", status, pd);
}

static fovea_primitive *backward(const fovea_convolution *c, int of_weights) {
  if (fovea_dnn_load()) return NULL;
  parts p = describe(c);
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = forward_description(c, &p, attributes, &hint);
#if V3
  if (!status)
    status = of_weights
      ? fovea_dnn.dnnl_convolution_backward_weights_primitive_desc_create_(
          &pd, fovea_dnn.engine, dnnl_convolution_direct, p.source, p.weights,
          c->has_bias ? p.bias : NULL, p.destination, c->stride, p.dilation, c->before, c->behind,
          hint, attributes)
      : fovea_dnn.dnnl_convolution_backward_data_primitive_desc_create_(
          &pd, fovea_dnn.engine, dnnl_convolution_direct, p.source, p.weights, p.destination,
          c->stride, p.dilation, c->before, c->behind, hint, attributes);
#else
  dnnl_convolution_desc_t d;
  if (!status)
    status = of_weights
      ? fovea_dnn.dnnl_dilated_convolution_backward_weights_desc_init_(
          &d, dnnl_convolution_direct, &p.source, &p.weights, c->has_bias ? &p.bias : NULL,
          &p.destination, c->stride, p.dilation, c->before, c->behind)
      : fovea_dnn.dnnl_dilated_convolution_backward_data_desc_init_(
          &d, dnnl_convolution_direct, &p.source, &p.weights, &p.destination, c->stride,
          p.dilation, c->before, c->behind);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, hint);
#endif
  if (hint) fovea_dnn.dnnl_primitive_desc_destroy_(hint);
  fovea_attributes_free(attributes);
  release(&p);
  return fovea_primitive_make(
    of_weights ? "convolution gradient by weights" : "convolution gradient by input", status, pd);
}

fovea_primitive *fovea_convolution_backward_data(const fovea_convolution *c) {
  return backward(c, 0);
}

fovea_primitive *fovea_convolution_backward_weights(const fovea_convolution *c) {
  return backward(c, 1);
}
