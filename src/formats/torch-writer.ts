/**
 * Writes a state dict so that `torch.load(path, weights_only=True)` reads it.
 * Source: PyTorch torch/serialization.py; CPython Lib/pickletools.py, protocol 2.
 */
import { zipPieces } from './zip-writer.js';

/** A float32 tensor, read when it is its turn. */
export interface NamedTensor {
  name: string;
  shape: readonly number[];
  read(): Float32Array;
}

/** The bytes of a .pth file, piece by piece. @param folder the archive's, by custom the file's name without its ending */
export function* torchPieces(tensors: readonly NamedTensor[], folder: string): Generator<Uint8Array> {
  yield* zipPieces(entriesOf(tensors, folder));
}

function* entriesOf(tensors: readonly NamedTensor[], folder: string) {
  yield { name: `${folder}/data.pkl`, data: pickled(tensors) };
  yield { name: `${folder}/byteorder`, data: Buffer.from('little') };
  for (const [i, { read }] of tensors.entries()) {
    const values = read();
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    yield { name: `${folder}/data/${i}`, data };
  }
  yield { name: `${folder}/version`, data: Buffer.from('3\n') };
}

/** An OrderedDict of tensors, each with a storage of its own. */
function pickled(tensors: readonly NamedTensor[]): Buffer {
  const items = tensors.flatMap(({ name, shape }, i) => [text(name), tensor(shape, String(i))]);
  return Buffer.concat([Buffer.of(0x80, 2), orderedDict, op('('), ...items, op('u'), op('.')]);
}

function tensor(shape: readonly number[], key: string): Buffer {
  const strides = shape.map((_, i) => product(shape.slice(i + 1)));
  const storage = [text('storage'), global('torch', 'FloatStorage'), text(key), text('cpu'), int(product(shape))];
  return Buffer.concat([
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple([
      Buffer.concat([tuple(storage), op('Q')]),
      int(0),
      tuple(shape.map(int)),
      tuple(strides.map(int)),
      op('\x89'), // requires_grad: False
      orderedDict, // backward hooks: none
    ]),
    op('R'),
  ]);
}

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

function op(code: string): Buffer {
  return Buffer.from(code, 'latin1');
}

function global(module: string, name: string): Buffer {
  return op(`c${module}\n${name}\n`);
}

const orderedDict = Buffer.concat([global('collections', 'OrderedDict'), op(')R')]);

function tuple(items: readonly Buffer[]): Buffer {
  return Buffer.concat([op('('), ...items, op('t')]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([op('X'), length, bytes]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  if (value < 2 ** 31) {
    bytes.writeInt32LE(value, 0);
    return Buffer.concat([op('J'), bytes.subarray(0, 4)]);
  }
  bytes.writeBigInt64LE(BigInt(value), 0);
  return Buffer.concat([op('\x8a\x09'), bytes]);
}
