import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PickleObject, type PickleValue } from '../../src/formats/pickle.js';
import { TorchArchive, TorchTensor } from '../../src/formats/torch-archive.js';
import { torchPieces } from '../../src/formats/torch-writer.js';
import { RandomStream } from '../../src/random/random-stream.js';
import { unitFile } from '../golden-units.js';
import { pickle, temporaryFolder, torchFile, zip } from './torch-files.js';

const folder = temporaryFolder();
const path = join(folder, 'test.pth');
const six = Float32Array.of(0, 1, 2, 3, 4, 5);
const float6 = pickle.storage('FloatStorage', '0', 6);

function tensorOf(value: PickleValue | undefined): TorchTensor {
  assert.ok(value instanceof PickleObject && value.value instanceof TorchTensor);
  return value.value;
}

/** The tensor "x" of a file with this pickle. */
function readX(
  root: string,
  storages: Record<string, NodeJS.TypedArray>,
): { shape: readonly number[]; values: number[] } {
  const archive = TorchArchive.open(torchFile(path, root, storages));
  const tensor = tensorOf(archive.root.get('x'));
  const values = [...archive.read(tensor)];
  archive.close();
  return { shape: tensor.shape, values };
}

const view = (offset: number, shape: number[], strides: number[]) =>
  readX(pickle.dict({ x: pickle.tensor(float6, offset, shape, strides) }), { 0: six }).values;

function refused(file: string, message: string | RegExp): void {
  const full = typeof message === 'string' ? `${file}: ${message}` : message;
  assert.throws(() => TorchArchive.open(file), { name: 'FormatError', message: full });
}

