// Functions that the host and kernels both call.
#pragma once

#ifdef __CUDACC__
#define DINOFLEET_ANYWHERE __host__ __device__
#else
#define DINOFLEET_ANYWHERE
#endif
