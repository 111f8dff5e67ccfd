#include "internal.h"

// The layouts of a convolution and what oneDNN wants in its own way.
typedef struct {
  fovea_layout source, weights, bias, destination;
  int64_t gaps[3];  // oneDNN counts the elements between two taps
  dnnl_prop_kind_t kind;
  dnnl_primitive_attr_t attributes;
} parts;

static parts prepare(const fovea_convolution *c, int forward) {
  parts p = {.kind = forward_kind(c->training || !forward)};
  p.source = fovea_layout_local(2 + c->spatial, c->source, 1, NULL);
  p.weights = fovea_layout_local(c->weights_rank, c->weights, 1, NULL);
  p.destination = fovea_layout_local(2 + c->spatial, c->destination, 1, NULL);
  if (c->has_bias) p.bias = fovea_layout_local(1, c->bias, 0, NULL);
  for (int d = 0; d < c->spatial; d++) p.gaps[d] = c->dilation[d] - 1;
  fovea_afterwards nothing = {0};
  fovea_afterwards wanted = {c->accumulates, c->relu, c->relu_slope};
  p.attributes = fovea_attributes(forward ? wanted : nothing);
  return p;
}

static void release(parts *p) {
  fovea_layout_release(&p->source);
  fovea_layout_release(&p->weights);
  fovea_layout_release(&p->destination);
  fovea_layout_release(&p->bias);
  fovea_attributes_free(p->attributes);
}

static int is_possible(const fovea_convolution *c) {
  int extra = c->weights_rank - c->spatial;
  if (window_is_possible(c->spatial, c->stride, c->dilation) && (extra == 2 || extra == 3)) return 1;
  fovea_dnn_fail("convolution", dnnl_invalid_arguments);
  return 0;
}

#define ALGORITHM (c->winograd ? dnnl_convolution_winograd : dnnl_convolution_direct)
#define WINDOW c->stride, p->gaps, c->before, c->behind
#define BIAS_MD (c->has_bias ? MD(&p->bias) : NULL)

static int describe_forward(const fovea_convolution *c, parts *p, dnnl_primitive_desc_t *pd) {
  return c->transposed
    ? DESCRIBE_FORWARD(
        pd, deconvolution_forward, p->attributes, p->kind, dnnl_deconvolution_direct,
        MD(&p->source), MD(&p->weights), BIAS_MD, MD(&p->destination), WINDOW)
    : DESCRIBE_FORWARD(
        pd, convolution_forward, p->attributes, p->kind, ALGORITHM, MD(&p->source),
        MD(&p->weights), BIAS_MD, MD(&p->destination), WINDOW);
}

static int describe_data(
  const fovea_convolution *c, parts *p, dnnl_primitive_desc_t hint, dnnl_primitive_desc_t *pd) {
  return c->transposed
    ? DESCRIBE_BACKWARD(
        pd, deconvolution_backward_data, hint, p->attributes, dnnl_deconvolution_direct,
        MD(&p->source), MD(&p->weights), MD(&p->destination), WINDOW)
    : DESCRIBE_BACKWARD(
        pd, convolution_backward_data, hint, p->attributes, ALGORITHM,
        MD(&p->source), MD(&p->weights), MD(&p->destination), WINDOW);
}

static int describe_weights(
  const fovea_convolution *c, parts *p, dnnl_primitive_desc_t hint, dnnl_primitive_desc_t *pd) {
  return c->transposed
    ? DESCRIBE_BACKWARD(
        pd, deconvolution_backward_weights, hint, p->attributes, dnnl_deconvolution_direct,
        MD(&p->source), MD(&p->weights), BIAS_MD, MD(&p->destination), WINDOW)
    : DESCRIBE_BACKWARD(
        pd, convolution_backward_weights, hint, p->attributes, ALGORITHM,
        MD(&p->source), MD(&p->weights), BIAS_MD, MD(&p->destination), WINDOW);
}

fovea_primitive *fovea_convolution_forward(const fovea_convolution *c) {
  if (fovea_dnn_load() || !is_possible(c)) return NULL;
  parts p = prepare(c, 1);
  dnnl_primitive_desc_t pd = NULL;
  int status = describe_forward(c, &p, &pd);
  release(&p);
  return fovea_primitive_make(
    c->transposed ? "transposed convolution" : "convolution", status, pd,
    SOURCE | WEIGHTS | BIAS | DESTINATION);
}

static fovea_primitive *backward(const fovea_convolution *c, int of_weights) {
  if (fovea_dnn_load() || !is_possible(c)) return NULL;
  parts p = prepare(c, 0);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = describe_forward(c, &p, &hint);
  if (!status)
    status = of_weights ? describe_weights(c, &p, hint, &pd) : describe_data(c, &p, hint, &pd);
  fovea_hint_free(hint);
  release(&p);
  return of_weights
    ? fovea_primitive_make(
        "convolution gradient by weights", status, pd,
        SOURCE | DESTINATION_GRADIENT | WEIGHTS_GRADIENT | BIAS_GRADIENT)
    : fovea_primitive_make(
        "convolution gradient by input", status, pd,
        DESTINATION_GRADIENT | WEIGHTS | SOURCE_GRADIENT);
}

fovea_primitive *fovea_convolution_backward_data(const fovea_convolution *c) {
  return backward(c, 0);
}

fovea_primitive *fovea_convolution_backward_weights(const fovea_convolution *c) {
  return backward(c, 1);
}
