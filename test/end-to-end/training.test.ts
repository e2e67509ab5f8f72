/** The main job: two workers on images, to the end, and what can be done with what they leave. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, readlinkSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../src/checkpoint/manifest.js';
import { readFeatures } from '../../src/eval/features.js';
import { stateBytesPerRank } from '../../src/fsdp/plan.js';
import { type FleetProcess, firstSteps, processesWith } from '../fixtures/fleet-process.js';
import {
  addressesOf,
  checkpointFolder,
  dinofleet,
  globalBatch,
  launch,
  readLog,
  recipe,
  shardBytes,
  timelessLog,
  trainingFolder,
} from './training.js';

const STEPS = 60;
const LOSSES = ['dino_local_crops_loss', 'dino_global_crops_loss', 'koleo_loss', 'ibot_loss'] as const;
const METRICS = {
  dinofleet_step: 'gauge',
  dinofleet_steps_planned: 'gauge',
  dinofleet_loss: 'gauge',
  dinofleet_images_total: 'counter',
  dinofleet_images_per_second: 'gauge',
  dinofleet_schedule: 'gauge',
  dinofleet_gradient_norm: 'gauge',
  dinofleet_steps_skipped_total: 'counter',
  dinofleet_steps_skipped_in_a_row: 'gauge',
  dinofleet_last_update_step: 'gauge',
  dinofleet_observer_failures_total: 'counter',
  dinofleet_phase_seconds_total: 'counter',
  dinofleet_communication_bytes_total: 'counter',
  dinofleet_images_replaced_total: 'counter',
  dinofleet_images_damaged_total: 'counter',
  dinofleet_worker_peak_memory_bytes: 'gauge',
  dinofleet_worker_reserved_memory_bytes: 'gauge',
  dinofleet_device_memory_bytes: 'gauge',
  dinofleet_model_flops_total: 'counter',
  dinofleet_model_flops_utilization: 'gauge',
  dinofleet_restarts_total: 'counter',
  dinofleet_last_generation_end_timestamp_seconds: 'gauge',
  dinofleet_generation: 'gauge',
  dinofleet_nodes: 'gauge',
  dinofleet_workers: 'gauge',
  dinofleet_running: 'gauge',
  dinofleet_checkpoint_last_step: 'gauge',
  dinofleet_checkpoint_save_seconds: 'gauge',
  dinofleet_checkpoint_blocked_seconds: 'gauge',
  dinofleet_checkpoint_bytes: 'gauge',
  dinofleet_saves_total: 'counter',
  dinofleet_snapshot_last_step: 'gauge',
};

interface Scrape {
  types: Record<string, string>;
  /** By name and labels, as written. */
  samples: Map<string, number>;
}

