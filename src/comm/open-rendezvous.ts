import type { Backend } from '../nn/backend.js';
import type { RankPlace, Rendezvous } from './communicator.js';
import { GlooRendezvous } from './gloo-rendezvous.js';
import { LocalCommunicator } from './local-communicator.js';

/** @throws CommError if it cannot listen on `place.host` */
export function openRendezvous(place: RankPlace, backend: Pick<Backend, 'cast'>): Rendezvous {
  if (place.worldSize > 1) return new GlooRendezvous(place);
  return { offer: new Uint8Array(), join: async () => new LocalCommunicator(backend) };
}
