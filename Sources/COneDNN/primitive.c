#include "internal.h"
#include <stdlib.h>

// oneDNN's argument numbers, and where a primitive description says each argument's layout.
static const struct {
  int argument;
  dnnl_query_t query;
  int index;
} table[FOVEA_ARGUMENT_COUNT] = {
  [FOVEA_SOURCE] = {DNNL_ARG_SRC, dnnl_query_src_md, 0},
  [FOVEA_DESTINATION] = {DNNL_ARG_DST, dnnl_query_dst_md, 0},
  [FOVEA_WEIGHTS] = {DNNL_ARG_WEIGHTS, dnnl_query_weights_md, 0},
  [FOVEA_BIAS] = {DNNL_ARG_BIAS, dnnl_query_weights_md, 1},
  [FOVEA_MEAN] = {DNNL_ARG_MEAN, dnnl_query_exec_arg_md, DNNL_ARG_MEAN},
  [FOVEA_VARIANCE] = {DNNL_ARG_VARIANCE, dnnl_query_exec_arg_md, DNNL_ARG_VARIANCE},
  [FOVEA_SCALE] = {DNNL_ARG_SCALE, dnnl_query_exec_arg_md, DNNL_ARG_SCALE},
  [FOVEA_SHIFT] = {DNNL_ARG_SHIFT, dnnl_query_exec_arg_md, DNNL_ARG_SHIFT},
  [FOVEA_WORKSPACE] = {DNNL_ARG_WORKSPACE, dnnl_query_workspace_md, 0},
  [FOVEA_SCRATCHPAD] = {DNNL_ARG_SCRATCHPAD, dnnl_query_scratchpad_md, 0},
  [FOVEA_SOURCE_GRADIENT] = {DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md, 0},
  [FOVEA_DESTINATION_GRADIENT] = {DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, 0},
  [FOVEA_WEIGHTS_GRADIENT] = {DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md, 0},
  [FOVEA_BIAS_GRADIENT] = {DNNL_ARG_DIFF_BIAS, dnnl_query_diff_weights_md, 1},
  [FOVEA_SCALE_GRADIENT] = {DNNL_ARG_DIFF_SCALE, dnnl_query_exec_arg_md, DNNL_ARG_DIFF_SCALE},
  [FOVEA_SHIFT_GRADIENT] = {DNNL_ARG_DIFF_SHIFT, dnnl_query_exec_arg_md, DNNL_ARG_DIFF_SHIFT},
};

static md_ref query(const fovea_primitive *p, int argument) {
  md_ref md = fovea_dnn.dnnl_primitive_desc_query_md_(
    p->description, table[argument].query, table[argument].index);
  return md && fovea_dnn.dnnl_memory_desc_get_size_(md) > 0 ? md : NULL;
}

fovea_layout *fovea_primitive_layout(const fovea_primitive *p, int argument) {
  md_ref md = query(p, argument);
  fovea_layout *layout = md ? calloc(1, sizeof *layout) : NULL;
  if (!layout) return NULL;
#if V3
  fovea_dnn.dnnl_memory_desc_clone_(&layout->md, md);
#else
  layout->md = *md;
#endif
  return layout;
}

dnnl_primitive_attr_t fovea_attributes(int relu) {
  dnnl_primitive_attr_t attributes = NULL;
  if (fovea_dnn.dnnl_primitive_attr_create_(&attributes)) return NULL;
  fovea_dnn.dnnl_primitive_attr_set_scratchpad_mode_(attributes, dnnl_scratchpad_mode_user);
  if (relu) {
    dnnl_post_ops_t behind;
    fovea_dnn.dnnl_post_ops_create_(&behind);
#if V3
    fovea_dnn.dnnl_post_ops_append_eltwise_(behind, dnnl_eltwise_relu, 0, 0);
#else
    fovea_dnn.dnnl_post_ops_append_eltwise_(behind, 1, dnnl_eltwise_relu, 0, 0);
#endif
    fovea_dnn.dnnl_primitive_attr_set_post_ops_(attributes, behind);
    fovea_dnn.dnnl_post_ops_destroy_(behind);
  }
  return attributes;
}

void fovea_attributes_free(dnnl_primitive_attr_t attributes) {
  if (attributes) fovea_dnn.dnnl_primitive_attr_destroy_(attributes);
}

fovea_primitive *fovea_primitive_make(const char *what, int status, dnnl_primitive_desc_t pd) {
  if (status) {
    fovea_dnn_fail(what, status);
    return NULL;
  }
  fovea_primitive *p = calloc(1, sizeof *p);
  if (!p) {
    fovea_dnn.dnnl_primitive_desc_destroy_(pd);
    fovea_dnn_fail(what, dnnl_out_of_memory);
    return NULL;
  }
  p->description = pd;
  status = fovea_dnn.dnnl_primitive_create_(&p->primitive, pd);
  if (!status) return p;
  fovea_dnn_fail(what, status);
  fovea_primitive_free(p);
  return NULL;
}

int fovea_primitive_bind(fovea_primitive *p, int argument, void *data) {
  int number = table[argument].argument;
  for (int i = 0; i < p->count; i++)
    if (p->arguments[i].arg == number) {
      int status = fovea_dnn.dnnl_memory_set_data_handle_(p->arguments[i].memory, data);
      return status ? fovea_dnn_fail("binding", status) : 0;
    }
  md_ref md = query(p, argument);
  if (!md) return 0;  // the primitive has no such argument: nothing to bind
  dnnl_memory_t memory;
  int status = fovea_dnn.dnnl_memory_create_(&memory, md, fovea_dnn.engine, data);
  if (status) return fovea_dnn_fail("binding", status);
  p->arguments[p->count++] = (dnnl_exec_arg_t){number, memory};
  return 0;
}

int fovea_primitive_execute(fovea_primitive *p) {
  int status = fovea_dnn.dnnl_primitive_execute_(
    p->primitive, fovea_dnn_stream(), p->count, p->arguments);
  return status ? fovea_dnn_fail("execution", status) : 0;
}

void fovea_primitive_free(fovea_primitive *p) {
  if (!p) return;
  for (int i = 0; i < p->count; i++) fovea_dnn.dnnl_memory_destroy_(p->arguments[i].memory);
  if (p->primitive) fovea_dnn.dnnl_primitive_destroy_(p->primitive);
  if (p->description) fovea_dnn.dnnl_primitive_desc_destroy_(p->description);
  free(p);
}

const char *fovea_primitive_name(const fovea_primitive *p) {
  const char *name = "";
  fovea_dnn.dnnl_primitive_desc_query_(p->description, dnnl_query_impl_info_str, 0, &name);
  return name;
}

fovea_primitive *fovea_reorder(const fovea_layout *from, const fovea_layout *to) {
  dnnl_primitive_attr_t attributes = fovea_attributes(0);
  dnnl_primitive_desc_t pd = NULL;
  int status = fovea_dnn.dnnl_reorder_primitive_desc_create_(
    &pd, MD(from), fovea_dnn.engine, MD(to), fovea_dnn.engine, attributes);
  fovea_attributes_free(attributes);
  return fovea_primitive_make("reorder", status, pd);
}
