import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveMetrics } from '../../src/metrics/http.js';
import { JobMetrics } from '../../src/metrics/job-metrics.js';
import { aReport } from '../coordinator/job/a-report.js';
import { killedExit, ScriptedJob } from '../coordinator/job/scripted-job.js';

/** Prometheus's text format, as much of it as counters and gauges need: name{labels} -> value. */
function parseScrape(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
    const [, series, value] = /^([a-z_]+(?:\{(?:[a-z_]+="[^"]*",?)+\})?) (\S+)$/.exec(line) ?? assert.fail(line);
    samples.set(series!, Number(value));
  }
  return samples;
}

async function scrape(metrics: JobMetrics): Promise<Map<string, number>> {
  return parseScrape(await metrics.registry.metrics());
}

test('the whole job is in one scrape: values of rank 0, sums over ranks', async () => {
  let nowMs = 0;
  const metrics = new JobMetrics(() => nowMs);
  const { observer } = metrics;
  observer.trainingStarts!(0, 100);
  for (const step of [0, 1]) {
    nowMs += 500;
    for (const rank of [0, 1])
      observer.reported!(
        1,
        rank,
        aReport(rank === 0 ? [step] : [], {
          bytesSent: 1000 * (step + 1),
          imagesReplaced: rank,
          imagesDamaged: 2 * rank,
        }),
      );
  }
  observer.saved!({ step: 2, directory: '/out', seconds: 0.25, blockedSeconds: 0.01, bytes: 800, snapshot: false });
  observer.saved!({ step: 3, directory: '/memory', seconds: 0.1, blockedSeconds: 0.02, bytes: 800, snapshot: true });
  const samples = await scrape(metrics);
  const expected: Record<string, number> = {
    dinofleet_step: 2,
    dinofleet_steps_planned: 100,
    'dinofleet_loss{loss="total_loss"}': 5,
    'dinofleet_schedule{name="lr"}': 0.001,
    'dinofleet_gradient_norm{submodule="backbone"}': 2,
    dinofleet_images_total: 32,
    dinofleet_images_per_second: 32,
    'dinofleet_phase_seconds_total{phase="compute"}': 2,
    'dinofleet_communication_bytes_total{direction="sent"}': 4000,
    'dinofleet_communication_bytes_total{direction="received"}': 2000,
    dinofleet_images_replaced_total: 1,
    dinofleet_images_damaged_total: 2,
    'dinofleet_worker_peak_memory_bytes{rank="1"}': 4096,
    'dinofleet_worker_reserved_memory_bytes{rank="1"}': 8192,
    'dinofleet_device_memory_bytes{rank="1"}': 65_536,
    dinofleet_model_flops_total: 1.6e12,
    dinofleet_checkpoint_last_step: 2,
    dinofleet_checkpoint_save_seconds: 0.25,
    dinofleet_checkpoint_blocked_seconds: 0.02,
    dinofleet_checkpoint_bytes: 800,
    dinofleet_snapshot_last_step: 3,
    'dinofleet_saves_total{kind="checkpoint"}': 1,
    'dinofleet_saves_total{kind="snapshot"}': 1,
  };
  for (const [series, value] of Object.entries(expected)) assert.equal(samples.get(series), value, series);
});

test('counters go on over a restart, whose workers count from 0 again, whichever is heard of first', async () => {
  const metrics = new JobMetrics(() => 0);
  const { observer } = metrics;
  observer.trainingStarts!(0, 100);
  observer.reported!(1, 0, aReport([0], { bytesSent: 700 }));
  observer.reported!(1, 1, aReport([], { bytesSent: 200 }));
  observer.reported!(1, 2, aReport([], { bytesSent: 0 }));
  observer.reported!(2, 1, aReport([], { bytesSent: 100 }));
  observer.trainingStarts!(0, 100);
  observer.reported!(2, 0, aReport([0], { bytesSent: 300 }));
  const samples = await scrape(metrics);
  assert.equal(samples.get('dinofleet_communication_bytes_total{direction="sent"}'), 1300);
  assert.equal(samples.get('dinofleet_images_total'), 32);
  assert.equal(samples.get('dinofleet_step'), 1);
  assert.equal(samples.has('dinofleet_worker_peak_memory_bytes{rank="1"}'), true);
  assert.equal(samples.has('dinofleet_worker_peak_memory_bytes{rank="2"}'), false, 'a rank that is gone');
});

test('the share of the peak is said of ranks whose device has a known one', async () => {
  const metrics = new JobMetrics(() => 0);
  const { observer } = metrics;
  observer.trainingStarts!(0, 100);
  // 0.8 seconds in all phases together.
  observer.reported!(1, 0, aReport([0], { modelFlops: 4e14, peakFlops: 1e15 }));
  observer.reported!(1, 1, aReport([], { modelFlops: 4e14, peakFlops: 0 }));
  const samples = await scrape(metrics);
  assert.ok(Math.abs(samples.get('dinofleet_model_flops_utilization{rank="0"}')! - 0.5) < 1e-12);
  assert.equal(samples.has('dinofleet_model_flops_utilization{rank="1"}'), false);
});

test('updates that were skipped are in the scrape: how many, how many since the last one, and which was the last', async () => {
  const metrics = new JobMetrics(() => 0);
  const { observer } = metrics;
  observer.trainingStarts!(0, 100);
  observer.reported!(1, 0, aReport([0], { skipped: true }));
  observer.reported!(1, 0, aReport([1]));
  observer.reported!(1, 0, aReport([2, 3], { skipped: true }));
  const samples = await scrape(metrics);
  assert.equal(samples.get('dinofleet_steps_skipped_total'), 3);
  assert.equal(samples.get('dinofleet_steps_skipped_in_a_row'), 2);
  assert.equal(samples.get('dinofleet_last_update_step'), 1);
});

test('a count of a worker that is smaller than before has begun anew', async () => {
  const metrics = new JobMetrics(() => 0);
  for (const bytesSent of [700, 200]) metrics.observer.reported!(1, 0, aReport([], { bytesSent }));
  const samples = await scrape(metrics);
  assert.equal(samples.get('dinofleet_communication_bytes_total{direction="sent"}'), 900);
});

test('the state of the fleet is in the scrape', async () => {
  const metrics = new JobMetrics(() => 0);
  const script = new ScriptedJob();
  script.join('a');
  script.run();
  metrics.observer.changed!(script.job);
  const running = await scrape(metrics);
  assert.equal(running.get('dinofleet_workers'), 2);
  assert.equal(running.get('dinofleet_nodes'), 1);
  assert.equal(running.get('dinofleet_running'), 1);
  script.deliver({ kind: 'workerStreamBroken', ...script.from(0) });
  for (const rank of [0, 1]) script.exit(rank, killedExit);
  metrics.observer.changed!(script.job);
  const restarted = await scrape(metrics);
  assert.equal(restarted.get('dinofleet_generation'), 2);
  assert.equal(restarted.get('dinofleet_restarts_total'), 1);
  assert.equal(restarted.get('dinofleet_running'), 0);
  const why = 'generation="1",reason="rank 0 broke its stream"';
  assert.equal(restarted.get(`dinofleet_last_generation_end_timestamp_seconds{${why}}`), script.nowMs / 1000);
});

test('counters end in _total, gauges do not, and all have help and type', async () => {
  const text = await new JobMetrics(() => 0).registry.metrics();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  assert.ok(types.length > 10);
  for (const [, name, type] of types) {
    assert.equal(name!.endsWith('_total'), type === 'counter', name);
    assert.match(text, new RegExp(`^# HELP ${name} \\S`, 'm'));
  }
});

test('metrics and health are served on 127.0.0.1, and a taken port is refused by name', async (t) => {
  const { registry } = new JobMetrics(() => 0);
  const server = await serveMetrics(registry, { host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const { host, port } = server.address;
  assert.equal(host, '127.0.0.1');
  const metrics = await fetch(`http://${host}:${port}/metrics`);
  assert.match(metrics.headers.get('content-type')!, /^text\/plain; version=0\.0\.4/);
  assert.ok(parseScrape(await metrics.text()).has('dinofleet_generation'));
  assert.equal(await (await fetch(`http://${host}:${port}/healthz`)).text(), 'ok\n');
  assert.equal((await fetch(`http://${host}:${port}/other`)).status, 404);
  await assert.rejects(serveMetrics(registry, { host: '127.0.0.1', port }), {
    code: 'PORT_IN_USE',
    message: new RegExp(`^--metrics-port: 127\\.0\\.0\\.1:${port} cannot be listened on: .*EADDRINUSE`),
  });
});
