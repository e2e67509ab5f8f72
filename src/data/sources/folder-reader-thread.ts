import { parentPort } from 'node:worker_threads';
import { carryOut, type WalkTask } from './folder-reader.js';

/** null ends the thread. */
parentPort!.on('message', (task: WalkTask | null) => {
  if (task === null) parentPort!.close();
  else parentPort!.postMessage(carryOut(task));
});
