import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Dtype } from '../../src/formats/dtype.js';
import { FormatError } from '../../src/formats/format-error.js';
import { SafetensorsFile } from '../../src/formats/safetensors.js';
import { unitFile } from '../golden-units.js';
import { writeSafetensors } from './write-safetensors.js';

const folder = mkdtempSync(join(tmpdir(), 'dinofleet-safetensors-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'test.safetensors');

/** A file with this header and this many bytes after it. */
function fileOf(header: unknown, dataBytes: number): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
  return path;
}

function assertInvalid(file: string, message: string | RegExp): void {
  assert.throws(
    () => SafetensorsFile.open(file),
    (error) => {
      assert.ok(error instanceof FormatError, String(error));
      assert.ok(error.message.startsWith(`${file}: `), error.message);
      if (typeof message === 'string') assert.equal(error.message, `${file}: ${message}`);
      else assert.match(error.message, message);
      return true;
    },
  );
}

test('what was written is read back', () => {
  const x = Float32Array.from({ length: 6 }, (_, i) => i / 7);
  writeSafetensors(
    path,
    [
      { name: 'flags', dtype: 'U8', shape: [3], data: Uint8Array.of(1, 0, 1) },
      { name: 'x', dtype: 'F32', shape: [2, 3], data: [x.subarray(0, 2), x.subarray(2)] },
      { name: 'none', dtype: 'F16', shape: [0, 4], data: [] },
      { name: 'scalar', dtype: 'I64', shape: [], data: BigInt64Array.of(-5n) },
    ],
    { files: '["ü.png"]' },
  );
  const file = SafetensorsFile.open(path);
  assert.deepEqual([...file.tensors.keys()], ['flags', 'x', 'none', 'scalar']);
  assert.deepEqual(file.metadata, { files: '["ü.png"]' });
  assert.deepEqual(file.read('x', 'F32', [2, 3]), x);
  assert.deepEqual(file.read('flags', 'U8'), Uint8Array.of(1, 0, 1));
  assert.equal(file.read('none', 'F16').length, 0);
  assert.deepEqual(file.read('scalar', 'I64'), BigInt64Array.of(-5n));
  assert.deepEqual(new Float32Array(file.readBytes('x', 4, 12).buffer), x.slice(1, 3));
  file.close();
});

test('files of the reference implementation are read', () => {
  const file = SafetensorsFile.open(unitFile('knn.safetensors'));
  for (const [name, { shape, dtype }] of file.tensors)
    assert.equal(
      file.read(name, dtype as Dtype).length,
      shape.reduce((a, b) => a * b, 1),
    );
  file.close();
});

test('the tensors of a written file start at a multiple of eight bytes', () => {
  writeSafetensors(path, [{ name: 'x', dtype: 'U8', shape: [1], data: Uint8Array.of(9) }]);
  const bytes = readFileSync(path);
  assert.equal(Number(bytes.readBigUInt64LE()) % 8, 0);
  assert.equal(bytes.at(-1), 9);
});

test('a tensor that is missing, of another dtype or of another shape is named', () => {
  writeSafetensors(path, [{ name: 'x', dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]);
  const file = SafetensorsFile.open(path);
  assert.throws(() => file.read('y', 'F32'), { message: `${path}: has no tensor "y"` });
  assert.throws(() => file.read('x', 'F16'), { message: `${path}: tensor "x" is F32 [2], expected F16` });
  assert.throws(() => file.read('x', 'F32', [1, 2]), { message: `${path}: tensor "x" is F32 [2], expected F32 [1,2]` });
  assert.throws(() => file.readBytes('x', 4, 9), { message: `${path}: tensor "x" has 8 bytes, asked for 4..9` });
  file.close();
});

test('a file that is cut short anywhere is refused', () => {
  const whole = readFileSync(unitFile('knn.safetensors'));
  for (const length of [0, 7, 8, 20, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, length));
    assertInvalid(
      path,
      /expected a header's length|claims a header of|cut short|is empty, no safetensors file; get the file again/,
    );
  }
});

test('bytes after the last tensor and gaps and overlaps between tensors are refused', () => {
  const u8 = (start: number, end: number) => ({ dtype: 'U8', shape: [end - start], data_offsets: [start, end] });
  assertInvalid(fileOf({ a: u8(0, 4) }, 6), '2 bytes after the last tensor, expected none');
  assertInvalid(fileOf({ a: u8(0, 4), b: u8(5, 6) }, 6), /^.*tensor "b" starts at byte 5, expected 4, where/);
  assertInvalid(fileOf({ b: u8(3, 6), a: u8(0, 4) }, 6), /tensor "b" starts at byte 3, expected 4/);
});

test('a header that lies is refused', () => {
  const entry = (change: object) => ({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } });
  assertInvalid(fileOf(entry({ dtype: 4 }), 8), 'tensor "a" has dtype 4, expected the name of a type');
  assertInvalid(
    fileOf(entry({ dtype: 'F8_E4M3' }), 8),
    'tensor "a" has 8 bytes by its offsets, expected 2 for F8_E4M3 [2]',
  );
  assertInvalid(fileOf(entry({ shape: [3] }), 8), 'tensor "a" has 8 bytes by its offsets, expected 12 for F32 [3]');
  assertInvalid(fileOf(entry({ shape: [-2] }), 8), /has shape \[-2\], expected sizes/);
  assertInvalid(fileOf(entry({ shape: [2 ** 40, 2 ** 40] }), 8), /expected 4835703278458516698824704 for|expected 4.8/);
  assertInvalid(fileOf(entry({ data_offsets: [8, 0] }), 8), /has -8 bytes by its offsets/);
  assertInvalid(fileOf(entry({ data_offsets: [0, 8.5] }), 8), /has data_offsets \[0,8.5\]/);
  assertInvalid(fileOf({ a: null }, 0), /tensor "a" has dtype undefined/);
  assertInvalid(fileOf({ __metadata__: ['a'] }, 0), '__metadata__ is expected to map names to text');
  assertInvalid(fileOf('[]', 0), 'the header is no JSON object');
  assertInvalid(fileOf('{"a', 0), 'the header is no JSON');
  writeFileSync(path, Buffer.alloc(16, 0xff));
  assertInvalid(path, /claims a header of 18446744073709552000 bytes in a file of 16 bytes/);
});

