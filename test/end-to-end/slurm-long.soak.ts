/** Jobs of a real Slurm that lose more than they can do without, or whose time is over. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { firstSteps, loggedSteps } from '../fixtures/fleet-process.js';
import { slurmCluster } from '../fixtures/slurm-cluster.js';
import { until } from '../fixtures/until.js';
import { ENDLESS, jobOf, slurmRun, stateOf } from './slurm-run.js';

const cluster = await slurmCluster({ after }, 'n1', 'n2', 'n3', 'n4');

test('a job that loses the node of its coordinator, or more nodes than it can do without, begins again on others', async (t) => {
  const run = slurmRun(t, cluster);
  const { outputDir, command, submit } = run;
  const launched = submit('--nodes', '2', ...ENDLESS);
  const id = await jobOf(launched);
  await run.trainsOn();
  cluster.setDown(t, stateOf(cluster, id).batchHost);
  await until(
    'a second run',
    () => (stateOf(cluster, id).restarts === 1 && stateOf(cluster, id).state === 'RUNNING') || undefined,
  );
  const log = () => run.log(id);
  const runs = () => log().split('coordinator address=').length - 1;
  await until('its coordinator', () => runs() === 2 || undefined);
  await run.trainsOn();

  const { nodes, batchHost } = stateOf(cluster, id);
  const other = cluster
    .slurm('scontrol', 'show', 'hostnames', nodes)
    .split('\n')
    .find((name) => name !== '' && name !== batchHost)!;
  cluster.setDown(t, other);
  await until('a third run', () => runs() === 3 || undefined);
  assert.match(
    log(),
    /failed reason="the job needs 2 nodes, and 1 of 2 can take part; n\d: Slurm has taken it from job \d+/,
  );
  assert.match(log(), /warn job-requeued job=\d+ /);
  await run.trainsOn();

  const stop = command('stop', outputDir);
  assert.equal(await stop.ended, 0, stop.output());
  assert.equal(await launched.ended, 0, launched.output());
  assert.equal(stateOf(cluster, id).state, 'COMPLETED');
  const steps = loggedSteps(outputDir);
  assert.deepEqual(steps, firstSteps(steps.length));
  await run.leavesNothing();
  assert.deepEqual(readdirSync(join(cluster.root, 'home/dinofleet/fleets')), []);
});

test('a coordinator that is killed comes back with a job that begins again', async (t) => {
  const run = slurmRun(t, cluster);
  const { outputDir, command, submit } = run;
  const launched = submit('--nodes', '2', ...ENDLESS);
  const id = await jobOf(launched);
  await run.trainsOn();
  const { pid } = JSON.parse(readFileSync(join(outputDir, 'coordinator.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await until('a second run', () => run.log(id).split('coordinator address=').length === 3 || undefined);
  await run.trainsOn();
  assert.equal(stateOf(cluster, id).restarts, 1);
  const stop = command('stop', outputDir);
  assert.equal(await stop.ended, 0, stop.output());
  assert.equal(await launched.ended, 0, launched.output());
  const steps = loggedSteps(outputDir);
  assert.deepEqual(steps, firstSteps(steps.length));
  await run.leavesNothing();
});

test('a job whose time is over has saved before and at its end, and the same launch goes on', async (t) => {
  const run = slurmRun(t, cluster);
  const { outputDir, submit } = run;
  const launched = submit('--nodes', '2', '--sbatch', '--time=1', ...ENDLESS);
  const id = await jobOf(launched);
  assert.equal(await launched.ended, 0, launched.output());
  assert.equal(stateOf(cluster, id).state, 'TIMEOUT');
  assert.match(run.log(id), /info save-requested reason=.*\n(.*\n)*info stopping reason=/);
  const [, step] = /info stopped reason="stopped at step (\d+), saved"/.exec(run.log(id))!;

  const again = submit('--nodes', '2', `train.max_steps=${Number(step) + 4}`, 'optim.epochs=50000');
  assert.equal(await again.ended, 0, again.output());
  assert.match(again.output(), new RegExp(`info resume generation=1 step=${step} `));
  assert.deepEqual(loggedSteps(outputDir), firstSteps(Number(step) + 4));
});
