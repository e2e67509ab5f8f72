import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { nodeFacts } from '../../src/agent/node-facts.js';
import { listDevices } from '../../src/nn/device.js';
import { PROTOCOL } from '../../src/rpc/protocol.js';
import { buildIdentity } from '../../src/system/build.js';
import { usableCores } from '../../src/system/cores.js';

test('an agent tells its build, its machine by its boot, and what it may take of it', () => {
  const facts = nodeFacts();
  const { usable, present, pool } = usableCores();
  assert.equal(facts.protocol, PROTOCOL);
  assert.equal(facts.build, buildIdentity());
  assert.equal(facts.bootId, readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  assert.deepEqual([facts.cores, facts.coresPresent, facts.corePool], [usable, present, pool]);
  assert.ok(facts.memoryBytes > 0);
  assert.deepEqual(
    facts.devices.map(({ device, computeTypes }) => [device, computeTypes]),
    listDevices().map(({ device, computeTypes }) => [device, computeTypes]),
  );
});
