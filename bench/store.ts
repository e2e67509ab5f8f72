/**
 * Files of ranks to an object store and back, as a save and a node that begins do it; checked, then timed. What is written is removed.
 * Endpoint and credentials are the AWS SDK's (docs/object-stores.md).
 */
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { S3Store } from '../src/checkpoint/s3/s3-store.js';
import { UsageError } from '../src/errors/usage-error.js';
import { wholeNumber } from './whole-number.js';

const OPTIONS = {
  place: { type: 'string', default: '' },
  mb: { type: 'string', default: '256' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const;

const DRAFT = { step: 0, attempt: 'bench' };
const FILE = 'bench';

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.place === '') throw new UsageError('BAD_OPTION', '--place is missing, expected s3://BUCKET/PREFIX');
  const bytes = wholeNumber('mb', values.mb) * 2 ** 20;
  const rounds = wholeNumber('rounds', values.rounds);
  const store = S3Store.at(values.place, null, { onWaiting: (reason) => console.error(reason), onAlive: () => {} });
  // As a rank's state lies when it is written.
  const data = new Uint8Array(new SharedArrayBuffer(bytes));
  randomFillSync(data);
  const folder = mkdtempSync(join(tmpdir(), 'dinofleet-bench-'));
  const up: number[] = [];
  const down: number[] = [];
  const cpu: number[] = [];
  try {
    const path = join(folder, FILE);
    // The first is warm-up and check.
    for (let round = 0; round <= rounds; round++) {
      const cpuBefore = process.cpuUsage();
      const upMs = await milliseconds(async () => {
        const file = await store.create(DRAFT, FILE);
        await file.write(data);
        await file.close();
      });
      const { user, system } = process.cpuUsage(cpuBefore);
      const order = { bytes, ranges: [{ start: 0, end: bytes }], path, onProgress: () => {} };
      const downMs = await milliseconds(() => store.fetchFile(DRAFT, FILE, order));
      if (round === 0 && !readFileSync(path).equals(data))
        throw new Error('what came back is not what was sent; not timed');
      rmSync(path);
      if (round === 0) continue;
      up.push(upMs);
      down.push(downMs);
      cpu.push((user + system) / 1000);
    }
  } finally {
    rmSync(folder, { recursive: true });
    await store.discard(DRAFT, FILE);
  }
  const rate = (times: number[]) => bytes / 1e3 / median(times);
  const result = {
    bytes,
    rounds,
    up_mb_s: rate(up),
    down_mb_s: rate(down),
    up_cpu_s_per_gb: (1e6 * median(cpu)) / bytes,
  };
  if (values.json) console.log(JSON.stringify(result));
  else
    console.log(
      `${values.place}: ${(bytes / 1e6).toFixed(0)} MB up ${result.up_mb_s.toFixed(0)} MB/s, down ${result.down_mb_s.toFixed(0)} MB/s, ` +
        `medians of ${rounds}; to send costs ${result.up_cpu_s_per_gb.toFixed(1)} s of CPU a GB`,
    );
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}
