import { type DataFile, openLocalFile } from '../data-file.js';
import { systemReason } from '../file-name.js';
import type { ListedMember } from '../image-list.js';
import type { Shard } from '../image-source.js';
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
  open: (path: string) => DataFile | Promise<DataFile> = openLocalFile,
): Promise<IndexedShard> {
  let images = 0;
  const take = (found: readonly ListedMember[]) => {
    for (const image of found) add(image);
    images += found.length;
  };
  let file: DataFile;
  try {
    file = await open(path);
  } catch (error) {
    return { shard: { path, bytes: 0, time: 0, images: 0, others: 0 }, damage: systemReason(error) };
  }
  try {
    const samples = new SampleGrouping(number);
    const members = tarMembers(file);
    let next = await members.next();
    for (; !next.done; next = await members.next()) take(samples.add(next.value));
    take(samples.end());
    const { others, damage } = next.value;
    return { shard: { path, bytes: file.bytes, time: file.time, images, others }, damage };
  } finally {
    file.close();
  }
}
