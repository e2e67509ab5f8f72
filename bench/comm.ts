import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Mesh, type Operation } from 'gloo-bindings';
import { PEER_KEY_BYTES, peerProofs } from '../src/comm/peer-proof.js';
import { wholeNumber } from './whole-number.js';

/**
 * Collectives between two processes of this machine, beside what copying the same bytes in memory costs. Each result is
 * checked before it is timed; the time is the slower rank's, from a common barrier to the end of its wait.
 */

const WORLD_SIZE = 2;
const ROUNDS = 31;
const WARM_UP = 3;
const CHILD = 'comm-rank';

interface Timings {
  /** Milliseconds of each round. */
  allGather: number[];
  reduceScatter: number[];
  allReduceSmall: number[];
  memcpy: number[];
}

type FromChild = { kind: 'address'; address: Uint8Array } | { kind: 'timings'; timings: Timings };

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { mb: { type: 'string', default: '16' }, json: { type: 'boolean', default: false } },
  });
  const bytes = wholeNumber('mb', values.mb) * 2 ** 20;

  const children = Array.from({ length: WORLD_SIZE }, (_, rank) =>
    fork(fileURLToPath(import.meta.url), [CHILD, String(rank), String(bytes)], { serialization: 'advanced' }),
  );
  try {
    const addresses = await Promise.all(children.map(async (child) => (await next(child, 'address')).address));
    const finished = children.map((child) => next(child, 'timings'));
    for (const child of children) child.send(addresses);
    const perRank = (await Promise.all(finished)).map((message) => message.timings);
    print(bytes, perRank, values.json);
  } finally {
    for (const child of children) child.kill();
  }
}

async function next<K extends FromChild['kind']>(child: ChildProcess, kind: K) {
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`a rank ended with exit code ${code} before it sent its ${kind}; see its message above`);
    }),
  ])) as [FromChild];
  return message as Extract<FromChild, { kind: K }>;
}

function print(bytes: number, perRank: Timings[], json: boolean): void {
  const rows = (['allGather', 'reduceScatter', 'allReduceSmall', 'memcpy'] as const).map((name) => {
    const slowest = perRank[0]![name].map((_, i) => Math.max(...perRank.map((timings) => timings[name][i]!)));
    const sorted = slowest.sort((a, b) => a - b);
    return { name, medianMs: sorted[sorted.length >> 1]!, minMs: sorted[0]!, maxMs: sorted.at(-1)! };
  });
  if (json) {
    const figures = rows.map(({ name, medianMs: median_ms, minMs: min_ms, maxMs: max_ms }) => [
      name,
      { median_ms, min_ms, max_ms },
    ]);
    console.log(JSON.stringify({ bytes, world_size: WORLD_SIZE, rounds: ROUNDS, ...Object.fromEntries(figures) }));
    return;
  }
  const what = {
    allGather: `allGather, ${bytes / 2 ** 20} MB of float16 in all`,
    reduceScatter: `reduceScatter, ${bytes / 2 ** 20} MB of float16 in all`,
    allReduceSmall: 'allReduce, 64 float32',
    memcpy: `copy of ${bytes / 2 ** 21} MB in memory, on each rank at once`,
  };
  for (const { name, medianMs, minMs, maxMs } of rows) {
    const moved = name === 'allReduceSmall' ? 256 : bytes / WORLD_SIZE;
    console.log(
      `${what[name].padEnd(52)} matches  ${medianMs.toFixed(2)} ms (${minMs.toFixed(2)}..${maxMs.toFixed(2)} of ` +
        `${ROUNDS})  ${(moved / medianMs / 1e6).toFixed(2)} GB/s each way`,
    );
  }
}

if (process.argv[2] === CHILD) await child(Number(process.argv[3]), Number(process.argv[4]));

async function child(rank: number, bytes: number): Promise<void> {
  const mesh = new Mesh({ rank, worldSize: WORLD_SIZE, host: '127.0.0.1' });
  const given = once(process, 'message') as Promise<[Uint8Array[]]>;
  process.send!({ kind: 'address', address: mesh.address() } satisfies FromChild);
  const [addresses] = await given;
  await mesh.connect(addresses, peerProofs(new Uint8Array(PEER_KEY_BYTES), 'all'));

  const n = bytes / 2;
  const own = n / WORLD_SIZE;
  const weights = new Uint16Array(new SharedArrayBuffer(bytes)).fill(0x3c00, rank * own, (rank + 1) * own); // 1 in this rank's slice
  const gradients = new Uint16Array(new SharedArrayBuffer(bytes)).fill(0x3c00);
  const shard = new Float32Array(new SharedArrayBuffer(own * Float32Array.BYTES_PER_ELEMENT));
  const sum = new Float32Array(new SharedArrayBuffer(64 * Float32Array.BYTES_PER_ELEMENT)).fill(1);
  mesh.allGather(weights).wait();
  mesh.reduceScatter(gradients, 'float16', shard).wait();
  mesh.allReduce(sum).wait();
  check(
    'allGather',
    weights.every((bits) => bits === 0x3c00),
  );
  check(
    'reduceScatter',
    shard.every((value) => value === WORLD_SIZE),
  );
  check(
    'allReduce',
    sum.every((value) => value === WORLD_SIZE),
  );

  const from = Buffer.alloc(bytes / WORLD_SIZE, 1);
  const to = Buffer.alloc(bytes / WORLD_SIZE);
  const collective = (start: () => Operation) => time(mesh, () => start().wait());
  const timings: Timings = {
    allGather: collective(() => mesh.allGather(weights)),
    reduceScatter: collective(() => mesh.reduceScatter(gradients, 'float16', shard)),
    allReduceSmall: collective(() => mesh.allReduce(sum.fill(1))),
    memcpy: time(mesh, () => from.copy(to)),
  };
  mesh.close();
  process.send!({ kind: 'timings', timings } satisfies FromChild);
  process.disconnect();
}

function check(name: string, matches: boolean): void {
  if (!matches) throw new Error(`${name} does not match its reference; not timed`);
}

function time(mesh: Mesh, action: () => void): number[] {
  const milliseconds: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    mesh.barrier().wait();
    const start = performance.now();
    action();
    if (round >= 0) milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}
