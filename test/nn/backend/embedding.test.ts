import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '../../../src/nn/backend.js';
import { backends } from './backends.js';
import { assertClose, assertSameBits, differences, dot } from './reference.js';
import { assertRefusesWrongArguments, assertThrowsMessage } from './refusals.js';
import { bytes, floats, normals, valuesOf } from './tensors.js';

// B images, n patches, r registers, D columns.
const shapes = [
  { B: 3, n: 4, r: 0, D: 7 },
  { B: 2, n: 9, r: 4, D: 33 },
  { B: 1, n: 1, r: 1, D: 5 },
  { B: 2, n: 0, r: 2, D: 3 },
  { B: 0, n: 4, r: 1, D: 7 },
];

interface Parts {
  patches: Float64Array;
  cls: Float64Array;
  pos: Float64Array;
  registers: Float64Array;
  mask: Float64Array;
}

function assemble(p: Parts, masks: number[], { B, n, r, D }: (typeof shapes)[number]): Float64Array {
  const out: number[] = [];
  const at = (rows: Float64Array, row: number) => rows.subarray(row * D, (row + 1) * D);
  for (let b = 0; b < B; b++) {
    out.push(...at(p.cls, 0).map((v, d) => v + p.pos[d]!));
    for (let k = 0; k < r; k++) out.push(...at(p.registers, k));
    for (let j = 0; j < n; j++) {
      const row = masks[b * n + j] ? p.mask : at(p.patches, b * n + j);
      out.push(...row.map((v, d) => v + p.pos[(1 + j) * D + d]!));
    }
  }
  return Float64Array.from(out);
}

