import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mesh, type MeshOptions } from 'gloo-bindings';
import { openBackend } from '../../src/nn/open-backend.js';
import { lent } from './lent.js';
import { prove, withMeshGroup } from './mesh-group.js';

// What a JavaScript caller may pass where the types would not let it.
const wrong = <T>(value: unknown) => value as T;

test('a Mesh names the option that it cannot take', () => {
  const make = (options: unknown) => () => new Mesh(wrong<MeshOptions>(options));
  assert.throws(make(undefined), /^TypeError: Mesh: argument 0 "options" is undefined, expected an object$/);
  assert.throws(
    make({ rank: 2, worldSize: 2, host: '127.0.0.1' }),
    /^TypeError: Mesh: argument 0 "options.rank" is the number 2, expected an integer from 0 to 1$/,
  );
  assert.throws(make({ rank: 0, worldSize: 0, host: '127.0.0.1' }), /"options.worldSize" is the number 0/);
  assert.throws(make({ rank: 0.5, worldSize: 2, host: '127.0.0.1' }), /"options.rank" is the number 0.5/);
  assert.throws(make({ rank: 0, worldSize: 2 }), /"options.host" is undefined, expected an address of this machine/);
  assert.throws(make({ rank: 0, worldSize: 2, host: '' }), /"options.host" is the string ""/);
});

test('a Mesh cannot listen on an address that is not of this machine', () => {
  // A documentation address, and a name too long to be asked for anywhere.
  for (const host of ['192.0.2.1', 'x'.repeat(300)])
    assert.throws(() => new Mesh({ rank: 0, worldSize: 2, host }), {
      code: 'COMM_FAILED',
      message: new RegExp(`^Mesh: rank 0: cannot (listen on|resolve) "${host}": .+; options.host must be an address`),
    });
});

test('collectives refuse memory of the wrong type, alignment and size', () =>
  withMeshGroup(2, ([mesh]) => {
    const floats = lent(new Float32Array(4));
    const shared = new SharedArrayBuffer(8);
    for (const value of [undefined, null, 1, 'x', {}, [], new ArrayBuffer(8), shared, new DataView(shared)])
      assert.throws(
        () => mesh!.allGather(wrong(value)),
        /^TypeError: allGather: argument 0 "buffer" is .+, expected a Tensor in host memory or a typed array in shared/,
      );
    assert.throws(
      () => mesh!.allGather(lent(new Uint8Array(5))),
      /^RangeError: allGather: argument 0 "buffer" has 5 bytes, expected a multiple of the world size 2$/,
    );
    assert.throws(
      () => mesh!.allReduce(lent(new Uint8Array(6))),
      /^TypeError: allReduce: argument 0 "buffer" is a Uint8Array of 6 elements in shared memory, expected a length in bytes that is a multiple of 4, not 6$/,
    );
    assert.throws(
      () => mesh!.allReduce(new Uint8Array(new SharedArrayBuffer(12), 2, 8)),
      /a byte offset that is a multiple/,
    );
    assert.throws(
      () => mesh!.reduceScatter(floats, wrong('int32'), floats),
      /^TypeError: reduceScatter: argument 1 "dtype" is the string "int32", expected float32, float16 or bfloat16$/,
    );
    assert.throws(
      () => mesh!.reduceScatter(lent(new Float32Array(3)), 'float32', floats),
      /^RangeError: reduceScatter: argument 0 "input" has 3 elements, expected a multiple of the world size 2$/,
    );
    assert.throws(
      () => mesh!.reduceScatter(floats, 'float32', lent(new Float32Array(3))),
      /^RangeError: reduceScatter: argument 2 "out" has 12 bytes, expected 8: a float32 for each element/,
    );
    assert.throws(() => mesh!.allReduceGradient(floats, wrong(undefined)), /argument 1 "dtype" is undefined/);
  }));