test('views of a storage are read in row-major order', () => {
  assert.deepEqual(view(0, [2, 3], [3, 1]), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(view(0, [3, 2], [1, 3]), [0, 3, 1, 4, 2, 5]);
  assert.deepEqual(view(1, [2, 2], [3, 1]), [1, 2, 4, 5]);
  assert.deepEqual(view(1, [3], [2]), [1, 3, 5]);
  assert.deepEqual(view(5, [1, 1], [77, 77]), [5]);
  assert.deepEqual(view(4, [], []), [4]);
  assert.deepEqual(view(2, [0, 3], [3, 1]), []);
});

test('every type of number is read as float32', () => {
  const cases: [string, NodeJS.TypedArray, number[]][] = [
    ['DoubleStorage', Float64Array.of(0.1, -2), [Math.fround(0.1), -2]],
    ['FloatStorage', Float32Array.of(0.1, -2), [Math.fround(0.1), -2]],
    ['HalfStorage', Uint16Array.of(0x3c01, 0xc000), [1 + 2 ** -10, -2]],
    ['BFloat16Storage', Uint16Array.of(0x3f81, 0xc000), [1 + 2 ** -7, -2]],
    ['LongStorage', BigInt64Array.of(7n, -2n), [7, -2]],
    ['IntStorage', Int32Array.of(7, -2), [7, -2]],
    ['ShortStorage', Int16Array.of(7, -2), [7, -2]],
    ['CharStorage', Int8Array.of(7, -2), [7, -2]],
    ['ByteStorage', Uint8Array.of(7, 200), [7, 200]],
    ['BoolStorage', Uint8Array.of(1, 0), [1, 0]],
  ];
  for (const [type, storage, expected] of cases) {
    const x = pickle.tensor(pickle.storage(type, '0', 2), 0, [2], [1]);
    assert.deepEqual(readX(pickle.dict({ x }), { 0: storage }).values, expected, type);
  }
});

test('a parameter is its tensor, and the version numbers of a state dict are passed over', () => {
  const tensor = pickle.tensor(float6, 0, [6], [1]);
  const orderedDict = `${pickle.global('collections', 'OrderedDict')})R`;
  const parameter = `${pickle.global('torch._utils', '_rebuild_parameter')}${pickle.tuple(tensor, '\x88', orderedDict)}R`;
  const withState = `${orderedDict}${pickle.text('x')}${parameter}s${pickle.dict({ _metadata: '}' })}b`;
  assert.deepEqual(readX(withState, { 0: six }).values, [...six]);
});

test('a file that asks to call something is refused by the name, and nothing runs', () => {
  const mark = join(folder, 'called');
  const evil = `${pickle.global('os', 'system')}${pickle.tuple(pickle.text(`touch ${mark}`))}R`;
  refused(
    torchFile(path, pickle.dict({ x: evil })),
    /a\/data\.pkl asks for "os\.system", which is no part of tensors and dictionaries; it is refused and nothing was run/,
  );
  for (const [module, name] of [
    ['builtins', 'eval'],
    ['torch', 'load'],
    ['torch.hub', 'load'],
    ['__torch__', 'X'],
  ] as const)
    refused(
      torchFile(path, pickle.dict({ x: pickle.global(module, name) })),
      new RegExp(`asks for "${module}.${name}"`),
    );
  assert.ok(!existsSync(mark));
});

test('a tensor that goes past the end of its storage, or repeats it, is refused', () => {
  const claims = (offset: number, shape: number[], strides: number[], message: string) =>
    refused(
      torchFile(path, pickle.dict({ x: pickle.tensor(float6, offset, shape, strides) }), { 0: six }),
      `a/data.pkl has a tensor of ${message}, but its storage a/data/0 has 6`,
    );
  claims(0, [7], [1], '7 elements (7) with strides (1) from element 0');
  claims(1, [2, 3], [3, 1], '6 elements (2, 3) with strides (3, 1) from element 1');
  claims(6, [1], [1], '1 elements (1) with strides (1) from element 6');
  claims(0, [2, 2], [5, 1], '4 elements (2, 2) with strides (5, 1) from element 0');
  const huge = 2 ** 31 - 1;
  claims(0, [huge, huge], [0, 0], `${huge * huge} elements (${huge}, ${huge}) with strides (0, 0) from element 0`);
  const negative = pickle.tensor(float6, 0, [6], [-1]);
  refused(
    torchFile(path, pickle.dict({ x: negative }), { 0: six }),
    /from something else than a storage, an offset, sizes/,
  );
});

test('a storage of another size than its entry, or without one, is refused', () => {
  const file = (numel: number, entries: Record<string, NodeJS.TypedArray>) =>
    torchFile(path, pickle.dict({ x: pickle.storage('FloatStorage', '0', numel) }), entries);
  const lie = (numel: number) =>
    `a/data.pkl has a storage "0" of ${numel} elements F32, ${4 * numel} bytes, but entry a/data/0 has 24`;
  refused(file(1000, { 0: six }), lie(1000));
  refused(file(5, { 0: six }), lie(5));
  refused(file(6, {}), 'a/data.pkl has a storage "0", but there is no entry a/data/0');
  refused(
    torchFile(path, pickle.dict({ x: `${pickle.text('../../etc/passwd')}Q` })),
    'a/data.pkl refers to something outside that is no storage of a known type',
  );
});

test('archives that are not as torch.save writes them are refused', () => {
  const write = (entries: Record<string, Uint8Array | string>) => {
    writeFileSync(path, zip(entries));
    return path;
  };
  const empty = pickle.whole('}');
  refused(write({ 'a/data/0': 'x' }), 'has 0 entries data.pkl, expected one, as torch.save writes it');
  refused(write({ 'a/data.pkl': empty, 'b/data.pkl': empty }), /has 2 entries data\.pkl/);
  refused(write({ 'a/data.pkl': empty, 'a/byteorder': 'big' }), 'has byte order "big", expected "little"');
  refused(write({ 'a/data.pkl': pickle.whole(pickle.int(3)) }), 'holds 3, expected a dictionary of tensors');
  writeFileSync(path, Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'));
  assert.throws(() => TorchArchive.open(path), {
    message: `${path} is of the format before PyTorch 1.6, which is no zip archive; load it there and save it again with torch.save`,
  });
  writeFileSync(path, Buffer.of(1, 2, 3));
  assert.throws(() => TorchArchive.open(path), {
    message: `${path} is no file of torch.save: it does not begin as a zip archive`,
  });
});

test('the released weights, cut short anywhere, are refused', () => {
  const whole = readFileSync(unitFile('official_backbone.pth'));
  for (let length = 0; length < whole.length; length += 9973) {
    writeFileSync(path, whole.subarray(0, length));
    assert.throws(() => TorchArchive.open(path), { name: 'FormatError' });
  }
});

test('no change of bytes in a pickle does worse than a refusal', () => {
  const tensor = pickle.tensor(float6, 0, [2, 3], [3, 1]);
  const whole = pickle.whole(pickle.dict({ x: tensor, y: pickle.int(3), z: `]${pickle.text('a')}a` }));
  const random = new RandomStream(5, 'changes');
  let refusals = 0;
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.from(whole);
    for (let i = random.integer(1, 4); i > 0; i--) bytes[random.integer(0, bytes.length)] = random.integer(0, 256);
    writeFileSync(path, zip({ 'a/data.pkl': bytes, 'a/data/0': new Uint8Array(six.buffer) }));
    try {
      const archive = TorchArchive.open(path);
      for (const value of archive.root.values())
        if (value instanceof PickleObject && value.value instanceof TorchTensor) archive.read(value.value);
      archive.close();
    } catch (error) {
      assert.equal((error as Error).name, 'FormatError', (error as Error).stack);
      refusals++;
    }
  }
  assert.ok(refusals > 1000);
});

test('what was written is read back', () => {
  const scalar = { name: 'scale', shape: [], read: () => Float32Array.of(2.5) };
  const matrix = { name: 'matrix', shape: [2, 3], read: () => six };
  writeFileSync(path, Buffer.concat([...torchPieces([scalar, matrix], 'any')]));
  const archive = TorchArchive.open(path);
  assert.deepEqual([...archive.root.keys()], ['scale', 'matrix']);
  assert.deepEqual(archive.read(tensorOf(archive.root.get('scale'))), Float32Array.of(2.5));
  assert.deepEqual(tensorOf(archive.root.get('matrix')).shape, [2, 3]);
  assert.deepEqual(archive.read(tensorOf(archive.root.get('matrix'))), six);
  archive.close();
});

test('a type that has no storage of its own is known by its name, and read where it is one of whole numbers', () => {
  const typed = (type: string, numel: number) => {
    const bytes = pickle.tuple(
      pickle.text('storage'),
      pickle.global('torch.storage', 'UntypedStorage'),
      pickle.text('0'),
      pickle.text('cpu'),
      pickle.int(4),
    );
    const sizes = pickle.tuple(pickle.int(numel));
    const ones = pickle.tuple(pickle.int(1));
    const hooks = `${pickle.global('collections', 'OrderedDict')})R`;
    const dtype = pickle.global('torch', type);
    return `${pickle.global('torch._utils', '_rebuild_tensor_v3')}${pickle.tuple(`${bytes}Q`, pickle.int(0), sizes, ones, '\x89', hooks, dtype)}R`;
  };
  const file = torchFile(path, pickle.dict({ x: typed('uint16', 2), y: typed('float8_e4m3fn', 4) }), {
    0: Uint16Array.of(7, 65535),
  });
  const archive = TorchArchive.open(file);
  const [x, y] = ['x', 'y'].map((name) => (archive.root.get(name) as PickleObject).value as TorchTensor);
  assert.deepEqual([...archive.read(x!)], [7, 65535]);
  assert.equal(y!.dtype, 'F8_E4M3');
  assert.throws(() => archive.read(y!), { message: `${path}: a/data/0 is of type F8_E4M3, which is not read` });
  archive.close();
  refused(
    torchFile(path, pickle.dict({ x: typed('uint16', 3) }), { 0: Uint16Array.of(7, 65535) }),
    /tensor of 3 elements \(3\) with strides \(1\) from element 0, but its storage a\/data\/0 has 2/,
  );
});
