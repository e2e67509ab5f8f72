/**
 * Weights as `torch.save` stores them: a zip archive with a pickle, whose tensors are views of storages, an entry each.
 * Source: PyTorch torch/serialization.py, torch/_utils.py.
 */
import { byteLengthOf, isReadable } from './dtype.js';
import { FormatError } from './format-error.js';
import {
  describePickled,
  type PickleDict,
  PickleError,
  PickleGlobal,
  PickleObject,
  type PickleRules,
  PickleTuple,
  type PickleValue,
  readPickle,
} from './pickle.js';
import { recognizeFile } from './recognize-file.js';
import { widenToFloat32 } from './widen.js';
import { ZipArchive } from './zip-archive.js';

/** A longer pickle than any real one. */
const MAX_PICKLE_BYTES = 100e6;
const PICKLE = '/data.pkl';

const STORAGE_DTYPES: Readonly<Record<string, string>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
  'torch.ComplexFloatStorage': 'C64',
  'torch.ComplexDoubleStorage': 'C128',
};
/** A storage of bytes, for the types that have none of their own: a tensor says its type itself. */
const UNTYPED = 'torch.storage.UntypedStorage';
const DTYPES: Readonly<Record<string, string>> = {
  'torch.uint16': 'U16',
  'torch.uint32': 'U32',
  'torch.uint64': 'U64',
  'torch.float8_e4m3fn': 'F8_E4M3',
  'torch.float8_e5m2': 'F8_E5M2',
  'torch.float8_e4m3fnuz': 'F8_E4M3FNUZ',
  'torch.float8_e5m2fnuz': 'F8_E5M2FNUZ',
  'torch.float8_e8m0fnu': 'F8_E8M0',
};

class Storage {
  constructor(
    /** Of the archive's entry. */
    readonly entry: string,
    /** null: it holds bytes. */
    readonly dtype: string | null,
    readonly bytes: number,
  ) {}
}

