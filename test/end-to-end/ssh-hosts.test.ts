/** Launches on hosts that ssh leads to: real sshd, real trainings. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { type FleetProcess, processesWith } from '../fixtures/fleet-process.js';
import { sshHosts } from '../fixtures/ssh-hosts.js';
import { until } from '../fixtures/until.js';
import { addressesOf, cliEntry, launch, recipe, shardBytes, type TrainingFolder, trainingFolder } from './training.js';

const STEPS = 4;
/** More than any test waits for. */
const ENDLESS = ['train.max_steps=1000000', 'optim.epochs=50000'];

const fleet = await sshHosts({ after }, { a: {}, b: {}, twin: { hostname: 'a' }, bare: { lacksCheckout: true } });
const checkout = process.cwd();
const STATE = `XDG_STATE_HOME=${join(fleet.root, 'state')}`;

interface Run {
  folder: TrainingFolder;
  outputDir: string;
  launch(...args: string[]): FleetProcess;
}

/** Launches of one run. Options that are given count for those before them. */
function newRun(t: TestContext, environment: string[] = []): Run {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const keys = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`, 'train.nproc_per_node=1'];
  const length = [`train.max_steps=${STEPS}`, 'train.snapshot_seconds=0'];
  const command = [process.execPath, cliEntry, 'launch', recipe, ...keys, ...length];
  const options = ['--ssh-config', fleet.config, '--network', 'eth0'];
  return {
    folder,
    outputDir,
    launch: (...args) => fleet.control.run('env', STATE, ...environment, ...command, ...options, ...args),
  };
}

/** By the certificates that the launch has made, as they are found on its machine. */
const operate = (...args: string[]) => fleet.control.run('env', STATE, process.execPath, cliEntry, ...args);

const agentsOf = (place: string) => processesWith(' agent ', `--place ${place} `).map(({ pid }) => pid);
const agentFolder = (host: string) => join(fleet.hosts[host]!.home, '.cache/dinofleet/agents');

function assertNothingLeft(command: FleetProcess, coordinator: string): void {
  assert.deepEqual(processesWith(coordinator), [], command.output());
  for (const host of Object.keys(fleet.hosts))
    if (existsSync(agentFolder(host))) assert.deepEqual(readdirSync(agentFolder(host)), [], host);
  assert.deepEqual(readdirSync(join(fleet.root, 'state/dinofleet/fleets')), []);
}

test('a launch on the hosts of a file trains to the bytes of one machine, and leaves nothing on them', async (t) => {
  const { folder, outputDir, launch: launchOn } = newRun(t);
  const hostfile = join(folder.root, 'hosts');
  writeFileSync(hostfile, '# two hosts\na slots=1\nb  # behind the other\n');
  const config = fleet.configWith('Host b\n  ProxyJump a');
  const command = launchOn('--on', `ssh:${hostfile}`, '--ssh-config', config);
  const { coordinator } = await addressesOf(command);
  assert.match(coordinator, new RegExp(`^${fleet.control.address}:`));
  assert.equal(await command.ended, 0, command.output());
  for (const name of ['a', 'b'])
    assert.match(command.output(), new RegExp(`node-joined node=${name} .*listen=${fleet.hosts[name]!.address} `));
  assertNothingLeft(command, coordinator);
  assert.match(
    readFileSync(join(outputDir, 'logs/agent-b.log'), 'utf8'),
    /^info joined node=b\n(.*\n)*info agent-ends/,
  );

  const together = join(folder.root, 'together');
  const alone = launch(t, folder, together, `train.max_steps=${STEPS}`, 'train.snapshot_seconds=0');
  assert.equal(await alone.ended, 0, alone.output());
  assert.deepEqual(shardBytes(outputDir, STEPS), shardBytes(together, STEPS));
});

/** A folder with an `ssh` whose client is killed as soon as a host has said that its agent is started; once. */
function dyingClient(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh
pipe=$(mktemp -u) && mkfifo "$pipe" && exec 3<&0
/usr/bin/ssh "$@" <&3 > "$pipe" &
while IFS= read -r line; do
  echo "$line"
  case "$line" in started*) mkdir ${folder}/died 2>/dev/null && kill -KILL $! ;; esac
done < "$pipe"
rm "$pipe"; wait $! 2>/dev/null
code=$?
[ $code -lt 128 ] || kill -KILL $$
exit $code
`;
  writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 });
  return bin;
}

