import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseOn } from '../../src/engines/on.js';
import { temporaryFolder } from '../formats/torch-files.js';

test('agents come from this machine, from hosts that are named, from those of a file, from Slurm or from Kubernetes', () => {
  const hostfile = join(temporaryFolder(), 'hosts');
  writeFileSync(hostfile, 'node1\n');
  const ssh = (...names: string[]) => ({ kind: 'ssh', hosts: names.map((name) => ({ name, slots: null })) });
  assert.deepEqual(parseOn('local'), { kind: 'local' });
  assert.deepEqual(parseOn('slurm'), { kind: 'slurm', isWithin: false });
  assert.deepEqual(parseOn('slurm:allocation'), { kind: 'slurm', isWithin: true });
  assert.deepEqual(parseOn('kubernetes'), { kind: 'kubernetes', run: null });
  assert.deepEqual(parseOn('kubernetes:dinofleet-vitl14'), { kind: 'kubernetes', run: 'dinofleet-vitl14' });
  assert.deepEqual(parseOn('ssh:node1,me@node2'), ssh('node1', 'me@node2'));
  assert.deepEqual(parseOn(`ssh:@${hostfile}`), ssh('node1'));
});

for (const text of ['', 'ssh', 'ssh:', 'lokal', 'slurm:', 'slurm:7', 'SSH:a', 'kubernetes:', 'kubernetes:Vit', 'k8s'])
  test(`--on ${JSON.stringify(text)} is refused with what there is`, () => {
    assert.throws(() => parseOn(text), {
      code: 'BAD_OPTION',
      message: `--on is "${text}", expected local, ssh:HOST,HOST..., ssh:@HOSTFILE, slurm, slurm:allocation, kubernetes or kubernetes:NAME`,
    });
  });
