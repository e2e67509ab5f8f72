/** What is not a job's own, and may be as it is not meant to be: proxies, addresses, clocks, disks. With a trainer that computes nothing. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import {
  firstSteps,
  fleetCli,
  fleetProcess,
  fleetProcessWithin,
  jobFolder,
  loggedSteps,
  programProcess,
} from '../fixtures/fleet-process.js';
import { skewedClock } from '../fixtures/skewed-clock.js';
import { until } from '../fixtures/until.js';
import { temporaryFolder } from '../formats/torch-files.js';

const listening = /info coordinator address=(\S+) metrics=(\S+)/;

/** The command line in an environment of its own. */
function fleetProcessIn(t: TestContext, env: NodeJS.ProcessEnv, ...args: string[]) {
  return programProcess(t, process.execPath, [fleetCli, ...args], { env });
}

test('a proxy in the environment hears nothing of a job: neither its agent, workers and operators, nor any other host', async (t) => {
  let callers = 0;
  const proxy = createServer((caller) => {
    callers++;
    caller.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  const url = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
  const names = ['http_proxy', 'https_proxy', 'grpc_proxy', 'all_proxy'];
  const set = Object.fromEntries(names.flatMap((name) => [name, name.toUpperCase()]).map((name) => [name, url]));
  const env = { ...process.env, ...set, no_proxy: '', no_grpc_proxy: '' };

  const { config, outputDir, release } = jobFolder(t, { steps: 60, hold: 25 });
  const launch = fleetProcessIn(t, env, 'launch', config);
  await launch.says(/step=1\/60/);
  const status = fleetProcessIn(t, env, 'status', outputDir, '--json');
  assert.equal(await status.ended, 0, status.output());
  release();
  assert.equal(await launch.ended, 0, launch.output());
  assert.equal(callers, 0);
});

test('a job is hosted, joined, asked, scraped and taken up again at addresses of IPv6', async (t) => {
  const { config, outputDir, release } = jobFolder(t, { steps: 60, checkpoint_steps: 20, hold: 45 });
  const args = ['launch', config, '--host', '::1', '--metrics-host', '::1'];
  const first = fleetProcess(t, ...args);
  const [, address, metrics] = await first.says(listening);
  assert.match(address!, /^\[::1\]:\d+$/);
  await first.says(/info checkpoint step=40/);
  assert.match(await (await fetch(metrics!)).text(), /dinofleet_step/);
  for (const run of [address!, outputDir]) {
    const status = fleetProcess(t, 'status', run);
    assert.equal(await status.ended, 0, status.output());
  }
  first.child.kill('SIGKILL');
  await first.ended;
  const next = fleetProcess(t, ...args);
  const [, again] = await next.says(listening);
  assert.equal(again, address);
  await next.says(/info whole-again generation=1 workers=2/);
  release();
  assert.equal(await next.ended, 0, next.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(60));
});

for (const [ahead, words] of [
  [3600, 'an hour ahead'],
  [-3600, 'an hour behind'],
] as const)
  test(`a coordinator that comes back with its clock ${words} goes on with its job`, async (t) => {
    const { config, outputDir, release } = jobFolder(t, { steps: 80, checkpoint_steps: 20, hold: 45 });
    const first = fleetProcess(t, 'launch', config);
    await first.says(/info checkpoint step=40/);
    first.child.kill('SIGKILL');
    await first.ended;
    const next = fleetProcessIn(t, skewedClock(ahead), 'launch', config);
    await next.says(/info whole-again generation=1 workers=2/);
    release();
    assert.equal(await next.ended, 0, next.output());
    assert.doesNotMatch(next.output(), /generation-ended|suspended/);
    assert.deepEqual(loggedSteps(outputDir), firstSteps(80));
  });

test('on a disk that is full a job trains on and says so, and its journal is whole again when there is room', async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'dinofleet-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  t.after(() => {
    execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true });
  });
  const { config } = jobFolder(t, { steps: 400, checkpoint_steps: 1000 });
  const outputDir = join(disk, 'out');
  const args = ['launch', config, `train.output_dir=${outputDir}`];
  mkdirSync(outputDir);
  const held = [0, 1].map((rank) => join(outputDir, `rank-${rank}.behave`));
  for (const path of held) writeFileSync(path, 'hold 50');
  const first = fleetProcess(t, ...args);
  await first.says(/step=1\/400/);
  await until('a first rank that is held', () => loggedSteps(outputDir).length === 50 || undefined);
  const filler = join(disk, 'filler');
  assert.throws(() => writeFileSync(filler, Buffer.alloc(2e6)), { code: 'ENOSPC' });
  for (const path of held) rmSync(path);
  await first.says(/warn journal reason="\S+\/journal cannot be written: ENOSPC/);
  await first.says(/step=1\d\d\/400/);
  rmSync(filler);
  await first.says(/info journal reason="it can be written again"/);
  first.child.kill('SIGKILL');
  await first.ended;
  const next = fleetProcess(t, ...args);
  await next.says(/info whole-again generation=1 workers=2/);
  assert.equal(await next.ended, 0, next.output());
  assert.deepEqual(loggedSteps(outputDir), firstSteps(400));
});

test('hosts that nobody knows are named: that of a coordinator that is dialled, and that which one is to listen on', async (t) => {
  const folder = temporaryFolder();
  await makeAuthority(join(folder, 'authority'));
  const certificate = join(folder, 'all.pem');
  await issueIdentities(join(folder, 'authority'), ['coordinator', 'agent', 'worker'], 1, certificate);
  const dial = ['agent', '--coordinator', 'nowhere.invalid:7300', '--certificate', certificate];
  const agent = fleetProcessWithin(t, { noCoordinatorMs: 1_500 }, ...dial);
  assert.equal(await agent.ended, 1, agent.output());
  assert.match(agent.output(), /no coordinator at nowhere\.invalid:7300 for 1\.5 s \(.*nowhere\.invalid/);

  const { config } = jobFolder(t, { steps: 1 });
  for (const host of ['nowhere.invalid', '192.0.2.7']) {
    const listen = ['--host', host, '--certificate', certificate, '--network', '10.0.0.0/8'];
    const coordinator = fleetProcess(t, 'coordinator', config, ...listen);
    assert.equal(await coordinator.ended, 2, coordinator.output());
    assert.match(
      coordinator.output(),
      new RegExp(
        `error \\[BAD_OPTION\\] --host is ${host}, expected an address of this machine, which has 127\\.0\\.0\\.1 \\(lo\\)`,
      ),
    );
  }
});
