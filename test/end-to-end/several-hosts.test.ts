/** A job whose coordinator and agents are on hosts of their own, with mutual TLS: real trainings and real refusals. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Role } from '../../src/certificates/identity.js';
import { issueIdentities, makeAuthority } from '../../src/certificates/issue.js';
import type { FleetProcess } from '../fixtures/fleet-process.js';
import { type NetworkHost, networkHosts } from '../fixtures/network-hosts.js';
import { skewedClock } from '../fixtures/skewed-clock.js';
import { until } from '../fixtures/until.js';
import { addressesOf, cliEntry, launch, recipe, shardBytes, type TrainingFolder, trainingFolder } from './training.js';

const STEPS = 4;
const LENGTH = [`train.max_steps=${STEPS}`, 'train.snapshot_seconds=0'];

interface Fleet {
  folder: TrainingFolder;
  hosts: NetworkHost[];
  coordinator: string;
  agent: string;
  /** Another file, of this fleet's authority. */
  issue(name: string, roles: Role[], days?: number): Promise<string>;
}

async function fleetOf(t: TestContext, ...names: string[]): Promise<Fleet> {
  const folder = trainingFolder(t);
  const authority = join(folder.root, 'authority');
  await makeAuthority(authority);
  const issue = async (name: string, roles: Role[], days = 7) => {
    const path = join(folder.root, `${name}.pem`);
    await issueIdentities(authority, roles, days, path);
    return path;
  };
  const [coordinator, agent] = [await issue('coordinator', ['coordinator']), await issue('agent', ['agent', 'worker'])];
  return { folder, hosts: networkHosts(t, ...names), coordinator, agent, issue };
}

