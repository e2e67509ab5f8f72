import type { WorkerMessage } from '../rpc/messages.js';
import type { TrainerEvent } from './trainer-messages.js';

/** What the trainer says, as the coordinator is told. */
export function toWire(event: Exclude<TrainerEvent, { kind: 'name' }>, generation: number): WorkerMessage {
  switch (event.kind) {
    case 'address':
      return { kind: 'address', address: { address: event.address } };
    case 'running':
      return { kind: 'running', running: event };
    case 'report':
      return { kind: 'report', report: event.report };
    case 'shardWritten':
      return { kind: 'shardWritten', shardWritten: { generation, ...event } };
    case 'log':
      return { kind: 'log', log: event };
    case 'done':
      return { kind: 'done', done: event };
    case 'failed':
      return { kind: 'failed', failed: event };
  }
}
