import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunName, runNameOf } from '../../../src/engines/kubernetes/run-labels.js';

test('a run is called after its output directory, as the API takes names', () => {
  assert.equal(runNameOf('/shared/runs/vitl14'), 'dinofleet-vitl14');
  assert.equal(runNameOf('/shared/runs/ViT L_14.b/'), 'dinofleet-vit-l-14-b');
  assert.equal(runNameOf('/shared/runs/---'), 'dinofleet');
  assert.equal(runNameOf(`/shared/${'long'.repeat(20)}`).length, 40);
  for (const path of ['/', '/a', '/shared/ä', `/x/${'-'.repeat(99)}`]) assert.ok(isRunName(runNameOf(path)), path);
});

test('names that others give are held to the same', () => {
  for (const name of ['run', 'a', 'run-1']) assert.ok(isRunName(name));
  for (const name of ['', 'Run', '1run', 'run-', 'a.b', 'x'.repeat(41)]) assert.ok(!isRunName(name), name);
});