test('agents outlive their logins and a launch that is killed; one that is killed comes back, and a spare takes its place', async (t) => {
  const path = dyingClient(trainingFolder(t).root);
  const { outputDir, launch: launchOn } = newRun(t, [`PATH=${path}:${process.env.PATH}`]);
  const args = ['--on', 'ssh:a,b,twin', '--spares', '1', ...ENDLESS];
  const first = launchOn(...args);
  const { coordinator } = await addressesOf(first);
  await first.says(/host-unavailable host=\w+ reason="ssh was ended by SIGKILL"/);
  await first.says(/running generation=1 workers=2/);
  await first.says(/next="waits as a spare: 2 nodes take part"/);
  await first.says(/host-available/);
  const before = ['a', 'b', 'twin'].map(agentsOf);
  assert.deepEqual(
    before.map(({ length }) => length),
    [1, 1, 1],
  );

  const second = newRun(t).launch('--on', 'ssh:a', '--port', coordinator.split(':')[1]!);
  assert.equal(await second.ended, 2, second.output());
  assert.match(second.output(), /PORT_IN_USE.* --port: 10\.87\.0\.11:\d+ cannot be listened on/);

  first.child.kill('SIGKILL');
  await first.ended;
  const again = launchOn(...args);
  await again.says(/whole-again generation=1 workers=2/);
  assert.deepEqual(['a', 'b', 'twin'].map(agentsOf), before);

  const [, twin, other] = /node-joined node=(?:"a \((twin)\)"|(\w+))/.exec(first.output())!;
  const place = (twin ?? other)!;
  const [killed] = agentsOf(place);
  process.kill(killed!, 'SIGKILL');
  await again.says(/running generation=2 workers=2/);
  await again.says(new RegExp(`agent-restarted host=${place} process=\\d+`));
  await until('an agent in its place', () => (agentsOf(place).some((pid) => pid !== killed) ? true : undefined));

  const drained = ['a', 'b', 'twin'].find((name) => name !== place)!;
  const drain = operate('drain', outputDir, drained === 'twin' ? 'a (twin)' : drained);
  assert.equal(await drain.ended, 0, drain.output());
  await again.says(new RegExp(`host-dismissed host=${drained} reason="an operator has drained it"`));
  await again.says(/running generation=3 workers=2/);
  assert.deepEqual(agentsOf(drained), []);
  const stop = operate('stop', outputDir);
  assert.equal(await stop.ended, 0, stop.output());
  assert.equal(await again.ended, 0, again.output());
  assertNothingLeft(again, coordinator);
  assert.doesNotMatch(again.output(), new RegExp(`agent-restarted host=${drained}`));
});

test('two hosts of one name are told apart, and Dinofleet may lie anywhere on them', async (t) => {
  const { folder, launch: launchOn } = newRun(t);
  const remotePath = join(folder.root, `it's "$HOME" -x`);
  symlinkSync(checkout, remotePath);
  const command = launchOn('--on', 'ssh:a,twin', '--remote-path', remotePath);
  assert.equal(await command.ended, 0, command.output());
  assert.match(command.output(), /node-joined node=a /);
  assert.match(command.output(), /node-joined node="a \(twin\)" /);
});

