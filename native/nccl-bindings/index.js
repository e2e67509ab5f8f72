import { loadAddon } from '../../dist/src/system/load-addon.js';

const TIMEOUT_MS = 60_000;
/** How often set-up is looked at. */
const LOOK_MS = 2;

export const { load, uniqueId, group, abortAll, Communicator } = loadAddon('nccl');

Communicator.prototype.ready = async function ready(timeoutMs = TIMEOUT_MS) {
  const end = performance.now() + timeoutMs;
  while (!this.settled()) {
    if (performance.now() > end) {
      const late = new Error(`ready: not all ranks came within ${timeoutMs} ms`);
      throw Object.assign(late, { code: 'COMM_FAILED' });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};
