import { stat } from 'node:fs/promises';
import { isS3Place } from '../../objects/s3-place.js';
import { fileNameBytes, shownFileName, systemReason } from './file-name.js';
import type { ImageIndex } from './image-index.js';
import type { SearchedFolder, Shard } from './image-source.js';
import { Stores } from './s3/stores.js';
import { differenceInSample } from './sample-check.js';

/** What is changed so shortly after it was read may have the same time still. */
const RACE_NS = 2_000_000_000n;
/** Looks at once: on a network each waits for its answer. */
const AT_ONCE = 64;

/**
 * Whether an index still lists what its sources hold, without listing them: a folder in which a file comes, goes or gets another name
 * has another time, and so has an archive that is written. Some images are looked at; another file in the place of one need not be seen.
 * @param path of the index
 * @returns what has changed; null where nothing has
 */
export async function changeSince(path: string, index: ImageIndex, stores = new Stores()): Promise<string | null> {
  const { mtimeNs: listedNs } = await stat(path, { bigint: true });
  for (const { folders, shards, isWhole, location } of index.sources) {
    if (!isWhole) return `not all of ${location} could be reached`;
    const change =
      (await firstOf(folders, (folder) => changeOfFolder(folder, listedNs))) ??
      (await firstOf(shards, (shard) => changeOfShard(shard, stores)));
    if (change !== null) return change;
  }
  return differenceInSample(index, [], stores);
}

async function firstOf<Item>(
  items: readonly Item[],
  look: (item: Item) => Promise<string | null>,
): Promise<string | null> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const found = await Promise.all(items.slice(at, at + AT_ONCE).map(look));
    const change = found.find((one) => one !== null);
    if (change !== undefined) return change;
  }
  return null;
}

async function changeOfFolder({ path, changed }: SearchedFolder, listedNs: bigint): Promise<string | null> {
  try {
    const { mtimeNs } = await stat(fileNameBytes(path), { bigint: true });
    if (String(mtimeNs) !== changed) return `${shownFileName(path)} has changed`;
    return mtimeNs > listedNs - RACE_NS ? `${shownFileName(path)} was changed while it was listed` : null;
  } catch (error) {
    return `${shownFileName(path)}: ${systemReason(error)}`;
  }
}

async function changeOfShard({ path, bytes, time }: Shard, stores: Stores): Promise<string | null> {
  if (isS3Place(path)) {
    const { bucket, key } = stores.at(path);
    const facts = await bucket.factsOf(key);
    return facts?.bytes === bytes && facts.time === time ? null : `${path} has changed`;
  }
  try {
    const { size, mtimeMs } = await stat(fileNameBytes(path));
    return size === bytes && Math.floor(mtimeMs / 1000) === time ? null : `${shownFileName(path)} has changed`;
  } catch (error) {
    return `${shownFileName(path)}: ${systemReason(error)}`;
  }
}
