#include "internal.h"
#include <stdlib.h>

// Whether the axis is one of the layout's; oneDNN 2.6 divides by zero where it is not.
static int has_axis(const fovea_layout *layout, int axis) {
  int64_t dims[DNNL_MAX_NDIMS];
  return axis >= 0 && axis < fovea_layout_dims(layout, dims);
}

// The descriptions one behind the other, as oneDNN takes several; they still belong to the layouts.
static md_t *row(int n, const fovea_layout *const *layouts) {
  md_t *all = n > 0 ? malloc((size_t)n * sizeof *all) : NULL;
  for (int i = 0; all && i < n; i++) all[i] = layouts[i]->md;
  return all;
}

#if V3
#define SOURCES(all) ((const_dnnl_memory_desc_t const *)(all))
#else
#define SOURCES(all) (all)
#endif

fovea_primitive *fovea_concatenation(
  int n, const fovea_layout *const *from, int axis, const fovea_layout *to) {
  md_t *all = n > 0 && has_axis(from[0], axis) ? row(n, from) : NULL;
  if (!all) return fovea_primitive_make("concatenation", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  md_ref destination = to ? MD(to) : NULL;
#if V3
  int status = fovea_dnn.dnnl_concat_primitive_desc_create_(
    &pd, fovea_dnn.engine, destination, n, axis, SOURCES(all), attributes);
#else
  int status = fovea_dnn.dnnl_concat_primitive_desc_create_(
    &pd, destination, n, axis, SOURCES(all), attributes, fovea_dnn.engine);
#endif
  fovea_attributes_free(attributes);
  free(all);
  return fovea_primitive_make("concatenation", status, pd, DESTINATION);
}

fovea_primitive *fovea_weighted_sum(
  int n, const float *weights, const fovea_layout *const *from, const fovea_layout *to) {
  md_t *all = row(n, from);
  if (!all) return fovea_primitive_make("weighted sum", dnnl_invalid_arguments, NULL, 0);
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
#if V3
  int status = fovea_dnn.dnnl_sum_primitive_desc_create_(
    &pd, fovea_dnn.engine, MD(to), n, weights, SOURCES(all), attributes);
#else
  int status = fovea_dnn.dnnl_sum_primitive_desc_create_(
    &pd, MD(to), n, weights, SOURCES(all), attributes, fovea_dnn.engine);
#endif
  fovea_attributes_free(attributes);
  free(all);
  return fovea_primitive_make("weighted sum", status, pd, DESTINATION);
}
