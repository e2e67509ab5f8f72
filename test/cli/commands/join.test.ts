import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gpus } from '../../coordinator/job/a-node.js';
import { fleetProcess, fleetProcessOn, fleetProcessWithin, jobFolder } from '../../fixtures/fleet-process.js';

const addressPattern = /info coordinator address=(\S+) metrics=(\S+)/;

test('a second agent on another address joins, and both nodes train', async (t) => {
  const { config } = jobFolder(t, { steps: 30 });
  const launch = fleetProcess(t, 'launch', config, '--nodes', '2:2');
  const [, address] = await launch.says(addressPattern);
  await launch.says(/node-joined .*next="waits for 1 more"/);
  const agent = fleetProcess(t, 'agent', '--coordinator', address!, '--listen-host', '127.0.0.2');
  await launch.says(/running generation=1 workers=4/);
  assert.match(launch.output(), /node-joined .*listen=127\.0\.0\.2/);
  assert.equal(await launch.ended, 0, launch.output());
  assert.equal(await agent.ended, 0, agent.output());
  assert.match(agent.output(), /agent-ends reason="the job is over: finished at step 30"/);
});

test('a job without its second agent waits, and goes on when another one joins', async (t) => {
  const { config, release } = jobFolder(t, { steps: 30, hold: 15 });
  const host = fleetProcess(t, 'coordinator', config, '--nodes', '2:2');
  const [, address] = await host.says(addressPattern);
  const agent = () => fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  agent();
  const second = agent();
  await host.says(/checkpoint step=10/);
  second.child.kill('SIGKILL');
  await host.says(/generation-ended generation=1 .*is gone/);
  release();
  agent();
  assert.equal(await host.ended, 0, host.output());
});

test('an agent that is asked to leave ends its workers, and the job goes on with the one that waited', async (t) => {
  const { config, release } = jobFolder(t, { steps: 30, hold: 15 });
  const host = fleetProcess(t, 'coordinator', config, '--nodes', '1:2');
  const [, address] = await host.says(addressPattern);
  const leaving = fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  await host.says(/running generation=1 workers=1/);
  const staying = fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  await host.says(/node-joined .*next="takes part from the next checkpoint on"/);
  leaving.child.kill('SIGTERM');
  assert.equal(await leaving.ended, 0, leaving.output());
  release();
  assert.equal(await host.ended, 0, host.output());
  assert.match(host.output(), /running generation=2 workers=1/);
  assert.equal(await staying.ended, 0);
});

test('an agent in a pod leaves it to the coordinator when it goes, whoever asks its process', async (t) => {
  const { config, release } = jobFolder(t, { steps: 30, hold: 15 });
  const host = fleetProcess(t, 'coordinator', config);
  const [, address] = await host.says(addressPattern);
  const agent = fleetProcess(t, 'agent', '--coordinator', address!, '--leave-when-told');
  await host.says(/checkpoint step=10/);
  agent.child.kill('SIGTERM');
  release();
  assert.equal(await host.ended, 0, host.output());
  assert.doesNotMatch(host.output(), /generation=2/);
  assert.equal(await agent.ended, 0);
  assert.match(agent.output(), /agent-ends reason="the job is over: finished/);
});

test('an agent that does not see the output directory is refused', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 30 });
  const host = fleetProcess(t, 'coordinator', config);
  const [, address] = await host.says(addressPattern);
  writeFileSync(join(outputDir, '.dinofleet-token'), 'of another run');
  const agent = fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  assert.equal(await agent.ended, 2);
  assert.match(agent.output(), /refused by the coordinator: .* does not see this run's output directory/);
  assert.match(host.output(), /warn node-refused/);
});

test('an agent of another build is refused at once, and so is a launch whose own agent is', async (t) => {
  const { config } = jobFolder(t, { steps: 30 });
  const other = { build: '9.9.9+another' };
  const host = fleetProcess(t, 'coordinator', config);
  const [, address] = await host.says(addressPattern);
  const agent = fleetProcessOn(t, other, 'agent', '--coordinator', address!);
  assert.equal(await agent.ended, 2);
  const refusal =
    /refused by the coordinator: \S+ runs build 9\.9\.9\+another, the coordinator build \d+\.\d+\.\d+\+[0-9a-f]{12}: /;
  assert.match(agent.output(), refusal);
  await host.says(/warn node-refused node=\S+ reason="\S+ runs build 9\.9\.9\+another/);
  const launch = fleetProcessOn(t, other, 'launch', jobFolder(t, { steps: 30 }).config);
  assert.equal(await launch.ended, 2, launch.output());
  assert.match(launch.output(), refusal);
});

test('ranks get the GPUs of their machine, each its own, and an agent that there are none left for is refused', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 30, hold: 5 });
  const devices = gpus(2);
  const launch = fleetProcessOn(t, { devices }, 'launch', config, '--device', 'cuda', '--nodes', '1:2');
  const [, address] = await launch.says(addressPattern);
  await launch.says(/node-joined .* device=cuda /);
  const agent = fleetProcessOn(t, { devices }, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  assert.equal(await agent.ended, 2, agent.output());
  assert.match(agent.output(), /has too few CUDA devices for a rank each: 1 rank, .*of another agent there have 2/);
  release();
  assert.equal(await launch.ended, 0, launch.output());
  for (const rank of [0, 1]) {
    const log = readFileSync(join(outputDir, `logs/rank-0000${rank}.log`), 'utf8');
    assert.match(log, new RegExp(`fake trainer of rank ${rank} of 2, threads \\d+, on cuda:${rank}\n`));
  }
});

test('an agent that sees other images is refused', async (t) => {
  const { config, images } = jobFolder(t, { steps: 2000 });
  const host = fleetProcess(t, 'coordinator', config);
  const [, address] = await host.says(addressPattern);
  writeFileSync(join(images, '3.png'), 'longer');
  const agent = fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  assert.equal(await agent.ended, 2);
  assert.match(
    agent.output(),
    /does not see this run's images .*: 3\.png has 6 bytes there, 0 in the list; every node needs the same files/,
  );
});

test('an agent without a coordinator dials for a while, then says so', async (t) => {
  const agent = fleetProcessWithin(t, { noCoordinatorMs: 1_500 }, 'agent', '--coordinator', '127.0.0.1:1');
  assert.equal(await agent.ended, 1);
  assert.match(
    agent.output(),
    /no coordinator at 127\.0\.0\.1:1 for 1\.5 s \(connect ECONNREFUSED 127\.0\.0\.1:1\); is \\"dinofleet launch\\"/,
  );
});

test('a launch whose own agent is refused fails, and says why', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 30 });
  const launch = fleetProcess(t, 'launch', config);
  await launch.says(addressPattern);
  writeFileSync(join(outputDir, '.dinofleet-token'), 'of another run');
  assert.equal(await launch.ended, 2, launch.output());
  assert.match(
    launch.output(),
    /error failed reason="the agent of this machine exited with code 2: .* does not see this run's/,
  );
});
