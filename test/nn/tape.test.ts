import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backend, Tensor } from '../../src/nn/backend.js';
import { Tape, type Value } from '../../src/nn/tape.js';

/** A tensor of one number that says when it is released. */
class Scalar {
  readonly shape = [1];
  released = false;
  constructor(
    readonly name: string,
    public value: number,
  ) {}
  release(): void {
    assert.ok(!this.released, `${this.name} is released twice`);
    this.released = true;
  }
}

const tensor = (name: string, value: number) => new Scalar(name, value) as unknown as Tensor;
const of = (t: Tensor) => t as unknown as Scalar;
const backend = {
  add: (dst: Tensor, src: Tensor) => {
    of(dst).value += of(src).value;
  },
} as unknown as Backend;

/** out = factor * x */
function scaled(tape: Tape, name: string, x: Value | null, input: number, factor: number): Value {
  return tape.value(tensor(name, factor * input), [], ({ grad }) =>
    x?.accumulate(backend, tensor(`d${name}`, factor * of(grad!).value)),
  );
}

test('gradients of a value that two ops read add up', () => {
  const tape = new Tape(true);
  let gradient = 0;
  const x = tape.value(tensor('x', 3), [], ({ grad }) => {
    gradient = of(grad!).value;
  });
  const left = scaled(tape, 'left', x, 3, 2);
  const right = scaled(tape, 'right', x, 3, 5);
  left.grad = tensor('one', 1);
  right.grad = tensor('one', 1);
  tape.backward();
  assert.equal(gradient, 7);
});

test('backward releases every value, what it saved and its gradient, once', () => {
  const tape = new Tape(true);
  const saved = tensor('saved', 0);
  const x = tape.value(tensor('x', 1), [saved], () => {});
  const y = scaled(tape, 'y', x, 1, 2);
  const grad = tensor('grad', 1);
  y.grad = grad;
  tape.backward();
  for (const t of [x.data, y.data, saved, grad]) assert.ok(of(t).released, of(t).name);
});

test('a gradient that lies in its value’s place is released with it', () => {
  const tape = new Tape(true);
  const logits = tape.value(tensor('logits', 1), [], ({ grad }) => assert.equal(grad, logits.data));
  logits.gradReplacesData();
  tape.backward();
  assert.ok(of(logits.data).released);
});

test('the gradient of what nothing read is not computed', () => {
  const tape = new Tape(true);
  tape.value(tensor('x', 1), [], () => assert.fail('no gradient came'));
  tape.backward();
});

test('closures around a body run in the reverse order', () => {
  const tape = new Tape(true);
  const order: string[] = [];
  tape.onBackward(() => order.push('reduce'));
  const x = tape.value(tensor('x', 1), [], () => order.push('body'));
  tape.onBackward(() => order.push('gather'));
  x.grad = tensor('one', 1);
  tape.backward();
  assert.deepEqual(order, ['gather', 'body', 'reduce']);
});

test('without recording a scope keeps only its result, and consuming releases that', () => {
  const tape = new Tape(false);
  let inner: Value | undefined;
  const out = tape.scope(() => {
    inner = scaled(tape, 'inner', null, 1, 2);
    return scaled(tape, 'out', inner, 2, 2);
  });
  assert.ok(of(inner!.data).released);
  assert.ok(!of(out.data).released);
  tape.consume(out);
  assert.ok(of(out.data).released);
  tape.discard();
});

test('a step that failed releases what it made without computing gradients', () => {
  const tape = new Tape(true);
  const x = tape.value(tensor('x', 1), [], () => assert.fail('discarded'));
  x.grad = tensor('one', 1);
  tape.discard();
  assert.ok(of(x.data).released);
});
