// Run by hostile-arguments.test.ts in a process of its own.
import { readFileSync, writeSync } from 'node:fs';
import { imageAddon } from '../../src/data/crops/image-addon.js';
import type { Call } from '../hostile/call.js';
import { attempt, sweep, type Variant } from '../hostile/sweep.js';

const file = new Uint8Array(readFileSync('test/fixtures/images/cmyk.jpg'));

const box = (sides: object = {}) => ({ top: 0, left: 0, height: 4, width: 4, ...sides });
const crop = (parts: object = {}) => ({
  box: box(),
  resize: { height: 8, width: 8 },
  window: box({ top: 1, left: 1 }),
  flip: true,
  ops: [{ kind: 'brightness', factor: 1.5 }, { kind: 'blur', sigma: 1 }, { kind: 'grayscale' }],
  ...parts,
});
const pixels = (parts: object = {}) => ({ width: 4, height: 6, data: new Uint8Array(72), ...parts });
const output = () => new Float32Array(48);

function detached<T extends Uint8Array | Float32Array>(array: T): T {
  structuredClone(array, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

const sides = [0, -1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e6, 1e9, 2 ** 31 - 1, 2 ** 31, 2 ** 53, '4', null];
const named = (what: string, values: unknown[]) => values.map((v, i): [string, unknown] => [`${what} ${i}`, v]);
const crops = named('crop', [
  ...sides.flatMap((side) => [
    ...['top', 'left', 'height', 'width'].flatMap((key) => [
      crop({ box: box({ [key]: side }) }),
      crop({ window: box({ [key]: side }) }),
    ]),
    crop({ resize: { height: side, width: 8 } }),
    crop({ resize: { height: 8, width: side } }),
    crop({ resize: { height: side, width: side } }),
    crop({ resize: { height: side, width: side }, window: box({ height: side, width: side }) }),
    crop({ resize: { height: 1e9, width: 1e9 }, window: box({ top: side, left: side }) }),
    crop({ ops: [{ kind: 'blur', sigma: side }] }),
    crop({ ops: [{ kind: 'hue', factor: side }] }),
    crop({ ops: [{ kind: 'solarize', threshold: side }] }),
    crop({ ops: [{ kind: 'contrast', factor: side }] }),
  ]),
  ...['box', 'resize', 'window', 'flip', 'ops'].flatMap((key) =>
    [undefined, null, 1, 'x', [], {}, () => 1, new Proxy({}, {})].map((value) => crop({ [key]: value })),
  ),
  crop({ ops: [{ kind: 'sharpen' }] }),
  crop({ ops: [undefined] }),
  crop({ ops: new Array(2 ** 32 - 1) }),
  crop({ box: box({ height: 6 }), resize: { height: 16384, width: 16384 }, window: box({ height: 6, width: 16384 }) }),
]);
const files = named('file', [
  new Uint8Array(0),
  new Uint8Array(new SharedArrayBuffer(64)),
  detached(new Uint8Array(64)),
  file.subarray(0, 100),
  new Float32Array(16),
  new Uint8ClampedArray(16),
  Buffer.from('RIFFxxxxWEBPVP8 '),
  Buffer.from(file),
]);
const outputs = named('outputs', [
  [],
  [output()],
  [output(), output(), output()],
  new Array(2),
  [output(), null],
  [output(), new Float32Array(47)],
  [output(), new Float64Array(48)],
  [output(), detached(output())],
  [output(), new Float32Array(new SharedArrayBuffer(192))],
  Array(2).fill(output()),
  [new Float32Array(60).subarray(0, 48), new Float32Array(60).subarray(12)],
  Object.defineProperty([output(), output()], 0, { get: () => detached(output()) }),
]);

const call = (op: keyof typeof imageAddon, makeArguments: () => Call['arguments']): [string, () => Call] => [
  op,
  () => ({
    op,
    saying: /\bfile\b/,
    arguments: makeArguments(),
    run: (...values) => (imageAddon[op] as (...values: unknown[]) => unknown)(...values),
  }),
];
const maxPixels = () => ({ name: 'maxPixels', value: 1e6 });
const calls = Object.fromEntries([
  call('probe', () => [{ name: 'file', value: file, wrong: files }, maxPixels()]),
  call('decode', () => [{ name: 'file', value: file, wrong: files }, maxPixels()]),
  call('crops', () => [
    { name: 'file', value: file, wrong: files },
    maxPixels(),
    { name: 'plan', value: [crop(), crop()], wrong: crops.map(([what, wrong]) => [what, [crop(), wrong]]) },
    { name: 'outputs', value: [output(), output()], wrong: outputs },
  ]),
  call('cropPixels', () => [
    {
      name: 'image',
      value: pixels(),
      wrong: named('image', [
        ...sides.flatMap((side) => [pixels({ width: side }), pixels({ height: side })]),
        pixels({ width: 1e6, height: 1e6 }),
        pixels({ data: new Uint8Array(71) }),
        pixels({ data: new Uint16Array(72) }),
        pixels({ data: new Uint8Array(new SharedArrayBuffer(72)) }),
        pixels({ data: detached(new Uint8Array(72)) }),
        new Proxy(pixels(), {}),
      ]),
    },
    { name: 'crop', value: crop(), wrong: crops },
  ]),
]);
for (const [name, value] of Object.entries(imageAddon))
  if (typeof value === 'function' && !(name in calls)) writeSync(1, `FAIL ${name} is exported but not in this sweep\n`);
await sweep(calls, (): Variant[] => []);

// A tall image made wide would need tens of gigabytes between the two passes.
const tall = { width: 1, height: 300_000, data: new Uint8Array(900_000) };
const widened = crop({
  box: box({ height: 300_000, width: 1 }),
  resize: { height: 16384, width: 16384 },
  window: box({ height: 16384, width: 16384 }),
});
const widen = {
  op: 'cropPixels',
  arguments: [
    { name: 'image', value: tall },
    { name: 'crop', value: widened },
  ],
};
await attempt(
  { ...widen, run: (...values) => imageAddon.cropPixels(...(values as [never, never])) },
  'tall',
  'must throw',
);
writeSync(1, 'all attempts made\n');
