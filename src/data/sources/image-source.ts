/** Images of a training run, or of a part of it, by number: wherever they are. */
export interface ImageSource {
  readonly count: number;
  /** Whether each read is an answer that is waited for, so that many are to be asked for at once. */
  readonly isRemote?: boolean;
  /** As people read it. */
  name(index: number): string;
  /**
   * The bytes of the image's file.
   * @throws UnreadableImage where this one cannot be had
   */
  read(index: number): Promise<Uint8Array>;
}

/** An image is not there, or not as it was. Another one takes its place. */
export class UnreadableImage extends Error {}

/**
 * `folder`: searched recursively. `list`: a text file that names images, a line each. `tar`: archives, images by offset. `parquet`: tables
 * with a column of images.
 */
export type SourceKind = 'folder' | 'list' | 'tar' | 'parquet';

/** A file that holds many images. */
export interface Shard {
  /** As `fileNameText`, absolute. */
  path: string;
  bytes: number;
  /** When it was last changed, in seconds since 1970, whole. */
  time: number;
  images: number;
  /** Folders, links and devices in it. */
  others: number;
  /** Of a table: rows that are stored together, and the bytes of their images. */
  groups?: readonly { rows: number; bytes: number }[];
}

/** Of images in tables that are shuffled together: groups of rows are read and kept as a whole. */
export const TABLE_WINDOW_BYTES = 2 ** 28;

/** A folder that was searched, or a list that was read. */
export interface SearchedFolder {
  /** As `fileNameText`, absolute. */
  path: string;
  /** Nanoseconds since 1970, as digits. */
  changed: string;
}

/** What an index says of a source, beside its images. */
export interface SourceFacts {
  kind: SourceKind;
  /** As it was given, made absolute. */
  location: string;
  /** Of the samples, of the sum of all sources' weights; null where sources have none. */
  weight: number | null;
  count: number;
  /** Whether all of it could be reached when it was listed. */
  isWhole: boolean;
  /** SHA-256 of names and sizes, hexadecimal: equal for two sources that hold the same images. */
  hash: string;
}
