#pragma once

#include "vector/dispatch.h"

namespace dinofleet::cpu {

// One row of softmaxCrossEntropy, weight 1. With q the sum of the targets' rows `rows` (count; -1 is none): returns
// -q · log_softmax(logits inverse_temp), and overwrites logits (P) with grad_scale times the gradient with respect to
// logits inverse_temp.
DINOFLEET_KERNEL(double, cross_entropy_row,
                 (float* logits, const float* targets, const int32_t* rows, int64_t count, int64_t prototypes,
                  double inverse_temp, double grad_scale))

}  // namespace dinofleet::cpu
