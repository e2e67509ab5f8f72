import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isTooOld, minimumNode } from '../../../scripts/setup/node-version.mjs';

test('the oldest Node is told to the minor version, and package.json and the README name the same', () => {
  for (const version of ['18.20.4', '20.0.0', '20.14.1']) assert.ok(isTooOld(version), version);
  for (const version of ['20.15.0', '20.20.2', '21.0.0', '22.2.0', '100.1.1']) assert.ok(!isTooOld(version), version);
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  assert.equal(engines.node, `>=${minimumNode}`);
  assert.match(readFileSync('README.md', 'utf8'), new RegExp(`Node ${minimumNode} or newer`));
  assert.match(readFileSync('dinofleet', 'utf8'), new RegExp(`expected Node ${minimumNode} or newer`));
});
