import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { slurmCommand } from '../../../src/engines/slurm/slurm-command.js';
import { temporaryFolder } from '../../formats/torch-files.js';

function program(script: string): string {
  const path = join(temporaryFolder(), 'sbatch');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('a command gets its input, and what it prints is its answer', async () => {
  assert.equal(await slurmCommand(program('cat; echo "$1 $2"'), ['a b', '*'], 'in\n'), 'in\na b *\n');
});

test('one that fails is told in its own words, or with its end where it has none', async () => {
  const refusal = 'echo "sbatch: error: no" >&2; echo >&2; echo "sbatch: error: never" >&2; exit 1';
  await assert.rejects(slurmCommand(program(refusal), []), {
    code: 'SLURM',
    exitCode: 2,
    message: 'sbatch: error: no; sbatch: error: never',
  });
  const silent = program('exit 3');
  await assert.rejects(slurmCommand(silent, []), { message: `${silent} exited with code 3, without a word` });
});

test('without Slurm it is said that its commands are needed, and nothing is left to wait for', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  await assert.rejects(slurmCommand('/absent/sbatch', ['x'], 'input'), {
    code: 'SLURM',
    message: "/absent/sbatch cannot be run: it is not in PATH: Slurm's commands are needed here",
  });
  assert.equal(timers(), before);
});
