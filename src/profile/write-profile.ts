import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Communicator } from '../comm/communicator.js';
import { gatherNumbers } from '../comm/gather-numbers.js';
import type { Backend } from '../nn/backend.js';
import { profilePath } from '../run/layout.js';
import { writeFileWhole } from '../system/atomic-file.js';
import { readIfThere } from '../system/control-groups.js';
import { makeFolder } from '../system/make-folder.js';
import { nowNs } from '../system/monotonic-clock.js';
import type { StepProfiler } from './step-profiler.js';
import { describeShares } from './time-shares.js';
import { chromeTrace, type RankProfile } from './trace-file.js';

/** Ranks that are in a trace: of many, the first ones. More would be more than a browser opens. */
const MOST_RANKS = 64;

export interface ProfileOptions {
  outputDir: string;
  backend: Backend;
  comm: Communicator;
  log: (level: 'info' | 'warn', message: string) => void;
}

/**
 * Brings what ranks have kept of a step to the first one, which writes it below the output directory: other ranks may see another disk.
 * Collective; waits for the device. What fails is said, and ends nothing.
 */
export function writeProfile(profiler: StepProfiler, { outputDir, backend, comm, log }: ProfileOptions): void {
  comm.barrier();
  const meetingNs = nowNs();
  const own = comm.rank < MOST_RANKS ? packed(profiler, comm.rank, meetingNs, log) : new Uint8Array();
  const parts = gatherBytes(backend, comm, own);
  if (comm.rank > 0) return;
  const { step } = profiler;
  const path = profilePath(outputDir, step);
  try {
    const profiles = parts.filter(({ length }) => length > 0).map(unpacked);
    const [first] = profiles;
    if (first === undefined) throw new Error('no rank can tell what it did');
    const facts = { step, ranks: comm.worldSize, device: backend.info.name, compute: backend.compute };
    makeFolder(dirname(path));
    writeFileWhole(path, [Buffer.from(JSON.stringify(chromeTrace(profiles, facts)))]);
    const part = profiles.length < comm.worldSize ? `, with ${profiles.length} of ${comm.worldSize} ranks` : '';
    log(
      'info',
      `step ${step} of rank ${first.rank} took ${describeShares(first.slices)}; ui.perfetto.dev opens ${path}${part}`,
    );
  } catch (error) {
    log('warn', `step ${step} is not profiled: ${(error as Error).message}; the run goes on`);
  }
}

/** Empty where it cannot be had: others go on without it. */
function packed(profiler: StepProfiler, rank: number, meetingNs: number, log: ProfileOptions['log']): Uint8Array {
  try {
    const machine = readIfThere('/proc/sys/kernel/random/boot_id') || hostname();
    const profile: RankProfile = { rank, hostname: hostname(), machine, meetingNs, slices: profiler.slices() };
    if (profiler.problem !== null) log('warn', `of the profile of rank ${rank} ${profiler.problem}`);
    return gzipSync(JSON.stringify(profile));
  } catch (error) {
    log('warn', `step ${profiler.step} of rank ${rank} is not profiled: ${(error as Error).message}`);
    return new Uint8Array();
  }
}

function unpacked(bytes: Uint8Array): RankProfile {
  return JSON.parse(gunzipSync(bytes).toString()) as RankProfile;
}

/** What each rank gives, in rank order; each its own number of bytes. */
function gatherBytes(backend: Backend, comm: Communicator, own: Uint8Array): Uint8Array[] {
  const lengths = gatherNumbers(backend, comm, Int32Array.of(own.length));
  const longest = Math.max(...lengths);
  if (longest === 0) return [];
  const padded = new Uint8Array(longest);
  padded.set(own);
  const all = gatherNumbers(backend, comm, padded);
  return [...lengths].map((length, rank) => all.subarray(rank * longest, rank * longest + length));
}
