import type { AgentMessage, Filled, WorkerMessage } from '../rpc/messages.js';
import type { JobEvent } from './job/job-event.js';

type Hello = Extract<Filled<AgentMessage>, { kind: 'hello' }>['hello'];

/** What an agent says, after its hello, as an event of the job; null where it means no more than that it lives. */
export function fromAgent(hello: Hello, message: Filled<AgentMessage>): JobEvent | null {
  const { nodeId } = hello;
  switch (message.kind) {
    case 'survey': {
      const { imageCount: images, ...seen } = message.survey;
      return { kind: 'nodeJoined', ...hello, ...seen, images };
    }
    case 'probed':
      return { kind: 'nodeProbed', nodeId, unreached: message.probed.unreached };
    case 'workersSpawned':
      return { kind: 'workersSpawned', nodeId, workerIds: message.workersSpawned.workerIds };
    case 'partPublished':
      return { kind: 'partPublished', nodeId, ...message.partPublished };
    case 'partCopied':
      return { kind: 'partCopied', nodeId, ...message.partCopied };
    case 'brought':
      return { kind: 'brought', nodeId, ...message.brought };
    case 'workerExited': {
      const { workerId, ...exit } = message.workerExited;
      return { kind: 'workerExited', nodeId, workerId, exit };
    }
    default:
      return null;
  }
}

/** What a worker says, after its hello. */
export function fromWorker(workerId: string, message: Filled<WorkerMessage>): JobEvent | null {
  const from = { workerId };
  switch (message.kind) {
    case 'address':
      return { kind: 'workerListening', ...from, address: message.address.address };
    case 'running': {
      const { startStep, totalSteps, summary } = message.running;
      return { kind: 'workerRunning', ...from, startStep, totalSteps, summary };
    }
    case 'report':
      return { kind: 'workerReported', ...from, report: message.report };
    case 'shardWritten':
      return { kind: 'workerWroteShard', ...from, shard: message.shardWritten };
    case 'log': {
      const level = message.log.level === 'warn' ? 'warn' : 'info';
      return { kind: 'workerLogged', ...from, level, message: message.log.message };
    }
    case 'done': {
      const reason = message.done.reason === 'stopped' ? 'stopped' : 'finished';
      const { step, steps, skipped, problem } = message.done;
      return { kind: 'workerDone', ...from, done: { reason, step, steps, skipped, problem } };
    }
    case 'failed': {
      const { code, fatal } = message.failed;
      const exitCode = message.failed.exitCode === 2 ? 2 : 1;
      return { kind: 'workerFailed', ...from, code, message: message.failed.message, fatal, exitCode };
    }
    default:
      return null;
  }
}
