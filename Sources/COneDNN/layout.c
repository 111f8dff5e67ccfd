#include "internal.h"
#include <stdlib.h>

md_t fovea_md(int rank, const int64_t *dims, int any) {
  md_t md = {0};
  int64_t strides[12];
  int64_t stride = 1;
  for (int d = rank - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= dims[d] > 0 ? dims[d] : 1;
  }
#if V3
  if (any)
    fovea_dnn.dnnl_memory_desc_create_with_tag_(&md, rank, dims, dnnl_f32, dnnl_format_tag_any);
  else
    fovea_dnn.dnnl_memory_desc_create_with_strides_(&md, rank, dims, dnnl_f32, strides);
#else
  if (any)
    fovea_dnn.dnnl_memory_desc_init_by_tag_(&md, rank, dims, dnnl_f32, dnnl_format_tag_any);
  else
    fovea_dnn.dnnl_memory_desc_init_by_strides_(&md, rank, dims, dnnl_f32, strides);
#endif
  return md;
}

void fovea_md_free(md_t *md) {
#if V3
  if (*md) fovea_dnn.dnnl_memory_desc_destroy_(*md);
  *md = NULL;
#else
  (void)md;
#endif
}

fovea_layout *fovea_layout_strided(int rank, const int64_t *dims, const int64_t *strides) {
  if (fovea_dnn_load()) return NULL;
  fovea_layout *layout = calloc(1, sizeof *layout);
  if (!layout) return NULL;
#if V3
  int status = fovea_dnn.dnnl_memory_desc_create_with_strides_(
    &layout->md, rank, dims, dnnl_f32, strides);
#else
  int status = fovea_dnn.dnnl_memory_desc_init_by_strides_(
    &layout->md, rank, dims, dnnl_f32, strides);
#endif
  if (!status) return layout;
  fovea_dnn_fail("memory layout", status);
  free(layout);
  return NULL;
}

fovea_layout *fovea_layout_plain(int rank, const int64_t *dims) {
  int64_t strides[12];
  int64_t stride = 1;
  if (rank < 1 || rank > 12) {
    fovea_dnn_fail("memory layout", dnnl_invalid_arguments);
    return NULL;
  }
  for (int d = rank - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= dims[d] > 0 ? dims[d] : 1;
  }
  return fovea_layout_strided(rank, dims, strides);
}

void fovea_layout_free(fovea_layout *layout) {
  if (!layout) return;
  fovea_md_free(&layout->md);
  free(layout);
}

size_t fovea_layout_bytes(const fovea_layout *layout) {
  return fovea_dnn.dnnl_memory_desc_get_size_(MD(layout));
}

int fovea_layout_equal(const fovea_layout *a, const fovea_layout *b) {
  return fovea_dnn.dnnl_memory_desc_equal_(MD(a), MD(b));
}
