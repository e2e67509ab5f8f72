/** One product on an emulated GPU of a thread's own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Backend, ChosenAlgorithm } from '../../src/nn/backend.js';
import type { CudaAddon } from '../../src/nn/cuda-backend.js';
import { loadAddon } from '../../src/system/load-addon.js';
import { floats, normals, valuesOf } from './backend/tensors.js';
import type { EmulatedDevice } from './device-log.js';

export interface ProductOrder {
  /** Where choices are kept. */
  folder: string;
  fastest: 0 | 1;
  adopted: ChosenAlgorithm[];
}

export interface ProductDone {
  values: Float32Array;
  algorithms: ChosenAlgorithm[];
}

const { folder, fastest, adopted } = workerData as ProductOrder;
const none = { cublasLt: '', cudnn: '', nvrtc: '', nvrtcBuiltins: '', cudart: '' };
const backend = loadAddon<CudaAddon<Backend & EmulatedDevice>>('cuda-emulated').open(0, 'float32', 'auto', {
  ...none,
  plans: folder,
});
backend.callFastest(fastest);
backend.adoptAlgorithms(adopted);
const y = backend.linear(
  floats(backend, [3, 999], normals(1, 3 * 999)),
  floats(backend, [4, 999], normals(2, 4 * 999)),
  null,
);
parentPort!.postMessage({ values: valuesOf(backend, y), algorithms: backend.algorithms() } satisfies ProductDone);
