import type { LoaderTime } from '../data/batch-times.js';
import type { OnUnit } from '../fsdp/sharded-module.js';
import type { CollectiveLane, DeviceEvent, KernelTime } from '../nn/cuda-backend.js';
import type { Work } from '../nn/op-work.js';
import { type Interval, nowNs } from '../system/monotonic-clock.js';
import type { DeviceClock, DeviceSpan } from './device-clock.js';
import type { KernelLog } from './kernel-log.js';
import { loaderSlices } from './loader-slices.js';
import { COMPUTE, HOST, type Slice, type SliceArgs, type SliceKind } from './slice.js';

/** A slice whose time may yet have to be asked of the device. */
interface Kept extends Omit<Slice, keyof Interval> {
  ran: Interval | DeviceSpan;
  /** Of an op. */
  work: Work | null;
}

/** What the rank has begun, within what it began before. */
interface Begun {
  kind: SliceKind;
  name: string;
  startNs: number;
  /** null where there is no clock but the host's. */
  from: DeviceEvent | null;
}

/** What is known of a slice at its end. */
interface Known {
  args?: SliceArgs;
  work?: Work | null;
}

/** Keeps what one rank does in one step of its run. Before and after that step it keeps nothing, and asks for no time. */
export class StepProfiler {
  private readonly kept: Kept[] = [];
  private readonly begun: Begun[] = [];
  private readonly loaded: { step: number; times: readonly LoaderTime[] }[] = [];
  private isWithin = false;
  private wasBegun = false;
  private kernelProblem: string | null = null;

  /**
   * @param device null where ops are done when their calls return: then times are the host's
   * @param kernels null where nobody sees them
   */
  constructor(
    readonly step: number,
    private readonly device: DeviceClock | null,
    private readonly kernels: KernelLog | null,
  ) {}

  /** Whether the step is under way. */
  get isActive(): boolean {
    return this.isWithin;
  }

  get hasBegun(): boolean {
    return this.wasBegun;
  }

  /** What is missing from the profile, in words; null where nothing is. */
  get problem(): string | null {
    return this.kernelProblem;
  }

  beginStep(step: number): void {
    this.endStep();
    if (step !== this.step) return;
    this.tryKernels((log) => log.start());
    this.isWithin = true;
    this.wasBegun = true;
    this.begin('step', `step ${step}`);
  }

  /** The step has ended, if it was under way. */
  endStep(): void {
    if (!this.isWithin) return;
    this.end();
    this.isWithin = false;
  }

  /** @param know is asked for what is known of it then, unless nothing is kept */
  during<T>(kind: SliceKind, name: string, run: () => T, know: (made: T) => Known = () => ({})): T {
    if (!this.isWithin) return run();
    this.begin(kind, name);
    const made = run();
    this.end(() => know(made));
    return made;
  }

  async duringAsync<T>(kind: SliceKind, name: string, run: () => Promise<T>): Promise<T> {
    if (!this.isWithin) return run();
    this.begin(kind, name);
    const made = await run();
    this.end();
    return made;
  }

  readonly onUnit: OnUnit = (edge, { module, unit, pass }) => {
    if (!this.isWithin) return;
    if (edge === 'begin') this.begin('unit', `${module} ${unit} ${pass}`);
    else this.end();
  };

  /**
   * Starts a collective, which runs beside the ops.
   * @returns when it runs on its lane of the device; null where only who runs it knows
   */
  startCollective<T>(lane: CollectiveLane, start: () => T): { started: T; span: DeviceSpan | null } {
    if (this.device === null) return { started: start(), span: null };
    // It waits for the ops so far, and for what its lane was asked for before.
    const after = [this.device.mark(), this.device.mark(lane)];
    const started = start();
    return { started, span: { after, to: this.device.mark(lane) } };
  }

  addCollective(track: string, name: string, ran: Interval | DeviceSpan, args: SliceArgs): void {
    if (this.isWithin) this.kept.push({ track, kind: 'collective', name, ran, args, work: null });
  }

  /** How a step's batch was made. */
  addLoaded(step: number, times: readonly LoaderTime[]): void {
    if (times.length > 0) this.loaded.push({ step, times });
  }

  /** All that was kept. Waits for the device. Once. */
  slices(): Slice[] {
    const timeOf = this.device?.read();
    const own = this.kept.map(({ ran, work, ...of }): Slice => {
      const interval = 'to' in ran ? timeOf!(ran) : ran;
      return { ...of, ...interval, args: { ...of.args, ...rates(work, interval) } };
    });
    return [
      // Of what has nothing to do on the device, the host's part is enough.
      ...own.filter(({ startNs, endNs, track }) => endNs > startNs || track === HOST),
      ...this.kernelSlices(own.find(({ kind, track }) => kind === 'step' && track === COMPUTE)),
      ...loaderSlices(this.loaded),
    ];
  }

  /** Of the step's own time alone: the device was behind the host, and went on with other steps. */
  private kernelSlices(step: Slice | undefined): Slice[] {
    const times = this.tryKernels((log) => log.take()) ?? [];
    const slices = times.map(({ name, stream, start, seconds }: KernelTime): Slice => {
      const startNs = 1e9 * start;
      return { track: `stream ${stream}`, kind: 'kernel', name, startNs, endNs: startNs + 1e9 * seconds, args: {} };
    });
    return slices.filter(({ startNs, endNs }) => step !== undefined && startNs >= step.startNs && endNs <= step.endNs);
  }

  private tryKernels<T>(use: (log: KernelLog) => T): T | null {
    if (this.kernels === null || this.kernelProblem !== null) return null;
    try {
      return use(this.kernels);
    } catch (error) {
      this.kernelProblem = `kernels are not in it: ${(error as Error).message}`;
      return null;
    }
  }

  private begin(kind: SliceKind, name: string): void {
    const from = this.device?.mark() ?? null;
    this.begun.push({ kind, name, from, startNs: nowNs() });
  }

  /** What was begun last has ended. */
  private end(know: () => Known = () => ({})): void {
    const endNs = nowNs();
    const { kind, name, from, startNs } = this.begun.pop()!;
    const host = { startNs, endNs };
    const to = this.device?.mark();
    const { args = {}, work = null } = know();
    if (from === null || to === undefined) {
      this.kept.push({ track: COMPUTE, kind, name, ran: host, args, work });
    } else {
      this.kept.push({ track: HOST, kind, name, ran: host, args, work: null });
      this.kept.push({ track: COMPUTE, kind, name, ran: { after: [from], to }, args, work });
    }
  }
}

/** What an op has done, and how fast. */
function rates(work: Work | null, { startNs, endNs }: Interval): SliceArgs {
  if (work === null) return {};
  const { flops, bytes } = work;
  const aSecond = (count: number) => Number((count / Math.max(endNs - startNs, 1)).toPrecision(4));
  const products = flops > 0 ? { 'multiply-adds': flops / 2, 'GFLOP/s': aSecond(flops) } : {};
  return { ...products, bytes, 'GB/s': aSecond(bytes) };
}
