import type { Backend, Tensor } from '../../../src/nn/backend.js';
import type { Variant } from '../../hostile/sweep.js';
import { foreignDevice } from '../../native/foreign-device/foreign-device.js';
import { isTensor } from './refusals.js';
import { ints } from './tensors.js';
import { dtypes } from './valid-calls.js';

/** What is no tensor but almost, and tensors that are not the one wanted, in the place of `good`. */
export function hostileTensors(backend: Backend, twin: Backend, good: unknown): Variant[] {
  const some = backend.zeros([2], 'float32');
  const released = backend.zeros([2], 'float32');
  const view = released.view([2]);
  released.release();
  const always: Variant[] = [
    ['a proxy of a tensor', new Proxy(some, {}), 'never'],
    ['an heir of a tensor', Object.create(some), 'never'],
    ['a copy of a tensor', structuredClone(some), 'never'],
    ['the prototype of tensors', Object.getPrototypeOf(some), 'never'],
    ['a method of a tensor', some.view, 'never'],
    ['a released tensor', released, 'never'],
    ['a view of a released tensor', view, 'never'],
    ['the backend', backend, 'never'],
  ];
  if (!isTensor(good)) {
    if (good !== null && typeof good === 'object' && ArrayBuffer.isView(good)) return always;
    return [...always, ['a tensor', some, 'never'], ['a typed array', new Float32Array(6), 'never']];
  }
  const { shape, dtype, numel } = good;
  const wider = (at: number) => shape.map((size, i) => (i === at ? size + 1 : size));
  const none = (at: number) => shape.map((size, i) => (i === at ? 0 : size));
  const last = shape.length - 1;
  const others = [
    [...shape, 1],
    [1, ...shape],
    [numel],
    [],
    [0],
    wider(0),
    wider(last),
    none(0),
    none(last),
    shape.map(() => 0),
    shape.map((_, i) => (i === 0 ? 0 : 2 ** 24)),
    shape.map((_, i) => (i === last ? 0 : 2 ** 24)),
    shape.map((_, i) => (i === 0 ? 0 : 2 ** 40)),
    shape.map((_, i) => (i === last ? 0 : 2 ** 40)),
    shape.map(() => 1),
  ];
  const variants: Variant[] = [
    ...always,
    ['a typed array', new Float32Array(numel), 'never'],
    ...dtypes.map((other): Variant => [`of ${other}`, backend.zeros(shape, other), 'perhaps']),
    ...others.flatMap((other): Variant[] => {
      const tensor = tensorOrNothing(backend, other, dtype);
      return tensor ? [[`of shape (${other})`, tensor, 'perhaps']] : [];
    }),
    ['a tensor of another device', foreignDevice.empty(shape, dtype), 'never'],
    ['a view of a tensor of another device', foreignDevice.empty(shape, dtype).view(shape), 'never'],
    ['a tensor of another instance of the addon', twin.zeros(shape, dtype), 'perhaps'],
    ['the end of a longer tensor', backend.zeros(wider(0), dtype).narrow(1, shape[0]!), 'perhaps'],
  ];
  const fills = dtype === 'int32' ? [-1, 0, 1, -(2 ** 31), 2 ** 31 - 1, numel] : dtype === 'uint8' ? [255] : strange;
  for (const value of fills) {
    const filled = backend.empty(shape, dtype);
    backend.fill(filled, value);
    variants.push([`full of ${value}`, filled, 'perhaps']);
  }
  if (dtype === 'int32') {
    const descending = Array.from({ length: numel }, (_, i) => numel - i);
    variants.push(['descending', ints(backend, [...shape], descending), 'perhaps']);
    const lastOff = Array.from({ length: numel }, (_, i) => (i === numel - 1 ? 2 ** 31 - 1 : i));
    variants.push(['far off at its end', ints(backend, [...shape], lastOff), 'perhaps']);
  }
  return variants;
}

const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 3e38];

/** Shapes without an element may be refused as absurd. */
function tensorOrNothing(backend: Backend, shape: number[], dtype: Tensor['dtype']): Tensor | undefined {
  try {
    return backend.empty(shape, dtype);
  } catch {
    return undefined;
  }
}