/** The command of a coordinator. Options that are given count for those before them. */
function hosting({ folder, coordinator }: Fleet, at: NetworkHost, outputDir: string, ...args: string[]) {
  const folders = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`, 'train.nproc_per_node=1'];
  const listening = ['--host', at.address, '--certificate', coordinator, '--network', 'eth0'];
  return [process.execPath, cliEntry, 'coordinator', recipe, ...folders, ...LENGTH, ...listening, ...args] as const;
}

function host(fleet: Fleet, outputDir: string, ...args: string[]): FleetProcess {
  return fleet.hosts[0]!.run(...hosting(fleet, fleet.hosts[0]!, outputDir, ...args));
}

function joinFrom(at: NetworkHost, coordinator: string, ...args: string[]): FleetProcess {
  return at.run(process.execPath, cliEntry, 'agent', '--coordinator', coordinator, ...args);
}

test('agents on two hosts train to the bytes of one machine, and say where they listen', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b', 'c');
  const { folder, hosts } = fleet;
  const [apart, together] = [join(folder.root, 'apart'), join(folder.root, 'together')];
  const command = host(fleet, apart, '--nodes', '2:2');
  const { coordinator } = await addressesOf(command);
  assert.match(
    command.output(),
    /join=".* --certificate FILE" network="10\.87\.0\.11\/16, where workers listen for their peers, and weights and gradients travel in clear"/,
  );
  const agents = hosts.slice(1).map((at) => joinFrom(at, coordinator, '--certificate', fleet.agent));
  for (const one of [command, ...agents]) assert.equal(await one.ended, 0, one.output());
  for (const { address } of hosts.slice(1))
    assert.match(command.output(), new RegExp(`node-joined .*listen=${address}\\b`));

  const alone = launch(t, folder, together, ...LENGTH);
  assert.equal(await alone.ended, 0, alone.output());
  assert.deepEqual(shardBytes(apart, STEPS), shardBytes(together, STEPS));
});

test('hosts of IPv6 addresses alone train together, and weights and gradients travel in their network', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b', 'c');
  const [at, ...others] = fleet.hosts as [NetworkHost, ...NetworkHost[]];
  const outputDir = join(fleet.folder.root, 'out');
  const command = host(fleet, outputDir, '--nodes', '2:2', '--host', at.address6, '--network', 'fd00::/8');
  const { coordinator } = await addressesOf(command);
  assert.match(coordinator, /^\[fd87::11\]:\d+$/);
  const operator = await fleet.issue('operator', ['operator']);
  for (const run of [coordinator, outputDir]) {
    const status = at.run(process.execPath, cliEntry, 'status', run, '--certificate', operator, '--json');
    assert.equal(await status.ended, 0, status.output());
  }
  const agents = others.map((one) => joinFrom(one, coordinator, '--certificate', fleet.agent));
  for (const one of [command, ...agents]) assert.equal(await one.ended, 0, one.output());
  for (const { address6 } of others) assert.match(command.output(), new RegExp(`node-joined .*listen=${address6} `));
});

test('hosts whose clocks are wrong by an hour train together, whichever way', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b', 'c');
  const [at, ...others] = fleet.hosts as [NetworkHost, ...NetworkHost[]];
  for (const [i, ahead] of [0, 3600, -3600].entries()) {
    const outputDir = join(fleet.folder.root, `out-${i}`);
    const command = at.runIn(skewedClock(ahead), ...hosting(fleet, at, outputDir, '--nodes', '2:2'));
    const { coordinator } = await addressesOf(command);
    const dial = ['agent', '--coordinator', coordinator, '--certificate', fleet.agent];
    const agents = others.map((one, i) =>
      one.runIn(skewedClock(i === 0 ? 3600 : -3600), process.execPath, cliEntry, ...dial),
    );
    for (const one of [command, ...agents]) assert.equal(await one.ended, 0, one.output());
    assert.match(command.output(), new RegExp(`finished at step ${STEPS}`));
  }
});

test('a certificate of a day that a machine has not come to yet is refused there, with both times', async (t) => {
  const fleet = await fleetOf(t, 'a');
  const [at] = fleet.hosts as [NetworkHost];
  const behind = skewedClock(-3 * 3600);
  const sentence = (role: string) =>
    new RegExp(
      `the certificate of role ${role} in \\S+ is good from \\S+Z on, and it is \\S+Z now: set the clock right`,
    );
  const command = at.runIn(behind, ...hosting(fleet, at, join(fleet.folder.root, 'out')));
  assert.equal(await command.ended, 2, command.output());
  assert.match(command.output(), sentence('coordinator'));
  const dial = ['agent', '--coordinator', `${at.address}:7300`, '--certificate', fleet.agent];
  const agent = at.runIn(behind, process.execPath, cliEntry, ...dial);
  assert.equal(await agent.ended, 2, agent.output());
  assert.match(agent.output(), sentence('agent'));
});

test('a second coordinator of a run is refused on another host as well, whatever its clock says, and the first goes on', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b');
  const other = fleet.hosts[1]!;
  const outputDir = join(fleet.folder.root, 'out');
  const command = host(fleet, outputDir);
  const { coordinator } = await addressesOf(command);
  for (const ahead of [0, 3600, -3600]) {
    const second = other.runIn(skewedClock(ahead), ...hosting(fleet, other, outputDir));
    assert.equal(await second.ended, 2, second.output());
    const place = `in use by process ${command.child.pid} of \\S+, a coordinator at ${coordinator} that gives signs of life there`;
    assert.match(second.output(), new RegExp(`OUTPUT_DIR_IN_USE.* ${place}; stop that run first`));
  }
  const agent = joinFrom(other, coordinator, '--certificate', fleet.agent);
  for (const one of [command, agent]) assert.equal(await one.ended, 0, one.output());
});

test('who is not of the fleet is refused with a sentence, and the job trains on', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b');
  const { folder, hosts } = fleet;
  const strangers = await fleetOf(t);
  const command = host(fleet, join(folder.root, 'out'));
  const { coordinator } = await addressesOf(command);
  const refused = async (message: RegExp, ...args: string[]) => {
    const agent = joinFrom(hosts[1]!, coordinator, ...args);
    assert.equal(await agent.ended, 2, agent.output());
    assert.match(agent.output(), message);
  };
  await refused(/--coordinator is 10\.87\.0\.11, expected a loopback address .*Give --certificate/);
  await refused(
    /the connection was refused: .*certificate.*; both need files of the same/,
    '--certificate',
    strangers.agent,
  );
  await refused(
    /the certificate of role agent in .*over\.pem was good until/,
    '--certificate',
    await fleet.issue('over', ['agent'], -1 / 24),
  );
  await refused(/has certificates of role coordinator, expected agent/, '--certificate', fleet.coordinator);
  await refused(
    /10\.99\.0\.1, expected an address in 10\.87\.0\.11\/16, the job's --network/,
    '--certificate',
    fleet.agent,
    '--listen-host',
    '10.99.0.1',
  );
  const agent = joinFrom(hosts[1]!, coordinator, '--certificate', fleet.agent);
  for (const one of [command, agent]) assert.equal(await one.ended, 0, one.output());
});

test('two nodes that reach the coordinator and not each other are named, and those that do train', async (t) => {
  const fleet = await fleetOf(t, 'a', 'b', 'c', 'd');
  const [, b, c, d] = fleet.hosts as [NetworkHost, NetworkHost, NetworkHost, NetworkHost];
  c.hideFrom(b);
  const command = host(fleet, join(fleet.folder.root, 'out'), '--nodes', '2:2');
  const { coordinator } = await addressesOf(command);
  const joins = (at: NetworkHost) => joinFrom(at, coordinator, '--certificate', fleet.agent);
  const first = joins(b);
  await until('the first node', () => /node-joined/.exec(command.output()) ?? undefined);
  const walled = joins(c);
  assert.equal(await walled.ended, 2, walled.output());
  assert.match(
    walled.output(),
    new RegExp(
      `refused by the coordinator: .* \\(${b.address}:\\d+\\) do not reach each other: .*--network, and let its TCP`,
    ),
  );
  const second = joins(d);
  for (const one of [command, first, second]) assert.equal(await one.ended, 0, one.output());
});

test('off loopback nothing starts without certificates, nor without a network for what travels in clear', async (t) => {
  const fleet = await fleetOf(t, 'a');
  const [at] = fleet.hosts as [NetworkHost];
  const refused = async (message: RegExp, ...args: string[]) => {
    const folders = [`train.dataset_path=${fleet.folder.images}`, `train.output_dir=${join(fleet.folder.root, 'out')}`];
    const command = at.run(
      process.execPath,
      cliEntry,
      'coordinator',
      recipe,
      ...folders,
      '--host',
      at.address,
      ...args,
    );
    assert.equal(await command.ended, 2, command.output());
    assert.match(command.output(), message);
  };
  await refused(/--host is 10\.87\.0\.11, expected a loopback address .*Give --certificate/, '--network', 'eth0');
  await refused(/--host is 10\.87\.0\.11, and no network is named.*Give --network/, '--certificate', fleet.coordinator);
  await refused(
    /has certificates of role agent, worker, expected coordinator/,
    '--certificate',
    fleet.agent,
    '--network',
    'eth0',
  );
});
