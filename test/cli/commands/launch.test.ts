import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  firstSteps,
  fleetProcess,
  fleetProcessWithin,
  jobFolder,
  loggedSteps,
  processesWith,
  workerPid,
} from '../../fixtures/fleet-process.js';
import { until } from '../../fixtures/until.js';

const addressPattern = /info coordinator address=(\S+) metrics=(\S+)/;

test('two workers train to the end: run log, a log file a rank, exit code 0, nothing left behind', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 30, hold: 15 });
  const launch = fleetProcess(t, 'launch', config);
  const [, address, metrics] = await launch.says(addressPattern);
  await launch.says(/info running/);
  assert.match(await (await fetch(metrics!)).text(), /^dinofleet_workers 2$/m);
  release();
  assert.equal(await launch.ended, 0, launch.output());
  assert.match(launch.output(), /step=30\/30 loss=0\.3333 images_per_second=[\d.]+ left=0s\n/);
  assert.match(launch.output(), /info finished reason="finished at step 30"/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(30));
  assert.match(readFileSync(join(outputDir, 'config.yaml'), 'utf8'), /"batch_size_per_gpu":2/);
  const line = JSON.parse(readFileSync(join(outputDir, 'log.jsonl'), 'utf8').split('\n')[1]!);
  assert.equal(line.total_loss, 5);
  assert.equal(line.save_seconds, 0);
  for (const rank of [0, 1]) {
    const log = readFileSync(join(outputDir, `logs/rank-0000${rank}.log`), 'utf8');
    assert.match(log, new RegExp(`^=== generation 1, .*\nfake trainer of rank ${rank} of 2`));
  }
  assert.deepEqual(processesWith(address!), []);
});

test('a worker killed while it runs: the job goes on from the last checkpoint, and the run log has every step once', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 60, hold: 25 });
  const launch = fleetProcess(t, 'launch', config);
  const [, address] = await launch.says(addressPattern);
  await launch.says(/checkpoint step=20/);
  process.kill(await workerPid(address!, 1, 1), 'SIGKILL');
  await launch.says(/generation-ended/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
  assert.match(launch.output(), /generation-ended generation=1 reason="rank 1 .* SIGKILL" restart="1 of 3/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(60));
});

test('a worker killed in the rendezvous: the job goes on', async (t) => {
  const { config, outputDir, behave, release } = jobFolder(t, { steps: 20 });
  behave(0, 'hold rendezvous');
  const launch = fleetProcess(t, 'launch', config);
  const [, address] = await launch.says(addressPattern);
  process.kill(await workerPid(address!, 0, 1), 'SIGKILL');
  await launch.says(/generation-ended/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
  assert.match(launch.output(), /generation-ended generation=1 reason="rank 0 [^"]*was ended by SIGKILL"/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(20));
});

test('a worker whose log cannot be written does not train, and says so', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 20 });
  mkdirSync(join(outputDir, 'logs/rank-00001.log'), { recursive: true });
  const launch = fleetProcess(t, 'launch', config, '--max-restarts', '0');
  assert.equal(await launch.ended, 1);
  assert.match(
    launch.output(),
    /error failed reason="rank 1 failed: its log cannot be written: EISDIR: [^"]*; 0 restarts/,
  );
});

test('a job that never gets further gives up, and names rank, exit and the end of its log', async (t) => {
  const { config, behave } = jobFolder(t, { steps: 20 });
  behave(1, 'crash-at-start');
  const launch = fleetProcess(t, 'launch', config, '--max-restarts', '2');
  assert.equal(await launch.ended, 1);
  // Its exit is there only where it was quicker than the agent's order to kill.
  const last =
    /rank 1 failed: the fake trainer crashes at its start(; its process exited with code 1)?; 2 restarts brought no/;
  assert.match(launch.output(), last);
  assert.match(launch.output(), /the end of its log:\n( {2}\| .*\n)* {2}\| .*fake trainer crashes at its start/);
});

