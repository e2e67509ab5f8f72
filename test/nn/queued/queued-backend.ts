import {
  type Backend,
  DTYPE_BYTES,
  type HostArray,
  type HostMemory,
  type IndexTable,
  type Mark,
  type Reading,
  type RowPart,
  type Rows,
  type Tensor,
  type Work,
} from '../../../src/nn/backend.js';
import { NullBackend, type NullStorage, NullTensor } from '../../../src/nn/null-backend.js';
import { Streams, type Task } from './streams.js';

const COMPUTE = 'compute';

/** Memory of a handle, once the op that makes it has run. */
interface Holder {
  owner: Tensor;
  bytes: Tensor;
}

/**
 * The CPU's ops as a device would do them: an op that has returned has not run. It runs when somebody waits for it, or for what comes
 * after it; copies and collectives run on streams of their own, as late as they may. Memory that was released is gone for what had to be
 * joined before, and fresh memory holds NaN.
 */
export class QueuedBackend {
  readonly streams = new Streams();
  private readonly handles: NullBackend;
  private readonly memory = new WeakMap<NullStorage, Holder>();
  private readonly opaque = new WeakMap<object, unknown>();
  /** What the next op comes after. */
  private joined: Task[] = [];

  constructor(
    private readonly real: Backend,
    readonly stepsAhead = 2,
  ) {
    this.handles = new NullBackend('float32', real.rowMultiple, real.device);
    this.handles.giveBack = (storage) => {
      storage.released = true;
      this.enqueue('release', () => {
        this.memory.get(storage)!.owner.release();
        this.memory.delete(storage);
      });
    };
  }

