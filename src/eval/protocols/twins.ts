/** For each query the gallery row of the same file name, -1 where there is none. */
export function twinsByName(queryFiles: readonly string[], galleryFiles: readonly string[]): Int32Array {
  const rows = new Map(galleryFiles.map((file, row) => [file, row]));
  return Int32Array.from(queryFiles, (file) => rows.get(file) ?? -1);
}
