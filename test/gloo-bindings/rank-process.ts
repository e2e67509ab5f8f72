import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Mesh, type Operation } from 'gloo-bindings';
import { until } from '../fixtures/until.js';
import { lent } from './lent.js';
import { prove } from './mesh-group.js';

/**
 * A rank as a process of its own, built like a worker: the main thread takes messages, a worker thread does the
 * collectives and may block. The other half of the file is what runs in that process.
 */

export type Work = 'gather' | 'reduce' | 'small' | 'idle' | 'gather-without-waiting';
export type Ending = 'exit' | 'terminate' | 'close' | 'return';

/** What a rank does to its own process, and where. */
export interface Fate {
  signal: 'SIGKILL' | 'SIGSTOP';
  /**
   * In its last collective: before it begins, when it has begun, or, in a gather, as soon as this byte of a peer's slice is
   * there.
   */
  at: 'before' | 'begun' | { byte: number };
}

export interface Role {
  work: Work;
  fate?: Fate;
}

export type Report =
  | { kind: 'address'; address: Uint8Array }
  | { kind: 'working' }
  /** The next thing is to wait for the collective in which the other one meets its fate. */
  | { kind: 'waiting' }
  | { kind: 'closed' }
  | { kind: 'failed'; code: string; message: string };

/** Bytes of a rank's slice: more than the sockets' buffers hold. */
export const SLICE_BYTES = 32 << 20;

type Order = { kind: 'connect'; addresses: Uint8Array[] } | { kind: 'end'; ending: Ending };

export class RankProcess {
  readonly process: ChildProcess;
  readonly reports: Report[] = [];

  constructor(rank: number, worldSize: number, role: Role) {
    this.process = fork(fileURLToPath(import.meta.url), [String(rank), String(worldSize), JSON.stringify(role)], {
      serialization: 'advanced',
    });
    this.process.on('message', (report: Report) => this.reports.push(report));
  }

  async next<K extends Report['kind']>(kind: K): Promise<Extract<Report, { kind: K }>> {
    for (;;) {
      const report = this.reports.find((each) => each.kind === kind);
      if (report) return report as Extract<Report, { kind: K }>;
      await once(this.process, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
    }
  }

  order(order: Order): void {
    this.process.send(order);
  }

  async exited(): Promise<{ code: number | null; signal: string | null }> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null)
      await once(this.process, 'exit', { signal: AbortSignal.timeout(LIMIT_MS) });
    return { code: this.process.exitCode, signal: this.process.signalCode };
  }

  /** Resolves when the process stands still. */
  async stopped(): Promise<void> {
    await until(`stop of process ${this.process.pid}`, () => {
      const stat = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T') || undefined;
    });
  }
}

/** Only what hangs is not there by then. */
const LIMIT_MS = 60_000;

/** Forks all ranks and lets them connect; afterwards all are killed, also the stopped ones. */
export async function withRankProcesses(
  roles: readonly Role[],
  use: (ranks: RankProcess[]) => Promise<void>,
): Promise<void> {
  const ranks = roles.map((role, rank) => new RankProcess(rank, roles.length, role));
  try {
    const addresses = await Promise.all(ranks.map(async (rank) => (await rank.next('address')).address));
    for (const rank of ranks) rank.order({ kind: 'connect', addresses });
    await Promise.all(ranks.map((rank) => rank.next('working')));
    await use(ranks);
  } finally {
    for (const rank of ranks) rank.process.kill('SIGKILL');
  }
}

if (process.send && isMainThread) control();
if (!isMainThread && workerData?.rankProcess) await trainer();

interface WorkerData {
  rank: number;
  worldSize: number;
  role: Role;
}

function control(): void {
  const [rank, worldSize, role] = process.argv.slice(2);
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { rankProcess: true, rank: Number(rank), worldSize: Number(worldSize), role: JSON.parse(role!) },
  });
  worker.on('message', (report: Report) => process.send!(report));
  worker.on('exit', () => process.disconnect());
  process.on('message', (order: Order) => {
    if (order.kind === 'end' && order.ending === 'exit') process.exit(0);
    if (order.kind === 'end' && order.ending === 'terminate') worker.terminate();
    else worker.postMessage(order);
  });
}

async function trainer(): Promise<void> {
  const data = workerData as WorkerData;
  const { rank, worldSize } = data;
  const say = (report: Report) => parentPort!.postMessage(report);
  const mesh = new Mesh({ rank, worldSize, host: '127.0.0.1' });
  say({ kind: 'address', address: mesh.address() });
  const [connect] = (await once(parentPort!, 'message')) as [Order & { kind: 'connect' }];
  await mesh.connect(connect.addresses, prove);
  say({ kind: 'working' });
  try {
    work(mesh, data, say);
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    say({ kind: 'failed', code, message });
  }
  const [end] = (await once(parentPort!, 'message')) as [Order & { kind: 'end' }];
  if (end.ending === 'close') {
    mesh.close();
    say({ kind: 'closed' });
  }
  // Then, and for 'return', the thread ends by having nothing left to do.
}

/** Collectives of which the last is the one in which a rank meets its fate; those of 'without-waiting' are one. */
function work(mesh: Mesh, data: WorkerData, say: (report: Report) => void): void {
  const { work, fate } = data.role;
  if (work === 'idle') return;
  const before = work === 'gather-without-waiting' ? 0 : 2;
  for (let n = 0; ; n++) {
    const isLast = n === before;
    if (isLast && fate?.at === 'before') meet(fate);
    const { operation, arriving } = collective(mesh, data);
    if (isLast && fate && fate.at !== 'before') {
      if (fate.at !== 'begun') while (Atomics.load(arriving, fate.at.byte) === 0);
      meet(fate);
    }
    if (isLast) say({ kind: 'waiting' });
    if (work === 'gather-without-waiting') return;
    operation.wait();
  }
}

function meet({ signal }: Fate): void {
  process.kill(process.pid, signal);
}

/** @returns arriving: the slice of another rank, zeros until it is there; of a gather only */
function collective(
  mesh: Mesh,
  { rank, worldSize, role: { work } }: WorkerData,
): { operation: Operation; arriving: Uint8Array } {
  const nothing = new Uint8Array();
  if (work === 'small') return { operation: mesh.allReduce(lent(new Float32Array(64))), arriving: nothing };
  if (work === 'reduce') {
    const input = lent(new Uint16Array((worldSize * SLICE_BYTES) / 2));
    const out = lent(new Float32Array(SLICE_BYTES / 2));
    return { operation: mesh.reduceScatter(input, 'float16', out), arriving: nothing };
  }
  const slices = Array.from({ length: worldSize }, (_, rank) => rank * SLICE_BYTES);
  const buffer = lent(new Uint8Array(worldSize * SLICE_BYTES));
  buffer.fill(1, slices[rank], slices[rank]! + SLICE_BYTES);
  const other = slices[(rank + 1) % worldSize]!;
  return { operation: mesh.allGather(buffer), arriving: buffer.subarray(other, other + SLICE_BYTES) };
}
