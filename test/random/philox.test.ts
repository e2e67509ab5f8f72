import assert from 'node:assert/strict';
import { test } from 'node:test';
import { philox4x32, philoxKey, type Words2, type Words4 } from '../../src/random/philox.js';

test('philox4x32 gives the known answers of Random123', () => {
  const f = 0xffffffff;
  const answers: [Words4, Words2, Words4][] = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [f, f, f, f],
      [f, f],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  for (const [counter, key, expected] of answers) assert.deepEqual(philox4x32(counter, key), expected);
});

test('every seed, purpose and list of indices has a key of its own', () => {
  const keys = new Set<string>();
  let count = 0;
  const add = (...args: Parameters<typeof philoxKey>) => {
    keys.add(philoxKey(...args).join());
    count++;
  };
  for (let seed = 0; seed < 20; seed++)
    for (const purpose of ['', 'a', 'b', 'ab', 'ba', 'crops'])
      for (let i = 0; i < 20; i++) {
        add(seed, purpose, i);
        add(seed, purpose, i, 0);
        add(seed, purpose, 0, i + 1);
        add(seed, purpose, 2 ** 32 + i);
      }
  add(0, 'a');
  add(97, '');
  add(0, '', 97, 97);
  assert.equal(keys.size, count);
});

test('a key takes only whole numbers that are exact', () => {
  for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53])
    assert.throws(() => philoxKey(wrong, 'a'), {
      name: 'RangeError',
      message: `random key: got ${wrong}, expected an integer from 0 to 2^53 - 1`,
    });
  assert.throws(() => philoxKey(0, 'a', -3), RangeError);
});
