import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from './backends.js';
import { assertClose, assertSameBits } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { valuesOf } from './tensors.js';

type Key = [number, number];

/** Philox 4x32-10 of Salmon et al. 2011, in big integers. */
function philox(counter: bigint[], key: bigint[]): number[] {
  const low = (x: bigint) => x & 0xffffffffn;
  let [c0, c1, c2, c3] = counter as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const even = 0xd2511f53n * c0;
    const odd = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(odd >> 32n) ^ c1 ^ k0, low(odd), (even >> 32n) ^ c3 ^ k1, low(even)];
    [k0, k1] = [low(k0 + 0x9e3779b9n), low(k1 + 0xbb67ae85n)];
  }
  return [c0, c1, c2, c3].map(Number);
}

/** The word of element e: e % 4 of block e / 4. */
function wordOf(element: number, [low, high]: Key): number {
  const block = BigInt(Math.floor(element / 4));
  const words = philox([block & 0xffffffffn, block >> 32n, 0n, 0n], [BigInt(low), BigInt(high)]);
  return words[element % 4]!;
}

function normalOf(element: number, key: Key): number {
  const first = element - (element % 2);
  const radius = Math.sqrt(-2 * Math.log((wordOf(first, key) + 1) / 2 ** 32));
  const angle = (2 * Math.PI * wordOf(first + 1, key)) / 2 ** 32;
  return radius * (element % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
}

test("the reference gives Random123's known answers", () => {
  const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');
  const all = 0xffffffffn;
  assert.equal(hex(philox([0n, 0n, 0n, 0n], [0n, 0n])), '6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  assert.equal(hex(philox([all, all, all, all], [all, all])), '408f276d 41c83b0e a20bc7c6 6d5451fd');
  const pi = [0x243f6a88n, 0x85a308d3n, 0x13198a2en, 0x03707344n];
  assert.equal(hex(philox(pi, [0xa4093822n, 0x299f31d0n])), 'd16cfe09 94fdcceb 5001e420 24126ea1');
});

const keys: Key[] = [
  [0, 0],
  [0xffffffff, 0xffffffff],
  [0xa4093822, 0x299f31d0],
];
const offsets = [0, 1, 3, 4 * 2 ** 32 - 2, 2 ** 53 - 11];

for (const backend of backends()) {
  const draws = (count: number, draw: (out: ReturnType<typeof backend.empty>) => void) => {
    const out = backend.empty([count], 'float32');
    draw(out);
    return valuesOf(backend, out);
  };
  const uniform = (count: number, key: Key, offset: number, low = 0, high = 1) =>
    draws(count, (out) => backend.randomUniform(out, key, offset, low, high));
  const normal = (count: number, key: Key, offset: number, std = 1) =>
    draws(count, (out) => backend.randomNormal(out, key, offset, std));
  const elements = (count: number, offset: number) => Array.from({ length: count }, (_, i) => offset + i);

  test(`randomUniform is the upper 24 bits of Philox's words on ${backend.device}`, () => {
    const known = uniform(4, [0, 0], 0, 0, 2 ** 24);
    assert.deepEqual([...known], [0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db]);
    for (const key of keys)
      for (const offset of offsets) {
        const words = elements(11, offset).map((e) => wordOf(e, key) >>> 8);
        assert.deepEqual([...uniform(11, key, offset, 0, 2 ** 24)], words);
        assert.deepEqual(
          [...uniform(11, key, offset, -3, 5)],
          words.map((w) => Math.fround(-3 + (8 * w) / 2 ** 24)),
        );
      }
  });

  test(`randomNormal is Box-Muller on pairs of Philox's words on ${backend.device}`, () => {
    for (const key of keys)
      for (const offset of offsets) {
        const wanted = elements(11, offset).map((e) => 0.02 * normalOf(e, key));
        assertClose(normal(11, key, offset, 0.02), wanted, { relative: 1e-7 });
      }
  });

  test(`element i drawn from offset o is element 0 drawn from o + i, however a tensor is split, on ${backend.device}`, () => {
    const key: Key = [7, 9];
    for (const draw of [uniform, normal]) {
      const whole = draw(9001, key, 5);
      for (const i of [0, 1, 2, 3, 4, 4095, 4096, 9000]) assert.equal(draw(1, key, 5 + i)[0], whole[i]);
      assert.deepEqual([...draw(4097, key, 5), ...draw(4904, key, 5 + 4097)], [...whole]);
    }
    assertSameBits(backend, () => [uniform(9001, key, 5), normal(9001, key, 5)]);
    assert.equal(normal(0, key, 0).length, 0);
  });

  test(`another key gives other numbers, with the moments that they should have, on ${backend.device}`, () => {
    const n = 200_000;
    const mean = (x: Float32Array) => x.reduce((a, b) => a + b, 0) / n;
    const moment = (x: Float32Array, k: number) => x.reduce((sum, v) => sum + v ** k, 0) / n;
    const [a, b] = [normal(n, [1, 2], 0), normal(n, [2, 1], 0)];
    // Five standard errors of each mean.
    const near = (value: number, wanted: number, variance: number) =>
      assert.ok(Math.abs(value - wanted) < 5 * Math.sqrt(variance / n), `${value} is not near ${wanted}`);
    for (const x of [a, b]) {
      near(mean(x), 0, 1);
      near(moment(x, 2), 1, 2);
      near(moment(x, 3), 0, 15);
      near(moment(x, 4), 3, 96);
    }
    near(a.reduce((sum, v, i) => sum + v * b[i]!, 0) / n, 0, 1);
    near(a.reduce((sum, v, i) => sum + v * a[(i + 1) % n]!, 0) / n, 0, 1);
    const u = uniform(n, [1, 2], 0);
    near(mean(u), 1 / 2, 1 / 12);
    near(moment(u, 2), 1 / 3, 4 / 45);
    assert.ok(u.every((v) => v >= 0 && v < 1));
  });

  test(`the random ops refuse wrong arguments by name on ${backend.device}`, () => {
    const out = backend.zeros([4], 'float32');
    const anyShape = { anyShape: ['out'] };
    const shared: [string, unknown][] = [
      ['out', out],
      ['key', [1, 2]],
      ['offset', 0],
    ];
    assertRefusesWrongArguments(backend, 'randomNormal', [...shared, ['std', 1]], anyShape);
    assertRefusesWrongArguments(backend, 'randomUniform', [...shared, ['low', 0], ['high', 1]], anyShape);
    const start = 'randomNormal: argument 1 "key"';
    const word = 'expected an integer from 0 to 4294967295';
    const withKey = (key: unknown) => () => backend.randomNormal(out, key as Key, 0, 1);
    assertThrowsMessage(withKey([1]), `${start} is an array, expected an array of two integers`);
    assertThrowsMessage(withKey([1, 2, 3]), `${start} is an array, expected an array of two integers`);
    assertThrowsMessage(withKey([1, -1]), `${start}[1] is the number -1, ${word}`);
    assertThrowsMessage(withKey([2 ** 32, 1]), `${start}[0] is the number 4294967296, ${word}`);
    assertThrowsMessage(withKey([0.5, 1]), `${start}[0] is the number 0.5, ${word}`);
    assertThrowsMessage(withKey([1, 'x']), `${start}[1] is the string "x", ${word}`);
    assertThrowsMessage(
      () => backend.randomUniform(out, [1, 2], -1, 0, 1),
      `randomUniform: argument 2 "offset" is the number -1, expected an integer from 0 to ${2 ** 53 - 4}`,
    );
    assert.throws(() => backend.randomUniform(out, [1, 2], 1.5, 0, 1), /"offset" is the number 1.5/);
    assert.throws(() => backend.randomUniform(out, [1, 2], 2 ** 53, 0, 1), /"offset" is the number 9007199254740992/);
  });
}
