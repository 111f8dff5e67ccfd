#include "internal.h"

fovea_primitive *fovea_reorder(const fovea_layout *from, const fovea_layout *to) {
  dnnl_primitive_attr_t attributes = fovea_attributes((fovea_afterwards){0});
  dnnl_primitive_desc_t pd = NULL;
  int status = fovea_dnn.dnnl_reorder_primitive_desc_create_(
    &pd, MD(from), fovea_dnn.engine, MD(to), fovea_dnn.engine, attributes);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("reorder", status, pd, SOURCE | DESTINATION);
}
