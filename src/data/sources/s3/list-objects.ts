import { fileNameKey } from '../file-name.js';
import { countOne } from '../folder-reader.js';
import type { FileList, WalkFindings } from '../folder-walk.js';
import { endingOf, isImageEnding, isJunk } from '../image-type.js';
import type { Stores } from './stores.js';

/**
 * Lists the images below a place of a store: objects whose ending is an image's, in the order that a copy on a disk has.
 * @param list takes them
 */
export async function listObjects(location: string, list: FileList, stores: Stores): Promise<WalkFindings> {
  const { bucket, key: root } = stores.at(location);
  const prefix = root === '' ? '' : `${root}/`;
  const findings: WalkFindings = {
    leftOut: new Map(),
    junk: { count: 0, example: '' },
    unreachable: new Map(),
    unreachableFolders: [],
    foldersOfImages: 1,
  };
  const found = (await bucket.list(prefix)).map(({ key, bytes, time }) => {
    const path = Buffer.from(key.slice(prefix.length));
    return { path, size: bytes, time, sortedBy: fileNameKey(path.toString('latin1')) };
  });
  found.sort((a, b) => (a.sortedBy < b.sortedBy ? -1 : 1));
  for (const { path, size, time } of found) {
    const parts = path.toString('latin1').split('/');
    const ending = endingOf(parts.at(-1)!);
    // What stands for a folder in some tools.
    if (parts.at(-1) === '') continue;
    if (parts.some(isJunk)) countOne(findings.junk, path.toString());
    else if (isImageEnding(ending)) list.add({ path, size, time });
    else findings.leftOut.set(ending, (findings.leftOut.get(ending) ?? 0) + 1);
  }
  return findings;
}
