import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Mesh } from 'gloo-bindings';
import { lent } from './lent.js';

/**
 * A rank as a process of its own, built like a worker: the main thread takes messages, a worker thread does the
 * collectives and may block. The other half of the file is what runs in that process.
 */

export type Work = 'gather' | 'reduce' | 'small' | 'idle' | 'gather-without-waiting';
export type Ending = 'exit' | 'terminate' | 'close' | 'return';

export type Report =
  | { kind: 'address'; address: Uint8Array }
  | { kind: 'working' }
  | { kind: 'closed' }
  | { kind: 'failed'; code: string; message: string; atMs: number };

type Order = { kind: 'connect'; addresses: Uint8Array[] } | { kind: 'end'; ending: Ending };

export class RankProcess {
  readonly process: ChildProcess;
  readonly reports: Report[] = [];

  constructor(rank: number, worldSize: number, work: Work) {
    this.process = fork(fileURLToPath(import.meta.url), [String(rank), String(worldSize), work], {
      serialization: 'advanced',
    });
    this.process.on('message', (report: Report) => this.reports.push(report));
  }

  async next<K extends Report['kind']>(kind: K): Promise<Extract<Report, { kind: K }>> {
    for (;;) {
      const report = this.reports.find((each) => each.kind === kind);
      if (report) return report as Extract<Report, { kind: K }>;
      await once(this.process, 'message', { signal: AbortSignal.timeout(10_000) });
    }
  }

  order(order: Order): void {
    this.process.send(order);
  }

  async exited(withinMs: number): Promise<{ code: number | null; signal: string | null }> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null)
      await once(this.process, 'exit', { signal: AbortSignal.timeout(withinMs) });
    return { code: this.process.exitCode, signal: this.process.signalCode };
  }
}

/** Forks all ranks and lets them connect; afterwards all are killed, also the stopped ones. */
export async function withRankProcesses(
  works: readonly Work[],
  use: (ranks: RankProcess[]) => Promise<void>,
): Promise<void> {
  const ranks = works.map((work, rank) => new RankProcess(rank, works.length, work));
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

function control(): void {
  const [rank, worldSize, work] = process.argv.slice(2);
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { rankProcess: true, rank: Number(rank), worldSize: Number(worldSize), work },
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
  const { rank, worldSize, work } = workerData as { rank: number; worldSize: number; work: Work };
  const say = (report: Report) => parentPort!.postMessage(report);
  const mesh = new Mesh({ rank, worldSize, host: '127.0.0.1' });
  say({ kind: 'address', address: mesh.address() });
  const [connect] = (await once(parentPort!, 'message')) as [Order & { kind: 'connect' }];
  await mesh.connect(connect.addresses);
  say({ kind: 'working' });
  try {
    if (work === 'gather-without-waiting') mesh.allGather(lent(new Uint8Array(worldSize << 26)));
    else if (work !== 'idle') for (;;) collective(mesh, worldSize, work);
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    say({ kind: 'failed', code, message, atMs: Date.now() });
  }
  const [end] = (await once(parentPort!, 'message')) as [Order & { kind: 'end' }];
  if (end.ending === 'close') {
    mesh.close();
    say({ kind: 'closed' });
  }
  // Then, and for 'return', the thread ends by having nothing left to do.
}

function collective(mesh: Mesh, worldSize: number, work: 'gather' | 'reduce' | 'small'): void {
  const n = 32 << 20; // of a rank; more than the sockets' buffers hold
  if (work === 'gather') mesh.allGather(lent(new Uint8Array(worldSize * n))).wait();
  if (work === 'reduce')
    mesh.reduceScatter(lent(new Uint16Array(worldSize * n)), 'float16', lent(new Float32Array(n))).wait();
  if (work === 'small') mesh.allReduce(lent(new Float32Array(64))).wait();
}
