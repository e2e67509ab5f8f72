import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { logTail } from '../../agent/log-tail.js';
import { partOf } from '../../certificates/identity.js';
import { logLine } from '../../log/log-line.js';
import { formatAddress } from '../../rpc/address.js';
import { agentCertificatePath, agentLogPath, logsDirectory } from '../../run/layout.js';
import { writeFileWhole } from '../../system/atomic-file.js';
import { makeFolder } from '../../system/make-folder.js';
import { leaveSignalsToParent, onSignal } from '../../system/signals.js';
import type { Engine, EngineJob } from '../engine.js';
import { HostError } from '../host-error.js';
import { KeptHost } from '../kept-host.js';
import { AgentStep } from './agent-step.js';
import type { Allocation } from './allocation.js';
import { jobState, nodeNames, requeue } from './slurm-command.js';
import { beginsAgain } from './verdict.js';

export interface SlurmEngineOptions {
  allocation: Allocation;
  /** That the job cannot be without. */
  minNodes: number;
  cliEntry: string;
}

/** Agents that are wanted at about the same time are started by one srun. */
const GATHER_MS = 200;
/** From when an agent is started to when it takes part: it looks at images and directories. */
const JOIN_MS = 30_000;

/** The nodes of a Slurm job, an agent on each, started from the job's batch script. */
export function slurmEngine({ allocation, minNodes, cliEntry }: SlurmEngineOptions): Engine {
  const over = new AbortController();
  const steps: AgentStep[] = [];
  /** Nodes that are nothing to this job any more, as Slurm has taken them or they were dismissed, and why. */
  const gone = new Map<string, string>();
  /** Of agents that have ended and were not started again: with which code; null where nobody knows. */
  const ends = new Map<string, number | null>();
  const joinedOrEnded = new Map<string, () => void>();
  let wanted = new Map<string, () => void>();
  let job: EngineJob | null = null;
  let keeping: Promise<void>[] = [];
  let isToldToEnd = false;

  const kept = allocation.nodes.map(
    (name) => new KeptHost(name, { prepare: async () => {}, start: () => start(name) }, () => giveUpIfHopeless()),
  );
  const placed = (place: string) => kept.find(({ name }) => name === place);
  const settle = (place: string) => joinedOrEnded.get(place)?.();

  let asked: Promise<string[]> | null = null;
  /** Of the job's nodes, those that Slurm has not taken from it; asked once for all that want to know it now. */
  const nodesLeft = (): Promise<string[]> => {
    asked ??= jobState(allocation.job)
      .then(({ nodes }) => nodeNames(nodes))
      .finally(() => {
        asked = null;
      });
    return asked;
  };

  const checkAllocated = async (place: string): Promise<void> => {
    if ((await nodesLeft()).includes(place)) return;
    const reason = `Slurm has taken it from job ${allocation.job}: it counts as down`;
    if (!gone.has(place)) logLine('warn', 'node-taken', { node: place, reason });
    giveUp(place, reason);
    throw new HostError(reason, true);
  };

  const giveUp = (place: string, reason: string) => {
    gone.set(place, reason);
    placed(place)?.dismiss();
    giveUpIfHopeless();
  };

  const start = async (place: string): Promise<string> => {
    const { outputDir } = job!;
    // srun may wait for long for a task of a node that is lost.
    await checkAllocated(place);
    if (!steps.some((step) => step.has(place))) {
      ends.delete(place);
      await new Promise<void>((resolve) => {
        if (wanted.size === 0) setTimeout(startWanted, GATHER_MS);
        wanted.set(place, resolve);
      });
    }
    const late = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => joinedOrEnded.set(place, resolve)),
      pause(JOIN_MS, undefined, { signal: late.signal }).catch(() => {}),
    ]);
    late.abort();
    joinedOrEnded.delete(place);
    const words = logTail(agentLogPath(outputDir, place), 0).split('\n').at(-1) ?? '';
    const code = ends.get(place);
    if (code === undefined) return words;
    if (code === null) await checkAllocated(place);
    if (code === null) throw new HostError(`srun has ended: ${steps.at(-1)?.lastWords || 'without a word'}`, false);
    throw new HostError(`its agent ended with code ${code}: ${words || 'without a word'}`, code === 2);
  };

  const startWanted = () => {
    const places = [...wanted.keys()];
    const started = [...wanted.values()];
    wanted = new Map();
    if (!over.signal.aborted) {
      const onEnded = (place: string, code: number | null) => {
        ends.set(place, code);
        settle(place);
      };
      const logsDir = logsDirectory(job!.outputDir);
      steps.push(new AgentStep({ places, command: agentCommand(cliEntry, job!), logsDir, onEnded }));
      logLine('info', 'agents-started', { nodes: places.join(', ') });
    }
    for (const begun of started) begun();
  };

  const giveUpIfHopeless = () => {
    const reasons = kept.flatMap(({ name, problem }) => {
      const reason = gone.get(name) ?? (problem?.isLasting === true ? problem.message : null);
      return reason === null ? [] : [`${name}: ${reason}`];
    });
    const left = kept.length - reasons.length;
    if (job === null || left >= minNodes) return;
    const needs = `the job needs ${minNodes} node${minNodes === 1 ? '' : 's'}`;
    const reason = `${needs}, and ${left} of ${kept.length} can take part; ${reasons.join('; ')}`;
    // Another run has other nodes in place of those that are gone.
    job.coordinator.deliver({ kind: 'hopeless', reason, exitCode: kept.length - gone.size < minNodes ? 1 : 2 });
  };

  return {
    name: 'slurm',
    isRemote: true,
    check: async () => {},
    provide(provided) {
      job = provided;
      const { outputDir, transport, coordinator } = provided;
      if (transport.kind === 'loopback') throw new TypeError('agents of other machines need certificates');
      makeFolder(logsDirectory(outputDir));
      const certificate = Buffer.from(partOf(transport.file, ['agent', 'worker']));
      writeFileWhole(agentCertificatePath(outputDir), [certificate], 0o600);
      onSignal('SIGTERM', () => {
        isToldToEnd = true;
      });
      void coordinator.outcome.then(() => over.abort());
      keeping = kept.map((host) => host.keep(over.signal));
    },
    joined(place) {
      placed(place)?.joined();
      settle(place);
    },
    lost(place) {
      placed(place)?.lost();
    },
    dismissed(place, reason) {
      if (placed(place) === undefined) return;
      logLine('info', 'node-dismissed', { node: place, reason });
      giveUp(place, reason);
    },
    async release() {
      over.abort();
      for (const place of [...joinedOrEnded.keys()]) settle(place);
      const killed = await Promise.all(steps.map((step) => step.end()));
      if (killed.includes(true)) logLine('warn', 'agents-killed', { job: allocation.job });
      await Promise.all(keeping);
      if (job === null) return;
      rmSync(agentCertificatePath(job.outputDir), { force: true });
      const outcome = await job.coordinator.outcome;
      const { restarts, isBatch } = allocation;
      if (isBatch && beginsAgain(outcome, { restarts, isToldToEnd })) await beginAgain(allocation.job);
    },
  };
}

/** What is left to do here is done all the same: Slurm tells this process to end, and kills it later. */
async function beginAgain(job: string): Promise<void> {
  leaveSignalsToParent();
  try {
    await requeue(job);
    logLine('warn', 'job-requeued', { job, reason: 'another run may get past this, on other nodes' });
  } catch (error) {
    logLine('error', 'job-not-requeued', { job, reason: (error as Error).message });
  }
}

function agentCommand(cliEntry: string, { coordinator, outputDir }: EngineJob): string[] {
  const address = ['--coordinator', formatAddress(coordinator.address)];
  const certificate = ['--certificate', agentCertificatePath(outputDir)];
  return [process.execPath, cliEntry, 'agent', ...address, ...certificate, '--end-with-parent', '--requeue-lost'];
}
