#pragma once
#include <stddef.h>
#include <stdint.h>

// One face for oneDNN 2.6 and 3.x. The library is loaded when it is first needed and not linked: a command that computes
// nothing does not pay for 40 MB, and libgomp reads its environment only after we have asked its threads not to spin.
//
// Functions that return int return 0 on success, else oneDNN's status; those that return a handle return NULL where they
// fail. In both cases fovea_dnn_error() then says in one line what went wrong, for this thread. A handle may be used from
// one thread at a time. All data are float32. Dimensions come in the order [N, C, size…], whatever lies in memory.

/// Loads the library that FOVEA_ONEDNN names, else the one this was compiled for. Cheap when called again. Every function
/// that makes a layout, or a primitive from dims alone, calls it.
int fovea_dnn_load(void);
/// What went wrong last on this thread, such as "oneDNN convolution: unimplemented"; empty if nothing has.
const char *fovea_dnn_error(void);
/// The version that was loaded, such as "2.6.3"; empty before.
const char *fovea_dnn_version(void);

// MARK: - Threads: one pool for oneDNN and for our own loops

/// Sets how many threads oneDNN and fovea_parallel use when called from this thread, as OpenMP has it: 1 or more, else nothing
/// happens. Primitives are made for the number of that time and should run with it: their scratchpads are measured for it.
void fovea_set_threads(int count);
/// How many they use: as many as the processor offers unless set, or 1 where the library does not use OpenMP.
int fovea_get_threads(void);
/// Runs body(0, context) … body(n − 1, context), each once, on the pool, in any order; in order on this thread where there
/// is no pool, or where this is called from such a body. Returns when all are done.
void fovea_parallel(int n, void (*body)(int index, void *context), void *context);

/// Whether this thread is inside of a body of fovea_parallel.
int fovea_is_in_parallel(void);

// MARK: - Layouts: how a tensor lies in memory

typedef struct fovea_layout fovea_layout;

/// Row-major, without gaps. Rank 1 to 12.
fovea_layout *fovea_layout_plain(int rank, const int64_t *dims);
/// With given strides, counted in elements; a transposed matrix is one with its two strides exchanged.
fovea_layout *fovea_layout_strided(int rank, const int64_t *dims, const int64_t *strides);
/// Blocks of 16 channels, innermost, padded with zeros: [N, C / 16, H, W, 16] of an image [N, C, H, W].
fovea_layout *fovea_layout_channel_blocks(const int64_t dims[4]);
fovea_layout *fovea_layout_copy(const fovea_layout *layout);
void fovea_layout_free(fovea_layout *layout);
/// The bytes that memory of this layout takes, padding included.
size_t fovea_layout_bytes(const fovea_layout *layout);
/// Whether the same memory means the same tensor in both; strides of axes of size 1 do not count where both are plain.
int fovea_layout_equal(const fovea_layout *a, const fovea_layout *b);
/// Whether it is row-major, without gaps or padding.
int fovea_layout_is_plain(const fovea_layout *layout);
/// Writes the sizes of the axes into dims (room for 12) and returns their number.
int fovea_layout_dims(const fovea_layout *layout, int64_t *dims);
/// For people: "8x3x224x224 strides 150528,50176,224,1", or "8x64x56x56 strides 200704,50176,896,16 blocks 16b" with the
/// axes called a, b, c …. Writes at most `size` bytes, the closing zero included; returns the length of the whole.
int fovea_layout_describe(const fovea_layout *layout, char *text, size_t size);

// MARK: - Primitives: one operation on given layouts, with memory bound to its arguments

typedef struct fovea_primitive fovea_primitive;

enum fovea_argument {
  FOVEA_SOURCE,
  FOVEA_DESTINATION,
  FOVEA_WEIGHTS,
  FOVEA_BIAS,
  FOVEA_MEAN,
  FOVEA_VARIANCE,
  FOVEA_SCALE,
  FOVEA_SHIFT,
  FOVEA_WORKSPACE,
  FOVEA_SCRATCHPAD,
  FOVEA_SOURCE_GRADIENT,
  FOVEA_DESTINATION_GRADIENT,
  FOVEA_WEIGHTS_GRADIENT,
  FOVEA_BIAS_GRADIENT,
  FOVEA_SCALE_GRADIENT,
  FOVEA_SHIFT_GRADIENT,
  FOVEA_ARGUMENT_COUNT,
};

/// The layout of an argument as the primitive wants it; NULL where it has none. The caller frees it.
fovea_layout *fovea_primitive_layout(const fovea_primitive *primitive, int argument);
/// Gives an argument its memory, which must stay there until it is bound anew or the primitive is freed. An argument that
/// the primitive does not have is passed over. Every one that it has must be bound before execution, the scratchpad (of
/// use to nobody afterwards) and the workspace (from forward to backward pass) included.
int fovea_primitive_bind(fovea_primitive *primitive, int argument, void *data);
/// Computes, without allocation of ours; returns when the result is there.
int fovea_primitive_execute(fovea_primitive *primitive);
/// Whether this thread is inside of fovea_primitive_execute or fovea_sgemm, where oneDNN allocates for itself.
int fovea_dnn_is_executing(void);
void fovea_primitive_free(fovea_primitive *primitive);
/// oneDNN's name for the implementation, such as "jit:avx512_core".
const char *fovea_primitive_name(const fovea_primitive *primitive);

#include "operations.h"
