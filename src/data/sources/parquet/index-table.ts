import { DataError } from '../../data-error.js';
import type { DataFile } from '../data-file.js';
import { systemReason } from '../file-name.js';
import type { Shard } from '../image-source.js';
import { beginsLikeImage, MAGIC_BYTES } from '../image-type.js';
import { Stores } from '../s3/stores.js';
import { Table } from './table.js';

export interface IndexedTable {
  shard: Shard;
  /** Why nothing of it can be read; null where all is well. */
  damage: string | null;
}

/** A group of rows is read as a whole. */
const MOST_GROUP_BYTES = 2 ** 29;

/** What a table holds, by its footer and its first image. */
export async function indexTable(path: string, stores = new Stores()): Promise<IndexedTable> {
  const nothing: Shard = { path, bytes: 0, time: 0, images: 0, others: 0 };
  let file: DataFile;
  try {
    file = await stores.open(path);
  } catch (error) {
    if (error instanceof DataError) throw error;
    return { shard: nothing, damage: systemReason(error) };
  }
  try {
    const table = await Table.open(file);
    const { groups } = table;
    const huge = groups.find(({ bytes }) => bytes > MOST_GROUP_BYTES);
    if (huge !== undefined)
      throw new Error(
        `a group of ${huge.rows} rows has ${(huge.bytes / 2 ** 20).toFixed(0)} MiB of images, and is read as one; write it with ` +
          `at most ${Math.max(1, Math.floor((huge.rows * MOST_GROUP_BYTES) / huge.bytes))} rows a group`,
      );
    await checkFirstImage(table);
    const images = groups.reduce((sum, { rows }) => sum + rows, 0);
    return {
      shard: { path, bytes: file.bytes, time: file.time, images, others: 0, groups: [...groups] },
      damage: null,
    };
  } catch (error) {
    if (error instanceof DataError) throw error;
    return { shard: nothing, damage: (error as Error).message };
  } finally {
    file.close();
  }
}

/** @throws Error where the column holds something else */
async function checkFirstImage(table: Table): Promise<void> {
  for (const [group, { rows }] of table.groups.entries()) {
    if (rows === 0) continue;
    const image = (await table.read(group)).find((bytes) => bytes !== null);
    if (image === undefined || image === null) continue;
    const start = Buffer.alloc(MAGIC_BYTES);
    start.set(image.subarray(0, MAGIC_BYTES));
    if (beginsLikeImage(start)) return;
    throw new Error(
      `column ${table.column.name} holds no images: its first value begins with ${JSON.stringify(start.toString('latin1', 0, 8))}`,
    );
  }
}
