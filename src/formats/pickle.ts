/**
 * Reads Python's pickles without Python: a pickle is a small program for a stack machine, and may ask to call anything. This
 * machine knows numbers, text, lists, tuples and dictionaries. A name or a call is looked up in what its caller allows;
 * all else is refused by name, before anything is made of it.
 * Source: CPython Lib/pickletools.py, protocols 2 to 5.
 */

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleObject;

export type PickleDict = Map<string | number, PickleValue>;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

export class PickleList {
  readonly items: PickleValue[] = [];
}

/** A name that is allowed to occur, e.g. `torch.FloatStorage`. Nothing is imported for it. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** What an allowed call or a persistent id stands for; its meaning is the caller's. */
export class PickleObject {
  constructor(readonly value: unknown) {}
}

export interface PickleRules {
  /** Names that may occur. */
  names: ReadonlySet<string>;
  /** Of those, the ones that may be called. */
  calls: ReadonlyMap<string, (args: readonly PickleValue[]) => PickleValue>;
  /** What an id stands for that is stored outside the pickle. */
  persistent(id: PickleValue): PickleValue;
}

/** Its message completes "data.pkl ...". */
export class PickleError extends Error {}

/** Such as a checkpoint of Lightning: weights beside objects of classes. */
const SAVE_PLAIN =
  'save a plain state dict with torch.save. Where you trust the file, and its weights are below "state_dict", in Python: ' +
  'torch.save(torch.load(FILE, map_location="cpu", weights_only=False)["state_dict"], "weights.pth")';

/** @throws PickleError where it is cut short, is no pickle, or asks for what the rules do not allow */
export function readPickle(bytes: Uint8Array, rules: PickleRules): PickleValue {
  return new Machine(bytes, rules).run();
}

/** In words, for an error. */
export function describePickled(value: PickleValue): string {
  if (value === null) return 'None';
  if (value instanceof PickleTuple) return `a tuple of ${value.items.length}`;
  if (value instanceof PickleList) return 'a list';
  if (value instanceof Map) return 'a dictionary';
  if (value instanceof PickleGlobal) return value.name;
  if (value instanceof PickleObject) return 'an object';
  return typeof value === 'string' ? `"${value.slice(0, 100)}"` : String(value);
}

/** A MARK on the stack. */
const MARK = Symbol('mark');
const STOP = 46;

class Machine {
  private readonly view: DataView;
  private at = 0;
  private readonly stack: (PickleValue | typeof MARK)[] = [];
  private readonly memo = new Map<number, PickleValue>();

  /** What each opcode does, with its name in pickletools. */
  private readonly steps: Readonly<Record<number, () => void>> = {
    128: () => this.checkProtocol(this.uint8()), // PROTO
    149: () => this.take(8), // FRAME
    40: () => this.stack.push(MARK), // MARK
    78: () => this.stack.push(null), // NONE
    136: () => this.stack.push(true), // NEWTRUE
    137: () => this.stack.push(false), // NEWFALSE
    74: () => this.stack.push(this.view.getInt32(this.take(4), true)), // BININT
    75: () => this.stack.push(this.uint8()), // BININT1
    77: () => this.stack.push(this.view.getUint16(this.take(2), true)), // BININT2
    138: () => this.stack.push(this.long(this.uint8())), // LONG1
    71: () => this.stack.push(this.view.getFloat64(this.take(8))), // BINFLOAT
    140: () => this.stack.push(this.text(this.uint8())), // SHORT_BINUNICODE
    88: () => this.stack.push(this.text(this.uint32())), // BINUNICODE
    141: () => this.stack.push(this.text(this.uint64())), // BINUNICODE8
    41: () => this.stack.push(new PickleTuple([])), // EMPTY_TUPLE
    133: () => this.stack.push(new PickleTuple(this.popMany(1))), // TUPLE1
    134: () => this.stack.push(new PickleTuple(this.popMany(2))), // TUPLE2
    135: () => this.stack.push(new PickleTuple(this.popMany(3))), // TUPLE3
    116: () => this.stack.push(new PickleTuple(this.popToMark())), // TUPLE
    93: () => this.stack.push(new PickleList()), // EMPTY_LIST
    97: () => this.append(this.popMany(1)), // APPEND
    101: () => this.append(this.popToMark()), // APPENDS
    125: () => this.stack.push(new Map()), // EMPTY_DICT
    115: () => this.setItems(this.popMany(2)), // SETITEM
    117: () => this.setItems(this.popToMark()), // SETITEMS
    113: () => this.memo.set(this.uint8(), this.top()), // BINPUT
    114: () => this.memo.set(this.uint32(), this.top()), // LONG_BINPUT
    148: () => this.memo.set(this.memo.size, this.top()), // MEMOIZE
    104: () => this.stack.push(this.recall(this.uint8())), // BINGET
    106: () => this.stack.push(this.recall(this.uint32())), // LONG_BINGET
    99: () => this.pushGlobal(this.line(), this.line()), // GLOBAL
    147: () => this.pushGlobal(...this.moduleAndName()), // STACK_GLOBAL
    82: () => this.call(), // REDUCE
    81: () => this.stack.push(this.rules.persistent(this.pop())), // BINPERSID
    98: () => this.ignoreState(), // BUILD
  };

