/** Commands about a job that runs, from another process. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSteps, fleetProcess, fleetProcessOn, jobFolder, loggedSteps } from '../../fixtures/fleet-process.js';
import { until } from '../../fixtures/until.js';

const listening = /info coordinator address=(\S+)/;

test('a job is looked at, saved, and stopped from elsewhere', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 3000, checkpoint_steps: 1000, hold: 25 });
  const launch = fleetProcess(t, 'launch', config);
  const [, address] = await launch.says(listening);
  await launch.says(/step=1\/3000/);
  await until('a first rank that is held', () => loggedSteps(outputDir).length === 25 || undefined);
  const ask = async (...args: string[]) => {
    const asked = fleetProcess(t, ...args);
    return { code: await asked.ended, output: asked.output() };
  };

  const table = await ask('status', outputDir);
  assert.equal(table.code, 0, table.output);
  assert.match(table.output, /: generation 1, running for \d+s\nstep 25\/3000 {2}loss 0\.\d{4}/);
  assert.match(table.output, /\n1 +\S+ +cpu +running +\d\.\d s +\d\.\d s\n/);
  const json = JSON.parse((await ask('status', address!, '--json')).output);
  assert.deepEqual([json.phase, json.step, json.totalSteps, json.ranks.length], ['running', 25, 3000, 2]);

  const lines = await ask('logs', outputDir, '--lines', '2');
  assert.match(lines.output, /info running generation=1 workers=2/);
  const ofRank = await ask('logs', outputDir, '--rank', '1');
  assert.match(ofRank.output, /^=== generation 1, .*\nfake trainer of rank 1 of 2/);

  const attached = fleetProcess(t, 'attach', outputDir);
  const top = fleetProcess(t, 'top', outputDir, '--json');
  assert.equal((await ask('save', outputDir)).output, 'a checkpoint is asked for\n');
  assert.equal((await ask('stop', outputDir)).output, 'it saves a checkpoint and stops\n');
  release();
  assert.equal(await launch.ended, 0, launch.output());
  assert.equal(await attached.ended, 0, attached.output());
  assert.match(attached.output(), /info save-requested reason="a checkpoint follows/);
  assert.match(attached.output(), /info checkpoint step=28/);
  assert.match(attached.output(), /the job has ended: stopped at step \d+, saved/);
  assert.equal(await top.ended, 0, top.output());
  assert.match(JSON.parse(top.output().trim().split('\n').at(-1)!).outcome, /^stopped at step \d+, saved$/);

  const late = await ask('stop', outputDir);
  assert.equal(late.code, 2);
  assert.match(late.output, /no coordinator is at work in \S+: expected the output directory of a run/);
  const gone = await ask('status', address!);
  assert.equal(gone.code, 1);
  assert.match(gone.output, /the coordinator at \S+ cannot be reached: connect ECONNREFUSED/);
});

test('of two nodes of one name the one that is meant is told by its id', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 400, checkpoint_steps: 1000 });
  const host = fleetProcess(t, 'coordinator', config, '--nodes', '2:2');
  const [, address] = await host.says(listening);
  const agents = [1, 2].map(() =>
    fleetProcessOn(t, { hostname: 'twin' }, 'agent', '--coordinator', address!, '--nproc-per-node', '1'),
  );
  await host.says(/info running generation=1 workers=2/);
  const unclear = fleetProcess(t, 'drain', outputDir, 'twin');
  assert.equal(await unclear.ended, 1, unclear.output());
  const [, id] =
    /2 nodes are meant by twin: twin \(([0-9a-f]{8})\), twin \([0-9a-f]{8}\); give the beginning of an id/.exec(
      unclear.output(),
    ) ?? assert.fail(unclear.output());
  const drained = fleetProcess(t, 'drain', outputDir, id!);
  assert.equal(await drained.ended, 0, drained.output());
  assert.match(
    drained.output(),
    /twin leaves once what it has done is saved; 1 of 2 nodes are left: the job waits for more/,
  );
  assert.equal(await Promise.race(agents.map(({ ended }) => ended)), 0);
  await host.says(/info node-drained node=twin/);
});

test('a node is drained by its name, and its agent ends well', async (t) => {
  const { config, outputDir } = jobFolder(t, { steps: 400, checkpoint_steps: 1000 });
  const host = fleetProcess(t, 'coordinator', config, '--nodes', '1:2');
  const [, address] = await host.says(listening);
  const agentOn = (hostname: string) =>
    fleetProcessOn(t, { hostname }, 'agent', '--coordinator', address!, '--nproc-per-node', '1');
  const [stays, leaves] = [agentOn('stays'), agentOn('leaves')];
  const [, both] = await host.says(/info running generation=(\d+) workers=2/);
  const unknown = fleetProcess(t, 'drain', outputDir, 'nobody');
  assert.equal(await unknown.ended, 1);
  assert.match(unknown.output(), /no node is called "nobody": there are \w+ \([0-9a-f]{8}\), \w+ \([0-9a-f]{8}\)/);
  const drained = fleetProcess(t, 'drain', outputDir, 'leaves');
  assert.equal(await drained.ended, 0);
  assert.equal(drained.output(), 'leaves leaves once what it has done is saved\n');
  assert.equal(await leaves.ended, 0, leaves.output());
  assert.match(leaves.output(), /released by the coordinator: an operator has drained it/);
  await host.says(new RegExp(`info running generation=${Number(both) + 1} workers=1`));
  const stop = fleetProcess(t, 'stop', outputDir, '--now');
  assert.equal(await stop.ended, 0);
  assert.equal(await host.ended, 1, host.output());
  assert.match(host.output(), /stopped without a save/);
  assert.match(host.output(), /reason="leaves takes no part from step \d+ on"/);
  await stays.ended;
  assert.deepEqual(loggedSteps(outputDir), firstSteps(loggedSteps(outputDir).length));
});
