#include "CKernels.h"
#include "fast.h"

// The positions of the four largest logits, largest first; −1 where there are fewer.
static void leaders(int64_t classes, const float *z, int64_t top[4]) {
  for (int k = 0; k < 4; k++) top[k] = -1;
  for (int64_t c = 0; c < classes; c++) {
    int k = 4;
    while (k > 0 && (top[k - 1] < 0 || z[c] > z[top[k - 1]])) k--;
    if (k == 4) continue;
    for (int j = 3; j > k; j--) top[j] = top[j - 1];
    top[k] = c;
  }
}

static int is_class(float label, int64_t classes) {
  return label >= 0 && label < (float)classes && label == __builtin_floorf(label);
}

// A margin is (z[winner] − z[label]) / denominator, and the denominator is z[first] − (z[third] + z[other]) / 2 with
// other = third where there is only one.
struct margin {
  int64_t winner, first, third, other;
  double lead, denominator;
};

static struct margin margin_of(int ratio, int64_t classes, const float *z, int64_t label, int64_t target) {
  int64_t top[4];
  leaders(classes, z, top);
  struct margin m = {top[0] == label ? top[1] : top[0], top[0], -1, -1, 0, 1};
  if (ratio == 1) m.third = m.other = top[2];
  if (ratio == 2) {
    m.winner = target;
    m.third = top[2];
    m.other = top[3];
  }
  m.lead = (double)z[m.winner] - z[label];
  // 1e-12 keeps equal logits from dividing by zero (Croce & Hein 2020, in their code).
  if (ratio) m.denominator = z[m.first] - ((double)z[m.third] + z[m.other]) / 2 + 1e-12;
  return m;
}

int64_t fovea_logit_margin(
  int ratio, int64_t rows, int64_t classes, const float *logits, const float *labels,
  const float *targets, float *out) {
  for (int64_t r = 0; r < rows; r++) {
    if (!is_class(labels[r], classes) || (targets && !is_class(targets[r], classes))) return -1 - r;
    struct margin m = margin_of(
      ratio, classes, logits + r * classes, (int64_t)labels[r], targets ? (int64_t)targets[r] : 0);
    out[r] = (float)(m.lead / m.denominator);
  }
  return 0;
}

void fovea_logit_margin_backward(
  int ratio, int64_t rows, int64_t classes, const float *logits, const float *labels,
  const float *targets, const float *seeds, float *dlogits) {
  for (int64_t r = 0; r < rows; r++) {
    float *d = dlogits + r * classes;
    int64_t label = (int64_t)labels[r];
    struct margin m = margin_of(
      ratio, classes, logits + r * classes, label, targets ? (int64_t)targets[r] : 0);
    for (int64_t c = 0; c < classes; c++) d[c] = 0;
    double outer = seeds[r] / m.denominator;
    d[m.winner] += (float)outer;
    d[label] -= (float)outer;
    if (!ratio) continue;
    double inner = outer * m.lead / m.denominator;
    d[m.first] -= (float)inner;
    d[m.third] += (float)(inner / 2);
    d[m.other] += (float)(inner / 2);
  }
}
