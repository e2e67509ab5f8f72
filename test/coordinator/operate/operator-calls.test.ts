import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OperatorCalls } from '../../../src/coordinator/operate/operator-calls.js';
import type { OperatorAnswer } from '../../../src/rpc/messages.js';
import { ScriptedJob } from '../job/scripted-job.js';

/** What a coordinator says to one who asks for a node to be drained. */
function drain(script: ScriptedJob, node: string): OperatorAnswer {
  const answers: OperatorAnswer[] = [];
  const calls = new OperatorCalls({
    job: () => script.job,
    deliver: (event) => script.deliver(event),
    pace: {} as never,
    printed: {} as never,
    nowMs: () => script.nowMs,
  });
  const call = {
    request: { kind: 'drain', drain: { node } },
    write: (answer: OperatorAnswer) => void answers.push(answer),
    end: () => {},
  };
  calls.handlers.operate(call as never);
  return answers[0]!;
}

const isDraining = ({ job }: ScriptedJob) => job.nodes.filter((node) => node.isDraining).map(({ id }) => id);

test('a name means the node of that name, though the id of another begins like it', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2 });
  script.join('b7798bad', 1, { hostname: 'a' });
  script.join('a575e9ec', 1, { hostname: 'b' });
  assert.deepEqual(drain(script, 'a'), { answer: 'a leaves once what it has done is saved' });
  assert.deepEqual(isDraining(script), ['b7798bad']);
});

test('where no node has the name, the beginning of one id is enough, and of two is not', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2 });
  script.join('f7798bad', 1, { hostname: 'x' });
  script.join('f575e9ec', 1, { hostname: 'y' });
  const unclear = '2 nodes are meant by f: x (f7798bad), y (f575e9ec); give the beginning of an id';
  assert.deepEqual(drain(script, 'f'), { answer: unclear, refused: true });
  const none = 'no node is called "": there are x (f7798bad), y (f575e9ec)';
  assert.deepEqual(drain(script, ''), { answer: none, refused: true });
  assert.deepEqual(isDraining(script), []);
  assert.equal(drain(script, 'f5').refused, undefined);
  assert.deepEqual(isDraining(script), ['f575e9ec']);
});
