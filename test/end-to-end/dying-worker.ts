/**
 * Workers that kill themselves, or hang, at a place of their training. This module is loaded into every process and thread of a
 * command line (`environmentOf` gives it to Node) and puts its hooks into those of the ranks that are to die.
 */
import { isMainThread, workerData } from 'node:worker_threads';

/** Before the n-th call of these. */
const METHODS = {
  join: async () => (await import('../../src/comm/gloo-rendezvous.js')).GlooRendezvous,
  forwardBackward: async () => (await import('../../src/train/objective.js')).Objective,
  sumOverRanks: async () => (await import('../../src/train/optimizer.js')).Optimizer,
  update: async () => (await import('../../src/train/optimizer.js')).Optimizer,
  begin: async () => (await import('../../src/checkpoint/save/checkpoint-saver.js')).CheckpointSaver,
  finishCopy: async () => (await import('../../src/checkpoint/save/checkpoint-saver.js')).CheckpointSaver,
};
type Method = keyof typeof METHODS;

/** A method of a step, or the operations on the disk that save a checkpoint. */
export const PLACES = [...(Object.keys(METHODS) as Method[]), 'checkpoint'] as const;

export interface Death {
  generation: number;
  rank: number;
  at: (typeof PLACES)[number];
  /** From 1, counted in this process. */
  nth: number;
  /** In place of SIGKILL: the emulated GPU has an error, which stays. Only at forwardBackward. */
  byDevice?: boolean;
  /** In place of SIGKILL: the trainer hangs. */
  hangs?: boolean;
  /** In place of SIGKILL: this call and all later ones take so much longer. */
  slowerMs?: number;
}

const VARIABLE = 'DYING_WORKERS';

/** Of a command line whose workers are to die so. */
export function environmentOf(deaths: readonly Death[]): Record<string, string> {
  return { NODE_OPTIONS: `--import=${import.meta.url}`, [VARIABLE]: JSON.stringify(deaths) };
}

const deaths: Death[] = JSON.parse(process.env[VARIABLE] ?? '[]');
if (!isMainThread && deaths.length > 0) await hook();

async function hook(): Promise<void> {
  // What the trainer is started with, or the thread that writes for it.
  const { rank, generation = Number(workerData?.attempt?.split('-').at(-1)) } = workerData ?? {};
  const isWriter = workerData?.attempt !== undefined;
  for (const death of deaths.filter((each) => each.rank === rank && each.generation === generation))
    if (isWriter && death.at === 'checkpoint') await hookDisk(death.nth);
    else if (!isWriter && death.at !== 'checkpoint') hookMethod(death, death.at, await METHODS[death.at]());
}

function hookMethod(
  { nth, byDevice, hangs, slowerMs }: Death,
  method: Method,
  { prototype }: { prototype: object },
): void {
  const methods = prototype as Record<Method, (...args: unknown[]) => unknown>;
  const original = methods[method];
  let calls = 0;
  methods[method] = function (this: unknown, ...args) {
    calls++;
    if (slowerMs !== undefined) {
      if (calls >= nth) Atomics.wait(never, 0, 0, slowerMs);
    } else if (calls === nth) {
      if (hangs) Atomics.wait(never, 0, 0);
      else if (byDevice) (this as { state: { backend: { breakDevice(): void } } }).state.backend.breakDevice();
      else process.kill(process.pid, 'SIGKILL');
    }
    return original.apply(this, args);
  };
}

const never = new Int32Array(new SharedArrayBuffer(4));

async function hookDisk(nth: number): Promise<void> {
  const { diskFiles } = await import('../../src/checkpoint/checkpoint-files.js');
  const { dyingFiles } = await import('../checkpoint/save/dying-files.js');
  const isOfCheckpoint = (operation: string) => operation.includes('/checkpoints');
  Object.assign(diskFiles, dyingFiles(nth - 1, 'before', isOfCheckpoint));
}

/** What the coordinator says of it. Of one that dies where it takes its place the agent may tell before it has it. */
export function endOfGeneration({ generation, rank, at }: Death): RegExp {
  const who = at === 'join' ? `(?:rank ${rank} [^"]*|a worker of \\S+ that had no rank yet )` : `rank ${rank} [^"]*`;
  return new RegExp(`generation-ended generation=${generation} reason="${who}was ended by SIGKILL`);
}
