/** The global batch belongs to the run: it is decided once, whatever happens to workers before the first checkpoint. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { processesWith } from '../fixtures/fleet-process.js';
import { until } from '../fixtures/until.js';
import {
  addressesOf,
  checkpointFolder,
  dinofleet,
  globalBatch,
  launch,
  readLog,
  recipe,
  trainingFolder,
} from './training.js';

/** The rate follows the global batch; nothing is saved before the end. */
const KEYS = [
  'optim.lr=0',
  'optim.base_lr=0.02',
  'train.log_every=1',
  'train.snapshot_seconds=0',
  'train.checkpoint_steps=100000',
];
/** Warm-up of twenty steps to the peak rate. */
const rateAt = (step: number, batch: number) => (0.02 * Math.sqrt(batch / 1024) * step) / 19;

function assertBatch(outputDir: string, batch: number): void {
  for (const { step, images, lr } of readLog(outputDir).slice(0, 20)) {
    assert.equal(images, batch);
    assert.ok(Math.abs(Number(lr) - rateAt(step, batch)) < 1e-9, `step ${step}: ${lr}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

test('a job that loses a node before its first save trains on with the same global batch and rate', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const port = await freePort();
  // They dial until there is a coordinator, and both come at once.
  const agents = ['127.0.0.1', '127.0.0.2'].map((listenHost) =>
    dinofleet(t, 'agent', '--coordinator', `127.0.0.1:${port}`, '--listen-host', listenHost, '--nproc-per-node', '1'),
  );
  const folders = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`];
  const host = dinofleet(
    t,
    'coordinator',
    recipe,
    ...folders,
    ...KEYS,
    'optim.epochs=5000',
    '--nodes',
    '1:2',
    '--port',
    `${port}`,
  );
  await host.says(/info global-batch images=8 origin="train\.batch_size_per_gpu 4 x 2 workers"/);
  await host.says(/step=\d+\//);
  agents[1]!.child.kill('SIGKILL');
  await host.says(/running generation=2 workers=1/, 60_000);
  const { length } = host.output();
  await until('steps after that', () => /step=(2\d|\d{3,})\//.exec(host.output().slice(length)) ?? undefined, 30_000);
  host.child.kill('SIGINT');
  assert.equal(await host.ended, 0, host.output());
  assertBatch(outputDir, globalBatch);
  const [, step] = /stopped at step (\d+), saved/.exec(host.output()) ?? assert.fail(host.output());
  const manifest = await readManifest(checkpointFolder(outputDir, Number(step)));
  assert.deepEqual([manifest.globalBatch, manifest.plan.worldSize], [globalBatch, 1]);
});

test('launched again with other workers after a kill before the first checkpoint, a run keeps its global batch', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const first = launch(t, folder, outputDir, ...KEYS, 'optim.epochs=5000', 'train.lease_s=1');
  const { coordinator } = await addressesOf(first);
  await first.says(/step=\d+\//);
  first.child.kill('SIGKILL');
  await first.ended;
  await until('end of its agent and workers', () => processesWith(coordinator).length === 0 || undefined);
  assert.ok(existsSync(join(outputDir, 'run.json')));

  const alone = ['--nproc-per-node', '1', 'train.max_steps=20'];
  const second = launch(t, folder, outputDir, ...KEYS, ...alone);
  assert.equal(await second.ended, 0, second.output());
  assert.match(
    second.output(),
    /global-batch images=8 origin="an earlier launch of this run \(run\.json\), not train\.batch_size_per_gpu 4 x 1 worker;/,
  );
  assertBatch(outputDir, globalBatch);
  assert.equal((await readManifest(checkpointFolder(outputDir, 20))).globalBatch, globalBatch);
  assert.equal(existsSync(join(outputDir, 'run.json')), false, 'the checkpoint has it');

  const fresh = join(folder.root, 'fresh');
  const third = launch(t, folder, fresh, ...KEYS, ...alone);
  assert.equal(await third.ended, 0, third.output());
  assertBatch(fresh, 4);
});
