import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PeerKeys } from '../../src/coordinator/peer-keys.js';

test('a generation has one key, and each another', () => {
  const keys = new PeerKeys();
  const [first, again, second] = [keys.of(1), keys.of(1), keys.of(2)];
  assert.deepEqual(again, first);
  assert.notDeepEqual(second, first);
  assert.deepEqual(keys.of(2), second);
  assert.notDeepEqual(new PeerKeys().of(1), first);
  for (const key of [first, second]) assert.equal(key.length, 32);
});
