import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fakeNccl } from '../native/fake-nccl/fake-nccl.js';

/** Runs lines with the package in a process of their own, as a process has one NCCL. */
function said(...lines: string[]): string[] {
  const program = [
    "import * as nccl from 'nccl-bindings';",
    'const tell = async (call) => { try { console.log(await call()); } catch (e) { console.log(e.message); } };',
    ...lines.map((line) => `await tell(async () => ${line});`),
  ];
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program.join('\n')], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.trimEnd().split('\n');
}

const path = (version: 22809 | 21805) => JSON.stringify(fakeNccl(version));

test('before a library is loaded, and where none can be, a call says what to do', () => {
  const [before, communicator, missing, other, relative] = said(
    'nccl.uniqueId()',
    'new nccl.Communicator({ id: new Uint8Array(128), rank: 0, size: 1 })',
    "nccl.load('/nowhere/libnccl.so.2')",
    "nccl.load('/lib/x86_64-linux-gnu/libc.so.6')",
    "nccl.load('libnccl.so.2')",
  );
  assert.equal(before, 'uniqueId: NCCL is not loaded; call load(path) first');
  assert.equal(communicator, 'Communicator: NCCL is not loaded; call load(path) first');
  assert.match(missing!, /^load: NCCL does not load: \/nowhere\/libnccl.so.2: cannot open shared object file/);
  assert.match(other!, /^load: this NCCL has no ncclGetVersion, which came with 2.3; update it$/);
  assert.match(relative!, /^load: argument 0 "path" is the string "libnccl.so.2", expected an absolute path$/);
});

test('a process has one NCCL', () => {
  assert.deepEqual(said(`nccl.load(${path(22809)})`, `nccl.load(${path(22809)})`, `nccl.load(${path(21805)})`), [
    '2.28.9',
    '2.28.9',
    `load: ${fakeNccl(22809)} is bound already, and a process has one NCCL`,
  ]);
});

test('what an older version lacks is named with the version that has it, and the rest works', () => {
  const setUp = `(globalThis.c = new nccl.Communicator({ id: nccl.uniqueId(), rank: 0, size: 1 })).ready()`;
  const {
    0: version,
    2: size,
    3: part,
    length,
    ...lacking
  } = said(`nccl.load(${path(21805)})`, setUp, 'c.size', 'c.split(0, 0).ready()', 'c.revoke()', 'c.shrink([0], true)');
  assert.deepEqual([version, size, part, length], ['2.18.5', '1', 'undefined', 6]);
  assert.deepEqual(
    [lacking[4], lacking[5]],
    [
      'revoke: this NCCL has no ncclCommRevoke, which came with 2.28; update it',
      'shrink: this NCCL has no ncclCommShrink, which came with 2.27; update it',
    ],
  );
});