test('data that does not fit its shape is not written as if it did', () => {
  const data = Float32Array.of(1, 2);
  assert.throws(() => writeSafetensors(path, [{ name: 'x', dtype: 'F32', shape: [3], data }]), {
    message: 'tensor "x" has 8 bytes, expected 12 for F32 [3]',
  });
  const twice = { name: 'x', dtype: 'F32', shape: [2], data } as const;
  assert.throws(() => writeSafetensors(path, [twice, twice]), { message: 'two tensors have one name' });
});

test('types that are not known, and texts of other kinds beside the tensors, keep no file from being read', () => {
  const header = {
    __metadata__: { a: 'text', b: null, c: 4 },
    x: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
    empty: { dtype: 'F32', shape: [0, 3], data_offsets: [4, 4] },
    small: { dtype: 'F8_E4M3', shape: [3], data_offsets: [4, 7] },
    strange: { dtype: 'F33', shape: [9], data_offsets: [7, 8] },
  };
  const file = SafetensorsFile.open(fileOf(header, 8));
  assert.deepEqual(file.metadata, { a: 'text' });
  assert.deepEqual(file.read('x', 'F32'), new Float32Array(1));
  assert.deepEqual(file.read('empty', 'F32'), new Float32Array(0));
  assert.throws(() => file.read('small', 'F32'), { message: `${path}: tensor "small" is F8_E4M3 [3], expected F32` });
  file.close();
  const none = SafetensorsFile.open(fileOf({ __metadata__: null }, 0));
  assert.deepEqual(none.metadata, {});
  none.close();
});

test('of two tensors of one name neither is taken', () => {
  const twice =
    '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}';
  assertInvalid(fileOf(twice, 8), 'two tensors are named "a"');
});

test('what is no such file at all is named for what it is', () => {
  writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n');
  assertInvalid(path, /is a pointer of git-lfs, not the file itself, no safetensors file; fetch it/);
});
