/** A coordinator that is killed with SIGKILL, and started again by the same command. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { journalDirectory, journalPath } from '../../../src/run/layout.js';
import {
  firstSteps,
  fleetProcess,
  fleetProcessOn,
  fleetProcessWithin,
  jobFolder,
  loggedSteps,
  processesWith,
  workerPid,
} from '../../fixtures/fleet-process.js';
import { until } from '../../fixtures/until.js';

const listening = /info coordinator address=(\S+)/;
const ended = async (child: { pid?: number }) =>
  until('the end of the process', () => processesWith().every(({ pid }) => pid !== child.pid) || undefined);

test('workers train on while the coordinator is away, and the next one knows all that they have done', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 150, checkpoint_steps: 20 });
  const first = fleetProcess(t, 'coordinator', config, '--nodes', '2:2');
  const [, address] = await first.says(listening);
  const agents = [1, 2].map(() => fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1'));
  await first.says(/info checkpoint step=20/);
  const pids = await Promise.all([0, 1].map((rank) => workerPid(address!, rank, 1)));
  first.child.kill('SIGKILL');
  await ended(first.child);

  const next = fleetProcess(t, 'coordinator', config, '--nodes', '2:2');
  const [, again] = await next.says(listening);
  assert.equal(again, address);
  await next.says(/warn coordinator-returned generation=1 .*waits for 2 workers, which train on/);
  await next.says(/info whole-again generation=1 workers=2/);
  assert.deepEqual(await Promise.all([0, 1].map((rank) => workerPid(address!, rank, 1))), pids);
  assert.equal(await next.ended, 0, next.output());
  for (const agent of agents) assert.equal(await agent.ended, 0, agent.output());
  assert.doesNotMatch(next.output(), /generation-ended/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(150));
  assert.match(next.output(), /info finished reason="finished at step 150"/);
});

test('a launch that is killed leaves its agent, which the next one keeps', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 120, checkpoint_steps: 20 });
  const first = fleetProcess(t, 'launch', config);
  const [, address] = await first.says(listening);
  await first.says(/info checkpoint step=20/);
  const [agent] = processesWith('agent', address!);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const next = fleetProcess(t, 'launch', config);
  await next.says(/info whole-again generation=1 workers=2/);
  assert.deepEqual(
    processesWith('agent', address!).map(({ pid }) => pid),
    [agent!.pid],
  );
  assert.equal(await next.ended, 0, next.output());
  assert.doesNotMatch(next.output(), /agent-restarts/);
  assert.deepEqual(loggedSteps(outputDir), firstSteps(120));
  assert.deepEqual(processesWith(address!), []);
});

test('a launch that goes on with the agent of the one before does not start it again when an operator has drained it, nor does the one after', async (t) => {
  const { config, release } = jobFolder(t, { steps: 400, checkpoint_steps: 20, hold: 45 });
  const args = ['launch', config, '--nodes', '1:2', '--nproc-per-node', '1'];
  const first = fleetProcess(t, ...args);
  const [, address] = await first.says(listening);
  const other = fleetProcessOn(t, { hostname: 'other' }, 'agent', '--coordinator', address!);
  await first.says(/info running generation=\d+ workers=2/);
  await first.says(/info checkpoint step=40/);
  const [agent] = processesWith('agent', '--end-with-parent', address!);
  first.child.kill('SIGKILL');
  await ended(first.child);

  const next = fleetProcess(t, ...args);
  await next.says(/info whole-again .*workers=2/);
  const drain = fleetProcess(t, 'drain', address!, hostname());
  assert.equal(await drain.ended, 0, drain.output());
  release();
  await next.says(/info node-drained/);
  await ended(agent!);
  await next.says(/info running generation=\d+ workers=1/);
  release();
  next.child.kill('SIGKILL');
  await ended(next.child);
  assert.doesNotMatch(next.output(), /agent-restarts/);

  const last = fleetProcess(t, ...args);
  await last.says(/info whole-again .*workers=1/);
  assert.deepEqual(processesWith('agent', '--end-with-parent', address!), []);
  assert.equal(await last.ended, 0, last.output());
  assert.equal(await other.ended, 0, other.output());
  assert.doesNotMatch(last.output(), /node-joined/);
});

test('a worker that dies while the coordinator is away ends its generation when that is back, and its end is told', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 80, checkpoint_steps: 20, hold: 45 });
  const first = fleetProcess(t, 'coordinator', config);
  const [, address] = await first.says(listening);
  fleetProcess(t, 'agent', '--coordinator', address!);
  await first.says(/info checkpoint step=40/);
  first.child.kill('SIGKILL');
  await ended(first.child);
  process.kill(await workerPid(address!, 1, 1), 'SIGKILL');
  for (const rank of [0, 1]) rmSync(`${outputDir}/rank-${rank}.behave`);
  const next = fleetProcess(t, 'coordinator', config);
  await next.says(/warn generation-ended generation=1 reason="rank 1 was ended by SIGKILL"/);
  assert.equal(await next.ended, 0, next.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(80));
});

test('an interrupt is remembered: asked to stop, a job whose coordinator was killed stops under the next one', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 3000, checkpoint_steps: 20, hold: 45 });
  const first = fleetProcess(t, 'launch', config);
  await first.says(/info checkpoint step=40/);
  await until('a first rank that is held', () => loggedSteps(outputDir).length === 45 || undefined);
  first.child.kill('SIGINT');
  await first.says(/info stopping/);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const next = fleetProcess(t, 'launch', config);
  await next.says(/info whole-again/);
  release();
  assert.equal(await next.ended, 0, next.output());
  assert.match(next.output(), /info stopped reason="stopped at step \d+, saved"/);
});

test('workers end when the lease is over, and the next launch goes on from the last checkpoint', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 3000, checkpoint_steps: 20 });
  const first = fleetProcess(t, 'launch', config, 'train.lease_s=1');
  const [, address] = await first.says(listening);
  await first.says(/info checkpoint step=40/);
  first.child.kill('SIGKILL');
  await until('the end of all', () => processesWith(address!).length === 0 || undefined);
  const next = fleetProcess(t, 'launch', config, 'train.lease_s=1');
  const [, resume] = await next.says(/ resume="step (\d+)"/);
  assert.ok(Number(resume) >= 40);
  assert.doesNotMatch(next.output(), /coordinator-returned/);
  await next.says(/info running generation=1/);
  next.child.kill('SIGINT');
  assert.equal(await next.ended, 0, next.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(loggedSteps(outputDir).length));
});

test('what was launched otherwise, or has lost its journal, begins anew from the checkpoint, and ends the old workers', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 200, checkpoint_steps: 20, hold: 45 });
  const first = fleetProcess(t, 'coordinator', config, '--port', '0');
  const [, address] = await first.says(listening);
  const port = address!.split(':')[1]!;
  fleetProcess(t, 'agent', '--coordinator', address!);
  await first.says(/info checkpoint step=40/);
  const old = await workerPid(address!, 0, 1);
  first.child.kill('SIGKILL');
  await ended(first.child);
  writeFileSync(journalPath(outputDir, readdirSync(journalDirectory(outputDir)).length), 'torn');
  const next = fleetProcess(t, 'coordinator', config, '--port', port);
  await next.says(/ resume="step 40"/);
  await next.says(/info running generation=1/);
  assert.ok(processesWith().every(({ pid }) => pid !== old));
  next.child.kill('SIGKILL');
  await ended(next.child);
  const other = fleetProcess(t, 'coordinator', config, '--port', port, '--max-restarts', '7');
  await other.says(/ resume="step 40"/);
  await other.says(/info running generation=1/);
  for (const rank of [0, 1]) rmSync(`${outputDir}/rank-${rank}.behave`);
  assert.equal(await other.ended, 0, other.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(200));
});

test('a coordinator whose port another process has taken says so', async (t) => {
  const { config } = jobFolder(t, { steps: 3000 });
  const first = fleetProcess(t, 'coordinator', config);
  const [, address] = await first.says(listening);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const squatter = createServer().listen(Number(address!.split(':')[1]), '127.0.0.1');
  t.after(() => squatter.close());
  const next = fleetProcess(t, 'coordinator', config);
  assert.equal(await next.ended, 2);
  assert.match(
    next.output(),
    /127\.0\.0\.1:\d+ cannot be listened on: .*; there the workers look for the coordinator of this run that was killed; free it, or launch again in 60 s/,
  );
});

test('an agent whose coordinator is gone for good ends its workers with its lease, and later itself', async (t) => {
  const { config } = jobFolder(t, { steps: 3000 });
  const host = fleetProcess(t, 'coordinator', config, 'train.lease_s=1');
  const [, address] = await host.says(listening);
  const agent = fleetProcessWithin(t, { coordinatorLostMs: 3_000 }, 'agent', '--coordinator', address!);
  await host.says(/info running/);
  host.child.kill('SIGKILL');
  await agent.says(/warn lease-over reason="no word of the coordinator at \S+ for 1 s: the workers of this node end"/);
  assert.equal(await agent.ended, 1, agent.output());
  assert.match(agent.output(), /no coordinator at \S+ for 3 s/);
  assert.deepEqual(processesWith(address!), []);
});
