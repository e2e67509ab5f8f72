import { limitSpinning } from '../nn/limit-spinning.js';
import { defaultTimings } from '../rpc/timings.js';
import { leaveSignalsToParent } from '../system/signals.js';
import { runWorker } from './run-worker.js';

leaveSignalsToParent();
limitSpinning();
await runWorker(process.argv.slice(2), new URL('./trainer.js', import.meta.url), defaultTimings.heartbeatMs);
