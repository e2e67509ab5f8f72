import type { Backend } from '../../src/nn/backend.js';

interface Range {
  start: number;
  bytes: number;
}

export interface LogEntry {
  kind: 'op' | 'record' | 'wait' | 'hostWait';
  lane: string;
  op: string;
  event: number;
  reads: Range[];
  writes: Range[];
}

/** Ops on two lanes that touch the same memory, one of them writing, without an event between them. */
export function conflicts(log: readonly LogEntry[]): string[] {
  /** By lane: how far each other lane is known to have come when its next op begins. */
  const known = new Map<string, Map<string, number>>();
  const of = (lane: string) => {
    if (!known.has(lane)) known.set(lane, new Map());
    return known.get(lane)!;
  };
  const events = new Map<number, Map<string, number>>();
  const touched: { lane: string; at: number; op: string; range: Range; writes: boolean }[] = [];
  const found: string[] = [];
  for (const entry of log) {
    const clock = of(entry.lane);
    if (entry.kind === 'record') events.set(entry.event, new Map(clock));
    if (entry.kind === 'wait')
      for (const [lane, at] of events.get(entry.event) ?? []) clock.set(lane, Math.max(at, clock.get(lane) ?? 0));
    if (entry.kind !== 'op') continue;
    const at = (clock.get(entry.lane) ?? 0) + 1;
    clock.set(entry.lane, at);
    const ranges = [
      ...entry.reads.map((range) => ({ range, writes: false })),
      ...entry.writes.map((range) => ({ range, writes: true })),
    ];
    for (const { range, writes } of ranges) {
      for (const before of touched) {
        if (before.lane === entry.lane || !(writes || before.writes)) continue;
        const overlap =
          before.range.start < range.start + range.bytes && range.start < before.range.start + before.range.bytes;
        if (overlap && before.at > (clock.get(before.lane) ?? 0))
          found.push(`${entry.op} on ${entry.lane} beside ${before.op} on ${before.lane}`);
      }
      touched.push({ lane: entry.lane, at, op: entry.op, range, writes });
    }
  }
  return found;
}

/** What an emulated GPU has besides ops. */
export interface EmulatedDevice {
  /** What it was asked for since the last call; from the first one on it is kept. */
  takeLog(): LogEntry[];
  /** Of two algorithms of products, which sum in other orders, the one that is chosen from now on. */
  callFastest(algorithm: 0 | 1): void;
}

export type LoggingBackend = Backend & EmulatedDevice;
