#include "internal.h"

static dnnl_alg_kind_t algorithm(int function) {
  static const dnnl_alg_kind_t kinds[] = {
    [FOVEA_RELU] = dnnl_eltwise_relu,         [FOVEA_TANH] = dnnl_eltwise_tanh,
    [FOVEA_ELU] = dnnl_eltwise_elu,           [FOVEA_SQUARE] = dnnl_eltwise_square,
    [FOVEA_ABS] = dnnl_eltwise_abs,           [FOVEA_SQRT] = dnnl_eltwise_sqrt,
    [FOVEA_LINEAR] = dnnl_eltwise_linear,     [FOVEA_LOGISTIC] = dnnl_eltwise_logistic,
    [FOVEA_EXP] = dnnl_eltwise_exp,           [FOVEA_GELU_ERF] = dnnl_eltwise_gelu_erf,
    [FOVEA_GELU_TANH] = dnnl_eltwise_gelu_tanh, [FOVEA_SWISH] = dnnl_eltwise_swish,
    [FOVEA_LOG] = dnnl_eltwise_log,           [FOVEA_CLIP] = dnnl_eltwise_clip_v2,
    [FOVEA_SOFTPLUS] = dnnl_eltwise_soft_relu};
  return kinds[function];
}

static int forward_description(
  int function, float alpha, float beta, const fovea_layout *layout, int training,
  dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *pd) {
  dnnl_prop_kind_t kind = training ? dnnl_forward_training : dnnl_forward_inference;
#if V3
  return fovea_dnn.dnnl_eltwise_forward_primitive_desc_create_(
    pd, fovea_dnn.engine, kind, algorithm(function), layout->md, layout->md, alpha, beta,
    attributes);
#else
  dnnl_eltwise_desc_t d;
  int status = fovea_dnn.dnnl_eltwise_forward_desc_init_(
    &d, kind, algorithm(function), &layout->md, alpha, beta);
  return status ? status
                : (int)fovea_dnn.dnnl_primitive_desc_create_(
                    pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
}

fovea_primitive *fovea_elementwise_forward(
  int function, float alpha, float beta, const fovea_layout *layout, int training) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  int status = forward_description(function, alpha, beta, layout, training, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("elementwise function", status, pd);
}

fovea_primitive *fovea_elementwise_backward(
  int function, float alpha, float beta, const fovea_layout *layout) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = forward_description(function, alpha, beta, layout, 1, attributes, &hint);
#if V3
  if (!status)
    status = fovea_dnn.dnnl_eltwise_backward_primitive_desc_create_(
      &pd, fovea_dnn.engine, algorithm(function), layout->md, layout->md, layout->md, alpha, beta,
      hint, attributes);
#else
  dnnl_eltwise_desc_t d;
  if (!status)
    status = fovea_dnn.dnnl_eltwise_backward_desc_init_(
      &d, algorithm(function), &layout->md, &layout->md, alpha, beta);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, hint);
#endif
  if (hint) fovea_dnn.dnnl_primitive_desc_destroy_(hint);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("elementwise gradient", status, pd);
}

static int softmax_description(
  const fovea_layout *layout, int axis, int logarithm, dnnl_primitive_attr_t attributes,
  dnnl_primitive_desc_t *pd) {
#if V3
  return fovea_dnn.dnnl_softmax_forward_primitive_desc_create_(
    pd, fovea_dnn.engine, dnnl_forward_training,
    logarithm ? dnnl_softmax_log : dnnl_softmax_accurate, layout->md, layout->md, axis, attributes);
#else
  dnnl_softmax_desc_t d;
  int status = logarithm
    ? fovea_dnn.dnnl_logsoftmax_forward_desc_init_(&d, dnnl_forward_training, &layout->md, axis)
    : fovea_dnn.dnnl_softmax_forward_desc_init_(&d, dnnl_forward_training, &layout->md, axis);
  return status ? status
                : (int)fovea_dnn.dnnl_primitive_desc_create_(
                    pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
}

fovea_primitive *fovea_softmax_forward(const fovea_layout *layout, int axis, int logarithm) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  int status = softmax_description(layout, axis, logarithm, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("softmax", status, pd);
}

fovea_primitive *fovea_softmax_backward(const fovea_layout *layout, int axis, int logarithm) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = softmax_description(layout, axis, logarithm, attributes, &hint);
#if V3
  if (!status)
    status = fovea_dnn.dnnl_softmax_backward_primitive_desc_create_(
      &pd, fovea_dnn.engine, logarithm ? dnnl_softmax_log : dnnl_softmax_accurate, layout->md,
      layout->md, layout->md, axis, hint, attributes);
#else
  dnnl_softmax_desc_t d;
  if (!status)
    status = logarithm
      ? fovea_dnn.dnnl_logsoftmax_backward_desc_init_(&d, &layout->md, &layout->md, axis)
      : fovea_dnn.dnnl_softmax_backward_desc_init_(&d, &layout->md, &layout->md, axis);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, hint);
#endif
  if (hint) fovea_dnn.dnnl_primitive_desc_destroy_(hint);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("softmax gradient", status, pd);
}
