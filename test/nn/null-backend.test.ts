import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NullBackend } from '../../src/nn/null-backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { validCalls } from './backend/valid-calls.js';

test('the null backend makes results of the shapes and dtypes that the CPU backend makes', () => {
  const cpu = openBackend('cpu', 'float32');
  const nothing = new NullBackend('float32');
  const [real, empty] = [validCalls(cpu), validCalls(nothing)];
  const describe = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(describe);
    if (value === null || typeof value !== 'object') return typeof value;
    if ('dtype' in value && 'shape' in value) return `${value.dtype} (${value.shape})`;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, describe(part)]));
  };
  for (const name of Object.keys(real)) {
    if (['memory', 'indexTable', 'rows', 'segments', 'adamwEma', 'startCopy', 'finishCopies'].includes(name)) continue;
    const [wanted, made] = [real, empty].map((calls) => {
      const call = calls[name]!();
      return describe(call.run(...call.arguments.map(({ value }) => value)));
    });
    assert.deepEqual(made, wanted, name);
  }
});

test('the null backend counts what tensors take, and refuses one that was released', () => {
  const backend = new NullBackend('float16');
  const tensor = backend.empty([2, 3], 'float16');
  assert.equal(backend.memory().bytesInUse, 12);
  const view = tensor.view([6]).narrow(2, 2);
  assert.throws(() => view.release(), /is a view/);
  tensor.release();
  assert.equal(backend.memory().bytesInUse, 0);
  assert.equal(backend.memory().peakBytes, 12);
  assert.throws(() => backend.fill(view), /a tensor \(2\) of float16 was released/);
});

test('a tensor of another dtype or shape than an op takes is refused by name', () => {
  const backend = new NullBackend('float16');
  const weight = backend.empty([4, 3], 'float16');
  assert.throws(
    () => backend.linear(backend.empty([2, 3], 'float32'), weight, null),
    /^TypeError: linear: "x" is float32 \(2,3\), expected float16 \(-1,-1\)$/,
  );
  assert.throws(
    () => backend.linear(backend.empty([2, 2], 'float16'), weight, null),
    /^TypeError: linear: "weight" is float16 \(4,3\), expected float16 \(-1,2\)$/,
  );
});