  constructor(
    private readonly bytes: Uint8Array,
    private readonly rules: PickleRules,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): PickleValue {
    for (;;) {
      const start = this.at;
      const op = this.uint8();
      if (op === STOP) return this.pop();
      const step = this.steps[op];
      if (step === undefined)
        throw new PickleError(
          `has opcode 0x${op.toString(16).padStart(2, '0')} at byte ${start}, which builds something else than ` +
            `tensors, numbers, text, lists and dictionaries; ${SAVE_PLAIN}`,
        );
      step();
    }
  }

  private moduleAndName(): [module: string, name: string] {
    const [module, name] = this.popMany(2);
    if (typeof module !== 'string' || typeof name !== 'string')
      throw new PickleError('asks for a name that is no text');
    return [module, name];
  }

  private pushGlobal(module: string, name: string): void {
    const full = `${module}.${name}`;
    if (!this.rules.names.has(full))
      throw new PickleError(
        `asks for ${JSON.stringify(full.slice(0, 200))}, which is no part of tensors and dictionaries; it is refused and ` +
          `nothing was run: ${SAVE_PLAIN}`,
      );
    this.stack.push(new PickleGlobal(full));
  }

  private call(): void {
    const args = this.pop();
    const callee = this.pop();
    const call = callee instanceof PickleGlobal ? this.rules.calls.get(callee.name) : undefined;
    if (call === undefined || !(args instanceof PickleTuple))
      throw new PickleError(`calls ${describePickled(callee)} with ${describePickled(args)}; it is refused`);
    this.stack.push(call(args.items));
  }

  /** PyTorch hangs a dictionary of version numbers on a state dict: of no use here. */
  private ignoreState(): void {
    const state = this.pop();
    const target = this.top();
    if (!(state instanceof Map && target instanceof Map))
      throw new PickleError(`sets the state of ${describePickled(target)} to ${describePickled(state)}; it is refused`);
  }

  private append(items: PickleValue[]): void {
    const list = this.top();
    if (!(list instanceof PickleList)) throw new PickleError(`appends to ${describePickled(list)}, expected a list`);
    for (const item of items) list.items.push(item);
  }

  private setItems(items: PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw new PickleError(`sets items of ${describePickled(dict)}, expected a dictionary`);
    if (items.length % 2 !== 0) throw new PickleError('has a dictionary with a key that has no value');
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]!;
      if (typeof key !== 'string' && typeof key !== 'number')
        throw new PickleError(`has a dictionary with the key ${describePickled(key)}, expected text or a number`);
      dict.set(key, items[i + 1]!);
    }
  }

  private recall(index: number): PickleValue {
    const value = this.memo.get(index);
    if (value === undefined) throw new PickleError(`uses memo ${index}, which it has not set`);
    return value;
  }

  private top(): PickleValue {
    const value = this.stack.at(-1);
    if (value === undefined || value === MARK) throw new PickleError(`takes from an empty stack at byte ${this.at}`);
    return value;
  }

  private pop(): PickleValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  private popToMark(): PickleValue[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw new PickleError(`takes from an empty stack at byte ${this.at}`);
    // What stands above the last mark are values.
    return this.stack.splice(mark).slice(1) as PickleValue[];
  }

  private checkProtocol(version: number): void {
    if (version < 2 || version > 5) throw new PickleError(`has protocol ${version}, expected 2 to 5`);
  }

  /** @returns the place of the next `length` bytes, which are there */
  private take(length: number): number {
    const start = this.at;
    if (!(length <= this.bytes.length - start))
      throw new PickleError(
        `ends at byte ${this.bytes.length}, expected ${length} bytes from byte ${start}; it is cut short`,
      );
    this.at = start + length;
    return start;
  }

  private uint8(): number {
    return this.view.getUint8(this.take(1));
  }

  private uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  private uint64(): number {
    return Number(this.view.getBigUint64(this.take(8), true));
  }

  /** Two's complement, little-endian; as a number where one holds it. */
  private long(length: number): number | bigint {
    const start = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[start + i]!);
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  private text(length: number): string {
    const start = this.take(length);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, length).toString('utf8');
  }

  private line(): string {
    const start = this.at;
    const end = this.bytes.indexOf(0x0a, start);
    if (end < 0) throw new PickleError(`ends within a name; it is cut short`);
    this.at = end + 1;
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
  }
}
