import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandInPod } from '../../../src/engines/kubernetes/command-in-pod.js';

const config = { given: 'configs/vitl14.yaml', path: '/etc/run/recipe.yaml' };

test('the launch in the pod is the one that was given, with the recipe where the pod sees it', () => {
  const given = [
    'launch',
    'configs/vitl14.yaml',
    'optim.epochs=3',
    '--on',
    'kubernetes',
    '--nodes',
    '2:4',
    '--image=i',
  ];
  assert.deepEqual(commandInPod(given, { run: 'run', config, template: null }), [
    'launch',
    '/etc/run/recipe.yaml',
    'optim.epochs=3',
    '--nodes',
    '2:4',
    '--image=i',
    '--on',
    'kubernetes:run',
  ]);
});

test('what is of the submission alone is left away, and the template is where the pod sees it', () => {
  const given = ['launch', '--dry-run', '--detach', '--namespace', 'lab', '--service-account=me', '--certificate', 'f'];
  const more = ['--pod-template', 'gpu.yaml', '--on=kubernetes', 'configs/vitl14.yaml', '--label', 'a=b'];
  assert.deepEqual(commandInPod([...given, ...more], { run: 'run', config, template: '/etc/run/pod.yaml' }), [
    'launch',
    '--pod-template',
    '/etc/run/pod.yaml',
    '/etc/run/recipe.yaml',
    '--label',
    'a=b',
    '--on',
    'kubernetes:run',
  ]);
});
