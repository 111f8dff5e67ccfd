#include "internal.h"

static unsigned flags_of(int flags) {
  return (unsigned)((flags & FOVEA_GIVEN_MOMENTS ? dnnl_use_global_stats : 0)
    | (flags & FOVEA_WITHOUT_SCALE ? 0 : dnnl_use_scale)
    | (flags & FOVEA_WITHOUT_SHIFT ? 0 : dnnl_use_shift)
    | (flags & FOVEA_WITH_RELU ? dnnl_fuse_norm_relu : 0));
}

#define MOMENTS (TAKES(FOVEA_MEAN) | TAKES(FOVEA_VARIANCE))

static unsigned forward_arguments(int flags) {
  return SOURCE | DESTINATION | WORKSPACE | MOMENTS
    | (flags & FOVEA_WITHOUT_SCALE ? 0 : TAKES(FOVEA_SCALE))
    | (flags & FOVEA_WITHOUT_SHIFT ? 0 : TAKES(FOVEA_SHIFT));
}

static fovea_primitive *make_backward(
  const char *what, int status, dnnl_primitive_desc_t pd, int flags) {
  unsigned takes = SOURCE | DESTINATION_GRADIENT | WORKSPACE | MOMENTS | SOURCE_GRADIENT;
  if (!(flags & FOVEA_WITHOUT_SCALE)) takes |= TAKES(FOVEA_SCALE) | TAKES(FOVEA_SCALE_GRADIENT);
  if (!(flags & FOVEA_WITHOUT_SHIFT)) takes |= TAKES(FOVEA_SHIFT_GRADIENT);
  // In some versions the shift counts as an input, though its value has no part in any gradient. Where there is one input
  // more than we know of it is bound, to nothing.
  unsigned shift = 0;
  int known = 4 + !(flags & FOVEA_WITHOUT_SCALE) + !!(flags & FOVEA_WITH_RELU);
  if (!status && !(flags & FOVEA_WITHOUT_SHIFT)) {
    int inputs = fovea_dnn.dnnl_primitive_desc_query_s32_(pd, dnnl_query_num_of_inputs_s32, 0);
    if (inputs > known) shift = TAKES(FOVEA_SHIFT);
  }
  fovea_primitive *p = fovea_primitive_make(what, status, pd, takes | shift);
  if (!p || !shift) return p;
  status = fovea_primitive_bind(p, FOVEA_SHIFT, NULL);
  p->takes &= ~shift;  // the caller does not see it
  if (!status) return p;
  fovea_primitive_free(p);
  return NULL;
}

static int describe_batch(
  const fovea_layout *layout, float epsilon, int flags, int training,
  dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *pd) {
  return DESCRIBE_FORWARD(
    pd, batch_normalization_forward, attributes, forward_kind(training), MD(layout),
    ONLY_V3(MD(layout)) epsilon, flags_of(flags));
}

fovea_primitive *fovea_batch_normalization_forward(
  const fovea_layout *layout, float epsilon, int flags, int training) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = describe_batch(layout, epsilon, flags, training, attributes, &pd);
  fovea_attributes_free(attributes);
  return fovea_primitive_make(
    "batch normalisation", status, pd, forward_arguments(flags));
}

fovea_primitive *fovea_batch_normalization_backward(
  const fovea_layout *layout, float epsilon, int flags) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t hint = NULL, pd = NULL;
  int status = describe_batch(layout, epsilon, flags, 1, attributes, &hint);
  if (!status)
    status = DESCRIBE_BACKWARD(
      &pd, batch_normalization_backward, hint, attributes, dnnl_backward, MD(layout),
      ONLY_V3(MD(layout)) MD(layout), epsilon, flags_of(flags));
  fovea_hint_free(hint);
  fovea_attributes_free(attributes);
  return make_backward("batch normalisation gradient", status, pd, flags);
}
