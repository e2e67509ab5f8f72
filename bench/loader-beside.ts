/** The loader beside other programs on the same images: one core each, in turn, so that what else the machine does meets both alike. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configFromObject } from '../src/config/load.js';
import { imageAddon, MAX_PIXELS } from '../src/data/crops/image-addon.js';
import { fileNameText, pathBelow } from '../src/data/sources/file-name.js';
import { listImages } from '../src/data/sources/image-folder.js';
import { UsageError } from '../src/errors/usage-error.js';
import type { LoaderRate, LoaderResult, Measurement } from './loader.js';
import { median } from './median.js';
import { firstCore, onOneCore } from './one-core.js';
import { askPeer } from './peer.js';

/** What --json prints. */
interface Result {
  /** Of ours, the median. */
  images_per_second: number;
  dinofleet: LoaderRate[];
  other: LoaderRate[];
  /** Of each round: our images a second in parts of the other's. */
  ratios: number[];
  ratio: number;
  /** The same by CPU time, which is the same where nothing else runs on the core. */
  cpu_ratio: number;
  /** What the other program is. */
  beside: string;
  cpu: string;
}

/**
 * Decoding and all crops beside the transforms of the released DINOv2 code on PIL and torchvision, which run in a Python of the
 * user's (released_loader.py).
 * @throws UsageError where the peer cannot run, with what is missing; PeerError where it fails
 */
export async function runBesideReleased(peer: string, measurement: Measurement): Promise<void> {
  const { folder, batch, batches } = measurement;
  const { crops } = configFromObject({});
  const settings = { images: await pathsOf(folder), count: batch * batches, core: firstCore(), crops };
  let versions = '';
  const released = () => {
    const { libraries, ...rate } = askPeer(peer, 'released_loader.py', settings, 'the released code') as PeerRate;
    versions = libraries;
    return rate;
  };
  const rates = inTurn(measurement.rounds, () => timeOwn(measurement), released);
  print(`the released transforms, ${versions}`, rates, measurement.json);
}

interface PeerRate extends LoaderRate {
  /** With their versions. */
  libraries: string;
}

function timeOwn({ folder, batch, batches }: Measurement): LoaderRate {
  const options = Object.entries({ images: folder, threads: 1, batch, batches, rounds: 1 });
  const args = options.flatMap(([name, value]) => [`--${name}`, String(value)]);
  const printed = onOneCore(process.execPath, [entryOf('main.js'), 'loader', ...args, '--json']);
  const { images_per_second, cpu_ms_per_image } = (JSON.parse(printed) as LoaderResult).results[0]!;
  return { images_per_second, cpu_ms_per_image };
}

/**
 * Decoding and one global crop, its colours left alone, beside libjpeg's decoding alone, to pixels of the same layout.
 * @throws UsageError on images that are no JPEG
 */
export async function runBesideLibjpeg({ folder, batch, batches, rounds, json }: Measurement): Promise<void> {
  const paths = await pathsOf(folder);
  for (const path of paths) {
    const { format } = imageAddon.probe(readFileSync(path), MAX_PIXELS);
    if (format !== 'jpeg')
      throw new UsageError(
        'BAD_OPTION',
        `${path} is a file of format ${format}, expected jpeg; give --images of JPEG files`,
      );
  }
  const args = [String(batch * batches), ...paths];
  const own = () => JSON.parse(onOneCore(process.execPath, [entryOf('global-crop-rate.js'), ...args]));
  const libjpeg = () => JSON.parse(onOneCore(LIBJPEG_RATE, args));
  print("libjpeg's decoding", inTurn(rounds, own, libjpeg), json);
}

const LIBJPEG_RATE = fileURLToPath(new URL('../../build/Release/libjpeg-rate', import.meta.url));

const entryOf = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));

async function pathsOf(folder: string): Promise<string[]> {
  const { images } = await listImages(folder);
  return Array.from({ length: images.count }, (_, i) => fileNameText(pathBelow(folder, images.at(i).path)));
}

type Rates = Pick<Result, 'dinofleet' | 'other'>;

function inTurn(rounds: number, own: () => LoaderRate, peer: () => LoaderRate): Rates {
  const dinofleet: LoaderRate[] = [];
  const other: LoaderRate[] = [];
  // The other first: it may not be there.
  const sides = [() => other.push(peer()), () => dinofleet.push(own())];
  for (let round = 0; round < rounds; round++)
    for (const measure of round % 2 === 0 ? sides : sides.toReversed()) measure();
  return { dinofleet, other };
}

function print(beside: string, { dinofleet, other }: Rates, json: boolean): void {
  const ratiosOf = (cost: (rate: LoaderRate) => number) => dinofleet.map((rate, i) => cost(other[i]!) / cost(rate));
  const ratios = ratiosOf((rate) => 1 / rate.images_per_second);
  const result: Result = {
    images_per_second: median(dinofleet.map((rate) => rate.images_per_second)),
    dinofleet,
    other,
    ratios,
    ratio: median(ratios),
    cpu_ratio: median(ratiosOf((rate) => rate.cpu_ms_per_image)),
    beside,
    cpu: cpus()[0]!.model,
  };
  console.log(json ? JSON.stringify(result) : lines(result).join('\n'));
}

function lines({ cpu, beside, dinofleet, other, ratios, ratio, cpu_ratio }: Result): string[] {
  const row = (name: string, rates: readonly LoaderRate[]) => {
    const all = rates.map((rate) => rate.images_per_second);
    const cpuTime = median(rates.map((rate) => rate.cpu_ms_per_image));
    return (
      `  ${name}: ${median(all).toFixed(1)} images/s (${Math.min(...all).toFixed(1)}..${Math.max(...all).toFixed(1)}), ` +
      `${cpuTime.toFixed(2)} ms of CPU each`
    );
  };
  const range = `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)} of ${ratios.length}`;
  return [
    `one core of ${cpu}, medians of ${ratios.length} rounds`,
    row('Dinofleet', dinofleet),
    row(beside, other),
    `  ratio ${ratio.toFixed(2)} (${range}), by CPU time ${cpu_ratio.toFixed(2)}`,
  ];
}
