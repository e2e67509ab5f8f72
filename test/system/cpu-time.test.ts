import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { machineBusySeconds, ownBusySeconds, watchOthers } from '../../src/system/cpu-time.js';

const spin = `const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end);`;

test('what this process and those that it waited for have worked is counted, and no more than the machine has', () => {
  const before = { own: ownBusySeconds(), machine: machineBusySeconds() };
  spawnSync(process.execPath, ['-e', spin]);
  const own = ownBusySeconds() - before.own;
  assert.ok(own >= 0.29, `${own} s`);
  assert.ok(machineBusySeconds() - before.machine > own - 0.1);
});

test('the work of others is what is not the own', () => {
  const others = watchOthers();
  spawnSync(process.execPath, ['-e', spin]);
  assert.ok(others() >= 0);
});
