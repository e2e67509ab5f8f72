import type { Backend } from '../nn/backend.js';
import type { CudaBackend } from '../nn/cuda-backend.js';
import type { RankPlace, Rendezvous } from './communicator.js';
import { GlooRendezvous } from './gloo-rendezvous.js';
import { LocalCommunicator } from './local-communicator.js';
import { type GradientSums, NcclRendezvous } from './nccl-rendezvous.js';

/**
 * Gloo between CPUs, NCCL between GPUs; what stands for a GPU has its memory on the host, and goes by Gloo.
 * @throws CommError if it cannot listen, BackendError where NCCL is not on this machine
 */
export async function openRendezvous(
  place: RankPlace,
  backend: Backend,
  gradientSums: GradientSums,
): Promise<Rendezvous> {
  if (place.worldSize === 1)
    return { offer: new Uint8Array(), turnedAway: null, join: async () => new LocalCommunicator(backend) };
  if (backend.info.details.kind === 'cuda') return NcclRendezvous.open(place, backend as CudaBackend, { gradientSums });
  return new GlooRendezvous(place);
}
