import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { requeueIfCoordinatorIsLost } from '../../../src/engines/slurm/requeue-lost.js';
import { temporaryFolder } from '../../formats/torch-files.js';

const before = process.env.PATH;
afterEach(() => {
  process.env.PATH = before;
});

/** A Slurm whose job 7 is so, on nodes n2 and n3. @returns what was asked to be requeued */
function slurmWith({ batchHost = 'n1', restarts = 0, state = 'RUNNING', ended = '0:0' }): () => string {
  const folder = temporaryFolder();
  const job =
    `JobId=7 JobState=${state} Reason=None Dependency=(null) Requeue=1 Restarts=${restarts} BatchFlag=1 Reboot=0 ExitCode=${ended} ` +
    `ReqNodeList=(null) ExcNodeList=(null) NodeList=n[2-3] BatchHost=${batchHost} NumNodes=2`;
  const scontrol = `#!/bin/sh
case "$*" in
  "show job 7 --oneliner") echo "${job}" ;;
  "show hostnames n[2-3]") printf 'n2\\nn3\\n' ;;
  requeue*) echo "$2" >> ${folder}/requeued ;;
  *) echo "scontrol: error: Invalid job id specified" >&2; exit 1 ;;
esac
`;
  writeFileSync(join(folder, 'scontrol'), scontrol);
  chmodSync(join(folder, 'scontrol'), 0o755);
  process.env.PATH = `${folder}:${before}`;
  return () => (existsSync(join(folder, 'requeued')) ? readFileSync(join(folder, 'requeued'), 'utf8') : '');
}

const first = { SLURM_JOB_ID: '7' };

test('a job whose batch script has lost its node is requeued, whether Slurm ends it for that or not', async () => {
  for (const state of ['RUNNING', 'COMPLETING']) {
    const requeued = slurmWith({ state });
    assert.equal(await requeueIfCoordinatorIsLost(first), true);
    assert.equal(requeued(), '7\n');
  }
});

test('one whose coordinator was killed is requeued, and not one whose coordinator has ended', async () => {
  const killed = slurmWith({ batchHost: 'n2', state: 'COMPLETING', ended: '0:9' });
  assert.equal(await requeueIfCoordinatorIsLost(first), true);
  assert.equal(killed(), '7\n');
  for (const ended of ['1:0', '0:15']) {
    const requeued = slurmWith({ batchHost: 'n2', state: 'COMPLETING', ended });
    assert.equal(await requeueIfCoordinatorIsLost(first), false);
    assert.equal(requeued(), '');
  }
});

test('one that another agent has requeued for that is left alone', async () => {
  const requeued = slurmWith({ restarts: 1 });
  assert.equal(await requeueIfCoordinatorIsLost(first), true);
  assert.equal(requeued(), '');
});

test('one whose coordinator is there is its to end, also when a person has requeued it', async () => {
  for (const restarts of [0, 1]) {
    const requeued = slurmWith({ batchHost: 'n2', restarts, state: 'COMPLETING' });
    assert.equal(await requeueIfCoordinatorIsLost(first), false);
    assert.equal(requeued(), '');
  }
});

test('one that has begun again ten times is not requeued for ever, and one that Slurm does not know cannot be', async () => {
  const requeued = slurmWith({ restarts: 10 });
  assert.equal(await requeueIfCoordinatorIsLost({ ...first, SLURM_RESTART_COUNT: '10' }), false);
  assert.equal(await requeueIfCoordinatorIsLost({ SLURM_JOB_ID: '8' }), false);
  assert.equal(requeued(), '');
});
