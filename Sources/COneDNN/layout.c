#include "internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_strided(md_t *md, int rank, const int64_t *dims, const int64_t *strides) {
#if V3
  return fovea_dnn.dnnl_memory_desc_create_with_strides_(md, rank, dims, dnnl_f32, strides);
#else
  return fovea_dnn.dnnl_memory_desc_init_by_strides_(md, rank, dims, dnnl_f32, strides);
#endif
}

static int make_plain(md_t *md, int rank, const int64_t *dims) {
  if (rank < 1 || rank > DNNL_MAX_NDIMS) return dnnl_invalid_arguments;
  int64_t strides[DNNL_MAX_NDIMS], stride = 1;
  for (int d = rank - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= dims[d] > 0 ? dims[d] : 1;
  }
  return make_strided(md, rank, dims, strides);
}

static int make_tagged(md_t *md, int rank, const int64_t *dims, dnnl_format_tag_t tag) {
  if (rank < 1 || rank > DNNL_MAX_NDIMS) return dnnl_invalid_arguments;
#if V3
  return fovea_dnn.dnnl_memory_desc_create_with_tag_(md, rank, dims, dnnl_f32, tag);
#else
  return fovea_dnn.dnnl_memory_desc_init_by_tag_(md, rank, dims, dnnl_f32, tag);
#endif
}

static int make_any(md_t *md, int rank, const int64_t *dims) {
  return make_tagged(md, rank, dims, dnnl_format_tag_any);
}

static int copy(md_t *md, md_ref from) {
#if V3
  return fovea_dnn.dnnl_memory_desc_clone_(md, from);
#else
  *md = *from;
  return dnnl_success;
#endif
}

// Puts a finished description on the heap.
static fovea_layout *keep(int status, md_t md) {
  fovea_layout *layout = status ? NULL : malloc(sizeof *layout);
  if (!layout) {
    fovea_dnn_fail("memory layout", status ? status : (int)dnnl_out_of_memory);
    return NULL;
  }
  layout->md = md;
  return layout;
}

fovea_layout *fovea_layout_strided(int rank, const int64_t *dims, const int64_t *strides) {
  if (fovea_dnn_load()) return NULL;
  md_t md = {0};
  int valid = rank >= 1 && rank <= DNNL_MAX_NDIMS;
  int status = valid ? make_strided(&md, rank, dims, strides) : (int)dnnl_invalid_arguments;
  return keep(status, md);
}

fovea_layout *fovea_layout_plain(int rank, const int64_t *dims) {
  if (fovea_dnn_load()) return NULL;
  md_t md = {0};
  int status = make_plain(&md, rank, dims);
  return keep(status, md);
}

fovea_layout *fovea_layout_channel_blocks(const int64_t dims[4]) {
  if (fovea_dnn_load()) return NULL;
  md_t md = {0};
  int status = make_tagged(&md, 4, dims, dnnl_nChw16c);
  return keep(status, md);
}

fovea_layout *fovea_layout_copy(const fovea_layout *layout) {
  md_t md = {0};
  int status = copy(&md, MD(layout));
  return keep(status, md);
}

fovea_layout fovea_layout_local(int rank, const int64_t *dims, int any, const fovea_layout *given) {
  fovea_layout layout;
  memset(&layout, 0, sizeof layout);
  if (given) copy(&layout.md, MD(given));
  else if (any) make_any(&layout.md, rank, dims);
  else make_plain(&layout.md, rank, dims);
  return layout;
}

void fovea_layout_release(fovea_layout *layout) {
#if V3
  if (layout->md) fovea_dnn.dnnl_memory_desc_destroy_(layout->md);
  layout->md = NULL;
#else
  (void)layout;
#endif
}

void fovea_layout_free(fovea_layout *layout) {
  if (!layout) return;
  fovea_layout_release(layout);
  free(layout);
}

// MARK: - Looking into a layout

