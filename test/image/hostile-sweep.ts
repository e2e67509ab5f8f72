// Run by hostile-arguments.test.ts in a process of its own.
import { readFileSync, writeSync } from 'node:fs';
import { type ImageAddon, imageAddon, sharedBytes } from '../../src/data/crops/image-addon.js';
import { loadAddon } from '../../src/system/load-addon.js';
import { sweepAfterwards } from '../hostile/afterwards.js';
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
const output = () => sharedBytes(48);

function detached(array: Uint8Array): Uint8Array {
  structuredClone(array, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** Lib "es2024" has these; Node 20 has them too. */
interface Resizing {
  new (byteLength: number, options: { maxByteLength: number }): ArrayBuffer & { resize(byteLength: number): void };
}
const Resizable = ArrayBuffer as unknown as Resizing;
const Growable = SharedArrayBuffer as unknown as {
  new (byteLength: number, options: { maxByteLength: number }): SharedArrayBuffer & { grow(byteLength: number): void };
};

/** A copy of the file whose buffer can be made shorter while it is read. */
function resizableFile(): { view: Uint8Array; resize(byteLength: number): void } {
  const buffer = new Resizable(file.length, { maxByteLength: 4 * file.length });
  const view = new Uint8Array(buffer);
  view.set(file);
  return { view, resize: (byteLength) => buffer.resize(byteLength) };
}
function resized(byteLength: number): Uint8Array {
  const { view, resize } = resizableFile();
  resize(byteLength);
  return view;
}
function grown(count: number): Uint8Array {
  const buffer = new Growable(4, { maxByteLength: 1 << 16 });
  const view = new Uint8Array(buffer); // as long as its buffer
  buffer.grow(count);
  return view;
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
  resized(0),
  resized(100),
  resized(2 * file.length),
]);
const outputs = named('outputs', [
  [],
  [output()],
  [output(), output(), output()],
  new Array(2),
  [output(), null],
  [output(), new Uint8Array(47)],
  [output(), new Float32Array(new SharedArrayBuffer(192))],
  [output(), new Int8Array(new SharedArrayBuffer(48))],
  [output(), new Uint8ClampedArray(new SharedArrayBuffer(48))],
  [output(), detached(new Uint8Array(48))],
  [output(), new Uint8Array(48)],
  [output(), new Uint8Array(new Resizable(48, { maxByteLength: 1024 }))],
  [output(), grown(48)],
  [output(), grown(49)],
  [output(), new Uint8Array(new Growable(49, { maxByteLength: 1024 }), 1)],
  Array(2).fill(output()),
  [new Uint8Array(60).subarray(0, 48), new Uint8Array(60).subarray(12)],
  Object.defineProperty([output(), output()], 0, { get: () => detached(new Uint8Array(48)) }),
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
const options = (parts: object = {}) => ({ maxPixels: 1e6, lenient: true, range: null, ...parts });
const wrongOptions = named('options', [
  ...sides.flatMap((value) => [
    options({ maxPixels: value }),
    options({ lenient: value }),
    options({ range: value }),
    options({ range: [value, 4095] }),
    options({ range: [0, value] }),
  ]),
  options({ range: [5, 5] }),
  options({ range: [9, 5] }),
  options({ range: [1] }),
  options({ range: [1, 2, 3] }),
  new Proxy(options(), {}),
]);
const maxPixels = () => ({ name: 'maxPixels', value: 1e6 });
const calls = Object.fromEntries([
  call('setThreads', () => [{ name: 'count', value: 2 }]),
  call('probe', () => [{ name: 'file', value: file, wrong: files }, maxPixels()]),
  call('decode', () => [
    { name: 'file', value: file, wrong: files },
    { name: 'options', value: options(), wrong: wrongOptions },
  ]),
  call('crops', () => [
    { name: 'file', value: file, wrong: files },
    { name: 'options', value: options(), wrong: wrongOptions },
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
        pixels({ data: new Uint8Array(new Resizable(72, { maxByteLength: 144 })) }),
        pixels({ data: resized(72) }),
        pixels({ data: resized(0) }),
        new Proxy(pixels(), {}),
      ]),
    },
    { name: 'crop', value: crop(), wrong: crops },
  ]),
]);
for (const [name, value] of Object.entries(loadAddon<ImageAddon>('image')))
  if (typeof value === 'function' && !(name in calls)) writeSync(1, `FAIL ${name} is exported but not in this sweep\n`);
await sweep(calls, (): Variant[] => []);
await sweepAfterwards(calls);

// What JavaScript can do to the memory of a call while a thread works on it.
const crop32 = crop({ window: box({ top: 0, left: 0, height: 8, width: 8 }), resize: { height: 8, width: 8 } });
for (let round = 0; round < 100; round++) {
  const lent = [
    new Uint8Array(file),
    resizableFile().view,
    new Uint8Array(new SharedArrayBuffer(file.length)).fill(7), // overwritten below: it was copied
  ];
  const under = lent.flatMap((bytes) => {
    if (bytes.buffer instanceof SharedArrayBuffer) bytes.set(file);
    const outputs = [sharedBytes(192), sharedBytes(192)];
    return [
      imageAddon.decode(bytes, options()),
      imageAddon.crops(bytes, options(), [crop32, crop32] as never, outputs).then(() => outputs),
    ];
  });
  writeSync(1, `decode and crops: the file is transferred, resized or overwritten after the call, ${round}\n`);
  detached(lent[0]!);
  (lent[1]!.buffer as unknown as { resize(byteLength: number): void }).resize(0);
  lent[2]!.fill(0);
  const [decoded, cropped, ...others] = await Promise.all(under);
  for (const [i, other] of others.entries())
    if (JSON.stringify(other) !== JSON.stringify(i % 2 === 0 ? decoded : cropped))
      writeSync(1, 'FAIL decode and crops: the file was not copied\n');
  const moved = new Uint8Array(192);
  await attempt(
    {
      op: 'crops',
      arguments: [{ name: 'outputs', value: [moved] }],
      run: async (outputs) => {
        const call = imageAddon.crops(file, options(), [crop32] as never, outputs as Uint8Array[]);
        detached(moved);
        await call;
      },
    },
    'an output is transferred after the call',
    'outputs',
  );
}

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
