import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { batchScript, commandInJob } from '../../../src/engines/slurm/batch-script.js';

test('a job has all nodes and the spares, is kept when it loses one, and hears Slurm before its time is over', () => {
  const script = batchScript({
    outputDir: '/shared/vitl14',
    logsDir: '/shared/vitl14/logs',
    nodes: 9,
    extra: ['--partition=gpu', '--time=24:00:00'],
    command: ['/opt/node', 'main.js', 'launch', 'c.yaml', '--on', 'slurm:allocation'],
  });
  assert.equal(
    script,
    `#!/bin/sh
#SBATCH --job-name=dinofleet-vitl14
#SBATCH --nodes=9
#SBATCH --ntasks-per-node=1
#SBATCH --no-kill
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR2@60
#SBATCH --output=/shared/vitl14/logs/slurm-%j.log
#SBATCH --partition=gpu
#SBATCH --time=24:00:00

exec /opt/node main.js launch c.yaml --on slurm:allocation
`,
  );
});

test('paths and options with anything in them are one word each, for sbatch and for the shell', () => {
  const odd = `/a b/50%#"x" 'y' \\z`;
  const script = batchScript({
    outputDir: odd,
    logsDir: odd,
    nodes: null,
    extra: ['--comment=for # "us"'],
    command: ['node', odd],
  });
  const lines = script.split('\n');
  assert.ok(lines.includes('#SBATCH --job-name=dinofleet-50___x___y___z'), script);
  assert.ok(lines.includes(`#SBATCH "--output=/a b/50%%#\\"x\\" 'y' \\\\z/slurm-%j.log"`), script);
  assert.ok(lines.includes('#SBATCH "--comment=for # \\"us\\""'), script);
  assert.ok(!script.includes('--nodes'), script);
  assert.ok(lines.includes(`exec node '/a b/50%#"x" '\\''y'\\'' \\z'`), script);
});

test('the launch in the job is the one that was given, without what is about its submission', () => {
  const given = [
    'launch',
    'c.yaml',
    '--on',
    'slurm',
    '--nodes',
    '2:8',
    '--sbatch',
    '--time=9',
    '--dry-run',
    '--spares=1',
  ];
  const inJob = ['launch', 'c.yaml', '--on', 'slurm:allocation', '--nodes', '2:8', '--spares=1'];
  assert.deepEqual(commandInJob(given), inJob);
  assert.deepEqual(commandInJob(['launch', '--on=slurm', '--sbatch=-p gpu', 'a=b']), [
    'launch',
    '--on',
    'slurm:allocation',
    'a=b',
  ]);
});

test('the example for those who write their own script is what is made', () => {
  const example = readFileSync('cluster/slurm/train.sh', 'utf8');
  const script = batchScript({
    outputDir: '/shared/runs/vitl14',
    logsDir: '/shared/runs/vitl14/logs',
    nodes: 5,
    extra: ['--partition=gpu', '--gpus-per-node=8', '--time=24:00:00'],
    command: [
      '/shared/dinofleet/dinofleet',
      'launch',
      '/shared/dinofleet/configs/vitl14.yaml',
      'train.dataset_path=/shared/images',
      'train.output_dir=/shared/runs/vitl14',
      '--nproc-per-node',
      'auto',
      '--on',
      'slurm:allocation',
      '--nodes',
      '2:4',
      '--spares',
      '1',
      '--network',
      '10.0.0.0/8',
    ],
  });
  const withoutComments = example.replaceAll(/^# .*\n/gm, '').replaceAll(/ \\\n +/g, ' ');
  assert.equal(withoutComments, script);
});
