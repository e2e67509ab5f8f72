import { isS3Place } from '../../../objects/s3-place.js';
import { DataError } from '../../data-error.js';
import { type DataFile, openLocalFile } from '../data-file.js';
import { shownFileName, systemReason } from '../file-name.js';
import { type ImageSource, type Shard, UnreadableImage } from '../image-source.js';
import { Stores } from '../s3/stores.js';
import { type RowGroup, Table } from './table.js';

/** Rows of tables, each an image. A group of rows is read as a whole, and kept as long as there is room. */
export class TableImages implements ImageSource {
  readonly count: number;
  /** Of all tables, one behind the other. */
  readonly #groups: { shard: number; group: number; first: number; firstRow: number }[] = [];
  /** Those that were asked for last are at the end. */
  readonly #kept = new Map<number, { bytes: number; images: Promise<(Uint8Array | null)[]> }>();
  #keptBytes = 0;
  readonly #open = new Map<number, Promise<Table>>();

  /** @param room bytes of images that are kept, one group at the least */
  constructor(
    private readonly shards: readonly Shard[],
    private readonly room: number,
    private readonly stores = new Stores(),
  ) {
    let first = 0;
    for (const [shard, { groups = [] }] of shards.entries()) {
      let firstRow = 0;
      for (const [group, { rows }] of groups.entries()) {
        this.#groups.push({ shard, group, first, firstRow });
        first += rows;
        firstRow += rows;
      }
    }
    this.count = first;
  }

  name(index: number): string {
    const { shard, first, firstRow } = this.#groups[this.#groupOf(index)]!;
    return `${shownFileName(this.shards[shard]!.path)}, row ${firstRow + index - first}`;
  }

  async read(index: number): Promise<Uint8Array> {
    const group = this.#groupOf(index);
    let images: (Uint8Array | null)[];
    try {
      images = await this.#imagesOf(group);
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new UnreadableImage(systemReason(cause), { cause });
    }
    const image = images[index - this.#groups[group]!.first] ?? null;
    if (image === null) throw new UnreadableImage('the row has no image');
    return image;
  }

  #groupOf(index: number): number {
    let [low, high] = [0, this.#groups.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#groups[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #imagesOf(number: number): Promise<(Uint8Array | null)[]> {
    const kept = this.#kept.get(number);
    if (kept !== undefined) {
      this.#kept.delete(number);
      this.#kept.set(number, kept);
      return kept.images;
    }
    const { shard, group } = this.#groups[number]!;
    const { bytes } = this.#rowGroup(number);
    const images = this.#table(shard).then((table) => table.read(group));
    images.catch(() => this.#drop(number));
    this.#kept.set(number, { bytes, images });
    this.#keptBytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= this.room || oldest === number) break;
      this.#drop(oldest);
    }
    return images;
  }

  #drop(number: number): void {
    const kept = this.#kept.get(number);
    if (kept !== undefined) this.#keptBytes -= kept.bytes;
    this.#kept.delete(number);
  }

  #rowGroup(number: number): RowGroup {
    const { shard, group } = this.#groups[number]!;
    return this.shards[shard]!.groups![group]!;
  }

  #table(shard: number): Promise<Table> {
    const open = this.#open.get(shard);
    if (open !== undefined) return open;
    const table = this.#openTable(shard);
    table.catch(() => this.#open.delete(shard));
    this.#open.set(shard, table);
    return table;
  }

  async #openTable(shard: number): Promise<Table> {
    const { path, bytes } = this.shards[shard]!;
    const file = await this.stores.open(path);
    if (file.bytes === bytes) return Table.open(isS3Place(path) ? file : onDemand(path, file));
    file.close();
    throw new Error(`${path} has changed since it was listed; launch again to have it listed anew`);
  }
}

/** Of a file that is open only while it is read: there may be thousands. */
function onDemand(path: string, { bytes, time, close }: DataFile): DataFile {
  close();
  return {
    bytes,
    time,
    read(start, end) {
      const file = openLocalFile(path);
      try {
        return file.read(start, end);
      } finally {
        file.close();
      }
    },
    close() {},
  };
}
