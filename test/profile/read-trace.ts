import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { profilePath } from '../../src/run/layout.js';

/** A complete event, in whole nanoseconds. */
export interface Ran {
  name: string;
  category: string;
  start: number;
  end: number;
  args: Record<string, unknown>;
}

/** What ran in a trace, by process and thread, by the names that it gives them. */
export type Trace = Map<string, Map<string, Ran[]>>;

interface JsonEvent {
  ph: string;
  name: string;
  cat: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  args: Record<string, unknown>;
}

export function readProfile(outputDir: string, step: number): Trace {
  return readTrace(readFileSync(profilePath(outputDir, step), 'utf8'));
}

/** Fails where it is no trace, or slices of a thread overlap of which neither is within the other. */
export function readTrace(json: string): Trace {
  const { traceEvents } = JSON.parse(json) as { traceEvents: JsonEvent[] };
  const named = (what: string, { pid, tid }: { pid: number; tid?: number }): string => {
    const [event, ...others] = traceEvents.filter(
      (each) => each.ph === 'M' && each.name === what && each.pid === pid && (tid === undefined || each.tid === tid),
    );
    assert.deepEqual(others, [], `${what} of ${pid}, ${tid} is given once`);
    return String(event?.args.name);
  };
  const trace: Trace = new Map();
  for (const event of traceEvents) {
    if (event.ph !== 'X') continue;
    const { name, cat: category, pid, tid, ts, dur, args } = event;
    assert.ok(ts >= 0 && dur >= 0, JSON.stringify(event));
    const process = named('process_name', { pid });
    const thread = named('thread_name', { pid, tid });
    const threads = trace.get(process) ?? new Map<string, Ran[]>();
    trace.set(process, threads);
    const start = Math.round(1e3 * ts);
    const ran = { name, category, start, end: start + Math.round(1e3 * dur), args };
    threads.set(thread, [...(threads.get(thread) ?? []), ran]);
  }
  for (const threads of trace.values()) for (const [thread, ran] of threads) assertNested(thread, ran);
  return trace;
}

function assertNested(thread: string, ran: readonly Ran[]): void {
  const open: Ran[] = [];
  for (const slice of [...ran].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while (open.length > 0 && open.at(-1)!.end <= slice.start) open.pop();
    const parent = open.at(-1);
    if (parent !== undefined)
      assert.ok(
        slice.end <= parent.end,
        `${thread}: ${slice.name} (${slice.start} to ${slice.end}) overlaps ${parent.name} (to ${parent.end})`,
      );
    open.push(slice);
  }
}

/** Those within another, at any depth. */
export function within(ran: readonly Ran[], outer: Ran): Ran[] {
  return ran.filter((slice) => slice !== outer && slice.start >= outer.start && slice.end <= outer.end);
}

export const lasting = ({ start, end }: Ran): number => end - start;
