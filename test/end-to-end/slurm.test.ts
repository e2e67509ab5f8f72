/** Launches on the nodes of a real Slurm: real jobs, real trainings. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { firstSteps, loggedSteps, processesWith } from '../fixtures/fleet-process.js';
import { slurmCluster } from '../fixtures/slurm-cluster.js';
import { until } from '../fixtures/until.js';
import { ENDLESS, jobOf, STEPS, slurmRun, stateOf } from './slurm-run.js';
import { checkpointFolder, launch, shardBytes } from './training.js';

const cluster = await slurmCluster({ after }, 'n1', 'n2', 'n3');

test('a launch submits a job and follows it, which trains to the bytes of one machine and leaves nothing', async (t) => {
  const run = slurmRun(t, cluster);
  const { folder, outputDir, submit } = run;
  const launched = submit('--nodes', '2', '--sbatch', '--comment=as "people" write');
  assert.equal(await launched.ended, 0, launched.output());
  assert.match(launched.output(), /info job id=\d+ state=RUNNING reason=None nodes=n\[1-2\] restarts=0\n/);
  assert.match(launched.output(), /finished at step 4/);
  assert.match(launched.output(), /info job id=\d+ state=COMPLETED /);
  await run.leavesNothing();
  assert.match(
    readFileSync(join(outputDir, 'logs/agent-n2.log'), 'utf8'),
    /^info joined node=\S+\n(.*\n)*info agent-ends/,
  );

  const together = join(folder.root, 'together');
  const alone = launch(t, folder, together, `train.max_steps=${STEPS}`, 'train.snapshot_seconds=0');
  assert.equal(await alone.ended, 0, alone.output());
  assert.deepEqual(shardBytes(outputDir, STEPS), shardBytes(together, STEPS));
});

test('what sbatch does not take is told in its words, and an error that would only repeat ends the job', async (t) => {
  const run = slurmRun(t, cluster);
  const { submit } = run;
  const refused = submit('--sbatch', '--partition=none');
  assert.equal(await refused.ended, 2, refused.output());
  assert.match(refused.output(), /^error \[SLURM\] sbatch: error: invalid partition specified: none; sbatch: error: /);

  const wrong = submit('train.dataset_path=/absent');
  assert.equal(await wrong.ended, 2, wrong.output());
  assert.match(wrong.output(), /info job id=\d+ state=FAILED reason=NonZeroExitCode nodes=n\d restarts=0\n/);
});

test('a job that is requeued goes on by itself, and each step is logged once; a spare takes the place of a node that is lost', async (t) => {
  const run = slurmRun(t, cluster);
  const { outputDir, command, submit } = run;
  const launched = submit('--nodes', '2', '--spares', '1', ...ENDLESS);
  const id = await jobOf(launched);
  await run.trainsOn();
  cluster.slurm('scontrol', 'requeue', id);
  await until('a second run', () => stateOf(cluster, id).restarts === 1 || undefined);
  await until('its start', () => /coordinator address=(.*\n)*.*coordinator address=/.test(run.log(id)) || undefined);
  const log = () => run.log(id);
  assert.match(log(), /info stopped reason="stopped at step \d+, saved"/);
  await launched.says(/info resume generation=1 step=(\d+)/);
  await run.trainsOn();

  const before = stateOf(cluster, id);
  const killed = processesWith(' agent ', `--certificate ${outputDir}`, '--place n3').filter(
    ({ args }) => !args.startsWith('sh '),
  );
  assert.equal(killed.length, 1);
  process.kill(killed[0]!.pid, 'SIGKILL');
  await until('its agent', () => /agents-started nodes=n3\n/.test(log()) || undefined);

  const training = log().split('coordinator address=').at(-1)!;
  const place = ['n1', 'n2', 'n3'].find((name) => name !== before.batchHost && training.includes(`(${name})`))!;
  cluster.setDown(t, place);
  await until(
    'the loss of the node',
    () => new RegExp(`node-taken node=${place} reason="Slurm has taken it`).test(log()) || undefined,
  );
  await run.trainsOn();
  assert.equal(stateOf(cluster, id).restarts, 1);
  assert.equal(stateOf(cluster, id).state, 'RUNNING');

  cluster.slurm('scancel', '--signal=USR2', '--batch', id);
  await until('a save', () => /save-requested (.*\n)*info checkpoint step=/.test(log()) || undefined);
  cluster.slurm('scancel', id);
  assert.equal(await launched.ended, 0, launched.output());
  const [, step] = /stopped at step (\d+), saved"/.exec(log().slice(log().indexOf('save-requested')))!;
  assert.ok(existsSync(join(checkpointFolder(outputDir, Number(step)), 'manifest.json')));
  assert.deepEqual(loggedSteps(outputDir), firstSteps(Number(step)));
  await run.leavesNothing();
  const idle = command('status', outputDir);
  assert.equal(await idle.ended, 2, idle.output());
});

test('Ctrl-C leaves the job alone, and says how it is followed and stopped', async (t) => {
  const run = slurmRun(t, cluster);
  const { outputDir, command, submit } = run;
  const launched = submit(...ENDLESS);
  const id = await jobOf(launched);
  await launched.says(/info running /);
  launched.child.kill('SIGINT');
  assert.equal(await launched.ended, 0, launched.output());
  assert.match(
    launched.output(),
    new RegExp(
      `info job-left job=${id} reason="it goes on" follow=".* attach ${outputDir}" stop=".* stop ${outputDir} or scancel ${id}"`,
    ),
  );
  assert.equal(stateOf(cluster, id).state, 'RUNNING');
  const stop = command('stop', outputDir);
  assert.equal(await stop.ended, 0, stop.output());
  await until('the end of the job', () => stateOf(cluster, id).state === 'COMPLETED' || undefined);
  await run.leavesNothing();
});
