import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';

/** A column of image files. */
export interface ImageColumn {
  name: string;
  /** As Hugging Face's data sets have it: a group of `bytes` and `path`. */
  isGroup: boolean;
}

/** Columns that are taken first, where several hold bytes. */
const LIKELY =
  /^(image|img|jpe?g|png|webp|picture|photo)(\.|_|$)|_(image|img|jpe?g|png|bytes)$|^(bytes|content|data)$/i;

/** The column that holds images: a group with bytes, or a column of bytes that is no text; null where there is none. */
export function imageColumnOf(metadata: FileMetaData): ImageColumn | null {
  const columns = parquetSchema(metadata).children;
  const groups = columns.filter(({ children }) =>
    children.some((child) => child.element.name === 'bytes' && isBytes(child)),
  );
  const plain = columns.filter(isBytes);
  const found = [...groups, ...plain];
  const chosen = found.find(({ element }) => LIKELY.test(element.name)) ?? found[0];
  return chosen === undefined ? null : { name: chosen.element.name, isGroup: groups.includes(chosen) };
}

/** Uncompressed bytes of a column in each group of rows, with its rows. */
export function rowGroupsOf(metadata: FileMetaData, { name }: ImageColumn): { rows: number; bytes: number }[] {
  return metadata.row_groups.map(({ num_rows, columns }) => {
    const own = columns.filter(({ meta_data }) => meta_data?.path_in_schema[0] === name);
    const bytes = own.reduce((sum, { meta_data }) => sum + Number(meta_data!.total_uncompressed_size), 0);
    return { rows: Number(num_rows), bytes };
  });
}

function isBytes({ element, children }: SchemaTree): boolean {
  const { type, converted_type, logical_type, repetition_type } = element;
  const isText = converted_type === 'UTF8' || converted_type === 'JSON' || logical_type?.type === 'STRING';
  return type === 'BYTE_ARRAY' && children.length === 0 && !isText && repetition_type !== 'REPEATED';
}
