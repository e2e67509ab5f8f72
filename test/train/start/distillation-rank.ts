/** One rank of a distillation step in a thread of its own: addresses go through the parent, as they would through control. */
import { parentPort, workerData } from 'node:worker_threads';
import { openRendezvous } from '../../../src/comm/open-rendezvous.js';
import { openBackend } from '../../../src/nn/open-backend.js';
import { peerKey } from '../../fixtures/peer-key.js';
import { distillationStep } from './distillation-case.js';

const { overrides, rank, worldSize } = workerData as { overrides: string[]; rank: number; worldSize: number };
const backend = openBackend('cpu', 'float32');
backend.setThreads(1);
const place = { rank, worldSize, host: '127.0.0.1', ranksPerNode: null, peerKey };
const rendezvous = await openRendezvous(place, backend, 'nccl');
const offers = new Promise<Uint8Array[]>((resolve) => parentPort!.once('message', resolve));
parentPort!.postMessage(rendezvous.offer);
const comm = await rendezvous.join(await offers);
const step = await distillationStep(overrides, backend, comm);
comm.close();
parentPort!.postMessage(step);
parentPort!.close();
