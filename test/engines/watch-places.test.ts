import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchPlaces } from '../../src/engines/watch-places.js';
import { ScriptedJob } from '../coordinator/job/scripted-job.js';

/** What an engine hears of a job's events. */
function watched() {
  const script = new ScriptedJob({ minNodes: 2, maxNodes: 2 });
  const heard: string[] = [];
  const observer = watchPlaces({
    name: 'test',
    joined: (place) => heard.push(`joined ${place}`),
    lost: (place) => heard.push(`lost ${place}`),
    dismissed: (place, reason) => heard.push(`dismissed ${place}: ${reason}`),
  });
  /** As a coordinator tells of orders, before it tells what the job has become. */
  const drained = () => {
    for (const order of script.orders())
      if (order.kind === 'giveUpPlace') observer.gaveUpPlace!(order.place, order.reason);
  };
  const look = () => {
    observer.changed!(script.job);
    return heard.splice(0);
  };
  return { script, drained, look };
}

test('an engine hears whose places have a node, and whose have none any more', () => {
  const { script, look } = watched();
  script.join('1', 1, { place: 'a' });
  assert.deepEqual(look(), ['joined a']);
  script.pass(300);
  assert.deepEqual(look(), []);
  script.join('2', 1, { place: 'b' });
  script.deliver({ kind: 'nodeLost', nodeId: '1', reason: 'its stream broke' });
  assert.deepEqual(look(), ['joined b', 'lost a']);
});

test('an engine hears which node has come to a place, and which is there after it', () => {
  const script = new ScriptedJob({ minNodes: 1, maxNodes: 2 });
  const heard: string[] = [];
  const observer = watchPlaces({
    name: 'test',
    joined: (place, nodeId) => heard.push(`${place} has ${nodeId}`),
    lost: (place) => heard.push(`lost ${place}`),
    dismissed() {},
  });
  script.join('1', 1, { place: 'a' });
  observer.changed!(script.job);
  script.join('2', 1, { place: 'a' });
  observer.changed!(script.job);
  script.deliver({ kind: 'nodeLost', nodeId: '1', reason: 'no heartbeat' });
  observer.changed!(script.job);
  assert.deepEqual(heard, ['a has 1', 'a has 2']);
});

test('a place is lost when its last node is: another agent may have come before the first was given up', () => {
  const { script, look } = watched();
  script.join('1', 1, { place: 'a' });
  script.join('2', 1, { place: 'a' });
  look();
  script.deliver({ kind: 'nodeLost', nodeId: '1', reason: 'no heartbeat' });
  assert.deepEqual(look(), []);
  script.deliver({ kind: 'nodeLost', nodeId: '2', reason: 'no heartbeat' });
  assert.deepEqual(look(), ['lost a']);
});

test('agents that no engine has started have no place, and nodes that leave at the end of a job are not lost', () => {
  const { script, look } = watched();
  script.join('1', 1);
  script.join('2', 1, { place: 'b' });
  assert.deepEqual(look(), ['joined b']);
  script.deliver({ kind: 'hopeless', reason: 'the end', exitCode: 1 });
  script.job = { ...script.job, nodes: [] };
  assert.deepEqual(look(), []);
});

test('a place whose node was drained is dismissed: it was not lost', () => {
  const { script, drained, look } = watched();
  for (const place of ['a', 'b', 'c']) script.join(place, 1, { place });
  assert.deepEqual(look(), ['joined a', 'joined b', 'joined c']);
  script.deliver({ kind: 'drainRequested', nodeId: 'c' });
  drained();
  assert.deepEqual(look(), ['dismissed c: an operator has drained it']);
  script.deliver({ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' });
  assert.deepEqual(look(), ['lost a']);
});

test('a place that was given up before there was this engine is dismissed at once', () => {
  const { script, drained, look } = watched();
  for (const place of ['a', 'b', 'c']) script.join(place, 1, { place });
  script.deliver({ kind: 'drainRequested', nodeId: 'c' });
  drained();
  assert.deepEqual(look(), ['dismissed c: an operator has drained it', 'joined a', 'joined b']);
});
