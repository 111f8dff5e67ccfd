#include "internal.h"

fovea_primitive *fovea_binary(
  int function, const fovea_layout *first, const fovea_layout *second,
  const fovea_layout *destination) {
  static const dnnl_alg_kind_t kinds[] = {
    [FOVEA_BINARY_ADD] = dnnl_binary_add,
    [FOVEA_BINARY_SUBTRACT] = dnnl_binary_sub,
    [FOVEA_BINARY_MULTIPLY] = dnnl_binary_mul,
    [FOVEA_BINARY_DIVIDE] = dnnl_binary_div,
    [FOVEA_BINARY_MAXIMUM] = dnnl_binary_max,
    [FOVEA_BINARY_MINIMUM] = dnnl_binary_min,
  };
  if (function < 0 || function >= (int)(sizeof kinds / sizeof kinds[0]))
    return fovea_primitive_make("binary function", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = DESCRIBE_FORWARD(
    &pd, binary, attributes, kinds[function], MD(first), MD(second), MD(destination));
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "binary function", status, pd, SOURCE | TAKES(FOVEA_SECOND_SOURCE) | DESTINATION);
}

fovea_primitive *fovea_reduction(
  int function, const fovea_layout *source, const fovea_layout *destination, float p,
  float epsilon) {
  static const dnnl_alg_kind_t kinds[] = {
    [FOVEA_REDUCE_SUM] = dnnl_reduction_sum,
    [FOVEA_REDUCE_MEAN] = dnnl_reduction_mean,
    [FOVEA_REDUCE_MAXIMUM] = dnnl_reduction_max,
    [FOVEA_REDUCE_MINIMUM] = dnnl_reduction_min,
    [FOVEA_REDUCE_NORM] = dnnl_reduction_norm_lp_sum,
    [FOVEA_REDUCE_NORM_POWER] = dnnl_reduction_norm_lp_power_p_sum,
  };
  if (function < 0 || function >= (int)(sizeof kinds / sizeof kinds[0]))
    return fovea_primitive_make("reduction", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = DESCRIBE_FORWARD(
    &pd, reduction, attributes, kinds[function], MD(source), MD(destination), p, epsilon);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("reduction", status, pd, SOURCE | DESTINATION);
}
