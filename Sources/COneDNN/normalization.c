#include "internal.h"

static unsigned flags(int given_moments) {
  return dnnl_use_scale | dnnl_use_shift | (given_moments ? dnnl_use_global_stats : 0);
}

static int batch_forward(
  const fovea_layout *layout, float epsilon, int given_moments, int training,
  dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *pd) {
  dnnl_prop_kind_t kind = training ? dnnl_forward_training : dnnl_forward_inference;
#if V3
  return fovea_dnn.dnnl_batch_normalization_forward_primitive_desc_create_(
    pd, fovea_dnn.engine, kind, layout->md, layout->md, epsilon, flags(given_moments), attributes);
#else
  dnnl_batch_normalization_desc_t d;
  int status = fovea_dnn.dnnl_batch_normalization_forward_desc_init_(
    &d, kind, &layout->md, epsilon, flags(given_moments));
  return status ? status
                : (int)fovea_dnn.dnnl_primitive_desc_create_(
                    pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
}

fovea_primitive *fovea_batch_normalization_forward(
  const fovea_layout *layout, float epsilon, int given_moments, int training) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  int status = batch_forward(layout, epsilon, given_moments, training, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("batch normalisation", status, pd);
}

fovea_primitive *fovea_batch_normalization_backward(
  const fovea_layout *layout, float epsilon, int given_moments) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = batch_forward(layout, epsilon, given_moments, 1, attributes, &hint);
#if V3
  if (!status)
    status = fovea_dnn.dnnl_batch_normalization_backward_primitive_desc_create_(
      &pd, fovea_dnn.engine, dnnl_backward, layout->md, layout->md, layout->md, epsilon,
      flags(given_moments), hint, attributes);
#else
  dnnl_batch_normalization_desc_t d;
  if (!status)
    status = fovea_dnn.dnnl_batch_normalization_backward_desc_init_(
      &d, dnnl_backward, &layout->md, &layout->md, epsilon, flags(given_moments));
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, hint);
#endif
  if (hint) fovea_dnn.dnnl_primitive_desc_destroy_(hint);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("batch normalisation gradient", status, pd);
}

fovea_primitive *fovea_local_response_forward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k, int training) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  dnnl_prop_kind_t kind = training ? dnnl_forward_training : dnnl_forward_inference;
#if V3
  int status = fovea_dnn.dnnl_lrn_forward_primitive_desc_create_(
    &pd, fovea_dnn.engine, kind, dnnl_lrn_across_channels, layout->md, layout->md, size, alpha,
    beta, k, attributes);
#else
  dnnl_lrn_desc_t d;
  int status = fovea_dnn.dnnl_lrn_forward_desc_init_(
    &d, kind, dnnl_lrn_across_channels, &layout->md, size, alpha, beta, k);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(&pd, &d, attributes, fovea_dnn.engine, NULL);
#endif
  fovea_attributes_free(attributes);
  return fovea_primitive_make("local response normalisation", status, pd);
}

fovea_primitive *fovea_local_response_backward(
  const fovea_layout *layout, int64_t size, float alpha, float beta, float k,
  const fovea_primitive *forward) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
#if V3
  int status = fovea_dnn.dnnl_lrn_backward_primitive_desc_create_(
    &pd, fovea_dnn.engine, dnnl_lrn_across_channels, layout->md, layout->md, layout->md, size,
    alpha, beta, k, forward->description, attributes);
#else
  dnnl_lrn_desc_t d;
  int status = fovea_dnn.dnnl_lrn_backward_desc_init_(
    &d, dnnl_lrn_across_channels, &layout->md, &layout->md, size, alpha, beta, k);
  if (!status)
    status = fovea_dnn.dnnl_primitive_desc_create_(
      &pd, &d, attributes, fovea_dnn.engine, forward->description);
#endif
  fovea_attributes_free(attributes);
  return fovea_primitive_make("local response normalisation gradient", status, pd);
}