/** Prometheus's text format, version 0.0.4. */
function parseMetrics(text: string): Scrape {
  const types: Record<string, string> = {};
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((line) => line !== '' && !line.startsWith('# HELP '))) {
    const type = /^# TYPE ([a-z_]+) (counter|gauge)$/.exec(line);
    const sample = /^([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (\S+)$/.exec(line);
    if (type !== null) types[type[1]!] = type[2]!;
    else if (sample !== null) samples.set(`${sample[1]}${sample[2] ?? ''}`, Number(sample[3]));
    else assert.fail(`no line of Prometheus's format: ${line}`);
  }
  return { types, samples };
}

/** What a scrape finds once every rank has reported some steps, while the training runs. */
async function scrapeInTheMiddle(url: string): Promise<Scrape> {
  while (true) {
    const response = await fetch(url);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const scrape = parseMetrics(await response.text());
    const reported = (rank: number) => scrape.samples.has(`dinofleet_worker_peak_memory_bytes{rank="${rank}"}`);
    if (reported(0) && reported(1)) return scrape;
  }
}

async function endsWell(command: FleetProcess): Promise<string> {
  assert.equal(await command.ended, 0, command.output());
  return command.output();
}

test('two workers train to the end on a folder of images', async (t) => {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const run = launch(t, folder, outputDir, 'train.log_every=1', 'train.checkpoint_steps=10');
  const { coordinator, metrics } = await addressesOf(run);
  const scrape = await scrapeInTheMiddle(metrics);
  const output = await endsWell(run);
  assert.match(output, /info finished reason="finished at step 60"/);
  assert.deepEqual(processesWith(coordinator), []);

  const saved = { shards: shardBytes(outputDir, STEPS), log: timelessLog(outputDir) };
  const [oneRank, fourRanks] = [join(folder.root, 'one-rank'), join(folder.root, 'four-ranks')];

  await t.test('each rank holds half', () => {
    for (const rank of [0, 1]) {
      const [, share] =
        new RegExp(`worker-ready rank=${rank} summary=".* each of 2 ranks holds \\d+ \\(([\\d.]+) %\\)`).exec(output) ??
        assert.fail(output);
      assert.ok(Number(share) >= 50 && Number(share) < 51, `${share} %, with padding`);
    }
  });

  await t.test('the log has every step once, with losses that are numbers and become smaller', () => {
    const log = readLog(outputDir);
    assert.deepEqual(
      log.map(({ step }) => step),
      firstSteps(STEPS),
    );
    for (const line of log) {
      const losses = LOSSES.map((loss) => line[loss] as number);
      for (const loss of losses) assert.ok(Number.isFinite(loss), JSON.stringify(line));
      const sum = losses.reduce((sum, loss) => sum + loss, 0);
      assert.ok(Math.abs(sum - Number(line.total_loss)) < 1e-6 * Math.abs(sum));
      assert.equal(line.images, globalBatch);
    }
    const mean = (lines: typeof log) => lines.reduce((sum, line) => sum + Number(line.total_loss), 0) / lines.length;
    assert.ok(mean(log.slice(-10)) < mean(log.slice(0, 10)));
  });

  await t.test('two agents with a worker each come to the same bytes', async (t) => {
    const joined = join(folder.root, 'joined');
    const folders = [`train.dataset_path=${folder.images}`, `train.output_dir=${joined}`];
    const host = dinofleet(t, 'coordinator', recipe, ...folders, 'train.nproc_per_node=1', '--nodes', '2:2');
    const { coordinator } = await addressesOf(host);
    const agents = ['127.0.0.1', '127.0.0.2'].map((listenHost) =>
      dinofleet(t, 'agent', '--coordinator', coordinator, '--listen-host', listenHost),
    );
    for (const command of [host, ...agents]) await endsWell(command);
    assert.deepEqual(shardBytes(joined, STEPS), saved.shards);
    assert.deepEqual(timelessLog(joined), saved.log);
  });

  await t.test('the losses are the mean over ranks: one worker with the whole batch has the same', async () => {
    const whole = [`train.batch_size_per_gpu=${globalBatch}`, 'train.max_steps=1', '--nproc-per-node', '1'];
    await endsWell(launch(t, folder, oneRank, ...whole));
    const [expected] = readLog(oneRank);
    const [first] = readLog(outputDir);
    for (const loss of ['dino_local_crops_loss', 'dino_global_crops_loss', 'ibot_loss']) {
      const ratio = Number(first![loss]) / Number(expected![loss]);
      assert.ok(Math.abs(ratio - 1) < 2e-3, `${loss}: ${first![loss]}, of one worker ${expected![loss]}`);
    }
  });

  await t.test('on four ranks each holds a quarter, and padding', async (t) => {
    const four = ['--nproc-per-node', '4', 'train.batch_size_per_gpu=2', 'train.max_steps=1'];
    const output = await endsWell(launch(t, folder, fourRanks, ...four));
    const shares = [...output.matchAll(/each of 4 ranks holds \d+ \(([\d.]+) %\)/g)].map(([, share]) => Number(share));
    assert.equal(shares.length, 4);
    for (const share of shares) assert.ok(share >= 25 && share < 26, `${share} %`);

    const { plan, files } = await readManifest(checkpointFolder(fourRanks, 1));
    const units = plan.units.map(({ parameters, shardNumel }) => ({
      numel: parameters.reduce((sum, { numel }) => sum + numel, 0),
      held: 4 * shardNumel,
    }));
    // To each parameter and each shard less than a cache line of padding.
    for (const [i, { numel, held }] of units.entries())
      assert.ok(held >= numel && held < numel + 16 * (plan.units[i]!.parameters.length + 4), plan.units[i]!.name);
    const headers = files.map(({ bytes }) => bytes - stateBytesPerRank(plan));
    assert.equal(files.length, 4);
    assert.ok(
      headers.every((bytes) => bytes === headers[0] && bytes > 0 && bytes < 10_000),
      `${headers}`,
    );
  });

  await t.test('the newest three checkpoints are there: a manifest, and a file a rank', async () => {
    assert.deepEqual(readdirSync(join(outputDir, 'checkpoints')).sort(), ['40', '50', '60', 'latest']);
    assert.equal(readlinkSync(join(outputDir, 'checkpoints/latest')), '60');
    for (const step of [40, 50, 60]) {
      const directory = checkpointFolder(outputDir, step);
      const manifest = await readManifest(directory);
      assert.equal(manifest.step, step);
      assert.equal(manifest.nextPosition, step * globalBatch);
      assert.equal(manifest.files.length, 2);
      for (const { name, bytes } of manifest.files) assert.equal(statSync(join(directory, name)).size, bytes);
      const names = manifest.files.map(({ name }) => name);
      assert.deepEqual(readdirSync(directory).sort(), ['manifest.json', ...names]);
    }
  });

  await t.test('a log file a rank', () => {
    for (const rank of [0, 1])
      assert.match(readFileSync(join(outputDir, `logs/rank-0000${rank}.log`), 'utf8'), /^=== generation 1, /);
  });

  await t.test('metrics could be scraped meanwhile', () => {
    const { types, samples } = scrape;
    assert.deepEqual(types, METRICS);
    for (const [sample, value] of samples) assert.ok(Number.isFinite(value) || sample.includes('gradient'), sample);
    const step = samples.get('dinofleet_step')!;
    assert.equal(samples.get('dinofleet_steps_planned'), STEPS);
    assert.equal(samples.get('dinofleet_images_total'), step * globalBatch);
    assert.equal(samples.get('dinofleet_workers'), 2);
    assert.equal(samples.get('dinofleet_running'), 1);
    assert.equal(samples.get('dinofleet_restarts_total'), 0);
    assert.equal(samples.get('dinofleet_loss{loss="total_loss"}'), readLog(outputDir)[step - 1]!.total_loss);
    assert.ok(samples.get('dinofleet_communication_bytes_total{direction="sent"}')! > 0);
    assert.ok(samples.get('dinofleet_worker_peak_memory_bytes{rank="1"}')! > 0);
    for (const phase of ['data', 'compute', 'communication', 'save'])
      assert.ok(samples.has(`dinofleet_phase_seconds_total{phase="${phase}"}`), phase);
  });

  await t.test('launched again it has nothing to do, also where the length was cut', async (t) => {
    for (const shorter of [[], ['train.max_steps=20']]) {
      const output = await endsWell(launch(t, folder, outputDir, ...shorter));
      assert.match(output, /resume="step 60"/);
      assert.match(output, /info finished reason="finished at step 60"/);
      assert.deepEqual(shardBytes(outputDir, STEPS), saved.shards);
      assert.deepEqual(timelessLog(outputDir), saved.log);
    }
  });

  await t.test('--no-resume refuses to go on', async (t) => {
    const again = launch(t, folder, outputDir, '--no-resume');
    assert.equal(await again.ended, 2);
    assert.match(again.output(), /error \[CHECKPOINT_EXISTS\] output directory \S+ holds a checkpoint of step 60/);
  });

  await t.test('another configuration is refused, and the key named', async (t) => {
    const again = launch(t, folder, outputDir, 'optim.lr=0.1');
    assert.equal(await again.ended, 2);
    assert.match(again.output(), /error \[CONFIG_DIFFERS\] optim\.lr is 0\.1, but the run in \S+ has 0\.002; set/);
  });

  await t.test(
    'where the newest checkpoint is cut short, it goes on from the one before, to the same end',
    async (t) => {
      const copy = join(folder.root, 'cut-short');
      cpSync(outputDir, copy, { recursive: true });
      truncateSync(join(checkpointFolder(copy, STEPS), 'rank-00001-of-00002.safetensors'), 5000);
      const output = await endsWell(launch(t, folder, copy));
      assert.match(
        output,
        /warn checkpoint-skipped reason="\S+60\/rank-00001-of-00002.safetensors has 5000 bytes, expected/,
      );
      assert.match(output, /resume="step 50"/);
      assert.deepEqual(shardBytes(copy, STEPS), saved.shards);
      assert.deepEqual(timelessLog(copy), saved.log);
    },
  );

  await t.test(
    'embed writes a row for each image, in sorted order, of the trained and of the random network',
    async (t) => {
      const embed = async (source: string, name: string) => {
        const out = join(folder.root, `${name}.safetensors`);
        const result = await endsWell(dinofleet(t, 'embed', source, folder.images, '--out', out, '--json'));
        const features = readFeatures(out);
        assert.deepEqual(features.files, readdirSync(folder.images).sort());
        assert.equal(JSON.parse(result).images, features.files.length);
        assert.equal(features.width, 24);
        assert.equal(features.rows.length, 24 * features.files.length);
        assert.ok(features.rows.every(Number.isFinite));
        return features.rows;
      };
      const trained = await embed(checkpointFolder(outputDir, STEPS), 'trained');
      const random = await embed(`random:${recipe}`, 'random');
      assert.notDeepEqual(trained, random);

      // The first step has a learning rate of 0: what lies on one rank or four is still the random network.
      const one = await embed(checkpointFolder(oneRank, 1), 'one-rank');
      assert.deepEqual(await embed(checkpointFolder(fourRanks, 1), 'four-ranks'), one);
      const distance = one.reduce((largest, x, i) => Math.max(largest, Math.abs(x - random[i]!)), 0);
      assert.ok(distance < 1e-4, `${distance}`);
    },
  );
});
