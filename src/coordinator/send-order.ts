import { attemptOf } from '../run/layout.js';
import type { JobAction } from './job/job-action.js';
import type { PeerKeys } from './peer-keys.js';
import type { Sessions } from './sessions.js';

/** What every worker of a job is told alike. */
export interface SharedStart {
  jobId: string;
  /** JSON. */
  config: string;
  peerKeys: PeerKeys;
}

export type Order = Extract<
  JobAction,
  {
    kind:
      | 'admit'
      | 'probe'
      | 'refuse'
      | 'release'
      | 'readmit'
      | 'survey'
      | 'welcome'
      | 'dropNode'
      | 'spawn'
      | 'kill'
      | 'start'
      | 'endWorker'
      | 'connect'
      | 'saveAndStop'
      | 'saveNow'
      | 'publishPart'
      | 'copyPart'
      | 'bring'
      | 'pruneParts'
      | 'clearParts';
  }
>;

/** Sends an order to its agent or workers. A stream that has broken is left out: the event that says so is on the way. */
export function sendOrder(sessions: Sessions, shared: SharedStart, order: Order): void {
  switch (order.kind) {
    case 'admit':
      sessions.admit(order.nodeId);
      return;
    case 'probe':
      sessions.agent(order.nodeId)?.write({ kind: 'probe', probe: { peers: order.peers } });
      return;
    case 'release':
      sessions.agent(order.nodeId)?.write({ kind: 'released', released: { reason: order.reason } });
      return;
    case 'readmit':
      sessions.readmit(order.nodeId);
      return;
    case 'survey':
      sessions.askForSurvey(order.nodeId);
      return;
    case 'welcome':
      sessions.welcome(order.workerId);
      return;
    case 'refuse':
      sessions.agent(order.nodeId)?.write({ kind: 'refused', refused: { reason: order.reason } });
      return;
    case 'dropNode':
      sessions.agent(order.nodeId)?.end();
      return;
    case 'spawn': {
      const { nodeId, outputDir, count, threads } = order;
      const { jobId } = shared;
      sessions.agent(nodeId)?.write({ kind: 'spawn', spawn: { jobId, outputDir, count, threads } });
      return;
    }
    case 'kill':
      sessions.agent(order.nodeId)?.write({ kind: 'kill', kill: { spared: order.spared } });
      return;
    case 'start': {
      const { kind: _, workerId, ...place } = order;
      const { config } = shared;
      const peerKey = shared.peerKeys.of(order.generation);
      sessions.worker(workerId)?.write({ kind: 'start', start: { ...place, peerKey, config } });
      return;
    }
    case 'endWorker':
      sessions.endWorker(order.workerId);
      return;
    case 'connect': {
      // One object: it is put into bytes once for all.
      const command = { kind: 'connect', connect: { addresses: order.addresses } } as const;
      for (const id of order.workerIds) sessions.worker(id)?.write(command);
      return;
    }
    case 'saveAndStop':
      for (const id of order.workerIds) sessions.worker(id)?.write({ kind: 'saveAndStop', saveAndStop: {} });
      return;
    case 'saveNow':
      sessions.worker(order.workerId)?.write({ kind: 'saveNow', saveNow: {} });
      return;
    case 'publishPart': {
      const { kind: _, nodeId, ...save } = order;
      const publishPart = { ...save, attempt: attemptOf(shared.jobId, order.generation) };
      sessions.agent(nodeId)?.write({ kind: 'publishPart', publishPart });
      return;
    }
    case 'copyPart': {
      const { kind: _, nodeId, ...copyPart } = order;
      const attempt = attemptOf(shared.jobId, order.generation);
      sessions.agent(nodeId)?.write({ kind: 'copyPart', copyPart: { ...copyPart, attempt } });
      return;
    }
    case 'bring': {
      const { kind: _, nodeId, ...bring } = order;
      const attempt = attemptOf(shared.jobId, order.generation);
      sessions.agent(nodeId)?.write({ kind: 'bring', bring: { ...bring, attempt } });
      return;
    }
    case 'pruneParts': {
      const { nodeId, generation, keptSteps } = order;
      const pruneParts = { keptSteps, attempt: attemptOf(shared.jobId, generation) };
      sessions.agent(nodeId)?.write({ kind: 'pruneParts', pruneParts });
      return;
    }
    case 'clearParts': {
      const { nodeId, generation, failedStep } = order;
      const clearParts = { attempt: attemptOf(shared.jobId, generation), failedStep };
      sessions.agent(nodeId)?.write({ kind: 'clearParts', clearParts });
      return;
    }
  }
}