test('a fatal failure ends the job without a restart', async (t) => {
  const { config, behave } = jobFolder(t, { steps: 20 });
  behave(0, 'fatal');
  const launch = fleetProcess(t, 'launch', config);
  assert.equal(await launch.ended, 1);
  assert.match(launch.output(), /error failed reason="rank 0 failed: no space left on the disk/);
  assert.doesNotMatch(launch.output(), /generation-ended/);
});

test('a hung trainer is found by its missing progress, though its control thread lives', async (t) => {
  const { config, behave, release } = jobFolder(t, { steps: 30, hold: 15 });
  const launch = fleetProcess(t, 'launch', config, 'train.stall_timeout_s=2');
  await launch.says(/checkpoint step=10/);
  behave(1, 'hang');
  await launch.says(/generation-ended .*rank 1 on \S+ made no progress for \d+\.\d s/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
});

test('a stopped worker process is found by its missing heartbeats', async (t) => {
  const { config, release } = jobFolder(t, { steps: 30, hold: 15 });
  const launch = fleetProcessWithin(t, { heartbeatTimeoutMs: 2_000 }, 'launch', config, 'train.stall_timeout_s=60');
  const [, address] = await launch.says(addressPattern);
  await launch.says(/checkpoint step=10/);
  process.kill(await workerPid(address!, 0, 1), 'SIGSTOP');
  await launch.says(/generation-ended .*rank 0 gave no heartbeat for 2 s/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
});

test('an agent that is killed is started again', async (t) => {
  const { config, release } = jobFolder(t, { steps: 30, hold: 15 });
  const launch = fleetProcess(t, 'launch', config);
  const [, address] = await launch.says(addressPattern);
  await launch.says(/checkpoint step=10/);
  const agent = processesWith('fake-cli', 'agent', address!)[0];
  process.kill(agent!.pid, 'SIGKILL');
  await launch.says(/warn agent-restarts reason="it was ended by SIGKILL"/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
});

test('when launch is killed, and none takes its place, its agent and workers end by themselves', async (t) => {
  const { config } = jobFolder(t, { steps: 2000 });
  const launch = fleetProcess(t, 'launch', config, 'train.lease_s=1');
  const [, address] = await launch.says(addressPattern);
  await launch.says(/info running/);
  assert.equal(processesWith(address!).length, 3);
  launch.child.kill('SIGKILL');
  await until('end of all processes', () => processesWith(address!).length === 0 || undefined);
});

test('Ctrl-C saves and stops, and the command that it prints goes on from there', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 60, checkpoint_steps: 1000, hold: 15 });
  const launch = fleetProcess(t, 'launch', config, 'train.stall_timeout_s=20');
  await launch.says(/info running/);
  launch.child.kill('SIGINT');
  await launch.says(/interrupted: saving a checkpoint/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
  const [, step] = /reason="stopped at step (\d+), saved"/.exec(launch.output())!;
  assert.ok(existsSync(join(outputDir, 'checkpoints', step!)));
  assert.ok(launch.output().includes(`To go on from there: ./dinofleet launch ${config} train.stall_timeout_s=20\n`));

  const again = fleetProcess(t, 'launch', config);
  await again.says(new RegExp(`resume="step ${step}"`));
  assert.equal(await again.ended, 0, again.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(60));

  const refused = fleetProcess(t, 'launch', config, '--no-resume');
  assert.equal(await refused.ended, 2);
  assert.match(refused.output(), /CHECKPOINT_EXISTS.* holds a checkpoint of step \d+; leave --no-resume away/);
});

test('Ctrl-C twice stops at once', async (t) => {
  const { config } = jobFolder(t, { steps: 60, checkpoint_steps: 1000, hold: 15 });
  const launch = fleetProcess(t, 'launch', config);
  const [, address] = await launch.says(addressPattern);
  await launch.says(/info running/);
  launch.child.kill('SIGINT');
  await launch.says(/interrupted: saving a checkpoint; once more stops at once/);
  launch.child.kill('SIGINT');
  assert.equal(await launch.ended, 1, launch.output());
  assert.match(launch.output(), /info stopped reason="stopped without a save, /);
  assert.deepEqual(processesWith(address!), []);
});

test('a second launch into the same directory is refused while the first one runs', async (t) => {
  const { config } = jobFolder(t, { steps: 2000 });
  const first = fleetProcess(t, 'launch', config);
  await first.says(addressPattern);
  const second = fleetProcess(t, 'launch', config);
  assert.equal(await second.ended, 2);
  assert.match(second.output(), new RegExp(`OUTPUT_DIR_IN_USE.* in use by process ${first.child.pid}`));
});

test('a run that is finished is said to be, without an agent or a worker', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 10 });
  assert.equal(await fleetProcess(t, 'launch', config).ended, 0);
  for (const command of ['launch', 'coordinator']) {
    const again = fleetProcess(t, command, config);
    assert.equal(await again.ended, 0, again.output());
    assert.equal(
      again.output(),
      'info nothing-to-do resume="step 10" next="to go on, give it more steps: optim.epochs or train.max_steps"\n' +
        `info finished reason="finished at step 10" output_dir=${outputDir}\n`,
    );
  }
});
