import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Findings, fitnessOf, type Ours, readFindings } from '../../../src/engines/ssh/fitness.js';
import type { Found } from '../../../src/engines/ssh/probe.js';

const ours: Ours = { build: '0.1.0+ours', platform: 'linux-x64', minimum: '20.15', mayShip: false };
const node = { version: '20.20.2', path: '/usr/bin/node' };
const inRoot: Found = { root: '/opt/d', state: 'built', build: ours.build, unloadable: [], platform: 'linux-x64' };
const absent: Found = { ...inRoot, state: 'absent', build: '' };

const found = (...some: Partial<Found>[]): Findings => ({
  nodes: [node],
  found: some.map((one) => ({ ...inRoot, ...one })),
});
const reason = (findings: Findings, change: Partial<Ours> = {}) => {
  const fitness = fitnessOf(findings, { ...ours, ...change });
  assert.equal(fitness.kind, 'unfit');
  return fitness.kind === 'unfit' ? fitness.reason : '';
};

test('what a host says is read, whatever else stands between', () => {
  const lines = ['node v18.19.0 /usr/bin/node', 'node v20.20.2 /opt/my node', 'x', JSON.stringify(absent)];
  assert.deepEqual(readFindings(lines), {
    nodes: [
      { version: '18.19.0', path: '/usr/bin/node' },
      { version: '20.20.2', path: '/opt/my node' },
    ],
    found: [absent],
  });
});

test('the first folder that has this build is taken', () => {
  const ready = (root: string) => ({ kind: 'ready', node: node.path, root });
  assert.deepEqual(fitnessOf(found({}), ours), ready('/opt/d'));
  assert.deepEqual(fitnessOf(found(absent, { root: '/cache/d' }), ours), ready('/cache/d'));
  assert.deepEqual(fitnessOf(found({ build: '0.1.0+theirs' }, { root: '/cache/d' }), ours), ready('/cache/d'));
});

test('a host without this build is one to ship to, where that is wanted', () => {
  for (const one of [absent, { build: '0.1.0+theirs' }, { state: 'unbuilt' as const, build: '' }])
    assert.deepEqual(fitnessOf(found(one), { ...ours, mayShip: true }), { kind: 'lacksBuild', node: node.path });
});

test('or else it is said what is different, and what to do', () => {
  const remedy = '--ship copies this build there, and --remote-path says where it is if elsewhere';
  assert.equal(reason(found(absent)), `Dinofleet is not there, in /opt/d; ${remedy}`);
  assert.equal(reason(found({ state: 'unbuilt', build: '' })), `set-up has not been run in /opt/d there; ${remedy}`);
  assert.equal(
    reason(found({ build: '0.1.0+theirs' })),
    `it has build 0.1.0+theirs in /opt/d, and this machine 0.1.0+ours: ranks of two builds may compute different numbers; ${remedy}`,
  );
  assert.match(reason(found({ build: '' })), /^it has an older build in \/opt\/d, /);
});

test('to another kind of machine nothing is shipped', () => {
  assert.equal(
    reason(found({ ...absent, platform: 'linux-arm64' }), { mayShip: true }),
    'Dinofleet is not there, in /opt/d; this machine is linux-x64 and it is linux-arm64, for which nothing can be copied: ' +
      'build it there, and --remote-path says where it is if elsewhere',
  );
});

test('an addon that does not load is named with the library that it lacks', () => {
  const unloadable = ['gloo.node (libgloo.so.0: cannot open shared object file)'];
  assert.equal(
    reason(found({ unloadable }), { mayShip: true }),
    'gloo.node (libgloo.so.0: cannot open shared object file) cannot be loaded from /opt/d there; ' +
      'they need the system\'s libgloo, which "npm run setup" installs',
  );
});

test('a host whose Node.js is too old, or that has none, is told what there is', () => {
  assert.equal(
    reason({ nodes: [], found: [] }),
    'no Node.js was found there, neither in PATH nor where it is here; expected 20.15 or newer',
  );
  const old = [
    { version: '', path: '/here/node' },
    { version: '18.19.0', path: '/usr/bin/node' },
  ];
  assert.equal(
    reason({ nodes: old, found: [] }),
    'its Node.js is one that does not run (/here/node) and 18.19.0 (/usr/bin/node), expected 20.15 or newer',
  );
});
