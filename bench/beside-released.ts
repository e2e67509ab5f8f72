/**
 * The step beside that of the released DINOv2 code, which runs in a Python of the user's (released_step.py): the same settings,
 * fresh processes, in turn, so that what else the machine does meets both alike.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median } from './median.js';
import { runReleased } from './released-code.js';
import { describeStep, STEP_OPTIONS, type StepResult, type StepValues, WARM_UP_STEPS } from './step.js';
import { wholeNumber } from './whole-number.js';

type Values = StepValues & {
  precision: string;
  steps: string;
  rounds: string;
  json: boolean;
  peer: string;
  'peer-compiled': boolean;
  device: string;
};

/** Of one process, or of several. */
interface Timing {
  median_ms: number;
  min_ms: number;
  max_ms: number;
  images_per_second: number;
  max_rss_bytes: number;
}

export interface PeerTiming extends Timing {
  /** Of max_rss_bytes: before there is a network, libraries alone. */
  rss_before_bytes: number;
  torch: string;
}

/** @throws UsageError where the peer cannot run, with what is missing; PeerError where it fails */
export function runBesideReleased(values: Values): void {
  const peers: PeerTiming[] = [];
  const own: StepResult[] = [];
  for (let round = 1; round <= wholeNumber('rounds', values.rounds); round++) {
    const peer = timePeer(values);
    const ours = timeOwn(values);
    peers.push(peer);
    own.push(ours);
    if (!values.json)
      console.log(
        `round ${round}: the released code ${peer.median_ms.toFixed(0)} ms, Dinofleet ${ours.median_ms.toFixed(0)} ms, ` +
          `ratio ${(peer.median_ms / ours.median_ms).toFixed(2)}`,
      );
  }
  const result = compare(peers, own);
  console.log(values.json ? JSON.stringify(result) : lines(values, result).join('\n'));
}

/** Of rounds, in their order. */
export function compare(peers: readonly PeerTiming[], own: readonly StepResult[]): Result {
  const ratios = peers.map(({ median_ms }, round) => median_ms / own[round]!.median_ms);
  const dinofleet = {
    ...over(own),
    share_of_rate: median(own.map(({ share_of_gemm_rate, mfu }) => share_of_gemm_rate ?? mfu ?? Number.NaN)),
  };
  const rss_before_bytes = median(peers.map((peer) => peer.rss_before_bytes));
  const peer = { ...over(peers), rss_before_bytes, torch: peers[0]!.torch };
  return {
    cpu: cpus()[0]!.model,
    dinofleet,
    peer,
    ratios,
    ratio: median(ratios),
    memory_ratio: dinofleet.max_rss_bytes / peer.max_rss_bytes,
  };
}

export interface Result {
  cpu: string;
  /** Of the machine's own GEMM rate, or of a GPU's peak. */
  dinofleet: Timing & { share_of_rate: number };
  peer: PeerTiming;
  /** Of each round: the peer's median in parts of ours. */
  ratios: number[];
  ratio: number;
  memory_ratio: number;
}

function lines(values: Values, { cpu, dinofleet, peer, ratios, ratio, memory_ratio }: Result): string[] {
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  const row = (name: string, { median_ms, min_ms, max_ms, images_per_second, max_rss_bytes }: Timing, more: string) =>
    `  ${name.padEnd(30)}median ${median_ms.toFixed(0)} ms (${min_ms.toFixed(0)}..${max_ms.toFixed(0)}), ` +
    `${images_per_second.toFixed(2)} images/s, process ${gb(max_rss_bytes)}${more}`;
  const rate = values.device === 'cpu' ? "this machine's GEMM rate" : "the GPU's peak";
  const share = `, ${(100 * dinofleet.share_of_rate).toFixed(0)} % of ${rate}`;
  const range = `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)} of ${ratios.length}`;
  return [
    `${describeStep(values)}, on ${values.device === 'cpu' ? cpu : values.device}, medians of ${ratios.length} rounds`,
    row('Dinofleet', dinofleet, share),
    row(`released, torch ${peer.torch}`, peer, `, of which ${gb(peer.rss_before_bytes)} before there is a network`),
    `  ratio ${ratio.toFixed(2)} (${range}), memory ${memory_ratio.toFixed(2)} of the released code's`,
  ];
}

/** The middle of what processes say, the least and the most of all. */
function over(timings: readonly Timing[]): Timing {
  const of = (key: keyof Timing) => timings.map((timing) => timing[key]);
  return {
    median_ms: median(of('median_ms')),
    min_ms: Math.min(...of('min_ms')),
    max_ms: Math.max(...of('max_ms')),
    images_per_second: median(of('images_per_second')),
    max_rss_bytes: median(of('max_rss_bytes')),
  };
}

const OWN_OPTIONS = [...Object.keys(STEP_OPTIONS), 'steps', 'precision', 'device'] as (keyof Values)[];

function timeOwn(values: Values): StepResult {
  const options = OWN_OPTIONS.flatMap((name) => [`--${name}`, String(values[name])]);
  const entry = fileURLToPath(new URL('./main.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, 'step', ...options, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the own step failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function timePeer(values: Values): PeerTiming {
  const { arch, precision, peer } = values;
  const numbers = ['patch', 'global', 'local', 'locals', 'batch', 'prototypes', 'threads', 'steps'] as const;
  const settings = {
    ...Object.fromEntries(numbers.map((name) => [name, Number(values[name])])),
    arch,
    precision,
    device: values.device.replace(/:\d+$/, ''),
    compiled: values['peer-compiled'],
    warm_up_steps: WARM_UP_STEPS,
  };
  const { milliseconds, ...rest } = runReleased(peer, 'released_step.py', settings) as {
    milliseconds: number[];
  } & PeerTiming;
  const median_ms = median(milliseconds);
  return {
    ...rest,
    median_ms,
    min_ms: Math.min(...milliseconds),
    max_ms: Math.max(...milliseconds),
    images_per_second: (1000 * Number(values.batch)) / median_ms,
  };
}