test('a build is shipped to a host that lacks it, once, and there trains', async (t) => {
  const { launch: launchOn } = newRun(t);
  const without = launchOn('--on', 'ssh:a,bare');
  assert.equal(await without.ended, 2, without.output());
  const lacks = `bare: Dinofleet is not there, in ${checkout}; --ship copies this build there`;
  assert.ok(
    without.output().includes(`the job needs 2 nodes, and 1 of 2 hosts can take part; ${lacks}`),
    without.output(),
  );

  const command = launchOn('--on', 'ssh:a,bare', '--ship');
  assert.equal(await command.ended, 0, command.output());
  assert.match(command.output(), /info shipping host=bare build=\S+ megabytes=[\d.]+\n/);
  assert.doesNotMatch(command.output(), /shipping host=a/);
  const again = launchOn('--on', 'ssh:a,bare');
  assert.equal(await again.ended, 0, again.output());
  assert.match(again.output(), /^info nothing-to-do/m);
});

test('a host that cannot take part is named with the reason and what to do', async (t) => {
  const { folder, launch: launchOn } = newRun(t);
  const refused = async (message: RegExp, ...args: string[]) => {
    const command = launchOn('--on', 'ssh:a', ...args);
    assert.equal(await command.ended, 2, command.output());
    assert.match(command.output(), /error \[HOSTS_UNFIT\] the job needs 1 node, and 0 of 1 hosts can take part; a: /);
    assert.match(command.output(), message);
  };
  await refused(
    /root@\S+: Permission denied \(publickey\); log in by hand until nothing is asked for any more: ssh -F \S+ a true/,
    '--ssh-config',
    fleet.strangersConfig,
  );
  const nobody = fleet.configWith('Host *\n  UserKnownHostsFile /dev/null');
  await refused(
    /Host key verification failed; see that the key is the host's, and have it known/,
    '--ssh-config',
    nobody,
  );
  await refused(/Can't open user config file \S+: No such file or directory; mend the ssh/, '--ssh-config', '/absent');

  const other = join(folder.root, 'other');
  mkdirSync(join(other, 'dist/src/cli'), { recursive: true });
  mkdirSync(join(other, 'dist/src/system'));
  writeFileSync(join(other, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(other, 'dist/src/cli/main.js'), '');
  writeFileSync(join(other, 'dist/src/system/build.js'), "export const buildIdentity = () => '0.0.9+other';");
  await refused(
    /it has build 0\.0\.9\+other in \S+, and this machine \S+: ranks of two builds/,
    '--remote-path',
    other,
  );
});

test('hosts that do not see what the coordinator sees end the job before it begins', async (t) => {
  const { outputDir, launch: launchOn } = newRun(t);
  const command = launchOn('--on', 'ssh:a');
  const { coordinator } = await addressesOf(command);
  writeFileSync(join(outputDir, '.dinofleet-token'), 'of another run');
  assert.equal(await command.ended, 2, command.output());
  const reason =
    /0 of 1 hosts can take part; a: its agent ended with code 2: refused by the coordinator: a does not see this run's output directory/;
  assert.match(command.output(), reason);
  assertNothingLeft(command, coordinator);
});

test('a job goes on without a host that nobody knows, and waits for one that it needs until it was told to give up', async (t) => {
  const { launch: launchOn } = newRun(t);
  const closed = fleet.configWith('Host b\n  Port 9');
  const waiting = launchOn('--on', 'ssh:a,b', '--ssh-config', closed, '--join-timeout', '8');
  assert.equal(await waiting.ended, 1, waiting.output());
  assert.match(
    waiting.output(),
    /host-unavailable host=b reason="ssh: connect to host \S+ port 9: Connection refused; is it up/,
  );
  assert.match(waiting.output(), /failed reason="1 of 2 nodes were there after 8 s \(--join-timeout\): a"/);

  const command = launchOn('--on', 'ssh:nowhere,a', '--nodes', '1:2');
  assert.equal(await command.ended, 0, command.output());
  assert.match(command.output(), /host-unavailable host=nowhere reason="ssh: Could not resolve hostname nowhere: /);
});
