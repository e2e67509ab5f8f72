import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../../system/make-folder.js';
import { fileNameBytes } from '../file-name.js';
import { ImageIndexWriter, openImageIndex } from '../image-index.js';
import type { ImageList, ListedMember } from '../image-list.js';
import type { Shard } from '../image-source.js';

/** What a listing has found out of archives, an index each: one that was killed goes on with what it has. */
export class KeptShards {
  /** @param folder of these alone; made when something is kept */
  constructor(private readonly folder: string) {}

  /**
   * What was kept of an archive that has not changed since.
   * @param facts of the archive now
   * @param number of the archive now
   * @param add takes its images
   */
  take(
    path: string,
    facts: { bytes: number; time: number },
    number: number,
    add: (image: ListedMember) => void,
  ): Shard | null {
    try {
      const index = openImageIndex(this.#pathOf(path), null);
      try {
        const { shards, images } = index.sources[0]!;
        const [shard] = shards;
        if (shard!.path !== path || shard!.bytes !== facts.bytes || shard!.time !== facts.time) return null;
        const members = [...(images as ImageList<'members'>).images()];
        for (const image of members) add({ ...image, shard: number });
        return shard!;
      } finally {
        index.close();
      }
    } catch {
      // Not kept, or not whole: it is looked through again.
      return null;
    }
  }

  keep(shard: Shard, images: readonly ListedMember[]): void {
    makeFolder(this.folder);
    const writer = new ImageIndexWriter(this.#pathOf(shard.path), '');
    const list = writer.begin('members');
    for (const image of images) list.add({ ...image, shard: 0 });
    writer.end({ kind: 'tar', location: shard.path, weight: null, isWhole: true }, list, { shards: [shard] });
    writer.finish();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #pathOf(path: string): string {
    return join(this.folder, createHash('sha256').update(fileNameBytes(path)).digest('hex').slice(0, 32));
  }
}
