/** The programs for hosts, run by the sh of this machine as a login would run them. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  endProgram,
  lookProgram,
  type StartOrder,
  shipProgram,
  startProgram,
} from '../../../src/engines/ssh/host-program.js';
import { RECEIVE, SAYS } from '../../../src/engines/ssh/login.js';
import { processesWith } from '../../fixtures/fleet-process.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const pem = 'a certificate\n';
const place = 'me%40node1';
const run = "it's";

interface Host {
  home: string;
  folder: string;
  send(program: string, input?: string | Uint8Array): string[];
  start(order?: Partial<StartOrder>): string[];
  /** @param patience as of an agent that is told to end; default: as it is on hosts */
  end(patience?: number): string[];
}

/** An agent that says so, and waits. */
const waits = (name: string) => [
  process.execPath,
  '-e',
  'console.log("info joined node=" + process.argv[1]); setTimeout(() => {}, 6e5)',
  name,
];

function hostOf(t: TestContext): Host {
  const home = temporaryFolder();
  const folder = join(home, '.cache/dinofleet/agents', run, place);
  t.after(() => {
    for (const { pid } of processesWith(folder)) process.kill(pid, 'SIGKILL');
  });
  const send = (program: string, input: string | Uint8Array = '') => {
    const length = Buffer.byteLength(program);
    const sh = spawnSync('sh', ['-c', RECEIVE], {
      input: Buffer.concat([Buffer.from(`${length}\n${program}`), Buffer.from(input)]),
      env: { ...process.env, HOME: home },
    });
    assert.equal(sh.status, 0, String(sh.stderr));
    const [says, ...lines] = String(sh.stdout).trimEnd().split('\n');
    assert.equal(says, SAYS);
    return lines;
  };
  const order = { run, place, command: waits(home), identity: 'one', bytes: pem.length };
  return {
    home,
    folder,
    send,
    start: (change = {}) => send(startProgram({ ...order, ...change }), pem),
    end: (patience) => send(endProgram({ run, place }, `job of ${home}`, patience)),
  };
}

const statOf = (pid: number | string) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
/** Gone, or dead and waited for by nobody. */
const isOver = (pid: number | string) => !existsSync(`/proc/${pid}`) || statOf(pid)[0] === 'Z';
const pidIn = (lines: readonly string[]) =>
  /^(?:started|kept) (\d+)$/.exec(lines.find((line) => / \d+$/.test(line))!)![1]!;

function livingProcess(t: TestContext, ...args: string[]): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 6e5)', '--', ...args], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return child as ChildProcess & { pid: number };
}

test('an agent is started in a session of its own, with a certificate that nobody else can read', (t) => {
  const { home, folder, start, end } = hostOf(t);
  const lines = start();
  const pid = pidIn(lines);
  assert.deepEqual(lines, ['starting', `started ${pid}`, 'joined']);
  assert.equal(statOf(pid)[3], pid, 'it leads its session');
  assert.deepEqual(
    processesWith(`--certificate ${folder}/certificate.pem`).map((one) => one.pid),
    [Number(pid)],
  );
  assert.equal(readFileSync(join(folder, 'certificate.pem'), 'utf8'), pem);
  for (const path of ['certificate.pem', 'agent.pid', 'agent.log'])
    assert.equal(statSync(join(folder, path)).mode & 0o077, 0, path);
  assert.equal(statSync(folder).mode & 0o777, 0o700);

  assert.deepEqual(end(), [`killed ${pid}`, `log info joined node=${home}`]);
  assert.ok(isOver(pid));
  assert.ok(!existsSync(join(folder, '..')));
  assert.deepEqual(end(), []);
});

test('one that is there is kept, with the new certificate, and another one in its place is ended first', (t) => {
  const { folder, send, start, end } = hostOf(t);
  const first = pidIn(start());
  const renewed = startProgram({ run, place, command: ['false'], identity: 'one', bytes: 6 });
  assert.deepEqual(send(renewed, 'newer\n'), [
    'starting',
    `kept ${first}`,
    `last info joined node=${join(folder, '../../../../..')}`,
  ]);
  assert.equal(readFileSync(join(folder, 'certificate.pem'), 'utf8'), 'newer\n');

  const lines = start({ identity: 'other' });
  assert.ok(isOver(first));
  assert.deepEqual(lines.slice(0, 2), ['starting', `log info joined node=${join(folder, '../../../../..')}`]);
  assert.notEqual(pidIn(lines), first);
  end();
});

test('an agent that ends at once tells how, once, and what it has printed', (t) => {
  const { start } = hostOf(t);
  const fails = ['sh', '-c', 'echo one; echo "error two" >&2; exit 2'];
  const lines = start({ command: fails });
  assert.deepEqual(lines, ['starting', `started ${pidIn(lines)}`, 'ended 2', 'log one', 'log error two']);
  assert.deepEqual(start({ command: ['true'] }).slice(2), ['ended 0']);
});

test('arguments reach an agent as they are', (t) => {
  const { home, start } = hostOf(t);
  const hostile = ['', ' ', "it's", '"$HOME"', '$(id)', '-rf', '--', '*', 'a\nb', '\\', '=ls'];
  const out = join(home, 'arguments');
  start({ command: ['sh', '-c', 'out=$1; shift; printf "%s\\0" "$@" > "$out"', 'sh', out, ...hostile] });
  const certificate = ['--certificate', join(home, '.cache/dinofleet/agents', run, place, 'certificate.pem')];
  assert.deepEqual(readFileSync(out, 'utf8').split('\0').slice(0, -1), [...hostile, ...certificate]);
});

