import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PEER_KEY_BYTES } from '../comm/peer-proof.js';
import { ConfigError } from '../config/config-error.js';
import { UserError } from '../errors/user-error.js';
import { deviceOfRank, findDevice } from '../nn/device.js';
import { type ComputeDtype, type ComputeType, decideComputeType } from '../precision/compute-type.js';
import { usableCores } from '../system/cores.js';
import type { CaseOptions, StepCase } from './case/step-case.js';
import type { GroupResult } from './compare.js';
import type { FromRank, RankTask, ToRank } from './rank-messages.js';

/** A rank of a replay or a record died, or failed and said why. */
export class RankError extends UserError {
  constructor(message: string) {
    super('RANK_FAILED', 1, message);
  }
}

/** A rank that lost a peer, or waits in vain for one, says so at once; the peer's own reason is worth waiting for. */
const SECOND_HAND = new Set(['COMM_FAILED', 'PEER_FAILED']);
const GRACE_MS = 2000;

/**
 * Replays a case with a process for each rank. None outlives the call.
 * @param onProcess told of each process as it starts
 * @throws RankError; ConfigError where the device does not compute as the case wants
 */
export async function runRanks(
  { folder, ranks, nodeRanks, config, expected }: StepCase,
  options: CaseOptions,
  device: string,
  onProcess: (process: ChildProcess) => void = () => {},
): Promise<GroupResult[]> {
  const threads = expected.threads ?? threadShare(ranks);
  const computeType = computeTypeHere(config.compute_precision.compute_dtype, device, ranks);
  return runTask({ kind: 'replay', folder, options }, { nodeRanks, threads, device, computeType }, onProcess);
}

/** This machine's threads, shared out. */
export function threadShare(ranks: number): number {
  return Math.max(1, Math.floor(usableCores().usable / ranks));
}

/**
 * Has ranks do a task, each in a process of its own. None outlives the call.
 * @throws RankError
 */
export async function runTask(
  task: RankTask,
  { nodeRanks, device, ...how }: { nodeRanks: number[]; threads: number; device: string; computeType: ComputeType },
  onProcess: (process: ChildProcess) => void = () => {},
): Promise<GroupResult[]> {
  const ranks = nodeRanks.reduce((sum, each) => sum + each, 0);
  const processes = Array.from({ length: ranks }, () =>
    fork(fileURLToPath(new URL('./rank-main.js', import.meta.url)), {
      serialization: 'advanced',
      // For what does not heed setThreads: the kernels of an emulated GPU.
      env: { ...process.env, OMP_NUM_THREADS: String(how.threads) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  processes.forEach(onProcess);
  const peerKey = randomBytes(PEER_KEY_BYTES);
  processes.forEach((child, rank) => {
    send(child, { kind: 'start', task, rank, nodeRanks, device: deviceOfRank(device, rank), peerKey, ...how });
  });
  try {
    return await collectResults(processes);
  } finally {
    for (const child of processes) child.kill('SIGKILL');
  }
}

/** As a job's coordinator decides it, for ranks that all have one device of this machine. */
function computeTypeHere(wanted: ComputeDtype, device: string, ranks: number): ComputeType {
  const info = findDevice(deviceOfRank(device, 0));
  // What is not here is spoken of where it is opened.
  if (info === undefined) return 'float32';
  const { name, computeTypes } = info;
  const all = Array.from({ length: ranks }, () => ({ hostname: hostname(), name, computeTypes }));
  const { computeType, problem } = decideComputeType(wanted, null, all);
  if (computeType === null) throw new ConfigError('COMPUTE_TYPE_UNAVAILABLE', problem);
  return computeType;
}

function send(child: ChildProcess, message: ToRank): void {
  if (child.connected) child.send(message, () => {}); // one that is gone says so by its exit
}

/** Hands on addresses until every rank is done. All ranks find the same: the first one's word is taken. */
function collectResults(processes: readonly ChildProcess[]): Promise<GroupResult[]> {
  return new Promise((resolve, reject) => {
    const addresses = new Map<number, Uint8Array>();
    const done = new Map<number, GroupResult[]>();
    const failed = new Set<number>();
    const fail = (rank: number, reason: string) =>
      reject(new RankError(`rank ${rank} of ${processes.length}: ${reason}`));

    const receive = (rank: number, message: FromRank) => {
      switch (message.kind) {
        case 'address': {
          addresses.set(rank, message.address);
          if (addresses.size < processes.length) return;
          const inOrder = processes.map((_, each) => addresses.get(each)!);
          for (const child of processes) send(child, { kind: 'connect', addresses: inOrder });
          return;
        }
        case 'done':
          done.set(rank, message.groups);
          if (done.size === processes.length) resolve(done.get(0)!);
          return;
        case 'failed':
          failed.add(rank);
          if (SECOND_HAND.has(message.code)) setTimeout(() => fail(rank, message.message), GRACE_MS);
          else fail(rank, message.message);
      }
    };
    processes.forEach((child, rank) => {
      child.on('message', (message: FromRank) => receive(rank, message));
      child.on('error', (error) => fail(rank, `its process failed: ${error.message}`));
      child.on('exit', (code, signal) => {
        if (signal !== null) fail(rank, `its process was ended by ${signal}`);
        else if (!done.has(rank) && !failed.has(rank))
          fail(rank, `its process ended with code ${code}, without a word`);
      });
    });
  });
}
