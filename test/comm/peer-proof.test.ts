import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerProofs } from '../../src/comm/peer-proof.js';
import { peerKey } from '../fixtures/peer-key.js';

const transcript = Uint8Array.from({ length: 96 }, (_, i) => i);

test('proofs are the HMACs that another program makes', () => {
  // By `openssl dgst -sha256 -mac HMAC` of "dinofleet peer 1\ndialer\nall\n" and the transcript, and of the same with "listener".
  const dialer = '2c4a60cbd536e82d6586f1b02de68bd382a6079317a8d455718d9ccf1ccea971';
  const listener = '2bc562270565290b9a9902d157f260bcb8c6d1e4ba8e0a6cecbfe87d85adc662';
  assert.equal(Buffer.from(peerProofs(peerKey, 'all')(transcript)).toString('hex'), dialer + listener);
});

test('another key, another group, another word and the other end all make another proof', () => {
  const otherKey = Uint8Array.from(peerKey).fill(8, 31);
  const otherWord = Uint8Array.from(transcript).fill(0, 95);
  const made = [
    peerProofs(peerKey, 'all')(transcript),
    peerProofs(otherKey, 'all')(transcript),
    peerProofs(peerKey, '0 1')(transcript),
    peerProofs(peerKey, 'all')(otherWord),
  ].flatMap((both) => [both.slice(0, 32), both.slice(32)].map((each) => Buffer.from(each).toString('hex')));
  assert.equal(new Set(made).size, 8);
});

test('a key of another length is refused', () => {
  for (const length of [0, 31, 33])
    assert.throws(() => peerProofs(new Uint8Array(length), 'all'), {
      name: 'TypeError',
      message: `the key of a generation has ${length} bytes, expected 32`,
    });
});
