import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { DataFile } from '../data-file.js';
import { type ImageColumn, imageColumnOf, rowGroupsOf } from './image-column.js';

/** Rows that are stored together. */
export interface RowGroup {
  rows: number;
  /** Of the column of images, uncompressed. */
  bytes: number;
}

/** A Parquet file, of which a column holds images. */
export class Table {
  private constructor(
    private readonly file: DataFile,
    private readonly metadata: FileMetaData,
    readonly column: ImageColumn,
    readonly groups: readonly RowGroup[],
  ) {}

  /** @throws Error where it is no table, or has no column of images */
  static async open(file: DataFile): Promise<Table> {
    const metadata = await parquetMetadataAsync(asBuffer(file)).catch((cause: Error) => {
      throw new Error(`it is no Parquet file: ${cause.message}`, { cause });
    });
    const column = imageColumnOf(metadata);
    if (column === null) {
      const columns = metadata.schema.slice(1).map(({ name }) => name);
      throw new Error(
        `none of its columns holds images, expected one of bytes, or of groups with bytes: ${columns.join(', ')}`,
      );
    }
    return new Table(file, metadata, column, rowGroupsOf(metadata, column));
  }

  /** The images of a group of rows; null where a row has none. */
  async read(group: number): Promise<(Uint8Array | null)[]> {
    const rowStart = this.groups.slice(0, group).reduce((sum, { rows }) => sum + rows, 0);
    const { name, isGroup } = this.column;
    const rows = await parquetReadObjects({
      file: asBuffer(this.file),
      metadata: this.metadata,
      columns: [name],
      rowStart,
      rowEnd: rowStart + this.groups[group]!.rows,
      compressors,
      utf8: false,
    });
    return rows.map((row) => {
      const value: unknown = row[name];
      const bytes = isGroup ? (value as { bytes?: unknown } | null)?.bytes : value;
      return bytes instanceof Uint8Array ? bytes : null;
    });
  }
}

function asBuffer(file: DataFile) {
  return {
    byteLength: file.bytes,
    slice(start: number, end?: number): Promise<ArrayBuffer> {
      const bytes = readSlice(file, start, end);
      // What is damaged fails in one place, and the reader looks at others no more.
      bytes.catch(() => {});
      return bytes;
    },
  };
}

/** As of an array: a start below 0 counts from the end. */
async function readSlice(file: DataFile, start: number, end = file.bytes): Promise<ArrayBuffer> {
  const from = start < 0 ? file.bytes + start : start;
  if (!(from >= 0 && from <= end && end <= file.bytes))
    throw new Error(`it claims bytes ${from} to ${end}, and has ${file.bytes}`);
  return new Uint8Array(await file.read(from, end)).buffer;
}
