// Pixel kernels are compiled once for each instruction set; see vector/dispatch.h, also for what their sources may
// include. Pixels are 4 bytes: red, green, blue, unused.
#pragma once

#include "vector/dispatch.h"