for (const backend of backends()) {
  test(`patchify lays each patch in a row, columns as (channel, line, column) on ${backend.device}`, () => {
    for (const { B, C, h, w, p } of [
      { B: 2, C: 3, h: 8, w: 12, p: 4 },
      { B: 1, C: 1, h: 7, w: 14, p: 7 },
      { B: 3, C: 2, h: 3, w: 2, p: 1 },
      { B: 0, C: 3, h: 8, w: 8, p: 8 },
    ]) {
      const images = Float32Array.from({ length: B * C * h * w }, (_, i) => i);
      const rows = B * (h / p) * (w / p);
      const out = backend.empty([rows, C * p * p], 'float32');
      backend.patchify(floats(backend, [B, C, h, w], images), null, p, out);
      const wanted: number[] = [];
      for (let b = 0; b < B; b++)
        for (let top = 0; top < h; top += p)
          for (let left = 0; left < w; left += p)
            for (let c = 0; c < C; c++)
              for (let y = 0; y < p; y++)
                for (let x = 0; x < p; x++) wanted.push(images[((b * C + c) * h + top + y) * w + left + x]!);
      assert.deepEqual([...valuesOf(backend, out)], wanted);
    }
  });

  test(`patchify of bytes gives what its table says of each channel's, all 256 of them, on ${backend.device}`, () => {
    const [B, C, h, w, p] = [2, 3, 32, 64, 8];
    const table = Float32Array.from(normals(1, C * 256));
    const samples = Uint8Array.from({ length: B * C * h * w }, (_, i) => (i * 77 + (i >> 8)) % 256);
    const plane = h * w;
    const numbers = Float32Array.from(samples, (byte, i) => table[256 * (Math.floor(i / plane) % C) + byte]!);
    const [ofBytes, ofNumbers] = [0, 1].map(() => backend.empty([B * (h / p) * (w / p), C * p * p], 'float32'));
    backend.patchify(bytes(backend, [B, C, h, w], samples), floats(backend, [C, 256], table), p, ofBytes!);
    backend.patchify(floats(backend, [B, C, h, w], numbers), null, p, ofNumbers!);
    assert.deepEqual(valuesOf(backend, ofBytes!), valuesOf(backend, ofNumbers!));
  });

  for (const shape of shapes)
    for (const masked of [true, false])
      test(`assembleTokens and its gradient agree with a float64 reference at ${JSON.stringify(shape)}, masks ${masked}, on ${backend.device}`, () => {
        const { B, n, r, D } = shape;
        const tokens = B * (1 + r + n);
        const parts: Parts = {
          patches: normals(1, B * n * D),
          cls: normals(2, D),
          pos: normals(3, (1 + n) * D),
          registers: normals(4, r * D),
          mask: normals(5, D),
        };
        const masks = Array.from({ length: B * n }, (_, i) => (masked && i % 3 !== 1 ? 7 : 0));
        const maskTensor = masked ? bytes(backend, [B, n], masks) : null;
        const out = backend.empty([tokens, D], 'float32');
        backend.assembleTokens(
          floats(backend, [B * n, D], parts.patches),
          floats(backend, [D], parts.cls),
          floats(backend, [1 + n, D], parts.pos),
          r === 0 ? null : floats(backend, [r, D], parts.registers),
          masked ? floats(backend, [D], parts.mask) : null,
          maskTensor,
          out,
        );
        assertClose(valuesOf(backend, out), assemble(parts, masks, shape), { relative: 1e-7 });

        const dOut = normals(6, tokens * D);
        const start = (size: number) => normals(7, size);
        const d: Record<keyof Parts, Tensor | null> = {
          patches: floats(backend, [B * n, D], start(B * n * D)),
          cls: floats(backend, [D], start(D)),
          pos: floats(backend, [1 + n, D], start((1 + n) * D)),
          registers: r === 0 ? null : floats(backend, [r, D], start(r * D)),
          mask: masked ? floats(backend, [D], start(D)) : null,
        };
        const dOutTensor = floats(backend, [tokens, D], dOut);
        backend.assembleTokensBackward(dOutTensor, maskTensor, d.patches!, d.cls!, d.pos!, d.registers, d.mask);
        for (const key of Object.keys(d) as (keyof Parts)[]) {
          const tensor = d[key];
          if (tensor === null) continue;
          const loss = (v: Float64Array) => dot(assemble({ ...parts, [key]: v }, masks, shape), dOut);
          const gradient = differences(loss, parts[key]);
          // The patches' gradient is written, the parameters' are added to what was there.
          const wanted = gradient.map((v, i) => (key === 'patches' ? v : v + start(gradient.length)[i]!));
          assertClose(valuesOf(backend, tensor), wanted, { relative: 1e-6 }, key);
        }
      });

  test(`the gradients of the tokens are as precise as float64's over 3000 images on ${backend.device}`, () => {
    const [B, n, D] = [3000, 2, 3];
    const dOut = normals(8, B * (1 + n) * D, 0.1, 1);
    const sum = (keep: (token: number) => boolean) =>
      Float64Array.from({ length: D }, (_, d) =>
        dOut.reduce((total, v, i) => (i % D === d && keep(Math.floor(i / D)) ? total + v : total), 0),
      );
    const zeros = (...size: number[]) => backend.zeros(size, 'float32');
    const [dPatches, dCls, dPos, dMask] = [zeros(B * n, D), zeros(D), zeros(1 + n, D), zeros(D)];
    const masks = bytes(backend, [B, n], new Uint8Array(B * n).fill(1));
    backend.assembleTokensBackward(floats(backend, [B * 3, D], dOut), masks, dPatches, dCls, dPos, null, dMask);
    const near = { relative: 2e-7 };
    assertClose(
      valuesOf(backend, dCls),
      sum((t) => t % 3 === 0),
      near,
      'dClsToken',
    );
    assertClose(
      valuesOf(backend, dMask),
      sum((t) => t % 3 !== 0),
      near,
      'dMaskToken',
    );
    assert.ok(valuesOf(backend, dPatches).every((v) => v === 0));
  });

  test(`the gradients of the tokens have the same bits again and on any number of threads on ${backend.device}`, () => {
    const [B, n, r, D] = [5, 300, 4, 33];
    const dOut = floats(backend, [B * (1 + r + n), D], normals(9, B * (1 + r + n) * D));
    const masks = bytes(
      backend,
      [B, n],
      Array.from({ length: B * n }, (_, i) => i % 2),
    );
    assertSameBits(backend, () => {
      const zeros = (...size: number[]) => backend.zeros(size, 'float32');
      const all = [zeros(B * n, D), zeros(D), zeros(1 + n, D), zeros(r, D), zeros(D)] as const;
      backend.assembleTokensBackward(dOut, masks, ...all);
      return all.map((t) => valuesOf(backend, t));
    });
  });

  test(`the token ops refuse wrong arguments by name on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    const masks = backend.zeros([2, 4], 'uint8');
    assertRefusesWrongArguments(backend, 'patchify', [
      ['images', f(1, 3, 4, 4)],
      ['table', null],
      ['patchSize', 2],
      ['out', f(4, 12)],
    ]);
    assertRefusesWrongArguments(backend, 'assembleTokens', [
      ['patches', f(8, 3)],
      ['clsToken', f(3)],
      ['posEmbed', f(5, 3)],
      ['registers', f(1, 3)],
      ['maskToken', f(3)],
      ['masks', masks],
      ['out', f(12, 3)],
    ]);
    assertRefusesWrongArguments(backend, 'assembleTokensBackward', [
      ['dOut', f(12, 3)],
      ['masks', masks],
      ['dPatches', f(8, 3)],
      ['dClsToken', f(3)],
      ['dPosEmbed', f(5, 3)],
      ['dRegisters', f(1, 3)],
      ['dMaskToken', f(3)],
    ]);
  });

  test(`patches and tokens that do not fit are refused with their numbers on ${backend.device}`, () => {
    const f = (...shape: number[]) => backend.zeros(shape, 'float32');
    const masks = backend.zeros([2, 4], 'uint8');
    assertThrowsMessage(
      () => backend.patchify(f(1, 3, 10, 12), null, 4, f(9, 48)),
      'patchify: argument 2 "patchSize" is the number 4, expected a divisor of the images\' height and width, 10 and 12',
    );
    assertThrowsMessage(
      () => backend.patchify(f(1, 3, 12, 12), null, 0, f(9, 48)),
      'patchify: argument 2 "patchSize" is the number 0, expected an integer from 1 to 12',
    );
    assertThrowsMessage(
      () => backend.patchify(f(1, 3, 12, 12), null, 4, f(9, 47)),
      `patchify: argument 3 "out" is float32 (9, 47) on ${backend.device}, expected shape (9, 48)`,
    );
    const samples = backend.zeros([1, 3, 12, 12], 'uint8');
    assertThrowsMessage(
      () => backend.patchify(samples, null, 4, f(9, 48)),
      'patchify: argument 1 "table" is null, expected a Tensor, as images are uint8',
    );
    assertThrowsMessage(
      () => backend.patchify(samples, f(1, 256), 4, f(9, 48)),
      `patchify: argument 1 "table" is float32 (1, 256) on ${backend.device}, expected shape (3, 256)`,
    );
    assert.throws(
      () => backend.patchify(f(1, 3, 12, 12), f(3, 256), 4, f(9, 48)),
      /^TypeError: patchify: argument 1 "table" is .*, expected null, as images are float32$/,
    );
    assertThrowsMessage(
      () => backend.patchify(backend.zeros([1, 3, 12, 12], 'int32'), null, 4, f(9, 48)),
      `patchify: argument 0 "images" is int32 (1, 3, 12, 12) on ${backend.device}, expected uint8 or float32`,
    );
    assertThrowsMessage(
      () => backend.assembleTokens(f(8, 3), f(3), f(5, 3), null, null, null, f(11, 3)),
      'assembleTokens: "out" has 11 rows, expected a multiple of 5: 1 class token, 0 registers and 4 patches, as the ' +
        'position embedding has',
    );
    assertThrowsMessage(
      () => backend.assembleTokens(f(7, 3), f(3), f(5, 3), null, null, null, f(10, 3)),
      `assembleTokens: argument 0 "patches" is float32 (7, 3) on ${backend.device}, expected shape (8, 3)`,
    );
    assertThrowsMessage(
      () => backend.assembleTokens(f(8, 3), f(3), f(0, 3), null, null, null, f(10, 3)),
      `assembleTokens: argument 2 "posEmbed" is float32 (0, 3) on ${backend.device}, expected 1 row at least, the class token's`,
    );
    assertThrowsMessage(
      () => backend.assembleTokens(f(8, 3), f(3), f(5, 3), null, f(3), null, f(10, 3)),
      'assembleTokens: argument 5 "masks" is null, expected masks, as maskToken is given',
    );
    assertThrowsMessage(
      () => backend.assembleTokens(f(8, 3), f(3), f(5, 3), null, null, masks, f(10, 3)),
      'assembleTokens: argument 5 "masks" is an object, expected null, as maskToken is null',
    );
    assertThrowsMessage(
      () => backend.assembleTokensBackward(f(10, 3), masks, f(8, 3), f(3), f(5, 3), null, null),
      'assembleTokensBackward: argument 6 "dMaskToken" is null, expected a Tensor, as masks are given',
    );
  });
}
