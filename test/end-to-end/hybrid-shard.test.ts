/** Two agents with two workers each: shards lie within a node, and each node has a copy. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readManifest, shardFileName } from '../../src/checkpoint/manifest.js';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import {
  addressesOf,
  checkpointFolder,
  dinofleet,
  launch,
  readLog,
  recipe,
  type TrainingFolder,
  trainingFolder,
} from './training.js';

const STEPS = 6;
const LOSSES = ['dino_local_crops_loss', 'dino_global_crops_loss', 'koleo_loss', 'ibot_loss', 'total_loss'];
/** docs/conformance.md, of what travels in fp16. */
const TOLERANCE = 2.4e-2;

function strategy(name: string): string[] {
  return ['student', 'teacher'].flatMap((network) =>
    ['backbone', 'dino_head', 'ibot_head'].map(
      (module) => `compute_precision.${network}.${module}.sharding_strategy=${name}`,
    ),
  );
}

const KEYS = [
  'train.batch_size_per_gpu=2',
  'train.log_every=1',
  `train.max_steps=${STEPS}`,
  'optim.warmup_epochs=0',
  'compute_precision.grad_scaler=false',
];

async function onNodes(
  t: TestContext,
  { images }: TrainingFolder,
  outputDir: string,
  ranks: readonly number[],
): Promise<{ host: FleetProcess; agents: FleetProcess[] }> {
  const folders = [`train.dataset_path=${images}`, `train.output_dir=${outputDir}`];
  const keys = [...KEYS, ...strategy('HYBRID_SHARD'), 'train.record_step=4'];
  const host = dinofleet(t, 'coordinator', recipe, ...folders, ...keys, '--nodes', '2:2');
  const { coordinator } = await addressesOf(host);
  const agents: FleetProcess[] = [];
  for (const [i, count] of ranks.entries()) {
    const listenHost = `127.0.0.${i + 1}`;
    const where = ['--coordinator', coordinator, '--listen-host', listenHost];
    agents.push(dinofleet(t, 'agent', ...where, '--nproc-per-node', String(count)));
    await host.says(new RegExp(`(node-(joined|refused) [^]*){${i + 1}}`));
  }
  return { host, agents };
}

test('a job of two nodes with HYBRID_SHARD begins as one of four ranks with FULL_SHARD, and goes on on one node', async (t) => {
  const folder = trainingFolder(t);
  const [full, hybrid] = [join(folder.root, 'full'), join(folder.root, 'hybrid')];
  const alone = launch(t, folder, full, ...KEYS, ...strategy('FULL_SHARD'), '--nproc-per-node', '4');
  assert.equal(await alone.ended, 0, alone.output());
  const { host } = await onNodes(t, folder, hybrid, [2, 2]);
  assert.equal(await host.ended, 0, host.output());
  assert.doesNotMatch(host.output(), /HYBRID_SHARD works as/);

  const wanted = readLog(full);
  for (const [step, line] of readLog(hybrid).entries())
    for (const loss of LOSSES) {
      const [got, expected] = [Number(line[loss]), Number(wanted[step]![loss])];
      const tolerance = step === 0 ? 0 : TOLERANCE * Math.abs(expected);
      assert.ok(Math.abs(got - expected) <= tolerance, `step ${step}: ${loss} is ${got}, with FULL_SHARD ${expected}`);
    }

  const replay = dinofleet(t, 'conformance', join(hybrid, 'recorded/step-4'));
  assert.equal(await replay.ended, 0, replay.output());
  assert.match(replay.output(), /: 4 ranks, HYBRID_SHARD, fp16, to the bit\n.+\n +losses +0 +0 +ok/);

  const recorded = () => readFileSync(join(hybrid, 'recorded/step-4/expected.safetensors'));
  const byTheRun = recorded();
  rmSync(join(hybrid, 'recorded'), { recursive: true });
  const record = dinofleet(t, 'conformance', '--record', hybrid, '--step', '4');
  assert.equal(await record.ended, 0, record.output());
  assert.ok(recorded().equals(byTheRun), 'a record after the run has its nodes');

  const directory = checkpointFolder(hybrid, STEPS);
  const { plan } = await readManifest(directory);
  assert.deepEqual(
    plan.units.map(({ numShards }) => numShards),
    plan.units.map(() => 2),
  );
  const bytes = [0, 1, 2, 3].map((rank) => statSync(join(directory, shardFileName(rank, 4))).size);
  assert.ok(bytes[2]! < 1000 && bytes[3]! < 1000 && bytes[0]! > 10_000, `the second node writes no copy: ${bytes}`);

  const longer = KEYS.map((key) => (key.startsWith('train.max_steps') ? `train.max_steps=${STEPS + 2}` : key));
  const goesOn = launch(t, folder, hybrid, ...longer, ...strategy('HYBRID_SHARD'), '--nproc-per-node', '2');
  assert.equal(await goesOn.ended, 0, goesOn.output());
  assert.equal(readLog(hybrid).length, STEPS + 2);
  assert.equal(goesOn.output().match(/HYBRID_SHARD works as FULL_SHARD: on one node/g)?.length, 1, goesOn.output());
});

test('a node of another number of ranks is refused with a sentence, and the job goes on with one that has as many', async (t) => {
  const folder = trainingFolder(t);
  const { host, agents } = await onNodes(t, folder, join(folder.root, 'out'), [2, 1, 2]);
  assert.equal(await host.ended, 0, host.output());
  const sentence =
    /has 1 rank, and \S+ has 2: with sharding_strategy HYBRID_SHARD every node holds one whole copy.+use FULL_SHARD or SHARD_GRAD_OP/;
  assert.match(host.output(), sentence);
  assert.equal(await agents[1]!.ended, 2, agents[1]!.output());
  assert.match(agents[1]!.output(), sentence);
});
