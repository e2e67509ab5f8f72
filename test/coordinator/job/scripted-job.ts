import { decide } from '../../../src/coordinator/job/decide.js';
import { type Activity, type Job, type JobOptions, newJob } from '../../../src/coordinator/job/job.js';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { JobEvent } from '../../../src/coordinator/job/job-event.js';
import type { SignsOfLife } from '../../../src/coordinator/job/signs-of-life.js';
import type { WorkerExit } from '../../../src/rpc/messages.js';
import { aNode, nowhere, seen, simulatedOptions } from './a-node.js';

export const cleanExit: WorkerExit = { code: 0, signal: '', problem: '', killedByAgent: false, logTail: '' };
export const killedExit: WorkerExit = { ...cleanExit, signal: 'SIGKILL', killedByAgent: true };

interface Silence {
  nodes?: string[];
  ranks?: number[];
  stalled?: number[];
  /** What ranks are at, by rank. */
  at?: Activity[];
}

/** A job to which one event is delivered after the other, and what it has ordered since the last look. */
export class ScriptedJob {
  job: Job;
  nowMs = 0;
  #actions: JobAction[] = [];
  #workersEver = 0;

  constructor(options: Partial<JobOptions> = {}) {
    this.job = newJob({ ...simulatedOptions, maxNodes: 1, ...options }, 0);
  }

  deliver(event: JobEvent): void {
    const decision = decide(this.job, event, this.nowMs);
    this.job = decision.job;
    this.#actions.push(...decision.actions);
  }

  /** Time passes, in ticks, while all nodes and workers but some give signs of life. */
  pass(ms: number, silent: Silence = {}): void {
    const end = this.nowMs + ms;
    while (this.nowMs < end) {
      this.nowMs += 100;
      const signs: SignsOfLife = { nodes: [], workers: [] };
      for (const { id } of this.job.nodes) if (!silent.nodes?.includes(id)) signs.nodes.push([id, this.nowMs]);
      for (const { rank, workerId } of this.job.ranks) {
        if (silent.ranks?.includes(rank) || workerId === null) continue; // nobody is there
        const progress = silent.stalled?.includes(rank) ? 0 : this.nowMs;
        signs.workers.push([workerId, this.nowMs, { progress, ...(silent.at?.[rank] ?? nowhere) }]);
      }
      this.deliver({ kind: 'tick', signs });
    }
  }

  /** What was ordered since the last call, log lines left out. */
  orders(): JobAction[] {
    return this.#actions.splice(0).filter(({ kind }) => kind !== 'log');
  }

  /** What was logged since the last call of this or `orders`. */
  logged(event: string): Record<string, string | number>[] {
    return this.#actions
      .splice(0)
      .flatMap((action) => (action.kind === 'log' && action.event === event ? [action.fields] : []));
  }

  /** Who is at work in a rank's place. */
  from(rank: number): { workerId: string } {
    return { workerId: this.job.ranks[rank]!.workerId! };
  }

  /** Agents start what they were ordered to: worker-0, worker-1 and so on, counted over all nodes. */
  spawn(): string[] {
    return this.job.nodes.flatMap(({ id: nodeId, spawning }) => {
      const workerIds = Array.from({ length: spawning }, () => `worker-${this.#workersEver++}`);
      if (spawning > 0) this.deliver({ kind: 'workersSpawned', nodeId, workerIds });
      return workerIds;
    });
  }

  join(nodeId: string, localRanks = 2, change: Partial<Extract<JobEvent, { kind: 'nodeJoined' }>> = {}): void {
    const node = { ...aNode(`host-of-${nodeId}`), localRanks, listenHost: '127.0.0.1', place: '' };
    this.deliver({ kind: 'nodeJoined', nodeId, ...node, ...seen, ...change });
    if (this.job.nodes.some(({ id, isProbed }) => id === nodeId && !isProbed))
      this.deliver({ kind: 'nodeProbed', nodeId, unreached: [] });
    this.#actions = this.#actions.filter(({ kind }) => kind !== 'probe');
  }

  /** From the rendezvous on: the checkpoint is found, all workers come up and train. */
  run(resumeStep = 0): void {
    this.comeUp(resumeStep);
    for (const { rank } of this.job.ranks)
      this.deliver({
        kind: 'workerRunning',
        ...this.from(rank),
        startStep: resumeStep,
        totalSteps: 100,
        summary: 'a half',
      });
  }

  /** Up to where all ranks know one another's addresses. */
  comeUp(resumeStep = 0): void {
    const found = {
      directory: `/out/checkpoints/${resumeStep}`,
      globalBatch: 8,
      computeType: 'float32',
      held: null,
    } as const;
    const checkpoint = resumeStep === 0 ? null : { step: resumeStep, ...found };
    this.deliver({ kind: 'checkpointFound', generation: this.job.generation, checkpoint });
    for (const workerId of this.spawn()) this.deliver({ kind: 'workerStarted', workerId });
    for (const { rank } of this.job.ranks)
      this.deliver({ kind: 'workerListening', ...this.from(rank), address: Buffer.from(`address ${rank}`) });
  }

  exit(rank: number, exit: Partial<WorkerExit> = {}): void {
    const { nodeId } = this.job.ranks[rank]!;
    this.deliver({ kind: 'workerExited', nodeId, ...this.from(rank), exit: { ...cleanExit, ...exit } });
  }
}
