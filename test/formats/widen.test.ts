import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widenToFloat32 } from '../../src/formats/widen.js';

const bytesOf = (values: Uint16Array<ArrayBuffer>) => new Uint8Array(values.buffer);

test('half floats are widened exactly: normal, subnormal, signed zero, infinite, no number', () => {
  const bits = Uint16Array.of(0x3c00, 0x7bff, 0x0400, 0x0001, 0x8001, 0x8000, 0x7c00, 0xfc00, 0x7e00);
  const values = [1, 65504, 2 ** -14, 2 ** -24, -(2 ** -24), -0, Infinity, -Infinity, NaN];
  assert.deepEqual([...widenToFloat32('F16', bytesOf(bits))], values);
});

test('bfloat16 is the upper half of a float32', () => {
  const bits = Uint16Array.of(0x3f80, 0xff80, 0x0001, 0x8000);
  assert.deepEqual([...widenToFloat32('BF16', bytesOf(bits))], [1, -Infinity, 2 ** -133, -0]);
});
