import { isS3Place } from '../../../objects/s3-place.js';
import { DataError } from '../../data-error.js';
import type { DataFile } from '../data-file.js';
import { systemReason } from '../file-name.js';
import type { ListedMember } from '../image-list.js';
import type { Shard } from '../image-source.js';
import { readAhead, Stores } from '../s3/stores.js';
import { tarMembers } from './tar-members.js';
import { SampleGrouping } from './tar-samples.js';

export interface IndexedShard {
  shard: Shard;
  /** Of the archive; null where it is whole. What is before it counts. */
  damage: string | null;
}

/**
 * The images of an archive.
 * @param number of the archive among those of its source
 * @param add takes them, in their order
 */
export async function indexShard(
  path: string,
  number: number,
  add: (image: ListedMember) => void,
  stores = new Stores(),
): Promise<IndexedShard> {
  let images = 0;
  const take = (found: readonly ListedMember[]) => {
    for (const image of found) add(image);
    images += found.length;
  };
  let file: DataFile;
  try {
    file = await stores.open(path);
    if (isS3Place(path)) file = readAhead(file);
  } catch (error) {
    if (error instanceof DataError) throw error;
    return { shard: { path, bytes: 0, time: 0, images: 0, others: 0 }, damage: systemReason(error) };
  }
  const { bytes, time } = file;
  try {
    const samples = new SampleGrouping(number);
    const members = tarMembers(file);
    let next = await members.next();
    for (; !next.done; next = await members.next()) take(samples.add(next.value));
    take(samples.end());
    const { others, damage } = next.value;
    return { shard: { path, bytes, time, images, others }, damage };
  } catch (error) {
    if (error instanceof DataError) throw error;
    return { shard: { path, bytes, time, images, others: 0 }, damage: systemReason(error) };
  } finally {
    file.close();
  }
}
