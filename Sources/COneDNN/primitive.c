#include "internal.h"
#include <stdlib.h>

// oneDNN's number of an argument, and where a primitive description says its layout.
typedef struct {
  int number;
  dnnl_query_t query;
  int index;
} place;

static place place_of(int argument) {
#define BY_NUMBER(number) {number, dnnl_query_exec_arg_md, number}
  static const place table[FOVEA_ARGUMENT_COUNT] = {
    [FOVEA_SOURCE] = {DNNL_ARG_SRC, dnnl_query_src_md, 0},
    [FOVEA_DESTINATION] = {DNNL_ARG_DST, dnnl_query_dst_md, 0},
    [FOVEA_WEIGHTS] = {DNNL_ARG_WEIGHTS, dnnl_query_weights_md, 0},
    [FOVEA_BIAS] = BY_NUMBER(DNNL_ARG_BIAS),
    [FOVEA_MEAN] = BY_NUMBER(DNNL_ARG_MEAN),
    [FOVEA_VARIANCE] = BY_NUMBER(DNNL_ARG_VARIANCE),
    [FOVEA_SCALE] = BY_NUMBER(DNNL_ARG_SCALE),
    [FOVEA_SHIFT] = BY_NUMBER(DNNL_ARG_SHIFT),
    [FOVEA_WORKSPACE] = {DNNL_ARG_WORKSPACE, dnnl_query_workspace_md, 0},
    [FOVEA_SCRATCHPAD] = {DNNL_ARG_SCRATCHPAD, dnnl_query_scratchpad_md, 0},
    [FOVEA_SOURCE_GRADIENT] = {DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md, 0},
    [FOVEA_DESTINATION_GRADIENT] = {DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, 0},
    [FOVEA_WEIGHTS_GRADIENT] = {DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md, 0},
    [FOVEA_BIAS_GRADIENT] = BY_NUMBER(DNNL_ARG_DIFF_BIAS),
    [FOVEA_SCALE_GRADIENT] = BY_NUMBER(DNNL_ARG_DIFF_SCALE),
    [FOVEA_SHIFT_GRADIENT] = BY_NUMBER(DNNL_ARG_DIFF_SHIFT),
  };
  if (argument >= 0 && argument < FOVEA_ARGUMENT_COUNT) return table[argument];
  return (place){0, dnnl_query_undef, 0};
}

static md_ref query(const fovea_primitive *p, int argument, place at) {
  if (at.query == dnnl_query_undef || !(p->takes & TAKES(argument))) return NULL;
  md_ref md = fovea_dnn.dnnl_primitive_desc_query_md_(p->description, at.query, at.index);
  return md && fovea_dnn.dnnl_memory_desc_get_size_(md) > 0 ? md : NULL;
}

fovea_layout *fovea_primitive_layout(const fovea_primitive *p, int argument) {
  md_ref md = query(p, argument, place_of(argument));
  if (!md) return NULL;
#if V3
  const fovea_layout layout = {(md_t)md};
  return fovea_layout_copy(&layout);
#else
  return fovea_layout_copy((const fovea_layout *)md);  // the struct is the layout's only member
#endif
}

// MARK: - Attributes

static void append(dnnl_post_ops_t behind, fovea_afterwards afterwards) {
#if V3
  if (afterwards.accumulates)
    fovea_dnn.dnnl_post_ops_append_sum_(behind, 1, 0, dnnl_data_type_undef);
  if (afterwards.relu)
    fovea_dnn.dnnl_post_ops_append_eltwise_(behind, dnnl_eltwise_relu, afterwards.slope, 0);
#else
  if (afterwards.accumulates) fovea_dnn.dnnl_post_ops_append_sum_(behind, 1);
  if (afterwards.relu)
    fovea_dnn.dnnl_post_ops_append_eltwise_(behind, 1, dnnl_eltwise_relu, afterwards.slope, 0);
#endif
}

dnnl_primitive_attr_t fovea_attributes(fovea_afterwards afterwards) {
  dnnl_primitive_attr_t attributes = NULL;
  if (fovea_dnn.dnnl_primitive_attr_create_(&attributes)) return NULL;
  fovea_dnn.dnnl_primitive_attr_set_scratchpad_mode_(attributes, dnnl_scratchpad_mode_user);
  dnnl_post_ops_t behind = NULL;
  if (!afterwards.accumulates && !afterwards.relu) return attributes;
  if (fovea_dnn.dnnl_post_ops_create_(&behind)) {
    fovea_attributes_free(attributes);
    return NULL;
  }
  append(behind, afterwards);
  fovea_dnn.dnnl_primitive_attr_set_post_ops_(attributes, behind);
  fovea_dnn.dnnl_post_ops_destroy_(behind);
  return attributes;
}

void fovea_attributes_free(dnnl_primitive_attr_t attributes) {
  if (attributes) fovea_dnn.dnnl_primitive_attr_destroy_(attributes);
}

void fovea_hint_free(dnnl_primitive_desc_t hint) {
  if (hint) fovea_dnn.dnnl_primitive_desc_destroy_(hint);
}

// MARK: - Life of a primitive

fovea_primitive *fovea_primitive_make(
  const char *what, int status, dnnl_primitive_desc_t pd, unsigned takes) {
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
  p->takes = takes | TAKES(FOVEA_SCRATCHPAD);
  status = fovea_dnn.dnnl_primitive_create_(&p->primitive, pd);
  if (!status) return p;
  fovea_dnn_fail(what, status);
  fovea_primitive_free(p);
  return NULL;
}

int fovea_primitive_bind(fovea_primitive *p, int argument, void *data) {
  place at = place_of(argument);
  md_ref md = query(p, argument, at);
  if (!md) return 0;  // the primitive has no such argument: nothing to bind
  for (int i = 0; i < p->count; i++)
    if (p->arguments[i].arg == at.number) {
      int status = fovea_dnn.dnnl_memory_set_data_handle_(p->arguments[i].memory, data);
      return status ? fovea_dnn_fail("binding", status) : 0;
    }
  dnnl_memory_t memory;
  int status = fovea_dnn.dnnl_memory_create_(&memory, md, fovea_dnn.engine, data);
  if (status) return fovea_dnn_fail("binding", status);
  p->arguments[p->count++] = (dnnl_exec_arg_t){at.number, memory};
  return 0;
}

_Thread_local int fovea_is_executing;

int fovea_dnn_is_executing(void) { return fovea_is_executing; }

int fovea_primitive_execute(fovea_primitive *p) {
  dnnl_stream_t stream = fovea_dnn_stream();
  fovea_is_executing = 1;
  int status = fovea_dnn.dnnl_primitive_execute_(p->primitive, stream, p->count, p->arguments);
  fovea_is_executing = 0;
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
