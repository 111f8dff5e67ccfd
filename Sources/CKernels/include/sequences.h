#pragma once
#include <stdint.h>

// Single steps of recurrent cells with any activations. `pre` holds the sums of all gates [rows, gates · hidden] and is
// held within ± clip on return; `post` gets the gates. Rows whose length is at most `time` keep their state (lengths may be
// null). Backward, dpre gets derivatives by the sums.
struct fovea_activation {
  int32_t function;
  float a, b;
};

struct fovea_cell {
  int64_t rows, hidden;
  struct fovea_activation f, g, k;
  float clip;
  int32_t coupled, resets_last;
};

void fovea_plain_step(
  const struct fovea_cell *cell, const float *lengths, float time, float *pre, const float *h_before, float *h);

// dh_before is added to (for rows that keep their state).
void fovea_plain_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *dh, float *dpre,
  float *dh_before);

// Gates i, o, f, c; peephole is [3, hidden] in the order i, o, f, or null.
void fovea_peephole_lstm_step(
  const struct fovea_cell *cell, const float *lengths, float time, const float *peephole, float *pre, float *post,
  const float *c_before, const float *h_before, float *c, float *h);

// dc holds ∂L/∂c from later steps on entry and all of it on return; dc_before is set; dh_before is added to; scratch has
// `hidden` elements.
void fovea_peephole_lstm_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *peephole, const float *pre,
  const float *post, const float *c_before, const float *c, const float *dh, float *dc, float *dpre,
  float *dc_before, float *dh_before, float *scratch);

// dpeephole = Σ over rows of dpre of gates i, o, f times the cell state that each looks at; set.
void fovea_peephole_gradient(
  int64_t rows, int64_t hidden, const float *dpre, const float *c_before, const float *c, float *dpeephole);

// Gates z, r, h. First z and r from pre += h_gates [rows, 2 · hidden], and reset = r ⊙ h_before (or h_before where the
// reset comes last); then the candidate from pre += candidate [rows, hidden] (or r ⊙ candidate), and h.
void fovea_general_gru_gates(
  const struct fovea_cell *cell, const float *h_gates, const float *h_before, float *pre, float *post, float *reset);
void fovea_general_gru_step(
  const struct fovea_cell *cell, const float *lengths, float time, const float *candidate, const float *h_before,
  float *pre, float *post, float *h);

// First dpre of z and h and dcandidate, with dh_before added to; then, once dreset = dcandidate · U is known (used where
// the reset comes first), dpre of r, and dgates [rows, 2 · hidden] gets dpre of z and r.
void fovea_general_gru_step_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *post,
  const float *h_before, const float *dh, float *dpre, float *dcandidate, float *dh_before);
void fovea_general_gru_gates_backward(
  const struct fovea_cell *cell, const float *lengths, float time, const float *pre, const float *post,
  const float *candidate, const float *h_before, const float *dreset, float *dpre, float *dgates, float *dh_before);
