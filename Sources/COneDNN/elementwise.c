#include "internal.h"

typedef struct {
  dnnl_alg_kind_t kind;
  float alpha, beta;
} function_t;

// oneDNN's name of a function, and the parameter that 3.x wants where 2.6 has it built in.
static int find(int function, float alpha, float beta, function_t *found) {
  static const dnnl_alg_kind_t kinds[] = {
    [FOVEA_RELU] = dnnl_eltwise_relu,
    [FOVEA_TANH] = dnnl_eltwise_tanh,
    [FOVEA_ELU] = dnnl_eltwise_elu,
    [FOVEA_SQUARE] = dnnl_eltwise_square,
    [FOVEA_ABS] = dnnl_eltwise_abs,
    [FOVEA_SQRT] = dnnl_eltwise_sqrt,
    [FOVEA_LINEAR] = dnnl_eltwise_linear,
    [FOVEA_LOGISTIC] = dnnl_eltwise_logistic,
    [FOVEA_EXP] = dnnl_eltwise_exp,
    [FOVEA_GELU_ERF] = dnnl_eltwise_gelu_erf,
    [FOVEA_GELU_TANH] = dnnl_eltwise_gelu_tanh,
    [FOVEA_SWISH] = dnnl_eltwise_swish,
    [FOVEA_LOG] = dnnl_eltwise_log,
    [FOVEA_CLIP] = dnnl_eltwise_clip_v2,
    [FOVEA_SOFTPLUS] = dnnl_eltwise_soft_relu,
  };
  if (function < 0 || function >= (int)(sizeof kinds / sizeof kinds[0])) return 0;
  *found = (function_t){kinds[function], alpha, beta};
  if (function == FOVEA_SOFTPLUS) found->alpha = 1;
  return 1;
}

static int describe_elementwise(
  function_t f, const fovea_layout *layout, int training, dnnl_primitive_attr_t attributes,
  dnnl_primitive_desc_t *pd) {
  return DESCRIBE_FORWARD(
    pd, eltwise_forward, attributes, forward_kind(training), f.kind, MD(layout),
    ONLY_V3(MD(layout)) f.alpha, f.beta);
}

fovea_primitive *fovea_elementwise_forward(
  int function, float alpha, float beta, const fovea_layout *layout, int training) {
  function_t f;
  dnnl_primitive_desc_t pd = NULL;
  if (!find(function, alpha, beta, &f))
    return fovea_primitive_make("elementwise function", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  int status = describe_elementwise(f, layout, training, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("elementwise function", status, pd, SOURCE | DESTINATION);
}

fovea_primitive *fovea_elementwise_backward(
  int function, float alpha, float beta, const fovea_layout *layout) {
  function_t f;
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  if (!find(function, alpha, beta, &f))
    return fovea_primitive_make("elementwise gradient", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  int status = describe_elementwise(f, layout, 1, attributes, &hint);
  if (!status)
    status = DESCRIBE_BACKWARD(
      &pd, eltwise_backward, hint, attributes, f.kind, MD(layout), ONLY_V3(MD(layout)) MD(layout),
      f.alpha, f.beta);
  fovea_hint_free(hint);
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "elementwise gradient", status, pd, SOURCE | DESTINATION_GRADIENT | SOURCE_GRADIENT);
}

// MARK: - Softmax

static dnnl_alg_kind_t softmax_kind(int logarithm) {
  return logarithm ? dnnl_softmax_log : dnnl_softmax_accurate;
}

static int describe_softmax(
  const fovea_layout *layout, int axis, int logarithm, dnnl_primitive_attr_t attributes,
  dnnl_primitive_desc_t *pd) {
  return DESCRIBE_FORWARD(
    pd, softmax_forward, attributes, dnnl_forward_training, softmax_kind(logarithm), MD(layout),
    MD(layout), axis);
}

fovea_primitive *fovea_softmax_forward(const fovea_layout *layout, int axis, int logarithm) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = describe_softmax(layout, axis, logarithm, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("softmax", status, pd, SOURCE | DESTINATION);
}

fovea_primitive *fovea_softmax_backward(const fovea_layout *layout, int axis, int logarithm) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = describe_softmax(layout, axis, logarithm, attributes, &hint);
  if (!status)
    status = DESCRIBE_BACKWARD(
      &pd, softmax_backward, hint, attributes, softmax_kind(logarithm), MD(layout), MD(layout),
      MD(layout), axis);
  fovea_hint_free(hint);
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "softmax gradient", status, pd, DESTINATION | DESTINATION_GRADIENT | SOURCE_GRADIENT);
}