size_t fovea_layout_bytes(const fovea_layout *layout) {
  return fovea_dnn.dnnl_memory_desc_get_size_(MD(layout));
}

// What both versions know of a layout. Strides and blocks have a meaning only where it is blocked (plain included).
typedef struct {
  int rank, is_blocked, block_count;
  int64_t offset;
  const int64_t *dims, *padded, *strides, *blocks, *block_axes;
} view;

static view look(const fovea_layout *layout) {
  view v = {0};
#if V3
  dnnl_format_kind_t kind = dnnl_format_kind_undef;
#define ASK(what, field) fovea_dnn.dnnl_memory_desc_query_(layout->md, dnnl_query_##what, &v.field)
  fovea_dnn.dnnl_memory_desc_query_(layout->md, dnnl_query_format_kind, &kind);
  v.is_blocked = kind == dnnl_blocked;
  ASK(ndims_s32, rank);
  ASK(dims, dims);
  ASK(padded_dims, padded);
  ASK(submemory_offset_s64, offset);
  if (!v.is_blocked) return v;
  ASK(strides, strides);
  ASK(inner_nblks_s32, block_count);
  ASK(inner_blks, blocks);
  ASK(inner_idxs, block_axes);
#undef ASK
#else
  const dnnl_memory_desc_t *md = &layout->md;
  v.is_blocked = md->format_kind == dnnl_blocked;
  v.rank = md->ndims;
  v.dims = md->dims;
  v.padded = md->padded_dims;
  v.offset = md->offset0;
  v.strides = md->format_desc.blocking.strides;
  v.block_count = v.is_blocked ? md->format_desc.blocking.inner_nblks : 0;
  v.blocks = md->format_desc.blocking.inner_blks;
  v.block_axes = md->format_desc.blocking.inner_idxs;
#endif
  return v;
}

int fovea_layout_is_plain(const fovea_layout *layout) {
  view v = look(layout);
  if (!v.is_blocked || v.block_count || v.offset) return 0;
  int64_t stride = 1;
  for (int d = v.rank - 1; d >= 0; d--) {
    if (v.padded[d] != v.dims[d] || (v.dims[d] != 1 && v.strides[d] != stride)) return 0;
    stride *= v.dims[d];
  }
  return 1;
}

int fovea_layout_equal(const fovea_layout *a, const fovea_layout *b) {
  if (fovea_dnn.dnnl_memory_desc_equal_(MD(a), MD(b))) return 1;
  view left = look(a), right = look(b);
  if (left.rank != right.rank) return 0;
  for (int d = 0; d < left.rank; d++)
    if (left.dims[d] != right.dims[d]) return 0;
  return fovea_layout_is_plain(a) && fovea_layout_is_plain(b);
}

int fovea_layout_dims(const fovea_layout *layout, int64_t *dims) {
  view v = look(layout);
  for (int d = 0; d < v.rank; d++) dims[d] = v.dims[d];
  return v.rank;
}

int fovea_layout_describe(const fovea_layout *layout, char *text, size_t size) {
  view v = look(layout);
  char line[1024] = "";  // room for 12 axes of 20 digits each, three times
  int n = 0;
#define APPEND(...) n += snprintf(line + n, sizeof line - (size_t)n, __VA_ARGS__)
  for (int d = 0; d < v.rank; d++) APPEND(d ? "x%lld" : "%lld", (long long)v.dims[d]);
  if (!v.is_blocked) APPEND(" opaque");
  for (int d = 0; v.is_blocked && d < v.rank; d++)
    APPEND(d ? ",%lld" : " strides %lld", (long long)v.strides[d]);
  for (int i = 0; i < v.block_count; i++)
    APPEND(i ? "%lld%c" : " blocks %lld%c", (long long)v.blocks[i], 'a' + (char)v.block_axes[i]);
#undef APPEND
  return snprintf(text, size, "%s", line);
}