  /** As src/nn/backend.ts has it. */
  get backend(): Backend {
    const special: Partial<Backend> = {
      info: this.real.info,
      compute: this.real.compute,
      stepsAhead: this.stepsAhead,
      empty: (shape, dtype) => this.filled(this.handles.empty(shape, dtype), 0xff),
      zeros: (shape, dtype) => this.filled(this.handles.zeros(shape, dtype), 0),
      upload: (dst, src) => {
        const copy = src.slice();
        this.enqueue('upload', () => this.real.upload(this.tensor('upload', dst), copy));
      },
      uploadLater: (dst, src) => this.uploadLater(dst, src),
      download: (src, dst) => {
        this.waitFor(this.enqueue('download', () => this.real.download(this.tensor('download', src), dst)));
      },
      readLater: (src) => this.readLater(src),
      mark: () => this.markOf(this.enqueue('mark', () => {})),
      hostMemory: (bytes): HostMemory => ({ buffer: new SharedArrayBuffer(bytes), release() {} }),
      copyOut: (pairs) =>
        this.beside('out', 'copyOut', () => {
          for (const { src, dst } of pairs) {
            const source = this.tensor('copyOut', src);
            const bytes = source.view([dst.length], 'uint8');
            this.real.download(bytes, dst);
          }
        }),
      indexTable: (values) => this.indexTable(values),
      rows: (table, parts, total) => this.rows(table, parts, total),
      segments: (...args) => this.kept(this.real.segments(...args)),
      setThreads: (count) => this.real.setThreads(count),
    };
    return new Proxy(this.handles as Backend, {
      get: (target, name) => {
        if (name in special) return special[name as keyof Backend];
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== 'function' || ['memory', 'resetPeak'].includes(name as string))
          return typeof value === 'function' ? value.bind(target) : value;
        return (...args: unknown[]) => this.op(name as string, value as (...args: unknown[]) => unknown, args);
      },
    });
  }

  /** A task of another stream, which begins after all that was asked for so far. */
  beside(stream: string, what: string, run: () => void): Work {
    const last = this.streams.last(COMPUTE);
    const task = this.streams.add(stream, what, last === null ? [] : [last], run);
    return Object.assign(this.markOf(task), { join: () => this.join(task) });
  }

  /** Ops that are asked for from now on come after the task. */
  join(task: Task): void {
    this.joined.push(task);
  }

  /** The memory behind a handle, as it is when a task runs. */
  tensor(what: string, handle: Tensor): Tensor {
    const { storage, byteOffset, shape, dtype, numel } = handle as NullTensor;
    const holder = this.memory.get(storage);
    if (holder === undefined) throw new Error(`${what}: its tensor (${shape}) was released before it was done`);
    return holder.bytes.narrow(byteOffset, numel * DTYPE_BYTES[dtype]).view(shape, dtype);
  }

  private op(name: string, onHandles: (...args: unknown[]) => unknown, args: unknown[]): unknown {
    const made = onHandles.apply(this.handles, args);
    const op = this.real[name as keyof Backend] as (...args: unknown[]) => unknown;
    this.enqueue(name, () => this.bind(made, op(...args.map((arg) => this.resolved(name, arg)))));
    return made;
  }

  private enqueue(what: string, run: () => void): Task {
    const { joined } = this;
    this.joined = [];
    return this.streams.add(COMPUTE, what, joined, run);
  }

  private waitFor(task: Task): void {
    this.streams.force(task);
  }

  private markOf(task: Task): Mark {
    const force = () => this.streams.force(task);
    return {
      // Whoever asks again and again is waiting.
      get reached() {
        force();
        return true;
      },
      wait: force,
    };
  }

  private uploadLater(dst: Tensor, src: HostArray): Mark {
    this.handles.upload(dst, src);
    const work = this.beside('in', 'uploadLater', () => this.real.upload(this.tensor('uploadLater', dst), src));
    work.join();
    return work;
  }

  private readLater(src: Tensor): Reading {
    const values = new Float32Array(src.numel);
    const mark = this.markOf(
      this.enqueue('readLater', () => this.real.download(this.tensor('readLater', src), values)),
    );
    return Object.assign(mark, {
      take: () => {
        mark.wait();
        return values;
      },
    });
  }

  private filled(handle: NullTensor, byte: number): Tensor {
    this.enqueue('empty', () => {
      const owner = this.real.empty([handle.storage.bytes], 'uint8');
      this.real.fill(owner, byte);
      this.memory.set(handle.storage, { owner, bytes: owner });
    });
    return handle;
  }

  private rows(table: IndexTable, parts: readonly RowPart[], total: number): Rows {
    const handle = this.handles.rows(table, parts, total);
    this.opaque.set(handle, this.real.rows(this.opaque.get(table) as IndexTable, parts, total));
    return handle;
  }

  private indexTable(values: Int32Array): IndexTable {
    const real = this.real.indexTable(values);
    const handle = { release: () => void this.enqueue('release', () => real.release()) };
    this.opaque.set(handle, real);
    return handle;
  }

  /** What the real backend made at once, and takes itself. */
  private kept<T extends object>(made: T): T {
    this.opaque.set(made, made);
    return made;
  }

  /** An argument with memory in place of handles. */
  private resolved(op: string, arg: unknown): unknown {
    if (arg instanceof NullTensor) return this.tensor(op, arg);
    if (Array.isArray(arg)) return arg.map((item) => this.resolved(op, item));
    if (arg === null || typeof arg !== 'object') return arg;
    if (this.opaque.has(arg)) return this.opaque.get(arg);
    return Object.fromEntries(Object.entries(arg).map(([name, value]) => [name, this.resolved(op, value)]));
  }

  /** Gives handles the memory that an op has made. */
  private bind(handle: unknown, made: unknown): void {
    if (handle instanceof NullTensor) {
      const owner = made as Tensor;
      this.memory.set(handle.storage, { owner, bytes: owner.view([handle.storage.bytes], 'uint8') });
    } else if (handle !== null && typeof handle === 'object') {
      for (const [name, part] of Object.entries(handle)) this.bind(part, (made as Record<string, unknown>)[name]);
    }
  }
}
