import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coordinatorLoss, isOver, parseJob } from '../../../src/engines/slurm/job-state.js';

/** Of Slurm 22.05, without what is not read. */
const running =
  'JobId=12 JobName=job.sh UserId=root(0) GroupId=root(0) MCS_label=N/A Priority=4294901758 Nice=0 Account=(null) QOS=(null) ' +
  'JobState=RUNNING Reason=None Dependency=(null) Requeue=1 Restarts=3 BatchFlag=1 Reboot=0 ExitCode=0:0 RunTime=00:00:02 ' +
  'Partition=main AllocNode:Sid=localhost:31356 ReqNodeList=(null) ExcNodeList=(null) NodeList=gpu-a[1,3-5].x_y BatchHost=gpu-a1.x_y ' +
  'NumNodes=2 NumCPUs=2 Command=/tmp/job.sh WorkDir=/tmp\n';

test('a job that runs says where, and how often it has begun again', () => {
  assert.deepEqual(parseJob(running), {
    state: 'RUNNING',
    reason: 'None',
    restarts: 3,
    nodes: 'gpu-a[1,3-5].x_y',
    batchHost: 'gpu-a1.x_y',
    exitCode: 0,
    signal: 0,
  });
});

test('one that waits has no nodes, and a reason', () => {
  for (const nodes of ['NodeList= NumNodes=2-2', 'NodeList=(null) SchedNodeList=n[1-2] NumNodes=2', 'NodeList=']) {
    const text = running
      .replace('RUNNING Reason=None', 'PENDING Reason=Nodes_required_are_DOWN FailedNode=n2')
      .replace(/NodeList=gpu.*/, nodes);
    const { state, reason, nodes: there, batchHost } = parseJob(text);
    assert.deepEqual([state, reason, there, batchHost], ['PENDING', 'Nodes_required_are_DOWN', '', ''], nodes);
  }
});

test('what a name or a path says is nothing that Slurm says', () => {
  const name = 'x JobState=FAILED NodeList=n9 BatchHost=n9 Restarts=7 ExitCode=1:0';
  const text = running.replace('job.sh', name).replace('WorkDir=/tmp', 'WorkDir=/a NodeList=n8');
  assert.deepEqual(parseJob(text), parseJob(running));
});

test('what is no job is refused with what it was', () => {
  for (const text of ['', 'No jobs in the system\n'])
    assert.throws(() => parseJob(text), {
      name: 'TypeError',
      message: `scontrol show job has printed ${JSON.stringify(text)}`,
    });
});

test('a job is over that no node has anything to do for', () => {
  const inState = (state: string) => isOver({ ...parseJob(running), state });
  for (const state of ['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY'])
    assert.ok(inState(state), state);
  for (const state of ['PENDING', 'RUNNING', 'COMPLETING', 'CONFIGURING', 'REQUEUED', 'SUSPENDED'])
    assert.ok(!inState(state), state);
});

test('the coordinator is lost with the node that Slurm has taken from the job, or when it was killed', () => {
  const job = { ...parseJob(running), batchHost: 'n1' };
  assert.equal(coordinatorLoss(job, ['n1', 'n2']), null);
  assert.equal(coordinatorLoss(job, ['n2', 'n10']), 'n1 is lost, which the coordinator was on');
  assert.equal(coordinatorLoss({ ...job, batchHost: '' }, []), null);
  assert.equal(coordinatorLoss({ ...job, signal: 9 }, ['n1']), 'the coordinator on n1 was killed');
  assert.equal(coordinatorLoss({ ...job, exitCode: 1 }, ['n1']), null);
});
