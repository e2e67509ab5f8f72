import { stat } from 'node:fs/promises';
import { fileNameText, pathBelow, shownFileName, systemReason } from './file-name.js';
import type { ImageList } from './image-list.js';

/** Spread over the list, and few enough for a slow disk. */
const SAMPLE = 48;

/**
 * Whether the files of a list are below this folder of this machine, too: looks at presence and size of some of them.
 * @returns what differs; null where all that were looked at are the same
 */
export async function differenceInSample(root: string, images: ImageList): Promise<string | null> {
  const sample = Math.min(SAMPLE, images.count);
  // The first and the last among them.
  const numbers = Array.from({ length: sample }, (_, i) =>
    Math.round((i * (images.count - 1)) / Math.max(1, sample - 1)),
  );
  const differences = await Promise.all(
    numbers.map(async (number) => {
      const { path, size } = images.at(number);
      const name = shownFileName(fileNameText(path));
      try {
        const found = await stat(pathBelow(root, path));
        return found.size === size ? [] : [`${name} has ${found.size} bytes there, ${size} in the list`];
      } catch (error) {
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        return [isMissing ? `${name} is not there` : `${name} cannot be reached there: ${systemReason(error)}`];
      }
    }),
  );
  const [first, ...others] = differences.flat();
  if (first === undefined) return null;
  return others.length === 0
    ? first
    : `${first}, and ${others.length} more of ${sample} files that were looked at differ`;
}
