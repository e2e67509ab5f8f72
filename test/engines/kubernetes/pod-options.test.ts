import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPodTemplate } from '../../../src/engines/kubernetes/pod-options.js';
import { temporaryFolder } from '../../formats/torch-files.js';

function templateFile(text: string): string {
  const path = join(temporaryFolder(), 'pod.yaml');
  writeFileSync(path, text);
  return path;
}

test('a template is a Pod in YAML, with or without its kind', () => {
  const spec = { nodeSelector: { pool: 'gpu' } };
  assert.deepEqual(readPodTemplate(templateFile('kind: Pod\nspec: {nodeSelector: {pool: gpu}}')), { spec });
  assert.deepEqual(readPodTemplate(templateFile('metadata: {labels: {a: b}}\nspec: {nodeSelector: {pool: gpu}}')), {
    metadata: { labels: { a: 'b' } },
    spec,
  });
});

const refused: [string, string, RegExp][] = [
  ['no YAML', 'a: [', /--pod-template \S+ cannot be read: /],
  ['no Pod', 'kind: Job\nspec: {}', /is Job, expected a Pod: metadata, and spec with/],
  ['no object', '7', /is no object of Kubernetes, expected a Pod/],
  [
    'a command of its own',
    'spec: {containers: [{name: agent, command: [sh]}]}',
    /sets command of the container "agent", which is Dinofleet's own/,
  ],
];
for (const [what, text, message] of refused)
  test(`${what}: refused`, () => {
    assert.throws(() => readPodTemplate(templateFile(text)), { code: 'BAD_OPTION', message });
  });

test('a template that is not there is refused by its name', () => {
  assert.throws(() => readPodTemplate('/none.yaml'), { message: /--pod-template \/none\.yaml cannot be read: ENOENT/ });
});