test('memory that JavaScript could take away while a collective runs is refused by name', () =>
  withMeshGroup(2, ([mesh]) => {
    const floats = new Float32Array(4);
    const shared = lent(floats);
    const expected =
      'is a Float32Array of 4 elements, expected a Tensor in host memory or a typed array in shared memory, as no other ' +
      'stays where it is until the collective is done';
    const refused: [() => unknown, string][] = [
      [() => mesh!.allGather(wrong(floats)), 'allGather: argument 0 "buffer"'],
      [() => mesh!.reduceScatter(wrong(floats), 'float32', shared), 'reduceScatter: argument 0 "input"'],
      [() => mesh!.reduceScatter(shared, 'float32', wrong(floats)), 'reduceScatter: argument 2 "out"'],
      [() => mesh!.allReduce(wrong(floats)), 'allReduce: argument 0 "buffer"'],
      [() => mesh!.allReduceGradient(wrong(floats), 'float32'), 'allReduceGradient: argument 0 "buffer"'],
    ];
    for (const [call, argument] of refused)
      assert.throws(call, { name: 'TypeError', message: `${argument} ${expected}` });
  }));

test('memory is lent to one collective at a time', () =>
  withMeshGroup(2, (meshes) => {
    const buffer = lent(new Float32Array(8));
    const gather = meshes[0]!.allGather(buffer);
    assert.throws(
      () => meshes[0]!.allReduce(buffer.subarray(7)),
      /^RangeError: allReduce: "buffer" is in use by allGather; wait\(\) for it first$/,
    );
    assert.throws(
      () => meshes[0]!.reduceScatter(lent(new Float32Array(16)), 'float32', buffer),
      /"out" is in use by allGather/,
    );
    assert.throws(
      () => meshes[1]!.reduceScatter(buffer, 'float32', buffer.subarray(0, 4)),
      /^RangeError: reduceScatter: "out" and "input" share memory, expected memory of their own$/,
    );
    meshes[1]!.allGather(lent(new Float32Array(8))).wait();
    gather.wait();
    const sum = meshes[0]!.allReduce(buffer);
    meshes[1]!.allReduce(lent(new Float32Array(8))).wait();
    sum.wait();
  }));

test('a Mesh is used between connect and close, and closed twice without harm', async () => {
  const mesh = new Mesh({ rank: 0, worldSize: 1, host: '127.0.0.1' });
  assert.throws(() => mesh.barrier(), /^Error: barrier: the mesh is not connected; await connect\(\) first$/);
  const connected = mesh.connect([mesh.address()], prove);
  assert.throws(
    () => mesh.connect([mesh.address()], prove),
    /^Error: connect: was called before; a Mesh connects once$/,
  );
  await connected;
  mesh.barrier().wait();
  mesh.close();
  mesh.close();
  assert.throws(() => mesh.allReduce(lent(new Float32Array(1))), /^Error: allReduce: the mesh is closed$/);
  assert.throws(() => mesh.connect([mesh.address()], prove), /^Error: connect: the mesh is closed$/);
});

test('methods refuse an object that is not theirs', () => {
  const { allGather } = Mesh.prototype;
  assert.throws(() => allGather.call(wrong<Mesh>({}), lent(new Uint8Array(2))));
});

test('a Tensor is lent as it is, its storage until the collective is done', () =>
  withMeshGroup(2, (meshes) => {
    const backend = openBackend('cpu', 'float32');
    const before = backend.memory().bytesInUse;
    const tensor = backend.empty([3, 2], 'float32');
    backend.upload(tensor, new Float32Array([1, 2, 3, 4, 5, 6]));
    const sum = meshes[0]!.allReduce(tensor);
    const other = lent(new Float32Array([10, 20, 30, 40, 50, 60]));
    meshes[1]!.allReduce(other).wait();
    sum.wait();
    const result = new Float32Array(6);
    backend.download(tensor, result);
    assert.deepEqual(result, new Float32Array([11, 22, 33, 44, 55, 66]));
    assert.deepEqual(other, result);

    const gather = meshes[0]!.allGather(tensor.view([6]));
    tensor.release();
    assert.notEqual(backend.memory().bytesInUse, before);
    meshes[1]!.allGather(lent(new Float32Array(6))).wait();
    gather.wait();
    assert.equal(backend.memory().bytesInUse, before);
    assert.throws(
      () => meshes[0]!.allGather(tensor),
      /^Error: allGather: argument 0 "buffer" was released: float32 \(3, 2\)$/,
    );
  }));
