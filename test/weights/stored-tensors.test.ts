import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openIndexed, openTensors } from '../../src/weights/stored-tensors.js';
import { pickle, temporaryFolder, torchFile } from '../formats/torch-files.js';
import { writeSafetensors } from '../formats/write-safetensors.js';

const folder = temporaryFolder();
const invalid = (message: string | RegExp) => ({ code: 'WEIGHTS_INVALID', message });

test('dictionaries within dictionaries are prefixes, and what is no tensor is passed over', () => {
  const x = pickle.tensor(pickle.storage('FloatStorage', '0', 1), 0, [1], [1]);
  const { dict, int } = pickle;
  const root = dict({ epoch: int(3), model: dict({ a: x, inner: dict({ b: x }) }), c: x });
  const stored = openTensors(torchFile(join(folder, 'a.pth'), root, { 0: Float32Array.of(5) }));
  assert.deepEqual([...stored.shapes.keys()], ['model.a', 'model.inner.b', 'c']);
  assert.deepEqual(stored.read('model.inner.b'), Float32Array.of(5));
  stored.close();
  const twice = dict({ 'a.b': x, a: dict({ b: x }) });
  const path = torchFile(join(folder, 'b.pth'), twice, { 0: Float32Array.of(5) });
  assert.throws(() => openTensors(path), invalid(`${path}: two tensors are a.b`));
});

test('a dictionary that holds itself, and one that holds another many times, cost nothing', () => {
  const itself = torchFile(join(folder, 'loop.pth'), `}q\0${pickle.text('a')}h\0s`);
  assert.equal(openTensors(itself).shapes.size, 0);
  // Each holds the one before it twice: 2 ** 60 paths.
  const level = (i: number) => {
    const before = `h${String.fromCharCode(i)}`;
    return `q${String.fromCharCode(i)}}(${pickle.text('a')}${before}${pickle.text('b')}${before}u`;
  };
  const deep = torchFile(join(folder, 'deep.pth'), `}${Array.from({ length: 60 }, (_, i) => level(i)).join('')}`);
  assert.equal(openTensors(deep).shapes.size, 0);
});

test('weights that are not finite are refused by their name, counted by what they are', () => {
  const path = join(folder, 'a.safetensors');
  const refused = (dtype: 'F32' | 'F64' | 'F16' | 'BF16', data: NodeJS.TypedArray, what: string) => {
    writeSafetensors(path, [
      { name: 'good', dtype: 'F32', shape: [1], data: Float32Array.of(3e38) },
      { name: 'bad', dtype, shape: [data.length], data },
    ]);
    const stored = openTensors(path);
    assert.deepEqual(stored.read('good'), Float32Array.of(3e38));
    assert.throws(
      () => stored.read('bad'),
      invalid(`${path}: tensor "bad" has ${what}; expected finite numbers. Use weights from before they went wrong`),
    );
    stored.close();
  };
  refused('F32', Float32Array.of(NaN, 1, NaN), '2 NaN among its 3 elements');
  refused(
    'F32',
    Float32Array.of(Infinity, NaN, -Infinity),
    '1 NaN and 1 Infinity and 1 -Infinity among its 3 elements',
  );
  refused('F16', Uint16Array.of(0x7c00), '1 Infinity among its 1 elements');
  refused('BF16', Uint16Array.of(0xffc0), '1 NaN among its 1 elements');
  refused('F64', Float64Array.of(1e300), '1 Infinity among its 1 elements, as float32, which holds up to 3.4e38');
});

test('a type that is not read is refused where it is needed, and nowhere else', () => {
  const path = join(folder, 'f8.safetensors');
  const json =
    '{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}';
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, Buffer.from(json), Buffer.alloc(8)]));
  const stored = openTensors(path);
  assert.deepEqual(stored.read('b'), Float32Array.of(0));
  assert.throws(
    () => stored.read('a'),
    invalid(`${path}: tensor "a" is of type F8_E4M3, expected F32, F16, BF16 or F64; save it as one of these`),
  );
  stored.close();
});

test('the files of an index are one', () => {
  const model = join(folder, 'sharded');
  mkdirSync(model);
  const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
  const one = (name: string, value: number) =>
    ({ name, dtype: 'F32', shape: [1], data: Float32Array.of(value) }) as const;
  writeSafetensors(join(model, first), [one('a', 1), one('b', 2)]);
  const index = join(model, 'model.safetensors.index.json');
  const indexed = (weight_map: object) => writeFileSync(index, JSON.stringify({ weight_map }));
  indexed({ a: first, b: first, c: second });
  assert.throws(() => openIndexed(index), {
    code: 'WEIGHTS_MISSING',
    message: `${index}: lists ${second}, which is not beside it; download it all`,
  });
  writeSafetensors(join(model, second), [one('c', 3)]);
  const stored = openIndexed(index);
  assert.deepEqual(
    [...stored.shapes.keys()].map((name) => stored.read(name)[0]),
    [1, 2, 3],
  );
  stored.close();

  indexed({ a: second });
  assert.throws(() => openIndexed(index), invalid(`${index}: says that "a" is in ${second}, which has no such tensor`));
  for (const map of [{}, { a: '../b.safetensors' }, { a: 3 }]) {
    indexed(map);
    assert.throws(() => openIndexed(index), invalid(/: expected "weight_map", an object that says for each tensor/));
  }
  writeFileSync(index, '{');
  assert.throws(() => openIndexed(index), invalid(/index\.json is no JSON: /));
});
