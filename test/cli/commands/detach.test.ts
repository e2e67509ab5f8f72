import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstSteps, fleetProcess, jobFolder, loggedSteps } from '../../fixtures/fleet-process.js';
import { until } from '../../fixtures/until.js';

test('a launch that is detached goes on without its terminal, and is followed and stopped from elsewhere', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 150, checkpoint_steps: 50 });
  const launch = fleetProcess(t, 'launch', config, '--detach');
  assert.equal(await launch.ended, 0, launch.output());
  const [, pid] = /It goes on as process (\d+), with its coordinator at 127\.0\.0\.1:\d+/.exec(launch.output())!;
  t.after(() => existsSync(`/proc/${pid}`) && process.kill(Number(pid), 'SIGKILL'));
  assert.match(launch.output(), /To follow it: .*attach \S+\nTo stop it: +.*stop \S+\n/);
  const again = fleetProcess(t, 'launch', config, '--detach');
  assert.equal(await again.ended, 2);
  assert.match(again.output(), /is in use by process \d+, which trains into it/);
  const attached = fleetProcess(t, 'attach', outputDir);
  assert.equal(await attached.ended, 0, attached.output());
  assert.match(attached.output(), /the job has ended: finished at step 150/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(150));
  const isSaid = () =>
    /info finished reason="finished at step 150"/.test(readFileSync(join(outputDir, 'logs/launch.log'), 'utf8'));
  await until('its last word', () => isSaid() || undefined);
});

test('a launch that cannot begin says so, detached or not', async (t) => {
  const { config } = jobFolder(t, { steps: 3 });
  const launch = fleetProcess(t, 'launch', config, '--detach', 'train.batch_size_per_gpu=500');
  assert.equal(await launch.ended, 2);
  assert.match(launch.output(), /holds 8 images, fewer than the global batch of 1000/);
  assert.doesNotMatch(launch.output(), /It goes on/);
});