test('a process that has the number of an agent that is gone is left alone', (t) => {
  const { folder, start, end } = hostOf(t);
  const stranger = livingProcess(t);
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const start22 = statOf(stranger.pid)[19]!;
  for (const record of [
    `${stranger.pid} ${Number(start22) - 1} ${boot} one`,
    `${stranger.pid} ${start22} other-boot one`,
    '',
    'x',
  ]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'agent.pid'), `${record}\n`);
    const pid = pidIn(start());
    assert.notEqual(pid, String(stranger.pid), record);
    writeFileSync(join(folder, 'agent.pid'), `${record}\n`);
    assert.deepEqual(
      end().filter((line) => line.startsWith('killed')),
      [],
      record,
    );
    process.kill(Number(pid), 'SIGKILL');
  }
  assert.ok(!isOver(stranger.pid));
});

test('an agent that does not end when it is asked to is killed, and so are workers that it has left', (t) => {
  const { home, start, end } = hostOf(t);
  const worker = livingProcess(t, `--job=job of ${home}`);
  const other = livingProcess(t, '--job=another');
  const stubborn = ['sh', '-c', 'trap "" TERM; echo "info joined node=x"; while :; do sleep 0.1; done', home];
  const pid = pidIn(start({ command: stubborn }));
  const killed = end(3).filter((line) => line.startsWith('killed'));
  assert.deepEqual(killed, [`killed ${pid}`, `killed ${worker.pid}`]);
  assert.ok(isOver(pid));
  assert.ok(!isOver(other.pid));
});

test('a certificate that has not come whole starts nothing', (t) => {
  const { home } = hostOf(t);
  const program = startProgram({ run, place, command: waits(home), identity: 'one', bytes: pem.length + 1 });
  const input = `${Buffer.byteLength(program)}\n${program}${pem}`;
  const { status, stderr } = spawnSync('sh', ['-c', RECEIVE], {
    input,
    env: { ...process.env, HOME: home },
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.equal(stderr, 'its certificate did not come whole\n');
  assert.deepEqual(processesWith(home), []);
});

test('a program that has not come whole does nothing', (t) => {
  const { home } = hostOf(t);
  const program = startProgram({ run, place, command: waits(home), identity: 'one', bytes: 0 });
  const announced = Buffer.byteLength(program);
  const places = (end: number, count: number) =>
    Array.from({ length: count }, (_, i) => Math.floor((end * (i + 1)) / count));
  for (const length of [...places(program.length - 'main\n'.length, 40), program.length - 2]) {
    const cut = program.slice(0, length);
    spawnSync('sh', ['-c', RECEIVE], { input: `${announced}\n${cut}`, env: { ...process.env, HOME: home } });
    assert.ok(!existsSync(join(home, '.cache')), cut.slice(-40));
  }
});

test('a Node.js that is new enough looks into folders, and one that is not is named', (t) => {
  const { home, send } = hostOf(t);
  const old = join(home, 'old node');
  writeFileSync(old, '#!/bin/sh\n[ "$1" = --version ] && echo v18.1.0\nexit 1\n', { mode: 0o755 });
  const order = {
    node: old,
    isNewEnough: 'process.exit(0)',
    probe: 'console.log(JSON.stringify(process.argv.slice(1)))',
  };
  const lines = send(lookProgram({ ...order, roots: ['/a b', "/it's"], build: '1+x' }));
  const inPath = spawnSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).stdout.trim();
  assert.deepEqual(lines, [
    `node v18.1.0 ${old}`,
    `node ${process.version} ${inPath}`,
    JSON.stringify(['/a b', "/it's", join(home, '.cache/dinofleet/builds/1+x')]),
  ]);
  const none = send(lookProgram({ ...order, isNewEnough: 'process.exit(1)', roots: [], build: '1+x' }));
  assert.ok(none.every((line) => line.startsWith('node v')));
});

test('where a build is shipped to, those that nobody runs make room, but for the three that were wanted last', (t) => {
  const { home, send, start, end } = hostOf(t);
  const builds = join(home, '.cache/dinofleet/builds');
  const hoursAgo = (path: string, hours: number) =>
    utimesSync(path, Date.now() / 1000, Date.now() / 1000 - 3600 * hours);
  const build = (name: string, hours: number) => {
    mkdirSync(join(builds, name, 'dist'), { recursive: true });
    hoursAgo(join(builds, name), hours);
  };
  for (const [i, name] of [
    '1+a',
    '1+b',
    '1+c',
    '1+looked-at',
    '1+run',
    '1+run-elsewhere',
    '.new-1+broken',
    '.new-1+coming',
  ].entries())
    build(name, name === '.new-1+coming' ? 1 : 30 + i);
  const look = { node: process.execPath, isNewEnough: 'process.exit(0)', probe: 'console.log("{}")' };
  send(lookProgram({ ...look, roots: [], build: '1+looked-at' }));
  start({ command: [...waits(home), join(builds, '1+run/dist/main.js')] });
  const elsewhere = join(home, '.cache/dinofleet/agents/run/place');
  mkdirSync(elsewhere, { recursive: true });
  writeFileSync(join(elsewhere, 'command'), `node\n${join(builds, '1+run-elsewhere/dist/main.js')}\n`);

  writeFileSync(join(home, 'package.json'), '{}');
  const { stdout: archive } = spawnSync('tar', ['-czf', '-', '-C', home, 'package.json']);
  const lines = send(shipProgram({ ...look, build: '1+new' }), archive);
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('node ')),
    ['removed 1+b', 'removed 1+c', '{}'],
  );
  assert.deepEqual(readdirSync(builds).sort(), [
    '.new-1+coming',
    '1+a',
    '1+looked-at',
    '1+new',
    '1+run',
    '1+run-elsewhere',
  ]);
  assert.equal(readFileSync(join(builds, '1+new/package.json'), 'utf8'), '{}');
  end();
});