/** A view of a storage: element (i, j, ...) is at offset + i * strides[0] + j * strides[1] + ... */
export class TorchTensor {
  constructor(
    readonly storage: { readonly entry: string },
    /** A Dtype, or the name of a type that is not read here. */
    readonly dtype: string,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

export class TorchArchive {
  private constructor(
    private readonly zip: ZipArchive,
    /** What was saved: a dictionary, of tensors or of dictionaries. */
    readonly root: PickleDict,
  ) {}

  /**
   * @throws FormatError where the file is no sound archive, or asks for anything but tensors and dictionaries; the
   * system's error where it cannot be opened
   */
  static open(path: string): TorchArchive {
    refuseOtherFormats(path);
    const zip = ZipArchive.open(path);
    try {
      return new TorchArchive(zip, readRoot(zip));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  get path(): string {
    return this.zip.path;
  }

  /** A tensor's elements in row-major order. @throws FormatError also where they are of a type that is not read here */
  read({ storage, dtype, offset, shape, strides }: TorchTensor): Float32Array {
    if (!isReadable(dtype))
      throw new FormatError(`${this.path}: ${storage.entry} is of type ${dtype}, which is not read`);
    const count = numelOf(shape);
    if (count === 0) return new Float32Array(0);
    const elementBytes = byteLengthOf(dtype, []);
    const end = offset + extent(shape, strides);
    const bytes = this.zip.read(storage.entry, offset * elementBytes, end * elementBytes);
    const viewed = widenToFloat32(dtype, bytes);
    return isRowMajor(shape, strides) ? viewed : gather(viewed, shape, strides);
  }

  close(): void {
    this.zip.close();
  }
}

function refuseOtherFormats(path: string): void {
  const file = recognizeFile(path);
  if (file.kind === 'torch') return;
  throw new FormatError(
    file.kind === 'other'
      ? `${path} is ${file.what}; ${file.todo}`
      : `${path} is no file of torch.save: it does not begin as a zip archive`,
  );
}

function readRoot(zip: ZipArchive): PickleDict {
  const fail = (what: string, options?: ErrorOptions): never => {
    throw new FormatError(`${zip.path}: ${what}`, options);
  };
  const pickles = zip.names.filter((name) => name.endsWith(PICKLE));
  if (pickles.length !== 1)
    return fail(`has ${pickles.length} entries data.pkl, expected one, as torch.save writes it`);
  const [name] = pickles as [string];
  const folder = name.slice(0, -PICKLE.length);
  const bytes = zip.sizeOf(name)!;
  if (bytes > MAX_PICKLE_BYTES) return fail(`${name} has ${bytes} bytes, expected at most ${MAX_PICKLE_BYTES}`);
  const orderBytes = zip.sizeOf(`${folder}/byteorder`);
  if (orderBytes !== null) {
    const order = Buffer.from(zip.read(`${folder}/byteorder`, 0, Math.min(orderBytes, 16))).toString('latin1');
    if (order !== 'little') return fail(`has byte order "${order}", expected "little"`);
  }
  try {
    const root = readPickle(zip.read(name, 0, bytes), new TensorRules(zip, folder));
    return root instanceof Map ? root : fail(`holds ${describePickled(root)}, expected a dictionary of tensors`);
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    return fail(`${name} ${cause.message}`, { cause });
  }
}

/** What a pickle of tensors may ask for. */
class TensorRules implements PickleRules {
  readonly calls = new Map<string, (args: readonly PickleValue[]) => PickleValue>([
    ['collections.OrderedDict', orderedDict],
    ['torch._utils._rebuild_tensor_v2', rebuildTensor],
    ['torch._utils._rebuild_tensor_v3', rebuildTyped],
    ['torch._utils._rebuild_parameter', rebuildParameter],
  ]);
  readonly names = new Set([...this.calls.keys(), ...Object.keys(STORAGE_DTYPES), UNTYPED, ...Object.keys(DTYPES)]);

  constructor(
    private readonly zip: ZipArchive,
    private readonly folder: string,
  ) {}

  /** ('storage', type, key, device, elements) */
  readonly persistent = (id: PickleValue): PickleValue => {
    const [kind, type, key, , numel] = id instanceof PickleTuple ? id.items : [];
    const storageType = type instanceof PickleGlobal ? type.name : '';
    const dtype = storageType === UNTYPED ? null : STORAGE_DTYPES[storageType];
    if (kind !== 'storage' || dtype === undefined || typeof key !== 'string' || !isSize(numel))
      throw new PickleError('refers to something outside that is no storage of a known type');
    if (!/^\w{1,100}$/.test(key)) throw new PickleError('has a storage whose key is no number or word');
    const entry = `${this.folder}/data/${key}`;
    const bytes = this.zip.sizeOf(entry);
    if (bytes === null) throw new PickleError(`has a storage "${key}", but there is no entry ${entry}`);
    const expected = dtype === null ? numel : byteLengthOf(dtype, [numel]);
    if (bytes !== expected)
      throw new PickleError(
        `has a storage "${key}" of ${numel} elements ${dtype ?? 'U8'}, ${expected} bytes, but entry ${entry} has ${bytes}`,
      );
    return new PickleObject(new Storage(entry, dtype, bytes));
  };
}

function orderedDict(args: readonly PickleValue[]): PickleValue {
  if (args.length > 0) throw new PickleError('makes an OrderedDict with arguments, expected none');
  return new Map();
}

/** (storage, offset, shape, strides, requires_grad, backward_hooks) */
function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): PickleValue {
  return tensorOf(storage, null, offset, shape, strides);
}

/** (storage, offset, shape, strides, requires_grad, backward_hooks, dtype, metadata) */
function rebuildTyped([storage, offset, shape, strides, , , type]: readonly PickleValue[]): PickleValue {
  const dtype = type instanceof PickleGlobal ? DTYPES[type.name] : undefined;
  if (dtype === undefined) throw new PickleError('makes a tensor of a type that is not known');
  return tensorOf(storage, dtype, offset, shape, strides);
}

/** @param dtype null: the storage's own */
function tensorOf(
  storage: PickleValue | undefined,
  dtype: string | null,
  offset: PickleValue | undefined,
  shape: PickleValue | undefined,
  strides: PickleValue | undefined,
): PickleValue {
  const sizes = sizesOf(shape);
  const steps = sizesOf(strides);
  const isStorage = storage instanceof PickleObject && storage.value instanceof Storage;
  const type = isStorage ? (dtype ?? (storage.value as Storage).dtype) : null;
  if (type === null || !isSize(offset) || sizes === null || steps === null || sizes.length !== steps.length)
    throw new PickleError('makes a tensor from something else than a storage, an offset, sizes and strides');
  const { entry, bytes } = (storage as PickleObject).value as Storage;
  const numel = Math.floor(bytes / byteLengthOf(type, [])!);
  const count = numelOf(sizes);
  const end = count === 0 ? 0 : offset + extent(sizes, steps);
  // A view that repeats elements could make a file of a few bytes ask for any amount of memory.
  if (!(end <= numel && count <= numel))
    throw new PickleError(
      `has a tensor of ${count} elements (${sizes.join(', ')}) with strides (${steps.join(', ')}) from element ${offset}, ` +
        `but its storage ${entry} has ${numel}`,
    );
  return new PickleObject(new TorchTensor({ entry }, type, offset, sizes, steps));
}

/** (tensor, requires_grad, backward_hooks) */
function rebuildParameter([tensor]: readonly PickleValue[]): PickleValue {
  if (tensor instanceof PickleObject && tensor.value instanceof TorchTensor) return tensor;
  throw new PickleError('makes a parameter from something else than a tensor');
}

function isSize(value: PickleValue | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function sizesOf(value: PickleValue | undefined): number[] | null {
  return value instanceof PickleTuple && value.items.every(isSize) ? (value.items as number[]) : null;
}

function numelOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Elements from a view's first to its last, both included. */
function extent(shape: readonly number[], strides: readonly number[]): number {
  return shape.reduce((sum, size, i) => sum + (size - 1) * strides[i]!, 1);
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== step) return false;
    step *= shape[i]!;
  }
  return true;
}

function gather(viewed: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const out = new Float32Array(numelOf(shape));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = viewed[from]!;
    for (let i = shape.length - 1; i >= 0; i--) {
      from += strides[i]!;
      if (++index[i]! < shape[i]!) break;
      from -= shape[i]! * strides[i]!;
      index[i] = 0;
    }
  }
  return out;
}
