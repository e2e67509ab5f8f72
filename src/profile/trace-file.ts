/**
 * Chrome's Trace Event Format, which chrome://tracing and ui.perfetto.dev open: a process for each rank, a thread for each of its tracks.
 * Source: "Trace Event Format", docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import { COMPUTE, HOST, type Slice } from './slice.js';

/** What one rank has kept. */
export interface RankProfile {
  rank: number;
  hostname: string;
  /** Of ranks that are on one, clocks are the same. */
  machine: string;
  /** When all ranks were at one point, by the clock of the rank's machine. */
  meetingNs: number;
  slices: readonly Slice[];
}

/** A complete event, or one that names a process or thread. Times are in microseconds. */
export type TraceEvent =
  | { ph: 'X'; name: string; cat: string; pid: number; tid: number; ts: number; dur: number; args: object }
  | { ph: 'M'; name: string; pid: number; tid?: number; args: object };

/** @returns the file's content, as JSON has it */
export function chromeTrace(profiles: readonly RankProfile[], facts: Readonly<Record<string, unknown>>) {
  const shifts = clockShifts(profiles);
  const startOf = ({ machine }: RankProfile, { startNs }: Slice) => startNs + shifts.get(machine)!;
  let firstNs = Number.POSITIVE_INFINITY;
  for (const profile of profiles)
    for (const slice of profile.slices) firstNs = Math.min(firstNs, startOf(profile, slice));
  const traceEvents = profiles.flatMap((profile) => {
    const { rank: pid, hostname, slices } = profile;
    const tracks = [...new Set(slices.map(({ track }) => track))].sort(inOrder);
    const name = (what: string, args: object, tid?: number): TraceEvent => ({
      ph: 'M',
      name: what,
      pid,
      ...(tid !== undefined && { tid }),
      args,
    });
    return [
      name('process_name', { name: `rank ${pid}` }),
      name('process_labels', { labels: hostname }),
      name('process_sort_index', { sort_index: pid }),
      ...tracks.flatMap((track, tid) => [
        name('thread_name', { name: track }, tid),
        name('thread_sort_index', { sort_index: tid }, tid),
      ]),
      ...slices.map((slice): TraceEvent => {
        // Whole nanoseconds, so that what ends where its neighbour or its parent does still does.
        const start = Math.round(startOf(profile, slice) - firstNs);
        const end = Math.round(startOf(profile, slice) - firstNs + slice.endNs - slice.startNs);
        const { name, kind: cat, track, args } = slice;
        return { ph: 'X', name, cat, pid, tid: tracks.indexOf(track), ts: start / 1e3, dur: (end - start) / 1e3, args };
      }),
    ];
  });
  return { displayTimeUnit: 'ms', otherData: facts, traceEvents };
}

/** What is added to the clock of each machine, so that all ranks meet when the first one says. */
function clockShifts(profiles: readonly RankProfile[]): Map<string, number> {
  const shifts = new Map<string, number>();
  for (const { machine, meetingNs } of profiles)
    if (!shifts.has(machine)) shifts.set(machine, profiles[0]!.meetingNs - meetingNs);
  return shifts;
}

/** Of threads, from the top: what the device does first, then what it waits for. */
const KINDS = [COMPUTE, HOST, 'stream', 'gathers', 'reductions', 'small sums', 'loader'];

function inOrder(a: string, b: string): number {
  const placeOf = (track: string) => KINDS.findIndex((kind) => track.startsWith(kind));
  return placeOf(a) - placeOf(b) || a.localeCompare(b, 'en', { numeric: true });
}
