// Run by loader-beside.ts: COUNT FILE... Prints JSON, a LoaderRate: one thread decodes and takes a global crop of each image, the first and
// the second in turn, as they are before their colours change; files in memory.
import { readFileSync } from 'node:fs';
import { configFromObject } from '../src/config/load.js';
import { drawCrops } from '../src/data/crops/crop-plan.js';
import { readOptions } from '../src/data/crops/data-config.js';
import { imageAddon, MAX_PIXELS, sharedBytes } from '../src/data/crops/image-addon.js';
import { timed } from './loader.js';

const [count, ...paths] = process.argv.slice(2);
const files = paths.map((path) => readFileSync(path));
const { crops, data } = configFromObject({});
const config = { ...crops, local_crops_number: 0 };
const options = readOptions(data);
imageAddon.setThreads(1);

async function cropOne(position: number, output: Uint8Array): Promise<void> {
  const file = files[position % files.length]!;
  const { globalCrops } = drawCrops(config, imageAddon.probe(file, MAX_PIXELS), 0, position);
  const crop = { ...globalCrops[position % 2]!, ops: [] };
  await imageAddon.crops(file, options, [crop], [output]);
}

/** Two at once, so that the thread has its next. */
async function cropAll(numImages: number): Promise<void> {
  let position = 0;
  const takeTurns = async () => {
    const output = sharedBytes(3 * crops.global_crops_size ** 2);
    while (position < numImages) await cropOne(position++, output);
  };
  await Promise.all([takeTurns(), takeTurns()]);
}

await cropAll(Number(count) / 4);
console.log(JSON.stringify(await timed(Number(count), () => cropAll(Number(count)))));
